"""Sentences that every output carries."""

from __future__ import annotations

from tadmur.terms.review import ReviewStatus

LIMITS = (
    "Not for targeting, evacuation routing or live safety decisions. Absence of a report is not absence of an event."
)
"""Printed on every map, page and table."""

MACHINE_CODED = "machine-coded, not reviewed"
"""Stands wherever a claim stands that no person has checked."""

REVIEW_WORDS = {
    ReviewStatus.MACHINE: MACHINE_CODED,
    ReviewStatus.ACCEPTED: "machine-coded, accepted by a reviewer",
    ReviewStatus.CORRECTED: "machine-coded, corrected by a reviewer",
    ReviewStatus.ADDED: "coded by a reviewer",
    ReviewStatus.REJECTED: "machine-coded, rejected by a reviewer: counts for nothing",
    ReviewStatus.MERGED: "machine-coded, merged into another by a reviewer: counts for nothing",
    ReviewStatus.SPLIT: "machine-coded, split by a reviewer: its parts count",
}
"""The same for each claim by what people made of it; no reviewer is named in what others read."""

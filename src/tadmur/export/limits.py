"""Sentences that every output carries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

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


def coded_words(rows: Iterable[Mapping[str, Any]]) -> str:
    """How far people have checked some claims, from the words of their rows: the label of a whole page or table."""
    words = [row["review"] for row in rows]
    return _counted(sum(word != MACHINE_CODED for word in words), len(words))


def coded_claims(claim_ids: Iterable[str], reviewed: Collection[str]) -> str:
    """The same from the ids of the claims behind a figure, and those that a person has reviewed."""
    ids = list(claim_ids)
    return _counted(sum(name in reviewed for name in ids), len(ids))


def _counted(checked: int, claims: int) -> str:
    return f"machine-coded, {checked} of {claims} claims reviewed" if checked else MACHINE_CODED


def checked_sentence(rows: Iterable[Mapping[str, Any]]) -> str:
    """The same as a sentence, for the page's account of its method."""
    words = coded_words(rows)
    if words == MACHINE_CODED:
        return f"No person has checked the result: every claim here is {words}."
    return f"The claims are {words}: the others stand as software read them."

"""Sentences that every output carries."""

from __future__ import annotations

LIMITS = (
    "Not for targeting, evacuation routing or live safety decisions. Absence of a report is not absence of an event."
)
"""Printed on every map, page and table."""

MACHINE_CODED = "machine-coded, not reviewed"
"""Stands wherever a claim stands that no person has checked."""

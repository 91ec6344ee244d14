"""Belief about who holds a place on a day, and the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

CONTESTED_STATE = "contested"
"""Name of the state in which no party holds the place alone; the other states are actor_ids."""


class Label(StrEnum):
    """How an assessment may be shown; one table, documented in docs/labels.md."""

    ASSESSED = "assessed"
    CLAIMED_ONLY = "claimed_only"
    """One side's word alone, and in its own favour."""
    CONTESTED = "contested"
    STALE = "stale"
    """Once assessed, but the last evidence is old."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one claim does to the assessment.

    ``log_odds`` is in nats, towards the assessment's holder when positive, by leaving the claim out and
    reconciling again.
    """

    claim_id: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """Who holds a place on a day.

    Attributes:
        probabilities: (state, probability) pairs, most probable first, summing to one; a state is an actor_id or
            ``CONTESTED_STATE``.
        since_earliest, since_latest: the days between which the present holder took over, if known.
        evidence: strongest first.
        last_evidence: event day of the newest claim that bears on the place.
    """

    place_id: str
    as_of: date
    known_by: datetime | None
    probabilities: tuple[tuple[str, float], ...]
    label: Label
    since_earliest: date | None
    since_latest: date | None
    evidence: tuple[Evidence, ...]
    last_evidence: date | None

    @property
    def holder(self) -> str | None:
        """The most probable state, or ``None`` when nothing is known."""
        return None if self.label is Label.UNKNOWN else self.probabilities[0][0]

    @property
    def probability(self) -> float:
        """The probability of the most probable state."""
        return self.probabilities[0][1]

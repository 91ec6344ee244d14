"""How two claims about the same matter relate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ComparisonKind(StrEnum):
    """How two claims stand to each other."""

    DISPUTE = "dispute"
    """Both cannot be true at one time."""
    SEQUENCE = "sequence"
    """Both can be true, one after the other."""
    CORROBORATION = "corroboration"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A card: two or more claims side by side, what they share and what stays open.

    Attributes:
        kind: the relation between the claims.
        state_disputed: for a sequence, whether the present state stays disputed.
        claim_ids: the claims, in order of knowledge time, then id.
        place_id: the place that the claims share; a vague place has an id of its own.
        conceded: (claim_id, sentence) of what a party admits against its interest.
        summary: one neutral sentence for the head of the card.
    """

    comparison_id: str
    kind: ComparisonKind
    claim_ids: tuple[str, ...]
    place_id: str | None
    state_disputed: bool
    conceded: tuple[tuple[str, str], ...]
    summary: str

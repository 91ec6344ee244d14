"""How claims about the same matter relate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tadmur.terms.assessment import Evidence


class ComparisonKind(StrEnum):
    """How two claims stand to each other. The names are part of the JSON contract."""

    DISPUTE = "dispute"
    """Both cannot be true at one time."""
    SEQUENCE = "sequence"
    """Both can be true, one after the other."""
    DIFFERENT_PLACE = "different_place"
    """They look opposed, or one, and are about two places."""
    DIFFERENT_SCOPE = "different_scope"
    """Part against whole: a quarter and the city, civilians and all dead, a day and the month."""
    COPY = "copy"
    """One statement, printed twice."""
    CORROBORATION = "corroboration"
    """Two statements of one fact."""
    CORRECTION = "correction"
    """The later one withdraws or mends what the same outlet or speaker said before."""


class Standing(StrEnum):
    """From which side a corroboration comes."""

    OWN_SIDE = "own_side"
    """The same voice, or one that stands with the same party: it counts once."""
    AGAINST_INTEREST = "against_interest"
    """One of the two speaks against the interest of its own side."""
    INDEPENDENT = "independent"
    """Two voices, neither of which stands with the other."""
    UNKNOWN = "unknown"
    """It is not known for whom one of the two speaks."""


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """How two claims of a card stand to each other.

    Attributes:
        first, second: claim_ids, in order of knowledge time, then id.
        reason: why, one clause without a full stop.
        standing: from which side the one bears out the other; for corroborations only.
    """

    first: str
    second: str
    kind: ComparisonKind
    reason: str
    standing: Standing | None = None


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
        topic: what the claims are about: "control", or the kind of claim ("casualties", "besieged").
        pairs: how the claims stand to each other, two by two; pairs that have nothing to do with each other are left
            out, and so are those of a place on which very many speak, beyond the first.
        disputed: what stays open, one sentence; empty when nothing does.
        belief: what the model believes of the matter and why, one or two sentences; empty for what it does not model.
        evidence: the claims that weigh most in that belief, strongest first.
        since, until: first and last event day that the claims allow; ``None`` is open.
    """

    comparison_id: str
    kind: ComparisonKind
    claim_ids: tuple[str, ...]
    place_id: str | None
    state_disputed: bool
    conceded: tuple[tuple[str, str], ...]
    summary: str
    topic: str = "control"
    pairs: tuple[ClaimPair, ...] = ()
    disputed: str = ""
    belief: str = ""
    evidence: tuple[Evidence, ...] = ()
    since: date | None = None
    until: date | None = None

"""A claim with what other rooms found out about it: place, parties, time of publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tadmur.terms.claim import Claim


@dataclass(frozen=True, slots=True)
class LocatedClaim:
    """A claim, located.

    Attributes:
        place_key: id of the place it speaks about, a vague place's own id included; ``None`` for no one place.
        place_name: how that place is called in a sentence ("hills south-west of X").
        published_at: knowledge time; ``None`` when unknown.
        holder_actor: the party whose control counts for the claim's actor; ``None`` when unresolved.
        opponent_actor: the same of its opponent.
        speaker_actor: the party the speaker stands with, ``INDEPENDENT``, or ``None`` when it is not known.
        original_report: report_id of the report that the claim's report is a copy of, or its own.
        within: keys of the places that the place is part of: the town of a quarter, the province of a town.
        part_of: the first of them where it is a town.
        beside: key of the named place that a vague place lies by; that is another place.
        echo: claim_id of the first printed statement that this one repeats, its own where others repeat it; ``None``
            for a statement that stands alone.
        corrects: its passage says that it mends or withdraws an earlier account.
    """

    claim: Claim
    place_key: str | None
    place_name: str | None
    published_at: datetime | None
    holder_actor: str | None
    opponent_actor: str | None
    speaker_actor: str | None
    original_report: str
    within: tuple[str, ...] = ()
    part_of: str | None = None
    beside: str | None = None
    echo: str | None = None
    corrects: bool = False

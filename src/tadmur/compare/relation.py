"""A relation between two claims, and from which side a corroboration comes."""

from __future__ import annotations

from dataclasses import dataclass

from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import Allied, same_side, voice_of
from tadmur.terms.comparison import ComparisonKind, Standing
from tadmur.terms.source import INDEPENDENT


@dataclass(frozen=True, slots=True)
class Relation:
    """How two claims stand to each other.

    Attributes:
        reason: why, one clause.
        standing: for a corroboration, the side that it comes from.
        opposed: a hasty reader would take the two for a contradiction.
    """

    kind: ComparisonKind
    reason: str
    standing: Standing | None = None
    opposed: bool = False


def corroboration(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> Relation:
    """Two statements of one fact: own side, independent, or not known."""
    days = [item.published_at.date() for item in (a, b) if item.published_at]
    day = min(days, default=None)
    one_text = a.original_report == b.original_report
    one_voice = voice_of(a) == voice_of(b) or (one_text and a.claim.report_id != b.claim.report_id)
    if one_voice or (day is not None and same_side(a.speaker_actor, b.speaker_actor, day, allied)):
        return Relation(ComparisonKind.CORROBORATION, "one side says it twice", Standing.OWN_SIDE)
    if a.speaker_actor is None or b.speaker_actor is None:
        return Relation(ComparisonKind.CORROBORATION, "two voices say it", Standing.UNKNOWN)
    if INDEPENDENT in (a.speaker_actor, b.speaker_actor):
        return Relation(ComparisonKind.CORROBORATION, "an independent voice says it too", Standing.INDEPENDENT)
    return Relation(ComparisonKind.CORROBORATION, "two sides say it", Standing.INDEPENDENT)

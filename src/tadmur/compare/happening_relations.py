"""How claims of what happened stand to denials, aims, deeds and other tellings of the same."""

from __future__ import annotations

from datetime import timedelta

from tadmur.compare.figures import figure_of
from tadmur.compare.grounds import Ground, ground
from tadmur.compare.happenings import (
    AHEAD,
    FIRE,
    TAKING,
    at_one_time,
    comes_true,
    denied,
    denies,
    family,
    happened,
    latest,
    next_to,
)
from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import FAR_FUTURE, Allied, position_of, same_side, voice_of
from tadmur.compare.relation import Relation, corroboration
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.comparison import ComparisonKind

RECENT = timedelta(days=31)
"""What is told of longer ago is background, which no remark on today's accounts is about."""


def relate_happenings(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> Relation | None:
    where = ground(a, b)
    one_report = a.claim.report_id == b.claim.report_id
    if ClaimKind.CONTRADICTION in (a.claim.kind, b.claim.kind):
        near = where is Ground.SAME or (one_report and where is Ground.UNKNOWN)
        if (
            near
            and at_one_time(a, b)
            and can_be_contradicted(*((b, a) if a.claim.kind is ClaimKind.CONTRADICTION else (a, b)))
        ):
            return Relation(ComparisonKind.DISPUTE, "the one says that it contradicts the other")
        return None
    if comes_true(a, b) or comes_true(b, a):
        if where in (Ground.SAME, Ground.PART):
            return Relation(ComparisonKind.SEQUENCE, "the one announces or tries what the other tells of later")
        return None
    if not at_one_time(a, b):
        return None
    if denies(a, b) or denies(b, a):
        day = (a.published_at or b.published_at or FAR_FUTURE).date()
        one_side = voice_of(a) != voice_of(b) and same_side(a.speaker_actor, b.speaker_actor, day, allied)
        return None if one_side else _denial(a, b, where)
    return _told_twice(a, b, where, allied)


def _denial(a: LocatedClaim, b: LocatedClaim, where: Ground) -> Relation | None:
    denial, claimed = (a, b) if denied(a) else (b, a)
    if where is Ground.APART:
        return Relation(ComparisonKind.DIFFERENT_PLACE, "the denial is of another place")
    if where is Ground.UNKNOWN and not next_to(a, b):
        return None
    stated = claimed.claim.event_time.earliest
    if stated is not None and latest(denial) < stated:
        return Relation(ComparisonKind.SEQUENCE, "it had not happened yet when it was denied")
    return Relation(ComparisonKind.DISPUTE, "the one denies what the other claims")


def can_be_contradicted(located: LocatedClaim, remark: LocatedClaim) -> bool:
    """Whether a claim tells of something recent that another account may tell otherwise."""
    begun, said = located.claim.event_time.earliest, remark.published_at
    old = begun is not None and said is not None and said - begun > RECENT
    if old or located.claim.modality is Modality.HISTORICAL:
        return False
    told = position_of(located) is not None or figure_of(located) is not None
    return told or located.claim.kind in TAKING | {ClaimKind.BESIEGED, ClaimKind.FORECAST}


def _told_twice(a: LocatedClaim, b: LocatedClaim, where: Ground, allied: Allied) -> Relation | None:
    """Two tellings of one happening, or of two in two places."""
    if a.claim.modality in AHEAD or b.claim.modality in AHEAD or happened(a) != happened(b):
        return None
    kinds = {a.claim.kind, b.claim.kind}
    exchange = kinds == {ClaimKind.ADVANCE, ClaimKind.CONTROL_LOSS} and a.holder_actor != b.holder_actor
    kind = family(a.claim.kind)
    one_sort = kind is not None and b.claim.kind in kind and _doers_fit(a, b)
    if not (exchange or one_sort) or not at_one_time(a, b, timedelta(days=1)):
        return None
    if exchange and where is Ground.SAME and not at_one_time(a, b, timedelta(0)):
        return Relation(ComparisonKind.SEQUENCE, "the one left before the other came")
    if where is Ground.APART:
        return Relation(ComparisonKind.DIFFERENT_PLACE, "they are about two places")
    if where is Ground.PART:
        return Relation(ComparisonKind.DIFFERENT_SCOPE, "the one speaks of a part of the place only")
    return corroboration(a, b, allied) if where is Ground.SAME else None


def _doers_fit(a: LocatedClaim, b: LocatedClaim) -> bool:
    if a.claim.kind in FIRE:
        return a.holder_actor is not None and a.holder_actor == b.holder_actor
    if a.claim.kind in TAKING:
        return a.holder_actor == b.holder_actor
    return a.holder_actor is None or b.holder_actor is None or a.holder_actor == b.holder_actor

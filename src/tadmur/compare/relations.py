"""How two claims stand to each other: the decision table of docs/methods/contradictions.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tadmur.compare.figures import Figure, comparable, figure_of, fit, other_scope, risen
from tadmur.compare.grounds import Ground, ground, says_all, whole_of
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
from tadmur.compare.matters import is_reprint
from tadmur.compare.positions import (
    Allied,
    Position,
    bear_out,
    concedes,
    excludes,
    explains,
    position_of,
    precedes,
    same_side,
    voice_of,
)
from tadmur.compare.spans import in_order
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.comparison import ComparisonKind, Standing
from tadmur.terms.source import INDEPENDENT

UNTOLD_CHANGE = timedelta(days=7)
"""Somebody else may have taken a place unreported when its taking and its holder are so far apart."""
OPPOSED = frozenset({ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE, ComparisonKind.DIFFERENT_PLACE})
"""What a correction, or a second word from one mouth, may be instead."""
ONE_STORY = timedelta(days=31)
"""Two claims of one holder that are farther apart are not about one fact."""
SAME_NEWS = timedelta(days=7)
"""Claims about two places are mistaken for each other when their times come so near."""


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


def relate(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> Relation | None:
    """How two claims stand to each other; ``None`` when neither says anything of what the other says.

    The order of the two makes no difference. Third claims are not looked at: that a recapture reported elsewhere
    settles a dispute is for the card to say.
    """
    first, second = in_order((a, b))
    if first.claim.claim_id == second.claim.claim_id:
        return None
    if _one_statement(first, second):
        return Relation(ComparisonKind.COPY, "one statement, printed twice")
    found = _of_what_is_said(first, second, allied)
    if found is not None and found.kind in OPPOSED:
        return _by_one_mouth(first, second, found)
    return found


def _one_statement(a: LocatedClaim, b: LocatedClaim) -> bool:
    if a.claim.report_id == b.claim.report_id or a.claim.kind is not b.claim.kind:
        return False
    if (a.echo or a.claim.claim_id) == (b.echo or b.claim.claim_id):
        return True
    one_thing = a.place_key == b.place_key and a.holder_actor == b.holder_actor
    if not one_thing or a.claim.asserted != b.claim.asserted or a.claim.quantity != b.claim.quantity:
        return False
    return is_reprint(a, b)


def _by_one_mouth(first: LocatedClaim, second: LocatedClaim, found: Relation) -> Relation | None:
    """What is no dispute, since one outlet or voice says both: a correction, a change, or its answer to others."""
    one_voice = voice_of(first) == voice_of(second)
    mended = second.corrects and (one_voice or _one_outlet(first, second))
    if mended and (found.kind is not ComparisonKind.SEQUENCE or not first.corrects):
        return Relation(ComparisonKind.CORRECTION, "the later one says that it corrects what was said before")
    if found.kind is not ComparisonKind.DISPUTE or not one_voice:
        return found
    if first.claim.report_id == second.claim.report_id:
        told_twice = position_of(first) is not None and position_of(second) is not None
        return found if told_twice else None
    if denies(second, first):
        return Relation(ComparisonKind.CORRECTION, "the same voice takes back what it said before")
    return Relation(ComparisonKind.SEQUENCE, "the same voice says otherwise later")


def _one_outlet(first: LocatedClaim, second: LocatedClaim) -> bool:
    publishers = {item.claim.publisher.source_id or item.claim.publisher.name for item in (first, second)}
    return len(publishers) == 1 and None not in publishers


def _of_what_is_said(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> Relation | None:
    one, other = position_of(a), position_of(b)
    if one is not None and other is not None:
        return _positions(one, other, allied)
    figures = figure_of(a), figure_of(b)
    if figures[0] is not None and figures[1] is not None:
        return _figures(figures[0], figures[1], allied)
    return _happenings(a, b, allied)


# ----------------------------------------------------------------------------------------------- who holds a place
def _positions(p: Position, q: Position, allied: Allied) -> Relation | None:
    match ground(p.located, q.located):
        case Ground.SAME:
            return _same_ground(p, q, allied)
        case Ground.PART:
            return _part_and_whole(p, q, allied)
        case Ground.APART:
            related = excludes(p, q, allied) or bear_out(p, q, allied)
            if related and at_one_time(p.located, q.located, SAME_NEWS):
                opposed = excludes(p, q, allied) and not (precedes(p, q) or precedes(q, p))
                return Relation(ComparisonKind.DIFFERENT_PLACE, "they are about two places", opposed=opposed)
    return None


def _same_ground(p: Position, q: Position, allied: Allied) -> Relation | None:
    if excludes(p, q, allied):
        return _opposed(p, q, allied)
    if bear_out(p, q, allied) and at_one_time(p.located, q.located, ONE_STORY):
        return _borne_out(p, q, allied)
    return None


def _opposed(p: Position, q: Position, allied: Allied) -> Relation:
    if precedes(p, q) or precedes(q, p):
        return Relation(ComparisonKind.SEQUENCE, "the one had ended when the other began")
    if explains(p, q, allied) or explains(q, p, allied):
        return Relation(
            ComparisonKind.SEQUENCE, "the later one says that the place was taken from whom the other names"
        )
    event, state = (p, q) if p.event else (q, p)
    if event.event and not state.event and state.earliest - event.latest > UNTOLD_CHANGE:
        return Relation(ComparisonKind.SEQUENCE, "the place may have changed hands in between")
    return Relation(ComparisonKind.DISPUTE, "both cannot be true of the place at one time")


def _part_and_whole(p: Position, q: Position, allied: Allied) -> Relation | None:
    if not at_one_time(p.located, q.located, SAME_NEWS):
        opposed = excludes(p, q, allied) and (precedes(p, q) or precedes(q, p))
        return Relation(ComparisonKind.SEQUENCE, "the one had ended when the other began") if opposed else None
    if excludes(p, q, allied):
        followed = precedes(p, q) or precedes(q, p)
        if not says_all(whole_of(p.located, q.located)):
            reason = "the one speaks of a part of the place only"
            return Relation(ComparisonKind.DIFFERENT_SCOPE, reason, opposed=not followed)
        if followed:
            return Relation(ComparisonKind.SEQUENCE, "the one had ended when the other began")
        return Relation(ComparisonKind.DISPUTE, "the one claims the whole, the other names a part that is left out")
    if not bear_out(p, q, allied):
        return None
    corroboration = _borne_out(p, q, allied)
    if corroboration.standing is Standing.AGAINST_INTEREST:
        return corroboration
    return Relation(ComparisonKind.DIFFERENT_SCOPE, "the one speaks of a part of the place only")


def _borne_out(p: Position, q: Position, allied: Allied) -> Relation:
    parties = frozenset(name for item in (p, q) for name in (item.holder, item.not_holder, item.before) if name)
    if concedes(p, parties, allied) or concedes(q, parties, allied):
        return Relation(ComparisonKind.CORROBORATION, "one side concedes it", Standing.AGAINST_INTEREST)
    return _corroboration(p.located, q.located, allied)


def _corroboration(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> Relation:
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


# ------------------------------------------------------------------------------------------------------- figures
def _figures(a: Figure, b: Figure, allied: Allied) -> Relation | None:
    if not comparable(a, b):
        return None
    where = ground(a.located, b.located)
    one_report = a.located.claim.report_id == b.located.claim.report_id
    if where is Ground.APART:
        return Relation(ComparisonKind.DIFFERENT_PLACE, "they count in two places")
    placeless = a.located.place_key is None and b.located.place_key is None
    if where is Ground.UNKNOWN and not (placeless or one_report):
        return None
    if (scope := other_scope(a, b)) is not None:
        return Relation(ComparisonKind.DIFFERENT_SCOPE, scope, opposed=not fit(a, b))
    if where is Ground.PART:
        reason = "the one counts in a part of the other's place"
        return Relation(ComparisonKind.DIFFERENT_SCOPE, reason, opposed=not fit(a, b))
    if risen(a, b, fits=fit(a, b)):
        return Relation(ComparisonKind.SEQUENCE, "the later figure is the earlier count gone on")
    if fit(a, b):
        return _corroboration(a.located, b.located, allied)
    return Relation(ComparisonKind.DISPUTE, "no one number satisfies both")


# ----------------------------------------------------------------------------------------- what happened and did not
def _happenings(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> Relation | None:
    where = ground(a, b)
    one_report = a.claim.report_id == b.claim.report_id
    if ClaimKind.CONTRADICTION in (a.claim.kind, b.claim.kind):
        near = where is Ground.SAME or (one_report and where is Ground.UNKNOWN)
        if near and at_one_time(a, b) and can_be_contradicted(b if a.claim.kind is ClaimKind.CONTRADICTION else a):
            return Relation(ComparisonKind.DISPUTE, "the one says that it contradicts the other")
        return None
    if comes_true(a, b) or comes_true(b, a):
        if where in (Ground.SAME, Ground.PART):
            return Relation(ComparisonKind.SEQUENCE, "the one announces or tries what the other tells of later")
        return None
    if not at_one_time(a, b):
        return None
    if denies(a, b) or denies(b, a):
        return _denial(a, b, where)
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


def can_be_contradicted(located: LocatedClaim) -> bool:
    """Whether a claim tells of something that another account may tell otherwise."""
    if located.claim.modality is Modality.HISTORICAL:
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
    if where is Ground.APART:
        return Relation(ComparisonKind.DIFFERENT_PLACE, "they are about two places")
    if where is Ground.PART:
        return Relation(ComparisonKind.DIFFERENT_SCOPE, "the one speaks of a part of the place only")
    return _corroboration(a, b, allied) if where is Ground.SAME else None


def _doers_fit(a: LocatedClaim, b: LocatedClaim) -> bool:
    if a.claim.kind in FIRE | TAKING:
        return a.holder_actor is not None and a.holder_actor == b.holder_actor
    return a.holder_actor is None or b.holder_actor is None or a.holder_actor == b.holder_actor

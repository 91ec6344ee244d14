"""How two claims stand to each other: the decision table of docs/methods/contradictions.md."""

from __future__ import annotations

import re
from datetime import timedelta

from tadmur.compare.figures import Figure, comparable, figure_of, fit, other_scope, risen
from tadmur.compare.grounds import Ground, ground, says_all, whole_of
from tadmur.compare.happening_relations import relate_happenings
from tadmur.compare.happenings import at_one_time, denies
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
    voice_of,
)
from tadmur.compare.relation import Relation, corroboration
from tadmur.compare.spans import in_order
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import ComparisonKind, Standing

STILL = re.compile(r"\b(?:still|remains?|remained|continues? to)\b", re.IGNORECASE)
"""Words of a state that has not ended since."""
UNTOLD_CHANGE = timedelta(days=7)
"""Somebody else may have taken a place unreported when its taking and its holder are so far apart."""
OPPOSED = frozenset({ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE, ComparisonKind.DIFFERENT_PLACE})
"""What a correction, or a second word from one mouth, may be instead."""
ONE_STORY = timedelta(days=31)
"""Two claims of one holder that are farther apart are not about one fact."""
SAME_NEWS = timedelta(days=7)
"""Claims about two places are mistaken for each other when their times come so near."""


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
    if _takes_back(first, second) or (first.published_at == second.published_at and _takes_back(second, first)):
        return Relation(ComparisonKind.CORRECTION, "the later one says that it corrects what was said before")
    if _namesakes(first, second):
        return Relation(ComparisonKind.DIFFERENT_PLACE, "two places have one name", opposed=True)
    found = _of_what_is_said(first, second, allied)
    if found is not None and found.kind in OPPOSED:
        return _by_one_mouth(first, second, found)
    return found


def _takes_back(first: LocatedClaim, second: LocatedClaim) -> bool:
    """Whether a later report corrects what one outlet or voice had said of the place in an earlier one."""
    if not second.corrects or first.corrects or first.claim.report_id == second.claim.report_id:
        return False
    one_mouth = voice_of(first) == voice_of(second) or _one_outlet(first, second)
    return one_mouth and ground(first, second) in (Ground.SAME, Ground.PART) and at_one_time(first, second, SAME_NEWS)


def _namesakes(a: LocatedClaim, b: LocatedClaim) -> bool:
    """Whether the two are about two places of one name."""
    if a.place_name is None or b.place_name is None or ground(a, b) is not Ground.APART:
        return False
    named = not any((item.place_key or "").startswith("vague:") for item in (a, b))
    return named and a.place_name.casefold() == b.place_name.casefold() and at_one_time(a, b, ONE_STORY)


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
    return relate_happenings(a, b, allied)


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
    untold = event.event and not state.event and state.earliest - event.latest > UNTOLD_CHANGE
    if untold and not STILL.search(state.located.claim.span.exact):
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
    return corroboration(p.located, q.located, allied)


# ------------------------------------------------------------------------------------------------------- figures
def _figures(a: Figure, b: Figure, allied: Allied) -> Relation | None:
    if not comparable(a, b):
        return None
    where = ground(a.located, b.located)
    one_report = a.located.claim.report_id == b.located.claim.report_id
    if where is Ground.APART:
        return Relation(ComparisonKind.DIFFERENT_PLACE, "they count in two places")
    placeless = a.located.place_key is None and b.located.place_key is None
    of_a_whole_war = placeless and a.located.claim.kind is ClaimKind.TERRITORY_FIGURE
    if where is Ground.UNKNOWN and not (of_a_whole_war or one_report):
        return None
    if (scope := other_scope(a, b)) is not None:
        return Relation(ComparisonKind.DIFFERENT_SCOPE, scope, opposed=not fit(a, b))
    if where is Ground.PART:
        reason = "the one counts in a part of the other's place"
        return Relation(ComparisonKind.DIFFERENT_SCOPE, reason, opposed=not fit(a, b))
    if risen(a, b, fits=fit(a, b)):
        return Relation(ComparisonKind.SEQUENCE, "the later figure is the earlier count gone on")
    if fit(a, b):
        return corroboration(a.located, b.located, allied)
    return Relation(ComparisonKind.DISPUTE, "no one number satisfies both")

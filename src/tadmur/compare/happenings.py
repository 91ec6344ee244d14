"""What is said to have happened, not to have happened, or to be going to happen: claim against denial, aim and deed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import FAR_FUTURE, FAR_PAST, HAPPENED, NOT_SO
from tadmur.terms.claim import ClaimKind, Modality

FIRE = frozenset({ClaimKind.ATTACK, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING, ClaimKind.CLASH})
TAKING = frozenset({ClaimKind.CONTROL_GAIN, ClaimKind.ADVANCE})
FAMILIES = (
    FIRE,
    TAKING,
    frozenset({ClaimKind.BESIEGED}),
    frozenset({ClaimKind.CONTROL_LOSS}),
    frozenset({ClaimKind.CONTROL_HOLD}),
    frozenset({ClaimKind.DISPLACEMENT}),
    frozenset({ClaimKind.DAMAGE}),
    frozenset({ClaimKind.AGREEMENT}),
)
"""Kinds that tell of one sort of happening; a denial of the one answers a claim of the other."""
AHEAD = frozenset({Modality.PLANNED, Modality.FORECAST, Modality.CONDITIONAL, Modality.ATTEMPTED, Modality.FAILED})
DEEDS = FIRE | TAKING | {ClaimKind.CONTROL_HOLD, ClaimKind.BESIEGED, ClaimKind.CONTROL_LOSS}
ANSWERED_WITHIN = timedelta(days=3)
"""A denial answers what is said to have happened no longer before or after."""


def family(kind: ClaimKind) -> frozenset[ClaimKind] | None:
    """The family of a kind, or ``None`` for kinds that tell of no happening."""
    return next((kinds for kinds in FAMILIES if kind in kinds), None)


def earliest(located: LocatedClaim) -> datetime:
    """First instant that the words allow; for an undated claim a week before it was published."""
    stated = located.claim.event_time.earliest
    if stated is not None:
        return stated
    return located.published_at - timedelta(days=7) if located.published_at else FAR_PAST


def latest(located: LocatedClaim) -> datetime:
    """Last instant that the words allow: at most the publication."""
    return located.claim.event_time.latest or located.published_at or FAR_FUTURE


def at_one_time(a: LocatedClaim, b: LocatedClaim, slack: timedelta = ANSWERED_WITHIN) -> bool:
    """Whether their times come within ``slack`` of each other."""
    start_a, start_b = earliest(a), earliest(b)
    return start_a <= _later(latest(b), slack) and start_b <= _later(latest(a), slack)


def _later(instant: datetime, slack: timedelta) -> datetime:
    return FAR_FUTURE if instant >= FAR_FUTURE - slack else instant + slack


def happened(located: LocatedClaim) -> bool:
    """Whether the claim says that something was or is so."""
    return located.claim.asserted and located.claim.modality in HAPPENED


def denied(located: LocatedClaim) -> bool:
    """Whether the claim says that something was or is not so."""
    return not located.claim.asserted and located.claim.modality in NOT_SO


def denies(denial: LocatedClaim, claimed: LocatedClaim) -> bool:
    """Whether ``denial`` says that what ``claimed`` tells did not happen: one sort of happening, one doer.

    A denial that does not say what it denies answers the other side's claims on who holds the place.
    """
    if not denied(denial) or not happened(claimed):
        return False
    if denial.claim.kind is ClaimKind.DENIAL:
        return claimed.claim.kind in TAKING | {ClaimKind.BESIEGED} and denial.claim.speaker != claimed.claim.speaker
    kinds = family(denial.claim.kind)
    if kinds is None or claimed.claim.kind not in kinds:
        return False
    return _one_doer(denial, claimed)


def _one_doer(a: LocatedClaim, b: LocatedClaim) -> bool:
    return a.holder_actor is None or b.holder_actor is None or a.holder_actor == b.holder_actor


def comes_true(aim: LocatedClaim, deed: LocatedClaim) -> bool:
    """Whether ``deed`` tells, later, of what ``aim`` announced, tried or failed to do there."""
    if aim.claim.modality not in AHEAD or not happened(deed) or deed.claim.kind not in DEEDS:
        return False
    said = aim.published_at
    done = deed.published_at
    if said is None or done is None or said > done or latest(aim) > _later(latest(deed), timedelta(days=1)):
        return False
    if aim.claim.kind not in DEEDS | {ClaimKind.FORECAST}:
        return False
    return aim.claim.kind in FIRE or deed.claim.kind in FIRE or _one_doer(aim, deed)

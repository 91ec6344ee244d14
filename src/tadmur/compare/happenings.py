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
AHEAD = frozenset({Modality.PLANNED, Modality.FORECAST, Modality.ATTEMPTED, Modality.FAILED})
NEXT_TO = 400
"""Characters between a claim and a denial, without a place of its own, that answers it."""
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

    A denial that does not say what it denies answers what was claimed before it, by somebody else.
    """
    if not denied(denial) or not happened(claimed) or claimed.claim.modality is not Modality.ACTUAL:
        return False
    if denial.claim.kind is ClaimKind.DENIAL:
        answered = claimed.claim.kind in TAKING | {ClaimKind.BESIEGED}
        return answered and said_before(claimed, denial) and denial.claim.speaker != claimed.claim.speaker
    kinds = family(denial.claim.kind)
    if kinds is None or claimed.claim.kind not in kinds:
        return False
    if kinds is not TAKING and kinds is not FIRE:
        return _one_doer(denial, claimed)
    if denial.holder_actor is None:
        return said_before(claimed, denial)
    return denial.holder_actor == claimed.holder_actor


def said_before(a: LocatedClaim, b: LocatedClaim) -> bool:
    """Whether ``a`` was published before ``b``, or stands before it in one text."""
    if a.claim.report_id == b.claim.report_id:
        return a.claim.span.start < b.claim.span.start
    return a.published_at is not None and b.published_at is not None and a.published_at <= b.published_at


def next_to(a: LocatedClaim, b: LocatedClaim) -> bool:
    """Whether the two stand close together in one text."""
    near = abs(a.claim.span.start - b.claim.span.start) <= NEXT_TO
    return near and a.claim.report_id == b.claim.report_id


def _one_doer(a: LocatedClaim, b: LocatedClaim) -> bool:
    return a.holder_actor is None or b.holder_actor is None or a.holder_actor == b.holder_actor


def comes_true(aim: LocatedClaim, deed: LocatedClaim) -> bool:
    """Whether ``deed`` tells, later, of what ``aim`` announced, tried or failed to do there."""
    if aim.claim.modality not in AHEAD or not happened(deed) or deed.claim.modality is not Modality.ACTUAL:
        return False
    said, told = aim.published_at, deed.published_at
    if said is None or told is None or said > told or aim.claim.report_id == deed.claim.report_id:
        return False
    if latest(deed).date() < min(latest(aim), said).date():
        return False
    wanted, done = aim.claim.kind, deed.claim.kind
    if wanted is ClaimKind.FORECAST:
        return done in FIRE | TAKING | {ClaimKind.CONTROL_LOSS}
    if wanted in FIRE:
        return done in FIRE | TAKING and _one_doer(aim, deed)
    same_doer = aim.holder_actor is not None and deed.holder_actor in (aim.holder_actor, None)
    if wanted in TAKING | {ClaimKind.CONTROL_HOLD}:
        return same_doer and done in TAKING
    return same_doer and wanted is done is ClaimKind.CONTROL_LOSS

"""What a claim says of who holds its place, and which of two such positions came first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tadmur.compare.located import LocatedClaim
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.place import PlaceRelation
from tadmur.terms.source import INDEPENDENT

Allied = Callable[[str, str, date], bool]

HAPPENED = frozenset({Modality.ACTUAL, Modality.HISTORICAL})
NOT_SO = frozenset({Modality.ACTUAL, Modality.HISTORICAL, Modality.FAILED})
"""Modalities in which what is not asserted is said not to be so; a plan or condition says nothing."""
FALLEN = re.compile(r"fall|fell", re.IGNORECASE)
"""Words for a taking that is told of whoever had the place: a party that denies them says that it holds it."""
RETAKEN = re.compile(
    r"\b(?:re-?(?:captur|tak|took|gain|claim|cover|conquer|occup|liberat)\w*|(?:take[ns]?|took|won|win|got) back)\b",
    re.IGNORECASE,
)
"""Words for taking what one had lost."""
ELSEWHERE = frozenset({PlaceRelation.TOWARDS, PlaceRelation.FROM, PlaceRelation.BETWEEN})
STATE_AFTER_LOSS = timedelta(days=14)
"""Whoever holds a place within so long after it was lost is taken to be who took it."""
FAR_PAST = datetime(1, 1, 1, tzinfo=UTC)
FAR_FUTURE = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Position:
    """What a claim says of its place, as far as holders go.

    Attributes:
        holder: who holds it after all; ``None`` when only ``not_holder`` is known.
        not_holder: who does not hold it.
        before: who held it until then.
        event: a change at one moment, not a state.
        partial: it concerns part of the place.
    """

    located: LocatedClaim
    holder: str | None
    not_holder: str | None
    before: str | None
    event: bool
    partial: bool

    @property
    def earliest(self) -> datetime:
        """First instant that the words allow; a state without a stated start is only sure of its last day."""
        stated = self.located.claim.event_time.earliest
        if stated is None and not self.event and self.latest < FAR_FUTURE:
            return self.latest.replace(hour=0, minute=0, second=0, microsecond=0)
        return stated or FAR_PAST

    @property
    def latest(self) -> datetime:
        """Last instant that the words allow: at most the publication."""
        return self.located.claim.event_time.latest or self.located.published_at or FAR_FUTURE

    @property
    def said_at(self) -> datetime:
        """When it became known."""
        return self.located.published_at or FAR_FUTURE

    @property
    def day(self) -> date:
        """The day on which alliances are looked up."""
        return self.latest.date()

    @property
    def voice(self) -> tuple[str, ...]:
        """Who speaks; two claims with one voice are one witness."""
        return voice_of(self.located)

    @property
    def order(self) -> tuple[datetime, str]:
        """Order of knowledge time, then id."""
        return self.said_at, self.located.claim.claim_id


def voice_of(located: LocatedClaim) -> tuple[str, ...]:
    """Who speaks: the source, else the name, else the role within the publisher."""
    speaker, publisher = located.claim.speaker, located.claim.publisher
    if speaker.source_id:
        return ("source", speaker.source_id)
    if speaker.name:
        return ("name", speaker.name.casefold())
    return ("unnamed", speaker.role.value, publisher.source_id or publisher.name or located.claim.report_id)


def position_of(located: LocatedClaim) -> Position | None:
    """The claim's position, or ``None`` when it takes none on who holds a place.

    A siege takes none: whoever is besieged today may have left tomorrow, and both are told in one week.
    """
    claim, actor, other = located.claim, located.holder_actor, located.opponent_actor
    if located.place_key is None or (claim.place and claim.place.relation in ELSEWHERE):
        return None
    if actor is None:
        return _taken_from(located)
    if other == actor:
        other = None
    partial = claim.place is not None and claim.place.relation is PlaceRelation.PART
    if claim.asserted and claim.modality in HAPPENED:
        match claim.kind:
            case ClaimKind.CONTROL_GAIN:
                return Position(located, actor, None, other, True, partial)
            case ClaimKind.CONTROL_LOSS:
                return Position(located, other, actor, actor, True, partial)
            case ClaimKind.CONTROL_HOLD:
                return Position(located, actor, None, None, False, partial)
    elif not claim.asserted and claim.modality in NOT_SO:
        if claim.kind is ClaimKind.CONTROL_GAIN and actor == located.speaker_actor and FALLEN.match(claim.trigger):
            return Position(located, actor, None, None, False, partial)
        if claim.kind in (ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_HOLD):
            return Position(located, None, actor, None, False, partial)
        if claim.kind is ClaimKind.CONTROL_LOSS:
            return Position(located, actor, None, None, False, partial)
    return None


def _taken_from(located: LocatedClaim) -> Position | None:
    """Of a place taken from a party, by whom is not said: the party lost it."""
    claim, loser = located.claim, located.opponent_actor
    if claim.kind is not ClaimKind.CONTROL_GAIN or loser is None:
        return None
    if not claim.asserted or claim.modality not in HAPPENED:
        return None
    partial = claim.place is not None and claim.place.relation is PlaceRelation.PART
    return Position(located, None, loser, loser, True, partial)


def same_side(a: str | None, b: str | None, on: date, allied: Allied) -> bool:
    """Whether two known parties are one or allied on that day."""
    if a is None or b is None or INDEPENDENT in (a, b):
        return False
    return a == b or allied(a, b, on) or allied(b, a, on)


def incompatible(a: Position, b: Position, allied: Allied) -> bool:
    """Whether both cannot be true of the whole place at one moment; a part leaves room for the other's rest."""
    return not (a.partial or b.partial) and excludes(a, b, allied)


def excludes(a: Position, b: Position, allied: Allied) -> bool:
    """Whether both cannot be true of one piece of ground at one moment."""
    day = min(a.day, b.day)
    if a.holder and b.holder:
        return not same_side(a.holder, b.holder, day, allied)
    if a.holder and b.not_holder:
        return same_side(a.holder, b.not_holder, day, allied)
    if b.holder and a.not_holder:
        return same_side(b.holder, a.not_holder, day, allied)
    return False


def agree(a: Position, b: Position, allied: Allied) -> bool:
    """Whether they say the same fact: one holder, or the one says lost what the other says taken or held."""
    return a.partial == b.partial and bear_out(a, b, allied)


def bear_out(a: Position, b: Position, allied: Allied) -> bool:
    """As :func:`agree`, of places that need not be one."""
    day = min(a.day, b.day)
    if a.holder and b.holder:
        return same_side(a.holder, b.holder, day, allied)
    if a.not_holder and b.not_holder:
        return same_side(a.not_holder, b.not_holder, day, allied) and a.event == b.event
    lost, other = (a, b) if a.holder is None else (b, a)
    if not lost.event or same_side(lost.not_holder, other.holder, day, allied):
        return False
    if not other.event and not lost.earliest <= other.latest <= _after(lost.latest, STATE_AFTER_LOSS):
        return False
    return other.before is None or same_side(lost.not_holder, other.before, day, allied)


def _after(instant: datetime, gap: timedelta) -> datetime:
    return FAR_FUTURE if instant >= FAR_FUTURE - gap else instant + gap


def precedes(a: Position, b: Position) -> bool:
    """Whether ``a`` is known to come before ``b``: by their times, or as the state that the change ``b`` ended.

    A state that is told as over ("had been in their hands") was ended by a change on its last day. Of two states the
    one that ended on the day on which the other is said to have begun came first. A state of another party after a
    change does not follow from it: that is a dispute.
    """
    if a.latest < b.earliest:
        return b.event or not a.event
    if not b.event and not a.event:
        begun = b.earliest.date() < b.latest.date() and a.said_at.date() < b.said_at.date()
        return begun and a.latest.date() <= b.earliest.date()
    if not b.event or a.event or a.earliest > b.latest:
        return False
    if a.latest.date() < a.said_at.date() and a.latest.date() <= b.latest.date():
        return True
    one_text = a.located.claim.report_id == b.located.claim.report_id and a.voice == b.voice
    return a.said_at < b.said_at or one_text


def explains(b: Position, a: Position, allied: Allied) -> bool:
    """Whether ``b`` leaves room for ``a`` before it: a change that says that ``a``'s holder had the place then.

    Whoever takes a place back says that somebody else had taken it, even without saying who.
    """
    if not b.event or a.earliest > b.latest:
        return False
    if not a.event and (a.said_at > b.said_at or _still_after(a, b)):
        return False
    if a.event and a.holder is not None and b.before is None and RETAKEN.search(b.located.claim.trigger):
        return not RETAKEN.search(a.located.claim.trigger)
    if a.holder is not None:
        return same_side(b.before, a.holder, min(a.day, b.day), allied)
    return a.event and same_side(a.not_holder, b.holder, min(a.day, b.day), allied)


def _still_after(state: Position, change: Position) -> bool:
    """Whether another voice says, as soon as the change is told, that the state goes on after it."""
    if state.said_at != change.said_at or state.voice == change.voice:
        return False
    return state.latest.date() >= min(change.latest.date(), state.said_at.date())


def concedes(position: Position, contenders: frozenset[str], allied: Allied) -> bool:
    """Whether the speaker says what harms the side it stands with, where that side is one of the contenders."""
    side, day = position.located.speaker_actor, position.day
    if not any(same_side(side, contender, day, allied) for contender in contenders):
        return False
    if same_side(side, position.not_holder, day, allied):
        return True
    if position.holder is None or same_side(side, position.holder, day, allied):
        return False
    return position.before is None or same_side(side, position.before, day, allied)

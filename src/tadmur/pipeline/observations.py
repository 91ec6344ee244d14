"""Claims become the arrays that the reconciliation model reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tadmur.geocode.vague import named_place
from tadmur.reconcile.grades import CREDIBILITY_WEIGHT, GRADE_WEIGHT
from tadmur.reconcile.observations import (
    INDEPENDENT,
    OPEN_END,
    OPEN_START,
    START_NOT_STATED,
    UNKNOWN_ALIGNMENT,
    Observations,
    Symbol,
)
from tadmur.reference.packs import Pack
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.grading import Reliability
from tadmur.terms.place import Geocoding, Place, PlaceRelation
from tadmur.terms.report import Report
from tadmur.terms.review import ClaimReview, Credibility
from tadmur.terms.source import INDEPENDENT as INDEPENDENT_VOICE
from tadmur.terms.source import SpeakerRole, Voice

HAPPENED = frozenset({Modality.ACTUAL, Modality.HISTORICAL})
REFUTED = frozenset({Modality.ACTUAL, Modality.HISTORICAL, Modality.FAILED})
"""Modalities in which a claim that is not asserted says that it is not so."""
PRESUPPOSING = frozenset(
    {Modality.PLANNED, Modality.ATTEMPTED, Modality.FAILED, Modality.CONDITIONAL, Modality.FORECAST}
)
"""Modalities of taking a place that presuppose somebody else in it."""
DURATIVE = frozenset({Symbol.HOLD, Symbol.NOT_HELD, Symbol.CONTESTED, Symbol.BESIEGED})
START_SLACK_DAYS = {
    Precision.MINUTE: 0,
    Precision.HOUR: 0,
    Precision.DAY: 0,
    Precision.WEEK: 6,
    Precision.MONTH: 30,
    Precision.SEASON: 91,
    Precision.YEAR: 365,
    Precision.VAGUE: 30,
    Precision.PUBLISHED: START_NOT_STATED,
    Precision.UNKNOWN: START_NOT_STATED,
}
"""By how many days the start of a state may lie after the first day that its words allow."""
USUALLY_INDEPENDENT = frozenset(
    {SpeakerRole.RESIDENT, SpeakerRole.WITNESS, SpeakerRole.MEDIC, SpeakerRole.UN, SpeakerRole.AID_GROUP}
    | {SpeakerRole.MONITOR, SpeakerRole.JOURNALIST}
)
"""Roles taken to stand with no party where nothing says that they do."""
UNDATED_WITHIN_DAYS = 7
"""An event that is news but has no day of its own is taken to lie in the week before its publication."""
HEDGED_WEIGHT = 0.7
"""Weight of a claim that its own speaker hedges ("reportedly")."""


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its report, what its place words mean, and the place it speaks about (perhaps a vague one).

    ``echo`` is the claim_id of the first printed statement that it repeats, its own where others repeat it;
    ``grade`` what an analyst last said of its speaker; ``review`` what people made of the claim itself.
    """

    claim: Claim
    report: Report
    geocoding: Geocoding | None
    place: Place | None
    echo: str | None = None
    grade: Reliability | None = None
    review: ClaimReview | None = None

    @property
    def credibility(self) -> Credibility:
        """What an analyst last said of what the claim says."""
        given = self.review.credibility if self.review else None
        return given or Credibility.CANNOT_BE_JUDGED


@dataclass(frozen=True, slots=True)
class Encoded:
    """Observations with the names behind their numbers; ``claims[i]`` is row i, ``sources`` are keys of voices."""

    observations: Observations
    claims: tuple[ClaimRecord, ...]
    places: tuple[Place, ...]
    parties: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claim says of who holds its place: ``party`` is ``None`` for a contested place."""

    symbol: Symbol
    party: str | None
    opponent: str | None


def encode_by_country(located: Sequence[ClaimRecord], pack: Pack) -> list[Encoded]:
    """The claims of one conflict as arrays, apart for each country: places across a border are no neighbours, and who
    may hold a place in a country is who is said to hold one there."""
    countries = sorted({place.country for item in located if (place := bearing_place(item))})
    groups = ([i for i in located if (place := bearing_place(i)) and place.country == country] for country in countries)
    return [encoded for group in groups if (encoded := encode(group, pack)) is not None]


def encode(located: Sequence[ClaimRecord], pack: Pack) -> Encoded | None:
    """Claims as arrays; ``None`` when none of them bears on control of a place.

    Parties are those that the claims name; at each place the named ones outweigh the rest (decision 0152). Places are
    in order of their ids, claims in the order given.
    """
    bearing = [(item, statement) for item in located if (statement := statement_of(item, pack)) is not None]
    bearing = _without_needless_presuppositions(bearing)
    if not bearing:
        return None
    parties = sorted({name for _, s in bearing for name in (s.party, s.opponent) if name})
    places = {place.place_id: place for item, _ in bearing if (place := bearing_place(item))}
    party_index = {name: index for index, name in enumerate(parties)}
    place_index = {place_id: index for index, place_id in enumerate(sorted(places))}
    sources: dict[str, int] = {}
    echoes: dict[tuple[object, ...], int] = {}
    columns: dict[str, list[object]] = {name: [] for name in _ROW}
    for item, statement in bearing:
        row = _row(item, statement, pack, party_index)
        place = bearing_place(item)
        assert place is not None
        row["place"] = place_index[place.place_id]
        row["source"] = sources.setdefault(source_key(item.claim.speaker), len(sources))
        original = item.report.duplicate_of or item.report.report_id
        key: tuple[object, ...] = (original, statement, place.place_id, source_key(item.claim.speaker))
        key = (item.echo, statement, place.place_id) if item.echo else (*key, item.claim.event_time)
        row["echo_group"] = echoes.setdefault(key, len(echoes))
        for name, values in columns.items():
            values.append(row[name])
    return Encoded(
        Observations.of(columns),  # type: ignore[arg-type]
        tuple(item for item, _ in bearing),
        tuple(places[place_id] for place_id in sorted(places)),
        tuple(parties),
        tuple(sources),
    )


def _without_needless_presuppositions(
    bearing: Sequence[tuple[ClaimRecord, Statement]],
) -> list[tuple[ClaimRecord, Statement]]:
    """Without what is only presupposed where the same voice says in the same report who holds the place."""

    def matter(item: ClaimRecord) -> tuple[str, str, str]:
        place = bearing_place(item)
        return item.report.report_id, place.place_id if place else "", source_key(item.claim.speaker)

    outright = {
        matter(item)
        for item, statement in bearing
        if item.claim.asserted and statement.symbol in (Symbol.GAIN, Symbol.HOLD)
    }
    return [
        (item, statement)
        for item, statement in bearing
        if matter(item) not in outright
        or not (item.claim.kind is ClaimKind.ADVANCE or item.claim.modality in PRESUPPOSING)
    ]


_ROW = (
    "place",
    "symbol",
    "party",
    "opponent",
    "first_day",
    "last_day",
    "start_slack",
    "published",
    "reading_probability",
    "weight",
    "speaker_party",
    "publisher_party",
    "source",
    "echo_group",
    "durative",
    "partial",
    "reviewed",
    "speaker_allies",
)


def statement_of(item: ClaimRecord, pack: Pack) -> Statement | None:
    """What a claim says of who holds its place, or ``None`` when it says nothing of that.

    An aim, an attempt or a failure to take a place from somebody presupposes that this party holds it, and an advance
    towards a place that whoever advances does not.
    """
    claim = item.claim
    actor, opponent = holder(claim.actor_id, pack), holder(claim.stated_opponent_id, pack)
    if actor == opponent:
        opponent = None
    if bearing_place(item) is None or not _has_a_time(item):
        return None
    if claim.asserted and claim.modality in HAPPENED:
        return _asserted(claim.kind, actor, opponent)
    if claim.asserted or actor is None:
        return None
    if claim.kind is ClaimKind.CONTROL_GAIN:
        held = opponent is not None and claim.modality in PRESUPPOSING
        return Statement(Symbol.HOLD, opponent, None) if held else Statement(Symbol.NOT_HELD, actor, opponent)
    if claim.modality in REFUTED and claim.kind is ClaimKind.CONTROL_HOLD:
        return Statement(Symbol.NOT_HELD, actor, opponent)
    if claim.modality in REFUTED and claim.kind is ClaimKind.CONTROL_LOSS:
        return Statement(Symbol.HOLD, actor, opponent)
    return None


def _has_a_time(item: ClaimRecord) -> bool:
    """Whether anything says when: a claim without event time in a report without a date bears on no day."""
    time = item.claim.event_time
    return not (time.earliest is None and time.latest is None and item.report.known_at is None)


def bearing_place(item: ClaimRecord) -> Place | None:
    """The place whose holder a claim bears on: where it is true, or for an advance the town advanced upon."""
    towards = item.claim.place is not None and item.claim.place.relation is PlaceRelation.TOWARDS
    if item.claim.kind is ClaimKind.ADVANCE:
        return named_place(item.geocoding) if towards else None
    return item.place


def _asserted(kind: ClaimKind, actor: str | None, opponent: str | None) -> Statement | None:
    match kind:
        case ClaimKind.CONTROL_GAIN if actor:
            return Statement(Symbol.GAIN, actor, opponent)
        case ClaimKind.CONTROL_LOSS if actor and opponent:
            return Statement(Symbol.GAIN, opponent, actor)
        case ClaimKind.CONTROL_LOSS if actor:
            return Statement(Symbol.LOSS, actor, None)
        case ClaimKind.CONTROL_HOLD if actor:
            return Statement(Symbol.HOLD, actor, None)
        case ClaimKind.CONTESTED:
            return Statement(Symbol.CONTESTED, None, None)
        case ClaimKind.ADVANCE if actor:
            return Statement(Symbol.NOT_HELD, actor, None)
        case ClaimKind.BESIEGED if actor:
            return Statement(Symbol.BESIEGED, actor, opponent)
    return None


def holder(actor_id: str | None, pack: Pack) -> str | None:
    """The party whose control counts for this actor; ``None`` for backers that hold nothing themselves."""
    if actor_id is None or actor_id not in pack.actors:
        return None
    holder = pack.holder_of(actor_id)
    return holder if pack.actors[holder].holds_territory else None


def _row(item: ClaimRecord, statement: Statement, pack: Pack, party_index: Mapping[str, int]) -> dict[str, object]:
    claim, known_at = item.claim, item.report.known_at
    durative = statement.symbol in DURATIVE
    first, last = _days(claim.event_time, known_at, durative=durative, background=claim.modality is Modality.HISTORICAL)
    day = datetime.fromordinal(last).date() if last != OPEN_END else date.max
    speaker_side = _side(claim.speaker, pack, party_index, day)
    return {
        "symbol": int(statement.symbol),
        "party": party_index[statement.party] if statement.party else -1,
        "opponent": party_index[statement.opponent] if statement.opponent else -1,
        "first_day": first,
        "last_day": last,
        "start_slack": START_SLACK_DAYS[claim.event_time.precision],
        "published": float("nan") if known_at is None else known_at.timestamp(),
        "reading_probability": claim.probability,
        "weight": _weight(item),
        "speaker_party": speaker_side,
        "publisher_party": _side(claim.publisher, pack, party_index, day),
        "durative": durative,
        "partial": claim.place is not None and claim.place.relation is PlaceRelation.PART,
        "reviewed": 1 if item.credibility is Credibility.CONFIRMED else 0,
        "speaker_allies": _favoured(claim.speaker, pack, party_index, day),
    }


def _weight(item: ClaimRecord) -> float:
    """How much a claim counts by its hedge and by what analysts said of it and of its speaker.

    What a person has confirmed counts in full, whoever said it and however.
    """
    if item.credibility is Credibility.CONFIRMED:
        return 1.0
    hedge = HEDGED_WEIGHT if item.claim.hedge else 1.0
    return hedge * GRADE_WEIGHT[item.grade or Reliability.F] * CREDIBILITY_WEIGHT[item.credibility]


def _days(time: EventTime, known_at: datetime | None, *, durative: bool, background: bool) -> tuple[int, int]:
    """First and last day as ordinals.

    A state without a time of its own is taken to be so on the day it became known, an event to lie in the week before;
    background may lie as far back as it likes.
    """
    known = None if known_at is None else known_at.astimezone(UTC).date().toordinal()
    earliest = None if time.earliest is None else time.earliest.date().toordinal()
    latest = known if time.latest is None else time.latest.date().toordinal()
    if earliest is None and durative and latest is not None:
        earliest = latest
    if earliest is None and time.precision is Precision.PUBLISHED and latest is not None and not background:
        earliest = latest - UNDATED_WITHIN_DAYS
    first = OPEN_START if earliest is None else earliest
    return first, max(first, OPEN_END if latest is None else latest)


def _favoured(voice: Voice, pack: Pack, party_index: Mapping[str, int], day: date) -> list[bool]:
    """For each party, whether the voice stands with it on that day."""
    side = voice.aligned_with
    if side is None or side not in pack.actors:
        return [False] * len(party_index)
    own = pack.holder_of(side)
    return [party == own or pack.allied(side, party, day) or pack.allied(own, party, day) for party in party_index]


def _side(voice: Voice, pack: Pack, party_index: Mapping[str, int], day: date) -> int:
    """The party a voice stands with: its own, or for the voice of a backer the one that is backed."""
    if voice.aligned_with is None:
        return INDEPENDENT if voice.role in USUALLY_INDEPENDENT else UNKNOWN_ALIGNMENT
    if voice.aligned_with == INDEPENDENT_VOICE or voice.aligned_with not in pack.actors:
        return INDEPENDENT
    own = pack.holder_of(voice.aligned_with)
    if own in party_index:
        return party_index[own]
    favoured = _favoured(voice, pack, party_index, day)
    return favoured.index(True) if any(favoured) else INDEPENDENT


def source_key(voice: Voice) -> str:
    """The pack id of a voice, else its role and name: the voices that the model takes for one source."""
    return voice.source_id or f"{voice.role.value}:{voice.name or ''}"

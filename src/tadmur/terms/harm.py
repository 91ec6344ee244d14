"""Harm to people and to what they live by, as stated: ranges, where unknown is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tadmur.terms.claim import Quantity


class HarmKind(StrEnum):
    """What befell people, or what they live by."""

    KILLED = "killed"
    INJURED = "injured"
    KILLED_OR_INJURED = "killed_or_injured"
    """"Casualties", "dead or wounded": the words do not tell which."""
    MISSING = "missing"
    ABDUCTED = "abducted"
    """Taken and held: abducted, detained, captured."""
    DISPLACED = "displaced"
    DAMAGED = "damaged"
    AID_BLOCKED = "aid_blocked"


class HarmObject(StrEnum):
    """What was damaged, or cut off."""

    HOMES = "homes"
    HEALTH = "health"
    EDUCATION = "education"
    WATER = "water"
    POWER = "power"
    WORSHIP = "worship"
    MARKET = "market"
    TRANSPORT = "transport"
    VEHICLES = "vehicles"
    OTHER = "other"


class HarmStatus(StrEnum):
    """Whether those harmed took part in the fighting, as the words say."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    UNKNOWN = "unknown"


class EvidenceGrade(StrEnum):
    """How well an event is evidenced, after the published practice of casualty recorders."""

    CONFIRMED = "confirmed"
    """The side that did it, or whose own it cost, says so itself."""
    FAIR = "fair"
    """Two or more independent accounts, at least one of them of no side."""
    WEAK = "weak"
    """One account, or only one side's."""
    CONTESTED = "contested"
    """Accounts name different sides as the cause, or figures that cannot both be right."""
    DISCOUNTED = "discounted"
    """Withdrawn or denied by whoever said it, and by nobody else upheld."""


@dataclass(frozen=True, slots=True)
class HarmReading:
    """What the words of one claim say of harm.

    Attributes:
        object: of damage and blocked aid; ``None`` for harm to people.
        cause: the means as worded ("barrel bombs"), or ``None``.
    """

    kind: HarmKind
    object: HarmObject | None
    status: HarmStatus
    cause: str | None


@dataclass(frozen=True, slots=True)
class HarmStatement:
    """One claim about harm, ready to be held against others.

    Attributes:
        voice: whoever speaks, one key for each; ``side`` is the party that the voice stands with, "independent", or
            ``None`` where it is not known.
        copied: the report is a copy of an earlier one.
        party: actor_id of those harmed, ``by`` of whoever did it, as stated.
        place_id: key of the place; ``containers`` are those of the areas that hold it, smallest first.
        first, last: days within which it happened; ``None`` is open.
        quantity: ``None`` where no number is stated; a stated zero is a number.
        asserted: false where it is denied or said not to be known.
    """

    claim_id: str
    reading: HarmReading
    voice: str
    side: str | None
    report_id: str
    copied: bool
    party: str | None
    by: str | None
    place_id: str | None
    place_name: str | None
    containers: tuple[str, ...]
    first: date | None
    last: date | None
    published: date | None
    quantity: Quantity | None
    asserted: bool


@dataclass(frozen=True, slots=True)
class HarmEvent:
    """Statements taken to be about the same harm.

    Attributes:
        low, best, high: over all voices; ``None`` is unknown, never zero.
        unit: of the figures; a share is "percent" and is never added to counts.
        claim_ids: in order of publication.
        voices: how many spoke, copies left out.
        rule: why it has its grade.
    """

    reading: HarmReading
    party: str | None
    by: str | None
    place_id: str | None
    place_name: str | None
    containers: tuple[str, ...]
    first: date | None
    last: date | None
    low: float | None
    best: float | None
    high: float | None
    unit: str | None
    base: str | None
    vague: bool
    claim_ids: tuple[str, ...]
    voices: int
    grade: EvidenceGrade
    rule: str


@dataclass(frozen=True, slots=True)
class HarmTotal:
    """A range over events of one group.

    Attributes:
        key: what the group is ("Homs", "Syrian government", "killed"), with ``kind`` and ``status``.
        low: what must have happened at least, from figures that cannot count the same people twice; ``None`` where no
            event has a figure.
        best: the sum of the best figures of the events added, ``None`` where one of them has none.
        high: at most, ``None`` where an event that may add to it has no upper bound.
        events: all of the group; ``without_figure`` of them state no number.
        overlapping: events with a figure that were not added, since those added may hold them already.
        grades: how many events have which grade.
    """

    key: str
    kind: HarmKind
    status: HarmStatus | None
    unit: str
    low: float | None
    best: float | None
    high: float | None
    events: int
    without_figure: int
    overlapping: int
    grades: tuple[tuple[EvidenceGrade, int], ...]
    claim_ids: tuple[str, ...]

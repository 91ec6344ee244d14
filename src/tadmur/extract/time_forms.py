"""What the words of a time say, before anybody asks which day it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """A unit of time."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Relation(StrEnum):
    """How a claim's time stands to the time that the words name."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    BY = "by"


class Anchor(StrEnum):
    """From where a relative time counts."""

    SPEECH = "speech"
    """The day of publication: "yesterday", "two days ago"."""
    STORY = "story"
    """The date that the narrative has reached: "the next day"."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many units; ``exact`` is false for "a few" and bare plurals."""

    least: float
    most: float
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date as far as it is written out: any of its parts may be missing.

    ``which`` is -1 for "last", 0 for "this", 1 for "next", ``None`` where nothing is said. ``week_shift`` is the
    week a weekday is counted in ("Tuesday of last week"). ``from_story`` is set where ``which`` counts
    from the story, not from publication ("the following July"). ``portion`` is "early", "mid", "late", "start", "end",
    "earlier", "half-1", "quarter-3" or "week-1" of the smallest part named.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    feast: str | None = None
    portion: str | None = None
    which: int | None = None
    week_shift: int | None = None
    from_story: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units before or after the anchor: "yesterday", "two days later", "three weeks ago"."""

    count: Count
    unit: Unit
    sign: int
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch that ends or starts at the anchor: "in the past three months", "over the next days"."""

    count: Count
    unit: Unit
    sign: int
    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar unit counted from the anchor's own: "last week", "this month", "the same year"."""

    which: int
    unit: Unit
    anchor: Anchor
    portion: str | None = None
    weekend: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The anchor itself: "now", "the same day", "meanwhile"."""

    anchor: Anchor
    stated: bool = True
    """False for "now" and "currently", which add nothing to the date of the report."""


@dataclass(frozen=True, slots=True)
class Loose:
    """A time without figures: "recently", "so far", "previously"; ``days_after`` for "soon after"."""

    anchor: Anchor
    days_after: int | None = None


@dataclass(frozen=True, slots=True)
class NearEvent:
    """A time told from another event: "hours after the strike". ``count`` is ``None`` for "shortly"."""

    count: Count | None
    unit: Unit
    sign: int


@dataclass(frozen=True, slots=True)
class Duration:
    """How long: "for three weeks", "a six-day siege"."""

    count: Count
    unit: Unit


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: "daily", "every night"."""


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A day in figures, with nothing to infer."""

    day: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the start of one form to the end of another."""

    first: Form
    last: Form


Form = Calendar | Shift | Window | Named | Moment | Loose | NearEvent | Duration | Frequency | FixedDate | Stretch


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; ``minute`` is ``None`` for "4 a.m.", ``zone`` an IANA name or ``None`` for local time.

    ``last`` is the end of a stretch ("between 2 and 3 a.m.").
    """

    hour: int
    minute: int | None = None
    zone: str | None = None
    last: Clock | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A stretch of a sentence that states a time: ``text[start:end]``.

    ``relation_start`` is where the preposition in front begins ("since", "by"); it equals ``start`` without one.
    ``attributive`` marks a time inside the name of something ("the 2014 offensive").
    """

    start: int
    end: int
    form: Form
    relation: Relation = Relation.AT
    relation_start: int = 0
    day_part: str | None = None
    clock: Clock | None = None
    attributive: bool = False

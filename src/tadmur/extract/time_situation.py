"""What a time is resolved against, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from enum import StrEnum

from tadmur.extract.time_calendar import Interval
from tadmur.extract.time_forms import Anchor
from tadmur.terms.clock import EventTime

LONG_AFTER = timedelta(days=365)
"""From when on a narrative is told from afar, so that "yesterday" cannot mean the day before publication."""


class Style(StrEnum):
    """How a text tells its times."""

    NEWS = "news"
    """From the day of publication: "on Monday" is the last Monday."""
    NARRATIVE = "narrative"
    """From date to date: a date holds until the next one."""


class TimeKind(StrEnum):
    """What a resolved time says."""

    POINT = "point"
    PERIOD = "period"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    BY = "by"
    DURATION = "duration"
    FREQUENCY = "frequency"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a time is resolved against.

    Attributes:
        published: first and last instant at which the report may have come out, or ``None``.
        story: what the narrative has reached, or ``None``.
        title: the year or month of a title or heading.
        nearby: the time named last in the same sentence, which "a year later" counts from.
        held: the date reached still holds for a sentence without one.
        new_section: no date since the last heading.
        future: the sentence speaks of what is to come.
        zone: the clock on which unnamed times of day are read.
    """

    style: Style
    published: Interval | None
    story: Interval | None
    title: Interval | None
    nearby: Interval | None = None
    held: bool = True
    new_section: bool = False
    future: bool = False
    zone: tzinfo = UTC

    @property
    def told_long_after(self) -> bool:
        """Whether a narrative has reached a date that lies long before publication."""
        if self.style is not Style.NARRATIVE or self.story is None or self.published is None:
            return False
        return self.published.start - self.story.end > LONG_AFTER

    def anchor(self, anchor: Anchor) -> Interval | None:
        """The interval that a relative time counts from.

        In a narrative told long after, "yesterday" and "last month" stand in quotes of the time: they count from the
        story, too.
        """
        if anchor is Anchor.STORY and self.nearby is not None:
            return self.nearby
        if anchor is Anchor.SPEECH and self.told_long_after:
            return self.story
        if anchor is Anchor.STORY and self.story is not None:
            return self.story
        if anchor is Anchor.STORY and self.style is Style.NARRATIVE:
            return None
        return self.published


@dataclass(frozen=True, slots=True)
class Resolution:
    """An event time, its kind, and the bare interval that the words name, where there is one.

    ``state`` is the time of a lasting state told with the same words, where that differs ("for months").
    """

    time: EventTime
    kind: TimeKind
    named: Interval | None
    state: EventTime | None = None

"""Time as intervals with a stated precision. All instants are UTC and timezone-aware.

Event time (when it happened) is an :class:`EventTime`. Knowledge time (when it was published) is a plain
``datetime``. The two are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How finely the words state a time."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    VAGUE = "vague"
    """Stated, but loosely: "in recent days", "for months"."""
    PUBLISHED = "published"
    """Not stated: taken from the report's own date."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EventTime:
    """When it happened, as far as the words say.

    For an event (a capture, a strike) the event lies somewhere in ``[earliest, latest]``. For a state (a hold, a
    siege, a figure over a period) the statement covers the whole of ``[earliest, latest]``, and the precision is
    that of its stated start. Both ends are inclusive; ``None`` is an open end.
    """

    earliest: datetime | None
    latest: datetime | None
    precision: Precision

    def __post_init__(self) -> None:
        for end in (self.earliest, self.latest):
            if end is not None and end.tzinfo is None:
                raise ValueError(f"naive datetime {end!r}; times are UTC")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"interval runs backwards: {self.earliest} > {self.latest}")

    @classmethod
    def unknown(cls) -> EventTime:
        """No end is known."""
        return cls(None, None, Precision.UNKNOWN)

    @classmethod
    def of_days(cls, first: date, last: date, precision: Precision) -> EventTime:
        """From the first instant of ``first`` to the last second of ``last``."""
        return cls(start_of_day(first), end_of_day(last), precision)


def start_of_day(day: date) -> datetime:
    """00:00:00 UTC of ``day``."""
    return datetime.combine(day, time(0), tzinfo=UTC)


def end_of_day(day: date) -> datetime:
    """23:59:59 UTC of ``day``."""
    return start_of_day(day) + timedelta(days=1) - timedelta(seconds=1)


def isoformat(instant: datetime | None) -> str | None:
    """ISO 8601 in UTC to the second, e.g. ``2016-03-20T00:00:00Z``; ``None`` stays ``None``."""
    if instant is None:
        return None
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_instant(text: str, *, end: bool = False) -> datetime:
    """An ISO 8601 date or instant as UTC.

    A bare date means its first second, or its last when ``end`` is true. A time without an offset is UTC.
    """
    text = text.strip()
    if len(text) == 10:
        day = date.fromisoformat(text)
        return end_of_day(day) if end else start_of_day(day)
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)

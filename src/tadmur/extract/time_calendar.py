"""Intervals of the calendar: days, weeks, months, seasons, and parts of them. All times are UTC; both ends belong."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start`` to ``end`` inclusive, stated to ``precision``."""

    start: datetime
    end: datetime
    precision: Precision

    def event_time(self) -> EventTime:
        """The same as an event time."""
        return EventTime(self.start, self.end, self.precision)

    @property
    def first_day(self) -> date:
        """The day of its start."""
        return self.start.date()


def days(first: date, last: date, precision: Precision = Precision.DAY) -> Interval:
    """Whole days from ``first`` to ``last``."""
    return Interval(start_of_day(first), end_of_day(last), precision)


def month_of(year: int, month: int) -> Interval:
    """A calendar month; months beyond 12 or below 1 run into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Precision.MONTH)


def year_of(year: int) -> Interval:
    """A calendar year."""
    return days(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


def season_of(year: int, first_month: int) -> Interval:
    """Three months from ``first_month``; a winter runs into the next year."""
    last = month_of(year, first_month + 2)
    return Interval(month_of(year, first_month).start, last.end, Precision.SEASON)


def week_of(day: date) -> Interval:
    """Monday to Sunday around ``day``."""
    monday = day - timedelta(days=day.weekday())
    return days(monday, monday + timedelta(days=6), Precision.WEEK)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_MONTH_DAYS = {"early": (1, 10), "start": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31)}
_YEAR_MONTHS = {"early": (1, 4), "start": (1, 2), "mid": (5, 8), "late": (9, 12), "end": (11, 12)}


def part_of(whole: Interval, portion: str | None) -> Interval:
    """An early, middle or late part, a half, a quarter or a week of a month or a year; else the whole."""
    if portion is None or portion == "earlier":
        return whole
    first, last = whole.start.date(), whole.end.date()
    length = (last - first).days + 1
    if length > 300:
        named = _part_of_year(portion)
        if named is None:
            return whole
        precision = Precision.MONTH if portion.startswith("months") else Precision.SEASON
        return days(date(first.year, named[0], 1), month_of(first.year, named[1]).end.date(), precision)
    if length < 28:
        return whole
    if length > 31:
        number = {"early": 0, "start": 0, "mid": 1}.get(portion, 2)
        month = month_of(first.year, first.month + number)
        return days(month.start.date(), month.end.date(), Precision.SEASON)
    named = _part_of_month(portion, last.day)
    if named is None:
        return whole
    return days(date(first.year, first.month, named[0]), date(first.year, first.month, named[1]), Precision.WEEK)


def _part_of_year(portion: str) -> tuple[int, int] | None:
    if portion in _YEAR_MONTHS:
        return _YEAR_MONTHS[portion]
    if portion.startswith("months"):
        return 1, int(portion.removeprefix("months"))
    for word, months in (("half", 6), ("quarter", 3)):
        if portion.startswith(word):
            number = int(portion.removeprefix(word))
            number = 12 // months if number < 0 else number
            return (number - 1) * months + 1, number * months
    return None


def _part_of_month(portion: str, last_day: int) -> tuple[int, int] | None:
    if portion in _MONTH_DAYS:
        first, last = _MONTH_DAYS[portion]
        return first, min(last, last_day)
    if portion.startswith("half"):
        return (1, 15) if portion == "half1" else (16, last_day)
    if portion.startswith("week"):
        number = int(portion.removeprefix("week"))
        return (last_day - 6, last_day) if number < 0 else (7 * number - 6, min(7 * number, last_day))
    return None

"""From when to when a figure is meant: the times of its sentence, given to the figures that they stand by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tadmur.extract.figure_spans import FigureSpan
from tadmur.extract.figure_times import FigureTime, SentenceTimes
from tadmur.extract.times import ResolvedTime

_TOO_FAR = 14.0
_OPENING_COST = 5.0
_IN_THE_SECOND = re.compile(r"\bin\s+the\s+second(?=\s*(?:[.,;]|$))", re.I)
_YEAR_AGO = re.compile(
    r"\b(?:a|one)\s+year\s+(?:earlier|before|ago|previously)\b|\byear[\s-]on[\s-]year\b|\b(?:in|"
    r"within|over)\s+(?:a|one|the\s+space\s+of\s+a)\s+year\b|"
    r"\b(?:over|in|during|across|within)\s+the\s+(?:past\s+|preceding\s+|previous\s+)?(?:year|"
    r"twelve\s+months|12\s+months)\b|\bthe\s+year\s+before\b",
    re.I,
)
_SINCE_THEN = re.compile(
    r"\b(?:since\s+then|after\s+that|from\s+then\s+on|thereafter|a\s+further|since(?=[\s.,;]*$)|"
    r"afterwards|subsequently)\b",
    re.I,
)
_SAME_PERIOD = re.compile(
    r"\b(?:over|in|during|across|for|within)\s+(?:the\s+same|that|those|this|these)\s+(?:period|"
    r"time|span|stretch|interval|months|weeks|days|\w+\s+months|"
    r"\w+\s+weeks|half[\s-]year)\b|\bthe\s+same\s+period\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when; ``stated`` where the words say the last day."""

    first: date | None
    last: date | None
    stated: bool = True


class SentencePeriods:
    """From when to when the figures of one sentence are meant.

    Args:
        times: as :class:`~tadmur.extract.times.TimeReader` gave them.
        published: the report's day.
        before: the period of the figure told last, in an earlier sentence.
    """

    def __init__(self, text: str, times: Sequence[ResolvedTime], published: date | None, before: Period | None) -> None:
        self._text, self._published, self._before = text, published, before
        self._times = SentenceTimes(text, times, published, before.first if before is not None else None).times

    def of(self, figure: FigureSpan, figures: Sequence[FigureSpan], told: Period | None, *, change: bool) -> Period:
        """The period of a figure; ``told`` is that of the figure before it in the same sentence."""
        ranked = sorted(
            (cost, index)
            for index, time in enumerate(self._times)
            if (cost := self._cost(figure, time, figures)) < _TOO_FAR
        )
        times = [self._times[index] for _, index in ranked]
        context = told or self._before
        near = self._near(figure, figures)
        if change and _SINCE_THEN.search(near) and context is not None and not any(t.opens for t in times[:1]):
            end = next((t.last for t in times if t.closes), None)
            return Period(context.last, end or self._published, end is not None)
        after = min((f.start for f in figures if f.start >= figure.end), default=len(self._text))
        if (
            change
            and _IN_THE_SECOND.search(self._text[figure.end : after])
            and context is not None
            and context.first
            and context.last
        ):
            return Period(context.last + timedelta(days=1), context.last + (context.last - context.first))
        if change and not times and _SAME_PERIOD.search(near) and context is not None:
            return context
        if not change:
            return self._day(times, context)
        return self._change(times, context, near, told=told is not None)

    def _day(self, times: Sequence[FigureTime], context: Period | None) -> Period:
        for time in times:
            if time.since:
                continue
            if time.opens and time.first is not None:
                # "than in January 2015" beside what is held names another day than that of the figure
                return Period(time.first, time.last or time.first)
            if time.first is not None or time.last is not None:
                return Period(time.first or time.last, time.last or time.first)
        return Period(None, None, False)

    def _change(self, times: Sequence[FigureTime], context: Period | None, near: str, *, told: bool) -> Period:
        if not times:
            return self._without_times(context, near)
        main = times[0]
        end = next((t.last for t in times if t.closes and t.last is not None), None)
        begin = next((t.first for t in times if t.opens and t.first is not None), None)
        if main.opens:
            whole = next(
                (t for t in times[1:] if not t.opens and not t.closes and _near_days(t.first, main.first)), None
            )
            if whole is not None:
                return Period(whole.first, whole.last)
            later = [
                t.last for t in times if t.closes and t.last and t.first and (main.first is None or t.last > main.first)
            ]
            last = later[0] if later else self._reached(context, main.first, same_sentence=told)
            return Period(main.first, last or self._published, bool(later))
        if main.closes:
            if _YEAR_AGO.search(near) and end is not None:
                return Period(_year_before(end), end)
            if begin is not None:
                return Period(begin, end)
            opening = context.first if context is not None and context.first and end and context.first < end else None
            return Period(opening, end)
        return Period(main.first, main.last)

    def _reached(self, context: Period | None, first: date | None, *, same_sentence: bool) -> date | None:
        """The day that a change is told up to: the one told in the same sentence, or the day of the area before it."""
        if context is None or context.last is None or first is None or not context.stated:
            return None
        if context.last - first <= timedelta(days=31):
            return None
        return context.last if same_sentence or context.first == context.last else None

    def _without_times(self, context: Period | None, near: str) -> Period:
        if _YEAR_AGO.search(near) and context is not None and context.last is not None:
            return Period(_year_before(context.last), context.last)
        if _SAME_PERIOD.search(near) and context is not None:
            return context
        return Period(None, None, False)

    def _near(self, figure: FigureSpan, figures: Sequence[FigureSpan]) -> str:
        """The words between the figures on either side."""
        before = max((f.end for f in figures if f.end <= figure.start), default=0)
        after = min((f.start for f in figures if f.start >= figure.end), default=len(self._text))
        return self._text[before:after]

    def _cost(self, figure: FigureSpan, time: FigureTime, figures: Sequence[FigureSpan]) -> float:
        behind = time.start >= figure.end
        gap = self._text[figure.end : time.start] if behind else self._text[time.end : figure.start]
        inside = sum(
            (figure.end <= f.start < time.start) if behind else (time.end <= f.start < figure.start)
            for f in figures
            if f is not figure
        )
        cost = (
            0.3 * len(gap.split()) + 2.0 * len(re.findall(r"[,:()]|\s-\s", gap)) + 6.0 * gap.count(";") + 9.0 * inside
        )
        cost += 2.0 * len(re.findall(r"\b(?:and|but|while|whereas|after|before)\b", gap))
        cost += 0.0 if behind else 1.5
        opening = not self._text[: time.start].strip(" \"'(") or re.fullmatch(
            r"(?i)\s*(?:and |but |then |so )?(?:(?:in|on|by|at|as of|as|over|during|between|from|since|"
            r"until|through|within|for|of)\s+)?(?:the\s+|all\s+of\s+|the\s+whole\s+of\s+)?",
            self._text[: time.start],
        )
        if opening and not behind:
            return min(cost, _OPENING_COST)
        return cost


def _near_days(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= timedelta(days=31)


def _year_before(end: date) -> date:
    """The same day of the year before; 29 February gives the 28th."""
    return end.replace(year=end.year - 1, day=min(end.day, 28) if end.month == 2 else end.day)

"""What figures of one sentence lend one another: days, places, periods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tadmur.extract.figure_periods import Period
from tadmur.extract.figure_spans import FigureSpan
from tadmur.extract.quantities import PERCENT
from tadmur.terms.figure import Direction, Whole

Draft = tuple[FigureSpan, Direction, Whole, Period, str | None, tuple[str, ...]]
"""A figure with its direction, whole, period, party and scope, before it is tied to its report."""


def with_periods_of_neighbours(text: str, made: Sequence[Draft]) -> list[Draft]:
    """Areas without a day of their own take that of the share beside them: its first behind "from", else its last."""
    changes = [item for item in made if item[1] is not Direction.HELD and item[3].first and item[3].last]
    change = next((item[3] for item in sorted(changes, key=lambda item: item[0].unit != PERCENT)), None)
    days = [item[3] for item in made if item[1] is Direction.HELD and item[3].last is not None]
    result: list[Draft] = []
    for span, direction, whole, period, actor, scope in made:
        new = period
        if direction is Direction.HELD and period.last is None:
            leaving = re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", text[: span.start], re.I)
            if change is not None and leaving:
                new = Period(change.first, change.first)
            elif change is not None:
                new = Period(change.last, change.last)
        elif (
            direction is Direction.HELD
            and change is not None
            and period.first != period.last
            and (period.first, period.last) == (change.first, change.last)
        ):
            leaving = re.search(r"\b(?:from|of\s+(?:its|their|the))\s+(?:\w+\s+){0,2}$", text[: span.start], re.I)
            day = change.first if leaving else change.last
            new = Period(day, day)
        elif direction is not Direction.HELD and period.first is None and len(days) >= 2:
            new = Period(days[0].first, days[-1].last)
        result.append((span, direction, whole, new, actor, scope))
    if change is None:
        result = _with_ends_of_areas(text, result)
    return result


def with_restatements(text: str, made: Sequence[Draft]) -> list[Draft]:
    """ "6,500 km2, two thirds, lay in Iraq", "12,800 of its 90,800 km2": such figures are for one place and period."""
    result = list(made)
    for n in range(len(made) - 1):
        span, direction, whole, period, actor, scope = made[n]
        gap = text[span.end : made[n + 1][0].start]
        if re.fullmatch(r"\s*[,(]\s*(?:or\s+|i\.e\.,?\s+|that\s+is,?\s+)?|\s+of\s+(?:its|their|the)\s+", gap):
            behind = made[n + 1]
            if period.first is None and direction is not Direction.HELD:
                period = behind[3]
            result[n] = (span, direction, whole, period, actor, scope or behind[5])
    return result


def _with_ends_of_areas(text: str, made: Sequence[Draft]) -> list[Draft]:
    """ "From A to B between January and June": the areas stand at the two ends of one stretch."""
    result: list[Draft] = []
    for span, direction, whole, period, actor, scope in made:
        new = period
        long = period.first is not None and period.last is not None and (period.last - period.first).days > 31
        if direction is Direction.HELD and long:
            head = text[: span.start]
            if re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", head, re.I):
                new = Period(period.first, period.first)
            elif re.search(r"\b(?:to|leaving|at)\s+(?:\w+\s+){0,2}$", head, re.I):
                new = Period(period.last, period.last)
        result.append((span, direction, whole, new, actor, scope))
    return result


def stretch_of(periods: Sequence[Period]) -> Period:
    """The stretch that several periods make up."""
    return Period(min(p.first for p in periods if p.first), max(p.last for p in periods if p.last))

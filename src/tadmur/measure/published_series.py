"""Which published areas a figure may be held against: by party, scope, publisher and day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from tadmur.reference.published_areas import PublishedArea
from tadmur.terms.figure import Direction, StatedFigure

DAY_TOLERANCE = timedelta(days=21)
"""How far the day of a published area may lie from the day that a statement counts from or to."""

Series = tuple[PublishedArea, ...]
"""The areas of one publisher for one party and scope, by day."""


def series_for(figure: StatedFigure, areas: Iterable[PublishedArea], texts: Mapping[str, str]) -> list[Series]:
    """The series that a figure may be held against, one for each publisher and scope.

    Areas that the words rule out are left out: of another party, of another scope than the one named, and, where
    the report names a publisher of such a series, of all others. ``texts`` is what each report says, by report_id.
    """
    own = [area for area in areas if area.actor_id == figure.actor_id and same_scope(figure.scope, area.scope)]
    words = texts.get(figure.report_id, "")
    named = {area.publisher for area in own if re.search(rf"(?<!\w){re.escape(area.publisher)}(?!\w)", words, re.I)}
    if named:
        own = [area for area in own if area.publisher in named]
    keys = sorted({(area.scope, area.publisher) for area in own})
    return [tuple(sorted((a for a in own if (a.scope, a.publisher) == key), key=lambda a: a.as_of)) for key in keys]


def same_scope(stated: Sequence[str], scope: str) -> bool:
    """Whether a scope is the one named; words that name none fit every scope."""
    return not stated or {_folded(name) for name in stated} == {
        _folded(name) for name in re.split(r"\s*(?:,|\band\b)\s*", scope) if name
    }


def _folded(name: str) -> str:
    return {"iraqi": "iraq", "syrian": "syria", "libyan": "libya", "ukrainian": "ukraine", "yemeni": "yemen"}.get(
        name.casefold(), name.casefold()
    )


def nearest(series: Series, first: date, last: date | None = None) -> list[PublishedArea]:
    """The areas published for the days nearest to ``first`` to ``last``; several where several lie between them."""
    last = last or first

    def away(area: PublishedArea) -> timedelta:
        return max(first - area.as_of, area.as_of - last, timedelta(0))

    close = [(away(area), area) for area in series if away(area) <= DAY_TOLERANCE]
    least = min((distance for distance, _ in close), default=None)
    found = [area for distance, area in close if distance == least]
    if least == timedelta(0) or len(found) < 2:
        return found
    return found[:1]


def ends(figure: StatedFigure, every: Sequence[Series]) -> list[tuple[PublishedArea, PublishedArea]]:
    """The pairs of published areas for the first and the last day of a change.

    Of each publisher that has both, and across publishers where one of them has only one of the two.
    """
    if figure.first_day is None or figure.last_day is None:
        return []
    whole = [series for series in every if _pair(figure, series, series) is not None]
    mixed = [
        (one, other)
        for one in every
        for other in every
        if one is not other and one[0].scope == other[0].scope and not (one in whole and other in whole)
    ]
    found = (_pair(figure, *both) for both in (*((series, series) for series in whole), *mixed))
    return [pair for pair in found if pair is not None]


def _pair(figure: StatedFigure, early: Series, late: Series) -> tuple[PublishedArea, PublishedArea] | None:
    if figure.first_day is None or figure.last_day is None:
        return None
    begin, end = nearest(early, figure.first_day), nearest(late, figure.last_day)
    if not begin or not end or begin[0].as_of >= end[-1].as_of:
        return None
    return begin[0], end[-1]


def own_areas(figure: StatedFigure, figures: Sequence[StatedFigure]) -> tuple[StatedFigure | None, StatedFigure | None]:
    """The areas that the figure's own report states for its first and its last day."""
    held = [
        other
        for other in figures
        if other.direction is Direction.HELD
        and other.unit == "km2"
        and other.report_id == figure.report_id
        and other.actor_id == figure.actor_id
        and other.same_ground(figure)
        and other.checkable
    ]

    def at(wanted: date | None) -> StatedFigure | None:
        close = [
            (abs(other.last_day - wanted), other.span.start, other)
            for other in held
            if wanted is not None and other.last_day is not None and abs(other.last_day - wanted) <= DAY_TOLERANCE
        ]
        return min(close, key=lambda item: item[:2])[2] if close else None

    begin, end = at(figure.first_day), at(figure.last_day)
    return begin, (end if end is not begin else None)

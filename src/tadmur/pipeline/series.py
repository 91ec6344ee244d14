"""A series of what a party held, from a ledger."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tadmur.export.figure import CoverRow, Range
from tadmur.export.series import GAP_NOT_ASSESSED, GAP_STALE, SeriesPage, SeriesRow, series_csv
from tadmur.export.series_plot import series_picture
from tadmur.measure.cells import MEASURES
from tadmur.measure.totals import intervals, totals
from tadmur.pipeline.figure import Ground, cover_row, ground_of, newest_report, unit_of
from tadmur.pipeline.figure_question import FigureQuestion
from tadmur.pipeline.run import Progress
from tadmur.terms.errors import InputError


def series_days(first: date, last: date, every: str) -> list[date]:
    """Each day, each seventh day, or the same day of each month (its last where it has no such day) up to ``last``."""
    if every == "month":
        return list(_months(first, last))
    step = timedelta(days=7 if every == "week" else 1)
    return [first + step * n for n in range((last - first) // step + 1)]


def _months(first: date, last: date) -> Iterator[date]:
    months = 0
    while True:
        year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
        day = date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
        if day > last:
            return
        yield day
        months += 1


def series_page(
    ledger: Path, question: FigureQuestion, progress: Progress | None = None, *, public: bool = False
) -> SeriesPage:
    """The series that a question asks for; errors as :func:`~tadmur.pipeline.figure.ground_of`."""
    progress = progress or Progress()
    ground = ground_of(ledger, question, progress, public=public)
    if ground.holdings is None:
        raise InputError(
            f"no claim says who holds a settlement in {ground.territory.name}",
            remedy="Choose another area with --scope, --admin or --bbox",
        )
    days = series_days(question.first_day, question.last_day, question.every or "week")
    ordinals = np.array([day.toordinal() for day in days])
    found = totals(ground.holdings.histories, ground.state, ground.weights, ordinals)
    levels, changes = intervals(found.levels), intervals(found.changes)
    progress.stage("Days", len(days))
    rows = []
    for k, day in enumerate(days):
        before = ordinals[k - 1] if k else ordinals[k] - 1
        begin = ground.holdings.histories.assessed_from
        rows.append(
            _row(
                cover_row(ground, day),
                levels[:, k],
                changes[:, k],
                int(((begin > before) & (begin <= ordinals[k])).sum()),
            )
        )
        progress.step()
    return SeriesPage(
        actor_id=ground.actor_id,
        actor=ground.actor,
        colour=_colour(ground),
        every=question.every or "week",
        known_by=question.known_by,
        newest_report=newest_report(ground.picture),
        reports=len(ground.picture.reports),
        area=ground.territory.name,
        boundaries=ground.territory.statement,
        denominator=question.denominator.value,
        rows=tuple(rows),
        draws=question.draws,
        manifest=ground.manifest,
    )


def series_files(page: SeriesPage) -> dict[str, str | bytes]:
    """Name and content of the files of a series."""
    return {
        "series.csv": series_csv(page),
        "series.png": series_picture(page, "png"),
        "series.svg": series_picture(page, "svg"),
    }


def _row(cover: CoverRow, levels: NDArray[np.int64], changes: NDArray[np.int64], entered: int) -> SeriesRow:
    """``levels`` and ``changes`` are low end, median and high end by measure, shape (3, measures)."""
    counts = cover.settlements
    if not counts["assessed"] + counts["contested"]:
        return SeriesRow(cover, GAP_STALE if counts["stale"] else GAP_NOT_ASSESSED, {}, {}, entered)

    def ranges(values: NDArray[np.int64]) -> dict[str, Range]:
        return {
            name: (values[1, m] / unit_of(name), values[0, m] / unit_of(name), values[2, m] / unit_of(name))
            for m, name in enumerate(MEASURES)
        }

    return SeriesRow(cover, "", ranges(levels), ranges(changes), entered)


def _colour(ground: Ground) -> str | None:
    """The party's colour in the packs."""
    packs = ground.picture.packs.values()
    return next((pack.actors[ground.actor_id].colour for pack in packs if ground.actor_id in pack.actors), None)

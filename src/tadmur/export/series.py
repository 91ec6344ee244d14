"""A series of totals as CSV: one row a day, empty where nothing can be said."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tadmur.export.figure import CoverRow, Range
from tadmur.export.limits import LIMITS
from tadmur.terms.clock import isoformat

GAP_NOT_ASSESSED = "no report speaks of a settlement by then"
GAP_STALE = "all evidence is older than 90 days"


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One day of a series.

    Attributes:
        gap: why nothing is given for the day, else empty.
        levels, changes: by measure ("km2", "settlements", ...): held on the day, and the change since the row before
            over the settlements assessed on both days; empty in a gap.
        entered: settlements that came into view since the row before.
    """

    cover: CoverRow
    gap: str
    levels: Mapping[str, Range]
    changes: Mapping[str, Range]
    entered: int


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """All that the outputs of a series print; the shared fields are those of ``FigurePage``."""

    actor_id: str
    actor: str
    colour: str | None
    every: str
    known_by: datetime | None
    newest_report: datetime | None
    reports: int
    area: str
    boundaries: str
    denominator: str
    rows: tuple[SeriesRow, ...]
    draws: int
    manifest: Mapping[str, Any]


def series_csv(page: SeriesPage) -> str:
    """The rows with a header line; ``_low`` and ``_high`` are the ends of the 90 per cent interval."""
    measures = list(next((row.levels for row in page.rows if row.levels), {}))
    names = [f"{name}{kind}{end}" for name in measures for kind in ("", "_change") for end in ("", "_low", "_high")]
    shares = [f"share_{name}" for name in page.rows[0].cover.area_shares] if page.rows else []
    counts = [f"settlements_{name}" for name in page.rows[0].cover.settlements] if page.rows else []
    fixed = ["actor", "known_by", "scope", "boundaries", "limits"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["date", *names, "settlements_entered", *counts, *shares, "gap", *fixed])
    constant = [page.actor, isoformat(page.known_by) or "", page.area, page.boundaries, LIMITS]
    for row in page.rows:
        cells: list[Any] = []
        for name in measures:
            digits = 2 if name.startswith("km2") else 0
            for values in (row.levels, row.changes):
                cells += _cells(values.get(name), digits)
        writer.writerow(
            [
                row.cover.day.isoformat(),
                *cells,
                row.entered,
                *row.cover.settlements.values(),
                *(f"{share:.6f}" for share in row.cover.area_shares.values()),
                row.gap,
                *constant,
            ]
        )
    return text.getvalue()


def days_of(page: SeriesPage) -> list[date]:
    """The days of the rows."""
    return [row.cover.day for row in page.rows]


def _cells(value: Range | None, digits: int) -> list[str]:
    return ["", "", ""] if value is None else [f"{number:.{digits}f}" for number in value]

"""A series as a picture: the line with its interval above, how far the reports reach below."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from textwrap import fill
from typing import Any

import numpy as np

from tadmur.export.limits import LIMITS, MACHINE_CODED
from tadmur.export.page_text import day, instant
from tadmur.export.series import SeriesPage, days_of

PARTY_COLOUR = "#1f5fa8"
COVER_COLOURS = {"assessed": "#4d7c5a", "contested": "#d9a441", "stale": "#b9b4a7"}
COVER_WORDS = {"assessed": "assessed", "contested": "contested or unclear", "stale": "stale"}
AXIS_WORDS = {"km2": "land held, km2", "settlements": "settlements held", "population": "inhabitants under control"}
INK = "#222222"
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "tadmur",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": "#888888",
    "text.color": INK,
    "axes.labelcolor": INK,
}


def series_picture(page: SeriesPage, form: str) -> bytes:
    """The picture as "png" or "svg"; the same page gives the same bytes."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(SETTINGS):
        drawn = Figure(figsize=(9, 5.6), dpi=150)
        FigureCanvasAgg(drawn)
        above, below = drawn.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        _line(above, page)
        _reach(below, page)
        known = f", known by {instant(page.known_by)}" if page.known_by else ""
        above.set_title(f"{page.actor} in {page.area}{known}", loc="left", fontsize=11, fontweight="bold")
        drawn.text(0.01, 0.01, _notes(page), fontsize=6.5, color="#555555", va="bottom", linespacing=1.35)
        drawn.subplots_adjust(left=0.1, right=0.96, top=0.935, bottom=0.19, hspace=0.12)
        target = BytesIO()
        metadata: dict[str, Any] = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        drawn.savefig(target, format=form, metadata=metadata)
    return target.getvalue()


def _line(axes: Any, page: SeriesPage) -> None:
    """Median and interval; a day without a value breaks both, a settlement that comes into view breaks the line."""
    colour = page.colour or PARTY_COLOUR
    nothing = (np.nan, np.nan, np.nan)
    values = np.array([row.levels.get(page.denominator, nothing) for row in page.rows], dtype=np.float64)
    values, days = np.vstack((values, values[-1:])), _with_end(page)
    axes.fill_between(days, values[:, 1], values[:, 2], color=colour, alpha=0.22, linewidth=0, step="post")
    starts = [0, *(k for k, row in enumerate(page.rows) if k and row.entered), len(page.rows)]
    for first, last in pairwise(starts):
        stretch = [*values[first:last, 0], values[last - 1, 0]]
        axes.plot(days[first : last + 1], stretch, color=colour, linewidth=1.6, drawstyle="steps-post")
    entered = [row.cover.day for row in page.rows if row.entered and not row.gap]
    axes.plot(
        entered,
        [0.0] * len(entered),
        "^",
        color="#555555",
        markersize=4,
        clip_on=False,
        transform=axes.get_xaxis_transform(),
    )
    axes.set_ylabel(AXIS_WORDS[page.denominator])
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    gap = np.isnan(values[:, 0])
    for first, last in _stretches(gap):
        end = days[min(last + 1, len(days) - 1)]
        axes.axvspan(days[first], end, color="#f2f0ec", linewidth=0, zorder=0)
    if gap.all():
        axes.text(0.5, 0.5, "nothing is assessed", transform=axes.transAxes, ha="center")


def _reach(axes: Any, page: SeriesPage) -> None:
    """Settlements by what is known of them, stacked."""
    days, rows = _with_end(page), (*page.rows, page.rows[-1])
    columns = [[row.cover.settlements[name] for row in rows] for name in COVER_COLOURS]
    labels = [COVER_WORDS[name] for name in COVER_COLOURS]
    axes.stackplot(days, *columns, labels=labels, colors=list(COVER_COLOURS.values()), step="post", linewidth=0)
    axes.set_ylabel("settlements\nspoken of")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_xlim(days[0], days[-1])
    axes.legend(loc="upper left", fontsize=7, frameon=False, ncols=3)
    axes.margins(y=0.35)
    axes.set_ylim(bottom=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    _date_axis(axes)


def _with_end(page: SeriesPage) -> list[date]:
    """The days, and the one until which the last of them stands."""
    days = days_of(page)
    return [*days, days[-1] + (days[-1] - days[-2] if len(days) > 1 else timedelta(days=1))]


def _date_axis(axes: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    words = ["%Y", "%b %Y", "%d %b %Y", "%d %b %Y", "%d %b %Y", "%d %b %Y"]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(
        ConciseDateFormatter(locator, formats=words, zero_formats=words, show_offset=False)  # type: ignore[no-untyped-call]
    )


def _stretches(gap: Any) -> list[tuple[int, int]]:
    """First and last index of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], gap.astype(int), [0]))))
    return [(int(first), int(last) - 1) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _notes(page: SeriesPage) -> str:
    settlements = sum(page.rows[0].cover.settlements.values()) if page.rows else 0
    reports = f"{page.reports} reports" + (f", newest {day(page.newest_report.date())}" if page.newest_report else "")
    how = (
        f"Line: median of {page.draws:,} sampled histories; band: 90 per cent interval. Shaded: no current evidence. "
        "Where the line breaks at a triangle, settlements come into view, and the step is no gain. Counted are only "
        f"settlements that reports speak of, of {settlements:,} in all. {reports}, {MACHINE_CODED}."
    )
    sentences = (how, f"Boundaries: {page.boundaries}", LIMITS)
    return "\n".join(fill(sentence, 165) for sentence in sentences)

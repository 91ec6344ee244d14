"""The table of the benchmark: the model beside the best of all baselines, war by war."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from .baselines import REFERENCE
from .running import MODEL
from .scoring import Score

Results = Mapping[tuple[str, int, str, str], Score]
"""(war, seed, mode, method) to figures."""
LAST = "last claim"
Column = tuple[str, Callable[[Score, Score, Score], str]]
"""Heading, and cell from the figures of the model, of last claim, and the best of each error over all baselines."""


def number(value: float | None, digits: int = 3) -> str:
    """Without the zero before the point; a dash for what there is not."""
    if value is None or not np.isfinite(value):
        return "-"
    return f"{value:.{digits}f}".replace("0.", ".", 1) if abs(value) < 1 and digits > 1 else f"{value:.{digits}f}"


def _ratio(zone: str) -> Callable[[Score, Score, Score], str]:
    key = f"err_{zone}"
    return lambda model, last, best: f"{number(model[key])} ({number(model[key] / max(best[key], 1e-9), 2)})"


def _pair(first: str, second: str, digits: int = 3) -> Callable[[Score, Score, Score], str]:
    return lambda model, last, best: f"{number(model.get(first), digits)} / {number(model.get(second), digits)}"


def _beside_last(key: str, digits: int) -> Callable[[Score, Score, Score], str]:
    return lambda model, last, best: f"{number(model.get(key), digits)} ({number(last.get(key), digits)})"


COLUMNS: tuple[Column, ...] = (
    ("error ever (ratio)", _ratio("ever")),
    ("error front (ratio)", _ratio("front")),
    ("ECE ever / front", _pair("ece_ever", "ece_front")),
    ("total % (last)", _beside_last("total_error_pct", 2)),
    ("levels: cover / width %", _pair("cover_level", "width_level_pct", 2)),
    ("changes: cover / width %", _pair("cover_change", "width_change_pct", 2)),
    ("delay (last)", _beside_last("delay_days", 1)),
    ("false alarms (last)", _beside_last("false_alarms", 2)),
    ("rank", lambda model, last, best: number(model.get("reliability_rank"), 2)),
    ("seconds", lambda model, last, best: number(model.get("seconds"), 0)),
)


def model_table(results: Results) -> list[list[str]]:
    """Rows of cells, the first the headings: one a war and mode, means over seeds."""
    rows = [["war, mode", *(heading for heading, _ in COLUMNS)]]
    for war, mode in _war_modes(results):
        by_method = mean_figures(results, war, mode)
        if MODEL not in by_method:
            continue
        best = best_errors(by_method)
        cells = [cell(by_method[MODEL], by_method[LAST], best) for _, cell in COLUMNS]
        rows.append([f"{war}, {mode}", *cells])
    return rows


def baseline_table(results: Results) -> list[list[str]]:
    """Every method beside every other: errors, calibration, totals, detection."""
    keys = ("err_ever", "err_front", "ece_ever", "ece_front", "logloss_ever", "total_error_pct", "delay_days")
    rows = [["war, mode, method", *keys, "false_alarms"]]
    for war, mode in _war_modes(results):
        for method, figures in mean_figures(results, war, mode).items():
            cells = [number(figures.get(key), 1 if key == "delay_days" else 3) for key in keys]
            rows.append([f"{war}, {mode}, {method}", *cells, number(figures.get("false_alarms"), 2)])
    return rows


def smoother_lines(results: Results) -> list[str]:
    """Wars in which the model in retrospect errs more than as known then, which a smoother should never."""
    lines = []
    for war, seed in sorted({key[:2] for key in results}):
        pair = [results.get((war, seed, mode, MODEL)) for mode in ("retro", "online")]
        if pair[0] is None or pair[1] is None:
            continue
        for key in ("err_ever", "err_front", "logloss_ever"):
            if pair[0][key] > pair[1][key]:
                lines.append(f"retro is worse than online: {war}, seed {seed}, {key} {pair[0][key]} > {pair[1][key]}")
    return lines


def mean_figures(results: Results, war: str, mode: str) -> dict[str, Score]:
    """Method to means over the seeds; a figure is left out where no seed has it."""
    collected: dict[str, list[Score]] = {}
    for (of_war, _, of_mode, method), figures in sorted(results.items(), key=lambda item: item[0][:3]):
        if (of_war, of_mode) == (war, mode):
            collected.setdefault(method, []).append(figures)
    return {method: _mean(figures) for method, figures in collected.items()}


def best_errors(by_method: Mapping[str, Score]) -> Score:
    """The least of each error over the baselines, each error by itself."""
    baselines = [figures for method, figures in by_method.items() if method not in (MODEL, REFERENCE)]
    return {key: min(figures[key] for figures in baselines) for key in ("err_ever", "err_front", "total_error_pct")}


def _mean(figures: Sequence[Score]) -> Score:
    keys = {key for one in figures for key in one}
    return {key: float(np.mean([one[key] for one in figures if key in one])) for key in keys}


def _war_modes(results: Results) -> list[tuple[str, str]]:
    return list(dict.fromkeys((war, mode) for war, _, mode, _ in results))


def as_text(rows: Sequence[Sequence[str]], *, markdown: bool) -> str:
    """Rows in columns, or as a Markdown table."""
    if len(rows) < 2:
        return ""
    if markdown:
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)

"""How often the 90 per cent intervals of totals and of changes hold the truth, on simulated wars.

    python benchmarks/figure_intervals.py
    python benchmarks/figure_intervals.py --wars front-hard rumours-hard --modes online --seeds 0-2 --places 1000

Of the first party whose ground changes: land (cells of the places within reach), places and inhabitants, each thirtieth
day; changes over 90 days, within draws of whole histories. Width is in per cent of all land. The bar is 0.85 to 0.95.
"Independent days" is the same interval of a change from days drawn apart: what a sum of daily uncertainties would say.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from reconciling.wars import Plan, available, provide
from tadmur.evaluate.fusion import read_simulated
from tadmur.measure.cells import MEASURES, settlement_cells
from tadmur.measure.totals import DrawnHistories, intervals, totals
from tadmur.pipeline.simulated import believe_simulated
from tadmur.reconcile.sampling import sample_daily

REPOSITORY = Path(__file__).resolve().parents[1]
PARTY, EVERY, SPAN, DRAWS = 1, 30, 3, 400
Floats = NDArray[np.float64]


def main() -> None:
    """Print a line for each war, mode and seed, and the means."""
    arguments = parsed()
    names, missing = available(arguments.fusion)
    if missing:
        print(missing)
    print(f"{'war':14} {'mode':7} seed  level: {'  '.join(MEASURES[:3]):32} change: {'  '.join(MEASURES[:3]):32} "
          "width level, change (land)   change, independent days")  # fmt: skip
    rows = []
    for name in arguments.wars or [war for war in names if war.startswith("front")]:
        for mode in arguments.modes:
            for seed in arguments.seeds:
                prefix = provide(Plan(name, seed, arguments.places), arguments.folder, arguments.fusion)
                found = covered(prefix, online=mode == "online")
                rows.append(found)
                level, change, widths, apart = found[:3], found[3:6], found[6:8], found[8]
                print(f"{name:14} {mode:7} {seed:4}         {numbers(level):32}         {numbers(change):32} "
                      f"{widths[0]:6.1f} {widths[1]:6.1f} {apart:26.2f}", flush=True)  # fmt: skip
    mean = np.mean(rows, axis=0)
    print(f"mean                                {numbers(mean[:3]):32}         {numbers(mean[3:6]):32}")


def covered(prefix: Path, *, online: bool) -> Floats:
    """Shares of days on which an interval held the truth: 3 levels, 3 changes; widths; change from independent days."""
    with np.load(f"{prefix}.truth.npz") as file:
        truth = file["Z"]
    simulated, days = read_simulated(prefix), truth.shape[1]
    weights = cell_weights(prefix, simulated.lon, simulated.lat)
    posterior, belief = believe_simulated(simulated, online=online, days=days)
    drawn = sample_daily(belief, posterior.coordinates, 0, DRAWS, seed=1)
    histories = DrawnHistories(
        drawn.first_day,
        drawn.last_day,
        drawn.initial,
        drawn.change_draw,
        drawn.change_place,
        drawn.change_day,
        drawn.change_state,
        np.zeros(len(truth), dtype=np.int64),
    )
    wanted = np.arange(EVERY, days, EVERY)
    levels = totals(histories, PARTY, weights, wanted).levels
    true = ((truth[:, wanted] == PARTY).T @ weights).astype(np.int64)
    level, level_width = coverage(levels, true)
    change, change_width = coverage(levels[SPAN:] - levels[:-SPAN], true[SPAN:] - true[:-SPAN])
    mixed = np.random.default_rng(2).permuted(levels, axis=2)
    apart, _ = coverage(mixed[SPAN:] - mixed[:-SPAN], true[SPAN:] - true[:-SPAN])
    whole = weights[:, 0].sum() / 100
    return np.array([*level[:3], *change[:3], level_width[0] / whole, change_width[0] / whole, apart[0]])


def cell_weights(prefix: Path, lon: Floats, lat: Floats) -> NDArray[np.int64]:
    """Weights of the places, their cells cut to the hull around all."""
    import duckdb

    with duckdb.connect() as connection:
        table = connection.execute(f"SELECT * FROM read_parquet('{prefix}.places.parquet') ORDER BY place").fetchnumpy()
    people = np.asarray(table["pop"] if "pop" in table else np.full(len(lon), np.nan), dtype=np.float64)
    hull = shapely.buffer(shapely.multipoints(np.column_stack((lon, lat))).convex_hull, 0.1)
    return settlement_cells(tuple(map(str, range(len(lon)))), lon, lat, people, hull).weights


def coverage(draws: NDArray[np.int64], true: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """By measure, share of days whose interval holds the truth, and mean width; shapes (days, measures, draws)."""
    low, _, high = intervals(draws)
    return ((low <= true) & (true <= high)).mean(axis=0), (high - low).mean(axis=0)


def numbers(values: Floats) -> str:
    """Two digits each."""
    return "  ".join(f"{value:.2f}" for value in values)


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--seeds", type=seeds, default=[0], help="as 0, 0-2 or 3,7")
    parser.add_argument("--wars", nargs="+", help="default: those over a real front")
    parser.add_argument("--modes", nargs="+", choices=("retro", "online"), default=["retro", "online"])
    parser.add_argument("--fusion", type=Path, default=REPOSITORY.parent / "shared" / "fusion")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "out" / "benchmarks")
    return parser.parse_args()


def seeds(text: str) -> list[int]:
    """'0', '0-2' or '3,7' as a list."""
    first, dash, last = text.partition("-")
    return list(range(int(first), int(last) + 1)) if dash else [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()

"""Whether a probability means what it says: simulation-based calibration, and reliability diagrams by simulator.

    python benchmarks/reconcile_calibration.py [--places 500 --seeds 0-2] [--out out/calibration]

Simulation-based calibration: wars drawn from the model's own assumptions are fitted, and the rank of the true total of
each date among the drawn totals must be uniform (Talts and others 2018, arXiv:1804.06788). Reliability: over the days
and places of every simulated war, the share on which the most probable state is right, by its probability. Writes
reliability.png, ranks.png and figures.csv; prints the same figures.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reconcile import run, seeds
from reconciling.running import MODEL, MODES, REPOSITORY, Task
from reconciling.scoring import ECE_BINS, Score
from reconciling.wars import Plan, available
from simulators import MATCHED

Curve = list[tuple[float, float, float]]
"""(said, right, share of cases) of each bin that has cases."""
RANK_BINS = 10


def main() -> None:
    """Run the model where it has not been run, print, and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--seeds", type=seeds, default=[0])
    parser.add_argument("--wars", nargs="+", help="default: all that can be made here, and the matched ones")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fusion", type=Path, default=REPOSITORY.parent / "shared" / "fusion")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "out" / "benchmarks")
    parser.add_argument("--out", type=Path, default=REPOSITORY / "out" / "calibration")
    arguments = parser.parse_args()
    wars = arguments.wars or [*MATCHED, *available(arguments.fusion)[0]]
    tasks = [
        Task(Plan(war, seed, arguments.places), MODEL, mode, arguments.folder, arguments.fusion)
        for war in wars
        for mode in MODES
        for seed in arguments.seeds
    ]
    results = run(tasks, arguments.jobs)
    by_build: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for (war, _, mode, _), figures in results.items():
        by_build[war.split("-")[0], mode].append(figures)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "figures.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["build", "mode", "zone", "said", "right", "share"])
        for (build, mode), scores in by_build.items():
            for zone in ("ever", "front"):
                writer.writerows([build, mode, zone, *map(rounded, point)] for point in curve(scores, zone))
    draw_reliability(by_build, arguments.out / "reliability.png")
    draw_ranks(by_build, arguments.out / "ranks.png")
    for (build, mode), scores in by_build.items():
        counts = rank_counts(scores, "level")
        shares = " ".join(f"{share:.2f}" for share in counts / max(1, counts.sum()))
        print(f"{build}, {mode}: ECE ever {gap(scores, 'ever'):.3f}, front {gap(scores, 'front'):.3f}")
        print(f"  ranks of true totals in tenths of the draws (uniform: 0.10 each): {shares}")
    print(f"{arguments.out}: reliability.png, ranks.png, figures.csv")


def curve(scores: list[Score], zone: str) -> Curve:
    """The reliability curve over several wars, each counting the same."""
    points: Curve = []
    for number in range(ECE_BINS):
        have = [s for s in scores if f"bin_{zone}_{number}_share" in s]
        weight = np.array([s[f"bin_{zone}_{number}_share"] for s in have])
        if weight.sum() > 0:
            said, right = (
                float(np.average([s[f"bin_{zone}_{number}_{what}"] for s in have], weights=weight))
                for what in ("said", "right")
            )
            points.append((said, right, float(weight.sum() / len(scores))))
    return points


def gap(scores: list[Score], zone: str) -> float:
    """Expected calibration error of the pooled curve."""
    return sum(share * abs(said - right) for said, right, share in curve(scores, zone))


def rank_counts(scores: list[Score], what: str) -> NDArray[np.int64]:
    """How many dates' true totals fall in each tenth of their draws."""
    ranks = [value for s in scores for name, value in s.items() if name.startswith(f"rank_{what}_")]
    return np.bincount(
        np.minimum((np.array(ranks) * RANK_BINS).astype(int), RANK_BINS - 1), minlength=RANK_BINS
    ).astype(np.int64)


def rounded(value: float) -> float:
    """Four decimals."""
    return round(value, 4)


def draw_reliability(by_build: dict[tuple[str, str], list[Score]], file: Path) -> None:
    """A panel a build: share right over probability said, dot size by share of cases."""
    from matplotlib.figure import Figure

    builds = list(dict.fromkeys(build for build, _ in by_build))
    figure = Figure(figsize=(3.4 * len(builds), 3.6), layout="constrained")
    for axes, build in zip(figure.subplots(1, len(builds), squeeze=False)[0], builds, strict=True):
        axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        for mode, colour in zip(MODES, ("#0b6e4f", "#b5542f"), strict=True):
            points = curve(by_build[build, mode], "ever")
            said, right, share = (np.array(column) for column in zip(*points, strict=True))
            axes.plot(said, right, color=colour, linewidth=1.2, label=mode)
            axes.scatter(said, right, s=8 + 300 * share, color=colour, alpha=0.6)
        axes.set(title=build, xlabel="probability said", ylabel="share right", xlim=(0.2, 1.02), ylim=(0, 1.02))
        axes.legend(frameon=False)
    figure.savefig(file, dpi=130)


def draw_ranks(by_build: dict[tuple[str, str], list[Score]], file: Path) -> None:
    """A panel a build: in which tenth of the drawn totals the true one lies."""
    from matplotlib.figure import Figure

    builds = list(dict.fromkeys(build for build, _ in by_build))
    figure = Figure(figsize=(3.4 * len(builds), 3.0), layout="constrained")
    for axes, build in zip(figure.subplots(1, len(builds), squeeze=False)[0], builds, strict=True):
        counts = rank_counts(by_build[build, MODES[0]], "level")
        axes.bar((np.arange(RANK_BINS) + 0.5) / RANK_BINS, counts / max(1, counts.sum()), width=0.09, color="#0b6e4f")
        axes.axhline(1 / RANK_BINS, color="0.5", linewidth=1)
        axes.set(title=f"{build}, {MODES[0]}", xlabel="rank of the true total", ylabel="share of dates", xlim=(0, 1))
    figure.savefig(file, dpi=130)


if __name__ == "__main__":
    main()

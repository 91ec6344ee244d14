"""Who holds what on simulated wars: the model beside every simple rule and published aggregator that can be run here.

    python benchmarks/reconcile.py                                   all wars, 500 places, seed 0, both modes
    python benchmarks/reconcile.py --places 3000 --seeds 0-2 --markdown
    python benchmarks/reconcile.py --wars rumours-hard front-easy --modes online
    python benchmarks/reconcile.py --peers-only                      how hard the wars are

Errors are shares of place-days on which the most probable state is wrong: in the zone that ever changes hands, and
within 20 km of the front. In brackets: the ratio to the best of all baselines, or the figure of "last claim wins".
Figures are remembered under --folder by content of war, code and method, so a second run only adds what is new.
"""

from __future__ import annotations

import argparse
import os
import platform
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

from reconciling.running import MODEL, MODES, REPOSITORY, Task, methods
from reconciling.table import Results, as_text, baseline_table, model_table, smoother_lines
from reconciling.wars import Plan, available, provide
from tadmur.cli.progress import bar


def main() -> None:
    """Print the tables."""
    arguments = parsed()
    wars, missing = available(arguments.fusion)
    unknown = set(arguments.wars or ()) - set(wars)
    if unknown:
        raise SystemExit(
            f"there are no wars {', '.join(sorted(unknown))}. There are: {', '.join(wars)}. {missing or ''}"
        )
    tasks = list(plan(arguments, arguments.wars or wars))
    results = run(tasks, arguments.jobs)
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{arguments.places} places, seeds {arguments.seeds[0]} to {arguments.seeds[-1]}; means over seeds")
    for line in filter(None, (missing if not arguments.wars else None, *left_out(arguments.truthdiscovery))):
        print(line)
    for rows in (model_table(results), baseline_table(results) if arguments.peers_only or arguments.all else []):
        text = as_text(rows, markdown=arguments.markdown)
        if text:
            print(f"\n{text}")
    for line in smoother_lines(results):
        print(line)


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--seeds", type=seeds, default=[0], help="as 0, 0-2 or 3,7")
    parser.add_argument("--wars", nargs="+", help="default: all that can be made here")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes at once")
    parser.add_argument("--peers-only", action="store_true", help="leave the model out and list the baselines")
    parser.add_argument("--all", action="store_true", help="list the baselines too")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--truthdiscovery", default="", metavar="PYTHON", help="a Python that has truthdiscovery")
    parser.add_argument("--fusion", type=Path, default=REPOSITORY.parent / "shared" / "fusion")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / "out" / "benchmarks")
    return parser.parse_args()


def seeds(text: str) -> list[int]:
    """'0', '0-2' or '3,7' as a list."""
    first, dash, last = text.partition("-")
    return list(range(int(first), int(last) + 1)) if dash else [int(part) for part in text.split(",")]


def plan(arguments: argparse.Namespace, wars: list[str]) -> list[Task]:
    """Every method on every war; seeds innermost, so that means fill up evenly."""
    where = (arguments.folder, arguments.fusion, arguments.truthdiscovery)
    return [
        Task(Plan(war, seed, arguments.places), method, mode, *where)
        for war in wars
        for mode in arguments.modes
        for method in [*([] if arguments.peers_only else [MODEL]), *methods(mode, arguments.truthdiscovery)]
        for seed in arguments.seeds
    ]


def run(tasks: list[Task], jobs: int) -> Results:
    """All figures, by (war, seed, mode, method) in the order of the tasks."""
    figures = {}
    wars = {(task.plan, task.folder, task.fusion) for task in tasks}
    with bar(enabled=True) as progress, ProcessPoolExecutor(jobs) as pool:
        progress.stage("wars", len(wars))
        for made in as_completed([pool.submit(provide, *war) for war in sorted(wars)]):
            made.result()
            progress.step()
        progress.stage("methods", len(tasks))
        futures = {pool.submit(task.run): task for task in tasks}
        for future in as_completed(futures):
            figures[futures[future]] = future.result()
            progress.step()
    return {(task.plan.name, task.plan.seed, task.mode, task.method): figures[task] for task in tasks}


def left_out(truth_discovery: str) -> list[str]:
    """A line for each group of peers that is not there."""
    lines = []
    if not any(name.startswith("crowd-kit") for name in methods("retro", "")):
        lines.append("crowd-kit is left out: it is not installed (make peers)")
    if not truth_discovery:
        lines.append("truthdiscovery is left out: see benchmarks/reconciling/truthdiscovery_runner.py")
    return lines


if __name__ == "__main__":
    main()

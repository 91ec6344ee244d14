"""Benchmarks that nobody here wrote: control facts, kinds of event, place names.

    python benchmarks/outside.py [--shared ../shared] [--part dev] [--only control-facts]

Runs `tadmur eval` on the texts of the benchmark folder, each in a process of its own, scores the predictions with the
scorers that come with the benchmarks, and prints the figures that matter. The texts and labels are not part of this
project; without the folder there is nothing to run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
Line = tuple[str, str]
"""Name of a figure and its value as text."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared", help="folder with bench/")
    parser.add_argument("--part", default="dev", help="which part of the benchmarks: a folder in bench/")
    parser.add_argument("--only", choices=TASKS, help="only this benchmark")
    arguments = parser.parse_args()
    bench = arguments.shared / "bench"
    if not (bench / arguments.part).is_dir():
        raise SystemExit(
            f"{bench / arguments.part}: there are no benchmarks here. They are not part of the project; "
            "give the folder that holds bench/ with --shared."
        )
    today = datetime.now(UTC).date().isoformat()
    print(f"{today}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, task in TASKS.items():
        if arguments.only in (None, name):
            with tempfile.TemporaryDirectory() as scratch:
                for figure, value in task(bench, arguments.part, Path(scratch)):
                    print(f"{figure:52} {value:>10}")


def control_facts(bench: Path, part: str, scratch: Path) -> Iterator[Line]:
    """Dated gains, losses and holds of named places in battle pages."""
    out = scratch / "facts.jsonl"
    seconds = predict("control-facts", bench / part / "wiki_control_pages.jsonl", out)
    score = scored(bench / "score_control.py", str(bench / part), str(out))
    yield "control facts: F1 with dates", decimal(score["f1"])
    yield "control facts: precision", decimal(score["precision"])
    yield "control facts: recall", decimal(score["recall"])
    for name in ("f1", "precision", "recall"):
        yield f"control facts: {name.replace('f1', 'F1')} without dates", decimal(score["no_date"][name])
    yield "control facts: attribution, name right", decimal(score["attribution_name_acc"])
    yield "control facts: attribution, presence right", decimal(score["attribution_presence_acc"])
    yield "control facts: traps hit", f"{score['traps_hit']} of {score['traps_total']}"
    yield "control facts: hard negatives hit", f"{score['hard_negatives_hit']} of {score['hard_negatives_total']}"
    yield "control facts: statements not asserted, recall", decimal(score["non_asserted_recall"])
    yield "control facts: seconds", f"{seconds:.1f}"


def events(bench: Path, part: str, scratch: Path) -> Iterator[Line]:
    """ACLED-like kinds of event of news snippets."""
    gold, out = bench / part / "case2021.tsv", scratch / "labels.tsv"
    texts = scratch / "texts.tsv"
    rows = [line.rstrip("\n").split("\t") for line in lines_of(gold)]
    texts.write_text("".join(f"{row[0]}\t{row[1]}\n" for row in rows), encoding="utf-8")
    seconds = predict("events", texts, out)
    for subtask, title in (("1", "25 types"), ("2", "28 types"), ("3", "30 types")):
        score = scored(bench / "score_classification.py", str(gold), str(out), "--subtask", subtask)
        yield f"events, {title}: weighted F1", decimal(score["weighted_f1"])
        yield f"events, {title}: macro F1", decimal(score["macro_f1"])
    yield "events: seconds", f"{seconds:.1f}"


def toponyms(bench: Path, part: str, scratch: Path) -> Iterator[Line]:
    """Place names in news: found, and put where they are."""
    gold, out = bench / part / "geoparsing.jsonl", scratch / "toponyms.jsonl"
    documents = [json.loads(line) for line in lines_of(gold)]
    texts = scratch / "documents.jsonl"
    plain = [json.dumps({"doc_id": item["doc_id"], "text": item["text"]}, ensure_ascii=False) for item in documents]
    texts.write_text("\n".join(plain) + "\n", encoding="utf-8")
    seconds = predict("toponyms", texts, out)
    for corpus, score in scored(bench / "score_toponyms.py", str(gold), str(out)).items():
        yield f"toponyms, {corpus}: recognition F1", decimal(score["recognition"]["f1"])
        yield f"toponyms, {corpus}: within 161 km, of the resolved", decimal(score["acc@161_resolved"])
        yield f"toponyms, {corpus}: within 161 km, of all in the gold", decimal(score["acc@161_end2end"])
    yield "toponyms: seconds", f"{seconds:.1f}"


TASKS: dict[str, Callable[[Path, str, Path], Iterator[Line]]] = {
    "control-facts": control_facts,
    "events": events,
    "toponyms": toponyms,
}


def lines_of(file: Path) -> list[str]:
    """Lines that are not empty. Only a line feed ends one: texts hold other separators."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        return [line for line in lines if line.strip()]


def predict(task: str, source: Path, out: Path) -> float:
    """Wall seconds of one `tadmur eval` in a process of its own."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "tadmur", "eval", task, str(source), "--out", str(out)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise SystemExit(f"tadmur eval {task} failed with {process.returncode}:\n{process.stderr}")
    return time.perf_counter() - start


def scored(script: Path, *arguments: str) -> dict[str, Any]:
    """What a scorer prints, as an object."""
    process = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise SystemExit(f"{script.name} failed with {process.returncode}:\n{process.stderr}")
    return dict(json.loads(process.stdout))


def decimal(value: float | None) -> str:
    """Three decimals, or a dash for what cannot be computed."""
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()

"""Documents per second of extraction beside spaCy's full pipeline with the same model, same texts, one run.

    .venv/bin/python benchmarks/extraction_speed.py

Both read every text once, in one process: the first few of each kind warm up and are not timed, and none is read
again, as remembered sentences would flatter extraction. Extraction begins at the report's text and ends with its
claims; spaCy's pipeline has all of its components and is given whole texts in batches. Documents without a party or
words of war are left at a scan by extraction; how many are not is printed. Beside the shipped examples,
pages of battle narrative and ordinary news are read where the folder of shared data lies beside the repository.
"""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tadmur.extract.extractor import Extractor
from tadmur.extract.language_model import load_language_model, model_folder
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.terms.report import Report, Segment, Zone

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = REPOSITORY / "examples"
SHARED = REPOSITORY.parent / "shared" / "bench" / "dev"
WARM_UP = 3
"""Documents of each kind that are read before the clock starts."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Reports of one kind, each with the extractor that fits it."""

    name: str
    reports: list[tuple[Report, Extractor]]


def examples() -> Texts:
    """The shipped examples."""
    found: list[tuple[Report, Extractor]] = []
    for folder in sorted(path.parent for path in EXAMPLES.glob("*/monitor.yaml")):
        reader = ReportReader(RunSettings(), find_monitor([folder]))
        for report in read_reports([folder], defaults=ReportDefaults(), on_error=print):
            pack = reader.pack_for(report.text)
            found.append((reader.with_source(report, pack), reader.extractor(pack)))
    return Texts("shipped examples", found)


def plain(name: str, texts: list[list[str]]) -> Texts:
    """Texts given as paragraphs, read as undated reports with the pack that their words choose."""
    reader = ReportReader(RunSettings(), find_monitor([EXAMPLES]))
    return Texts(name, [(_report(text), reader.extractor(reader.pack_for("\n".join(text)))) for text in texts])


def _report(paragraphs: list[str]) -> Report:
    segments: list[Segment] = []
    position = 0
    for paragraph in paragraphs:
        segments.append(Segment(position, position + len(paragraph), Zone.BODY))
        position += len(paragraph) + 1
    return Report("timed", "\n".join(paragraphs), tuple(segments))


def _json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def kinds() -> Iterator[Texts]:
    """All kinds of texts at hand."""
    yield examples()
    pages, news = SHARED / "wiki_control_pages.jsonl", SHARED / "geoparsing.jsonl"
    if pages.is_file():
        lines = _json_lines(pages)
        yield plain("battle pages", [[paragraph["text"] for paragraph in line["paragraphs"]] for line in lines])
    if news.is_file():
        lines = _json_lines(news)
        yield plain("ordinary news", [[line["text"]] for line in lines])


def per_second(texts: Texts, read: Callable[[list[tuple[Report, Extractor]]], object]) -> float:
    """Documents read per second, after the first few."""
    read(texts.reports[:WARM_UP])
    start = time.perf_counter()
    read(texts.reports[WARM_UP:])
    return (len(texts.reports) - WARM_UP) / (time.perf_counter() - start)


def main() -> None:
    """Print one line for each kind of texts."""
    import spacy

    full = spacy.load(model_folder())
    load_language_model()
    print(f"{datetime.now(UTC):%Y-%m-%d}  {platform.machine()}  Python {platform.python_version()}  {_processor()}")
    print(f"spaCy {version('spacy')}, {full.meta['name']} {full.meta['version']}: {', '.join(full.pipe_names)}")
    for texts in kinds():
        ours = per_second(texts, lambda reports: [extractor.extract(report) for report, extractor in reports])
        theirs = per_second(texts, lambda reports: list(full.pipe(report.text for report, _ in reports)))
        count = len(texts.reports) - WARM_UP
        print(f"{texts.name:17s} {count:4d} documents", end="  ")
        told = sum(extractor.may_tell(report) for report, extractor in texts.reports[WARM_UP:])
        print(f"({told:3d} past the gate)  extraction {ours:6.1f}/s  spaCy {theirs:6.1f}/s  {ours / theirs:.2f}x")


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()

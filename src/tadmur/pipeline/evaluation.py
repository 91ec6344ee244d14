"""Predictions on outside benchmarks: the same stages as a run, in the benchmarks' own forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tadmur.export.atomic import write_whole
from tadmur.extract.coding import classify_event
from tadmur.extract.facts import page_predictions
from tadmur.geocode.toponyms import find_toponyms
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.run import Progress
from tadmur.pipeline.settings import RunSettings
from tadmur.terms.errors import InputError, NoReports, ReportError


def predict_control_facts(source: Path, out: Path, *, pack: str, progress: Progress) -> int:
    """Facts of each page of ``source`` (JSON Lines), one line each; returns their number."""
    pages = list(_json_lines(source, {"page", "paragraphs"}))
    reader = ReportReader(RunSettings(pack=pack), find_monitor([source]))

    def facts(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
        text = "\n\n".join(paragraph["text"] for paragraph in page["paragraphs"])
        yield from page_predictions(page, reader.extractor(reader.pack_for(text)))

    return _write_lines(out, pages, facts, progress)


def predict_events(source: Path, out: Path) -> int:
    """A label for each row of ``source`` (TSV with the columns id and text); returns their number."""
    rows = []
    for number, line in enumerate(source.read_text(encoding="utf-8").split("\n"), start=1):
        cells = line.split("\t")
        if (number == 1 and cells[0].lower() == "id") or not line.strip():
            continue
        if len(cells) < 2:
            raise InputError("the row has no text", where=f"{source}, line {number}", remedy="Write id<TAB>text")
        rows.append(f"{cells[0]}\t{classify_event(cells[1])[0]}\n")
    write_whole(out, ["id\tlabel\n", *rows])
    return len(rows)


def predict_toponyms(source: Path, out: Path, *, progress: Progress) -> int:
    """Place names with coordinates in each document of ``source`` (JSON Lines); returns the number of documents."""
    documents = list(_json_lines(source, {"doc_id", "text"}))
    gazetteer = ReportReader(RunSettings(), find_monitor([source])).gazetteer

    def toponyms(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
        found = find_toponyms(document["text"], gazetteer)
        yield {"doc_id": document["doc_id"], "toponyms": [asdict(toponym) for toponym in found]}

    return _write_lines(out, documents, toponyms, progress)


def predict_claims(source: Path, out: Path, *, pack: str, progress: Progress) -> int:
    """The claims of the reports at ``source``, one line each in the JSON contract; returns their number."""
    from tadmur.pipeline.listing import contract_rows

    failed: list[ReportError] = []
    reports = list(read_reports([source], defaults=ReportDefaults(), on_error=failed.append))
    if not reports:
        raise NoReports("there is no report here", where=str(source), remedy="Give a folder with .txt or .md reports")
    reader = ReportReader(RunSettings(pack=pack), find_monitor([source]))

    def claims(report: Any) -> Iterator[dict[str, Any]]:
        pack_id = reader.pack_for(report.text)
        for row in contract_rows(report, reader.read(report, pack_id), reader.pack(pack_id)):
            yield {"report": report.caller_id, **row}

    return _write_lines(out, reports, claims, progress)


def _json_lines(source: Path, needed: set[str]) -> Iterator[dict[str, Any]]:
    with source.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            where = f"{source}, line {number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"not JSON ({error})", where=where, remedy="Write one object a line") from error
            if not isinstance(row, dict) or not needed <= set(row):
                raise InputError(f"the object lacks one of {sorted(needed)}", where=where)
            yield row


def _write_lines(
    out: Path, items: list[Any], rows_of: Callable[[Any], Iterable[dict[str, Any]]], progress: Progress
) -> int:
    progress.stage("Predicting", len(items))
    lines = []
    for item in items:
        lines += [json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(item)]
        progress.step()
    write_whole(out, lines)
    return len(lines)

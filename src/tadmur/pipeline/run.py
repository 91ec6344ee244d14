"""The main job: reports in, ledger, record of control and report page out.

Every stage is incremental. A report that the ledger has already read with the same settings is not read again, and
outputs that would not change are not written. Each report is committed on its own, so that a run that is killed at
any moment goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from tadmur import __version__
from tadmur.extract.llm.answers import Answers
from tadmur.extract.llm.extractor import Account, Model
from tadmur.ingest.duplicates import find_duplicates
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.echoing import echo_links
from tadmur.pipeline.monitor import Monitor, find_monitor
from tadmur.pipeline.outputs import make_folder, write_outputs
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ModelReader, ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View, Writer
from tadmur.store.rows import encode
from tadmur.terms.control_map import NO_LANGUAGE
from tadmur.terms.errors import NoReports, ReportError
from tadmur.terms.ids import digest
from tadmur.terms.report import Report
from tadmur.terms.run import Artefact, Run

LEDGER = "ledger.duckdb"
ANSWERS = "answers.sqlite"
"""Answers of a language model, kept beside the ledger."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a run tells what it does: ``stage`` once a stage with its number of steps, ``step`` once a step."""

    stage: Callable[[str, int | None], None] = lambda name, steps: None
    step: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a run did.

    Attributes:
        picture: the record it wrote.
        read: reports read in this run.
        skipped: reports that the ledger already had with the same settings.
        failed: reports that could not be read, with the reason.
        written: files whose bytes changed.
        by_model: what reading by a language model came to, where one read.
    """

    picture: Picture
    read: int
    skipped: int
    failed: tuple[ReportError, ...]
    written: tuple[Path, ...]
    index: Path
    by_model: Account | None = None


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    settings: RunSettings,
    now: datetime,
    defaults: ReportDefaults | None = None,
    as_of: date | None = None,
    known_by: datetime | None = None,
    progress: Progress | None = None,
    model: Model | None = None,
) -> RunOutcome:
    """Read ``paths`` into the ledger under ``out`` and write what follows from the whole ledger.

    ``now`` only serves to refuse reports dated in the future; it goes into no result. ``model`` answers where the
    settings want a language model to read.

    Raises:
        NoReports: nothing readable stands at ``paths`` (errors of single reports do not raise).
        OutputError: ``out`` cannot be written.
        ServiceError: the model does not answer at all; what was read before is kept.
    """
    progress = progress or Progress()
    monitor = find_monitor(paths)
    failed: list[ReportError] = []
    progress.stage("Reading files", None)
    reports = list(read_reports(paths, defaults=defaults or ReportDefaults(now=now), on_error=failed.append))
    if not reports:
        raise _nothing_read(paths, failed)
    make_folder(out)
    account = Account() if model is not None else None
    with ExitStack() as open_files:
        writer = open_files.enter_context(Writer(out / LEDGER))
        monitor = replace(monitor, sources=writer.keep_sources(monitor.sources))
        writer.keep_title(monitor.title)
        writer.keep_delays(monitor.delays)
        by_model = None
        if model is not None and account is not None:
            by_model = ModelReader(model, open_files.enter_context(Answers(out / ANSWERS)), account)
        reader = ReportReader(settings, monitor, by_model)
        progress.stage("Extracting claims", len(reports))
        read, skipped = take_in(reports, reader, writer, failed.append, progress)
    with ReviewedView(out / LEDGER) as view:
        progress.stage("Weighing the evidence", None)
        picture = picture_of(view, reader.pack, settings=settings, as_of=as_of, known_by=known_by)
        progress.stage("Writing", None)
        record = record_of(view, reader, settings, monitor)
        written = write_outputs(picture, out, record, reader.gazetteer, title=view.title())
    with Writer(out / LEDGER) as writer:
        writer.add_run(record)
    return RunOutcome(picture, read, skipped, tuple(failed), tuple(written), out / "index.html", account)


def take_in(
    reports: Sequence[Report],
    reader: ReportReader,
    writer: Writer,
    on_error: Callable[[ReportError], None],
    progress: Progress,
) -> tuple[int, int]:
    """Read reports into a ledger and look anew for duplicates; how many were read now, and how many before."""
    read, skipped = _extract(reports, reader, writer, on_error, progress)
    progress.stage("Finding duplicates", None)
    stored = [item.report for item in writer.reports() if item.report.language != NO_LANGUAGE]
    links = find_duplicates(stored)
    writer.mark_duplicates([(name, link.original_id, link.similarity) for name, link in links.items()])
    rewrites = echo_links(stored)
    writer.mark_echoes([(name, link.original_id, link.probability) for name, link in rewrites.items()])
    return read, skipped


def _extract(
    reports: Sequence[Report],
    reader: ReportReader,
    writer: Writer,
    on_error: Callable[[ReportError], None],
    progress: Progress,
) -> tuple[int, int]:
    """How many reports were read now, and how many before; one that cannot be read is tried again next time."""
    read = skipped = 0
    for report in reports:
        if writer.is_buried(report.report_id):
            on_error(_buried(report))
            progress.step()
            continue
        writer.add_report(report)
        pack_id = reader.pack_for(report.text)
        extraction = reader.extraction(report, pack_id)
        if writer.extraction_of(report.report_id) == extraction:
            skipped += 1
        else:
            try:
                claims = reader.read(report, pack_id)
            except ReportError as error:
                on_error(error)
            else:
                writer.add_reading(report.report_id, pack_id=pack_id, extraction=extraction, claims=claims)
                read += 1
        progress.step()
    return read, skipped


def _buried(report: Report) -> ReportError:
    return ReportError(
        "this report was removed from the ledger and is not taken in again",
        where=report.caller_id or report.report_id,
        remedy="Take it out of the folder; tadmur remove --list names the reason",
    )


def _nothing_read(paths: Sequence[Path], failed: Sequence[ReportError]) -> NoReports:
    where = ", ".join(str(path) for path in paths)
    if failed:
        reasons = " ".join(error.sentence() for error in failed[:3])
        return NoReports(f"none of the {len(failed)} reports could be read. {reasons}", where=where)
    return NoReports(
        "there is no report here",
        where=where,
        remedy="Give a file or folder with .txt, .md or .jsonl reports, e.g. tadmur run examples/palmyra-2016",
    )


def record_of(view: View, reader: ReportReader, settings: RunSettings, monitor: Monitor) -> Run:
    """How the present state came about; without wall-clock time, so that the same inputs give the same bytes."""
    stored = view.reports()
    packs = sorted({item.pack_id for item in stored if item.pack_id})
    references = [Artefact("gazetteer", reader.gazetteer.digest)]
    references += [Artefact(f"pack {pack.pack_id}", pack.digest) for name in packs if (pack := reader.pack(name))]
    inputs = tuple(
        Artefact(item.report.report_id, sha256(item.report.text.encode("utf-8")).hexdigest()) for item in stored
    )
    if acts := view.reviews():
        inputs += (Artefact("reviews", sha256("".join(sorted(encode(a.review) for a in acts)).encode()).hexdigest()),)
    outputs = (Artefact(LEDGER, view.digest()),)
    settings_hash = digest([settings.digest(), digest([str(source) for source in monitor.sources])])
    return Run(
        run_id=digest([__version__, settings_hash, [a.sha256 for a in inputs], [a.sha256 for a in references]]),
        code_version=__version__,
        settings_hash=settings_hash,
        inputs=inputs,
        outputs=outputs,
        references=tuple(references),
    )

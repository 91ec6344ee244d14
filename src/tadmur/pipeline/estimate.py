"""What reading by a language model will come to, before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tadmur.extract.llm.answers import Answers
from tadmur.extract.llm.extractor import Account, Estimate, LlmExtractor, Model
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.reading import ModelReader, ReportReader
from tadmur.pipeline.run import ANSWERS
from tadmur.pipeline.settings import RunSettings


def estimate_reading(
    paths: Sequence[Path], out: Path, *, settings: RunSettings, defaults: ReportDefaults, model: Model
) -> Estimate:
    """Requests and tokens that a run over ``paths`` into ``out`` will ask of ``model``; nothing is asked or written."""
    reports = list(read_reports(paths, defaults=defaults, on_error=lambda error: None))
    with ExitStack() as open_files:
        kept = out / ANSWERS
        if not kept.exists():
            kept = Path(open_files.enter_context(TemporaryDirectory())) / ANSWERS
        answers = open_files.enter_context(Answers(kept))
        reader = ReportReader(settings, find_monitor(paths), ModelReader(model, answers, Account()))
        total = Estimate(0, 0, 0, 0, 0)
        for report in reports:
            extractor = reader.extractor_for(report, reader.pack_for(report.text))
            if isinstance(extractor, LlmExtractor):
                total = total + extractor.estimate(report)
        return total

"""Time and memory of the main job on the shipped examples, beside a plain spaCy pipeline over the same text.

    .venv/bin/python benchmarks/main_job.py

Prints, from one run on this machine: the demo in a process of its own (wall time, peak memory), warm; the second run
over the same input; `tadmur --help`; reports per second of extraction and of the full spaCy pipeline with the same
model; and the share of sentences that the gate lets through to the parser.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = REPOSITORY / "examples"
SETS = ("palmyra-2016", "ukraine-2022", "sudan-2023")


def timed(arguments: list[str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of a command in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "tadmur", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"tadmur {' '.join(arguments)} failed with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def commands() -> None:
    """Whole commands, each in a process of its own."""
    help_seconds = sorted(timed(["--help"])[0] for _ in range(5))[2]
    print(f"tadmur --help, median of 5                 {help_seconds:7.2f} s")
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            arguments = ["run", str(EXAMPLES / name), "--out", folder, "--quiet"]
            first, memory = timed(arguments)
            second, _ = timed(arguments)
            print(f"tadmur run {name:14s} first           {first:7.2f} s   peak {memory:5.0f} MB")
            print(f"tadmur run {name:14s} again           {second:7.2f} s")


def extraction() -> None:
    """Extraction against the full spaCy pipeline of the same model, same reports, same process."""
    import spacy

    from tadmur.extract.language_model import load_language_model, model_folder
    from tadmur.extract.reading import read
    from tadmur.ingest.readers import ReportDefaults, read_reports
    from tadmur.pipeline.monitor import find_monitor
    from tadmur.pipeline.reading import ReportReader
    from tadmur.pipeline.settings import RunSettings

    folders = [EXAMPLES / name for name in SETS]
    per_set = [(f, list(read_reports([f], defaults=ReportDefaults(), on_error=print))) for f in folders]
    reports = [report for _, found in per_set for report in found]
    full = spacy.load(model_folder())
    load_language_model()
    readers = {folder: ReportReader(RunSettings(), find_monitor([folder])) for folder in folders}
    for folder, found in per_set:
        readers[folder].read(found[0], readers[folder].pack_for(found[0].text))
    full(reports[0].text)

    start = time.perf_counter()
    claims = sum(
        len(readers[folder].read(report, readers[folder].pack_for(report.text)))
        for folder, found in per_set
        for report in found
    )
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for _ in full.pipe(report.text for report in reports):
        pass
    theirs = time.perf_counter() - start
    sentences = sum(len(read(report).sentences) for report in reports)
    print(f"reports {len(reports)}, sentences {sentences}, claims {claims}")
    print(f"extraction and geocoding                   {len(reports) / ours:7.1f} reports/s")
    print(f"plain spaCy, all components, same model    {len(reports) / theirs:7.1f} reports/s")


if __name__ == "__main__":
    day = datetime.now(UTC).date().isoformat()
    print(f"{day}  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    commands()
    extraction()

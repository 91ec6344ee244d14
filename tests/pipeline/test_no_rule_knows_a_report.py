"""The traps of one kind of report, in another war and in other words: the machinery is general."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View
from tests.conftest import REPOSITORY
from tests.pipeline.conftest import run_into

FOLDER = REPOSITORY / "tests" / "data" / "paraphrase"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    out = tmp_path_factory.mktemp("paraphrase")
    run_into(out, FOLDER / "kordofan-report.txt")
    reader = ReportReader(RunSettings(), find_monitor([FOLDER]))
    with View(out / "ledger.duckdb") as view:
        return picture_of(view, reader.pack, settings=RunSettings())

"""One run over the first example set, shared by the tests that only read it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tadmur.pipeline.run import RunOutcome, run
from tadmur.pipeline.settings import RunSettings
from tests.conftest import REPOSITORY

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DEMO = REPOSITORY / "examples" / "palmyra-2016"


def run_into(out: Path, *paths: Path, pack: str = "auto") -> RunOutcome:
    """A run as the command makes it."""
    return run(list(paths), out, settings=RunSettings(pack=pack), now=NOW)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run over the first example set."""
    out = tmp_path_factory.mktemp("demo")
    run_into(out, DEMO)
    return out

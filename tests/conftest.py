"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside benchmarks beside the repository; tests that need it are skipped without it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "bench").is_dir():
        pytest.skip("needs the benchmark folder ../shared, which is not part of the project")
    return folder

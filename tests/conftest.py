"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parents[1]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
SERIOUS = frozenset({"serious", "critical"})


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside benchmarks beside the repository; tests that need it are skipped without it."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "bench").is_dir():
        pytest.skip("needs the benchmark folder ../shared, which is not part of the project")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium without a window and without a graphics card; tests that need it are skipped without it.

    One for a module: what drives it keeps an event loop running in this thread, in which no other may be started.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs a Chromium on the path")
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"]
        )
        yield launched
        launched.close()


def serious_findings(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page that hinders people: rule and element."""
    import axe_playwright_python

    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in SERIOUS]

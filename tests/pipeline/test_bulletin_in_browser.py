"""The situation report in a real browser: nothing leaves it, it fits a phone, and axe finds nothing serious."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from tadmur.pipeline.bulletin import ReportRequest, write_situation_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def url(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    request = ReportRequest(first=date(2016, 3, 13), last=date(2016, 3, 28))
    out = tmp_path_factory.mktemp("report")
    return write_situation_report(
        demo / "ledger.duckdb", out, request, now=datetime(2026, 11, 1, tzinfo=UTC), who="x"
    ).as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs a Chromium on the path")
    with playwright.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_in_the_browser(browser: Browser, url: str, width: int, scheme: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    problems: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    assert problems == []
    assert requests == [url]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg.map:visible").count() == 2
    source = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in SERIOUS] == []


def test_a_number_leads_to_its_words(browser: Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(url)
    link = page.locator(".standfirst .refs a").first
    target = link.get_attribute("href")
    link.click()
    assert target is not None
    assert page.locator(f"{target} blockquote").is_visible()
    assert page.url.endswith(target)

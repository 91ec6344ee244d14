"""The situation report in a real browser: nothing leaves it, it fits a phone, and axe finds nothing serious."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tadmur.pipeline.bulletin import ReportRequest, write_situation_report
from tests.conftest import serious_findings

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def url(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    request = ReportRequest(first=date(2016, 3, 13), last=date(2016, 3, 28))
    out = tmp_path_factory.mktemp("report")
    return write_situation_report(
        demo / "ledger.duckdb", out, request, now=datetime(2026, 11, 1, tzinfo=UTC), who="x"
    ).as_uri()


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
    assert serious_findings(page) == []


def test_a_number_leads_to_its_words(browser: Browser, url: str) -> None:
    page = browser.new_page()
    page.goto(url)
    link = page.locator(".standfirst .refs a").first
    target = link.get_attribute("href")
    link.click()
    assert target is not None
    assert page.locator(f"{target} blockquote").is_visible()
    assert page.url.endswith(target)

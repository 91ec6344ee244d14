"""The page in a real browser: no error, no request, every quotation found, readable without script, axe content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import serious_findings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def file_url(html: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


def opened(browser: Browser, url: str, **options: Any) -> tuple[Page, list[str], list[str]]:
    """The page, what its console said, and every address it asked for."""
    page = browser.new_context(**options).new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    return page, messages, requests


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_error_no_request_no_sideways_scrolling(browser: Browser, file_url: str, viewport: dict[str, int]) -> None:
    page, messages, requests = opened(browser, file_url, viewport=viewport)
    assert messages == []
    assert requests == [file_url]
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.locator("svg.map:visible").count() == 1


def test_two_clicks_from_a_probability_to_its_sentence(browser: Browser, file_url: str) -> None:
    page, _, _ = opened(browser, file_url, viewport=DESKTOP)
    row = page.locator("tbody#p-demo-Wad-Madani")
    row.locator("summary").click()
    row.locator(".evidence li .quote a").nth(1).click()
    marked = page.locator("mark.on")
    assert marked.first.inner_text() == "Fighters of the Rapid Support Forces drove into Wad Madani on Monday"
    assert page.evaluate("document.querySelector('mark.on').getBoundingClientRect().top") < DESKTOP["height"]


def test_claims_can_be_filtered_and_a_hidden_row_comes_back(browser: Browser, file_url: str) -> None:
    page, _, _ = opened(browser, file_url, viewport=DESKTOP)
    page.select_option("select[name=speaker]", "Support Media")
    assert page.locator("#claims-table tbody tr:visible").count() == 4
    assert page.locator("#claim-count").inner_text() == "4 of 19 claims"
    page.evaluate("location.hash = 'c-k1'")
    page.wait_for_function("document.querySelector('#claims-table tbody').rows[0].hidden === false")
    assert page.locator("#claims-table tbody tr:visible").count() == 19


def test_the_page_reads_without_script(browser: Browser, file_url: str) -> None:
    page, _, _ = opened(browser, file_url, viewport=DESKTOP, java_script_enabled=False)
    assert page.locator("#claim-filters").is_hidden()
    assert page.locator("#claims-table tbody tr").count() == 19
    page.locator("tbody#p-demo-Hasaheisa summary").click()
    assert page.locator("tbody#p-demo-Hasaheisa .evidence li").first.is_visible()


def test_the_keyboard_reaches_the_report_first(browser: Browser, file_url: str) -> None:
    page, _, _ = opened(browser, file_url, viewport=DESKTOP)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(browser: Browser, file_url: str, viewport: dict[str, int], scheme: str) -> None:
    page, _, _ = opened(browser, file_url, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert serious_findings(page) == []

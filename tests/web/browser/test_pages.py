"""Every page in Chromium: silent, on its own host, fit for phones, no serious finding, and its way to the words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import serious_findings
from tests.web.browser.conftest import DESKTOP, PHONE, Visit, sign_in

Make = Callable[..., Visit]
PAGES = {
    "/": "Syrian government",
    "/reports": "Meridian",
    "/claims": "besieged",
    "/sources": "Meridian Conflict Monitor",
    "/sources/meridian": "What the model finds",
    "/contradictions": "How they stand",
    "/harm": "unknown",
    "/about": "Natural Earth",
    "/docs": "/api/v1/map/frame",
    "/add": "Paste",
    "/login": "Token",
    "/no-such-page": "Nothing here",
}
SLOW_PAGES = {"/figures?actor=islamic-state&from=2015-09-01": "Islamic State", "/diff?a=2016-03-20": "seen differently"}


def api(url: str, path: str, **parameters: Any) -> Any:
    return httpx.get(f"{url}/api/v1{path}", params=parameters, timeout=120).raise_for_status().json()


@pytest.mark.parametrize(("path", "words"), [*PAGES.items(), *SLOW_PAGES.items()])
def test_a_page_says_nothing_asks_nobody_and_axe_finds_nothing(visit: Make, served: str, path: str, words: str) -> None:
    made = visit()
    page = made.open(served + path)
    page.get_by_text(words).first.wait_for(state="attached")
    if path == "/no-such-page":
        made.said.clear()  # Chromium itself tells of the 404
    assert serious_findings(page) == []


@pytest.mark.parametrize("path", ["/", "/claims", "/contradictions", "/figures?actor=islamic-state&from=2015-09-01"])
def test_a_page_is_fit_for_a_phone_in_the_dark(visit: Make, served: str, path: str) -> None:
    page = visit(viewport=PHONE, color_scheme="dark").open(served + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 23, 21)"
    assert serious_findings(page) == []


def test_the_theme_is_changed_and_kept(visit: Make, served: str) -> None:
    made = visit()
    page = made.open(f"{served}/reports")
    page.get_by_role("button", name="Change to dark").click()
    made.open(f"{served}/sources")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_table_filters_sorts_pages_and_exports_and_all_that_is_in_the_address(visit: Make, served: str) -> None:
    made = visit()
    page = made.open(f"{served}/claims")
    page.get_by_label("Kind").select_option("control_gain")
    page.wait_for_url("**kind=control_gain**")
    total = api(served, "/claims", kind="control_gain")["total"]
    page.get_by_text(f"of {total} claims").wait_for()
    page.get_by_role("button", name="Reading").click()
    page.locator("th[aria-sort=ascending]", has_text="Reading").wait_for()
    assert "sort=probability&order=asc" in page.url
    shares = page.locator("tbody td:last-child").all_inner_texts()
    assert [int(share.split()[0]) for share in shares] == sorted(int(share.split()[0]) for share in shares)
    address = page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == total + 1
    other = visit().open(address)
    other.get_by_text(f"of {total} claims").wait_for()
    assert other.locator("tbody td:last-child").all_inner_texts() == shares


def test_report_text_is_text_wherever_it_stands(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/add")
    hostile = '<img src=x onerror="document.title=1"> Government forces took Palmyra on 27 March 2016. <b>So it is.</b>'
    page.get_by_label("Text of the report").fill(hostile)
    page.get_by_text("1 claim found").wait_for()
    assert page.locator(".text b, .text img").count() == 0
    assert "<b>So it is.</b>" in page.locator(".text").inner_text()


def test_a_pasted_report_shows_its_claims_before_it_is_saved(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/add")
    before = api(served, "/reports")["total"]
    page.get_by_label("Text of the report").fill(
        "Government forces recaptured Palmyra on 27 March 2016, the agency said."
    )
    page.locator(".text mark").first.click()
    assert "Palmyra" in page.locator(".side").inner_text()
    assert page.get_by_role("button", name="Save to the ledger").is_disabled()
    assert api(served, "/reports")["total"] == before


def test_from_a_number_to_its_sentence_in_two_clicks(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/harm")
    page.locator("tbody td.numeric a").first.click()
    page.locator("td a.quote").first.click()
    page.locator("mark.on").first.wait_for()
    page = visit().open(f"{served}/sources")
    page.locator("tbody td.numeric a").first.click()
    page.locator("td a.quote").first.click()
    page.locator("mark.on").first.wait_for()


def test_why_a_claim_was_read_so(visit: Make, served: str) -> None:
    claim = api(served, "/claims", kind="control_gain", limit=1)["items"][0]
    page = visit().open(f"{served}/claims/{claim['claim_id']}")
    page.get_by_text("Why it was read so").click()
    page.locator(".reading dd", has_text="frame").first.wait_for(timeout=90_000)
    assert claim["quote"][:40] in page.locator(".reading").inner_text()


def test_the_base_day_moves_by_keys_and_the_figure_follows(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/figures?actor=islamic-state&from=2015-09-01")
    page.locator(".sentence", has_text="1 September 2015").wait_for()
    page.get_by_role("slider", name="Base day").press("PageUp")
    page.wait_for_url("**from=2015-10-01**")
    page.locator(".sentence", has_text="1 October 2015").wait_for()
    assert page.locator(".figure-page tbody th").all_inner_texts()[:3] == ["Land, km²", "Settlements", "Inhabitants"]
    page.locator(".card a.quote").first.click()
    page.locator("mark.on").first.wait_for()


def test_keys_lead_everywhere(visit: Make, served: str) -> None:
    made = visit(viewport=DESKTOP)
    page = made.open(f"{served}/reports")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/claims")


def test_only_reviewers_see_the_queue(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/review")
    page.get_by_role("link", name="Sign in with your token").wait_for()
    made = visit()
    sign_in(made.page, served)
    made.page.locator(".queue-list button").first.wait_for(timeout=90_000)
    assert serious_findings(made.page) == []

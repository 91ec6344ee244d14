"""An analyst's hand in Chromium: by keys alone, with undo, and the map follows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import httpx

from tests.web.browser.conftest import Visit, sign_in

Make = Callable[..., Visit]


def belief(url: str, place_id: str) -> Any:
    answer = httpx.get(f"{url}/api/v1/places/{place_id}", timeout=60)
    return answer.json()["belief"] if answer.status_code == 200 else None


def test_a_rejected_claim_changes_the_map_and_comes_back(visit: Make, served_copy: str) -> None:
    made = visit()
    page = made.page
    sign_in(page, served_copy)
    page.locator(".queue-detail .acts").wait_for(timeout=90_000)
    watching = visit()
    queue = page.evaluate("fetch('/api/v1/review/queue').then((answer) => answer.json())")["items"]
    named = [each["place_id"] for each in queue]
    bearing = [each for each in queue if each["probability"] and named.count(each["place_id"]) > 1]
    item = max(bearing, key=lambda each: abs(each["probability"] - each["probability_without"]))
    place = item["place_id"]
    before = belief(served_copy, place)
    watching.open(f"{served_copy}/?place={place}")
    standing = watching.page.locator(".standing").inner_text()
    made.open(f"{served_copy}/review?claim={item['claim_id']}")
    page.locator(f".queue-detail[data-claim='{item['claim_id']}']").wait_for()
    page.keyboard.press("r")
    page.locator(".live.shown", has_text="Recorded: reject").wait_for()
    watching.page.wait_for_function(
        "(words) => { const now = document.querySelector('.standing'); return now && now.innerText !== words; }",
        arg=standing,
        timeout=120_000,
    )
    assert belief(served_copy, place) != before
    page.keyboard.press("u")
    page.locator(".live.shown", has_text="Undone").wait_for()
    watching.page.wait_for_function(
        "(words) => document.querySelector('.standing')?.innerText === words", arg=standing, timeout=120_000
    )
    assert page.locator("tbody td", has_text="Ann").count() == 2


def test_a_claim_is_corrected_by_keys_alone(visit: Make, served_copy: str) -> None:
    made = visit()
    page = made.page
    sign_in(page, served_copy)
    page.locator(".queue-detail .acts").wait_for(timeout=90_000)
    page.keyboard.press("j")
    page.locator(".queue-list div:nth-child(2) [aria-current=true]").wait_for()
    page.keyboard.press("k")
    page.locator(".queue-list div:nth-child(1) [aria-current=true]").wait_for()
    page.locator(".queue-detail[data-claim]").wait_for()
    claim_id = page.locator(".queue-detail").get_attribute("data-claim")
    quote = page.locator(".queue-detail mark").inner_text()
    page.keyboard.press("c")
    page.locator(".act-form").wait_for()
    page.get_by_label("Kind").select_option("shelling")
    page.get_by_label("Comment").fill("Shelling, as the words say")
    page.keyboard.press("Enter")
    page.locator(".live.shown", has_text="Recorded: correct").wait_for()
    path = f"/claims/{claim_id}"
    end = time.monotonic() + 120
    while not (answer := httpx.get(f"{served_copy}/api/v1{path}", timeout=60).json())["claim"]["reviewed"]:
        assert time.monotonic() < end, "the correction is not shown after two minutes"
        time.sleep(0.3)
    assert answer["claim"]["kind"] == "shelling"
    other = visit().open(served_copy + path)
    other.get_by_text("corrected by a reviewer").wait_for()
    assert other.locator("mark").inner_text() == quote
    assert "shelling" in other.locator(".claim-view").inner_text()


def test_a_saved_report_shows_up_elsewhere_without_reload(visit: Make, served_copy: str) -> None:
    watching = visit().open(f"{served_copy}/reports")
    watching.locator("tbody tr").first.wait_for()
    made = visit()
    sign_in(made.page, served_copy, "/add")
    page = made.page
    file = b"Convoy reaches Hawarini\n\nGovernment forces took Hawarini on 4 April 2016, the agency said.\n"
    page.get_by_label("File").set_input_files({"name": "dropped.txt", "mimeType": "text/plain", "buffer": file})
    page.locator(".text mark").first.wait_for(timeout=60_000)
    page.get_by_label("Published", exact=True).fill("2016-04-05")
    page.get_by_role("button", name="Save to the ledger").click()
    page.get_by_text("1 report in the ledger").wait_for(timeout=60_000)
    watching.get_by_role("link", name="Convoy reaches Hawarini").wait_for(timeout=120_000)

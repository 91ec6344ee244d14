"""The map in Chromium: clocks, places, sentences, search in Arabic, and addresses that hold the whole view."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.conftest import serious_findings
from tests.web.browser.conftest import PHONE, Visit

Make = Callable[..., Visit]
PALMYRA = "wof:421197935"


def pixels(page: Page) -> str:
    """What the canvas of control shows, as one word that changes with it."""
    found: str = page.evaluate(
        """() => { const shown = document.querySelectorAll(".overlay")[0], canvas = document.createElement("canvas");
        Object.assign(canvas, { width: shown.width, height: shown.height });
        const pen = canvas.getContext("2d", { willReadFrequently: true }); pen.drawImage(shown, 0, 0);
        const { data } = pen.getImageData(0, 0, canvas.width, canvas.height); let sum = 0;
        for (let i = 0; i < data.length; i++) sum = (sum * 31 + data[i]) >>> 0; return String(sum); }"""
    )
    return found


def test_the_day_moves_the_picture_and_the_address(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/?as_of=2016-03-01")
    before = pixels(page)
    slider = page.get_by_role("slider", name="Day shown")
    assert slider.get_attribute("aria-valuetext") == "1 March 2016"
    page.locator("input[type=date]").first.fill("2016-04-05")
    page.get_by_role("heading", name="5 April 2016").wait_for()
    assert pixels(page) != before
    slider.press(",")
    page.get_by_role("heading", name="4 April 2016").wait_for()
    page.wait_for_url("**as_of=2016-04-04**")


def test_play_runs_through_the_days(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/?as_of=2016-03-01")
    page.get_by_role("button", name="Play").click()
    slider = page.get_by_role("slider", name="Day shown")
    first = int(slider.input_value())
    page.wait_for_function("(after) => document.querySelector('.track input').value >= after", arg=first + 3)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url(re.compile(r"as_of=2016-0[34]-\d\d"))


def test_what_was_known_by_then(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/?as_of=2016-03-28")
    now = pixels(page)
    page.goto(f"{served}/?as_of=2016-03-28&known_by=2016-03-20")
    page.wait_for_selector("html[data-ready]", state="attached", timeout=90_000)
    page.get_by_text("As known by 20 March 2016").wait_for(timeout=90_000)
    assert pixels(page) != now


def test_two_days_side_by_side(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/?as_of=2016-04-05&before=2015-12-01")
    expect(page.locator(".swipe-day.left")).to_have_text("1 December 2015")
    first = pixels(page)
    handle = page.get_by_role("slider", name="Line between the two days")
    handle.press("PageDown")
    handle.press("PageDown")
    page.wait_for_url("**swipe=0.30**")
    page.wait_for_function("() => document.querySelector('.swipe-handle').getAttribute('aria-valuenow') === '30'")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert pixels(page) != first
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".swipe")).to_be_hidden()


def test_a_place_is_found_under_its_arabic_name_and_leads_to_its_sentence(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/")
    page.keyboard.press("/")
    page.keyboard.type("تدمر")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Palmyra").wait_for()
    assert f"place={PALMYRA}" in page.url
    mark = page.locator(".mark a").last
    mark.click()
    sentence = page.locator(".chosen-claim mark.on")
    sentence.wait_for()
    assert sentence.inner_text() in (mark.get_attribute("aria-label") or "")
    facts = page.locator(".chosen-claim dt").all_inner_texts()
    assert {"Speaker", "Stance", "Zone"} <= set(facts)
    page.locator(".evidence .weight").first.wait_for(timeout=60_000)
    assert re.fullmatch(r"[+−]\d+\.\d\d", page.locator(".evidence .weight").first.inner_text())
    assert serious_findings(page) == []
    page.locator(".chosen-claim dd a").first.click()
    page.locator(".text mark.on").first.wait_for()


def test_a_click_on_the_map_opens_the_place(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/?at=34.55,38.27,8")
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("heading", name="Palmyra").wait_for()


def test_an_address_holds_the_whole_view(visit: Make, served: str) -> None:
    made = visit()
    page = made.open(
        f"{served}/?as_of=2016-03-28&place={PALMYRA}&at=34.5500,38.2700,8.00&names=ar&cells=off&before=2016-01-01"
    )
    page.get_by_role("heading", name="Palmyra").wait_for()
    assert page.get_by_label("Letters of the names").input_value() == "ar"
    assert not page.get_by_label("Cells").is_checked()
    assert page.get_by_role("slider", name="Day shown").get_attribute("aria-valuetext") == "28 March 2016"
    shown = pixels(page)
    again = visit().open(page.url)
    again.get_by_role("heading", name="Palmyra").wait_for()
    assert pixels(again) == shown
    page.get_by_role("link", name="Claims", exact=True).click()
    page.wait_for_url("**/claims?as_of=2016-03-28")


def test_the_map_is_walked_by_keys_and_its_places_are_a_list(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/")
    row = page.locator("#panel .rows").nth(1).get_by_role("button").first
    name = row.locator("span").first.inner_text()
    row.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=name).wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Places in view").wait_for()


def test_states_are_told_apart_in_grey(visit: Make, served: str) -> None:
    page = visit().open(f"{served}/")
    looks = page.evaluate(
        """async () => { const { Sprites, STATES } = await import("/static/js/map/sprites.js");
        const grey = { colours: Array(64).fill([0.5, 0.5, 0.5]), ink: [0, 0, 0], paper: [1, 1, 1] };
        const sprites = new Sprites(grey);
        return ["strong", "claimed", "stale", "contested", "unknown"].map((state) =>
          sprites.get(0, STATES[state], 16, false, 1).pixels.join()); }"""
    )
    assert len(set(looks)) == 5


def test_the_map_on_a_phone(visit: Make, served: str) -> None:
    page = visit(viewport=PHONE, has_touch=True).open(f"{served}/?place={PALMYRA}")
    page.get_by_role("heading", name="Palmyra").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("#map").bounding_box()["height"] > 250  # type: ignore[index]

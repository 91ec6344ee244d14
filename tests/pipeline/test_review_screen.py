"""The review screen, driven by keys in a terminal of 80 by 24."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, TextArea

from tadmur.cli.review_dialogs import CorrectDialog, Dialog
from tadmur.cli.review_screen import ReviewScreen
from tadmur.pipeline.review_desk import ReviewDesk, typed_fields, typed_parts
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.terms.review import Act, Review

Steps = Callable[[ReviewScreen, Pilot[None]], Awaitable[None]]


@pytest.fixture
def ledger(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo / "ledger.duckdb", tmp_path / "ledger.duckdb"))


def at_the_screen(ledger: Path, steps: Steps, size: tuple[int, int] = (80, 24)) -> None:
    async def sit_down() -> None:
        app = ReviewScreen(ReviewDesk.open(ledger, "ana"))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(app, pilot)

    asyncio.run(sit_down())


async def settled(app: ReviewScreen, pilot: Pilot[None]) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


def acts(ledger: Path) -> list[Review]:
    with ReviewedView(ledger) as view:
        return [item.review for item in view.reviews()]


def told(app: ReviewScreen, where: str) -> str:
    return str(app.query_one(where, Static).content)


def current(app: ReviewScreen) -> Any:
    assert app.current is not None
    return app.current.record.claim


def test_the_claim_is_highlighted_in_its_report_with_what_rests_on_it(ledger: Path) -> None:
    async def look(app: ReviewScreen, pilot: Pilot[None]) -> None:
        claim = current(app)
        shown = app.query_one("#claim", Static).content
        assert claim.span.exact in str(shown)
        (mark,) = [span for span in shown.spans if "reverse" in str(span.style)]  # type: ignore[union-attr]
        assert str(shown)[mark.start : mark.end] == claim.span.exact
        assert "chance of a misreading" in told(app, "#facts")
        await pilot.press("j")
        assert current(app) != claim
        assert current(app).span.exact in told(app, "#claim")
        await pilot.press("k")
        assert current(app) == claim

    at_the_screen(ledger, look)


def test_everything_fits_in_80_by_24(ledger: Path) -> None:
    async def measure(app: ReviewScreen, pilot: Pilot[None]) -> None:
        for _ in range(8):
            await pilot.press("j")
            await pilot.pause()
            facts, report = app.query_one("#facts"), app.query_one("#right")
            assert report.region.height >= 5
            assert facts.region.bottom <= 24
            assert app.query_one("#queue").region.width <= 34
        for key in "csgm?":
            await pilot.press({"?": "question_mark"}.get(key, key))
            await pilot.pause()
            assert isinstance(app.screen, Dialog)
            box = app.screen.children[0].region
            assert box.y >= 0
            assert box.bottom <= 24
            await pilot.press("escape")
            await pilot.pause()

    at_the_screen(ledger, measure)


def test_accept_reject_and_undo_by_keys(ledger: Path) -> None:
    async def decide(app: ReviewScreen, pilot: Pilot[None]) -> None:
        before = len(app.desk.queue)
        accepted = current(app).claim_id
        await pilot.press("a")
        await settled(app, pilot)
        rejected = current(app).claim_id
        await pilot.press("r")
        await settled(app, pilot)
        assert len(app.desk.queue) == before - 2
        assert [(act.act, act.anchor and act.anchor.claim_id) for act in acts(ledger)] == [
            (Act.ACCEPT, accepted),
            (Act.REJECT, rejected),
        ]
        await pilot.press("u")
        await settled(app, pilot)
        assert len(app.desk.queue) == before - 1
        await pilot.press("u")
        await settled(app, pilot)
        assert len(app.desk.queue) == before
        await pilot.press("u")
        assert "no act to undo" in told(app, "#state")

    at_the_screen(ledger, decide)


def test_a_correction_is_typed_refused_mended_and_saved(ledger: Path) -> None:
    async def correct(app: ReviewScreen, pilot: Pilot[None]) -> None:
        claim = current(app)
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(app.screen, CorrectDialog)
        field = app.screen.query_one("#field-time", Input)
        field.focus()
        field.value = "once upon"
        await pilot.press("enter")
        await pilot.pause()
        assert "names no time" in str(app.screen.query_one("#wrong", Static).content)
        field.value = "since 3 May 2015"
        app.screen.query_one("#field-opponent", Input).value = ""
        await pilot.press("enter")
        await settled(app, pilot)
        assert not isinstance(app.screen, Dialog)
        (act,) = acts(ledger)
        assert act.changes is not None
        assert act.changes.given[-1] == "time"
        assert act.anchor is not None
        assert act.anchor.claim_id == claim.claim_id

    at_the_screen(ledger, correct)


def test_grading_by_a_letter_and_by_a_digit(ledger: Path) -> None:
    async def grade(app: ReviewScreen, pilot: Pilot[None]) -> None:
        await pilot.press("g", "d")
        await settled(app, pilot)
        await pilot.press("g", "1")
        await settled(app, pilot)
        first, second = acts(ledger)
        assert first.reliability is not None
        assert (first.source is not None, first.reliability.value) == (True, "D")
        assert (second.credibility, second.source) == (1, None)

    at_the_screen(ledger, grade)


def test_merge_split_and_note(ledger: Path) -> None:
    async def more(app: ReviewScreen, pilot: Pilot[None]) -> None:
        first = current(app)
        await pilot.press("m")
        await pilot.pause()
        others = app.screen.query_one(OptionList)
        into = others.get_option_at_index(0).id
        await pilot.press("enter")
        await settled(app, pilot)
        await pilot.press("s")
        await pilot.pause()
        app.screen.query_one(TextArea).text = "modality=actual\nmodality=historical; actor=islamic-state"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"see map", "enter")
        await settled(app, pilot)
        merge, split, note = acts(ledger)
        assert merge.into is not None
        assert (merge.anchor and merge.anchor.claim_id, merge.into.claim_id) == (first.claim_id, into)
        assert [part.given for part in split.parts] == [("modality",), ("actor", "modality")]
        assert (note.act, note.comment) == (Act.COMMENT, "see map")

    at_the_screen(ledger, more)


def test_search_narrows_the_list_and_escape_opens_it_again(ledger: Path) -> None:
    async def search(app: ReviewScreen, pilot: Pilot[None]) -> None:
        every = app.query_one("#queue", OptionList).option_count
        await pilot.press("slash", *"mahin hold")
        await pilot.pause()
        found = app.query_one("#queue", OptionList).option_count
        assert 0 < found < every
        assert "Mahin" in told(app, "#claim") or "Mahin" in told(app, "#facts")
        await pilot.press("enter", "j", "escape")
        await pilot.pause()
        assert app.query_one("#queue", OptionList).option_count == every

    at_the_screen(ledger, search)


def test_what_is_typed_becomes_fields() -> None:
    before = {"place": "wof:1", "actor": "x", "span": "3-9", "attribution": "publisher"}
    assert typed_fields(before, before) == {}
    typed = {"place": " ", "actor": "y ", "span": "4-9", "attribution": "Umm Salim; resident; "}
    assert typed_fields(typed, before) == {
        "place": None,
        "actor": "y",
        "span": [4, 9],
        "attribution": {"name": "Umm Salim", "role": "resident", "aligned_with": None},
    }
    assert typed_parts("place=wof:1; span=3-9\n\nactor=\n") == [{"place": "wof:1", "span": [3, 9]}, {"actor": None}]

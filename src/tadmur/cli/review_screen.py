"""The screen of ``tadmur review``: the queue on the left, the sentence in its report on the right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rich.markup import escape
from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from tadmur.cli.review_dialogs import CommentDialog, CorrectDialog, GradeDialog, HelpDialog, MergeDialog, SplitDialog
from tadmur.export.page_text import instant, percent, words
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.review_acts import Recorded, act_words
from tadmur.pipeline.review_desk import ReviewDesk, form_values
from tadmur.pipeline.review_queue import QueueItem
from tadmur.pipeline.review_script import moved
from tadmur.pipeline.review_words import field_words, status_words
from tadmur.store.rows import LedgerClaim
from tadmur.terms.errors import TadmurError

SHOWN = 400
"""Claims of the queue that the list holds at once; a search reaches all."""
FACTS_LINES = 14
"""Lines of a terminal that the fields and the frame take; the rest shows the report around the claim."""
LIST_WIDTH, TEXT_WIDTH = 34, 42


class ReviewScreen(App[None]):
    """Works in a terminal of 80 by 24, by keyboard alone."""

    TITLE = "tadmur review"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #top { height: 1; background: $primary-background; padding: 0 1; }
    #queue { width: 34; border: none; border-right: solid $primary; padding: 0; }
    #right { padding: 0 1; height: 1fr; }
    #facts { padding: 0 1; height: auto; max-height: 60%; border-top: solid $primary; }
    #search { height: 1; border: none; display: none; }
    #search.open { display: block; }
    #state { height: 1; padding: 0 1; color: $text-muted; }
    #state.wrong { color: $text-error; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept"),
        Binding("r", "reject", "Reject"),
        Binding("c", "correct", "Correct"),
        Binding("m", "merge", "Merge"),
        Binding("s", "split", "Split"),
        Binding("g", "grade", "Grade"),
        Binding("n", "comment", "Note"),
        Binding("u", "undo", "Undo"),
        Binding("slash", "search", "Find"),
        Binding("question_mark", "help", "Keys"),
        Binding("q", "quit", "Quit"),
        Binding("j", "next", "Next", show=False),
        Binding("k", "previous", "Previous", show=False),
        Binding("f5", "weigh", "Weigh again", show=False),
        Binding("escape", "close_search", "Close search", show=False),
    ]

    def __init__(self, desk: ReviewDesk) -> None:
        super().__init__()
        self.desk = desk
        self._words = ""
        self._shown: list[QueueItem] = []
        self._written = 0
        self._done: set[str] = set()
        """Claims acted on since the evidence was last weighed; they have left the list."""

    def compose(self) -> ComposeResult:
        yield Static(id="top")
        with Horizontal():
            yield OptionList(id="queue")
            with Vertical():
                with VerticalScroll(id="right", can_focus=False):
                    yield Static(id="claim")
                yield Static(id="facts")
        yield Input(placeholder="words in quote, place, kind, report", id="search", compact=True)
        yield Static("", id="state")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self._fill()
        self.query_one(OptionList).focus()

    @property
    def current(self) -> QueueItem | None:
        """The claim that the cursor is on."""
        at = self.query_one(OptionList).highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def _fill(self) -> None:
        """The list anew, the cursor where it was as far as possible."""
        queue = self.query_one("#queue", OptionList)
        at = queue.highlighted or 0
        left = [item for item in self.desk.found(self._words) if item.record.claim.claim_id not in self._done]
        self._shown = left[:SHOWN]
        queue.clear_options()
        queue.add_options([Option(_entry(item)) for item in self._shown])
        queue.highlighted = min(at, len(self._shown) - 1) if self._shown else None
        found = f"{len(left)} of {len(self.desk.queue)}" if self._words else f"{len(left)} to look at"
        orphaned = f"  {self.desk.orphaned} orphaned" if self.desk.orphaned else ""
        where = f"{escape(self.desk.ledger.name)}  as of {self.desk.picture.as_of}"
        self.query_one("#top", Static).update(f"[b]{escape(self.desk.by)}[/b]  {where}  {found}{orphaned}")
        self._show()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list.id == "queue":
            self._show()

    def _show(self) -> None:
        item = self.current
        told = Text("Nothing is left to look at.", style="italic") if item is None else self._in_its_report(item)
        self.query_one("#claim", Static).update(told)
        self.query_one("#facts", Static).update(Text() if item is None else self._facts(item))
        self.query_one("#right", VerticalScroll).scroll_home(animate=False)

    def _in_its_report(self, item: QueueItem) -> Text:
        """The claim with as much of its report around it as the terminal has room for."""
        claim, report = item.record.claim, item.record.report
        start, end = claim.span.start, claim.span.end
        room = max(2, self.size.height - FACTS_LINES - 4) * max(TEXT_WIDTH, self.size.width - LIST_WIDTH - 4)
        around = max(0, room - (end - start)) // 2
        told = Text()
        told.append(f"{report.publisher or report.caller_id or 'no publisher'}", style="bold")
        told.append(f"  {instant(report.published_at, report.published_precision)}  {words(claim.zone.value)}\n")
        before, after = report.text[max(0, start - around) : start], report.text[end : end + around]
        told.append(_flat(_cut(before, at_start=True) if start > around else before), style="dim")
        told.append(report.text[start:end], style="bold reverse")
        told.append(_flat(_cut(after, at_start=False) if end + around < len(report.text) else after), style="dim")
        return told

    def _facts(self, item: QueueItem) -> Text:
        """The fields of the claim as they were read, and what rests on them."""
        claim, names = item.record.claim, self.desk.names
        fields = field_words(claim, item.record.geocoding, names)
        fields["kind"] += f" ({fields.pop('modality')}, {fields.pop('polarity')})"
        if item.record.review is not None:
            fields["status"] = status_words(_row(item))
        told = Text()
        for name, value in fields.items():
            if value != "unknown" or name in ("actor", "place"):
                told.append(f"{name if name != 'attribution' else 'said by':>9} ", style="dim")
                told.append(f"{value}\n")
        told.append(_effect(item, names), style="bold")
        told.append("; ".join(item.reasons))
        return told

    def action_next(self) -> None:
        self.query_one("#queue", OptionList).action_cursor_down()

    def action_previous(self) -> None:
        self.query_one("#queue", OptionList).action_cursor_up()

    def action_accept(self) -> None:
        self._decide("accept")

    def action_reject(self) -> None:
        self._decide("reject")

    def _decide(self, act: str, **more: Any) -> None:
        if (item := self.current) is not None:
            self.carry_out({"act": act, "claim_id": item.record.claim.claim_id, **more})

    def action_correct(self) -> None:
        if (item := self.current) is not None:
            self.push_screen(CorrectDialog(form_values(_row(item)), self._tried(item, "correct", "fields")))

    def action_split(self) -> None:
        if (item := self.current) is not None:
            self.push_screen(SplitDialog(form_values(_row(item)), self._tried(item, "split", "parts")))

    def action_merge(self) -> None:
        if (item := self.current) is not None:
            mine = item.record.claim
            others = [row for row in self.desk.of_report(mine.report_id) if row.claim.claim_id != mine.claim_id]
            self.push_screen(MergeDialog(others, self._tried(item, "merge", "into")))

    def action_grade(self) -> None:
        if (item := self.current) is not None:
            self.push_screen(GradeDialog(item.record.claim, self._tried_request(item)))

    def action_comment(self) -> None:
        if (item := self.current) is not None:
            self.push_screen(CommentDialog(self._tried(item, "comment", "comment")))

    def action_help(self) -> None:
        self.push_screen(HelpDialog())

    def action_search(self) -> None:
        search = self.query_one("#search", Input)
        search.add_class("open")
        search.focus()

    def action_close_search(self) -> None:
        search = self.query_one("#search", Input)
        search.value = ""
        search.remove_class("open")
        self.query_one("#queue", OptionList).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self._words = event.value
            self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "search":
            self.query_one("#queue", OptionList).focus()

    def _tried(self, item: QueueItem, act: str, key: str) -> Callable[[Any], str | None]:
        """What a dialog calls with its one answer: the act is carried out, or the reason why not is given back."""
        carry_out = self._tried_request(item)
        return lambda value: carry_out({"act": act, key: value})

    def _tried_request(self, item: QueueItem) -> Callable[[Mapping[str, Any]], str | None]:
        claim_id = item.record.claim.claim_id

        def carry_out(request: Mapping[str, Any]) -> str | None:
            named = request if "source" in request else {**request, "claim_id": claim_id}
            return self.carry_out(named)

        return carry_out

    def carry_out(self, request: Mapping[str, Any]) -> str | None:
        """One act: the claim leaves the list, and the evidence is weighed again; the reason where it cannot be done."""
        try:
            recorded = self.desk.act(request)
        except TadmurError as error:
            self._say(error.sentence(), wrong=True)
            return error.sentence()
        self._acted(recorded)
        return None

    def action_undo(self) -> None:
        try:
            recorded = self.desk.undo()
        except TadmurError as error:
            self._say(error.sentence(), wrong=True)
            return
        self._acted(recorded)

    def _acted(self, recorded: Recorded) -> None:
        (review,) = recorded.reviews
        self._written = recorded.revision
        if review.anchor is not None and review.act.value not in ("grade", "comment"):
            self._done ^= {review.anchor.claim_id}
        self._fill()
        self._say(f"{act_words(review)}: written as {review.act_id}; weighing the evidence again ...")
        self.action_weigh()

    @work(thread=True, exclusive=True, group="weigh")
    def action_weigh(self) -> None:
        """Weigh the evidence again in the background."""
        before = self.desk.picture
        self.desk.refresh()
        self.call_from_thread(self._weighed, before)

    def _weighed(self, before: Picture) -> None:
        if self.desk.revision >= self._written:
            self._done.clear()
        self._fill()
        told = [line.strip() for line in moved(before, self.desk.picture)]
        self._say("Weighed. " + ("; ".join(told[:3]) if told else "No probability of this day moved."))

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        state = self.query_one("#state", Static)
        state.set_class(wrong, "wrong")
        state.update(escape(sentence))


def _row(item: QueueItem) -> LedgerClaim:
    return LedgerClaim(item.record.claim, item.record.geocoding, item.record.review)


def _entry(item: QueueItem) -> Text:
    place = item.record.place.name if item.record.place else "no place"
    width = LIST_WIDTH - 12
    name = place if len(place) <= width else place[: width - 1].rstrip() + "…"
    return Text(f"{item.score:6.1f} {words(item.record.claim.kind.value)}\n       {name}")


def _cut(text: str, *, at_start: bool) -> str:
    """A stretch of text without the half word at its cut end."""
    if at_start:
        return "…" + text[text.find(" ") + 1 :]
    return text[: text.rfind(" ")] + "…"


def _flat(text: str) -> str:
    """Empty lines left out, so that more of the report fits."""
    return re.sub(r"\n\s*\n", "\n", text)


def _effect(item: QueueItem, names: Mapping[str, str]) -> str:
    """What the day's belief about the place would be without the claim."""
    known = item.probability is not None and item.probability_without is not None
    if item.state is None or item.record.place is None or not known:
        return ""
    if percent(item.probability) == percent(item.probability_without):
        return "It does not move what is believed of this day.\n"
    who = names.get(item.state, item.state)
    return (
        f"{item.record.place.name}: {who} {percent(item.probability)}, without it {percent(item.probability_without)}\n"
    )

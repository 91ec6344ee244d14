"""The dialogs of the review screen; each hands its answer on, and stays open with the reason when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from rich.markup import escape
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from tadmur.export.page_text import words
from tadmur.pipeline.observations import source_key
from tadmur.pipeline.review_desk import typed_fields, typed_parts
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim
from tadmur.terms.grading import RELIABILITY_WORDS, Reliability
from tadmur.terms.review import Credibility

Try = Callable[[Any], str | None]
"""Carries out what a dialog asks for; gives back why not, or ``None`` when it is done."""
CREDIBILITY_WORDS = {
    Credibility.CONFIRMED: "confirmed by other sources",
    Credibility.PROBABLY_TRUE: "probably true",
    Credibility.POSSIBLY_TRUE: "possibly true",
    Credibility.DOUBTFUL: "doubtful",
    Credibility.IMPROBABLE: "improbable",
    Credibility.CANNOT_BE_JUDGED: "cannot be judged",
}
KEYS = """\
[b]a[/b] accept      the text says what the claim says
[b]c[/b] correct     change fields: place, party, time ...
[b]r[/b] reject      the text says nothing of the kind
[b]m[/b] merge       it says no more than another claim of the report
[b]s[/b] split       it says several things
[b]g[/b] grade       source A to F, what is said 1 to 6
[b]n[/b] note        a comment in the log
[b]u[/b] undo        your newest act that counts
[b]/[/b] find        words in quote, place, kind, report; Esc ends it
[b]j k[/b] or arrows move; [b]PgUp PgDn[/b] in the list; [b]F5[/b] weigh again
[b]q[/b] quit        every act is in the ledger already

Accepting says that the sentence was read rightly, not that it is
true: for that grade it 1 (confirmed)."""


class Dialog(ModalScreen[None]):
    """A box over the screen; Escape closes it and nothing is done."""

    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > Vertical { width: 76; max-height: 22; height: auto; padding: 0 1; }
    Dialog > Vertical { border: round $primary; background: $surface; }
    Dialog .field { height: 1; }
    Dialog .name { width: 13; color: $text-muted; }
    Dialog Input { width: 1fr; }
    Dialog TextArea { height: 8; }
    Dialog OptionList { height: auto; max-height: 14; border: none; }
    Dialog VerticalScroll { height: auto; max-height: 20; }
    Dialog .hint { color: $text-muted; }
    Dialog .wrong { color: $text-error; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def refused(self, reason: str | None) -> None:
        """Close when there is no reason against it; else show it."""
        if reason is None:
            self.dismiss()
        else:
            self.query_one("#wrong", Static).update(escape(reason))


class CorrectDialog(Dialog):
    """One line a field, with what the machine read; Enter carries out what was changed."""

    def __init__(self, values: Mapping[str, str], carry_out: Try) -> None:
        super().__init__()
        self._values, self._carry_out = values, carry_out

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("[b]Correct[/b]  Tab moves, Enter saves what you changed, Esc leaves it")
            for name, value in self._values.items():
                with Horizontal(classes="field"):
                    yield Static(name, classes="name")
                    yield Input(value, id=f"field-{name}", compact=True)
            yield Static(
                "place: id, name or lat, lon; empty for none. time: since 3 May 2015, or 2015-05-03/2015-05-04. "
                "attribution: id of a source, or name; role; party",
                classes="hint",
            )
            yield Static("", id="wrong", classes="wrong")

    def on_input_submitted(self) -> None:
        typed = {name: self.query_one(f"#field-{name}", Input).value for name in self._values}
        fields = typed_fields(typed, self._values)
        self.refused(self._carry_out(fields) if fields else "Nothing was changed.")


class SplitDialog(Dialog):
    """One part a line; Ctrl-S carries it out."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save", priority=True)]

    def __init__(self, values: Mapping[str, str], carry_out: Try) -> None:
        super().__init__()
        self._values, self._carry_out = values, carry_out

    def compose(self) -> ComposeResult:
        line = f"place={self._values['place']}; actor={self._values['actor']}; span={self._values['span']}"
        with Vertical():
            yield Static("[b]Split[/b]  one part a line, field=value; ...  Ctrl-S saves, Esc leaves it")
            yield TextArea(f"{line}\n{line}", id="parts")
            yield Static("What a part does not give stays as it is. Fields: " + ", ".join(self._values))
            yield Static("", id="wrong", classes="wrong")

    def action_save(self) -> None:
        self.refused(self._carry_out(typed_parts(self.query_one(TextArea).text)))


class MergeDialog(Dialog):
    """The other claims of the report; Enter merges into the one under the cursor."""

    def __init__(self, others: Sequence[LedgerClaim], carry_out: Try) -> None:
        super().__init__()
        self._others, self._carry_out = others, carry_out

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("[b]Merge[/b] into another claim of this report: Enter; Esc leaves it")
            yield OptionList(*(Option(_line(row.claim), id=row.claim.claim_id) for row in self._others))
            yield Static("" if self._others else "The report has no other claim.", id="wrong", classes="wrong")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.refused(self._carry_out(event.option.id))


def _line(claim: Claim) -> str:
    quote = " ".join(claim.span.exact.split())
    return escape(f"{words(claim.kind.value)}: {quote if len(quote) <= 52 else quote[:51] + '…'}")


class GradeDialog(Dialog):
    """A letter for the speaker, a digit for what is said."""

    def __init__(self, claim: Claim, carry_out: Try) -> None:
        super().__init__()
        self._claim, self._carry_out = claim, carry_out

    def compose(self) -> ComposeResult:
        speaker = self._claim.speaker
        named = speaker.name if speaker.name and not speaker.private else None
        letters = "\n".join(f"[b]{grade.value}[/b] {text}" for grade, text in RELIABILITY_WORDS.items())
        digits = "\n".join(f"[b]{int(grade)}[/b] {text}" for grade, text in CREDIBILITY_WORDS.items())
        with Vertical():
            yield Static("[b]Grade[/b] (Admiralty)  press a letter or a digit; Esc leaves it")
            who = escape(named) if named else "the speaker (a private or unnamed voice is not graded)"
            yield Static(f"\n{who}\n{letters}\n\nwhat it says here\n{digits}")
            yield Static("", id="wrong", classes="wrong")

    def on_key(self, event: events.Key) -> None:
        letter = (event.character or "").upper()
        if letter in set(Reliability):
            event.stop()
            source = source_key(self._claim.speaker)
            self.refused(self._carry_out({"act": "grade", "source": source, "reliability": letter}))
        elif letter.isdigit():
            event.stop()
            self.refused(self._carry_out({"act": "grade", "credibility": letter}))


class CommentDialog(Dialog):
    """One line; Enter writes it."""

    def __init__(self, carry_out: Try) -> None:
        super().__init__()
        self._carry_out = carry_out

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("[b]Note[/b] on this claim: Enter writes it into the log, Esc leaves it")
            yield Input(id="note", compact=True)
            yield Static("", id="wrong", classes="wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.refused(self._carry_out(event.value))


class HelpDialog(Dialog):
    """The keys."""

    def compose(self) -> ComposeResult:
        with Vertical(), VerticalScroll(can_focus=False):
            yield Static(KEYS)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("question_mark", "enter", "q"):
            event.stop()
            self.dismiss()

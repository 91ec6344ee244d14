"""Who holds what in tables ("| Kesh | rebels |" under a head that says so), lists ("REBELS: Kesh, Arun") and notes.

Such lines are no sentences, so they are read as they stand and not parsed. A table counts only where a head names the
column of the holder; lists only where at least two parties have one in the report. A note ("Under the rebels since
June") speaks of the place that its item is headed with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmur.extract.drafts import Draft
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import load_frames
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.terms.claim import ClaimKind
from tadmur.terms.place import NameSpan

if TYPE_CHECKING:
    from tadmur.reference.packs import ActorMention

PROBABILITY = 0.85
_HOLDER_HEAD = re.compile(r"\b(?:holders?|held|controls?|controlled|hands|situation|status|state)\b", re.I)
_HELD_BY = re.compile(r"(?:(?:still |now )?(?:held|controlled|occupied|ruled) by |with |under )?(?:the )?", re.I)
_AFTER_PARTY = re.compile(r"(?: (?:control|rule|hands|forces))?", re.I)
_CONTESTED = re.compile(r"(?:contested|disputed)", re.I)
_RULE = re.compile(r"[-:= ]+")
_HEADING = r"(?:\d+\.\s*)?(?:[^.!?:]{1,60}[.:]\*\*\s+)?"
"""The heading of the item, in the same line: "**Kesh (north).** "."""
_LIST_HEAD = re.compile(_HEADING + r"(?:[-*•]\s*)?\**(?:the )?", re.I)
_NOTE_HEAD = re.compile(
    _HEADING + r"(?:[-*•]\s*)?(?P<words>(?:still|now|firmly|back)?\s*"
    r"(?P<with>under|with|held by|controlled by|in the hands of)?\s*)(?:the )?",
    re.I,
)
_NOTE_TAIL = re.compile(
    r"(?P<said>(?P<own>'s\b)?(?: (?:control|rule|hands))?(?P<since>,? since [\w ]{3,30})?)\s*(?:[.,;]|$)", re.I
)
_JOINT = re.compile(r"(?:\s*\([^()]{0,60}\))?\s*(?:,\s*and\b|,|;|\band\b)?\s*(?:the )?", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report with the parties and the place names in it; offsets into its text."""

    index: int
    text: str
    mentions: Sequence[ActorMention]
    names: Sequence[NameSpan]


@dataclass(frozen=True, slots=True)
class RowHold:
    """One place of a row, list or note and its holder; words of the line ``[start, end)``.

    The holder is ``None`` where the place is contested; the place is ``None`` in a note, which names it further up.
    """

    place: NameSpan | None
    holder: ActorMention | None
    start: int
    end: int


def read_rows(lines: Sequence[Line]) -> dict[int, list[RowHold]]:
    """What the rows and lists of a report say, by the index of the line."""
    found = dict(_table_rows(lines))
    lists = {line.index: holds for line in lines if (holds := _list_line(line))}
    if len({hold.holder.actor_id for holds in lists.values() for hold in holds if hold.holder}) > 1:
        found.update(lists)
    notes = ((line.index, note) for line in lines if line.index not in found and (note := _note(line)))
    return {**found, **{index: [note] for index, note in notes}}


def _table_rows(lines: Sequence[Line]) -> Iterator[tuple[int, list[RowHold]]]:
    column: int | None = None
    inside = False
    for line in lines:
        if not line.text.lstrip().startswith("|"):
            inside = False
            continue
        cells = _cells(line.text)
        if not inside:
            heads = [i for i, (start, end) in enumerate(cells) if i and _HOLDER_HEAD.search(line.text[start:end])]
            column, inside = (heads[0] if heads else None), True
        elif column is not None and column < len(cells):
            row = _row(line, cells[0], cells[column])
            if row is not None:
                yield line.index, [row]


def _cells(text: str) -> list[tuple[int, int]]:
    """Spans of the cells of a row, without the space around them."""
    bars = [i for i, character in enumerate(text) if character == "|"]
    cells = []
    for left, right in zip(bars, [*bars[1:], len(text)], strict=True):
        inner = text[left + 1 : right]
        if right == len(text) and not inner.strip():
            continue
        start = left + 1 + len(inner) - len(inner.lstrip())
        cells.append((start, max(start, left + 1 + len(inner.rstrip()))))
    return cells


def _row(line: Line, first: tuple[int, int], second: tuple[int, int]) -> RowHold | None:
    place = next((name for name in line.names if (name.start, name.end) == first), None)
    if place is None or _RULE.fullmatch(line.text[slice(*second)]):
        return None
    if _CONTESTED.fullmatch(line.text[slice(*second)]):
        return RowHold(place, None, first[0], second[1])
    for mention in line.mentions:
        whole = _HELD_BY.fullmatch(line.text[second[0] : mention.start]) if mention.start >= second[0] else None
        if whole and mention.end <= second[1] and _AFTER_PARTY.fullmatch(line.text[mention.end : second[1]]):
            return RowHold(place, mention, first[0], second[1])
    return None


def _list_line(line: Line) -> list[RowHold]:
    """ "PARTY: place, place (since May) and place", and nothing else."""
    text = line.text.rstrip(" .")
    for mention in line.mentions:
        head = re.compile(r"\**\s*:\**\s*").match(text, mention.end)
        if head is None or not _LIST_HEAD.fullmatch(text[: mention.start]):
            continue
        places: list[NameSpan] = []
        position = head.end()
        names = {name.start: name for name in line.names}
        while position in names:
            places.append(names[position])
            joint = _JOINT.match(text, names[position].end)
            position = joint.end() if joint is not None else names[position].end
        if position == len(text):
            return [RowHold(place, mention, mention.start, len(text)) for place in places]
    return []


def _note(line: Line) -> RowHold | None:
    """ "Under the rebels since June.", "Still the army's, with its allies": no verb, and no place of its own."""
    for mention in line.mentions[:1]:
        head, tail = _NOTE_HEAD.fullmatch(line.text[: mention.start]), _NOTE_TAIL.match(line.text, mention.end)
        if head is None or tail is None:
            return None
        said = head["with"] or tail["own"] or tail["since"]
        return RowHold(None, mention, head.start("words"), tail.end("said")) if said else None
    return None


def row_drafts(text: str, holds: Sequence[RowHold]) -> list[tuple[Draft, int, int]]:
    """Drafts with the span of their words."""
    return [(_draft(text, hold), hold.start, hold.end) for hold in holds]


def _draft(text: str, hold: RowHold) -> Draft:
    holder, place = hold.holder, hold.place
    words = holder or place
    assert words is not None
    trigger = _token(text, words.start, words.end)
    contested = holder is None
    frame = load_frames().named("contested" if contested else "hold")
    kind = ClaimKind.CONTESTED if contested else ClaimKind.CONTROL_HOLD
    phrase = PlacePhrase(words.start, words.end, None, anaphor=True)
    if place is not None:
        name = text[place.start : place.end]
        phrase = PlacePhrase(place.start, place.end, name, known=True, feature_class=place.feature_class)
    base = Draft(
        FrameMatch(frame, trigger, trigger, "row", {}, frame.event, (trigger,)),
        kind,
        frame.event,
        Stance(),
        PROBABILITY,
    )
    party = Party(holder.actor_id, holder.text, holder.certainty, holder.start) if holder is not None else None
    return base.finished(party, None, [phrase])


def _token(text: str, start: int, end: int) -> Token:
    """The words of a span as one token of an unparsed document."""
    pieces = [piece for piece in (text[:start], text[start:end], text[end:]) if piece]
    return Doc(pieces, [False] * len(pieces))[1 if start else 0]

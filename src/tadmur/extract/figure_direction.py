"""Whether a figure is of land held, lost, gained or left: by the words in front of it and behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tadmur.extract.figure_parties import DOER, OWNED
from tadmur.extract.figure_spans import AREA, FigureSpan
from tadmur.extract.figure_words import figure_words
from tadmur.extract.quantities import PERCENT
from tadmur.reference.packs import ActorMention
from tadmur.terms.figure import Direction

_RESTATED = re.compile(
    r"\b(?:that|which|this|it)\s+(?:is|was|makes|amounts\s+to|represents|equals|"
    r"comes\s+to)\s+(?:about\s+)?$|(?:,|\()\s*(?:or|i\.e\.,?|equal\s+to|equivalent\s+to|"
    r"representing|amounting\s+to)\s+(?:about\s+)?$",
    re.I,
)
_IT_LOST = re.compile(r"\s*(?:that\s+|which\s+)?(?:the\s+)?[\w' ]{0,30}\b(?:lost|gave\s+up|ceded)\b", re.I)
_TIMES_WORD = re.compile(r"halv|doubl|tripl|trebl", re.I)
_BY = re.compile(r"\bby\s+(?:\w+\s+){0,2}$", re.I)
_IT_HELD = re.compile(
    r"\s*(?:that\s+)?(?:it|they|the\s+\w+)\s+(?:had\s+)?(?:once\s+)?(?:held|controlled|ruled)\b", re.I
)


def direction_of(text: str, span: FigureSpan, before: str, behind: str, last: Direction | None) -> Direction:
    """What a figure says of the party's territory; ``last`` is what the figure before it said."""
    words = figure_words()
    near_behind = behind[:24]
    if span.unit == PERCENT and (turn := _TIMES_WORD.match(text, span.start)) is not None:
        return Direction.LOST if turn.group().lower() == "halv" else Direction.GAINED
    if span.unit in (PERCENT, AREA):
        if words.less_behind.match(near_behind.lstrip()):
            return Direction.LOST
        if words.more_behind.match(near_behind.lstrip()):
            return Direction.GAINED
    if span.unit == AREA and (part := _area_part(before)) is not None:
        if part in (Direction.HELD, Direction.GAINED) or before.rstrip().lower().endswith(("minus", "from")):
            return part
        own = nearest_change(before)
        return own if own in (Direction.LOST, Direction.GAINED) else (last or Direction.LOST)
    if last is not None and _RESTATED.search(before):
        return last
    if span.unit == AREA and _IT_HELD.match(behind):
        return Direction.HELD
    if span.unit == AREA and re.fullmatch(r"\s*of\s+(?:its|their|the)\s+(?:\w+\s+)?", before):
        return Direction.HELD
    if span.unit == AREA and _IT_LOST.match(behind):
        return Direction.LOST
    if span.unit == AREA and (
        turn := re.search(r"(?<!gave )(?<!given )(?<!give )(?<!giving )\b(up|down)\s+(?:by\s+)?$", before, re.I)
    ):
        return Direction.GAINED if turn.group(1).lower() == "up" else Direction.LOST
    if span.unit == PERCENT and last in (Direction.LOST, Direction.GAINED):
        clause = re.split(r"[,;]\s*|\band\b", before)[-1]
        if nearest_change(clause) is None and len(clause) < len(before) and not behind.lstrip().startswith("of "):
            return last
    found = nearest_change(before, changes_only=_BY.search(before) is not None)
    if span.unit == AREA:
        return found or (Direction.HELD if last is None else last)
    if found is None or (found is Direction.HELD and _is_auxiliary(before)):
        told = last if behind.lstrip().startswith("of what") and last is not Direction.HELD else None
        found = nearest_change(before, changes_only=True) or told or _first(behind) or found
    if found is None:
        found = last or (Direction.LOST if span.unit == PERCENT else Direction.HELD)
    if span.unit == PERCENT and found is Direction.HELD:
        return Direction.LEFT
    return found


def nearest_change(before: str, *, changes_only: bool = False) -> Direction | None:
    """What the word for a change or a hold nearest in front of a figure says."""
    words = figure_words()
    patterns = [(words.lost, Direction.LOST), (words.gained, Direction.GAINED), (words.taken_back, Direction.LOST)]
    if not changes_only:
        patterns.append((words.kept, Direction.HELD))
    found = [(match.end(), -n, direction) for n, (p, direction) in enumerate(patterns) for match in p.finditer(before)]
    return max(found)[2] if found else None


def _first(behind: str) -> Direction | None:
    """What the first word for a change behind a figure says: "a quarter of its land has gone"."""
    words = figure_words()
    patterns = [(words.lost, Direction.LOST), (words.gained, Direction.GAINED), (words.taken_back, Direction.LOST)]
    found = [(match.start(), n, direction) for n, (p, direction) in enumerate(patterns) if (match := p.search(behind))]
    return min(found)[2] if found else None


def _is_auxiliary(before: str) -> bool:
    return re.search(
        r"\b(?:has|had|have|was|were|is|are|at|left|leaving)\b[^,;]*$", before, re.I
    ) is not None and not re.search(
        r"\b(?:held|controlled|ruled|kept|retained|retains|controls|holds|left\s+with|remain\w*|"
        r"stood|stands)\b",
        before,
        re.I,
    )


def _area_part(before: str) -> Direction | None:
    """What the words in front of an area make of it: held at an end ("to", "from", "leaving"), or a change ("by")."""
    words = figure_words()
    tail = re.sub(
        r"(?i)\b(?:only|just|about|some|around|roughly|nearly|almost|no\s+more\s+than|"
        r"an\s+estimated|a\s+total\s+of|the|its|a)\b",
        " ",
        before[-40:],
    )
    last = re.search(r"([\w-]+)\s*[\"'(]*$", tail.rstrip())
    if last is None:
        return None
    word = last.group(1)
    if word.lower() in ("minus", "plus"):
        return Direction.LOST if word.lower() == "minus" else Direction.GAINED
    if re.search(
        r"\b(?:driven|pushed|expelled|ousted|withdr[ae]wn?|retreated|forced)\s+(?:back\s+)?(?:out\s+)?from\s*$",
        tail,
        re.I,
    ):
        return Direction.LOST
    if re.search(r"\b(?:comes?|came|coming|amount\w*|add\w*|sums?|summed)\s+to\s*$", tail, re.I):
        return None
    if words.area_reached.fullmatch(word) or words.area_left_behind.fullmatch(word):
        return Direction.HELD
    if words.area_changed.fullmatch(word):
        return Direction.LOST
    return None


def retakes(text: str, before: str, span: FigureSpan, actor: str | None, mentions: Sequence[ActorMention]) -> bool:
    """Whether the party itself took ground back: it is the doer of "regained", not the one whose ground it was."""
    verbs = list(figure_words().taken_back.finditer(before))
    if not verbs or re.search(r"\b(?:was|were|been|being|be)\s+(?:\w+\s+)?$", before[: verbs[-1].start()], re.I):
        return False
    position = span.start - len(before) + verbs[-1].start()
    doers = [m for m in mentions if m.end <= position and not DOER.search(text[: m.start])]
    return bool(doers) and doers[-1].actor_id == actor and not OWNED.match(text, doers[-1].end)

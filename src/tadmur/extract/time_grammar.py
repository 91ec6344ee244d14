"""Finding time expressions in a sentence: pieces from the rules, joined into dates, ranges and relations."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from tadmur.extract.time_forms import (
    Anchor,
    Calendar,
    Duration,
    FixedDate,
    Frequency,
    Moment,
    NearEvent,
    Relation,
    Shift,
    Stretch,
    TimeExpression,
    Unit,
)
from tadmur.extract.time_lexicon import time_lexicon
from tadmur.extract.time_pieces import Piece, Rule
from tadmur.extract.time_rules import time_rules

_GLUE = re.compile(
    r"[\s,]*(?:(?:on|of|in|at|about|around|the|early|late|from|local\s+time|approximately|exactly)\b[\s,]*)*", re.I
)
_RANGE_GAP = re.compile(r"\s*(?:[-–—]|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bup\s+to\b)\s*(?:the\s+)?", re.I)
_AND_GAP = re.compile(r"\s+(?:and|or)\s+(?:the\s+)?", re.I)
_HINT = re.compile(
    r"\d|day|night|week|month|year|hour|minute|moment|decade|fortnight|morning|evening|noon|dawn|dusk|sunset|sunrise|"
    r"light|spring|summer|autumn|fall|winter|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|then|now|recent|late|"
    r"current|present|far|date|ago|previous|former|soon|short|after|subsequent|same|mean|simultan|concurrent|moment|"
    r"Ramadan|Eid|tomorrow|past|before|daily|hourly|point|time|once|stage|new",
    re.I,
)
_RELATIONS: tuple[tuple[Relation, re.Pattern[str]], ...] = tuple(
    (relation, re.compile(rf"\b(?:{words})\s+(?:(?:at\s+least|about|around|roughly|late|early|the|on)\s+)*$", re.I))
    for relation, words in (
        (
            Relation.SINCE,
            r"(?:ever\s+)?since(?:\s+(?:the|its|their|an?|\w+ing)\s+[^,;.]{3,60}?(?:\s+(?:in|on))?)?|as\s+from|starting(?:\s+(?:on|in|from))?|beginning\s+(?:on|in|from)",
        ),
        (Relation.AT, r"not\s+until|as\s+of|as\s+early\s+as|as\s+late\s+as"),
        (Relation.UNTIL, r"until(?:\s+(?:the|its|their)\s+[^,;.]{3,60}?\s+(?:in|on))?|till|up\s+to|up\s+until"),
        (Relation.BEFORE, r"before|prior\s+to|ahead\s+of"),
        (Relation.AFTER, r"after|following"),
        (Relation.BY, r"by|no\s+later\s+than|by\s+about"),
    )
)
_FROM = re.compile(r"\b(from(?:\s+(?:about|around|the))*)\s+$", re.I)
_ONWARDS = re.compile(r"\s*,?\s*(?:onwards?|on\b(?=\s*[,.;]|$)|forward)", re.I)
_BETWEEN = re.compile(r"\b(between|from)\s+(?:about\s+|around\s+|the\s+)*$", re.I)
_IN_A_NAME = re.compile(r"\b(?:the|a|an|this|its|their|that)\s+$", re.I)
_HEAD_OF_A_NAME = re.compile(
    r"\s+(?!(?:and|or|to|in|on|at|of|by|when|while|as|the|after|before|until|with|for|it|they|he|she|we|that|which|was|"
    r"were|is|are|had|has|have)\b)[A-Za-z]"
)


def find_times(text: str) -> list[TimeExpression]:
    """The time expressions of one sentence in order, none inside another; offsets are into ``text``."""
    return list(_times_of(text))


@lru_cache(maxsize=1024)
def _times_of(text: str) -> tuple[TimeExpression, ...]:
    """The same, kept for the callers that ask for one sentence after another."""
    if not _HINT.search(text):
        return ()
    pieces = _merge_times_of_day(text, _longest(text))
    return tuple(_with_relation(text, piece) for piece in _merge_ranges(text, pieces))


@lru_cache(maxsize=1)
def _rules_by_need() -> tuple[tuple[tuple[str, ...], list[tuple[int, Rule]]], ...]:
    """The rules with their places in the order, by what they need."""
    by_need: dict[tuple[str, ...], list[tuple[int, Rule]]] = {}
    for order, rule in enumerate(time_rules()):
        by_need.setdefault(rule.needs, []).append((order, rule))
    return tuple(by_need.items())


def _longest(text: str) -> list[Piece]:
    """Pieces that do not overlap, longer ones first, then by the order of the rules."""
    lexicon = time_lexicon()
    searched = f"{text}\n{text.lower()}"
    found: list[tuple[int, int, Piece]] = []
    for needs, rules in _rules_by_need():
        if not any(word in searched for word in needs):
            continue
        for order, rule in rules:
            for match in rule.pattern.finditer(text):
                piece = rule.read(match, lexicon)
                if piece is not None:
                    found.append((piece.start - piece.end, order, _trimmed(text, piece)))
    taken: list[Piece] = []
    for _, _, piece in sorted(found, key=lambda item: (item[0], item[1], item[2].start)):
        if all(piece.end <= other.start or piece.start >= other.end for other in taken):
            taken.append(piece)
    return sorted(taken, key=lambda piece: piece.start)


def _trimmed(text: str, piece: Piece) -> Piece:
    words = text[piece.start : piece.end]
    start = piece.start + len(words) - len(words.lstrip())
    end = piece.end - (len(words) - len(words.rstrip()))
    return replace(piece, start=start, end=end)


def _is_day(piece: Piece) -> bool:
    form = piece.form
    match form:
        case Calendar():
            return form.day is not None or form.weekday is not None
        case Shift():
            return form.unit is Unit.DAY
        case FixedDate() | Stretch():
            return True
    return False


def _merge_times_of_day(text: str, pieces: list[Piece]) -> list[Piece]:
    """Join "late in the evening" to "on 23 July", and "at 06:30" to "Friday"."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and _GLUE.fullmatch(text, last.end, piece.start):
            bare, dated = (last, piece) if last.form is None else (piece, last)
            fits = bare.form is None and (dated.form is None or _is_day(dated))
            if fits and not (bare.clock and dated.clock):
                merged[-1] = replace(
                    dated,
                    start=last.start,
                    end=piece.end,
                    day_part=dated.day_part or bare.day_part,
                    clock=dated.clock or bare.clock,
                )
                continue
        merged.append(piece)
    return merged


def _merge_ranges(text: str, pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last is not None and _can_span(last, piece) and _joined(text, last, piece):
            assert last.form is not None
            assert piece.form is not None
            merged[-1] = Piece(last.start, piece.end, Stretch(last.form, piece.form))
        else:
            merged.append(piece)
    return merged


def _can_span(first: Piece, last: Piece) -> bool:
    spannable = (Calendar, FixedDate, Shift)
    return isinstance(first.form, spannable) and isinstance(last.form, spannable)


def _joined(text: str, first: Piece, last: Piece) -> bool:
    if _RANGE_GAP.fullmatch(text, first.end, last.start):
        return True
    if not _AND_GAP.fullmatch(text, first.end, last.start):
        return False
    if _BETWEEN.search(text, 0, first.start):
        return True
    if _is_weekday(first) and _is_weekday(last):
        return True
    return _is_bare_month(first) and _is_bare_month(last) and not _has_year(first)


def _is_weekday(piece: Piece) -> bool:
    form = piece.form
    return isinstance(form, Calendar) and form.weekday is not None and form.day is None


def _is_bare_month(piece: Piece) -> bool:
    return isinstance(piece.form, Calendar) and piece.form.month is not None and piece.form.day is None


def _has_year(piece: Piece) -> bool:
    return isinstance(piece.form, Calendar) and piece.form.year is not None


def _with_relation(text: str, piece: Piece) -> TimeExpression:
    form = piece.form if piece.form is not None else Moment(Anchor.STORY)
    expression = TimeExpression(
        piece.start,
        piece.end,
        form,
        relation_start=piece.start,
        day_part=piece.day_part,
        clock=piece.clock,
        attributive=piece.attributive or _in_a_name(text, piece),
    )
    if isinstance(form, Stretch):
        between = _BETWEEN.search(text, 0, piece.start)
        return replace(expression, relation_start=between.start() if between else piece.start)
    if isinstance(form, Frequency | NearEvent):
        return expression
    if text[piece.start : piece.end].lower() == "since":
        return replace(expression, relation=Relation.SINCE)
    onwards = _ONWARDS.match(text, piece.end)
    start_from = _FROM.search(text, 0, piece.start)
    if start_from and (onwards or not text[: start_from.start()].strip(' ,"“')):
        return replace(expression, relation=Relation.SINCE, relation_start=start_from.start())
    for relation, pattern in _RELATIONS:
        before = pattern.search(text, 0, piece.start)
        if before:
            if isinstance(form, Duration):
                return replace(expression, relation_start=before.start())
            return replace(expression, relation=relation, relation_start=before.start())
    return expression


def _in_a_name(text: str, piece: Piece) -> bool:
    form = piece.form
    if not isinstance(form, Calendar) or form.day or form.weekday is not None or form.portion or form.season:
        return False
    return bool(_IN_A_NAME.search(text, 0, piece.start) and _HEAD_OF_A_NAME.match(text, piece.end))

"""Paragraphs of a text with exact offsets: hard-wrapped lines are joined, list and heading marks are set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

WIDEST_WRAP = 100
"""Columns; a text with a longer line is not hard-wrapped."""
NARROWEST_WRAP = 45

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARK = re.compile(r"(?P<heading>#{1,6})\s+|(?:>\s?)+|[-*+•▪●◦‣·–—]\s+|\*\*(?=\S)|__(?=\S)|!\[(?=[^\]])")
_TAIL = {"**": re.compile(r"\*\*$"), "__": re.compile(r"__$"), "![": re.compile(r"\]\([^)\s]*\)$")}
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ＇´", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘－", "-"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u3000\n\r\t\v\f\u2028\u2029\x85", " "),
    }
)


def plain(text: str) -> str:
    """A copy of the same length with plain quotes, dashes and spaces, for matching only."""
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph ``text[start:end]``.

    ``marker`` is true for a list or heading mark set apart from its paragraph; ``heading`` for a paragraph under a
    heading mark; ``block`` counts the stretches between empty lines.
    """

    start: int
    end: int
    block: int
    marker: bool = False
    heading: bool = False


def _physical(text: str, start: int) -> Iterator[Line]:
    block, previous = 0, start
    for found in _LINE.finditer(text, start):
        words = found.group()
        inner = words.strip()
        if not inner:
            continue
        first = found.start() + len(words) - len(words.lstrip())
        gap = text[previous:first]
        if gap.replace("\r\n", "\n").count("\n") + gap.replace("\r\n", "").count("\r") + gap.count("\u2029") > 1:
            block += 1
        previous = first + len(inner)
        yield Line(first, previous, block)


def _is_wrapped(text: str, lines: list[Line]) -> int:
    """The column at which the text was hard-wrapped, or 0."""
    longest = max((line.end - line.start for line in lines), default=0)
    if not NARROWEST_WRAP <= longest <= WIDEST_WRAP:
        return 0
    inner = [(a, b) for a, b in pairwise(lines) if a.block == b.block]
    full = sum(_full(text, a, b, longest) for a, b in inner)
    return longest if full >= 3 and full >= 0.6 * len(inner) else 0


def _full(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of ``following`` would not have fitted on ``line``."""
    word = text[following.start : following.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > width - 2 and not _MARK.match(text, following.start)


def _joined(text: str, lines: list[Line]) -> Iterator[Line]:
    width = _is_wrapped(text, lines)
    held: Line | None = None
    tail: Line | None = None
    for line in lines:
        if width and held and tail and tail.block == line.block and _full(text, tail, line, width):
            held, tail = Line(held.start, line.end, held.block), line
            continue
        if held:
            yield held
        held = tail = line
    if held:
        yield held


def _set_apart(text: str, line: Line) -> Iterator[Line]:
    """The marks before and after a paragraph, and the paragraph, each with its own offsets."""
    start, end, heading = line.start, line.end, False
    tails: list[Line] = []
    while (found := _MARK.match(text, start, end)) and found.end() < end:
        mark = found.group().strip()
        if mark in _TAIL:
            tail = _TAIL[mark].search(text, start, end)
            if tail is None or tail.start() <= found.end():
                break
            tails.append(Line(tail.start(), tail.end(), line.block, marker=True))
            end = tail.start()
            while text[end - 1].isspace():
                end -= 1
        heading = heading or found["heading"] is not None
        yield Line(start, start + len(mark), line.block, marker=True)
        start = found.end()
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield Line(start, end, line.block, heading=heading)
    yield from reversed(tails)


def paragraphs(text: str, *, start: int = 0) -> Iterator[Line]:
    """Paragraphs and marks from offset ``start`` on, in order, covering all that is not white space."""
    for line in _joined(text, list(_physical(text, start))):
        yield from _set_apart(text, line)

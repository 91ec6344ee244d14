"""Finds many fixed phrases in running text at once: longest match, whole words, with case rules.

An Aho-Corasick automaton (Aho and Corasick 1975, doi:10.1145/360825.360855) runs over a folded copy of the text:
lower case, plain apostrophes, hyphens and spaces, no accents, runs of white space as one. Offsets given back always
point into the text as it was handed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

APOSTROPHES = "’‘ʼ`´ʿʾ′"
HYPHENS = "‐‑‒–−"
ARTICLE = "the "
SPACE_RUN = re.compile(r"  +")
ABBREVIATION = re.compile(r"(?<!\w)[A-Z][A-Z0-9]+(?!\w)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for.

    Attributes:
        text: the phrase, written with plain spaces, hyphens and apostrophes.
        value: what the caller wants back; several phrases with one text are all given back.
        exact_case: the whole phrase must stand as written. Words in capitals ("ISIL") always must.
    """

    text: str
    value: Any
    exact_case: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """``text[start:end]`` is one of the phrases; ``values`` are those of all phrases that fit it, in given order.

    ``folded_start`` and ``folded_end`` are the same span in the folded copy.
    """

    start: int
    end: int
    values: tuple[Any, ...]
    folded_start: int
    folded_end: int


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text made ready for matching.

    Attributes:
        raw: the text as it was.
        plain: plain apostrophes, hyphens and single spaces, no accents; case kept.
        lower: ``plain`` in lower case, of the same length.
        offsets: raw offset of each character of ``plain``, and the end; ``None`` where they are the same.
    """

    raw: str
    plain: str
    lower: str
    offsets: Sequence[int] | None

    def raw_offset(self, position: int) -> int:
        """The offset in the raw text of a position in the folded copy."""
        return position if self.offsets is None else self.offsets[position]

    def raw_end(self, position: int) -> int:
        """The offset in the raw text after the folded character before ``position``."""
        return position if self.offsets is None else self.offsets[position - 1] + 1


@cache
def _plain_characters() -> dict[int, str]:
    """One character to one character: typographic forms to plain ones, accented Latin letters to bare ones."""
    table = {ord(c): "'" for c in APOSTROPHES} | {ord(c): "-" for c in HYPHENS}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFKD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    for code in (
        *range(0x09, 0x0E),
        0x85,
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ):
        table[code] = " "
    return table


def _lower(text: str) -> str:
    """Lower case of the same length: the few letters whose lower case is longer stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def fold(text: str) -> FoldedText:
    """``text`` made ready for matching; costs one pass."""
    plain = text.translate(_plain_characters())
    offsets: list[int] | None = None
    if "  " in plain:
        offsets = []
        pieces = []
        last = 0
        for run in SPACE_RUN.finditer(plain):
            pieces.append(plain[last : run.start() + 1])
            offsets.extend(range(last, run.start() + 1))
            last = run.end()
        pieces.append(plain[last:])
        offsets.extend(range(last, len(plain) + 1))
        plain = "".join(pieces)
    return FoldedText(text, plain, _lower(plain), offsets)


@dataclass(frozen=True, slots=True)
class _Key:
    """A phrase in the automaton: ``fixed`` are the stretches whose case must be as written."""

    value: Any
    fixed: tuple[tuple[int, str], ...]
    word_like: bool


class AliasMatcher:
    """An automaton over phrases.

    Args:
        phrases: what to look for. Order matters only among phrases with the same text.
        word_like: abbreviations that are English words in lower case ("is", "us"); they are not matched in a line
            that is all capitals.
        blocking_prefixes: words that undo a match when they stand before it with a hyphen ("anti").
    """

    def __init__(
        self, phrases: Iterable[Phrase], *, word_like: Iterable[str] = (), blocking_prefixes: Iterable[str] = ()
    ) -> None:
        import ahocorasick

        words = frozenset(word_like)
        keys: dict[str, list[_Key]] = {}
        for phrase in phrases:
            plain = fold(phrase.text.strip()).plain
            fixed = (
                ((0, plain),) if phrase.exact_case else tuple((m.start(), m[0]) for m in ABBREVIATION.finditer(plain))
            )
            keys.setdefault(_lower(plain), []).append(_Key(phrase.value, fixed, _lower(plain) in words))
        self._automaton = ahocorasick.Automaton()
        for text in sorted(keys):
            self._automaton.add_word(text, (len(text), tuple(keys[text])))
        self._empty = not keys
        self._automaton.make_automaton()
        self._blocked = tuple(f"{prefix}-" for prefix in blocking_prefixes)

    def find(self, text: str | FoldedText) -> list[Match]:
        """Matches in order, without overlaps: leftmost first, and the longest of those that begin together.

        A phrase's own "the" does not count as its beginning: "the group" gives way to "Group of Five".
        """
        if self._empty:
            return []
        folded = text if isinstance(text, FoldedText) else fold(text)
        lower = folded.lower
        size = len(lower)
        found: list[tuple[int, int, int, tuple[Any, ...]]] = []
        for last, (length, keys) in self._automaton.iter(lower):
            start, end = last + 1 - length, last + 1
            if start and (lower[start - 1].isalnum() or lower[start - 1] == "_") and lower[start].isalnum():
                continue
            if end < size and (lower[end].isalnum() or lower[end] in "_$") and lower[last].isalnum():
                continue
            if start and lower[start - 1] == "-" and lower[max(0, start - 12) : start].endswith(self._blocked):
                continue
            values = tuple(key.value for key in keys if self._case_fits(key, folded, start, end))
            if values:
                content = start + len(ARTICLE) if lower.startswith(ARTICLE, start) else start
                found.append((content, -end, start, values))
        found.sort(key=lambda hit: hit[:3])
        matches: list[Match] = []
        reached = 0
        for _, minus_end, start, values in found:
            if start >= reached:
                reached = -minus_end
                matches.append(Match(folded.raw_offset(start), folded.raw_end(reached), values, start, reached))
        return matches

    @staticmethod
    def _case_fits(key: _Key, folded: FoldedText, start: int, end: int) -> bool:
        plain = folded.plain
        if not all(plain.startswith(piece, start + at) for at, piece in key.fixed):
            return False
        return not (key.word_like and _in_capitals(folded.raw, folded.raw_offset(start), folded.raw_end(end)))


def _in_capitals(raw: str, start: int, end: int) -> bool:
    """Whether the line around ``raw[start:end]`` has other letters and none of them is lower-case."""
    line_end = raw.find("\n", end)
    around = raw[raw.rfind("\n", 0, start) + 1 : start] + " " + raw[end : len(raw) if line_end < 0 else line_end]
    return around.isupper()

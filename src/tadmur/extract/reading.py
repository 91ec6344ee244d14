"""A report as sentences: normalised character for character, so that every offset still points into the raw text.

The splitter works on one layout segment at a time. Boilerplate and segments that repeat an earlier one give no
sentences. A stretch without a stop is cut into windows, so that no later stage meets a sentence of unbounded length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from tadmur.extract.parse_tree import Doc
from tadmur.terms.report import Report, Segment, Zone

LONGEST_SENTENCE = 2_000
"""Characters; about 400 words. What is longer is cut into windows at the last separator before this length."""

_SAME_LENGTH = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\uff07\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d", "-"),
    "\u2026": ".",
    "\ufeff": " ",
    "\u00ad": " ",
}


class _Normal(dict[int, str]):
    """Translation table filled as characters are met: every character maps to exactly one character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        replaced = _SAME_LENGTH.get(character, character)
        if unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf"):
            replaced = " "
        self[code] = replaced
        return replaced


_NORMAL = _Normal()


def normalise(text: str) -> str:
    """A copy of ``text`` of the same length: plain spaces, straight quotes, ASCII dashes, no invisible marks."""
    return text.translate(_NORMAL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: ``text`` is the normalised copy of ``report.text[start:end]``, and as long.

    ``segment`` is the index in ``report.layout`` of the paragraph that it stands in.
    """

    index: int
    segment: int
    zone: Zone
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Reading:
    """A report's sentences, and the parses of those that a claim may stand in.

    For token ``t`` of ``parses[i]`` the raw offset is ``sentences[i].start + t.idx``.
    """

    report: Report
    sentences: tuple[Sentence, ...]
    parses: dict[int, Doc] = field(default_factory=dict)


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    source = files("tadmur.extract").joinpath("data", "abbreviations.yaml").read_text(encoding="utf-8")
    lists = yaml.safe_load(source)
    return frozenset(lists["never_final"]), frozenset(lists["may_be_final"]), frozenset(lists["openers"])


_STOP = re.compile(r"""(?<![.!?])[.!?]{1,8}["')\]]{0,4}(?=\s{1,40}["'(\[]{0,4}[^\W_a-z])""")
_LAST_WORD = re.compile(r"[^\s(\"'\[]{1,12}$")
_FIRST_WORD = re.compile(r"[\s\"'(\[]{0,44}(\w{1,40})")
_SOFT_STOP = re.compile(r"[;:,]\s|\s-+\s")


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Whether the full stop at ``stop`` ends a sentence, rather than an abbreviation."""
    if stop.group()[0] != "." or len(stop.group()) > 1:
        return True
    before = _LAST_WORD.search(text, max(0, stop.start() - 13), stop.start())
    after = _FIRST_WORD.match(text, stop.end())
    if before is None or after is None:
        return True
    never_final, may_be_final, openers = _abbreviations()
    word, follower = before.group().lower(), after.group(1)
    if word == "no":
        return not follower.isdigit()
    if word in never_final:
        return False
    if word in may_be_final or re.fullmatch(r"(?:\w\.)+\w", word):
        return follower.lower() in openers
    initial = len(before.group()) == 1 and before.group().isalpha() and before.group().isupper()
    return not initial


def _sentence_ends(text: str) -> Iterator[int]:
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, stop):
            yield stop.end()
    yield len(text)


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut ``text[start:end]`` into stretches of at most ``LONGEST_SENTENCE`` characters."""
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        cut = limit
        for soft in _SOFT_STOP.finditer(text, start + LONGEST_SENTENCE // 2, limit):
            cut = soft.end()
        if cut == limit:
            space = text.rfind(" ", start + 1, limit)
            cut = space + 1 if space > start else limit
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of the sentences of one normalised paragraph: in order, disjoint, none empty."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _sentence_ends(text):
        for first, last in _windows(text, start, stop):
            first, last = _trimmed(text, first, last)
            if first < last:
                spans.append((first, last))
        start = stop
    return spans


def read(report: Report) -> Reading:
    """Sentences of ``report``, unparsed. A report without a layout is read as one body segment a line."""
    sentences: list[Sentence] = []
    for number, segment in enumerate(report.layout or _lines(report.text)):
        if segment.zone is Zone.BOILERPLATE or segment.repeats is not None:
            continue
        plain = normalise(report.text[segment.start : segment.end])
        for start, end in split_sentences(plain):
            span = segment.start + start, segment.start + end
            sentences.append(Sentence(len(sentences), number, segment.zone, *span, plain[start:end]))
    return Reading(report, tuple(sentences))


def _lines(text: str) -> tuple[Segment, ...]:
    return tuple(Segment(m.start(), m.end(), Zone.BODY) for m in re.finditer(r"[^\r\n]+", text))

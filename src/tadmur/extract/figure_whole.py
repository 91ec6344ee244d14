"""What a share is a share of, and whether it is said to be so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tadmur.extract.figure_parties import OWNED
from tadmur.extract.figure_spans import FigureSpan
from tadmur.extract.figure_words import figure_words
from tadmur.extract.quantities import PERCENT
from tadmur.terms.figure import Direction, Whole
from tadmur.terms.place import NameSpan

_OF_PLACE = re.compile(r"\s+of\s+(?:all\s+(?:of\s+)?)?(?:the\s+)?(?:whole\s+of\s+)?$", re.I)
_FALSE = re.compile(
    r"\b(?:is|was|are|were)\s+(?:simply\s+|plainly\s+)?(?:false|untrue|wrong|not\s+true|a\s+lie|baseless|incorrect|denied|invented)\b",
    re.I,
)
_ON_A_BASE = re.compile(
    r"\b(?:measured|counted|reckoned|calculated|taken|expressed)\s+(?:against|on|from|as\s+a\s+share\s+of)\s+(?:the|its)\s+"
    r"(?:\w+\s+)?(?:\d{4}|original|same|first|initial|earlier|starting)\b|"
    r"\bof\s+the\s+(?:original|first|same|initial)\s+(?:base|area|total)\b",
    re.I,
)
_OF_A_UNIT = re.compile(
    r"of\s+(?:the|this|that)\s+(?:\w+\s+)?(?:province|governorate|region|district|country|nation|valley|city|town)\b",
    re.I,
)
_FIRST_DAY_BASE = re.compile(
    r"\bof\s+(?:what|the\s+(?:territory|land|area|ground)|all\s+that)\s+(?:that\s+)?(?:it|they|"
    r"the\s+\w+|is|isis|isil|daesh)?\s*(?:had\s+|once\s+)?(?:held|controlled|ruled|had|did)\b",
    re.I,
)


def whole_of(text: str, span: FigureSpan, behind: str, names: Sequence[NameSpan], direction: Direction) -> Whole:
    """What a share is a share of."""
    words = figure_words()
    if span.unit != PERCENT:
        return Whole.UNSAID
    own = behind.lstrip()
    lead = re.match(r"(?:of|the|its|their)\b", own)
    own_words = phrase(behind, longest=90).lower()
    if lead and (
        words.losses.match(own)
        or re.search(
            r"\bof\b.{0,60}\b(?:it|they|is|isis|isil|daesh|state|group|organi[sz]ation|"
            r"caliphate)\s+(?:has\s+|had\s+)?(?:lost|gave\s+up)\b",
            own_words,
        )
    ):
        return Whole.LOSSES
    if re.match(r"of\s+(?:the|its|their|all|these|those)\b[^,.;]{0,30}\b(?:loss|losses)\b", own, re.I):
        return Whole.LOSSES
    if span.points:
        return Whole.POINTS
    if _ON_A_BASE.search(behind):
        return Whole.POINTS
    if lead and words.remainder.match(own):
        return Whole.FIRST_DAY
    if lead and words.first_base.match(own):
        return Whole.POINTS
    if (
        direction is Direction.LEFT
        and not _FIRST_DAY_BASE.search(" " + own_words)
        and not re.search(
            r"\b(?:january|february|march|april|may|june|july|august|september|october|november|"
            r"december|\d{4}|once|earlier|original|peak|then|former|previous\w*|had)\b",
            own_words + text[span.end : span.end + 60].lower(),
        )
    ):
        return Whole.OTHER
    if _OF_A_UNIT.match(own):
        return Whole.OTHER
    for name in names:
        if (
            name.start >= span.end
            and _OF_PLACE.fullmatch(text[span.end : name.start])
            and not OWNED.match(text, name.end)
        ):
            return Whole.OTHER
    return Whole.UNSAID


def phrase(behind: str, *, longest: int = 60) -> str:
    """The words of a figure's whole: up to the next stop, comma or time word."""
    stop = re.search(
        r"[,;:.()]|\b(?:since|during|between|by|in\s+(?:the\s+(?:first|last|past)|\d{4})|over|"
        r"compared|after|from\s+\d)\b",
        behind,
    )
    return behind[: min(longest, stop.start() if stop else len(behind))]


def is_said(text: str, span: FigureSpan) -> bool:
    """Whether the figure is said to be so, not foreseen, aimed at or denied."""
    words = figure_words()
    clause_start = max(
        (m.end() for m in re.finditer(r"[;:]|,\s+(?:but|while|and|after)\b", text[: span.start])), default=0
    )
    clause = text[clause_start : span.start]
    if _FALSE.search(text, span.end):
        return False
    found = [m for m in words.not_said.finditer(clause) if not _is_the_month(clause, m)]
    if not found:
        return True
    match = found[-1]
    return (
        re.fullmatch(r"(?i)not", match.group()) is not None
        and re.match(r"\s+(?:only|just|merely|least)\b", clause[match.end() :]) is not None
    )


def _is_the_month(text: str, match: re.Match[str]) -> bool:
    """Whether "May" is the month, not the verb."""
    if match.group() != "May":
        return False
    return (
        re.match(r",?\s+\d", text[match.end() :]) is not None
        or re.search(r"(?:\d|\b(?:in|since|by|until|from|to|of|early|late|mid-?))\s*$", text[: match.start()])
        is not None
    )

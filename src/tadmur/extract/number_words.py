"""Numbers in figures and in English words: "1,400", "3.5", "twenty-two", "two hundred and six thousand"."""

from __future__ import annotations

import re

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = dict(zip(_SMALL_WORDS.split(), range(20), strict=True))
_TENS = dict(zip(_TENS_WORDS.split(), range(20, 100, 10), strict=True))
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_UNDER_100 = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_SMALL_WORDS.split()[1:10])}))?"
    rf"|(?:{'|'.join(sorted(_SMALL, key=len, reverse=True))}))"
)
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|an?)\s+hundred(?:\s+(?:and\s+)?{_UNDER_100}\b)?|{_UNDER_100})"
_SCALE = rf"(?:{'|'.join(_SCALES)})"

FIGURES_PATTERN = r"(?:\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
"""A number in figures, with or without thousands separators."""
WORDS_PATTERN = (
    rf"(?:(?:{_UNDER_1000}(?:\s+{_SCALE})?|an?\s+{_SCALE})(?:\s+(?:and\s+)?{_UNDER_1000}\b(?:\s+{_SCALE})?)*)"
)
"""A number in words."""
_HALF = r"(?:\s+and\s+a\s+half\b)"
_FIGURES_NUMBER = rf"{FIGURES_PATTERN}{_HALF}?(?:\s+(?:hundred\s+)?{_SCALE}\b)?"
_WORDS_NUMBER = rf"{WORDS_PATTERN}\b(?:{_HALF}(?:\s+{_SCALE}\b)?)?"
NUMBER_PATTERN = rf"(?i:\b(?:{_FIGURES_NUMBER}|{_WORDS_NUMBER}))"
"""Either of them, with a scale word behind figures ("1.5 million")."""
NUMBER_INITIALS = frozenset(word[0] for word in (*_SMALL, *_TENS, "a"))
"""The letters that a number in words may start with."""


def number_value(words: str) -> float:
    """The value of a number in figures or words.

    Raises:
        ValueError: when a word is no number.
    """
    folded = words.strip().lower()
    half = re.search(_HALF, folded)
    if half:
        scale = folded[half.end() :].strip()
        return (number_value(folded[: half.start()]) + 0.5) * (_SCALES[scale] if scale else 1)
    total, group = 0.0, 0.0
    figures = re.match(FIGURES_PATTERN, folded)
    if figures:
        group = float(re.sub(r"[,\u202f\u00a0]", "", figures.group()))
        folded = folded[figures.end() :].strip()
    for word in re.split(r"[\s-]+", folded) if folded else ():
        if word in _SMALL:
            group += _SMALL[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = 0.0
        elif word not in ("and", "a", "an"):
            raise ValueError(f"{word!r} in {words!r} is no number")
    return round(total + group, 6)

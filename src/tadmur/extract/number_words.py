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
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_WORD = "|".join(sorted([*_SMALL, *_TENS], key=len, reverse=True))
_SCALE = "|".join(_SCALES)
FIGURES_PATTERN = r"(?:\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
"""A number in figures, with or without thousands separators."""
WORDS_PATTERN = rf"(?:(?:{_WORD})(?:(?:[\s-]+(?:and[\s-]+)?)(?:{_WORD}|{_SCALE}))*)"
"""A number in words."""
NUMBER_PATTERN = rf"(?i:\b(?:{FIGURES_PATTERN}(?:\s+(?:{_SCALE})\b)*|{WORDS_PATTERN}\b))"
"""Either of them, with a scale word behind ("1.5 million")."""


def number_value(words: str) -> float:
    """The value of a number in figures or words.

    Raises:
        ValueError: when a word is no number.
    """
    figures = re.match(FIGURES_PATTERN, words.strip())
    if figures:
        value = float(re.sub(r"[,\u202f\u00a0]", "", figures.group()))
        for scale in words.strip()[figures.end() :].split():
            value *= _SCALES[scale.lower()]
        return value
    total, group = 0.0, 0.0
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word in _SMALL:
            group += _SMALL[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = 0.0
        elif word not in ("and", "a"):
            raise ValueError(f"{word!r} in {words!r} is no number")
    return total + group

"""The words around figures of territory, read once from ``data/figures.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Patterns; see the comments in the file."""

    lost: re.Pattern[str]
    gained: re.Pattern[str]
    taken_back: re.Pattern[str]
    kept: re.Pattern[str]
    less_behind: re.Pattern[str]
    more_behind: re.Pattern[str]
    area_reached: re.Pattern[str]
    area_left_behind: re.Pattern[str]
    area_changed: re.Pattern[str]
    land: re.Pattern[str]
    losses: re.Pattern[str]
    remainder: re.Pattern[str]
    first_base: re.Pattern[str]
    not_land: re.Pattern[str]
    not_said: re.Pattern[str]


@cache
def figure_words() -> FigureWords:
    """The shipped lexicon."""
    source = files("tadmur.extract").joinpath("data", "figures.yaml").read_text(encoding="utf-8")
    return FigureWords(**{name: _pattern(words) for name, words in yaml.safe_load(source).items()})


def _pattern(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE)

"""The words by which layout is recognised, read once from ``data/layout.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``data/layout.yaml``, with its patterns compiled. Patterns match one whole line."""

    months: dict[str, int]
    weekdays: tuple[str, ...]
    published_words: tuple[str, ...]
    updated_words: tuple[str, ...]
    time_zones: dict[str, int]
    boilerplate: re.Pattern[str]
    head_furniture: re.Pattern[str]
    link_list_heading: re.Pattern[str]
    photo_credits: frozenset[str]
    caption: re.Pattern[str]
    byline_endings: frozenset[str]
    mastheads: frozenset[str]
    not_a_dateline: frozenset[str]


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


@cache
def lexicon() -> Lexicon:
    """The lexicon; the same object every time."""
    raw = yaml.safe_load(files("tadmur.ingest").joinpath("data", "layout.yaml").read_text(encoding="utf-8"))
    return Lexicon(
        months={name: number for number, names in raw["months"].items() for name in names},
        weekdays=tuple(raw["weekdays"]),
        published_words=tuple(raw["published_words"]),
        updated_words=tuple(raw["updated_words"]),
        time_zones=raw["time_zones"],
        boilerplate=_any_of(raw["boilerplate"] + raw["head_furniture"]),
        head_furniture=_any_of(raw["head_furniture"]),
        link_list_heading=_any_of(raw["link_list_headings"]),
        photo_credits=frozenset(credit.lower() for credit in raw["photo_credits"]),
        caption=_any_of(raw["caption_openers"]),
        byline_endings=frozenset(raw["byline_endings"]),
        mastheads=frozenset(raw["mastheads"]),
        not_a_dateline=frozenset(raw["not_a_dateline"]),
    )

"""What may be said of a count that tells of harm, and whether people or things are counted (``harm_counts.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tadmur.extract.frames import load_frames
from tadmur.extract.quantities import COUNT, PERCENT, PERSONS, QuantitySpan
from tadmur.extract.word_lists import word_list

PEOPLE, THINGS = "people", "things"
UNITS_OF = {
    PERSONS: PEOPLE,
    "households": PEOPLE,
    "buildings": THINGS,
    "facilities": THINGS,
    "vehicles": THINGS,
    "aircraft": THINGS,
}
"""Sort of what is counted, by its unit."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What may be said of a count: of whom or what, by which frame, in which words."""

    frame: str
    of: str
    behind: re.Pattern[str] | None
    before: re.Pattern[str] | None


def sort_of(span: QuantitySpan) -> str | None:
    """Whether people or things are counted; ``""`` where the number stands alone, ``None`` for neither."""
    unit, noun = span.quantity.unit, (span.noun or "").lower()
    if unit in UNITS_OF:
        return UNITS_OF[unit]
    if unit == PERCENT:
        base = (span.quantity.base or "").lower()
        words = re.findall(r"[\w'-]+", base.split(" in ")[0].split(" of ")[0])
        return THINGS if any(_is_thing(word) for word in words) else PEOPLE if _is_person(base.split(" ")[-1]) else None
    if unit != COUNT:
        return None
    if not noun:
        return ""
    if noun in _data()["no_harm_of"]:
        return None
    if _is_thing(noun):
        return THINGS
    return PEOPLE if _is_person(noun) else None


def _is_thing(word: str) -> bool:
    things = load_frames().named("damage").things
    return word in things or any(
        word.endswith(s) and word[: -len(s)] + t in things for s, t in (("s", ""), ("ies", "y"))
    )


def _is_person(word: str) -> bool:
    singular = word[:-1] if word.endswith("s") else word
    known = word_list("civilians") | word_list("fighters") | word_list("armed_groups")
    return singular in known or word.endswith(tuple(str(end).lower() for end in _data()["people_endings"]))


def fits(saying: Saying, span: QuantitySpan, sort: str, text: str) -> bool:
    """Whether what is said may be said of what ``span`` counts in the sentence ``text``."""
    phrase = text[span.start : span.end + 30].lower()
    if saying.of == "carriers":
        return sort != PEOPLE and _pattern_of("carriers").search(text.lower()) is not None
    if saying.of == "civilians":
        return sort != THINGS and _pattern_of("fighting").search(phrase[: span.end - span.start + 1]) is None
    return sort in ("", saying.of)


@cache
def sayings() -> tuple[Saying, ...]:
    """All that may be said of a count, surest first."""

    def compiled(patterns: list[str] | None, shape: str) -> re.Pattern[str] | None:
        return re.compile(shape.format("|".join(patterns)), re.I) if patterns else None

    return tuple(
        Saying(
            entry["frame"],
            entry["of"],
            compiled(entry.get("behind"), r"(?:{})\b"),
            compiled(entry.get("before"), r"\b(?:{})\s+$"),
        )
        for entry in _data()["counts"]
    )


@cache
def auxiliaries() -> frozenset[str]:
    """Verbs that may stand between a count and what is said of it."""
    return frozenset(_data()["auxiliaries"])


@cache
def _pattern_of(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word[:-1]) + r"\w*" if word.endswith("*") else word for word in _data()[name])
    return re.compile(rf"\b(?:{words})\b")


@cache
def _data() -> dict[str, Any]:
    source = files("tadmur.extract").joinpath("data", "harm_counts.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(source)
    return data

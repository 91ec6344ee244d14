"""The words of time, read once from ``data/times.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from tadmur.extract.number_words import NUMBER_PATTERN, number_value
from tadmur.extract.time_forms import Count, Unit


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, longest first, blanks of any width."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered) + ")"


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """Words of time and what loose ones are taken to mean; see the comments in the file."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    portions: Mapping[str, str]
    units: Mapping[str, str]
    loose_counts: Mapping[str, Mapping[str, tuple[float, float]]]
    slack_days: Mapping[str, int]
    day_parts: Mapping[str, tuple[int, int]]
    named_hours: Mapping[str, int]
    zones: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    soon_after: Mapping[str, tuple[str, ...]]
    soon_after_alone: Mapping[str, tuple[str, ...]]
    soon_after_days: Mapping[str, int]
    guards: Mapping[str, tuple[str, ...]]
    step_back_penalty: float
    off_title_penalty: float
    feasts: Mapping[str, tuple[int, tuple[date, ...]]]
    clause_openers: tuple[str, ...]

    @property
    def unit_pattern(self) -> str:
        """Any unit, singular or plural."""
        return alternation(self.units)

    @property
    def count_pattern(self) -> str:
        """A count in figures or words, loose or exact, with "more than" and the like in front."""
        hedge = (
            r"(?:(?:about|around|approximately|roughly|almost|nearly|more\s+than|over|at\s+least|less\s+than|"
            r"under|up\s+to|some|just|only|barely|a\s+little\s+over|well\s+over|the\s+better\s+part\s+of)\s+)*"
        )
        loose = r"(?:a\s+couple(?:\s+of)?|a\s+few|few|several|some|many|a\s+dozen|half\s+a|an?\b)"
        return rf"{hedge}(?:{NUMBER_PATTERN}(?:\s*(?:[-–]|to|or)\s*{NUMBER_PATTERN})?|{loose})"

    def count(self, words: str | None, unit: str) -> Count:
        """How many ``unit`` the words mean; ``None`` is a bare plural.

        Raises:
            ValueError: when the words hold no count.
        """
        if words is None:
            return self._loose("plural", unit)
        folded = " ".join(words.lower().split())
        for name in ("couple", "few", "several", "many", "dozen"):
            if re.search(rf"\b{name}\b", folded):
                return self._loose(name, unit)
        numbers = [number_value(number) for number in re.findall(NUMBER_PATTERN, folded)]
        if len(numbers) > 1:
            return Count(min(numbers), max(numbers))
        if numbers:
            value = numbers[0]
            loose = bool(re.search(r"\b(about|around|approximately|roughly|some)\b", folded))
            return Count(value, value, not loose)
        if folded.endswith("half a"):
            return Count(0.5, 0.5, False)
        if re.search(r"\ban?$", folded):
            return Count(1, 1)
        if folded.endswith("some"):
            return self._loose("some", unit)
        raise ValueError(f"no count in {words!r}")

    def _loose(self, name: str, unit: str) -> Count:
        bounds = self.loose_counts[name]
        least, most = bounds.get(unit) or bounds.get("any") or (2, 10)
        return Count(least, most, least == most)

    def unit(self, word: str) -> tuple[Unit, float, str]:
        """(unit, multiple, plain name) of a unit's spelling: a fortnight is two weeks, a night a day."""
        name = self.units[word.lower()]
        if name == "night":
            return Unit.DAY, 1, name
        if name == "fortnight":
            return Unit.WEEK, 2, name
        if name == "decade":
            return Unit.YEAR, 10, name
        if name == "moment":
            return Unit.MINUTE, 1, name
        return Unit(name), 1, name


@lru_cache(maxsize=1)
def time_lexicon() -> TimeLexicon:
    """The shipped lexicon."""
    import yaml

    raw = yaml.safe_load(files("tadmur.extract").joinpath("data/times.yaml").read_text(encoding="utf-8"))
    months: dict[str, int] = {}
    for number, (name, short) in enumerate(raw["months"].items(), start=1):
        months.update({name: number} | {form: number for abbreviation in short for form in (abbreviation,)})
    weekdays = {name: number for number, name in enumerate(raw["weekdays"])} | raw["weekday_abbreviations"]
    units = {name: name for name in raw["units"]} | {
        spelling: name for name, spellings in raw["units"].items() for spelling in spellings
    }
    return TimeLexicon(
        months=months,
        weekdays=weekdays,
        seasons=raw["seasons"],
        portions={word: name for name, words in raw["portions"].items() for word in words},
        units=units,
        loose_counts={
            name: {unit: (bounds[0], bounds[1]) for unit, bounds in table.items()}
            for name, table in raw["loose_counts"].items()
        },
        slack_days=raw["slack_days"],
        day_parts={name: (hours[0], hours[1]) for name, hours in raw["day_parts"].items()},
        named_hours=raw["named_hours"],
        zones=raw["zones"],
        phrases={name: tuple(raw[name]) for name in ("present", "so_far", "recent", "past", "same_time")},
        soon_after={name: tuple(words) for name, words in raw["soon_after"].items()},
        soon_after_alone={name: tuple(words) for name, words in raw["soon_after_alone"].items()},
        soon_after_days=raw["soon_after_days"],
        guards={name: tuple(raw[name]) for name in raw if name.startswith("not_a_")},
        step_back_penalty=raw["step_back_penalty"],
        off_title_penalty=raw["off_title_penalty"],
        feasts={name: (table["days"], tuple(table["first"])) for name, table in raw["feasts"].items()},
        clause_openers=tuple(raw["clause_openers"]),
    )

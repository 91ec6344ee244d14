"""The words of number and of counted things, read once from ``data/quantities.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tadmur.extract.number_words import NUMBER_INITIALS, NUMBER_PATTERN
from tadmur.extract.time_lexicon import alternation

LONGEST_STEP = 5
"""Words that may stand between a number and what it counts."""


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """Words of number; see the comments in the file."""

    loose_words: Mapping[str, float]
    round_words: Mapping[str, float]
    shares: Mapping[str, float]
    loose_shares: Mapping[str, float]
    hedges: Mapping[str, str]
    hedges_behind: Mapping[str, str]
    units: Mapping[str, tuple[str, float]]
    designations: frozenset[str]
    designations_always: frozenset[str]
    between: frozenset[str]
    figure: re.Pattern[str]
    hedge_behind: re.Pattern[str]
    percent: re.Pattern[str]
    money_before: re.Pattern[str]
    money_behind: re.Pattern[str]
    not_counted: re.Pattern[str]
    counted_next: re.Pattern[str]
    unit_word: re.Pattern[str]
    person_verb: re.Pattern[str]
    toll: re.Pattern[str]
    base_stop: re.Pattern[str]
    of_base: re.Pattern[str]
    part_of: re.Pattern[str]

    def hedge_of(self, words: str | None) -> str | None:
        """The name of a hedge in front of a figure."""
        return self.hedges[" ".join(words.lower().split())] if words else None

    def hedge_of_behind(self, words: str) -> str:
        """The name of a hedge behind a figure."""
        return self.hedges_behind[" ".join(words.lower().split())]

    def unit_at(self, text: str, position: int) -> tuple[str, float, int, int] | None:
        """(unit, factor, start, end) of what a number counts that ends at ``position``, or ``None``."""
        for _ in range(LONGEST_STEP):
            step = re.compile(r"\s*-?\s*").match(text, position)
            assert step is not None
            found = self.unit_word.match(text, step.end())
            word = re.compile(r"[\w'’²-]+").match(text, step.end())
            if found and not self._leads_on(text, found):
                unit, factor = self.units[_fold(found.group())]
                return unit, factor, found.start(), found.end()
            if word is None or not self._may_stand_between(word.group()):
                return None
            position = word.end()
        return None

    def _may_stand_between(self, word: str) -> bool:
        """Words of the lexicon, names ("Assyrian", "Izium's") and compounds ("rebel-held")."""
        if word in self.between or word.lower() in self.between or re.fullmatch(NUMBER_PATTERN, word, re.IGNORECASE):
            return True
        return word[0].isupper() or (word[0].islower() and ("-" in word or word.endswith(("'s", "’s"))))

    def _leads_on(self, text: str, found: re.Match[str]) -> bool:
        """Whether a word for a counted thing only qualifies the next one: "rebel fighters", "car bombs"."""
        if found.group() not in self.between and found.group().lower() not in self.between:
            return False
        following = re.compile(r"\s+").match(text, found.end())
        return following is not None and self.unit_word.match(text, following.end()) is not None

    def unit_next(self, text: str, position: int) -> bool:
        """Whether what follows a number is a counted thing or a share."""
        return self.unit_at(text, position) is not None or self.percent.match(text, position) is not None

    def befallen(self, text: str, start: int, end: int) -> bool:
        """Whether the words around a bare number say that people died, fled or were hurt."""
        after = re.compile(
            r"\s+(?:(?:others?|more|of\s+them|have|has|had|were|was|are|been|being|also|reportedly)\s+)*"
        ).match(text, end)
        if after and self.person_verb.match(text, after.end()):
            return True
        before = re.search(r"([\w-]+)\s+(?:an?\s+)?$", text[:start])
        if before and self.person_verb.fullmatch(before.group(1)):
            return True
        return self.toll.search(text[:start]) is not None

    def next_noun(self, text: str, position: int) -> tuple[int, int] | None:
        """Where a lower-case word right behind a number stands, if it looks like what is counted."""
        word = re.compile(r"\s+(?:of\s+(?:(?:the|its|their)\s+)?)?([a-z][a-z-]{3,}s)\b").match(text, position)
        return None if word is None else word.span(1)


def _floats(table: Mapping[str, float]) -> dict[str, float]:
    return {word: float(value) for word, value in table.items()}


def _fold(words: str) -> str:
    return " ".join(words.lower().split())


@lru_cache(maxsize=1)
def quantity_lexicon() -> QuantityLexicon:
    """The shipped lexicon."""
    import yaml

    raw = yaml.safe_load(files("tadmur.extract").joinpath("data/quantities.yaml").read_text(encoding="utf-8"))
    units = {word.lower(): (unit, 1.0) for unit, words in raw["units"].items() for word in words}
    for table in (raw["areas"], raw["lengths"]):
        units.update(
            {word.lower(): (unit, float(factor)) for unit, words in table.items() for word, factor in words.items()}
        )
    hedges = {word: name for name, words in raw["hedges"].items() for word in words}
    behind = {word: name for name, words in raw["hedges_behind"].items() for word in words}
    ignore = re.IGNORECASE
    return QuantityLexicon(
        loose_words=_floats(raw["loose_words"]),
        round_words=_floats(raw["round_words"]),
        shares=_floats(raw["shares"]),
        loose_shares=_floats(raw["loose_shares"]),
        hedges=hedges,
        hedges_behind=behind,
        units=units,
        designations=frozenset(raw["designations"]),
        designations_always=frozenset(raw["designations_always"]),
        between=frozenset(raw["between"]),
        figure=_figure_pattern(raw, hedges),
        hedge_behind=re.compile(rf"\s*({alternation(behind)})(?!\w)", ignore),
        percent=re.compile(rf"[\"”]?\s*(?:{alternation(raw['percent'])})(?!\w)", ignore),
        money_before=re.compile(rf"{alternation(raw['money_before'])}\s*$"),
        money_behind=re.compile(
            rf"(?:\s*(?:m|bn|k))?\s+(?:US\s+|Syrian\s+|Sudanese\s+)?{alternation(raw['money_behind'])}\b"
        ),
        not_counted=re.compile(rf"[\s-]*{alternation(raw['not_counted'])}\b"),
        counted_next=re.compile(
            rf"\s+(?:{alternation(raw['between'])}\s+)*{alternation(units)}\b"
            rf"|\s+(?:has\s+|had\s+|have\s+)?(?:was\s+|were\s+|is\s+|been\s+)*{alternation(raw['person_verbs'])}\b",
            ignore,
        ),
        unit_word=re.compile(rf"{alternation(units)}(?![\w²-])", ignore),
        person_verb=re.compile(rf"{alternation(raw['person_verbs'])}\b", ignore),
        toll=re.compile(
            rf"\b{alternation(raw['tolls'])}\s*(?::|(?:[a-z]+\s+){{0,4}}(?:from|of|to|at|passed|reached|topped|exceeded))\s*$",
            ignore,
        ),
        base_stop=re.compile(
            rf"[,;:.](?=\s|$)|[()\"“”]|\s+(?:{alternation(raw['base_stops'])})\b|\s+and\s+(?![A-Z])", 0
        ),
        of_base=re.compile(r"[\"”’']?\s+(?:of\s+)(?:all\s+)?|\s+(?=the\s|its\s|their\s)", ignore),
        part_of=re.compile(r"\s+of\s+(?=(?:the|its|their|these|those)\b)", ignore),
    )


def _figure_pattern(raw: Mapping[str, Any], hedges: Mapping[str, str]) -> re.Pattern[str]:
    """One number, loose word, share or range, with its hedge; first a look at whether one may start here."""
    number = rf"(?:{alternation(raw['round_words'])}|{NUMBER_PATTERN})"
    percent = rf"(?:\s*{alternation(raw['percent'])})?"
    words = (*hedges, *raw["loose_words"], *raw["loose_shares"], *raw["shares"], "between", "from")
    initials = "".join(sorted({word[0].lower() for word in words} | NUMBER_INITIALS))
    may_start = rf"(?=\d|\b[{re.escape(initials)}]|{alternation(raw['round_words'])})"
    hedge = rf"(?:\b(?P<hedge>{alternation(hedges)})\s+(?:(?:the|another|a\s+further|an\s+additional)\s+)?)?"
    ranged = (
        rf"(?P<between>\bbetween\s+|\bfrom\s+between\s+)?(?P<first>{number}){percent}"
        rf"(?:\s*[–—]\s*|(?<=\d)\s*-\s*(?=\d)|\s+(?:to|or|(?(between)and|(?!)))\s+)(?P<last>{number})"
    )
    return re.compile(
        rf"{may_start}{hedge}(?P<body>{ranged}|\b(?P<loose>{alternation(raw['loose_words'])})\b"
        rf"|\b(?P<loose_share>{alternation(raw['loose_shares'])})(?=[\"”’']?\s+of\b)"
        rf"|(?P<part>{number})\s+(?:out\s+of|in)\s+(?:every\s+)?(?P<whole>{number})(?=\s+[a-z]|\s*[,.])"
        rf"|\b(?P<share>{alternation(raw['shares'])})(?=\s+(?:of|the|its|their)\b)"
        rf"|(?P<number>{number}))",
        re.IGNORECASE,
    )

"""What a rule of the time grammar is, and what it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tadmur.extract.time_forms import Clock, Count, Form, Unit
from tadmur.extract.time_lexicon import TimeLexicon

YEAR = r"(?P<year>(?:19|20)\d\d)\b(?!,\d)"
"""A year in figures."""
YEAR_FIGURES = ("19", "20")
"""What a text with a year in figures holds."""
PORTION = (
    r"(?P<portion>(?i:(?:the\s+)?(?:very\s+)?(?:early|mid|middle|late|later|earlier|start|beginning|end|close|onset|"
    r"(?:early|first|opening|last|final|closing)\s+(?:days|weeks|months|hours)|"
    r"(?:first|second|third|fourth|last)\s+(?:half|quarter|week)|"
    r"first\s+(?:two|three|four|five|six|seven|eight|nine|ten|eleven)\s+months)(?:\s+(?:in|of|on\s+in))?))[\s-]+"
)
"""Words for a part of a month or a year."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a time expression; ``form`` is ``None`` for a bare time of day."""

    start: int
    end: int
    form: Form | None = None
    day_part: str | None = None
    clock: Clock | None = None
    attributive: bool = False


Reading = Callable[[re.Match[str], TimeLexicon], Piece | None]
"""What a match means; ``None`` is a false alarm."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and its reading.

    It is only tried where one of ``needs`` stands in the text, as it is or in small letters.
    """

    name: str
    pattern: re.Pattern[str]
    read: Reading
    needs: tuple[str, ...] = ("",)


def rule(name: str, pattern: str, read: Reading, needs: tuple[str, ...] = ("",)) -> Rule:
    """A rule that minds capitals: months and weekdays have them."""
    return Rule(name, re.compile(pattern), read, needs)


def rule_any_case(name: str, pattern: str, read: Reading, needs: tuple[str, ...] = ("",)) -> Rule:
    """A rule that does not mind capitals."""
    return Rule(name, re.compile(pattern, re.IGNORECASE), read, needs)


def needs_any(phrases: Iterable[str]) -> tuple[str, ...]:
    """What a text with one of ``phrases`` holds: the longest word of each."""
    return tuple(sorted({max(phrase.split(), key=len) for phrase in phrases}))


def always(form: Form) -> Reading:
    """The reading that gives ``form`` for every match."""

    def read(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
        return Piece(match.start(), match.end(), form)

    return read


def counted(match: re.Match[str], lexicon: TimeLexicon) -> tuple[Count, Unit]:
    """The count and unit of a match with the groups "count" (may be missing) and "unit"."""
    unit, multiple, _ = lexicon.unit(match["unit"])
    count = lexicon.count(match.groupdict().get("count"), str(unit))
    return Count(count.least * multiple, count.most * multiple, count.exact), unit


def portion_of(words: str | None, lexicon: TimeLexicon) -> str | None:
    """The name of a portion: "early", "end", "half1", "week-1", "months5"."""
    if not words:
        return None
    folded = re.sub(r"\s+(in|of|on\s+in)$", "", " ".join(words.lower().replace("-", " ").split()))
    folded = re.sub(r"^the\s+|\bvery\s+", "", folded)
    special = re.match(r"(first|second|last|third|fourth)\s+(half|quarter|week)$", folded)
    if special:
        order = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}[special.group(1)]
        return f"{special.group(2)}{order}"
    months = re.match(r"first\s+(\w+)\s+months$", folded)
    if months:
        return f"months{int(lexicon.count(months.group(1), 'month').most)}"
    several = re.match(r"(early|first|opening|last|final|closing)\s+(?:days|weeks|months|hours)$", folded)
    if several:
        if several.group(1) == "early":
            return "early"
        return "start" if several.group(1) in ("first", "opening") else "end"
    return next((name for word, name in lexicon.portions.items() if folded == word), None)

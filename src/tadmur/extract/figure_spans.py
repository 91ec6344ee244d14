"""Areas and shares in a sentence, with the values that their digits and hedges allow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tadmur.extract.figure_words import figure_words
from tadmur.extract.number_words import FIGURES_PATTERN, number_value
from tadmur.extract.quantities import PERCENT, QuantitySpan, find_quantities
from tadmur.terms.claim import Quantity
from tadmur.terms.figure import Firmness

AREA = "km2"
LOOSE_SHARE = 0.05
"""By what part of itself a figure told with "about" may be off, where its last digit does not allow more."""
BEYOND = 0.2
"""By what part of itself a figure told with "more than" or "less than" may lie beyond it."""
_DIGITS = re.compile(FIGURES_PATTERN)
_FROM_TO = re.compile(
    rf"\bfrom\s+(?:about\s+|some\s+|roughly\s+|nearly\s+|almost\s+)?(?P<first>{FIGURES_PATTERN})\s+(?:to|down\s+to)\s+"
    rf"(?:about\s+|some\s+|just\s+|only\s+|roughly\s+|nearly\s+|almost\s+)*(?P<last>{FIGURES_PATTERN})"
    r"\s*(?:square\s+(?:kilomet(?:er|re)s?|km|miles?)|sq\.?\s*(?:km|kilomet(?:er|re)s?|miles?|mi)|km2|km²)",
    re.I,
)
_POINTS = re.compile(rf"(?<![\w.,])({FIGURES_PATTERN}|\w+)\s+(?:percentage\s+)?points?\b", re.I)
_SPREAD = re.compile(
    r"\b(?:stretch\w*|spread\w*|sprawl\w*|extend\w*|reign\w*|rul\w+|control|sway|authority|dominion|held\s+sway|command|power|govern\w*)\s+$",
    re.I,
)
_UNIT = re.compile(r"square\s+(?:kilomet|km)|\bsq\.?\s*(?:km|kilomet)|\bkm2\b|km²", re.I)
_BARE = re.compile(
    r"(?<![\w.,$€£])(\d{1,3},\d{3})(?=\s*[.;:)(]|\s*,\s|\s*$|\s+(?:in|on|by|at|to|as|and|a|an|or|the|before|after|when|left|less|from|six|eleven|months|since|of|lay|lies|were|was|today|now)\b)"
)
_FRACTION = re.compile(
    r"\bby\s+(?:(?P<hedge>about|almost|nearly|around|roughly|some|more\s+than|over|just\s+over|"
    r"less\s+than|just\s+under|at\s+least)\s+)?"
    r"(?P<share>(?:a|one)\s+(?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"twelfth)|half|two[\s-]thirds|three[\s-]quarters)\b"
    r"(?!\s+(?:of|the|its|their)\b)",
    re.I,
)
_COMPARED_FRACTION = re.compile(
    r"\b(?P<hedge>about|almost|nearly|around|roughly|some|more\s+than|over|just\s+over|"
    r"less\s+than|just\s+under|at\s+least)?\s*"
    r"(?P<share>(?:a|one)\s+(?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"twelfth)|two[\s-]thirds|three[\s-]quarters)"
    r"(?=\s+(?:less|smaller|lower|down|more|larger|bigger|higher|up)\b|\s*,\s+(?:lay|was|were|is|are|fell)\b)",
    re.I,
)
_NOUN_FRACTION = re.compile(
    r"\b(?:loss|drop|fall|decline|gain|rise|increase|contraction|reduction|growth|shrinkage|decrease)\s+of\s+"
    r"(?P<hedge>about\s+|almost\s+|nearly\s+|around\s+|roughly\s+|some\s+|more\s+than\s+|over\s+|less\s+than\s+|at\s+least\s+)?"
    r"(?P<share>(?:a|one)\s+(?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)|half|two[\s-]thirds|three[\s-]quarters)\b"
    r"(?!\s+(?:of|the|its|their)\b)",
    re.I,
)
_ONE_IN = re.compile(r"\bone\s+square\s+(?:kilomet(?:re|er)|mile)\s+in\s+(?:every\s+)?(\w+)\b", re.I)
_ONE_PERCENT = re.compile(r"\bone\s+per\s?cent\b", re.I)
_TIMES = re.compile(r"\b(halved|halving|doubled|doubling|tripled|trebled)\b", re.I)
_CHANGES = {"halved": 50.0, "halving": 50.0, "doubled": 100.0, "doubling": 100.0, "tripled": 200.0, "trebled": 200.0}
"""By how many per cent the words change what was held: "halved" takes 50 away, "doubled" adds 100."""
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9}
_PARTS |= {"tenth": 10, "twelfth": 12}
_WHOLES = {"two thirds": 200 / 3, "three quarters": 75.0}
_HEDGES = {
    **dict.fromkeys(("about", "almost", "nearly", "around", "roughly", "some"), Firmness.ABOUT),
    **dict.fromkeys(("more than", "over", "just over", "at least"), Firmness.AT_LEAST),
    **dict.fromkeys(("less than", "just under"), Firmness.AT_MOST),
}


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """``text[start:end]`` of a sentence is a figure; ``value`` lies in ``low`` to ``high``."""

    start: int
    end: int
    value: float
    unit: str
    low: float
    high: float
    firmness: Firmness
    points: bool = False


@lru_cache(maxsize=1000)
def figure_spans(text: str, *, told_in_km2: bool = False) -> tuple[FigureSpan, ...]:
    """Shares and areas of a sentence in order, without their bases; an area repeated in brackets comes once.

    A number like "78,000" that names no unit is an area where the sentence names one for another, or where
    ``told_in_km2`` says that an earlier one did.
    """
    pairs = _from_to(text)
    found = [span for quantity in find_quantities(text) if (span := _of_quantity(text, quantity)) is not None]
    found = [f for f in found if not any(p.start < f.end and f.start < p.end for p in pairs)] + pairs
    bare = _bare_areas(text) if told_in_km2 or _UNIT.search(text) else []
    for extra in (*_points(text), *_fractions(text), *bare):
        if _ONE_IN.fullmatch(text, extra.start, extra.end):
            found = [span for span in found if not (span.start < extra.end and extra.start < span.end)]
        if not any(span.start < extra.end and extra.start < span.end for span in found):
            found.append(extra)
    return tuple(sorted(found, key=lambda span: span.start))


def _of_quantity(text: str, quantity_span: QuantitySpan) -> FigureSpan | None:
    quantity = quantity_span.quantity
    if quantity.unit not in (PERCENT, AREA):
        return None
    start, end = quantity_span.start, quantity_span.end
    if quantity.base:
        end = start + len(text[start:end].removesuffix(quantity.base).rstrip())
        end = start + len(re.sub(r"\s+of(?:\s+all)?$", "", text[start:end]))
    firmness, value = _firmness(quantity)
    if value is None:
        return None
    if firmness in (Firmness.AT_LEAST, Firmness.AT_MOST) and (number := _without_a_hedge(text, start, end)):
        start, firmness = number, Firmness.EXACT
    words = text[start:end]
    points = bool(re.search(r"\bpoints?$", words))
    if quantity.low is not None and quantity.high is not None and quantity.low < quantity.high:
        return FigureSpan(start, end, value, quantity.unit, quantity.low, quantity.high, Firmness.BETWEEN, points)
    half = _half_digit(words, quantity.unit, value)
    in_words = quantity.unit == PERCENT and not any(character.isdigit() for character in words)
    low, high = bounds(round(value) if in_words else value, half, firmness)
    return FigureSpan(start, end, value, quantity.unit, low, high, firmness, points)


def _without_a_hedge(text: str, start: int, end: int) -> int | None:
    """Where the number starts, if the words in front only look like its hedge: "stretched over", "33 % less than"."""
    number = _DIGITS.search(text, start, end)
    if number is None:
        return None
    compared = re.search(r"(?:per\s?cent|percent|%|points?)\s*$", text[:start]) is not None
    spread = re.match(r"over\b", text[start:end], re.I) and _SPREAD.search(text[:start])
    added = re.match(r"up\s+to\b", text[start:end], re.I) and re.search(r"\badd(?:s|ed|ing)?\s+$", text[:start], re.I)
    return number.start() if compared or spread or added else None


def _firmness(quantity: Quantity) -> tuple[Firmness, float | None]:
    if not quantity.vague:
        return Firmness.EXACT, quantity.best
    if quantity.best is not None:
        return (Firmness.AT_LEAST if quantity.low is not None else Firmness.ABOUT), quantity.best
    if quantity.low is not None and quantity.high is not None:
        return Firmness.BETWEEN, (quantity.low + quantity.high) / 2
    if quantity.low is not None:
        # "more than 200" of things counted whole starts at 201; an area is no such thing
        whole = quantity.unit == AREA and quantity.low % 10 == 1
        return Firmness.AT_LEAST, quantity.low - 1 if whole else quantity.low
    return Firmness.AT_MOST, quantity.high


def bounds(value: float, half_digit: float, firmness: Firmness) -> tuple[float, float]:
    """The values that a stated one allows: by rounding, by "about", or beyond it by a fifth of itself at most."""
    match firmness:
        case Firmness.ABOUT:
            margin = max(2 * half_digit, LOOSE_SHARE * value)
            return value - margin, value + margin
        case Firmness.AT_LEAST:
            return value, value * (1 + BEYOND) + half_digit
        case Firmness.AT_MOST:
            return value * (1 - BEYOND) - half_digit, value
    return value - half_digit, value + half_digit


def _half_digit(words: str, unit: str, value: float) -> float:
    """Half of the last digit shown: 0.05 for 9.4 per cent, 500 for 78,000 km2; words count as whole per cents."""
    match = _DIGITS.search(words)
    if match is None:
        return 0.5 if unit == PERCENT else 0.5 * _last_unit(value)
    digits = re.sub(r"[^\d.]", "", match.group())
    if "." in digits:
        step = 10.0 ** -len(digits.partition(".")[2])
    else:
        step = 1.0 if unit == PERCENT else _last_unit(float(digits))
    stated = float(digits)
    return 0.5 * step * (value / stated if unit == AREA and stated else 1.0)


def _last_unit(value: float) -> float:
    """The size of the last digit that is not zero: 100 for 90,800."""
    step = 1.0
    while value and value % (10 * step) == 0:
        step *= 10
    return step


def _from_to(text: str) -> list[FigureSpan]:
    """ "From 78,000 to 60,400 square kilometres": two areas, the first without a unit of its own."""
    found = []
    for match in _FROM_TO.finditer(text):
        unit = text[match.end("last") : match.end()]
        for group in ("first", "last"):
            areas = [q for q in find_quantities(match[group] + unit) if q.quantity.unit == AREA and q.quantity.best]
            if not areas:
                return []
            value = areas[0].quantity.best or 0.0
            low, high = bounds(value, _half_digit(match[group], AREA, value), Firmness.EXACT)
            end = match.end() if group == "last" else match.end(group)
            found.append(FigureSpan(match.start(group), end, value, AREA, low, high, Firmness.EXACT))
    return found


def _bare_areas(text: str) -> list[FigureSpan]:
    found = []
    for match in _BARE.finditer(text):
        value = number_value(match.group(1))
        low, high = bounds(value, _half_digit(match.group(1), AREA, value), Firmness.EXACT)
        found.append(FigureSpan(match.start(), match.end(), value, AREA, low, high, Firmness.EXACT))
    return found


def _points(text: str) -> list[FigureSpan]:
    """ "Eight points" of a share, which name no unit of their own."""
    found = []
    for match in _POINTS.finditer(text):
        try:
            value = number_value(match.group(1))
        except ValueError:
            continue
        low, high = bounds(value, _half_digit(match.group(1), PERCENT, value), Firmness.EXACT)
        found.append(FigureSpan(match.start(), match.end(), value, PERCENT, low, high, Firmness.EXACT, True))
    return found


def _fractions(text: str) -> list[FigureSpan]:
    """ "Shrank by a fifth", "halved": shares that name no whole."""
    found = []
    for match in (m for pattern in (_FRACTION, _COMPARED_FRACTION, _NOUN_FRACTION) for m in pattern.finditer(text)):
        share = re.sub(r"[\s-]+", " ", match["share"].lower())
        value = _WHOLES.get(share) or 100 / _PARTS[share.split()[-1]]
        firmness = _HEDGES[" ".join(match["hedge"].lower().split())] if match["hedge"] else Firmness.EXACT
        low, high = bounds(round(value), 0.5, firmness)
        start = match.start("hedge") if match["hedge"] else match.start("share")
        found.append(FigureSpan(start, match.end("share"), value, PERCENT, low, high, firmness))
    for match in _ONE_IN.finditer(text):
        try:
            part = 100 / number_value(match.group(1))
        except (ValueError, ZeroDivisionError):
            continue
        low, high = bounds(round(part), 0.5, Firmness.EXACT)
        found.append(FigureSpan(match.start(), match.end(), part, PERCENT, low, high, Firmness.EXACT))
    for match in _ONE_PERCENT.finditer(text):
        found.append(FigureSpan(match.start(), match.end(), 1.0, PERCENT, 0.5, 1.5, Firmness.EXACT))
    for match in _TIMES.finditer(text):
        if figure_words().land.search(text):
            value = _CHANGES[match.group(1).lower()]
            low, high = bounds(value, 0.5, Firmness.ABOUT)
            found.append(FigureSpan(match.start(), match.end(), value, PERCENT, low, high, Firmness.ABOUT))
    return found

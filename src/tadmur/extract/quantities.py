"""Numbers as stated: counts, shares, areas, ranges, and loose words that stay loose.

Bounds are only those that the words give. "Dozens" is 24 or more with no best figure; "almost 60" is 60 at most with
no lower bound; "up to 40" has neither a lower bound nor a best figure. The words and their least numbers are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tadmur.extract.number_words import number_value
from tadmur.extract.quantity_lexicon import QuantityLexicon, quantity_lexicon
from tadmur.extract.time_forms import Duration
from tadmur.extract.times import find_times
from tadmur.terms.claim import Quantity

MOST_OF_A_RATIO = 100
COUNT = "count"
"""Unit of a number whose counted thing is not in the lexicon."""
PERCENT = "percent"
PERSONS = "persons"
MONEY = "money"
LENGTHS = ("km",)
"""Units for which "more than 5" does not start at 6."""


_AGE = re.compile(r"\b(?:children|boys|girls|minors|men|women|adults|those|people|anyone)\s+(?:aged\s+)?$", re.I)
"""In front of "under five": the number is an age."""


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A number with its hedge and unit: ``text[start:end]``; ``noun`` is the word for what is counted, as it stands."""

    start: int
    end: int
    quantity: Quantity
    noun: str | None
    noun_start: int | None
    noun_end: int | None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number before its unit is known."""

    start: int
    end: int
    low: float | None
    best: float | None
    high: float | None
    vague: bool
    share: bool = False
    hedge: str | None = None
    ratio: bool = False


def find_quantities(text: str) -> list[QuantitySpan]:
    """The quantities of one sentence in order, none inside another; offsets are into ``text``.

    Dates, times, ages, ordinals and numbers that are part of a name ("Hill 105", "T-72") are left out. Areas are
    given in square kilometres and lengths in kilometres, whatever unit is stated.
    """
    lexicon = quantity_lexicon()
    taken = [(time.start, time.end) for time in find_times(text) if not isinstance(time.form, Duration)]
    found: list[QuantitySpan] = []
    last: _Figure | None = None
    for figure in _figures(text, lexicon, taken):
        if found and last is not None and _shares_hedge(text, last, found[-1], figure):
            figure = replace(figure, high=None, vague=True, hedge=last.hedge)
        inside_time = any(figure.start < end and start < figure.end for start, end in taken)
        if inside_time and any(end == figure.end for _, end in taken) and lexicon.percent.match(text, figure.end):
            inside_time = False  # "from December to March 8 per cent"
        if inside_time or (found and figure.start < found[-1].end):
            continue
        span = _spanned(text, figure, lexicon)
        if span is not None and not _restates(text, found, span):
            found.append(span)
            last = figure
    return found


def _shares_hedge(text: str, last: _Figure, span: QuantitySpan, figure: _Figure) -> bool:
    """Whether "at least" reaches on: "at least 26 militants and 11 soldiers"."""
    joined = re.fullmatch(r"\s*(?:,|and|,\s*and)\s+", text[span.end : figure.start]) is not None
    return joined and last.hedge == "at_least" and figure.hedge is None and not figure.vague


def _restates(text: str, found: list[QuantitySpan], span: QuantitySpan) -> bool:
    """Whether an area or length in brackets only converts the one before it: "1,400 square kilometres (540 ...)"."""
    if not found or span.quantity.unit not in ("km2", "km") or found[-1].quantity.unit != span.quantity.unit:
        return False
    return re.fullmatch(r"\s*\(\s*", text[found[-1].end : span.start]) is not None


def _figures(text: str, lexicon: QuantityLexicon, times: list[tuple[int, int]]) -> Iterator[_Figure]:
    position = 0
    while match := lexicon.figure.search(text, position):
        position = max(match.end(), match.start() + 1)
        if match["first"] is not None and _starts_in_a_time(match, times):
            position = match.start("last")
            continue
        figure = _figure(match, lexicon)
        if figure is not None and not _is_a_name(text, match, lexicon):
            yield figure


def _starts_in_a_time(match: re.Match[str], times: list[tuple[int, int]]) -> bool:
    """Whether a range is none: "fell from 90 km2 in 2015 to 78 km2" has a year in front of its "to"."""

    def inside(group: str) -> bool:
        return any(match.start(group) < end and start < match.end(group) for start, end in times)

    return inside("first") and not inside("last")


def _figure(match: re.Match[str], lexicon: QuantityLexicon) -> _Figure | None:
    words = match.groupdict()
    start, end = match.start("body"), match.end("body")
    hedge = lexicon.hedge_of(words["hedge"])
    hedge_start = match.start("hedge") if hedge else start
    if words["loose"] is not None:
        low: float = lexicon.loose_words[_folded(words["loose"])]
        if hedge == "at_most":
            return _Figure(hedge_start, end, None, None, None, True)
        return _Figure(hedge_start if hedge else start, end, low, None, None, True)
    if words["loose_share"] is not None:
        low = lexicon.loose_shares[_folded(words["loose_share"])]
        return _Figure(start, end, low, None, None, True, True)
    if words["part"] is not None:
        return _ratio(match, hedge, hedge_start, lexicon)
    if words["first"] is not None:
        first, last = _value(words["first"], lexicon), _value(words["last"], lexicon)
        first = _scaled(first, last, words["last"])
        if first >= last:
            return None
        return _Figure(match.start(), end, first, None, last, True)
    share = words["share"] is not None
    value = lexicon.shares[_folded(words["share"])] if share else _value(words["number"], lexicon)
    rounded = bool(words["number"]) and _folded(words["number"]) in lexicon.round_words
    behind = lexicon.hedge_behind.match(match.string, end)
    if behind:
        hedge, end = hedge or lexicon.hedge_of_behind(behind.group(1)), behind.end()
    return _Figure(hedge_start, end, *_bounds(value, hedge, rounded=rounded), share=share, hedge=hedge)


def _ratio(match: re.Match[str], hedge: str | None, start: int, lexicon: QuantityLexicon) -> _Figure | None:
    """ "Two out of three hospitals" is a share; "two in 2015" and "six in ten days" are not."""
    part, whole = _value(match["part"], lexicon), _value(match["whole"], lexicon)
    if not part < whole <= MOST_OF_A_RATIO or lexicon.not_counted.match(match.string, match.end()):
        return None
    share = round(100 * part / whole, 1)
    return _Figure(start, match.end("body"), *_bounds(share, hedge, rounded=False), share=True, hedge=hedge, ratio=True)


def _scaled(first: float, last: float, words: str) -> float:
    """ "two to three thousand" starts at two thousand."""
    for name, scale in (("million", 1e6), ("thousand", 1e3), ("hundred", 1e2)):
        if re.search(rf"\b{name}\b", words, re.I) and first < last / scale <= 999 and first < 100:
            return first * scale
    return first


def _bounds(value: float, hedge: str | None, *, rounded: bool) -> tuple[float | None, float | None, float | None, bool]:
    match hedge:
        case "at_least":
            return value, value, None, True
        case "more_than":
            return value, None, None, True
        case "at_most" | "less_than":
            return None, None, value, True
        case "almost":
            return None, value, value, True
        case "about":
            return None, value, None, True
    return (None, value, None, True) if rounded else (value, value, value, False)


def _folded(words: str) -> str:
    return " ".join(words.lower().split())


def _value(words: str, lexicon: QuantityLexicon) -> float:
    folded = _folded(words)
    return lexicon.round_words[folded] if folded in lexicon.round_words else number_value(words)


def _is_a_name(text: str, match: re.Match[str], lexicon: QuantityLexicon) -> bool:
    """Whether the number is part of a name, an ordinal, an age, or a pronoun."""
    end = match.end("body")
    before, after = text[: match.start()], text[end:]
    if re.search(r"[\w.,:/$€£][-–/.:]?$", before) and not re.search(r"[\s(\"“'‘][–-]?$|[,:–—]$|[$€£₴]$", before):
        return True
    if re.match(
        r"(?:st|nd|rd|th)\b|[:/]\d|-(?:year|month|week|day|hour|mm|storey)|[A-Za-z](?!m\b|bn\b|k\b)|\.\d", after
    ):
        return True
    if re.search(
        r"\b(?:aged?|ages)\s+(?:between\s+)?(?:[\w-]+\s+(?:and|to|or)\s+)?$", before, re.I
    ) or lexicon.not_counted.match(after):
        return True
    body = match["body"].lower()
    if body == "many" and re.search(r"\bhow\s+$", before, re.I):
        return True
    if body == "one" and re.match(r"\s+(?:of|in)\b", after):
        return True
    if re.search(r"\b(?:boy|girl|man|woman|child|one)\s+of\s+$", before, re.I) and not lexicon.unit_next(text, end):
        return True
    if (match["hedge"] and _AGE.search(before)) or re.search(r"\bone\s+in\s+$", before, re.I):
        return True
    if body in ("one", "a couple", "most") and not lexicon.counted_next.match(after):
        return True
    previous = re.search(r"([\w.'’]+)\s+(?:\d+(?:,\s*\d+)*\s*(?:,|and|or|to|[-–])\s*)?$", before)
    if previous is None:
        return False
    word = previous.group(1)
    if word.lower() in lexicon.designations_always:
        return True
    if lexicon.unit_next(text, end):
        return False
    if word.lower() in lexicon.designations:
        return True
    inside = before[: previous.start(1)].strip()
    return word[0].isupper() and bool(inside) and word not in ("I", "But", "And") and match["number"] is not None


def _spanned(text: str, figure: _Figure, lexicon: QuantityLexicon) -> QuantitySpan | None:
    money = lexicon.money_before.search(text[: figure.start]) or lexicon.money_behind.match(text, figure.end)
    if money:
        quantity = Quantity(figure.low, figure.best, figure.high, MONEY, figure.vague)
        return QuantitySpan(figure.start, figure.end, quantity, None, None, None)
    percent = lexicon.percent.match(text, figure.end)
    if percent or figure.share:
        return _share(text, figure, percent.end() if percent else figure.end, lexicon)
    counted = lexicon.unit_at(text, figure.end)
    if counted is None:
        unit = PERSONS if lexicon.befallen(text, figure.start, figure.end) else COUNT
        quantity = Quantity(_above(figure.low, figure), figure.best, figure.high, unit, figure.vague)
        noun = lexicon.next_noun(text, figure.end) if unit == COUNT else None
        if noun is None:
            return QuantitySpan(figure.start, figure.end, quantity, None, None, None)
        return QuantitySpan(figure.start, noun[1], quantity, text[noun[0] : noun[1]], *noun)
    unit, factor, start, end = counted
    figure = _with_margin(text, end, figure)
    low, best, high = (_times(bound, factor) for bound in (figure.low, figure.best, figure.high))
    if unit not in LENGTHS:
        low = _above(low, figure)
    whole = lexicon.part_of.match(text, figure.end)
    base = text[whole.end() : end] if whole else None
    quantity = Quantity(low, best, high, unit, figure.vague, base)
    return QuantitySpan(figure.start, end, quantity, text[start:end], start, end)


def _above(low: float | None, figure: _Figure) -> float | None:
    """ "More than 200" starts at 201, where things are counted whole."""
    return low + 1 if low is not None and figure.hedge == "more_than" and low.is_integer() else low


def _with_margin(text: str, end: int, figure: _Figure) -> _Figure:
    """The figure with the margin that stands behind it: "1,450 km2 (±250)"."""
    margin = re.compile(r"\s*\(?\s*(?:±|\+/-|plus\s+or\s+minus)\s*([\d.,]*\d)\)?").match(text, end)
    if margin is None or figure.best is None:
        return figure
    width = number_value(margin.group(1))
    return replace(figure, low=figure.best - width, high=figure.best + width, vague=True)


def _times(value: float | None, factor: float) -> float | None:
    return value if value is None or factor == 1 else round(value * factor, 3)


def _share(text: str, figure: _Figure, end: int, lexicon: QuantityLexicon) -> QuantitySpan | None:
    of = lexicon.of_base.match(text, end)
    if figure.ratio:
        of = re.compile(r"\s+").match(text, end)
    elif figure.share and of is None:
        return None
    base, stop = None, end
    if of is not None:
        stop = _base_end(text, of.end(), lexicon)
        base = text[of.end() : stop] or None
    quantity = Quantity(figure.low, figure.best, figure.high, PERCENT, figure.vague, base)
    return QuantitySpan(figure.start, stop if base else end, quantity, None, None, None)


def _base_end(text: str, start: int, lexicon: QuantityLexicon) -> int:
    """Where the words for the whole of a share end: at a comma, a verb, a time, or "and" before a new phrase."""
    end = len(text)
    for time in find_times(text):
        if time.start >= start:
            before = re.search(
                r"\s+(?:(?:in|on|at|from|since|by|during|over|until|within)\s+)?(?:the\s+)?$", text[: time.start]
            )
            end = min(end, before.start() if before else time.start)
    stop = lexicon.base_stop.search(text, start, end)
    if stop:
        end = stop.start()
    base = text[start:end].rstrip(" ,;.:\"”’'–—-")
    verb = re.search(r"(?<=\w\s)\w+(\s+[a-z]+ed)$", base)
    return start + len(base) - (len(verb.group(1)) if verb else 0)

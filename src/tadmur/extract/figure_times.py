"""The times around figures of territory: days, stretches, bases, halves of years, and what they open or close."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tadmur.extract.number_words import number_value
from tadmur.extract.times import ResolvedTime, TimeKind
from tadmur.terms.clock import Precision

_COMPARED = re.compile(
    r"\b(?:than|compared\s+(?:with|to)|relative\s+to|measured\s+against|against|versus|vs\.?|"
    r"from|down\s+on|up\s+on|held|it\s+(?:had|held)|holdings|"
    r"(?:it|they)\s+(?:had\s+|once\s+)?(?:controlled|ruled|governed|occupied|commanded)|"
    r"did|left|remained|size|extent|total|base|level)\s+(?:(?:it|that|those|what|the\s+group|"
    r"they)\s+)?(?:(?:was|were|had|held|ruled|controlled)\s+)?(?:in\s+[A-Z][\w-]+(?:\s+and\s+[A-Z][\w-]+)?\s+)?(?:(?:those|that)\s+)?"
    r"(?:(?:in|on|at|of|for|from|by)\s+)?(?:(?:the|early|late|mid)\s+)?(?:(?:start|beginning|"
    r"outset|end|close|middle)\s+of\s+(?:the\s+)?)?$",
    re.I,
)
_SAID = re.compile(
    r"\b(?:said|says|reported|announced|published|wrote|told|report|statement|briefing|paper|"
    r"released|issued|noted|study|article|dated|printed)\b[^,;.]{0,14}$",
    re.I,
)
_PART_OF = re.compile(
    r"\b(?:start|beginning|outset|opening|dawn|eve|turn|end|close|middle|early|mid|"
    r"late)[\s-]+(?:of\s+)?(?:the\s+)?$",
    re.I,
)
_STARTS = re.compile(r"\b(?:start|beginning|outset|eve|turn|opening|first\s+days?|dawn|early)\b", re.I)
_ENDS = re.compile(r"\b(?:end|close|last\s+days?)\b", re.I)
_NEW_YEAR = re.compile(r"\bnew\s+year(?:['’]?s)?(?:\s+(?P<eve>eve)|\s+day)?,?\s+(?P<year>(?:19|20)\d{2})\b", re.I)
_HALF_A_YEAR = re.compile(
    r"\b(?:within|in|over|during)\s+(?:the\s+)?(?:(?:past|last)\s+)?(?:half\s+a\s+year|half[\s-]year)\b", re.I
)
_QUARTER = re.compile(
    r"\bin\s+the\s+(?:(?P<number>first|second|third|fourth|last|final)\s+quarter(?!\s+of\s+(?:the\s+year\s+)?\d)|"
    r"(?:final|last|closing)\s+three\s+months\s+of\s+(?:the|that)\s+year)\b",
    re.I,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
_MONTH_NAME = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)
_MIDDLE = re.compile(r"\b(?:mid|middle|halfway)\b|\bmid-", re.I)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30.4375, "year": 365.25}
_BACKWARDS = re.compile(
    r"\b(?:(?P<count>\d+|\w+)[\s-]+)?(?P<unit>day|week|month|year)s?\s+(?:(?:up\s+)?to|"
    r"ending(?:\s+(?:in|on|at))?|before|until|till)\s+"
    r"(?:(?:the|early|late)\s+)?$",
    re.I,
)
_IN_SO_LONG = re.compile(
    r"(?:(?:about|just|only|over|under|the|last|past)\s+)*(?P<count>\d+|\w+(?:\s+and\s+a\s+half)?)[\s-]+"
    r"(?P<unit>week|month|year)s?",
    re.I,
)
_START_OF_THAT_YEAR = re.compile(
    r"\b(?:at|from|since|than|in)\s+(?:at\s+)?the\s+(?:start|beginning|outset)\s+of\s+(?:that|"
    r"the\s+same|the)\s+year\b",
    re.I,
)
_FROM_A_MONTH = re.compile(
    r"\b(?:between|from)\s+(?:(?:the\s+)?(?P<part>start|beginning|end|middle|early|mid|late)[\s-]+(?:of\s+)?)?"
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?:\s+(?P<year>\d{4}))?\s+(?:and|to|until)\s+(?:the\s+)?(?:(?:start|beginning|end|middle|early|mid|late)[\s-]+(?:of\s+)?)?$",
    re.I,
)
_OF_ITS = re.compile(r"\b(?:of|than|from)\s+(?:its|their|the)\s+(?:early\s+|late\s+|mid-)?$", re.I)
_BASE_NOUN = re.compile(
    r"\s+(?:territor\w+|lands?|area|holdings|extent|base|baseline|total|ground|realm|level|figure|possessions)\b", re.I
)
_BASE_OF = re.compile(
    r"\b(?:its|their|the)\s+(?:territory|land|area|ground|holdings|extent|realm)\s+of\s+(?:early\s+|late\s+|mid-)?$",
    re.I,
)
_ONWARDS = re.compile(r"\b(?P<count>\d+|\w+)\s+(?P<unit>day|week|month|year)s?\s+(?:from|after|following)\s+$", re.I)
_MID_YEAR = re.compile(r"\b(?:at|by|in)\s+(?:the\s+)?mid-?year\b|\bhalf-?way\s+through\s+the\s+year\b", re.I)
_START_TO_END = re.compile(
    r"\b(?:between|from)\s+the\s+(?:start|beginning|first\s+day)\s+(?:and|to)\s+the\s+(?:end|close|last\s+day)\s+of\s+(?P<year>(?:19|20)\d{2})\b",
    re.I,
)
_HALF_OR_QUARTER = re.compile(r"\b(?P<kind>H|Q)(?P<number>[1-4])\s+(?P<year>(?:19|20)\d{2})\b")
_THIS_YEAR = re.compile(
    r"\b(?:so\s+far\s+this\s+year|this\s+year(?:\s+so\s+far)?|in\s+the\s+year\s+to\s+date|"
    r"year\s+to\s+date|since\s+the\s+turn\s+of\s+the\s+year|"
    r"since\s+new\s+year(?:['’]s\s+day)?)\b",
    re.I,
)
_YEAR_AS_DOER = re.compile(
    r"(?:^|(?<=[.;]\s))(?P<year>(?:19|20)\d{2})\s+(?:has\s+)?(?=cost|saw|brought|took|meant)", re.I
)
_WHOLE_YEAR = re.compile(
    r"\b(?:over|throughout|across|through|during|in(?:\s+the\s+course\s+of)?|for|"
    r"of)\s+(?:the\s+whole\s+of\s+|all\s+of\s+)?(?P<year>(?:19|20)\d{2})\b(?!\s*(?:km|sq))",
    re.I,
)
_BEGAN_OR_ENDED = re.compile(
    r"\b(?:(?P<ended>ended|closed|finished|left)|began|started|opened|entered)\s+(?:the\s+year\s+)?(?P<year>(?:19|"
    r"20)\d{2})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class FigureTime:
    """A time of a sentence: ``text[start:end]``, its first and last day, and what it says of them."""

    start: int
    end: int
    first: date | None
    last: date | None
    opens: bool
    """It says from when on: "since January 2015", "than in January 2015"."""
    closes: bool
    """It says a day reached: "by mid-2015", "on 4 July 2016"."""
    since: bool = False
    """It opens a change up to now, and is no day of anything held."""


class SentenceTimes:
    """The times of one sentence as a figure may need them, in ``times``.

    Args:
        found: as :class:`~tadmur.extract.times.TimeReader` gave them.
        published: the report's day.
        before: the first day of the period told last, in an earlier sentence.
    """

    def __init__(self, text: str, found: Sequence[ResolvedTime], published: date | None, before: date | None) -> None:
        self._text, self._published = text, published
        whole = [(m.start(), m.end()) for p in (_START_TO_END, _BEGAN_OR_ENDED, _NEW_YEAR) for m in p.finditer(text)]
        kept = [item for item in found if not any(start <= item.start < end for start, end in whole)]
        self.times = [time for item in kept if (time := self._read(item)) is not None]
        self.times += [_edge_of_year(match) for match in _BEGAN_OR_ENDED.finditer(text)]
        self.times += [
            FigureTime(m.start(), m.end(), date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), False, False)
            for m in _START_TO_END.finditer(text)
        ]
        self.times += [_new_year(match) for match in _NEW_YEAR.finditer(text)]
        if published is not None:
            self.times += [
                FigureTime(m.start(), m.end(), published - timedelta(days=182), published, opens=False, closes=False)
                for m in _HALF_A_YEAR.finditer(text)
            ]
        self.times += [_part_of_year(match) for match in _HALF_OR_QUARTER.finditer(text)]
        years = [day.year for time in self.times if (day := time.last or time.first) is not None]
        if published is not None:
            middle = date((years or [published.year])[0], 6, 30)
            self.times += [
                FigureTime(m.start(), m.end(), middle, middle, False, True) for m in _MID_YEAR.finditer(text)
            ]
            self.times += [
                FigureTime(m.start(), m.end(), date(published.year, 1, 1), published, False, False)
                for m in _THIS_YEAR.finditer(text)
                if not any(t.start < m.end() and m.start() < t.end for t in self.times)
            ]
        self.times = [self._in_order(number) for number in range(len(self.times))]
        self.times += [
            quarter
            for m in _QUARTER.finditer(text)
            if not any(t.start < m.end() and m.start() < t.end for t in self.times)
            and (quarter := self._quarter(m, before)) is not None
        ]
        others = [day for time in self.times if (day := time.last or time.first) is not None]
        self.times += [
            FigureTime(m.start(), m.end(), date(others[0].year, 1, 1), date(others[0].year, 1, 1), True, False)
            for m in _START_OF_THAT_YEAR.finditer(text)
            if others and not any(t.start < m.end() and m.start() < t.end for t in self.times)
        ]
        seen = [(time.start, time.end) for time in self.times]
        self.times += [
            FigureTime(m.start(), m.end(), date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), False, False)
            for m in (*_WHOLE_YEAR.finditer(text), *_YEAR_AS_DOER.finditer(text))
            if not any(start < m.end() and m.start() < end for start, end in seen)
        ]

    def _read(self, item: ResolvedTime) -> FigureTime | None:
        if item.kind is TimeKind.DURATION:
            return self._lasting(item)
        if item.kind is TimeKind.FREQUENCY or item.time.precision is Precision.UNKNOWN:
            return None
        head = self._text[: item.start]
        if _SAID.search(head) and item.kind in (TimeKind.POINT, TimeKind.PERIOD, TimeKind.BY):
            return None
        part = _PART_OF.search(head)
        words = (part.group() if part else "") + self._text[item.start : item.end]
        first = item.time.earliest.date() if item.time.earliest else None
        last = item.time.latest.date() if item.time.latest else None
        own = self._text[item.start : item.end]
        opens, closes = item.kind is TimeKind.SINCE, item.kind in (TimeKind.BY, TimeKind.UNTIL)
        stretch = bool(re.search(r"\b(?:to|and|until|through)\b|[–—]|\d-\d{4}$", own)) and item.kind is TimeKind.PERIOD
        month = _FROM_A_MONTH.search(head)
        if month is not None and not stretch and last is not None:
            last = self._edge(words, first, last)
            begin = _month_edge(month, last)
            if begin < last:
                return FigureTime(month.start(), item.end, begin, last, False, False)
        back = _BACKWARDS.search(head)
        if back is not None and last is not None and not stretch:
            last = self._edge(own, first, last)
            return FigureTime(back.start(), item.end, last - self._length(back), last, False, False)
        if item.kind is TimeKind.POINT:
            closes = True
        if item.kind is TimeKind.AFTER:
            opens = True
        if not stretch and _ENDS.search(words) and last is not None and item.kind is not TimeKind.SINCE:
            first, closes = last, True
        elif not stretch and _STARTS.search(words) and item.kind in (TimeKind.PERIOD, TimeKind.POINT) and first:
            last = first
            closes = True
        elif not stretch and _MIDDLE.search(words):
            middle = self._middle(own, first, last)
            if opens:
                first = middle if re.search(r"\d{4}", own) else first
            else:
                first = last = middle
                closes = True
        if closes and not opens and item.kind in (TimeKind.BY, TimeKind.UNTIL):
            first = last
        if opens and item.kind is TimeKind.SINCE:
            last = None
        onwards = _ONWARDS.search(head)
        if onwards is not None and first is not None and not stretch:
            return FigureTime(onwards.start(), item.end, first, first + self._length(onwards), False, False)
        single = not stretch and first is not None and last is not None and (last - first) <= timedelta(days=31)
        if _BASE_OF.search(head) and item.kind in (TimeKind.PERIOD, TimeKind.POINT):
            return FigureTime(item.start, item.end, first, first, True, False)
        if _OF_ITS.search(head) and _BASE_NOUN.match(self._text, item.end):
            return FigureTime(item.start, item.end, first, first, True, False)
        if not opens and (closes or single) and _COMPARED.search(head[-40:]):
            opens, closes = True, False
        elif single and not opens:
            closes = True
        if stretch:
            first, last = _stretch_edges(own, first, last)
        return FigureTime(item.start, item.end, first, last, opens, closes, item.kind is TimeKind.SINCE)

    def _lasting(self, item: ResolvedTime) -> FigureTime | None:
        """ "In three months": up to the day of the report."""
        length = _IN_SO_LONG.fullmatch(self._text[item.start : item.end])
        if length is None or self._published is None:
            return None
        if not re.search(
            r"\b(?:in|over|within|during)\s+(?:just\s+|only\s+|the\s+|those\s+)*$", self._text[: item.start], re.I
        ):
            return None
        return FigureTime(item.start, item.end, self._published - self._length(length), self._published, False, False)

    def _quarter(self, match: re.Match[str], before: date | None) -> FigureTime | None:
        """ "In the fourth quarter": of the year that the sentence names, else the one before, else the report."""
        years = [day.year for time in self.times if (day := time.last or time.first) is not None]
        known = self._published
        year = years[0] if years else before.year if before is not None else known.year if known is not None else None
        if year is None:
            return None
        number = _ORDINALS.get((match["number"] or "last").lower(), 4)
        first = date(year, 3 * number - 2, 1)
        last = date(year + 3 * number // 12, 3 * number % 12 + 1, 1) - timedelta(days=1)
        return FigureTime(match.start(), match.end(), first, last, opens=False, closes=False)

    def _in_order(self, number: int) -> FigureTime:
        """A day without a year lies behind the one named before it, where that is no later than the report."""
        time = self.times[number]
        before = [t.first for t in self.times[:number] if t.first is not None]
        if not before or time.first is None or self._published is None or time.first >= before[-1]:
            return time
        if re.search(r"\d{4}", self._text[time.start : time.end]):
            return time
        later, end = _year_after(time.first), _year_after(time.last) if time.last is not None else None
        if not before[-1] < later <= self._published or (end is not None and end > self._published):
            return time
        return replace(time, first=later, last=end)

    def _middle(self, own: str, first: date | None, last: date | None) -> date | None:
        year = re.search(r"\b(\d{4})\b", own)
        months = re.search(r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", own)
        if year is not None and months is None:
            return date(int(year.group(1)), 6, 30)
        if year is not None and months is not None:
            number = _MONTHS.index(months.group(1).lower()) + 1
            return date(int(year.group(1)), number, 15)
        if first is not None and last is not None:
            return first + (last - first) / 2
        return last or first

    def _edge(self, own: str, first: date | None, last: date) -> date:
        if _MIDDLE.search(own):
            return self._middle(own, first, last) or last
        if _STARTS.search(own) and first is not None:
            return first
        return last

    def _length(self, match: re.Match[str]) -> timedelta:
        words = (match["count"] or "one").lower()
        try:
            count = 1.0 if words in ("a", "an", "the", "this", "that") else number_value(words)
        except ValueError:
            count = 1.0
        return timedelta(days=round(count * _UNIT_DAYS[match["unit"].lower()]))


def _edge_of_year(match: re.Match[str]) -> FigureTime:
    """ "Ended 2016 with", "began 2015 holding": the last or the first day of the year."""
    year = int(match["year"])
    edge = date(year, 12, 31) if match["ended"] else date(year, 1, 1)
    return FigureTime(match.start(), match.end(), edge, edge, False, True)


def _month_edge(match: re.Match[str], last: date) -> date:
    """The day that "from early March" starts on; a month without a year is that of ``last`` or of the year before."""
    number = _MONTHS.index(match["month"].lower()[:3]) + 1
    year = int(match["year"]) if match["year"] else last.year - (number > last.month)
    part = (match["part"] or "").lower()
    if part in ("mid", "middle"):
        return date(year, number, 15)
    if part in ("end", "late"):
        return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return date(year, number, 1)


def _part_of_year(match: re.Match[str]) -> FigureTime:
    """ "H1 2016", "Q3 2016"."""
    months = 6 if match["kind"] == "H" else 3
    number, year = min(int(match["number"]), 12 // months), int(match["year"])
    first = date(year, (number - 1) * months + 1, 1)
    last = date(year + number * months // 12, number * months % 12 + 1, 1) - timedelta(days=1)
    return FigureTime(match.start(), match.end(), first, last, False, False)


def _year_after(day: date) -> date:
    """The same day a year later; 29 February gives the 28th."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _stretch_edges(own: str, first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The ends of "from the end of 2015 to mid-June": the edge that each half names."""
    halves = re.split(r"\s+(?:and|to|until|through)\s+|\s*[–—]\s*", own, maxsplit=1)
    if len(halves) != 2 or first is None or last is None:
        return first, last
    if _MIDDLE.search(halves[0]):
        first = _middle_of(halves[0], first)
    elif re.search(r"\b(?:end|close)\s+of\b", halves[0], re.I):
        first = _end_of(halves[0], first)
    if re.search(r"\b(?:start|beginning)\s+of\b", halves[1], re.I):
        last = date(last.year, last.month if _MONTH_NAME.search(halves[1]) else 1, 1)
    if _MIDDLE.search(halves[1]):
        last = min(last, _middle_of(halves[1], last))
    return first, last


def _end_of(words: str, day: date) -> date:
    """The last day of the month, or else of the year, that words name."""
    named = _MONTH_NAME.search(words)
    number = _MONTHS.index(named.group(1).lower()) + 1 if named is not None else 12
    return date(day.year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _new_year(match: re.Match[str]) -> FigureTime:
    """ "New Year's Day 2015"; the eve is the last day of the year named."""
    year = int(match["year"])
    day = date(year, 12, 31) if match["eve"] else date(year, 1, 1)
    return FigureTime(match.start(), match.end(), day, day, opens=False, closes=True)


def _middle_of(words: str, day: date) -> date:
    named = re.search(r"(?i)\b(?:mid-?|middle\s+of\s+)\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", words)
    if named is None:
        return date(day.year, 6, 30)
    return date(day.year, _MONTHS.index(named.group(1).lower()) + 1, 15)

"""From when to when a figure is meant: the times of its sentence, given to the figures that they stand by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tadmur.extract.figure_spans import FigureSpan
from tadmur.extract.number_words import number_value
from tadmur.extract.times import ResolvedTime, TimeKind
from tadmur.terms.clock import Precision

_TOO_FAR = 14.0
_OPENING_COST = 5.0
_COMPARED = re.compile(
    r"\b(?:than|compared\s+(?:with|to)|relative\s+to|measured\s+against|against|versus|vs\.?|"
    r"from|down\s+on|up\s+on|held|it\s+(?:had|held)|holdings|"
    r"(?:it|they)\s+(?:had\s+|once\s+)?(?:controlled|ruled|governed|occupied|commanded)|"
    r"did|left|remained|extent|total|base|level)\s+(?:(?:it|that|those|what|the\s+group|"
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
_IN_THE_SECOND = re.compile(r"\bin\s+the\s+second(?=\s*(?:[.,;]|$))", re.I)
_ONWARDS = re.compile(r"\b(?P<count>\d+|\w+)\s+(?P<unit>day|week|month|year)s?\s+(?:from|after|following)\s+$", re.I)
_MID_YEAR = re.compile(r"\b(?:at|by|in)\s+(?:the\s+)?mid-?year\b|\bhalf-?way\s+through\s+the\s+year\b", re.I)
_YEAR_AGO = re.compile(
    r"\b(?:a|one)\s+year\s+(?:earlier|before|ago|previously)\b|\byear[\s-]on[\s-]year\b|\b(?:in|"
    r"within|over)\s+(?:a|one|the\s+space\s+of\s+a)\s+year\b|"
    r"\b(?:over|in|during|across|within)\s+the\s+(?:past\s+|preceding\s+|previous\s+)?(?:year|"
    r"twelve\s+months|12\s+months)\b|\bthe\s+year\s+before\b",
    re.I,
)
_SINCE_THEN = re.compile(
    r"\b(?:since\s+then|after\s+that|from\s+then\s+on|thereafter|a\s+further|since(?=[\s.,;]*$)|"
    r"afterwards|subsequently)\b",
    re.I,
)
_SAME_PERIOD = re.compile(
    r"\b(?:over|in|during|across|for|within)\s+(?:the\s+same|that|those|this|these)\s+(?:period|"
    r"time|span|stretch|interval|months|weeks|days|\w+\s+months|"
    r"\w+\s+weeks|half[\s-]year)\b|\bthe\s+same\s+period\b",
    re.I,
)


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
class Period:
    """From when to when; ``stated`` where the words say the last day."""

    first: date | None
    last: date | None
    stated: bool = True


@dataclass(frozen=True, slots=True)
class _Time:
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


class SentencePeriods:
    """The times of one sentence.

    Args:
        times: as :class:`~tadmur.extract.times.TimeReader` gave them.
        published: the report's day.
        before: the period of the figure told last, in an earlier sentence.
    """

    def __init__(self, text: str, times: Sequence[ResolvedTime], published: date | None, before: Period | None) -> None:
        self._text, self._published, self._before = text, published, before
        whole = [(m.start(), m.end()) for p in (_START_TO_END, _BEGAN_OR_ENDED) for m in p.finditer(text)]
        kept = [item for item in times if not any(start <= item.start < end for start, end in whole)]
        self._times = [time for item in kept if (time := self._read(item)) is not None]
        self._times += [_edge_of_year(match) for match in _BEGAN_OR_ENDED.finditer(text)]
        self._times += [
            _Time(m.start(), m.end(), date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), False, False)
            for m in _START_TO_END.finditer(text)
        ]
        self._times += [_part_of_year(match) for match in _HALF_OR_QUARTER.finditer(text)]
        years = [day.year for time in self._times if (day := time.last or time.first) is not None]
        if published is not None:
            middle = date((years or [published.year])[0], 6, 30)
            self._times += [_Time(m.start(), m.end(), middle, middle, False, True) for m in _MID_YEAR.finditer(text)]
            self._times += [
                _Time(m.start(), m.end(), date(published.year, 1, 1), published, False, False)
                for m in _THIS_YEAR.finditer(text)
                if not any(t.start < m.end() and m.start() < t.end for t in self._times)
            ]
        self._times = [self._in_order(number) for number in range(len(self._times))]
        others = [day for time in self._times if (day := time.last or time.first) is not None]
        self._times += [
            _Time(m.start(), m.end(), date(others[0].year, 1, 1), date(others[0].year, 1, 1), True, False)
            for m in _START_OF_THAT_YEAR.finditer(text)
            if others and not any(t.start < m.end() and m.start() < t.end for t in self._times)
        ]
        seen = [(time.start, time.end) for time in self._times]
        self._times += [
            _Time(m.start(), m.end(), date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31), False, False)
            for m in _WHOLE_YEAR.finditer(text)
            if not any(start < m.end() and m.start() < end for start, end in seen)
        ]

    def _read(self, item: ResolvedTime) -> _Time | None:
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
                return _Time(month.start(), item.end, begin, last, False, False)
        back = _BACKWARDS.search(head)
        if back is not None and last is not None and not stretch:
            last = self._edge(own, first, last)
            return _Time(back.start(), item.end, last - self._length(back), last, False, False)
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
            return _Time(onwards.start(), item.end, first, first + self._length(onwards), False, False)
        single = not stretch and first is not None and last is not None and (last - first) <= timedelta(days=31)
        if _BASE_OF.search(head) and item.kind in (TimeKind.PERIOD, TimeKind.POINT):
            return _Time(item.start, item.end, first, first, True, False)
        if _OF_ITS.search(head) and _BASE_NOUN.match(self._text, item.end):
            return _Time(item.start, item.end, first, first, True, False)
        if not opens and (closes or single) and _COMPARED.search(head[-40:]):
            opens, closes = True, False
        elif single and not opens:
            closes = True
        if stretch:
            first, last = _stretch_edges(own, first, last)
        return _Time(item.start, item.end, first, last, opens, closes, item.kind is TimeKind.SINCE)

    def _in_order(self, number: int) -> _Time:
        """A day without a year lies behind the one named before it, where that is no later than the report."""
        time = self._times[number]
        before = [t.first for t in self._times[:number] if t.first is not None]
        if not before or time.since or time.first is None or time.first != time.last or self._published is None:
            return time
        if re.search(r"\d{4}", self._text[time.start : time.end]) or time.first >= before[-1]:
            return time
        later = _year_after(time.first)
        return replace(time, first=later, last=later) if before[-1] < later <= self._published else time

    def _lasting(self, item: ResolvedTime) -> _Time | None:
        """ "In three months": up to the day of the report."""
        length = _IN_SO_LONG.fullmatch(self._text[item.start : item.end])
        if length is None or self._published is None:
            return None
        if not re.search(
            r"\b(?:in|over|within|during)\s+(?:just\s+|only\s+|the\s+|those\s+)*$", self._text[: item.start], re.I
        ):
            return None
        return _Time(item.start, item.end, self._published - self._length(length), self._published, False, False)

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

    def of(self, figure: FigureSpan, figures: Sequence[FigureSpan], told: Period | None, *, change: bool) -> Period:
        """The period of a figure; ``told`` is that of the figure before it in the same sentence."""
        ranked = sorted(
            (cost, index)
            for index, time in enumerate(self._times)
            if (cost := self._cost(figure, time, figures)) < _TOO_FAR
        )
        times = [self._times[index] for _, index in ranked]
        context = told or self._before
        near = self._near(figure, figures)
        if change and _SINCE_THEN.search(near) and context is not None and not any(t.opens for t in times[:1]):
            end = next((t.last for t in times if t.closes), None)
            return Period(context.last, end or self._published, end is not None)
        after = min((f.start for f in figures if f.start >= figure.end), default=len(self._text))
        if (
            change
            and _IN_THE_SECOND.search(self._text[figure.end : after])
            and context is not None
            and context.first
            and context.last
        ):
            return Period(context.last + timedelta(days=1), context.last + (context.last - context.first))
        if change and not times and _SAME_PERIOD.search(near) and context is not None:
            return context
        if not change:
            return self._day(times, context)
        return self._change(times, context, near, told=told is not None)

    def _day(self, times: Sequence[_Time], context: Period | None) -> Period:
        for time in times:
            if time.since:
                continue
            if time.opens and time.first is not None:
                # "than in January 2015" beside what is held names another day than that of the figure
                return Period(time.first, time.last or time.first)
            if time.first is not None or time.last is not None:
                return Period(time.first or time.last, time.last or time.first)
        return Period(None, None, False)

    def _change(self, times: Sequence[_Time], context: Period | None, near: str, *, told: bool) -> Period:
        if not times:
            return self._without_times(context, near)
        main = times[0]
        end = next((t.last for t in times if t.closes and t.last is not None), None)
        begin = next((t.first for t in times if t.opens and t.first is not None), None)
        if main.opens:
            whole = next(
                (t for t in times[1:] if not t.opens and not t.closes and _near_days(t.first, main.first)), None
            )
            if whole is not None:
                return Period(whole.first, whole.last)
            later = [
                t.last for t in times if t.closes and t.last and t.first and (main.first is None or t.last > main.first)
            ]
            last = later[0] if later else self._reached(context, main.first, same_sentence=told)
            return Period(main.first, last or self._published, bool(later))
        if main.closes:
            if _YEAR_AGO.search(near) and end is not None:
                return Period(_year_before(end), end)
            if begin is not None:
                return Period(begin, end)
            opening = context.first if context is not None and context.first and end and context.first < end else None
            return Period(opening, end)
        return Period(main.first, main.last)

    def _reached(self, context: Period | None, first: date | None, *, same_sentence: bool) -> date | None:
        """The day that a change is told up to: the one told in the same sentence, or the day of the area before it."""
        if context is None or context.last is None or first is None or not context.stated:
            return None
        if context.last - first <= timedelta(days=31):
            return None
        return context.last if same_sentence or context.first == context.last else None

    def _without_times(self, context: Period | None, near: str) -> Period:
        if _YEAR_AGO.search(near) and context is not None and context.last is not None:
            return Period(_year_before(context.last), context.last)
        if _SAME_PERIOD.search(near) and context is not None:
            return context
        return Period(None, None, False)

    def _near(self, figure: FigureSpan, figures: Sequence[FigureSpan]) -> str:
        """The words between the figures on either side."""
        before = max((f.end for f in figures if f.end <= figure.start), default=0)
        after = min((f.start for f in figures if f.start >= figure.end), default=len(self._text))
        return self._text[before:after]

    def _cost(self, figure: FigureSpan, time: _Time, figures: Sequence[FigureSpan]) -> float:
        behind = time.start >= figure.end
        gap = self._text[figure.end : time.start] if behind else self._text[time.end : figure.start]
        inside = sum(
            (figure.end <= f.start < time.start) if behind else (time.end <= f.start < figure.start)
            for f in figures
            if f is not figure
        )
        cost = (
            0.3 * len(gap.split()) + 2.0 * len(re.findall(r"[,:()]|\s-\s", gap)) + 6.0 * gap.count(";") + 9.0 * inside
        )
        cost += 2.0 * len(re.findall(r"\b(?:and|but|while|whereas|after|before)\b", gap))
        cost += 0.0 if behind else 1.5
        opening = not self._text[: time.start].strip(" \"'(") or re.fullmatch(
            r"(?i)\s*(?:and |but |then |so )?(?:(?:in|on|by|at|as of|as|over|during|between|from|since|"
            r"until|through|within|for|of)\s+)?(?:the\s+|all\s+of\s+|the\s+whole\s+of\s+)?",
            self._text[: time.start],
        )
        if opening and not behind:
            return min(cost, _OPENING_COST)
        return cost


def _near_days(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= timedelta(days=31)


def _year_before(end: date) -> date:
    """The same day of the year before; 29 February gives the 28th."""
    return end.replace(year=end.year - 1, day=min(end.day, 28) if end.month == 2 else end.day)


def _edge_of_year(match: re.Match[str]) -> _Time:
    """ "Ended 2016 with", "began 2015 holding": the last or the first day of the year."""
    year = int(match["year"])
    edge = date(year, 12, 31) if match["ended"] else date(year, 1, 1)
    return _Time(match.start(), match.end(), edge, edge, False, True)


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


def _part_of_year(match: re.Match[str]) -> _Time:
    """ "H1 2016", "Q3 2016"."""
    months = 6 if match["kind"] == "H" else 3
    number, year = min(int(match["number"]), 12 // months), int(match["year"])
    first = date(year, (number - 1) * months + 1, 1)
    last = date(year + number * months // 12, number * months % 12 + 1, 1) - timedelta(days=1)
    return _Time(match.start(), match.end(), first, last, False, False)


def _year_after(day: date) -> date:
    """The same day a year later; 29 February gives the 28th."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _stretch_edges(own: str, first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The ends of "between mid-2015 and mid-December": the middle of what "mid" stands before."""
    halves = re.split(r"\s+(?:and|to|until|through)\s+|\s*[–—]\s*", own, maxsplit=1)
    if len(halves) != 2 or first is None or last is None:
        return first, last
    if _MIDDLE.search(halves[0]):
        first = _middle_of(halves[0], first)
    if _MIDDLE.search(halves[1]):
        last = min(last, _middle_of(halves[1], last))
    return first, last


def _middle_of(words: str, day: date) -> date:
    named = re.search(r"(?i)\b(?:mid-?|middle\s+of\s+)\s*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", words)
    if named is None:
        return date(day.year, 6, 30)
    return date(day.year, _MONTHS.index(named.group(1).lower()) + 1, 15)

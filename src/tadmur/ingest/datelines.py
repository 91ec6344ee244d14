"""Dates that an article states about itself: "20 March, 2016", "Published: ...", "BEIRUT, 24 March 2016 -".

Only complete dates count: a day without its year is not a date, and 04/05/2016 is two. Nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from tadmur.ingest.lexicon import Lexicon, lexicon
from tadmur.terms.clock import start_of_day


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as an article states it.

    ``instant`` is UTC; for precision "day" it is the first second of that day, and the report counts as published
    by the day's end. ``end`` is the offset after the date in the text that was read.
    """

    instant: datetime
    precision: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    words = lexicon()
    months = "|".join(sorted((re.escape(name) for name in words.months), key=len, reverse=True))
    weekdays = "|".join(sorted(words.weekdays, key=len, reverse=True))
    zones = "|".join(sorted(words.time_zones, key=len, reverse=True))
    clock = (
        r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
        rf"\s*\(?(?P<zone>{zones}|(?:utc|gmt)?[+-][01]\d:?[0-5]\d)?\)?(?!\w)"
    )
    year = r"(?P<{}>(?:19|20)\d\d)(?!\d)"
    day = r"(?P<{}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\d)"
    month = rf"(?P<{{}}>{months})\.?"
    forms = (
        rf"{year.format('y1')}-(?P<m1>0[1-9]|1[0-2])-(?P<d1>0[1-9]|[12]\d|3[01])(?!\d)",
        rf"{day.format('d2')}(?:\s+of)?[\s-]+{month.format('m2')},?[\s-]+{year.format('y2')}",
        rf"{month.format('m3')}\s+{day.format('d3')},?\s+{year.format('y3')}",
        rf"(?P<a4>\d\d?)(?P<separator>[./])(?P<b4>\d\d?)(?P=separator){year.format('y4')}",
    )
    return re.compile(
        rf"(?<![\w/.-])(?:(?:{weekdays})\.?,?\s+)?(?:{'|'.join(forms)})(?:(?:,|\s+at|\s+-|t)?\s*{clock})?",
        re.IGNORECASE,
    )


def _day(found: re.Match[str], words: Lexicon) -> date | None:
    try:
        if found["y1"]:
            return date(int(found["y1"]), int(found["m1"]), int(found["d1"]))
        for form in "23":
            if found[f"y{form}"]:
                month = words.months[found[f"m{form}"].lower()]
                return date(int(found[f"y{form}"]), month, int(found[f"d{form}"]))
        first, second, year = int(found["a4"]), int(found["b4"]), int(found["y4"])
        if found["separator"] == "/" and first <= 12 and second <= 12 and first != second:
            return None
        return date(year, second, first) if second <= 12 else date(year, first, second)
    except ValueError:
        return None


def _zone(text: str, words: Lexicon) -> timezone:
    text = text.lower()
    if text in words.time_zones:
        return timezone(timedelta(hours=words.time_zones[text]))
    offset = re.sub(r"^(utc|gmt)|:", "", text)
    delta = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5]))
    return timezone(-delta if offset[0] == "-" else delta)


def find_date(text: str, start: int = 0, end: int | None = None) -> StatedDate | None:
    """The first complete date in ``text[start:end]``. A clock time counts only with its zone."""
    words = lexicon()
    for found in _pattern().finditer(text, start, len(text) if end is None else end):
        day = _day(found, words)
        if day is None:
            continue
        if not found["zone"]:
            return StatedDate(start_of_day(day), "day", found.start(), found.end())
        hour = int(found["hour"])
        if found["half"]:
            hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
        zone = _zone(found["zone"], words)
        local = datetime(day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0), 0, zone)
        return StatedDate(local.astimezone(UTC), "instant", found.start(), found.end())
    return None


@cache
def _around_date() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = lexicon()
    published, updated = "|".join(words.published_words), "|".join(words.updated_words)
    outlet = r"[A-Z][\w'.&-]*(?: [A-Z][\w'.&-]*){0,4}"
    place = rf"(?:{outlet} (?:\||-{{1,2}}) )?(?:[A-Z][\w'.-]*(?:[ ,]+[A-Z][\w'.-]*){{0,3}},\s+)?"
    return (
        re.compile(rf"(?:(?i:{published})(?i:\s+(?:on|at))?\s*[:-]?\s*)?{place}"),
        re.compile(rf"(?i:{updated})(?i:\s+(?:on|at))?\s*[:-]?\s*"),
        re.compile(
            rf"(?:,\s+{outlet}|\s*\|\s*.{{1,60}}|"
            rf"(?i:[\s,;|()-]*(?:(?:{updated}|{published})\b.*|\d+\s+min(?:ute)?s?\s+read|by\s+\S+.{{0,40}})?))"
        ),
    )


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that holds the article's date and nothing else. ``updated`` when it dates a change, not publication."""

    stated: StatedDate
    updated: bool


def read_date_line(line: str) -> DateLine | None:
    """The date of a line that states one and little besides; ``None`` for running text."""
    if len(line) > 120:
        return None
    stated = find_date(line)
    if stated is None:
        return None
    before, changed, after = _around_date()
    if not after.fullmatch(line[stated.end :]):
        return None
    head = line[: stated.start]
    if changed.fullmatch(head):
        return DateLine(stated, updated=True)
    return DateLine(stated, updated=False) if before.fullmatch(head) else None


def read_headline_date(headline: str) -> StatedDate | None:
    """The date that closes a digest's headline ("Evening digest, 9 November 2022"); ``None`` for a date within it."""
    stated = find_date(headline)
    if stated is None or headline[stated.end :].strip(" .)"):
        return None
    return stated if re.search(r"(?:,|[|:(]|\s-{1,2})\s*$", headline[: stated.start]) else None

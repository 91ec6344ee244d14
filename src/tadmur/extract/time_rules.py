"""The rules of the time grammar: one regular expression each, and what its match means.

A rule gives a :class:`Piece`. Pieces are put together by :mod:`tadmur.extract.time_grammar`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tadmur.extract.time_forms import (
    Anchor,
    Calendar,
    Clock,
    Count,
    Duration,
    FixedDate,
    Form,
    Frequency,
    Loose,
    Moment,
    Named,
    NearEvent,
    Shift,
    Stretch,
    Unit,
    Window,
)
from tadmur.extract.time_lexicon import TimeLexicon, alternation, time_lexicon


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a time expression; ``form`` is ``None`` for a bare time of day."""

    start: int
    end: int
    form: Form | None = None
    day_part: str | None = None
    clock: Clock | None = None
    portion: str | None = None
    attributive: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and its reading; a reading of ``None`` is a false alarm."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], TimeLexicon], Piece | None]


def _day(value: str | None) -> int | None:
    return int(value) if value else None


def _portion(words: str | None, lexicon: TimeLexicon) -> str | None:
    if not words:
        return None
    folded = re.sub(r"\s+(in|of|on\s+in)$", "", " ".join(words.lower().replace("-", " ").split()))
    folded = re.sub(r"^the\s+(very\s+)?", "", folded)
    special = re.match(r"(first|second|last|third|fourth)\s+(half|quarter|week)", folded)
    if special:
        order = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}[special.group(1)]
        return f"{special.group(2)}{order}"
    for word, name in lexicon.portions.items():
        if folded == word or re.sub(r"^the\s+|\s+(in|of)$", "", word) == folded:
            return name
    return None


def _calendar(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """A date with a day of the month, or a month or year with a portion."""
    found = match.groupdict()
    day = _day(found.get("day"))
    if day is not None and not 1 <= day <= 31:
        return None
    year = _day(found.get("year"))
    month = lexicon.months[found["month"]] if found.get("month") else None
    weekday = lexicon.weekdays[found["weekday"]] if found.get("weekday") else None
    which = {"last": -1, "this": 0, "next": 1}.get((found.get("which") or "").lower())
    portion = _portion(found.get("portion"), lexicon)
    form = Calendar(year=year, month=month, day=day, weekday=weekday, which=which, portion=portion)
    return Piece(match.start(), match.end(), form)


def _day_range(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    first, last = int(match["first"]), int(match["day"])
    if not (1 <= first <= 31 and 1 <= last <= 31):
        return None
    month, year = lexicon.months[match["month"]], _day(match["year"])
    if first > last:
        return None
    stretch = Stretch(Calendar(year=year, month=month, day=first), Calendar(year=year, month=month, day=last))
    return Piece(match.start(), match.end(), stretch)


def _figures(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if month > 12 >= day and not match["iso"]:
        month, day = day, month
    try:
        return Piece(match.start(), match.end(), FixedDate(date(year, month, day)))
    except ValueError:
        return None


def _year(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    after = re.match(r"\s*([\w-]+)", match.string[match.end() :])
    if after and (after.group(1) in lexicon.guards["not_a_year_after"]):
        return None
    before = re.search(r"([\w-]+)\s*$", match.string[: match.start("year")])
    if before and before.group(1) in lexicon.guards["not_a_year_before"]:
        return None
    form = Calendar(year=int(match["year"]), portion=_portion(match.groupdict().get("portion"), lexicon))
    attributive = bool(match.groupdict().get("head"))
    return Piece(
        match.start("year") if attributive else match.start(), match.end("year"), form, attributive=attributive
    )


def _season(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    season = match["season"] or match["season_of_year"] or match["bare_season"]
    year = match["year"] or match["year_of"]
    which = {"last": -1, "this": 0, "next": 1}.get((match["which"] or "").lower())
    form = Calendar(year=int(year) if year else None, season=lexicon.seasons[season.lower()], which=which)
    return Piece(match.start(), match.end(), form)


def _feast(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    year = int(match["year"]) if match["year"] else None
    return Piece(match.start(), match.end(), Calendar(year=year, feast=match["feast"]))


def _weekday(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    after = re.match(r"\s+(\w+)", match.string[match.end() :])
    before = re.search(r"(\w+)\s+$", match.string[: match.start()])
    if after and after.group(1) in lexicon.guards["not_a_weekday_after"]:
        return None
    if before and before.group(1) in lexicon.guards["not_a_weekday_before"]:
        return None
    which = {"last": -1, "this": 0, "next": 1, "past": -1, "coming": 1, "previous": -1, "following": 1}.get(
        (match["which"] or "").lower()
    )
    week = {"last": -1, "this": 0, "next": 1}.get((match["week"] or "").lower())
    form = Calendar(weekday=lexicon.weekdays[match["weekday"]], which=which, week_shift=week)
    return Piece(match.start(), match.end(), form, portion=match["tilt"])


def _ordinal_day(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    day = int(match["day"])
    return Piece(match.start(), match.end(), Calendar(day=day)) if 1 <= day <= 31 else None


_ONE = Count(1, 1)


def _deictic(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    word = " ".join(match.group().lower().split())
    shift = {
        "yesterday": -1,
        "today": 0,
        "tomorrow": 1,
        "tonight": 0,
        "last night": -1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }.get(word)
    part = "night" if word in ("tonight", "last night") else None
    if shift is None:
        shift, part = 0, word.removeprefix("this ").split()[-1]
    form = Shift(Count(abs(shift), abs(shift)), Unit.DAY, -1 if shift < 0 else 1, Anchor.SPEECH)
    return Piece(match.start(), match.end(), form, day_part=part)


def _shift(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    found = match.groupdict()
    unit, multiple, _ = lexicon.unit(found["unit"])
    count = lexicon.count(found.get("count"), str(unit))
    direction = " ".join(found["direction"].lower().split())
    sign = 1 if direction in ("later", "after", "afterwards", "afterward", "on", "hence", "thereafter") else -1
    anchor = Anchor.SPEECH if direction in ("ago", "hence") else Anchor.STORY
    count = Count(count.least * multiple, count.most * multiple, count.exact)
    return Piece(match.start(), match.end(), Shift(count, unit, sign, anchor))


def _neighbour(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "the next day", "the previous night", "that same month"."""
    word = " ".join(match["order"].lower().split())
    sign = {"next": 1, "following": 1, "ensuing": 1, "previous": -1, "preceding": -1}.get(word.split()[-1], 0)
    noun = match["noun"].lower()
    if noun in lexicon.day_parts or noun == "day":
        form: Form = Shift(Count(abs(sign), abs(sign)), Unit.DAY, sign or 1, Anchor.STORY)
        return Piece(match.start(), match.end(), form, day_part=noun if noun in lexicon.day_parts else None)
    if noun == "weekend":
        return Piece(match.start(), match.end(), Named(sign, Unit.WEEK, Anchor.STORY, weekend=True))
    return Piece(match.start(), match.end(), Named(sign, Unit(noun), Anchor.STORY))


def _day_before(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "the day before", "the night after that"; with an event behind it is near that event."""
    sign = 1 if match["direction"].lower() == "after" else -1
    noun = match["noun"].lower()
    if match["event"]:
        return Piece(match.start(), match.start("event"), NearEvent(_ONE, Unit.DAY, sign))
    if noun in ("week", "month", "year"):
        return Piece(match.start(), match.end(), Named(sign, Unit(noun), Anchor.STORY))
    part = noun if noun in lexicon.day_parts else None
    return Piece(match.start(), match.end(), Shift(_ONE, Unit.DAY, sign, Anchor.STORY), day_part=part)


def _window(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    found = match.groupdict()
    unit, multiple, name = lexicon.unit(found["unit"])
    plural = found["unit"].lower() != name
    order = found["order"].lower()
    sign = 1 if order in ("next", "following", "coming", "subsequent", "ensuing") else -1
    counted = found.get("count")
    count = lexicon.count(counted, str(unit)) if counted or plural else _ONE
    count = Count(count.least * multiple, count.most * multiple, count.exact)
    back = order in ("past", "last", "recent", "previous")
    anchor = Anchor.SPEECH if back or order == "coming" else Anchor.STORY
    if order in ("previous", "preceding"):
        anchor = Anchor.STORY
    return Piece(match.start(), match.end(), Window(count, unit, sign, anchor))


def _named(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    which = {"last": -1, "this": 0, "next": 1, "the": 0, "the past": -1}[" ".join(match["which"].lower().split())]
    noun = match["noun"].lower()
    portion = _portion(match["portion"], lexicon)
    if noun == "weekend":
        return Piece(match.start(), match.end(), Named(which, Unit.WEEK, Anchor.SPEECH, weekend=True))
    if match["which"].lower() == "the" and portion is None:
        return None
    anchor = Anchor.STORY if match["which"].lower() == "the" and noun == "day" else Anchor.SPEECH
    if noun == "day":
        return Piece(match.start(), match.end(), Shift(Count(0, 0), Unit.DAY, 1, anchor))
    return Piece(match.start(), match.end(), Named(which, Unit(noun), anchor, portion))


def _same_day(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    return Piece(match.start(), match.end(), Shift(Count(0, 0), Unit.DAY, 1, Anchor.STORY))


def _day_part(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    part = " ".join(match["part"].lower().split())
    if part == "midnight":
        return Piece(match.start(), match.end(), clock=Clock(24, 0))
    if part in lexicon.named_hours:
        return Piece(match.start(), match.end(), clock=Clock(lexicon.named_hours[part]))
    return Piece(match.start(), match.end(), day_part=part)


def _clock(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    found = match.groupdict()
    hour, minute = int(found["hour"]), _day(found.get("minute"))
    half = (found.get("half") or "").lower().replace(".", "").replace(" ", "")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 24 or (minute or 0) > 59:
        return None
    name = " ".join((found.get("zone") or "").split())
    return Piece(match.start(), match.end(), clock=Clock(hour, minute, lexicon.zones.get(name)))


def _near_event(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    found = match.groupdict()
    sign = 1 if found["direction"].lower() in ("after", "following") else -1
    if found.get("unit"):
        unit, multiple, _ = lexicon.unit(found["unit"])
        count = lexicon.count(found.get("count"), str(unit))
        near = NearEvent(Count(count.least * multiple, count.most * multiple, count.exact), unit, sign)
    else:
        near = NearEvent(None, Unit.DAY, sign)
    return Piece(match.start(), match.start("event"), near)


def _duration(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    unit, multiple, _ = lexicon.unit(match["unit"])
    count = lexicon.count(match["count"], str(unit))
    return Piece(
        match.start(), match.end(), Duration(Count(count.least * multiple, count.most * multiple, count.exact), unit)
    )


def _fixed(form: Form) -> Callable[[re.Match[str], TimeLexicon], Piece | None]:
    def read(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
        return Piece(match.start(), match.end(), form)

    return read


@lru_cache(maxsize=1)
def time_rules() -> tuple[Rule, ...]:
    """All rules, compiled."""
    return tuple(_rules(time_lexicon()))


def _rules(lexicon: TimeLexicon) -> Iterator[Rule]:
    month = rf"(?P<month>{alternation(lexicon.months)})\b\.?"
    weekday = rf"(?P<weekday>{alternation(lexicon.weekdays)})\b"
    year = r"(?P<year>(?:19|20)\d\d)\b(?!,\d)"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    first = r"(?P<first>\d{1,2})(?:st|nd|rd|th)?"
    join = r"\s*(?:[-–—/]|\bto\b|\band\b|\bor\b|\bthrough\b|\buntil\b|\btill\b)\s*(?:the\s+)?"
    unit = rf"(?P<unit>{lexicon.unit_pattern})\b"
    count = rf"(?P<count>{lexicon.count_pattern})"
    parts = rf"(?P<part>{alternation([*lexicon.day_parts, *lexicon.named_hours, 'midnight'])})\b"
    noun = rf"(?P<noun>{alternation([*lexicon.day_parts, 'day', 'week', 'weekend', 'month', 'year'])})\b"
    portion = (
        r"(?P<portion>(?:(?i:the\s+)?(?i:very\s+)?(?i:early|mid|middle|late|later|earlier|start|beginning|end|close|onset|"
        r"(?:first|last|opening|final)\s+days|(?:first|second|third|fourth|last)\s+(?:half|quarter|week)))(?:\s+(?:in|of|on\s+in))?)[\s-]+"
    )
    tail = r"(?:\s*,?\s+" + year + ")?"
    zone = rf"(?:\s+(?P<zone>{alternation([*lexicon.zones, 'local time', 'local'])}))?"
    half = r"(?P<half>[ap]\.?\s?m\b\.?)"
    event = (
        r"\s+(?P<event>(?:the|its|their|his|her|a|an|this|these|that|those|being|having)\b\s*\w|[A-Z]\w|\w+ing\b|"
        r"(?:clashes|fighting|shelling|fighters|troops|forces|rebels|militants|government|intense|heavy)\b)"
    )

    def rule(
        name: str, pattern: str, read: Callable[[re.Match[str], TimeLexicon], Piece | None], flags: int = 0
    ) -> Rule:
        return Rule(name, re.compile(pattern, flags), read)

    yield rule("iso", r"\b(?P<iso>(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d))\b", _figures)
    yield rule("figures", r"\b(?P<iso>)(?P<day>\d{1,2})([./])(?P<month>\d{1,2})\3(?P<year>(?:19|20)\d\d)\b", _figures)
    yield rule("days month", rf"\b{first}{join}{day}\s+(?:of\s+)?{month}{tail}", _day_range)
    yield rule(
        "days run together", rf"\b(?P<first>[1-9]|[12]\d|3[01])(?P<day>[12]\d|3[01])\s+{month}{tail}", _run_together
    )
    yield rule(
        "month days",
        rf"\b{month}\s+(?:the\s+)?{first}{join}{day}\b(?!\s+{alternation(lexicon.months)}){tail}",
        _day_range,
    )
    yield rule("day month", rf"\b(?:{weekday}\.?,?\s+)?(?:the\s+)?{day}\s+(?:of\s+)?{month}{tail}", _calendar)
    yield rule("month day", rf"\b(?:{weekday}\.?,?\s+)?{month}\s+(?:the\s+)?{day}\b(?![:\d]){tail}", _calendar)
    yield rule("month year", rf"\b(?:{portion})?{month}(?:\s*,|\s+of)?\s+{year}", _calendar)
    yield rule("portion month", rf"\b{portion}{month}(?!\s+\d)", _calendar)
    yield rule(
        "bare month",
        rf"(?<=\b(?i:in|by))\s+{month}(?!\s+\d)",
        _calendar,
    )
    yield rule(
        "month after a preposition",
        rf"\b(?i:since|until|till|from|before|after|during|throughout|to|through|between|and|around)\s+(?=(?:January|February|April|May|June|July|August|September|October|November|December|March)\b){month}(?!\s+(?:\d|[A-Z]))",
        _after_preposition,
    )
    yield rule(
        "month from the story",
        rf"\b(?i:the\s+)(?P<order>(?i:following|next|previous|preceding))\s+{month}",
        _month_from_story,
    )
    yield rule(
        "after so long",
        rf"^(?i:after)\s+(?:(?i:about|some|nearly|almost|around)\s+)?{count}\s+{unit}(?=\s+of\b|\s*,)",
        _after_so_long,
    )
    yield rule("which month", rf"\b(?P<which>(?i:last|next|this))\s+{month}(?!\s+\d)", _calendar)
    yield rule("portion year", rf"\b{portion}{year}", _year)
    yield rule(
        "year after a preposition",
        rf"\b(?i:in|since|by|until|till|from|during|before|after|to|through|throughout|between|and|around|of|year)\s+{year}",
        _year_after_preposition,
    )
    yield rule("year in brackets", rf"\((?=(?:19|20)\d\d\)){year}", _year_after_preposition)
    yield rule(
        "year of a name",
        rf"\b(?i:the|its|their|a|an)\s+{year}(?P<head>\s+(?!{alternation(lexicon.guards['not_a_year_after'])}\b)[A-Za-z])",
        _year,
    )
    season = rf"(?P<season>(?i:{alternation(lexicon.seasons)}))\b"
    years = rf"{year}(?:[-–/]\d\d(?:\d\d)?)?"
    yield rule(
        "season",
        rf"\b(?:(?P<which>(?i:last|next|this|that))\s+{season}(?:\s+(?:of\s+)?{years})?"
        rf")|\b{season.replace('<season>', '<season_of_year>')}(?:\s+of)?\s+{years.replace('<year>', '<year_of>')}"
        rf"|(?<=\b(?i:in|by)\s(?i:the)\s){season.replace('<season>', '<bare_season>')}(?!\s+of\b)",
        _season,
    )
    yield rule("feast", rf"\b(?P<feast>{alternation(lexicon.feasts)})\b(?:\s+(?:of\s+|in\s+)?{year})?", _feast)
    yield rule(
        "weekday",
        rf"\b(?:(?P<tilt>(?i:early|late|later|earlier))\s+(?:on\s+)?)?(?:(?i:the\s+)?(?P<which>(?i:last|next|this|past|coming|previous|following))\s+)?"
        rf"{weekday}(?:\s+(?:of\s+)?(?P<week>(?i:last|this|next))\s+week\b)?",
        _weekday,
    )
    yield rule(
        "weekdays", rf"\b(?:{alternation(name for name in lexicon.weekdays if len(name) > 5)})s\b", _fixed(Frequency())
    )
    yield rule(
        "ordinal day",
        rf"(?<=\b(?i:on|by))\s+the\s+{day}(?<=st|nd|rd|th)(?:\s+of\s+(?:the|that|this)\s+(?:same\s+)?month|(?=\s*(?:[,.;:)]|$)|\s+(?:the|they|a|an|he|she|it|its|their|his)\b))",
        _ordinal_day,
    )
    yield rule(
        "deictic",
        r"\b(?:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|today|tomorrow|tonight|last\s+night|"
        r"this\s+(?:early\s+|very\s+)?(?:morning|afternoon|evening))\b",
        _deictic,
        re.IGNORECASE,
    )
    ignore = re.IGNORECASE
    yield rule(
        "present", rf"\b{alternation(lexicon.phrases['present'])}\b", _fixed(Moment(Anchor.SPEECH, False)), ignore
    )
    yield rule("so far", rf"\b{alternation(lexicon.phrases['so_far'])}\b", _fixed(Loose(Anchor.SPEECH)), ignore)
    yield rule("recent", rf"\b{alternation(lexicon.phrases['recent'])}\b", _fixed(Loose(Anchor.SPEECH)), ignore)
    yield rule("past", rf"\b{alternation(lexicon.phrases['past'])}\b", _fixed(Loose(Anchor.STORY)), ignore)
    yield rule("same time", rf"\b{alternation(lexicon.phrases['same_time'])}\b", _fixed(Moment(Anchor.STORY)), ignore)
    for name, words in lexicon.soon_after.items():
        form = Loose(Anchor.STORY, lexicon.soon_after_days[name])
        alone = rf"{alternation(lexicon.soon_after_alone[name])}(?=\s*(?:[,.;)]|$))"
        yield rule(f"soon after: {name}", rf"\b(?:{alternation(words)}\b|{alone})", _fixed(form), ignore)
    yield rule(
        "clock later",
        rf"\b{lexicon.count_pattern}\s+(?:minutes?|hours?)\s+(?:later|afterwards?)\b",
        _fixed(Loose(Anchor.STORY, lexicon.soon_after_days["moment"])),
        ignore,
    )
    yield rule(
        "neighbour",
        rf"\b(?:the\s+)?(?P<order>(?:very\s+)?(?:next|following|ensuing|previous|preceding)|(?:the|that|this)\s+(?:very\s+)?same|that)\s+{noun}",
        _neighbour,
        ignore,
    )
    yield rule(
        "day before",
        r"\b(?:the|a)\s+(?P<noun>day|night|evening|morning|week|month|year)\s+(?P<direction>before|after)\b"
        r"(?:\s+that\b(?=\s*[,.;]|$))?(?P<event>\s+(?!that\b[\s,.;])[\w'’]+)?",
        _day_before,
        ignore,
    )
    yield rule(
        "shift",
        rf"\b(?:{count}\s+)?{unit}\s+(?P<direction>ago|later|earlier|beforehand|afterwards?|previously|prior(?!\s+to\b)|"
        r"hence|thereafter|(?:before|after)(?!\s+(?:the|its|their|his|her|a|an|that\s+\w|(?-i:[A-Z])\w|\w+ing|clashes)\b))\b",
        _shift,
        ignore,
    )
    yield rule(
        "window",
        rf"\b(?:the\s+|these\s+|those\s+)?(?P<order>past|last|previous|preceding|recent|next|following|coming|subsequent|ensuing)\s+(?:{count}\s+)?{unit}(?<!\bnight)(?<!\bday)",
        _window_or_named,
        ignore,
    )
    yield rule(
        "named",
        rf"\b(?:{portion})?(?P<which>last|this|next|the)\s+(?P<noun>week|weekend|month|year|day)\b(?!\s+(?:of|before|after|earlier|later|when|that)\b)",
        _named,
        ignore,
    )
    yield rule(
        "same day",
        r"\b(?:later|earlier|early|late)(?:\s+(?:on|in|during))?\s+(?:that|the|the\s+same)\s+day\b|\b(?:that|the\s+same)\s+day\b",
        _same_day,
        ignore,
    )
    yield rule(
        "day part",
        rf"\b(?:(?:early|late|later|earlier)\s+)?(?:(?:at|in|during|around|towards|on|into)\s+)?"
        rf"(?:(?:the|that|about|around)\s+)*(?:(?:early|late)\s+)?(?:hours\s+of\s+(?:the\s+)?)?{parts}",
        _day_part,
        ignore,
    )
    yield rule(
        "clock minutes",
        rf"\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d)?\b(?:\s*{half})?{zone}",
        _clock,
        ignore,
    )
    yield rule("clock dot", rf"\b(?P<hour>\d{{1,2}})[.:](?P<minute>[0-5]\d)\s*{half}{zone}", _clock, ignore)
    yield rule("clock hour", rf"\b(?P<hour>\d{{1,2}})\s*{half}{zone}", _clock, ignore)
    yield rule("clock military", rf"\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s+hours\b{zone}", _clock, ignore)
    yield rule("o'clock", rf"\b(?P<hour>\d{{1,2}})\s+o['’]clock\b{zone}", _clock, ignore)
    yield rule(
        "near event",
        rf"\b(?i:(?:{count}\s+)?{unit}|shortly|soon|immediately|just|right|directly)\s+"
        rf"(?P<direction>(?i:before|after|following))\b{event}",
        _near_event,
    )
    yield rule("duration", rf"\bfor\s+(?:(?:the\s+)?(?:{count}|long)\s+)?{unit}", _duration, ignore)
    yield rule(
        "lasting",
        rf"(?:(?<=\blasted\s)|(?<=\blasting\s)|(?<=\bin\s)|(?<=\bafter\s)|(?<=\bover\s)|(?<=\bwithin\s)){count}\s+{unit}(?!\s+(?:of\s+)?(?:before|after|ago|later|earlier))",
        _duration,
        ignore,
    )
    yield rule(
        "day-long",
        rf"\b(?P<count>{lexicon.count_pattern})[\s-]{unit}(?:[\s-](?:long|old))?(?=\s+[a-z])",
        _hyphenated,
        ignore,
    )
    yield rule(
        "frequency",
        r"\b(?:daily|nightly|hourly|weekly|(?:every|each)\s+(?:day|night|week|month|year|hour|morning|evening)|"
        r"(?:once|twice|\w+\s+times)\s+a\s+(?:day|week|month|year))\b",
        _fixed(Frequency()),
        ignore,
    )
    yield rule(
        "since then",
        r"(?<=\bsince)\s+then\b|(?<=\bfrom)\s+then\s+on\b|(?<=\buntil)\s+then\b|(?<=\bby)\s+then\b",
        _then,
        ignore,
    )


def _month_from_story(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    which = 1 if match["order"].lower() in ("following", "next") else -1
    form = Calendar(month=lexicon.months[match["month"]], which=which, from_story=True)
    return Piece(match.start(), match.end(), form)


def _after_so_long(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    unit, multiple, _ = lexicon.unit(match["unit"])
    count = lexicon.count(match["count"], str(unit))
    count = Count(count.least * multiple, count.most * multiple, count.exact)
    return Piece(match.start(), match.end(), Shift(count, unit, 1, Anchor.STORY))


def _run_together(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "1326 May": a range that lost its dash on the way."""
    return None if re.match(r"(?:19|20)\d\d\b", match.group()) else _day_range(match, lexicon)


def _then(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    return Piece(match.start() + 1, match.end(), Moment(Anchor.STORY))


def _after_preposition(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    form = Calendar(month=lexicon.months[match["month"]])
    return Piece(match.start("month"), match.end("month"), form)


def _year_after_preposition(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    piece = _year(match, lexicon)
    return None if piece is None else Piece(match.start("year"), match.end("year"), piece.form)


def _window_or_named(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "last week" is the calendar week; "the last week", "the past week" and "the last two weeks" are stretches."""
    words = match.group().lower().split()
    if match["count"] is None and words[0] in ("last", "next", "following", "previous", "preceding"):
        return None
    if match["count"] is None and words[:2] in (
        ["the", "next"],
        ["the", "following"],
        ["the", "previous"],
        ["the", "preceding"],
    ):
        _, _, name = lexicon.unit(match["unit"])
        if match["unit"].lower() == name:
            return None
    return _window(match, lexicon)


def _hyphenated(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    text = match.group()
    if "-" not in text or text.endswith("old"):
        return None
    return _duration(match, lexicon)

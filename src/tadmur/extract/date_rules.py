"""Rules for dates: days, months, years, seasons, feasts and weekdays, in figures and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tadmur.extract.time_forms import Calendar, FixedDate, Frequency, Stretch
from tadmur.extract.time_lexicon import TimeLexicon, alternation
from tadmur.extract.time_pieces import PORTION, YEAR, YEAR_FIGURES, Piece, Rule, always, needs_any, portion_of, rule

_WHICH = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}


_ORDINALS = {
    word: number
    for number, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), start=1
    )
}


def date_rules(lexicon: TimeLexicon) -> Iterator[Rule]:
    """The rules for dates; month and weekday names count with a capital only."""
    full = [name for name in lexicon.months if len(name) > 4 or name in ("May", "June", "July")]
    short = [name for name in lexicon.months if name not in full]
    name = rf"(?:{alternation(full)}\b|{alternation(short)}\b\.?)"
    month = rf"(?P<month>{name})"
    weekday = rf"(?P<weekday>{alternation(lexicon.weekdays)})\b"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    months, weekdays = needs_any(lexicon.months), needs_any(lexicon.weekdays)
    first = r"(?P<first>\d{1,2})(?:st|nd|rd|th)?"
    join = r"\s*(?:[-–—/]|\bto\b|\band\b|\bor\b|\bthrough\b|\buntil\b|\btill\b)\s*(?:the\s+)?"
    of_year = rf"(?:\s*,?\s+{YEAR})?"
    yield rule("iso", r"\b(?P<iso>(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d))\b", _figures, YEAR_FIGURES)
    yield rule(
        "figures",
        r"\b(?P<iso>)(?P<day>\d{1,2})([./])(?P<month>\d{1,2})\3(?P<year>(?:19|20)\d\d)\b",
        _figures,
        YEAR_FIGURES,
    )
    yield rule("days month", rf"\b{first}{join}{day}\s+(?:of\s+)?{month}{of_year}", _day_range, months)
    several = rf"\b{first}(?:\s*,\s*\d{{1,2}}(?:st|nd|rd|th)?)+,?\s+and\s+{day}"
    yield rule("several days", rf"{several}\s+(?:of\s+)?{month}{of_year}", _day_range, months)
    run_together = r"\b(?P<first>[1-9]|[12]\d|3[01])(?P<day>[12]\d|3[01])"
    yield rule("days run together", rf"{run_together}\s+{month}{of_year}", _run_together, months)
    yield rule("month days", rf"\b{month}\s+(?:the\s+)?{first}{join}{day}\b(?!\s+{name}){of_year}", _day_range, months)
    yield rule(
        "day month", rf"\b(?:{weekday}\.?,?\s+)?(?:the\s+)?{day}\s+(?:of\s+)?{month}{of_year}", _calendar, months
    )
    ordinals = alternation(_ORDINALS)
    yield rule(
        "ordinal month", rf"\b(?:the\s+)?(?P<ordinal>{ordinals})\s+of\s+{month}{of_year}", _ordinal_month, months
    )
    yield rule(
        "month day", rf"\b(?:{weekday}\.?,?\s+)?{month}\s+(?:the\s+)?{day}\b(?![:\d]){of_year}", _calendar, months
    )
    yield from _month_rules(lexicon, name)
    yield from _year_rules(lexicon)
    order = r"(?P<which>(?i:last|next|this|past|coming|previous|following))"
    yield rule(
        "weekday",
        rf"\b(?:(?i:early|late|later|earlier)\s+(?:on\s+)?)?(?:(?i:the\s+)?{order}\s+)?{weekday}"
        rf"(?:\s+(?:of\s+)?(?P<week>(?i:last|this|next))\s+week\b)?",
        _weekday,
        weekdays,
    )
    plural = alternation(name for name in lexicon.weekdays if len(name) > 5)
    yield rule("weekdays", rf"\b{plural}s\b", always(Frequency()), weekdays)
    yield rule(
        "ordinal day",
        rf"(?<=\b(?i:on|by))\s+the\s+{day}(?<=st|nd|rd|th)(?:\s+of\s+(?:the|that|this)\s+(?:same\s+)?month"
        r"|(?=\s*(?:[,.;:)]|$)|\s+(?:the|they|a|an|he|she|it|its|their|his)\b))",
        _ordinal_day,
    )


def _month_rules(lexicon: TimeLexicon, name: str) -> Iterator[Rule]:
    month, months = rf"(?P<month>{name})", needs_any(lexicon.months)
    yield rule("month year", rf"\b(?:{PORTION})?{month}(?:\s*,|\s+of)?\s+{YEAR}", _calendar, YEAR_FIGURES)
    yield rule("portion month", rf"\b{PORTION}{month}(?!\s+\d)", _calendar, months)
    prepositions = r"(?i:in|by|since|until|till|from|before|after|during|throughout|around|into)"
    yield rule("bare month", rf"\b{prepositions}\s+{month}(?!\s+\d)", _at_month, months)
    yield rule("which month", rf"\b(?P<which>(?i:last|next|this))\s+{month}(?!\s+\d)", _calendar, months)
    order = r"(?P<order>(?i:following|next|previous|preceding))"
    yield rule("month from the story", rf"\b(?i:the)\s+{order}\s+{month}", _month_from_story, months)
    yield rule(
        "month of a name",
        rf"\b(?i:the|its|their)\s+{month}(?=\s+[a-z])(?!\s+(?:and|or|to)\b)",
        _month_of_a_name,
        months,
    )
    second = rf"(?P<month_2>{name})"
    both = rf"{month}(?:\s+(?P<year_1>(?:19|20)\d\d))?\s*(?:[-–—]|\b(?:and|to|through|until|till)\b)\s*{second}"
    opening = r"(?:(?P<opening>\b(?i:in|between|from|during|throughout|over|of)\s+)|\b)"
    yield rule("months", rf"{opening}{both}(?:\s+{YEAR})?(?!\s+\d)", _months, months)


def _year_rules(lexicon: TimeLexicon) -> Iterator[Rule]:
    yield rule("portion year", rf"\b{PORTION}{YEAR}", _year, YEAR_FIGURES)
    prepositions = (
        r"(?i:in|since|by|until|till|from|during|before|after|to|through|throughout|between|and|around|of|year|into)"
    )
    yield rule("year after a preposition", rf"\b{prepositions}\s+{YEAR}(?![-–/]\d)", _bare_year, YEAR_FIGURES)
    yield rule("year in brackets", rf"\((?=(?:19|20)\d\d\)){YEAR}", _bare_year, YEAR_FIGURES)
    counted = alternation(lexicon.guards["not_a_year_after"])
    yield rule(
        "year of a name",
        rf"\b(?i:the|its|their|a|an)\s+{YEAR}(?P<head>\s+(?!{counted}\b)[A-Za-z])",
        _year,
        YEAR_FIGURES,
    )
    yield rule(
        "years", r"\b(?P<first>(?:19|20)\d\d)[-–/](?P<last>(?:(?:19|20)\d\d|\d\d))\b(?![-–/]\d)", _years, YEAR_FIGURES
    )
    yield rule(
        "years joined",
        r"\b(?i:in|through|during|throughout)\s+(?P<first>(?:19|20)\d\d)\s+and\s+(?P<last>(?:19|20)\d\d)\b",
        _years,
        YEAR_FIGURES,
    )
    yield rule("decade", r"\b(?:(?i:the)\s+)?(?P<first>(?:19|20)\d0)s\b", _decade, YEAR_FIGURES)
    seasons = needs_any(lexicon.seasons)
    season = rf"(?P<season>(?i:{alternation(lexicon.seasons)}))\b"
    portion = r"(?:(?P<portion>(?i:early|mid|late))[\s-]+)?"
    years = rf"{YEAR}(?:[-–/]\d\d(?:\d\d)?)?"
    yield rule("season of a year", rf"\b{portion}{season}(?:\s+of|\s+in)?\s+{years}", _season, YEAR_FIGURES)
    yield rule("which season", rf"\b(?P<which>(?i:last|next|this|that))\s+{season}(?!\s+of\b)", _season, seasons)
    into = r"(?:(?i:in|over|during|throughout|by|since|until|into)\s+(?:the\s+)?)"
    yield rule(
        "bare season",
        rf"\b{into}{portion}{season}(?!\s+(?:of|[a-z]+s)\b)(?=\s*(?:[,.;]|$)|\s+[a-z])",
        _bare_season,
        seasons,
    )
    yield rule(
        "feast",
        rf"\b(?P<feast>{alternation(lexicon.feasts)})\b(?:\s+(?:of\s+|in\s+)?{YEAR})?",
        _feast,
        needs_any(lexicon.feasts),
    )


def _number(value: str | None) -> int | None:
    return int(value) if value else None


def _calendar(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """A date with a day of the month, or a month with a portion."""
    found = match.groupdict()
    day = _number(found.get("day"))
    if day is not None and not 1 <= day <= 31:
        return None
    form = Calendar(
        year=_number(found.get("year")),
        month=_month(found["month"], lexicon),
        day=day,
        weekday=lexicon.weekdays[found["weekday"]] if found.get("weekday") else None,
        which=_WHICH.get((found.get("which") or "").lower()),
        portion=portion_of(found.get("portion"), lexicon),
    )
    return Piece(match.start(), match.end(), form)


def _month(name: str, lexicon: TimeLexicon) -> int:
    return lexicon.months[name.rstrip(".")]


def _at_month(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    return Piece(match.start("month"), match.end("month"), Calendar(month=_month(match["month"], lexicon)))


def _month_of_a_name(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    form = Calendar(month=_month(match["month"], lexicon))
    return Piece(match.start("month"), match.end("month"), form, attributive=True)


def _month_from_story(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    which = 1 if match["order"].lower() in ("following", "next") else -1
    form = Calendar(month=_month(match["month"], lexicon), which=which, from_story=True)
    return Piece(match.start(), match.end(), form)


def _ordinal_month(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    day, month = _ORDINALS[match["ordinal"]], _month(match["month"], lexicon)
    return Piece(match.start(), match.end(), Calendar(year=_number(match["year"]), month=month, day=day))


def _months(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """Two months joined, behind a preposition or with a year."""
    if not (match["opening"] or match["year"]):
        return None
    last_year = _number(match["year"])
    first = Calendar(year=_number(match["year_1"]), month=_month(match["month"], lexicon))
    last = Calendar(year=last_year, month=_month(match["month_2"], lexicon))
    return Piece(match.start("month"), match.end(), Stretch(first, last))


def _day_range(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    first, last = int(match["first"]), int(match["day"])
    if not 1 <= first < last <= 31:
        return None
    month, year = _month(match["month"], lexicon), _number(match["year"])
    stretch = Stretch(Calendar(year=year, month=month, day=first), Calendar(year=year, month=month, day=last))
    return Piece(match.start(), match.end(), stretch)


def _run_together(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "1326 May": a range that lost its dash on the way."""
    return None if re.match(r"(?:19|20)\d\d\b", match.group()) else _day_range(match, lexicon)


def _figures(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if month > 12 >= day and not match["iso"]:
        month, day = day, month
    try:
        return Piece(match.start(), match.end(), FixedDate(date(year, month, day)))
    except ValueError:
        return None


def _year(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    after = re.match(r"\s*([\w-]+)", match.string[match.end("year") :])
    if after and after.group(1) in lexicon.guards["not_a_year_after"]:
        return None
    before = re.search(r"([\w-]+)\s*$", match.string[: match.start("year")])
    if before and before.group(1) in lexicon.guards["not_a_year_before"]:
        return None
    found = match.groupdict()
    form = Calendar(year=int(match["year"]), portion=portion_of(found.get("portion"), lexicon))
    attributive = bool(found.get("head"))
    start = match.start("year") if attributive else match.start()
    return Piece(start, match.end("year"), form, attributive=attributive)


def _bare_year(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    piece = _year(match, lexicon)
    return None if piece is None else Piece(match.start("year"), match.end("year"), piece.form)


def _years(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "2014–2015", "2012-13"."""
    first, last = int(match["first"]), match["last"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if not first < end <= first + 20:
        return None
    stretch = Stretch(Calendar(year=first), Calendar(year=end))
    named = re.search(r"\b(?:the|a|an|its|their)\s+$", match.string[: match.start("first")], re.I)
    attributive = bool(named and re.match(r"\s+[A-Za-z]", match.string[match.end() :]))
    return Piece(match.start("first"), match.end(), stretch, attributive=attributive)


def _decade(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    first = int(match["first"])
    return Piece(match.start(), match.end(), Stretch(Calendar(year=first), Calendar(year=first + 9)))


def _season(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    found = match.groupdict()
    form = Calendar(
        year=_number(found.get("year")),
        season=lexicon.seasons[match["season"].lower()],
        portion=portion_of(found.get("portion"), lexicon),
        which=_WHICH.get((found.get("which") or "").lower()),
    )
    return Piece(match.start(), match.end(), form)


def _bare_season(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    if match["season"].lower() == "fall" and not re.search(r"\bthe\s+fall$", match.group(), re.I):
        return None
    piece = _season(match, lexicon)
    if piece is None:
        return None
    start = match.start("portion") if match["portion"] else match.start("season")
    return Piece(start, match.end(), piece.form)


def _feast(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    return Piece(match.start(), match.end(), Calendar(year=_number(match["year"]), feast=match["feast"]))


def _weekday(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    after = re.match(r"\s+(\w+)", match.string[match.end() :])
    before = re.search(r"(\w+)\s+$", match.string[: match.start()])
    if after and after.group(1) in lexicon.guards["not_a_weekday_after"]:
        return None
    if before and before.group(1) in lexicon.guards["not_a_weekday_before"]:
        return None
    order = (match["which"] or "").lower()
    which = {"previous": -1, "following": 1}.get(order, _WHICH.get(order))
    form = Calendar(
        weekday=lexicon.weekdays[match["weekday"]],
        which=which,
        week_shift=_WHICH.get((match["week"] or "").lower()),
        from_story=order in ("previous", "following"),
    )
    return Piece(match.start(), match.end(), form)


def _ordinal_day(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    day = int(match["day"])
    return Piece(match.start(), match.end(), Calendar(day=day)) if 1 <= day <= 31 else None

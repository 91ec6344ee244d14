"""Rules for times that count from somewhere: "yesterday", "two days later", "in the past hours", "after the strike"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tadmur.extract.time_forms import (
    Anchor,
    Count,
    Duration,
    Form,
    Frequency,
    Loose,
    Moment,
    Named,
    NearEvent,
    Shift,
    Unit,
    Window,
)
from tadmur.extract.time_lexicon import TimeLexicon, alternation
from tadmur.extract.time_pieces import PORTION, Piece, Rule, always, counted, needs_any, portion_of, rule_any_case

_ONE = Count(1, 1)
_NONE = Count(0, 0)
_DEICTIC_DAYS = {
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_AHEAD = frozenset({"later", "after", "afterwards", "afterward", "on", "hence", "thereafter"})
_STORY_ORDERS = frozenset({"next", "following", "subsequent", "ensuing", "previous", "preceding"})
_ALONE = r"(?=\s*(?:[,.;:)]|$)|\s+(?:and|but|in|at|on|to|from|near|by|had|has)\b)"
"""Behind "before" and "after": no event follows."""


def relative_time_rules(lexicon: TimeLexicon) -> Iterator[Rule]:
    """The rules for relative times."""
    unit = rf"(?P<unit>{lexicon.unit_pattern})\b"
    count = rf"(?P<count>{lexicon.count_pattern})"
    noun = rf"(?P<noun>{alternation([*lexicon.day_parts, 'day', 'week', 'weekend', 'month', 'year'])})\b"
    clocked = alternation([*lexicon.day_parts, *lexicon.named_hours, "midnight", *lexicon.weekdays, *lexicon.months])
    not_named = r"(?<!\blast\s)(?<!\bthis\s)(?<!\bnext\s)(?<!\bsame\s)(?<!\bpast\s)"
    yield from _present_rules(lexicon)
    beside = r"(?:very\s+)?(?:next|following|ensuing|previous|preceding)"
    order = rf"(?P<order>{beside}|(?:the|that|this)\s+(?:very\s+)?same|that)"
    yield rule_any_case("neighbour", rf"\b(?P<article>the\s+)?{order}\s+{noun}", _neighbour)
    yield rule_any_case(
        "day before",
        r"\b(?:the|a)\s+(?P<noun>day|night|evening|morning|week|month|year)\s+(?P<direction>before|after)\b"
        rf"(?:\s+that\b(?=\s*[,.;]|$)|{_ALONE}|(?P<event>\s+\w+))",
        _day_before,
        ("before", "after"),
    )
    yield rule_any_case(
        "shift",
        rf"\b{not_named}(?:{count}\s+)?{unit}\s+(?P<direction>ago|later|earlier|beforehand|afterwards?|previously|"
        rf"prior(?!\s+to\b)|hence|thereafter|on(?=\s*,)|(?:before|after){_ALONE})(?!\w)",
        _shift,
        ("ago", "later", "earlier", "before", "after", "previously", "prior", "hence", "on,"),
    )
    yield rule_any_case("after so long", rf"^after\s+{count}\s+{unit}(?=\s+of\b|\s*,)", _after_so_long, ("after",))
    yield rule_any_case("in so long", rf"\bin\s+{count}\s+{unit}(?=\s+of\b)", _in_so_long)
    yield rule_any_case(
        "within so long", rf"^within\s+{count}\s+{unit}(?=\s*,|\s+of\s+\w+ing\b)", _within_so_long, ("within",)
    )
    window = r"past|last|previous|preceding|recent|next|following|coming|subsequent|ensuing"
    yield rule_any_case(
        "window",
        rf"\b(?:the\s+|these\s+|those\s+)?(?P<order>{window})\s+(?:{count}\s+)?{unit}(?<!\bnight)(?<!\bday)",
        _window,
    )
    yield rule_any_case(
        "window that followed",
        rf"\bthe\s+(?:{count}\s+)?{unit}\s+(?:that\s+)?(?:followed|which\s+followed)\b",
        _following,
        ("followed",),
    )
    yield rule_any_case(
        "window before",
        rf"\bthe\s+(?:{count}\s+)?{unit}\s+(?P<direction>before|after){_ALONE}",
        _side_window,
        ("before", "after"),
    )
    yield rule_any_case(
        "named",
        rf"\b(?:{PORTION})?(?:(?P<which>last|this|next)\s+(?P<noun>week|weekend|month|year)\b"
        rf"|(?P<which_the>the)\s+(?P<noun_the>week|weekend|month|year|day)\b(?!\s+(?:of|before|after|earlier|later|when|that)\b))",
        _named,
        ("week", "month", "year", "the day"),
    )
    yield rule_any_case(
        "same day",
        r"\b(?:later|earlier|early|late)(?:\s+(?:on|in|during))?\s+(?:that|the|the\s+same)\s+day\b"
        r"|\b(?:that|the\s+same)\s+day\b|\b(?:throughout|during|all\s+through)\s+the\s+day\b",
        always(Shift(_NONE, Unit.DAY, 1, Anchor.STORY)),
        ("day",),
    )
    yield rule_any_case(
        "near event",
        rf"\b{not_named}(?:(?:{count}\s+)?{unit}|shortly|soon|immediately|just|right|directly)\s+"
        rf"(?P<direction>before|after|following)\b(?!{_ALONE})(?!\s+{clocked}\b)(?=(?P<event>\s+[^\W\d]))",
        _near_event,
        ("before", "after", "following"),
    )
    yield rule_any_case(
        "within of an event",
        rf"\bwithin\s+(?:{count}\s+)?{unit}\s+of\b(?=(?P<event>\s+))(?P<direction>)",
        _near_event,
        ("within",),
    )
    yield from _length_rules(unit, count, tuple(lexicon.units))


def _present_rules(lexicon: TimeLexicon) -> Iterator[Rule]:
    yield rule_any_case(
        "deictic",
        r"\b(?:(?:earlier|later|late|early)\s+)?(?:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|today|"
        r"tomorrow|tonight|last\s+night|this\s+(?:early\s+|very\s+)?(?:morning|afternoon|evening))\b",
        _deictic,
    )
    phrases = lexicon.phrases
    yield rule_any_case(
        "present",
        rf"\b{alternation(phrases['present'])}\b",
        always(Moment(Anchor.SPEECH, False)),
        needs_any(phrases["present"]),
    )
    yield rule_any_case(
        "so far", rf"\b{alternation(phrases['so_far'])}\b", always(Loose(Anchor.SPEECH)), needs_any(phrases["so_far"])
    )
    yield rule_any_case(
        "recent", rf"\b{alternation(phrases['recent'])}\b", always(Loose(Anchor.SPEECH)), needs_any(phrases["recent"])
    )
    yield rule_any_case(
        "past", rf"\b{alternation(phrases['past'])}\b", always(Loose(Anchor.STORY)), needs_any(phrases["past"])
    )
    yield rule_any_case(
        "same time",
        rf"\b{alternation(phrases['same_time'])}\b",
        always(Moment(Anchor.STORY)),
        needs_any(phrases["same_time"]),
    )
    then = r"(?:(?<=\bsince)|(?<=\bfrom)|(?<=\buntil)|(?<=\bby))\s+then\b(?:\s+on\b)?"
    yield rule_any_case("then", then, always(Moment(Anchor.STORY)), ("then",))
    since = r"(?:(?<=\bhas\s)|(?<=\bhave\s)|(?<=\bhad\s))since\b(?=\s+[a-z])"
    yield rule_any_case("has since", since, always(Moment(Anchor.STORY)), ("since",))
    for name, words in lexicon.soon_after.items():
        form = Loose(Anchor.STORY, lexicon.soon_after_days[name])
        alone = rf"{alternation(lexicon.soon_after_alone[name])}(?=\s*(?:[,.;)]|$))"
        needs = needs_any((*words, *lexicon.soon_after_alone[name]))
        yield rule_any_case(f"soon after: {name}", rf"\b(?:{alternation(words)}\b|{alone})", always(form), needs)
    moment = Loose(Anchor.STORY, lexicon.soon_after_days["moment"])
    hours = rf"\b{lexicon.count_pattern}\s+(?:minutes?|hours?)\s+(?:later|afterwards?)\b"
    yield rule_any_case("hours later", hours, always(moment), ("later", "afterward"))


def _length_rules(unit: str, count: str, units: tuple[str, ...]) -> Iterator[Rule]:
    yield rule_any_case("duration", rf"\bfor\s+(?:(?:the\s+)?{count}\s+)?{unit}", _duration)
    lengths = r"(?:(?<=\blasted\s)|(?<=\blasting\s)|(?<=\bin\s)|(?<=\bafter\s)|(?<=\bover\s)|(?<=\bwithin\s))"
    not_moved = r"(?!\s+(?:of\s+)?(?:before|after|ago|later|earlier))"
    yield rule_any_case("lasting", rf"{lengths}{count}\s+{unit}{not_moved}", _duration, units)
    yield rule_any_case(
        "day-long",
        rf"\b{count}-{unit}(?:[\s-]long)?(?=\s+[a-z])(?!-old)",
        _duration,
        tuple(f"-{name}" for name in units),
    )
    yield rule_any_case(
        "frequency",
        r"\b(?:daily|nightly|hourly|weekly|(?:every|each)\s+(?:day|night|week|month|year|hour|morning|evening)|"
        r"(?:once|twice|\w+\s+times)\s+a\s+(?:day|week|month|year))\b",
        always(Frequency()),
    )


def _deictic(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    words = re.sub(r"^(?:earlier|later|late|early)\s+", "", " ".join(match.group().lower().split()))
    days = _DEICTIC_DAYS.get(words, 0)
    part = None
    if words in ("tonight", "last night"):
        part = "night"
    elif words.startswith("this "):
        part = words.split()[-1]
    form = Shift(Count(abs(days), abs(days)), Unit.DAY, -1 if days < 0 else 1, Anchor.SPEECH)
    return Piece(match.start(), match.end(), form, day_part=part)


def _shift(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    count, unit = counted(match, lexicon)
    direction = match["direction"].lower()
    anchor = Anchor.SPEECH if direction in ("ago", "hence") else Anchor.STORY
    return Piece(match.start(), match.end(), Shift(count, unit, 1 if direction in _AHEAD else -1, anchor))


def _after_so_long(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "After six days of fighting, ..." told from the story's date."""
    count, unit = counted(match, lexicon)
    return Piece(match.start(), match.end(), Shift(count, unit, 1, Anchor.STORY))


def _in_so_long(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "In three weeks of fighting": the stretch up to now, loosely."""
    count, unit = counted(match, lexicon)
    return Piece(match.start(), match.end(), Window(Count(count.least, count.most, False), unit, -1, Anchor.STORY))


def _within_so_long(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    count, unit = counted(match, lexicon)
    return Piece(match.start(), match.end(), Window(count, unit, 1, Anchor.STORY))


def _neighbour(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "the next day", "the previous night", "that same month"; "next week" has no article and is not meant."""
    order = match["order"].lower().split()[-1]
    sign = {"next": 1, "following": 1, "ensuing": 1, "previous": -1, "preceding": -1}.get(order, 0)
    noun = " ".join(match["noun"].lower().split())
    if noun in lexicon.day_parts or noun == "day":
        shift = Shift(Count(abs(sign), abs(sign)), Unit.DAY, sign or 1, Anchor.STORY)
        return Piece(match.start(), match.end(), shift, day_part=noun if noun in lexicon.day_parts else None)
    if order == "next" and match["article"] is None:
        return None
    form: Form = (
        Named(sign, Unit.WEEK, Anchor.STORY, weekend=True)
        if noun == "weekend"
        else Named(sign, Unit(noun), Anchor.STORY)
    )
    return Piece(match.start(), match.end(), form)


def _day_before(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "the day before", "the night after that"; with an event behind it, near that event."""
    sign = 1 if match["direction"].lower() == "after" else -1
    noun = match["noun"].lower()
    if match["event"]:
        return Piece(match.start(), match.start("event"), NearEvent(_ONE, Unit.DAY, sign))
    if noun in ("week", "month", "year"):
        return Piece(match.start(), match.end(), Named(sign, Unit(noun), Anchor.STORY))
    part = noun if noun in lexicon.day_parts else None
    return Piece(match.start(), match.end(), Shift(_ONE, Unit.DAY, sign, Anchor.STORY), day_part=part)


def _window(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "the last two weeks", "the past week", "recent days"; "last week" and "the next month" are calendar units."""
    order = match["order"].lower()
    _, _, name = lexicon.unit(match["unit"])
    plural = match["unit"].lower() != name
    definite = bool(re.match(r"the\s", match.group(), re.I))
    if match["count"] is None and not plural and not (order in ("past", "recent") or (definite and order == "last")):
        return None
    if match["count"] is None and not plural:
        unit, multiple, _ = lexicon.unit(match["unit"])
        count = Count(multiple, multiple)
    else:
        count, unit = counted(match, lexicon)
    sign = 1 if order in ("next", "following", "coming", "subsequent", "ensuing") else -1
    anchor = Anchor.STORY if order in _STORY_ORDERS else Anchor.SPEECH
    return Piece(match.start(), match.end(), Window(count, unit, sign, anchor))


def _following(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    count, unit = counted(match, lexicon)
    return Piece(match.start(), match.end(), Window(count, unit, 1, Anchor.STORY))


def _side_window(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    """ "the three days before"; "the day before" is a day."""
    if match["count"] is None and match["unit"].lower() in lexicon.units.values():
        return None
    count, unit = counted(match, lexicon)
    sign = 1 if match["direction"].lower() == "after" else -1
    return Piece(match.start(), match.end(), Window(count, unit, sign, Anchor.STORY))


def _named(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    definite = match["which_the"] is not None
    noun = (match["noun"] or match["noun_the"]).lower()
    portion = portion_of(match["portion"], lexicon)
    which = 0 if definite else {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    if noun == "weekend":
        return Piece(match.start(), match.end(), Named(which, Unit.WEEK, Anchor.SPEECH, weekend=True))
    if definite and portion is None:
        return None
    if noun == "day":
        return Piece(match.start(), match.end(), Shift(_NONE, Unit.DAY, 1, Anchor.STORY if definite else Anchor.SPEECH))
    return Piece(match.start(), match.end(), Named(which, Unit(noun), Anchor.SPEECH, portion))


def _near_event(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    sign = -1 if match["direction"].lower() == "before" else 1
    if match["unit"]:
        count, unit = counted(match, lexicon)
        return Piece(match.start(), match.start("event"), NearEvent(count, unit, sign))
    return Piece(match.start(), match.start("event"), NearEvent(None, Unit.DAY, sign))


def _duration(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    count, unit = counted(match, lexicon)
    return Piece(match.start(), match.end(), Duration(count, unit))

"""Rules for the time of day: clocks and parts of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tadmur.extract.time_forms import Clock
from tadmur.extract.time_lexicon import TimeLexicon, alternation
from tadmur.extract.time_pieces import Piece, Rule, rule_any_case


def clock_rules(lexicon: TimeLexicon) -> Iterator[Rule]:
    """The rules for times of day; each gives a piece without a date."""
    parts = rf"(?P<part>{alternation([*lexicon.day_parts, *lexicon.named_hours, 'midnight'])})\b"
    zone = rf"(?:\s+(?P<zone>{alternation([*lexicon.zones, 'local time', 'local'])}))?"
    half = r"(?P<half>[ap]\.?\s?m\b\.?)"
    preposition = r"(?:(?:at|in|during|around|towards|on|into)\s+)?"
    yield rule_any_case(
        "day part",
        rf"\b(?:(?:early|late|later|earlier)\s+)?{preposition}(?:(?:the|that|about|around)\s+)*"
        rf"(?:(?:early|late|small)\s+)?(?:hours\s+of\s+(?:the\s+)?)?{parts}",
        _day_part,
    )
    yield rule_any_case(
        "small hours",
        r"\b(?:in\s+)?the\s+(?:early|small)\s+hours(?=\s+of\b|\s+on\b|\s*[,.;])",
        _small_hours,
        ("hours",),
    )
    to = r"\s*(?:[-–—]|\band\b|\bto\b)\s*"
    minutes = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d)?"
    until = r"(?P<hour_2>[01]?\d|2[0-3])(?::(?P<minute_2>[0-5]\d))?"
    yield rule_any_case("clock minutes", rf"\b{minutes}\b(?:\s*{half})?{zone}", _clock, (":",))
    yield rule_any_case(
        "clock range",
        rf"\b{minutes}{to}(?P<hour_2>[01]?\d|2[0-3]):(?P<minute_2>[0-5]\d)\b(?:\s*{half})?{zone}",
        _clock,
        (":",),
    )
    yield rule_any_case("hour range", rf"\b(?P<hour>\d{{1,2}}){to}{until}\s*{half}{zone}", _clock)
    yield rule_any_case("clock dot", rf"\b(?P<hour>\d{{1,2}})[.:](?P<minute>[0-5]\d)\s*{half}{zone}", _clock)
    yield rule_any_case("clock hour", rf"\b(?P<hour>\d{{1,2}})\s*{half}{zone}", _clock)
    yield rule_any_case(
        "clock military", rf"\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s+hours\b{zone}", _clock, ("hours",)
    )
    yield rule_any_case("o'clock", rf"\b(?P<hour>\d{{1,2}})\s+o['’]clock\b{zone}", _clock, ("clock",))


def _day_part(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    part = " ".join(match["part"].lower().split())
    if part == "midnight":
        return Piece(match.start(), match.end(), clock=Clock(24, 0))
    if part in lexicon.named_hours:
        return Piece(match.start(), match.end(), clock=Clock(lexicon.named_hours[part]))
    return Piece(match.start(), match.end(), day_part=part)


def _small_hours(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    return Piece(match.start(), match.end(), day_part="dawn")


def _clock(match: re.Match[str], lexicon: TimeLexicon) -> Piece | None:
    found = match.groupdict()
    half = (found.get("half") or "").lower().replace(".", "").replace(" ", "")
    hour = _hour(int(found["hour"]), half)
    minute = int(found["minute"]) if found.get("minute") else None
    if hour is None:
        return None
    zone = lexicon.zones.get(" ".join((found.get("zone") or "").split()))
    last: Clock | None = None
    if found.get("hour_2"):
        last_hour = _hour(int(found["hour_2"]), half)
        if last_hour is None:
            return None
        last = Clock(last_hour, int(found["minute_2"]) if found.get("minute_2") else None, zone)
    return Piece(match.start(), match.end(), clock=Clock(hour, minute, zone, last))


def _hour(hour: int, half: str) -> int | None:
    if not half:
        return hour if hour <= 24 else None
    return hour % 12 + (12 if half.startswith("p") else 0) if 1 <= hour <= 12 else None

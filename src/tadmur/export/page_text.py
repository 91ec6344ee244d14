"""Words for times, probabilities, quantities and kinds, as a reader of the page meets them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tadmur.terms.assessment import Label
from tadmur.terms.comparison import ComparisonKind

LABEL_WORDS = {
    Label.ASSESSED: "Assessed",
    Label.CLAIMED_ONLY: "Claimed by one side only",
    Label.CONTESTED: "Contested",
    Label.STALE: "Stale: last evidence is old",
    Label.UNKNOWN: "Unknown",
}

COMPARISON_WORDS = {
    ComparisonKind.DISPUTE: "Dispute",
    ComparisonKind.SEQUENCE: "Sequence",
    ComparisonKind.CORROBORATION: "Corroboration",
    ComparisonKind.DIFFERENT_PLACE: "Two places",
    ComparisonKind.DIFFERENT_SCOPE: "Part and whole",
    ComparisonKind.COPY: "Copy",
    ComparisonKind.CORRECTION: "Correction",
}

PRECISION_NOTES = {
    "vague": "loosely stated",
    "published": "from the report’s date",
    "month": "to the month",
    "season": "to the season",
    "year": "to the year",
}


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""English whatever the locale of the machine: same inputs, same bytes."""


def slug(text: str) -> str:
    """``text`` as part of an HTML id: letters, digits, "-" and "_" only."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text)


def percent(probability: float | None) -> str:
    """A probability as whole per cent; never a certainty, and "unknown" for ``None``."""
    if probability is None:
        return "unknown"
    if probability > 0.99:
        return "> 99%"
    if probability < 0.01:
        return "< 1%"
    return f"{probability:.0%}"


def log_odds(value: float) -> str:
    """Signed nats with a true minus sign: "+2.1", "−0.4"."""
    if abs(value) < 0.05:
        return "±0.0"
    return f"{value:+.1f}".replace("-", "−")


def day(value: date | None) -> str:
    """ "18 December 2023", or "unknown"."""
    return "unknown" if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None) -> str:
    """ "18 Dec 2023", or "unknown"."""
    return "unknown" if value is None else f"{value.day} {_MONTHS[value.month - 1][:3]} {value.year}"


def day_range(first: date | None, last: date | None) -> str:
    """Two days as a reader would write them: "1–4 Dec 2023"; open ends in words."""
    if first is None and last is None:
        return "unknown"
    if first is None:
        return f"by {short_day(last)}"
    if last is None:
        return f"from {short_day(first)}"
    if first == last:
        return short_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{short_day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1][:3]} – {short_day(last)}"
    return f"{short_day(first)} – {short_day(last)}"


def instant(value: datetime | None, precision: str | None = "instant") -> str:
    """Publication time: the day, with the minute where the report states it; "date not given" for ``None``."""
    if value is None:
        return "date not given"
    return short_day(value.date()) if precision == "day" else f"{short_day(value.date())}, {value:%H:%M} UTC"


def published_day(value: str | None) -> str:
    """The day of an ISO instant: "18 Dec 2023", or "date not given"."""
    return "date not given" if value is None else short_day(_date(value))


def claim_time(row: Mapping[str, Any]) -> str:
    """When the claimed event happened, from a claim's row."""
    first, last = (_date(row[name]) for name in ("time_earliest", "time_latest"))
    text = day_range(first, last)
    note = PRECISION_NOTES.get(row["time_precision"])
    return f"{text} ({note})" if note and text != "unknown" else text


def quantity(value: Mapping[str, Any] | None) -> str:
    """A quantity as a range; "unknown" where there is none, never 0."""
    if value is None or value["low"] is value["best"] is value["high"] is None:
        return "unknown"
    low, best, high = (value[name] for name in ("low", "best", "high"))
    if low is not None and high is not None:
        text = _number(low) if low == high else f"{_number(low)}–{_number(high)}"
        if best is not None and low != high:
            text += f", best {_number(best)}"
    elif low is not None:
        text = f"{_number(low)} or more"
    elif high is not None:
        text = f"up to {_number(high)}"
    else:
        text = f"about {_number(best)}"
    unit = {"percent": "per cent", "km2": "km²"}.get(value["unit"], value["unit"])
    return f"{text} {unit}" + (" (vague)" if value["vague"] else "")


def words(name: str | None) -> str:
    """An identifier as words: "control_gain" is "control gain"; "unknown" for ``None``."""
    return "unknown" if not name else name.replace("_", " ").replace("-", " ")


def sentence_case(text: str) -> str:
    """``text`` with its first letter a capital."""
    return text[:1].upper() + text[1:]


def _number(value: float) -> str:
    if math.isclose(value, round(value)):
        return f"{round(value):,}".replace(",", "\u202f")
    return f"{value:,.1f}".replace(",", "\u202f")


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value[:10])

"""Where a figure counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tadmur.extract.figure_parties import OWNED
from tadmur.extract.figure_spans import FigureSpan
from tadmur.terms.place import FeatureClass, NameSpan

_LANDS = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.ADMIN2, FeatureClass.REGION})
_IN = re.compile(
    r"\b(?:in|of|across|within|inside|throughout|for|on)\s+(?:both\s+|"
    r"all\s+of\s+)?(?:the\s+)?(?:(?:northern|southern|eastern|western|central|north|south|east|"
    r"west|province\s+of|"
    r"governorate\s+of|whole\s+of|north-eastern|north-western)\s+)*$",
    re.I,
)
_JOINED = re.compile(r"\s*(?:and|or|,\s*and)\s*(?:in\s+)?$", re.I)
_LISTED = re.compile(r"\s*,\s*$")
_LIST_GOES_ON = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:in\s+)?[A-Z]")


def scope_of(text: str, span: FigureSpan, spans: Sequence[FigureSpan], names: Sequence[NameSpan]) -> tuple[str, ...]:
    """Where the figure counts: places behind "in" near it, an adjective of its land, or the sentence's opening."""
    first = max((s.end for s in spans if s.end <= span.start), default=0)
    last = min((s.start for s in spans if s.start >= span.end), default=len(text))
    found: list[str] = []
    joined = False
    for name in names:
        if not is_land(name):
            joined = False
            continue
        head = text[: name.start]
        inside = first <= name.start < last or (not found and _IN.search(head) and not head[:-12].strip(" ,"))
        opening = name.start < 25 and re.match(r"(?i)(?:in|across|inside|within)\b", text) is not None
        placed = _IN.search(head) is not None or OWNED.match(text, name.end) is not None
        goes_on = _LISTED.search(head) is not None and _LIST_GOES_ON.match(text, name.end) is not None
        if joined and (goes_on or _JOINED.search(head)):
            placed = True
        joined = placed and (bool(inside) or opening)
        if joined:
            found.append(name_of(text, name))
    return tuple(sorted(set(found)))


def is_land(name: NameSpan) -> bool:
    return name.feature_class in _LANDS


def name_of(text: str, name: NameSpan) -> str:
    return text[name.start : name.end]

"""The words by which maps say who has land and in which sense, and the columns that are not imported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tadmur.terms.control_map import MapStatus

_STATUS = (
    (MapStatus.UNKNOWN, r"\b(?:unknown|undetermined|unclear|unspecified|unconfirmed|no\s+data|n/?a|partisan)\b"),
    (MapStatus.CLAIMED, r"\b(?:claim(?:s|ed)?|reported|alleged(?:ly)?)\b"),
    (MapStatus.CONTESTED, r"\b(?:contested|disputed|gr[ae]y[\s-]?zone|fighting|mixed|no\s+man'?s\s+land)\b"),
    (MapStatus.LOSS, r"\b(?:lost|loss(?:es)?|left\s+by|withdrawn|abandoned)\b"),
    (MapStatus.ADVANCE, r"\b(?:advanc\w+|infiltrat\w+|incursion|gains?)\b"),
)
_UNSAFE = re.compile(
    r"(?:^|[_\W])(?:units?|brigades?|battalions?|regiments?|divisions?|compan(?:y|ies)|squads?|weapons?|artiller\w*|missiles?|launch\w*|rockets?|mortars?|guns?|tanks?|"
    r"radars?|air_?def\w*|positions?|trench\w*|fortif\w*|bunkers?|checkpoints?|depots?|warehouses?|routes?|convoys?|roads?|supply|logistics?|heading|bearing|"
    r"azimuth|speed|velocity|direction|movement|axis|firing\w*|strongpoints?|command_?posts?|hq|headquarters?|callsigns?|commanders?|strength|troops?|equipment|"
    r"sidc|symbol_?id|drones?|uav\w*)(?:$|[_\W])",
    re.I,
)
"""Column names of units, weapons, positions and routes."""
_UNSAFE_VALUE = re.compile(
    r"\b(?:brigade|battalion|regiment|artillery|launcher|trench|firing\s+position|convoy|supply\s+route|command\s+post|direction\s+of\s+(?:attack|advance))\b",
    re.I,
)


def status_of(label: str) -> MapStatus:
    """In which sense a label gives land: "Claimed Russian Control" is claimed; words that say nothing are assessed."""
    folded = re.sub(r"[_-]+", " ", label)
    return next((status for status, words in _STATUS if re.search(words, folded, re.I)), MapStatus.ASSESSED)


def is_unsafe(column: str) -> bool:
    """Whether a column is of units, weapons, positions or routes and must not come in."""
    return _UNSAFE.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column)) is not None


def is_unsafe_value(value: str) -> bool:
    """Whether a label is of a unit, a weapon or a route: such a feature is left out."""
    return _UNSAFE_VALUE.search(value) is not None


def first_of(row: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of some fields that has a value, as text, whatever the case of its name."""
    folded = {str(key).strip().lower(): value for key, value in row.items()}
    for name in names:
        value = folded.get(name)
        if value not in (None, "") and not isinstance(value, dict | list):
            return " ".join(str(value).split())
    return ""

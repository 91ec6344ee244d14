"""How words around a place name tie a location to it: "10 km south-west of X", "the road from X to Y", "the X area".

It reads only what stands right beside the name, on both sides, and says nothing where it does not know the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tadmur.geocode.precision import UNIT_WORDS
from tadmur.geocode.report_context import type_word_beside
from tadmur.terms.place import PlaceMention, PlaceRelation

_POINT = r"north|south|east|west"
_BETWEEN_POINT = r"(?:north|south)[- ]?(?:east|west)"
_SIDE = rf"(?P<side>{_BETWEEN_POINT}|{_POINT})"
_SIDE_OF = rf"(?P<side>{_BETWEEN_POINT}|{_POINT})(?:ern)?"
_NUMBERS: dict[str, float] = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "a": 1,
    "half a": 0.5,
    "a dozen": 12,
    "a hundred": 100,
}
_NUMBER = rf"(?P<number>\d+(?:[.,]\d+)?|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})"
_KM = {"k": 1.0, "mi": 1.609344, "me": 0.001, "m": 0.001}
_DISTANCE = rf"\b{_NUMBER}[ \u00a0-]?(?P<unit>kilomet(?:re|er)s?|kms?|miles?|met(?:re|er)s?|m)\b"
_KIND = (
    r"(?:(?:the\s+)?(?:\w+\s+)?(?:city|town|village|hamlet|settlement|district|province|governorate|region|camp|city"
    r" cent(?:re|er))\s+of\s+|(?:the\s+)?(?:cities|towns|villages)\s+of\s+)?(?:the\s+)?$"
)
"""What may stand between the words and the name ("the town of"), and the end of what is in front of the name."""
_EDGES = r"outskirts|edges?|fringes?|gates|approaches|entrances?|perimeter|periphery|suburbs?|surroundings"
_PARTS = r"quarters?|districts?|neighbou?rhoods?|parts?|half|sides?|sectors?|areas?|flank|portion|third"
_LAND = r"countryside|hinterland|rural areas?|rural parts?|rif"
_ROADS = r"road|highway|motorway|route|axis|railway|railroad|supply line|track"

_TOWARDS = re.compile(
    r"\b(?:towards?|in the direction of|en route to|on the way to|closing in on|marching on|advanc(?:e|es|ed|ing) on)"
    rf"\s+{_KIND}",
    re.I,
)
_DISTANCE_SIDE = re.compile(rf"{_DISTANCE}\s+(?:away\s+)?(?:to\s+the\s+|due\s+)?{_SIDE}\s+(?:of|from)\s+{_KIND}", re.I)
_DISTANCE_FROM = re.compile(rf"{_DISTANCE}\s+(?:away\s+)?(?:from|outside|off|short\s+of|of)\s+{_KIND}", re.I)
_INSIDE_SIDE = re.compile(rf"\bin\s+the\s+(?:far\s+)?{_SIDE}\s+of\s+{_KIND}", re.I)
_SIDE_FROM = re.compile(rf"\b(?:to\s+the\s+|just\s+|due\s+|further\s+)?{_SIDE}\s+(?:of|from)\s+{_KIND}", re.I)
_SIDE_EDGE = re.compile(rf"\b{_SIDE_OF}\s+(?P<word>{_EDGES})\s+(?:of|to)\s+{_KIND}", re.I)
_SIDE_PART = re.compile(rf"\b{_SIDE_OF}\s+(?P<word>{_PARTS})\s+(?:of|in)\s+{_KIND}", re.I)
_SIDE_LAND = re.compile(rf"\b{_SIDE_OF}\s+(?P<word>{_LAND})\s+(?:of|around|in)\s+{_KIND}", re.I)
_EDGE = re.compile(rf"\b(?P<word>{_EDGES})\s+(?:of|to)\s+{_KIND}", re.I)
_COUNTRYSIDE = re.compile(rf"\b(?P<word>{_LAND})\s+(?:of|around|in)\s+{_KIND}", re.I)
_SIDE_NAME = re.compile(
    rf"\b(?:in|of|on|across|into|inside|from|over|throughout)\s+(?:the\s+)?{_SIDE_OF}\s+{_KIND}", re.I
)
_NEAR = re.compile(
    r"\b(?:near(?:\s+to)?|around|close\s+to|outside|next\s+to|not\s+far\s+from|beside"
    rf"|in\s+the\s+(?:vicinity|neighbou?rhood)\s+of)\s+{_KIND}",
    re.I,
)
_AFTER_SIDE = re.compile(rf"(?:['’]s)?\s+{_SIDE_OF}\s+(?P<word>{_LAND}|{_EDGES}|{_PARTS})\b", re.I)
_AFTER_LAND = re.compile(rf"(?:['’]s)?\s+(?P<word>{_LAND})\b", re.I)
_AFTER_EDGE = re.compile(r"(?:['’]s)?\s+(?P<word>outskirts|suburbs|surroundings|perimeter)\b", re.I)
_AFTER_AREA = re.compile(r"\s+(?P<word>area|pocket|front|sector|axis|surroundings|environs)\b", re.I)
_ROAD_BEFORE = re.compile(rf"\b(?P<word>{_ROADS})s?\s+(?:from|between|linking|connecting|out\s+of)\s+{_KIND}", re.I)
_BETWEEN = re.compile(rf"\bbetween\s+{_KIND}", re.I)
_FROM = re.compile(rf"\bfrom\s+{_KIND}", re.I)
_JOINT = re.compile(rf"\s*(?:,\s*)?(?P<word>and|to|towards?|with|[-–—])\s*{_KIND}", re.I)
_ROAD_AFTER = re.compile(rf"\s+(?P<word>{_ROADS})\b", re.I)
_REACH = 90
"""Characters before a name that are read."""


@dataclass(frozen=True, slots=True)
class Where:
    """How a location is tied to a name.

    Attributes:
        relation, direction, distance_km: as in :class:`~tadmur.terms.place.PlaceMention`.
        feature: "outskirts", "countryside", "area", "road"; ``None`` where the words name no ground.
        other: start and end of the name at the other end of a line.
    """

    relation: PlaceRelation
    direction: str | None = None
    distance_km: float | None = None
    feature: str | None = None
    other: tuple[int, int] | None = None


def read_where(text: str, start: int, end: int, names: Sequence[tuple[int, int]] = ()) -> Where | None:
    """What the words beside the name ``text[start:end]`` say; ``None`` where they say that it is the place itself.

    ``names`` are the spans of all names in the text, for lines between two of them.
    """
    if found := _line(text, start, end, names):
        return found
    before, after = _before(text, start), _after(text, end)
    if before and after and before.relation is PlaceRelation.PART and after.relation is PlaceRelation.AREA:
        return replace(after, direction=before.direction)
    return before or after


def _before(text: str, start: int) -> Where | None:
    """What stands in front of the name."""
    head = text[max(0, start - _REACH) : start]
    if found := _DISTANCE_SIDE.search(head):
        return Where(PlaceRelation.DIRECTION, _side(found), _kilometres(found))
    if found := _SIDE_EDGE.search(head):
        return Where(PlaceRelation.NEAR, _side(found), feature="outskirts")
    if found := _SIDE_LAND.search(head):
        return Where(PlaceRelation.AREA, _side(found), feature="countryside")
    if found := _SIDE_PART.search(head):
        return Where(PlaceRelation.PART, _side(found))
    if found := _INSIDE_SIDE.search(head):
        return Where(PlaceRelation.PART, _side(found))
    if found := _SIDE_FROM.search(head):
        return Where(PlaceRelation.DIRECTION, _side(found))
    if found := _DISTANCE_FROM.search(head):
        return Where(PlaceRelation.NEAR, None, _kilometres(found))
    if _TOWARDS.search(head):
        return Where(PlaceRelation.TOWARDS)
    if _EDGE.search(head):
        return Where(PlaceRelation.NEAR, feature="outskirts")
    if _COUNTRYSIDE.search(head):
        return Where(PlaceRelation.AREA, feature="countryside")
    if _NEAR.search(head):
        return Where(PlaceRelation.NEAR)
    if found := _SIDE_NAME.search(head):
        return Where(PlaceRelation.PART, _side(found))
    return None


def _after(text: str, end: int) -> Where | None:
    """What stands behind the name."""
    if found := _AFTER_SIDE.match(text, end):
        word, side = found["word"].lower(), _side(found)
        if re.fullmatch(_LAND, word):
            return Where(PlaceRelation.AREA, side, feature="countryside")
        if re.fullmatch(_EDGES, word):
            return Where(PlaceRelation.NEAR, side, feature="outskirts")
        return Where(PlaceRelation.PART, side)
    if _AFTER_LAND.match(text, end):
        return Where(PlaceRelation.AREA, feature="countryside")
    if _AFTER_EDGE.match(text, end):
        return Where(PlaceRelation.NEAR, feature="outskirts")
    if found := _AFTER_AREA.match(text, end):
        return Where(PlaceRelation.AREA, feature=found["word"].lower() if found["word"].lower() == "pocket" else "area")
    return None


def _line(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> Where | None:
    """Lines between two names: "between X and Y", "the road from X to Y", "the X-Y road", "from X towards Y"."""
    for other in names:
        first, second = sorted([(start, end), other])
        if first == second or second[0] - first[1] > 40 or second[0] < first[1]:
            continue
        joint = _JOINT.fullmatch(text[first[1] : second[0]])
        if joint is None:
            continue
        head, word = text[max(0, first[0] - _REACH) : first[0]], joint["word"].lower()
        if _BETWEEN.search(head) and word == "and":
            found = _ROAD_BEFORE.search(head)
            return Where(PlaceRelation.BETWEEN, feature="road" if found else None, other=other)
        if _ROAD_BEFORE.search(head) or (_ROAD_AFTER.match(text, second[1]) and word not in ("and", "with")):
            return Where(PlaceRelation.BETWEEN, feature="road", other=other)
        if _FROM.search(head) and word in ("to", "towards", "toward"):
            return Where(PlaceRelation.BETWEEN if (start, end) == second else PlaceRelation.FROM, other=other)
    return None


def completed(mention: PlaceMention, text: str, names: Sequence[tuple[int, int]]) -> PlaceMention:
    """The mention with what the words right beside its name add to it.

    A relation that the mention already has is kept; what it lacks (side, distance, other end) is added where the words
    agree with it. A name that only stands for another word ("the town") is left as it is.
    """
    found = name_span(mention, text)
    where = read_where(text, *found, names=names) if found else None
    if found and where is None and mention.feature is None and (unit := type_word_beside(text, *found)) in UNIT_WORDS:
        return replace(mention, feature=unit)
    if where is None:
        return mention
    other = text[slice(*where.other)] if where.other else None
    if mention.relation is PlaceRelation.AT and not mention.unnamed:
        return replace(
            mention,
            relation=where.relation,
            direction=mention.direction or where.direction,
            distance_km=where.distance_km,
            feature=mention.feature or where.feature,
            other_name=other,
        )
    outside = (PlaceRelation.NEAR, PlaceRelation.DIRECTION)
    agrees = mention.relation is where.relation or (mention.relation in outside and where.relation in outside)
    if not agrees:
        return mention
    return replace(
        mention,
        relation=where.relation if where.direction else mention.relation,
        direction=mention.direction or where.direction,
        distance_km=where.distance_km or mention.distance_km,
        other_name=other,
    )


def name_span(mention: PlaceMention, text: str) -> tuple[int, int] | None:
    """Where the mention's own name stands in the text; ``None`` where its words hold no name."""
    if mention.name is None:
        return None
    inside = text[mention.span.start : mention.span.end].find(mention.name)
    if inside < 0:
        return None
    start = mention.span.start + inside
    return start, start + len(mention.name)


def _side(found: re.Match[str]) -> str:
    word = found["side"].lower().replace("-", "").replace(" ", "")
    return "".join(letter for point, letter in _LETTERS if point in word)


_LETTERS = (("north", "N"), ("south", "S"), ("east", "E"), ("west", "W"))


def _kilometres(found: re.Match[str]) -> float:
    word, unit = found["number"].lower(), found["unit"].lower()
    number = _NUMBERS[word] if word in _NUMBERS else float(word.replace(",", "."))
    factor = next(value for prefix, value in _KM.items() if unit.startswith(prefix))
    return round(number * factor, 3)

"""What a whole report says about where it is set: every place name in it, and the countries that its sentences name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tadmur.geocode.lexicon import lexicon
from tadmur.geocode.precision import UNIT_WORDS
from tadmur.geocode.recogniser import THRESHOLD, FoundName, Recogniser
from tadmur.reference.folding import plain_key
from tadmur.terms.place import FeatureClass

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[^\W\d_a-z])|\n+")

_GAP = 60
"""Characters between two names of which the words may tie one to the other."""
_BESIDE = re.compile(
    r"\b(?:near|close to|next to|outside|beside|across from|opposite|(?:up|down)stream of|not far from|on the way to"
    r"|on the road (?:to|from)|(?:north|south)?-?(?:east|west|north|south)(?:ern)? of|outskirts of|between)\b",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\s*,\s*(?:in\s+)?|\s*\(|\s+in\s+|\s*,[^,.;]{1,40}?\b(?:in|of)\s+(?:the\s+state\s+of\s+)?", re.IGNORECASE
)
CONTAINERS = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.ADMIN2})
"""What the words may put a place in."""
DOUBTED = 0.2
"""Words that are a place with a smaller probability than this are none, whoever asks."""


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Names of a report's text with the countries named in each of its sentences."""

    names: tuple[str, ...]
    """Place names as worded, each once, without adjectives of peoples."""
    spans: tuple[tuple[int, int], ...]
    """Start and end of each of these names, in order."""
    positions: Mapping[str, tuple[int, ...]]
    """Plain key of a name to the offsets where it stands."""
    sentences: tuple[tuple[int, int, Mapping[str, str]], ...]
    """Start and end of each sentence, and the countries (ISO alpha-2) that it speaks of: "country" by name, "people"
    by the word of its people."""

    beside: Mapping[str, frozenset[str]]
    """Plain key of a name to the keys of the names that the words put it beside."""
    inside: Mapping[str, str]
    """Plain key of a name to the key of the place that the words put it in: "Paris, Texas", "X in Y region"."""

    doubted: frozenset[tuple[int, int]]
    """Start and end of words that a place goes by, but that name something else here: a person, ship or unit."""

    def sentence_at(self, offset: int) -> int | None:
        """The number of the sentence that holds the character at ``offset``."""
        return next((i for i, (start, end, _) in enumerate(self.sentences) if start <= offset < end), None)


def read_context(text: str, recogniser: Recogniser, countries: Sequence[str]) -> ReportContext:
    """The context of one report that is set in ``countries`` (ISO alpha-2).

    The word of a people ("Iraqi forces") is told from its country's name, since armies also fight abroad.
    """
    weighed = recogniser.weigh(text, countries=countries)
    found = [name for name in weighed if name.score >= THRESHOLD]
    names: dict[str, str] = {}
    positions: dict[str, list[int]] = {}
    for name in found:
        if not name.adjective:
            key = plain_key(name.name)
            names.setdefault(key, name.name)
            positions.setdefault(key, []).append(name.start)
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text) + 1]
    sentences = []
    for start, end in pairwise(starts):
        named: dict[str, str] = {}
        for name in found:
            country = _country_of(name) if start <= name.start < end else None
            if country is not None and named.get(country) != "country":
                named[country] = "people" if name.adjective else "country"
        sentences.append((start, end, named))
    literal = [name for name in found if not name.adjective]
    beside: dict[str, set[str]] = {}
    inside: dict[str, str] = {}
    for name, after in pairwise(literal):
        gap, pair = text[name.end : after.start], (plain_key(name.name), plain_key(after.name))
        if len(gap) > _GAP or _SENTENCE_END.search(gap):
            continue
        if _BESIDE.search(gap):
            beside.setdefault(pair[0], set()).add(pair[1])
            beside.setdefault(pair[1], set()).add(pair[0])
        if _IN.fullmatch(gap) and _holds_places(after, text, countries):
            inside.setdefault(*pair)
    return ReportContext(
        names=tuple(names.values()),
        spans=tuple((name.start, name.end) for name in literal),
        positions={key: tuple(offsets) for key, offsets in positions.items()},
        sentences=tuple(sentences),
        beside={key: frozenset(others) for key, others in beside.items()},
        inside=inside,
        doubted=frozenset((name.start, name.end) for name in weighed if name.score < DOUBTED and not name.adjective),
    )


def _holds_places(name: FoundName, text: str, countries: Sequence[str]) -> bool:
    """Whether a name means a country or unit here, not the town that bears the same name."""
    exact = [m.place for m in name.matches if m.exact]
    if not any(place.feature_class in CONTAINERS for place in exact):
        return False
    town = any(place.feature_class is FeatureClass.SETTLEMENT and place.country in countries for place in exact)
    return not town or type_word_beside(text, name.start, name.end) in UNIT_WORDS


def _country_of(name: FoundName) -> str | None:
    """The country that a name or adjective stands for."""
    best = next((m.place for m in name.matches if m.exact and m.place.feature_class is FeatureClass.COUNTRY), None)
    return best.country if best else None


def type_word_beside(text: str, start: int, end: int) -> str | None:
    """The type word right after or before a name: "Aleppo province", "the village of X", "Hill 70"."""
    types = lexicon().place_types
    after = re.match(r"(?:['’]s)?[ \u00a0-]([^\W\d_]+)", text[end : end + 30])
    if after and plain_key(after[1]) in types:
        return plain_key(after[1])
    before = re.search(r"\b([^\W\d_]+) (?:of|called|named) (?:the )?$", text[max(0, start - 40) : start])
    if before and plain_key(before[1]) in types:
        return plain_key(before[1])
    return None

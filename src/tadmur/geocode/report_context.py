"""What a whole report says about where it is set: every place name in it, and the countries that its sentences name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tadmur.geocode.lexicon import lexicon
from tadmur.geocode.recogniser import FoundName, Recogniser
from tadmur.reference.folding import plain_key
from tadmur.terms.place import FeatureClass

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[^\W\d_a-z])|\n+")

OF_ADJECTIVE = 0.5
"""How strongly the word of a people speaks for its country."""


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Names of a report's text with the countries named in each of its sentences."""

    names: tuple[str, ...]
    """Place names as worded, each once, without adjectives of peoples."""
    spans: tuple[tuple[int, int], ...]
    """Start and end of each of these names, in order."""
    positions: Mapping[str, tuple[int, ...]]
    """Plain key of a name to the offsets where it stands."""
    sentences: tuple[tuple[int, int, Mapping[str, float]], ...]
    """Start and end of each sentence, and how strongly it speaks of which country (ISO alpha-2), in 0..1."""

    def hints_at(self, offset: int) -> Mapping[str, float]:
        """How strongly the sentence that holds the character at ``offset`` speaks of which country."""
        return next((named for start, end, named in self.sentences if start <= offset < end), {})


def read_context(text: str, recogniser: Recogniser, countries: Sequence[str]) -> ReportContext:
    """The context of one report that is set in ``countries`` (ISO alpha-2); only these count as named in a sentence.

    A country's name counts fully, the word of its people less ("Iraqi forces"): armies also fight abroad.
    """
    found = recogniser.find(text, countries=countries, embedded=True)
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
        named: dict[str, float] = {}
        for name in found:
            country = _country_of(name) if start <= name.start < end else None
            if country in countries and country is not None:
                named[country] = max(named.get(country, 0.0), OF_ADJECTIVE if name.adjective else 1.0)
        sentences.append((start, end, named))
    return ReportContext(
        names=tuple(names.values()),
        spans=tuple((name.start, name.end) for name in found if not name.adjective),
        positions={key: tuple(offsets) for key, offsets in positions.items()},
        sentences=tuple(sentences),
    )


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

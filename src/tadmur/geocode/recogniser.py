"""Place names in running text, by gazetteer, shape and context.

Every stretch of up to six words that looks like a name and is in the gazetteer is a candidate; its score is the
logistic function of a sum of weights, one for each thing that speaks for or against a place. The weights are set by
hand and live in :mod:`tadmur.geocode.evidence`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tadmur.geocode.evidence import Context, weigh
from tadmur.geocode.tokens import INNER_WORDS, Token, tokenise
from tadmur.reference.folding import plain_key
from tadmur.reference.gazetteer import Gazetteer, Match
from tadmur.terms.place import FeatureClass, NameSpan

LONGEST_NAME = 6
"""Words in the longest name that is looked for."""
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class FoundName:
    """A candidate stretch ``tokens[first:last]``, what it may mean, and its score in 0..1."""

    first: int
    last: int
    start: int
    end: int
    name: str
    matches: tuple[Match, ...]
    score: float


class Recogniser:
    """Implements :class:`tadmur.terms.place.PlaceRecogniser` over a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def recognise(self, text: str, *, countries: Sequence[str] = ()) -> list[NameSpan]:
        """Names of places in ``text`` in order, without overlaps.

        With ``countries`` (ISO alpha-2) a name known there is favoured, and only there its spelling may vary. Names
        inside names of units and newspapers ("the Homs Brigade", "The Jerusalem Post") are left out.
        """
        found = self.find(text, countries=countries)
        return [NameSpan(n.start, n.end, round(n.score, 4), _likely_class(n.matches)) for n in found]

    def find(self, text: str, *, countries: Sequence[str] = (), embedded: bool = False) -> list[FoundName]:
        """Like :meth:`recognise`, with the matches; ``embedded`` keeps names inside organisations' names."""
        tokens = tokenise(text)
        candidates = list(self._candidates(text, tokens, frozenset(countries)))
        context = Context(
            text, tokens, {(c.first, c.last): c.matches for c in candidates}, frozenset(countries), embedded
        )
        scored = [
            FoundName(c.first, c.last, c.start, c.end, c.name, c.matches, _logistic(weigh(context, c.first, c.last)))
            for c in candidates
        ]
        return _without_overlaps([n for n in scored if n.score >= THRESHOLD])

    def _candidates(self, text: str, tokens: Sequence[Token], countries: frozenset[str]) -> Iterator[FoundName]:
        """Maximal known stretches: from each name-like word the longest one that the gazetteer knows."""
        free_from = 0
        for first, token in enumerate(tokens):
            if first < free_from or not token.capital:
                continue
            for last in range(min(len(tokens), first + LONGEST_NAME), first, -1):
                if not _is_name_shaped(tokens, first, last):
                    continue
                name = text[token.start : tokens[last - 1].end]
                matches = self._usable(name, last - first, countries)
                if matches:
                    yield FoundName(first, last, token.start, tokens[last - 1].end, name, matches, 0.0)
                    free_from = last
                    break

    def _usable(self, name: str, words: int, countries: frozenset[str]) -> tuple[Match, ...]:
        """Matches that count: folded spellings only in the countries at hand, and never for very short names."""
        if not self._gazetteer.is_known(name):
            return ()
        matches = self._gazetteer.matches(name)
        return tuple(m for m in matches if m.exact or (m.place.country in countries and len(plain_key(name)) > 3))


def _is_name_shaped(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words may form one name: capitalised at both ends, joined by spaces, small words inside."""
    if not tokens[last - 1].capital:
        return False
    return all(tokens[i].joined and (tokens[i].capital or tokens[i].key in INNER_WORDS) for i in range(first + 1, last))


def _without_overlaps(found: list[FoundName]) -> list[FoundName]:
    kept: list[FoundName] = []
    for name in sorted(found, key=lambda n: (n.start, -n.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return kept


def _likely_class(matches: Sequence[Match]) -> FeatureClass | None:
    return matches[0].place.feature_class if matches else None


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))

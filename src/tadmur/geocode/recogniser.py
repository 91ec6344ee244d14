"""Place names in running text, by gazetteer, shape and context.

Every stretch of up to six words that looks like a name and is in the gazetteer is a candidate; its score is the
logistic function of a sum of weights, one for each thing that speaks for or against a place. The weights are set by
hand and live in :mod:`tadmur.geocode.evidence`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tadmur.geocode.evidence import weigh, weigh_adjective
from tadmur.geocode.lexicon import demonyms, lexicon
from tadmur.geocode.text_context import Context
from tadmur.geocode.tokens import INNER_WORDS, Token, tokenise
from tadmur.reference.folding import ARTICLES, plain_key
from tadmur.reference.gazetteer import Gazetteer, Match
from tadmur.terms.place import FeatureClass, NameSpan

_LANDS = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.REGION})
LONGEST_NAME = 6
"""Words in the longest name that is looked for."""
THRESHOLD = 0.5
_SENTENCE_OPENERS = frozenset(("the", "at", "as", "an"))
"""Words that are also articles in Arabic names, but not at the head of an English sentence."""
_ARABIC_PREFIXES, _SHORTEST_PREFIXED = frozenset("وبل"), 4


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
    adjective: bool = False
    """The word of a people, not the name of a place."""


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
        scored = self._weighed(text, tokens, frozenset(countries), embedded, adjectives=embedded)
        kept = _without_overlaps([n for n in scored if n.score >= THRESHOLD])
        return [_extended(text, tokens, n) for n in kept] if embedded else kept

    def weigh(self, text: str, *, countries: Sequence[str] = ()) -> list[FoundName]:
        """Every candidate with its score, also those that are no place; with adjectives of peoples."""
        return self._weighed(text, tokenise(text), frozenset(countries), embedded=False, adjectives=True)

    def _weighed(
        self, text: str, tokens: Sequence[Token], countries: frozenset[str], embedded: bool, *, adjectives: bool
    ) -> list[FoundName]:
        candidates = list(self._candidates(text, tokens, countries, adjectives))
        spans = {(c.first, c.last): c.matches for c in candidates}
        context = Context(text, tokens, spans, countries, embedded)
        return [replace(c, score=_logistic(_weigh(context, c))) for c in candidates]

    def _candidates(
        self, text: str, tokens: Sequence[Token], countries: frozenset[str], adjectives: bool
    ) -> Iterator[FoundName]:
        """Maximal known stretches: from each name-like word the longest one that the gazetteer knows."""
        free_from = 0
        for first, token in enumerate(tokens):
            if first < free_from or not token.capital:
                continue
            name = self._longest_known(text, tokens, first, countries)
            adjective = self._adjective(text, tokens, first)
            best = adjective if adjective and (name is None or adjective.last >= name.last) else name
            if best:
                free_from = best.last
                if adjectives or not best.adjective:
                    yield best

    def _longest_known(
        self, text: str, tokens: Sequence[Token], first: int, countries: frozenset[str]
    ) -> FoundName | None:
        for last in range(min(len(tokens), first + LONGEST_NAME), first, -1):
            if not _is_name_shaped(tokens, first, last):
                continue
            start, end = tokens[first].start, tokens[last - 1].end
            matches = self._usable(text[start:end], countries)
            if not tokens[last - 1].capital:
                matches = tuple(m for m in matches if m.exact and m.place.feature_class is FeatureClass.SITE)
            if matches:
                return FoundName(first, last, start, end, text[start:end], matches, 0.0)
        return self._after_prefix(text, tokens, first, countries)

    def _after_prefix(
        self, text: str, tokens: Sequence[Token], first: int, countries: frozenset[str]
    ) -> FoundName | None:
        """A name with the Arabic "and", "in" or "to" written on to it."""
        token = tokens[first]
        if token.text[0] not in _ARABIC_PREFIXES or len(token.text) < _SHORTEST_PREFIXED:
            return None
        start, end = token.start + 1, token.end
        matches = tuple(m for m in self._usable(text[start:end], countries) if m.place.country in countries)
        return FoundName(first, first + 1, start, end, text[start:end], matches, 0.0) if matches else None

    def _adjective(self, text: str, tokens: Sequence[Token], first: int) -> FoundName | None:
        """The word of a people ("Syrian", "South Koreans") at ``first``, with the country as its match."""
        for last in (first + 2, first + 1):
            stretch = tokens[first:last]
            if len(stretch) < last - first or any(not t.joined or not t.capital for t in stretch[1:]):
                continue
            place = demonyms().get(" ".join(t.key for t in stretch))
            if place is None:
                continue
            matches = tuple(m for m in self._gazetteer.matches(place) if m.exact and m.place.feature_class in _LANDS)
            name = text[stretch[0].start : stretch[-1].end]
            return FoundName(first, last, stretch[0].start, stretch[-1].end, name, matches, 0.0, adjective=True)
        return None

    def _usable(self, name: str, countries: frozenset[str]) -> tuple[Match, ...]:
        """Matches that count: folded spellings only in the countries at hand, and never for very short names."""
        if not self._gazetteer.is_known(name):
            return ()
        matches = self._gazetteer.matches(name)
        return tuple(m for m in matches if m.exact or (m.place.country in countries and len(plain_key(name)) > 3))


def _weigh(context: Context, name: FoundName) -> float:
    if name.adjective:
        return weigh_adjective(context, name.last)
    return weigh(context, name.first, name.last)


def _extended(text: str, tokens: Sequence[Token], name: FoundName) -> FoundName:
    """With the side before it and the feature word after it: "North London", "Neches River"."""
    if name.adjective:
        return name
    words, first, last = lexicon(), name.first, name.last
    before = tokens[first - 1] if first and tokens[first].joined else None
    large = any(m.exact and m.place.feature_class in _LANDS for m in name.matches)
    leads = words.features_before if large else words.features_before | words.sides
    if before and before.capital and not before.starts and before.key in leads:
        first -= 1
    after = tokens[last] if last < len(tokens) and tokens[last].joined and not tokens[last - 1].cut else None
    if after and after.capital and after.key in words.features:
        last += 1
    if (first, last) == (name.first, name.last):
        return name
    start, end = tokens[first].start, tokens[last - 1].end
    return replace(name, first=first, last=last, start=start, end=end, name=text[start:end])


def _is_name_shaped(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words may form one name: capitals at both ends, small words inside, a site's type word at the end.

    A possessive ends a name; "The" at the head of a sentence begins none; an article with a hyphen ends none.
    """
    end = tokens[last - 1]
    several = last - first > 1
    site = several and end.joined and end.key in lexicon().site_words
    if not (end.capital or site) or any(t.cut for t in tokens[first : last - 1]):
        return False
    if several and tokens[first].starts and tokens[first].key in _SENTENCE_OPENERS and not tokens[first + 1].hyphen:
        return False
    if last < len(tokens) and tokens[last].hyphen and end.key in ARTICLES:
        return False
    inner = range(first + 1, last - 1 if site else last)
    return all(tokens[i].joined and (tokens[i].capital or tokens[i].key in INNER_WORDS) for i in inner)


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

"""From a mention to places: ranked candidates with probabilities, an explicit "none", and a precision code."""

from __future__ import annotations

from collections.abc import Sequence

from tadmur.geocode.lexicon import classes_of_type_word, lexicon
from tadmur.geocode.ranking import Query, Ranked, Weights, rank
from tadmur.reference.folding import plain_key
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.place import (
    Candidate,
    FeatureClass,
    Geocoding,
    NoPlace,
    PlaceMention,
    PlaceRelation,
)

WAR_WEIGHTS = Weights(
    none=1.5, admin1_class=-1.5, admin2_class=-2.5, country_class=3.0, region_class=1.0, site_class=-0.3, foreign=-2.0
)
"""In reports of a war a bare name is the town; its district or governorate needs a type word."""
ALTERNATIVE_AT_MOST = 0.8
"""Share of the chosen antecedent's probability that one of its alternatives may have."""
SMALLEST_SHOWN = 0.01
"""Candidates with a smaller probability are left out; what they had counts as none."""
ENOUGH = 0.4
"""The best candidate must have at least this probability to be used."""
_VAGUE = frozenset({PlaceRelation.NEAR, PlaceRelation.DIRECTION, PlaceRelation.AREA, PlaceRelation.PART})
_LINE = frozenset({PlaceRelation.TOWARDS, PlaceRelation.BETWEEN, PlaceRelation.FROM})
_PRECISION_OF_CLASS = {
    FeatureClass.SETTLEMENT: 1,
    FeatureClass.QUARTER: 1,
    FeatureClass.SITE: 1,
    FeatureClass.ADMIN2: 3,
    FeatureClass.ADMIN1: 4,
    FeatureClass.REGION: 5,
    FeatureClass.COUNTRY: 6,
}


class Geocoder:
    """Resolves mentions against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def resolve(
        self, mentions: Sequence[PlaceMention], *, countries: Sequence[str], report_names: Sequence[str] = ()
    ) -> list[Geocoding]:
        """What each mention of one report means, in order.

        Args:
            countries: ISO alpha-2 codes of where the report is set; may be empty.
            report_names: other place names in the report, for context only.

        The same name means the same place throughout a report, unless their type words differ.
        """
        asked: dict[tuple[str, str | None], int] = {}
        for mention in mentions:
            for name in _names_of(mention):
                key = (name, _type_word(mention))
                asked[key] = asked.get(key, 0) + 1
        for name in report_names:
            if not any(name == known for known, _ in asked):
                asked[name, None] = 1
        queries = [self._query(name, word, count) for (name, word), count in sorted(asked.items(), key=_order)]
        keys = sorted(asked, key=lambda k: (k[0], k[1] or ""))
        ranked = dict(zip(keys, rank(queries, countries=countries, weights=WAR_WEIGHTS), strict=True))
        return [_geocode(m, ranked) for m in mentions]

    def _query(self, name: str, type_word: str | None, count: int) -> Query:
        """Candidates of a name; a type word inside the name ("Homs province") is taken off where that is needed."""
        bare, inner = split_type_word(name)
        matches = {m.place.place_id: m for m in self._gazetteer.matches(bare)} if inner else {}
        for match in self._gazetteer.matches(name):
            if match.exact or match.place.place_id not in matches:
                matches[match.place.place_id] = match
        wanted = classes_of_type_word(inner or type_word) if (inner or type_word) else frozenset()
        return Query(name, tuple(matches.values()), wanted, (), count)


def split_type_word(name: str) -> tuple[str, str | None]:
    """ "Homs province" to ("Homs", "province"); a name without a type word at its end comes back whole."""
    words = name.split()
    if len(words) > 1 and plain_key(words[-1]) in lexicon().place_types:
        return " ".join(words[:-1]), plain_key(words[-1])
    if len(words) > 2 and plain_key(words[0]) in lexicon().place_types and words[1] == "of":
        return " ".join(words[2:]), plain_key(words[0])
    return name, None


def _order(item: tuple[tuple[str, str | None], int]) -> tuple[str, str]:
    return item[0][0], item[0][1] or ""


def _type_word(mention: PlaceMention) -> str | None:
    """The type word of the named place itself: that of an unnamed feature by it says nothing about it."""
    return None if mention.unnamed else mention.feature


def _names_of(mention: PlaceMention) -> list[str]:
    return list(dict.fromkeys(n for n in (mention.name, *mention.alternatives) if n))


def _geocode(mention: PlaceMention, ranked: dict[tuple[str, str | None], tuple[Ranked, ...]]) -> Geocoding:
    names = _names_of(mention)
    if not names:
        return Geocoding((), NoPlace.NO_NAME, None)
    best: dict[str, Candidate] = {}
    for name, share in _shares(mention, names):
        for item in ranked[name, _type_word(mention)]:
            old = best.get(item.place.place_id)
            probability = item.probability * share + (old.probability if old else 0.0)
            best[item.place.place_id] = Candidate(item.place, probability, f"“{name}”: {item.reason}")
    candidates = sorted(best.values(), key=lambda c: (-c.probability, c.place.place_id))
    shown = tuple(c for c in candidates if c.probability >= SMALLEST_SHOWN)
    known = sum(c.probability for c in candidates)
    if not candidates or not shown or 1.0 - known > shown[0].probability:
        return Geocoding(shown, NoPlace.NOT_IN_GAZETTEER, None)
    if shown[0].probability < ENOUGH:
        return Geocoding(shown, NoPlace.AMBIGUOUS, None)
    return Geocoding(shown, None, precision_code(mention, shown[0].place.feature_class))


def _shares(mention: PlaceMention, names: Sequence[str]) -> list[tuple[str, float]]:
    """How probable it is that the mention stands for each of the names; they sum to one.

    An alternative is less probable than the antecedent chosen, however unsure that choice is.
    """
    if len(names) == 1:
        return [(names[0], 1.0)]
    if mention.name is None:
        return [(n, 1.0 / len(names)) for n in names]
    others = len(names) - 1
    rest = min((1.0 - mention.anaphora_probability) / others, ALTERNATIVE_AT_MOST * mention.anaphora_probability)
    total = mention.anaphora_probability + rest * others
    return [(n, (mention.anaphora_probability if n == mention.name else rest) / total) for n in names]


def precision_code(mention: PlaceMention, feature_class: FeatureClass) -> int:
    """UCDP ``where_prec`` of a mention that resolved to a place of this class (UCDP GED codebook, where_prec)."""
    by_class = _PRECISION_OF_CLASS[feature_class]
    if by_class >= 3:
        return by_class
    if mention.relation in _LINE:
        return 5
    if mention.unnamed or mention.relation in _VAGUE:
        return 2
    return by_class

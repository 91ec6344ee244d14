"""From a mention to places: ranked candidates with probabilities, an explicit "none", and a precision code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tadmur.geocode.features import Query, distance_km
from tadmur.geocode.lexicon import classes_of_type_word, lexicon, room_digest
from tadmur.geocode.precision import precision_code
from tadmur.geocode.ranking import Ranked, rank
from tadmur.geocode.recogniser import Recogniser
from tadmur.geocode.report_context import CONTAINERS, ReportContext, read_context, type_word_beside
from tadmur.geocode.weights import Weights, load_weights
from tadmur.geocode.where import completed, name_span
from tadmur.reference.folding import plain_key
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.place import (
    Candidate,
    FeatureClass,
    Geocoding,
    NoPlace,
    Place,
    PlaceMention,
)
from tadmur.terms.span import TextSpan

_Key = tuple[str, str | None]
"""A name and its type word."""

ALTERNATIVE_AT_MOST = 0.8
"""Share of the chosen antecedent's probability that one of its alternatives may have."""
SMALLEST_SHOWN = 0.01
"""Candidates with a smaller probability are left out; what they had counts as none."""
TWIN_KM = 5.0
"""Entries of one name that lie closer than this are one place for any map of a war."""
SPOTS = frozenset({FeatureClass.SETTLEMENT, FeatureClass.QUARTER, FeatureClass.SITE})
"""Classes of places with a point of their own."""
ENOUGH = 0.4
"""The best candidate must have at least this probability to be used."""


class Geocoder:
    """Resolves mentions against one gazetteer."""

    def __init__(self, gazetteer: Gazetteer, recogniser: Recogniser | None = None) -> None:
        self._gazetteer = gazetteer
        self._recogniser = recogniser or Recogniser(gazetteer)

    @property
    def fingerprint(self) -> str:
        """What answers depend on beside the gazetteer: code, word lists and weights, as a digest."""
        return room_digest()

    def context(self, text: str, countries: Sequence[str]) -> ReportContext:
        """What a whole report says about where it is set; for :meth:`complete` and :meth:`resolve`."""
        return read_context(text, self._recogniser, countries)

    def complete(self, mentions: Sequence[PlaceMention], text: str, context: ReportContext) -> list[PlaceMention]:
        """The mentions with what the words right beside their names add: side, distance, the other end of a line.

        "Positions on the road from X to Y" are not at X, whatever the grammar made of them.
        """
        return [completed(mention, text, context.spans) for mention in mentions]

    def resolve(
        self,
        mentions: Sequence[PlaceMention],
        *,
        countries: Sequence[str],
        text: str = "",
        context: ReportContext | None = None,
        report_names: Sequence[str] = (),
        front: Sequence[Place] = (),
    ) -> list[Geocoding]:
        """What each mention of one report means, in order.

        Args:
            countries: ISO alpha-2 codes of where the report is set; may be empty.
            text: the whole report, which the mentions' spans point into; its other names, the countries that its
                sentences speak of and the words beside a name are weighed.
            context: of this text and these countries, where it has been read already.
            report_names: other place names of the report, for context only.
            front: where recent claims lie.

        The same name means the same place throughout a report, unless their type words differ.
        """
        context = context or self.context(text, countries)
        queries = self._queries(mentions, text, context, report_names)
        order = sorted(queries, key=lambda key: (key[0], key[1] or ""))
        weights = load_weights("war")
        rows = rank([queries[key] for key in order], countries=countries, weights=weights, front=front)
        ranked = dict(zip(order, rows, strict=True))
        answers = [
            Geocoding((), NoPlace.NOT_A_PLACE, None)
            if name_span(m, text) in context.doubted
            else _geocode(m, {name: ranked[name, _type_word(m, name, text)] for name in _names_of(m)})
            for m in mentions
        ]
        return [
            replace(answer, other=_other_end(ranked[m.other_name, None])) if answer.best and m.other_name else answer
            for m, answer in zip(mentions, answers, strict=True)
        ]

    def explain(
        self,
        name: str,
        *,
        countries: Sequence[str],
        text: str = "",
        report_names: Sequence[str] = (),
        front: Sequence[Place] = (),
        feature: str | None = None,
    ) -> tuple[Geocoding, tuple[Ranked, ...]]:
        """What one name means, and every candidate with its features; ``text`` is a sentence that holds the name."""
        start = max(text.find(name), 0)
        mention = PlaceMention(TextSpan("", start, start + len(name), name), name, feature)
        context = self.context(text, countries)
        answers = self.resolve(
            [mention], countries=countries, text=text, context=context, report_names=report_names, front=front
        )
        ranked = self.candidates(mention, text, countries=countries, report_names=report_names, front=front)
        return answers[0], ranked

    def candidates(
        self,
        mention: PlaceMention,
        text: str,
        *,
        countries: Sequence[str],
        report_names: Sequence[str] = (),
        front: Sequence[Place] = (),
        weights: Weights | None = None,
    ) -> tuple[Ranked, ...]:
        """Every candidate of a mention's own name with its features, most probable first, under the shipped weights
        or others."""
        if mention.name is None:
            return ()
        queries = self._queries([mention], text, self.context(text, countries), report_names)
        order = sorted(queries, key=lambda key: (key[0], key[1] or ""))
        rows = rank(
            [queries[key] for key in order], countries=countries, weights=weights or load_weights("war"), front=front
        )
        return dict(zip(order, rows, strict=True))[mention.name, _type_word(mention, mention.name, text)]

    def _queries(
        self, mentions: Sequence[PlaceMention], text: str, context: ReportContext, report_names: Sequence[str]
    ) -> dict[_Key, Query]:
        """One query for each name with its type word, and for each other name of the report."""
        asked: dict[_Key, list[PlaceMention]] = {}
        for mention in mentions:
            for name in _names_of(mention):
                asked.setdefault((name, _type_word(mention, name, text)), []).append(mention)
            if mention.other_name:
                asked.setdefault((mention.other_name, None), []).append(mention)
        queries = {key: self._query(*key, mentions=found, context=context) for key, found in asked.items()}
        known = {plain_key(name) for name, _ in asked}
        for name in dict.fromkeys((*report_names, *context.names)):
            if plain_key(name) not in known:
                queries[name, None] = self._query(name, None, mentions=(), context=context)
        return queries

    def _query(
        self, name: str, type_word: str | None, *, mentions: Sequence[PlaceMention], context: ReportContext
    ) -> Query:
        """Candidates of a name; a type word inside the name ("Homs province") is taken off where that is needed."""
        bare, inner = split_type_word(name)
        matches = {m.place.place_id: m for m in self._gazetteer.matches(bare)} if inner else {}
        for match in self._gazetteer.matches(name):
            if match.exact or match.place.place_id not in matches:
                matches[match.place.place_id] = match
        wanted = classes_of_type_word(inner or type_word) if (inner or type_word) else frozenset()
        positions = context.positions.get(plain_key(name), ())
        offsets = (*positions, *(m.span.start for m in mentions))
        sentences = {number for offset in offsets if (number := context.sentence_at(offset)) is not None}
        hints: dict[str, str] = {}
        for number in sorted(sentences):
            hints |= {c: how for c, how in context.sentences[number][2].items() if hints.get(c) != "country"}
        count = max(len(mentions), len(positions), 1)
        key = plain_key(name)
        around = context.inside.get(key)
        containers = [m.place for m in self._gazetteer.matches(around) if m.exact] if around else []
        return Query(
            name=name,
            matches=tuple(matches.values()),
            wanted=wanted,
            containers=tuple(place for place in containers if place.feature_class in CONTAINERS),
            count=count,
            hints=hints,
            positions=positions,
            sentences=frozenset(sentences),
            beside=context.beside.get(key, frozenset()),
        )


def split_type_word(name: str) -> tuple[str, str | None]:
    """ "Homs province" to ("Homs", "province"); a name without a type word at its end comes back whole."""
    words = name.split()
    if len(words) > 1 and plain_key(words[-1]) in lexicon().place_types:
        return " ".join(words[:-1]), plain_key(words[-1])
    if len(words) > 2 and plain_key(words[0]) in lexicon().place_types and words[1] == "of":
        return " ".join(words[2:]), plain_key(words[0])
    return name, None


def _type_word(mention: PlaceMention, name: str, text: str) -> str | None:
    """The type word of the named place itself, also right beside it in the text: that of an unnamed feature by it
    says nothing about it."""
    if mention.feature and not mention.unnamed:
        return mention.feature
    found = name_span(mention, text) if name == mention.name else None
    return type_word_beside(text, *found) if found else None


def _names_of(mention: PlaceMention) -> list[str]:
    return list(dict.fromkeys(n for n in (mention.name, *mention.alternatives) if n))


def _geocode(mention: PlaceMention, ranked: Mapping[str, tuple[Ranked, ...]]) -> Geocoding:
    names = _names_of(mention)
    if not names:
        return Geocoding((), NoPlace.NO_NAME, None)
    best: dict[str, Candidate] = {}
    for name, share in _shares(mention, names):
        for item in ranked[name]:
            old = best.get(item.place.place_id)
            probability = item.probability * share + (old.probability if old else 0.0)
            best[item.place.place_id] = Candidate(item.place, probability, f"“{name}”: {item.reason}")
    candidates = _without_twins(sorted(best.values(), key=lambda c: (-c.probability, c.place.place_id)))
    shown = tuple(c for c in candidates if c.probability >= SMALLEST_SHOWN)
    known = sum(c.probability for c in candidates)
    if not candidates or not shown or 1.0 - known > shown[0].probability:
        return Geocoding(shown, NoPlace.NOT_IN_GAZETTEER, None)
    if shown[0].probability < ENOUGH:
        return Geocoding(shown, NoPlace.AMBIGUOUS, None)
    return Geocoding(shown, None, precision_code(mention, shown[0].place.feature_class))


def _without_twins(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates with entries that lie within ``TWIN_KM`` of a likelier one counted for that one: two records of one
    town, or a base and the village it is named after, must not make its place unsure."""
    kept: list[Candidate] = []
    for candidate in candidates:
        twin = next((i for i, other in enumerate(kept) if _are_twins(candidate.place, other.place)), None)
        if twin is None:
            kept.append(candidate)
        else:
            kept[twin] = replace(kept[twin], probability=kept[twin].probability + candidate.probability)
    return sorted(kept, key=lambda c: (-c.probability, c.place.place_id))


def _are_twins(a: Place, b: Place) -> bool:
    spots = a.feature_class in SPOTS and b.feature_class in SPOTS
    return spots and abs(a.lat - b.lat) < 0.1 and distance_km(a, b) <= TWIN_KM


def _other_end(ranked: tuple[Ranked, ...]) -> Place | None:
    """The place at the other end of a line, where it is sure enough."""
    return ranked[0].place if ranked and ranked[0].probability >= ENOUGH else None


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

"""What "the town", "it", "the group" and "they" point back to.

A discourse keeps the places and parties named so far, in order. A wrong guess costs more than none, so that every
antecedent carries a probability, and below a floor there is none.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field

from tadmur.extract.frames import load_features
from tadmur.terms.place import FeatureClass

FLOOR = 0.4
"""Probability under which an antecedent is not given."""
FARTHEST_PLACE = 12
"""Sentences back to a place; to a party it is ``FARTHEST_PARTY``."""
FARTHEST_PARTY = 6
_PLACE_DECAY = 0.8
"""Weight of a place for each sentence that it lies back."""
_PARTY_DECAY = 0.7
_ORDER_DECAY = 0.97
"""Weight of a place for each other one named after it."""
_SAME_SENTENCE = 1.8
_SUBJECT, _NOT_SUBJECT = 1.6, 0.8
"""Weights of a party that was the doer of its clause, and of one that was not."""
_NOBODY = 0.15
"""Weight of the chance that none of the places named is meant."""
_COUNTY_TOWN = 0.5
"""Fit of a county's name to "the town": most counties bear the name of their town."""
_REPEATED = 0.3
"""Of a place named twice: weight of the lesser mention; with a type word ("the town") of the later one."""
_OTHER_PARAGRAPH = 0.6
"""Weight, for what has no type word, of a place named before the paragraph."""
_LARGE = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1})
_SETTLED = frozenset({FeatureClass.SETTLEMENT, FeatureClass.QUARTER})
_WIDE = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.REGION})
_GENERIC_SETTLEMENT = frozenset({"city", "town", "village", "settlement", "hamlet", "municipality", "capital"})


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place named in the text so far: where, by what type word, how prominently."""

    sentence: int
    position: int
    name: str
    feature: str | None
    feature_class: FeatureClass | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party named in the text so far; ``subject``: it was the doer of its clause."""

    sentence: int
    position: int
    actor_id: str
    subject: bool
    state: bool


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What an anaphor stands for, how surely, and what else it may stand for."""

    name: str
    probability: float
    alternatives: tuple[str, ...] = ()
    feature: str | None = None
    feature_class: FeatureClass | None = None


@dataclass(slots=True)
class Discourse:
    """Places and parties named so far in one report."""

    topics: tuple[str, ...] = ()
    """Names in the title: what the whole text is about."""
    topic_weight: float = 0.0
    places: list[NamedPlace] = field(default_factory=list)
    parties: list[NamedParty] = field(default_factory=list)
    attacked: dict[str, int] = field(default_factory=dict)
    """The last sentence in which a party attacked or advanced."""
    paragraph: int = 0
    """Index of the first sentence of the paragraph being read."""
    _first_topic: NamedPlace | None = None

    def add_place(self, place: NamedPlace) -> None:
        """Take note of a place named; the list stays in the order of the text."""
        insort(self.places, place, key=lambda p: (p.sentence, p.position))
        if self._first_topic is None and place.name in self.topics:
            self._first_topic = place

    def place_for(self, feature: str | None, sentence: int, position: int) -> Antecedent | None:
        """The named place that "the <feature>" (or "it", without one) stands for."""
        scores: dict[str, float] = {}
        forms: dict[str, NamedPlace] = {}
        for order, place in enumerate(reversed(self.places)):
            back = sentence - place.sentence
            if back > FARTHEST_PLACE:
                break
            fit = _fit(place, feature)
            if fit <= 0 or (place.sentence, place.position) >= (sentence, position):
                continue
            closeness = _SAME_SENTENCE if back == 0 else _PLACE_DECAY**back
            if feature is None and place.sentence < self.paragraph:
                closeness *= _OTHER_PARAGRAPH
            score = fit * place.weight * closeness * _ORDER_DECAY**order
            if score > scores.get(place.name, 0.0):
                forms[place.name] = place
            before = scores.get(place.name, 0.0)
            lesser = before if feature is not None else min(before, score)
            scores[place.name] = before + score - (1 - _REPEATED) * lesser
        topic = self._first_topic
        if topic is not None and (topic.sentence, topic.position) < (sentence, position) and _fit(topic, feature) > 0:
            forms.setdefault(topic.name, topic)
            scores[topic.name] = scores.get(topic.name, 0.0) + self.topic_weight * _fit(topic, feature)
        found = _likeliest(scores, _NOBODY)
        if found is None:
            return None
        close = tuple(name for name in found.alternatives if scores[name] > 0.25 * scores[found.name])
        form = forms[found.name]
        return Antecedent(found.name, found.probability, close, form.feature, form.feature_class)

    def place_beside(self, sentence: int, position: int) -> NamedPlace | None:
        """The only place named before ``position`` in its sentence; where none is, the first one named after it."""
        here = [place for place in self.places if place.sentence == sentence and place.weight >= 1.0]
        before = [place for place in here if place.position < position]
        if before:
            only = len({place.name for place in before}) == 1 and before[0].feature_class not in _WIDE
            return before[-1] if only else None
        return next((p for p in here if p.position > position and p.feature_class not in _WIDE), None)

    def only_place_before(self, sentence: int) -> NamedPlace | None:
        """The one town or site that the sentence before ``sentence`` names."""
        before = [p for p in self.places if p.sentence == sentence - 1 and p.feature_class not in _WIDE]
        return before[0] if len({place.name for place in before}) == 1 else None

    def party_for(
        self, sentence: int, position: int, *, generic: str | None, excluded: tuple[str, ...] = ()
    ) -> Antecedent | None:
        """The party that a pronoun, or a generic noun of ``generic`` kind ("state", "armed group"), stands for."""
        scores: dict[str, float] = {}
        for party in reversed(self.parties):
            back = sentence - party.sentence
            if back > FARTHEST_PARTY:
                break
            if (party.sentence, party.position) >= (sentence, position) or party.actor_id in excluded:
                continue
            if generic is not None and party.state != (generic == "state"):
                continue
            weight = _PARTY_DECAY**back * (_SUBJECT if party.subject else _NOT_SUBJECT)
            scores[party.actor_id] = max(scores.get(party.actor_id, 0.0) * 1.1, weight)
        return _likeliest(scores, 0.1)


def _likeliest(scores: dict[str, float], nobody: float) -> Antecedent | None:
    """The name with the highest score, its share of all of them, and the next two; ``None`` below the floor."""
    if not scores:
        return None
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    probability = round(min(0.95, scores[ranked[0]] / (sum(scores.values()) + nobody)), 2)
    return Antecedent(ranked[0], probability, tuple(ranked[1:3])) if probability >= FLOOR else None


def _fit(place: NamedPlace, feature: str | None) -> float:
    """How well a named place goes with a type word, 0..1."""
    words = load_features()
    if feature is None:
        return 0.15 if place.feature_class in _LARGE else 0.6
    if place.feature is not None:
        if place.feature == feature:
            return 1.0
        if words.alike(place.feature, feature):
            return 0.8
        return 0.1 if place.feature_class in _SETTLED and feature in _GENERIC_SETTLEMENT else 0.0
    if place.name.lower().split()[-1].rstrip("s") == feature:
        return 1.0
    if feature in _GENERIC_SETTLEMENT:
        if place.feature_class in _SETTLED:
            return 0.75
        if place.feature_class is FeatureClass.ADMIN2:
            return _COUNTY_TOWN
        return 0.25 if place.feature_class is None else 0.0
    if feature in words.area:
        return 0.35
    return 0.3 if place.feature_class is FeatureClass.SITE else 0.08 if place.feature_class is None else 0.0

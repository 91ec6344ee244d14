"""What "the town", "it", "the group" and "they" point back to.

A discourse keeps the places and parties named so far, in order. A wrong guess costs more than none, so that every
antecedent carries a probability, and below a floor there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tadmur.extract.frames import load_features
from tadmur.terms.place import FeatureClass

FLOOR = 0.4
"""Probability under which an antecedent is not given."""
_DECAY = 0.8
"""Weight of a mention for each sentence that it lies back."""
_SAME_SENTENCE = 1.8
_SETTLED = frozenset({FeatureClass.SETTLEMENT, FeatureClass.QUARTER})
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
    plural: bool
    state: bool


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What an anaphor stands for, how surely, and what else it may stand for."""

    name: str
    probability: float
    alternatives: tuple[str, ...] = ()
    feature: str | None = None


@dataclass(slots=True)
class Discourse:
    """Places and parties named so far in one report."""

    places: list[NamedPlace] = field(default_factory=list)
    topics: tuple[str, ...] = ()
    """Names in the title: what the whole text is about."""
    topic_weight: float = 0.0
    parties: list[NamedParty] = field(default_factory=list)

    def place_for(self, feature: str | None, sentence: int, position: int) -> Antecedent | None:
        """The named place that "the <feature>" (or "it", without one) stands for."""
        scores: dict[str, float] = {}
        forms: dict[str, NamedPlace] = {}
        for order, place in enumerate(reversed(self.places)):
            if (place.sentence, place.position) >= (sentence, position):
                continue
            back = sentence - place.sentence
            if back > 12:
                break
            fit = self._fit(place, feature)
            if fit <= 0:
                continue
            if back == 0:
                fit *= _SAME_SENTENCE
            score = fit * place.weight * _DECAY**back * (1.0 if order == 0 else 0.97**order)
            if score > scores.get(place.name, 0.0):
                forms[place.name] = place
            scores[place.name] = scores.get(place.name, 0.0) * 0.3 + score
        for place in self.places:
            if place.name in self.topics and (place.sentence, place.position) < (sentence, position):
                fit = self._fit(place, feature)
                if fit > 0:
                    forms.setdefault(place.name, place)
                    scores[place.name] = max(scores.get(place.name, 0.0), 0.0) + self.topic_weight * fit
                    break
        if not scores:
            return None
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        best = ranked[0]
        total = sum(scores.values()) + 0.15
        probability = round(min(0.95, scores[best] / total), 2)
        others = tuple(name for name in ranked[1:3] if scores[name] > 0.25 * scores[best])
        if probability < FLOOR:
            return None
        return Antecedent(best, probability, others, forms[best].feature)

    @staticmethod
    def _fit(place: NamedPlace, feature: str | None) -> float:
        words = load_features()
        if feature is None:
            return 0.6
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
            return 0.25 if place.feature_class is None else 0.0
        if feature in words.area:
            return 0.35
        return 0.3 if place.feature_class is FeatureClass.SITE else 0.08 if place.feature_class is None else 0.0

    def party_for(
        self, sentence: int, position: int, *, plural: bool, generic: str | None, excluded: tuple[str, ...] = ()
    ) -> Antecedent | None:
        """The party that a pronoun, or a generic noun of ``generic`` kind ("state", "armed group"), stands for."""
        scores: dict[str, float] = {}
        for party in reversed(self.parties):
            if (party.sentence, party.position) >= (sentence, position) or party.actor_id in excluded:
                continue
            back = sentence - party.sentence
            if back > 6:
                break
            weight = 0.7**back * (1.6 if party.subject else 0.8)
            if generic == "state" and not party.state:
                continue
            if generic == "armed group" and party.state:
                continue
            scores[party.actor_id] = max(scores.get(party.actor_id, 0.0) * 1.1, weight)
        if not scores:
            return None
        ranked = sorted(scores, key=lambda actor: (-scores[actor], actor))
        probability = round(min(0.95, scores[ranked[0]] / (sum(scores.values()) + 0.1)), 2)
        if probability < FLOOR:
            return None
        return Antecedent(ranked[0], probability, tuple(ranked[1:3]))

"""Where violence or harm took place: in the words of its clause, else in what the passage speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import LOCATIONS
from tadmur.extract.parse_tree import Token
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.syntax import agents, prepositional_objects
from tadmur.terms.place import FeatureClass

_WITHIN = tuple(word for word in LOCATIONS if word not in ("between", "through", "into"))
_OF = ("of",)
_LARGE = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1})


def scene_of(base: Draft, context: SentenceContext, inner: Sequence[Token] = ()) -> list[PlacePhrase]:
    """The place of ``base``: at most one.

    Looked for in turn at the frame's own positions, in the clause, in the clauses beside it, inside the phrases
    ``inner`` (what was harmed) and those of the doers, among the places that the sentence has made claims of, and in
    the discourse, where it carries the probability of its antecedent. A type word alone ("the hospital") is taken
    only where the discourse knows what it stands for.
    """
    clause = base.match.clause
    own = [*context.place_phrases(base.match), *context.location(base.match)]
    found = [place for place in own if place.name]
    found = found or [known for place in own if (known := _pointing_back(place, context)) is not None]
    found = found or _behind([t for t in clause.children if t.dep_ == "conj"], _WITHIN, context)
    found = found or _inside(inner, _OF, context)
    found = found or _inside([*inner, *_doers(clause)], _WITHIN, context)
    found = found or [place for place in context.spoken_of if place.name]
    found = found or _behind([t for t in clause.subtree if _clause_over(t) == clause], _WITHIN, context)
    return found[:1] or implied_scene(base, context)


def implied_scene(base: Draft, context: SentenceContext) -> list[PlacePhrase]:
    """The place that the passage speaks of, pinned to the trigger for want of words of its own; never a country."""
    trigger = base.match.trigger
    found = context.discourse.place_for(None, context.index, trigger.idx)
    if found is None or any(p.feature_class in _LARGE for p in context.discourse.places if p.name == found.name):
        return []
    return [PlacePhrase(trigger.idx, trigger.idx + len(trigger.text), None, anaphor=True)]


def _pointing_back(place: PlacePhrase, context: SentenceContext) -> PlacePhrase | None:
    """A phrase without a name, where the discourse knows what it stands for ("the southern edge of the city")."""
    if place.feature is not None and context.discourse.place_for(place.feature, context.index, place.start) is not None:
        return place
    if place.anaphor and context.discourse.place_for(None, context.index, place.start) is not None:
        return replace(place, feature=None)
    return None


def _inside(phrases: Sequence[Token], words: Sequence[str], context: SentenceContext) -> list[PlacePhrase]:
    """Named places behind one of ``words`` anywhere inside ``phrases``."""
    return _behind([token for phrase in phrases for token in phrase.subtree], words, context)


def _behind(tokens: Sequence[Token], words: Sequence[str], context: SentenceContext) -> list[PlacePhrase]:
    """Named places behind one of the prepositions ``words`` of one of ``tokens``."""
    for token in tokens:
        objects = prepositional_objects(token)
        nouns = [noun for word in words for noun in objects.get(word, [])]
        places = [place for noun in nouns for place in context.places.phrases(noun) if place.name and place.known]
        if places:
            return places
    return []


def _clause_over(token: Token) -> Token:
    """The verb whose clause ``token`` stands in; the root of a sentence without one."""
    return next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX")), token.root)


def _doers(clause: Token) -> list[Token]:
    return agents(clause) if clause.pos_ in ("VERB", "AUX") else []

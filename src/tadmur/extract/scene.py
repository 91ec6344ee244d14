"""Where violence or harm took place: in the words of its clause, else in what the passage speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.matching import LOCATIONS
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.syntax import agents, prepositional_objects

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITHIN = tuple(word for word in LOCATIONS if word not in ("between", "through", "into"))
_PARTITIVE = "of"


def scene_of(base: Draft, context: SentenceContext, inner: Sequence[Token] = ()) -> list[PlacePhrase]:
    """The place of ``base``: at most one.

    Looked for in turn at the frame's own positions, in the clause, inside the phrases ``inner`` (what was harmed),
    inside the phrase of who or what did it, among the places that the sentence has made claims of, and in the
    discourse, where it carries the probability of its antecedent.
    """
    match = base.match
    own = [place for place in context.place_phrases(match) if place.name or place.feature]
    found = own or context.location(match)
    found = found or _named(inner, context, partitive=True)
    found = found or _named([*inner, *_doers(match.clause)], context, partitive=False)
    found = found or [place for place in context.spoken_of if place.name]
    return found[:1] or implied_scene(base, context)


def _named(phrases: Sequence[Token], context: SentenceContext, *, partitive: bool) -> list[PlacePhrase]:
    """Places behind a preposition anywhere inside ``phrases``, or ("houses of X") behind "of" alone."""
    for phrase in phrases:
        for token in phrase.subtree:
            objects = prepositional_objects(token)
            words = (_PARTITIVE,) if partitive else _WITHIN
            nouns = [noun for word in words for noun in objects.get(word, [])]
            places = [place for noun in nouns for place in context.places.phrases(noun) if place.name]
            if places:
                return places
    return []


def _doers(clause: Token) -> list[Token]:
    return agents(clause) if clause.pos_ in ("VERB", "AUX") else []


def implied_scene(base: Draft, context: SentenceContext) -> list[PlacePhrase]:
    """The place that the passage speaks of, pinned to the trigger for want of words of its own."""
    trigger = base.match.trigger
    if context.discourse.place_for(None, context.index, trigger.idx) is None:
        return []
    return [PlacePhrase(trigger.idx, trigger.idx + len(trigger.text), None, anaphor=True)]

"""Drafts of how near a party stands to a place: "is 4 km from the palace", "within 20 km of the city"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import FrameLexicon
from tadmur.extract.modality import read_stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.quantities import LENGTHS
from tadmur.extract.state_frames import COPULAS
from tadmur.extract.syntax import agents, governors, prepositional_objects
from tadmur.terms.claim import ClaimKind
from tadmur.terms.place import PlaceRelation

_AWAY = ("from", "of", "off", "outside", "away from", "short of", "to")
_DOERS = frozenset({"nsubj", "nsubjpass", "dobj"})
_COMING = frozenset({"come", "get", "advance", "move", "bring", "push", "stop", "stand", "halt", "draw", "take"})


def approach_drafts(context: SentenceContext, lexicon: FrameLexicon) -> Iterator[Draft]:
    """A party that stands at, or has come within, a distance from a place: an advance near it, never control of it."""
    frame = lexicon.named("at_the_edge")
    for span in context.quantities:
        unit = next((t for t in context.doc if t.idx < span.end <= t.idx + len(t.text)), None)
        if span.quantity.unit not in LENGTHS or unit is None:
            continue
        verb = next((t for t in governors(unit) if t.pos_ in ("VERB", "AUX")), None)
        if verb is None or verb.lemma_ not in COPULAS | _COMING:
            continue
        places = _places(unit, verb, context)
        party = context.parties.first(token for token in (*agents(verb), *verb.children) if token.dep_ in _DOERS)
        if party is None or not places:
            continue
        match = FrameMatch(frame, unit, verb, "cue", {}, frame.event, (verb, unit))
        draft = Draft(match, ClaimKind.ADVANCE, frame.event, read_stance(verb, verb), frame.probability)
        yield draft.finished(party, None, places)


def _places(unit: Token, verb: Token, context: SentenceContext) -> list[PlacePhrase]:
    """The place behind "from" or "of", wherever the parser hung the preposition."""
    for site in (unit, unit.head, verb):
        objects = prepositional_objects(site)
        for noun in (noun for words in _AWAY for noun in objects.get(words, []) if noun.i > unit.i):
            found = context.places.phrases(noun)
            if found:
                return [replace(place, relation=PlaceRelation.NEAR) for place in found[:1]]
    return []

"""Drafts of flight and of damage: claims that count something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.matching import FrameMatch
from tadmur.extract.people import is_civilian
from tadmur.extract.scene import implied_scene, scene_of
from tadmur.extract.syntax import agents, prepositional_objects
from tadmur.terms.claim import ClaimKind

if TYPE_CHECKING:
    from spacy.tokens import Token


_PATHS = frozenset({"from", "out of", "out", "to", "into", "across", "over", "towards", "toward", "away"})
_HOME = ("from", "of", "in")


def displacement_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Flight of people who belong to no party."""
    match = base.match
    verb = match.trigger.lemma_.lower()
    if match.construction == "verb" and verb in match.frame.needs_path:
        if not _PATHS & prepositional_objects(match.trigger).keys():
            return None
    if match.construction == "noun" and "self" in match.frame.noun_roles.get("counted", ()):
        people = [match.trigger]
    else:
        people = [token for token in match.tokens("counted") if is_civilian(token, context)]
    if not people:
        return None
    places = [place for place in context.place_phrases(match) if place.name or place.feature]
    if not places:
        homes = [noun for token in people for word in _HOME for noun in prepositional_objects(token).get(word, [])]
        places = [place for noun in homes for place in context.places.phrases(noun)]
    return replace(
        base.finished(None, None, places[:1] or implied_scene(base, context)), quantity=context.quantity_of(people)
    )


def damage_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Damage to what people live by: not to weapons."""
    match = base.match
    damaged = match.tokens("counted")
    lemma = match.trigger.lemma_.lower()
    if match.construction == "verb" and not damaged and _is_undergone(match):
        damaged = agents(match.trigger)
    if not _is_damageable(damaged, match.frame.things):
        if match.construction != "noun" or not context.place_phrases(match):
            return None
    if match.construction == "noun" and lemma == "damage" and not damaged and not context.place_phrases(match):
        return None
    actor = context.known_party(token for token in match.tokens("actor") if token not in damaged)
    places = [place for place in context.place_phrases(match) if place.name or place.feature][:1]
    places = places or [p for token in damaged for p in context.places.phrases(token) if p.name][:1]
    places = places or scene_of(base, context, damaged)
    return replace(base.finished(actor, None, places), quantity=context.quantity_of(damaged))


def _is_undergone(match: FrameMatch) -> bool:
    lemma = match.trigger.lemma_.lower()
    return any(word.split()[0] == lemma for word in match.frame.undergone)


def _is_damageable(tokens: Sequence[Token], things: frozenset[str]) -> bool:
    for token in tokens:
        inner = [noun for nouns in prepositional_objects(token).values() for noun in nouns]
        if token.lower_ in things or any(t.lemma_.lower() in things for t in (token, *inner)):
            return True
    return False


HARM = {
    ClaimKind.DISPLACEMENT: displacement_draft,
    ClaimKind.DAMAGE: damage_draft,
}
"""The maker for each kind that counts something."""

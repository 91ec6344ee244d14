"""Drafts of flight and of damage: claims that count something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tadmur.extract.casualty_drafts import casualty_drafts
from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch
from tadmur.extract.parse_tree import Token
from tadmur.extract.people import is_civilian
from tadmur.extract.scene import implied_scene, scene_of
from tadmur.extract.syntax import agents, children, conjuncts, prepositional_objects
from tadmur.terms.claim import ClaimKind, Modality

_PATHS = frozenset({"from", "out of", "out", "to", "into", "across", "over", "towards", "toward", "away"})
_HOME = ("from", "of", "in")


def displacement_drafts(base: Draft, context: SentenceContext) -> list[Draft]:
    """Flight of people who belong to no party."""
    match = base.match
    people = _displaced(match, context)
    if not people or base.stance.modality is Modality.PLANNED:
        return []
    places = [place for place in context.place_phrases(match) if place.name or place.feature]
    if not places:
        homes = [noun for token in people for word in _HOME for noun in prepositional_objects(token).get(word, [])]
        places = [place for noun in homes for place in context.places.phrases(noun)]
    places = places[:1] or implied_scene(base, context)
    return [replace(base.finished(None, None, places), quantity=context.quantity_of(people), counted=people[0].i)]


def _displaced(match: FrameMatch, context: SentenceContext) -> list[Token]:
    """The people who flee or are moved, where they are civilians."""
    frame, verb, verbal = match.frame, match.trigger.lemma_.lower(), match.construction == "verb"
    if "self" in frame.noun_roles.get("counted", ()):
        said = bool(context.place_phrases(match)) or context.quantity_of([match.trigger]) is not None
        return [match.trigger] if said else []
    if verbal and verb in frame.needs_path:
        adverbs = {child.lower_ for child in children(match.trigger, "advmod", "prep", "prt")}
        if not _PATHS & (prepositional_objects(match.trigger).keys() | adverbs):
            return []
    if verbal and verb in frame.undergone and children(match.trigger, "auxpass", "dobj"):
        counted = agents(match.trigger) if children(match.trigger, "dobj") else []
    else:
        counted = match.tokens("counted")
    return [token for token in counted if is_civilian(token, context)]


def damage_drafts(base: Draft, context: SentenceContext) -> list[Draft]:
    """Damage to what people live by, and to vehicles; one draft for each thing ("a school and eleven houses")."""
    match = base.match
    damaged = match.tokens("counted")
    if match.construction == "verb" and not damaged and _is_undergone(match):
        damaged = agents(match.trigger)
    own = [place for place in context.place_phrases(match) if place.name or place.feature]
    named = match.construction in ("noun", "state") and any(place.name for place in own)
    if not named and not _is_damageable(damaged, match.frame.things):
        return []
    actor = context.known_party(token for token in match.tokens("actor") if token not in damaged)
    places = own[:1] or [place for token in damaged for place in context.places.phrases(token) if place.name][:1]
    places = places or scene_of(base, context, damaged)
    draft = base.finished(actor, None, places)
    things = [one for token in damaged[:1] for one in conjuncts(token) if _is_damageable([one], match.frame.things)]
    if len(things) > 1:
        return [replace(draft, quantity=context.quantity_of([thing]), counted=thing.i) for thing in things]
    counted = damaged[0].i if damaged else None
    return [replace(draft, quantity=context.quantity_of(damaged), counted=counted)]


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
    ClaimKind.CASUALTIES: casualty_drafts,
    ClaimKind.DISPLACEMENT: displacement_drafts,
    ClaimKind.DAMAGE: damage_drafts,
}
"""The makers of the kinds that count something."""

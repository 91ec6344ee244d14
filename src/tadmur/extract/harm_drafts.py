"""Drafts of harm (deaths, flight, damage) and of shares of territory: claims that count something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.syntax import children, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tadmur.extract.quantities import QuantitySpan

_AREA_UNITS = frozenset({"percent", "km2"})
_DYING = frozenset({"die", "perish"})


def casualty_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Deaths and injuries: the actor is the party whose people are counted, the opponent who killed them."""
    match = base.match
    counted = match.tokens("counted")
    if match.construction == "verb":
        stands = "agent" if match.trigger.lemma_.lower() in _DYING else "patient"
        counted = [token for position, token in match.fillers["counted"] if position == stands]
        if not counted:
            return None
    quantity = context.quantity_of(counted)
    if match.construction == "noun" and quantity is None:
        return None
    actor = context.known_party(token for token in counted if not _is_civilian(token, context))
    killers = (token for token in match.tokens("killer") if token not in counted)
    opponent = context.known_party(killers, excluded=(actor.actor_id,) if actor and actor.actor_id else ())
    return replace(base.finished(actor, opponent, _where(base, context)), quantity=quantity)


def displacement_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Flight of people who belong to no party."""
    counted = base.match.tokens("counted")
    people = [token for token in counted if _is_civilian(token, context)]
    if not people:
        return None
    places = [place for place in context.place_phrases(base.match) if place.name or place.feature]
    if not places:
        origins = [noun for token in counted for noun in prepositional_objects(token).get("from", [])]
        places = [place for noun in origins for place in context.places.phrases(noun)]
    return replace(base.finished(None, None, places[:1]), quantity=context.quantity_of(people))


def damage_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Damage to what people live by: not to weapons."""
    match = base.match
    damaged = match.tokens("counted")
    if match.construction == "verb" and not _is_damageable(damaged, match.frame.things):
        return None
    actor = context.known_party(token for token in match.tokens("actor") if token not in damaged)
    places = [place for place in context.place_phrases(match) if place.name or place.feature][:1]
    places = places or [p for token in damaged for p in context.places.phrases(token) if p.name][:1]
    return replace(base.finished(actor, None, places or _where(base, context)), quantity=context.quantity_of(damaged))


def territory_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """ "lost 22 per cent of its territory": a share or area said of the verb itself."""
    match = base.match
    span = next((found for found in context.quantities if _is_figure_of(match.trigger, found, context)), None)
    if span is None:
        return None
    lemmas = {token.lemma_.lower() for token in match.trigger.subtree}
    if span.quantity.unit == "percent" and not lemmas & match.frame.base_nouns:
        return None
    actor = context.parties.first(match.tokens("actor"))
    return None if actor is None else replace(base.finished(actor, None, []), quantity=span.quantity)


def _is_figure_of(verb: Token, span: QuantitySpan, context: SentenceContext) -> bool:
    token = context.token_at(span.start) if span.quantity.unit in _AREA_UNITS else None
    if token is None:
        return False
    nearest = next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), None)
    return nearest is not None and nearest == verb


def _where(base: Draft, context: SentenceContext) -> list[PlacePhrase]:
    places = [place for place in context.place_phrases(base.match) if place.name or place.feature]
    return places[:1] or context.location(base.match)[:1]


def _is_civilian(token: Token, context: SentenceContext) -> bool:
    lemma = token.lemma_.lower()
    if context.parties.party(token) is not None and lemma not in word_list("civilians"):
        return False
    modifiers = children(token, "compound", "amod")
    return lemma in word_list("civilians") or any(t.lemma_.lower() in word_list("civilians") for t in modifiers)


def _is_damageable(tokens: Sequence[Token], things: frozenset[str]) -> bool:
    for token in tokens:
        inner = [noun for nouns in prepositional_objects(token).values() for noun in nouns]
        if token.lower_ in things or any(t.lemma_.lower() in things for t in (token, *inner)):
            return True
    return False


HARM = {
    ClaimKind.CASUALTIES: casualty_draft,
    ClaimKind.DISPLACEMENT: displacement_draft,
    ClaimKind.DAMAGE: damage_draft,
    ClaimKind.TERRITORY_FIGURE: territory_draft,
}
"""The maker for each kind that counts something."""

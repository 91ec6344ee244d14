"""Drafts of what the parties do: advance, attack, strike, shell, clash; agreements between them."""

from __future__ import annotations

from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.matching import FrameMatch, particle
from tadmur.extract.modality import Stance
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.scene import scene_of
from tadmur.extract.syntax import agents, children, conjuncts, is_passive, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind, Modality

VIOLENCE = frozenset({ClaimKind.ATTACK, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING, ClaimKind.CLASH})
_VAGUE_ATTACKS = frozenset({"target", "raid", "storm"})


def event_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """The draft of an event frame, or ``None`` where its words speak of something else."""
    match, frame = base.match, base.match.frame
    verb, verbal = match.trigger.lemma_.lower(), match.construction == "verb"
    if verbal and verb not in frame.verbs and frame.strike_verbs and not _by_means(match):
        return None
    if not verbal and verb in frame.needs_striker and not _of_means(match):
        return None
    actor = context.parties.first(match.tokens("actor"))
    places = context.place_phrases(match)
    if verbal and actor is None and frame.agent_must_be_actor:
        undone = not base.stance.asserted and is_passive(match.trigger) and bool(places)
        return base.finished(None, None, places) if undone else None
    if match.construction == "state" and not places:
        places = context.places.phrases(match.trigger)
    if base.kind in VIOLENCE and not places:
        places = context.location(match)
    needs_place = verb in frame.needs_location or (
        verbal and (verb in frame.needs_place_object or (base.kind is ClaimKind.ATTACK and verb in _VAGUE_ATTACKS))
    )
    if needs_place and not places:
        return None
    if base.kind is ClaimKind.ADVANCE and not _is_advance(match, actor, places):
        return None
    if base.kind in VIOLENCE and match.construction == "noun" and not _stands_alone(match, places, actor, context):
        return None
    if base.kind in VIOLENCE and not places:
        places = scene_of(base, context)
    actor_id = actor.actor_id if actor is not None else None
    opponent = context.parties.first(match.tokens("opponent"), excluded=(actor_id,) if actor_id else ())
    if opponent is not None and opponent.actor_id == actor_id:
        opponent = None
    if base.kind is ClaimKind.CLASH and actor is not None and opponent is None and actor.others:
        opponent = Party(actor.others[0], "", actor.probability, actor.position)
    return base.finished(actor, opponent, places)


def agreement_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """A truce, a deal: with the parties to it. One that is turned down did not come about."""
    match, verb = base.match, base.match.clause
    if match.construction == "verb":
        if not {token.lemma_.lower() for token in match.trigger.subtree} & match.frame.needs_object:
            return None
    elif match.construction == "noun" and match.trigger.dep_ in ("pobj", "compound", "poss"):
        return None
    actor = context.parties.first(match.tokens("actor"))
    places = [place for place in context.place_phrases(match) if place.name][:1]
    if match.trigger.lemma_.lower() in word_list("civil_accords") and not _is_of_war(match, actor):
        return None
    if f"{verb.lemma_.lower()} {particle(verb) or ''}".strip() in word_list("refusing"):
        base = replace(base, stance=Stance(Modality.FAILED, False, hedge=base.stance.hedge))
    opponent = Party(actor.others[0], "", actor.probability, actor.position) if actor and actor.others else None
    return base.finished(actor, opponent, places)


def _is_of_war(match: FrameMatch, actor: Party | None) -> bool:
    """Whether a deal is one between parties of the war, or about what goes on in it."""
    about = {token.lemma_.lower() for token in match.clause.subtree} & word_list("warfare")
    return bool(about) or (actor is not None and bool(actor.others))


def _by_means(match: FrameMatch) -> bool:
    """Whether the doer is a means of the frame ("jets", "missiles"), or it is done with, or from, one."""
    objects = prepositional_objects(match.trigger)
    doers = [*agents(match.trigger), *objects.get("with", []), *objects.get("from", []), *objects.get("by", [])]
    tokens = [token for doer in doers for head in conjuncts(doer) for token in (head, *children(head, "compound"))]
    return any(token.lemma_.lower() in match.frame.strikers for token in tokens)


def _of_means(match: FrameMatch) -> bool:
    """Whether the phrase of a noun speaks of a means of the frame ("raids by jets", "strikes from the air")."""
    return any(token.lemma_.lower() in match.frame.strikers for token in match.trigger.subtree)


def _is_advance(match: FrameMatch, actor: Party | None, places: list[PlacePhrase]) -> bool:
    if match.construction == "noun":
        return actor is not None and actor.actor_id is not None and bool(places)
    if match.construction == "light" and match.trigger.lemma_ == "ground" and match.clause.lemma_ != "gain":
        return False
    settled = match.construction in ("light", "state") or match.trigger.lemma_ == "advance"
    return actor is not None and (bool(places) or settled)


def _stands_alone(match: FrameMatch, places: list[PlacePhrase], actor: Party | None, context: SentenceContext) -> bool:
    """Whether a noun of violence makes a statement of its own, rather than serving in another one."""
    noun = match.trigger
    while noun.dep_ == "conj":
        noun = noun.head
    if noun.dep_ in ("pobj", "compound", "poss", "appos", "npadvmod"):
        return False
    if noun.head == noun:
        return bool(places) or actor is not None
    known = actor is not None and actor.actor_id is not None
    counted = context.quantity_of([noun]) is not None
    return noun.head.lemma_ in word_list("occurring") and (bool(places) or known or counted)

"""Drafts of what the parties do beside violence: advances, agreements between them."""

from __future__ import annotations

from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch, particle
from tadmur.extract.modality import Stance
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.syntax import is_passive
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.place import PlaceRelation


def event_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """The draft of an event frame, or ``None`` where its words speak of something else."""
    match, frame = base.match, base.match.frame
    verb, verbal = match.trigger.lemma_.lower(), match.construction == "verb"
    actor = context.parties.first(match.tokens("actor"))
    places = context.place_phrases(match)
    if verbal and actor is None and frame.agent_must_be_actor:
        denied = not base.stance.asserted and base.stance.modality is Modality.ACTUAL
        undone = denied and is_passive(match.trigger) and any(p.name or p.feature for p in places)
        return base.finished(None, None, places) if undone else None
    if match.construction == "state" and base.kind is ClaimKind.ADVANCE and _is_there_already(match):
        return None
    if match.construction == "state" and not places:
        places = context.places.phrases(match.trigger)
    if any(word.lower_ == "within" for word in match.words):
        places = [replace(p, relation=PlaceRelation.NEAR) if p.relation is PlaceRelation.AT else p for p in places]
    if not places and (verb in frame.needs_location or (verbal and verb in frame.needs_place_object)):
        return None
    if base.kind is ClaimKind.ADVANCE and not _is_advance(match, actor, places):
        return None
    return base.finished(actor, opponent_of(base, actor, context), places)


def opponent_of(base: Draft, actor: Party | None, context: SentenceContext) -> Party | None:
    """The party at the opponent's position, never the actor's own; the second of two that clash."""
    actor_id = actor.actor_id if actor is not None else None
    opponent = context.parties.first(base.match.tokens("opponent"), excluded=(actor_id,) if actor_id else ())
    if opponent is not None and opponent.actor_id == actor_id:
        opponent = None
    if base.kind is ClaimKind.CLASH and actor is not None and opponent is None and actor.others:
        opponent = Party(actor.others[0], "", actor.probability, actor.position)
    return opponent


def _is_there_already(match: FrameMatch) -> bool:
    """ "were still on the outskirts", "remain at the gates": they have not come there."""
    return match.clause.lemma_ in ("remain", "stay") or any(t.lower_ == "still" for t in match.clause.children)


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


def _is_advance(match: FrameMatch, actor: Party | None, places: list[PlacePhrase]) -> bool:
    if match.construction == "noun":
        return actor is not None and actor.actor_id is not None and bool(places)
    if match.construction == "light" and match.trigger.lemma_ == "ground" and match.clause.lemma_ != "gain":
        return False
    settled = match.construction in ("light", "state") or match.trigger.lemma_ == "advance"
    return actor is not None and (bool(places) or settled)

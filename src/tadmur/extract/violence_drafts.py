"""Drafts of attacks, air strikes, shelling and clashes, and of attacks that were beaten off."""

from __future__ import annotations

from tadmur.extract.drafts import Draft, SentenceContext, patients_of
from tadmur.extract.event_drafts import opponent_of
from tadmur.extract.filling import FrameMatch
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.scene import scene_of
from tadmur.extract.syntax import agents, children, conjuncts, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind, Modality

VIOLENCE = frozenset({ClaimKind.ATTACK, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING, ClaimKind.CLASH})
_VAGUE_ATTACKS = frozenset({"target", "raid", "storm"})
_AT = ("on", "against", "at", "towards", "toward", "in", "near", "into", "around")


def violence_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """The draft of a frame of violence, or ``None`` where its words speak of something else."""
    match, frame = base.match, base.match.frame
    verb, verbal = match.trigger.lemma_.lower(), match.construction == "verb"
    if verbal and verb not in frame.verbs and frame.strike_verbs and not _by_means(match):
        return None
    if not verbal and verb in frame.needs_striker and not _of_means(match):
        return None
    if base.kind is ClaimKind.ATTACK and base.stance.modality is Modality.CONDITIONAL:
        return None
    actor = context.parties.first(match.tokens("actor"))
    if frame.needs_known_opponent and match.trigger.dep_ in ("xcomp", "pcomp", "acl", "advcl"):
        return None
    if frame.needs_known_party and (actor is None or actor.actor_id is None):
        return None
    places = context.place_phrases(match) or context.location(match)
    vague = verb in frame.needs_location or (verbal and base.kind is ClaimKind.ATTACK and verb in _VAGUE_ATTACKS)
    if (vague or match.construction == "state") and not places:
        return None
    if match.construction == "noun" and not _stands_alone(match, places, actor, context):
        return None
    if not any(place.name for place in places) and (base.kind is not ClaimKind.ATTACK or frame.strikers):
        places = scene_of(base, context) or places
    opponent = opponent_of(base, actor, context)
    if frame.needs_known_opponent and (opponent is None or opponent.actor_id is None):
        return None
    return base.finished(actor, opponent, places)


def repelled_attack(base: Draft, context: SentenceContext) -> Draft | None:
    """The attack inside "beat back an assault on X": it failed, and is the attackers'."""
    match = base.match
    lemmas = match.frame.patient_nouns
    attack = next((token for token in patients_of(match.trigger) if token.lemma_.lower() in lemmas), None)
    if attack is None or not base.stance.asserted:
        return None
    defender = context.known_party(match.tokens("actor"))
    excluded = (defender.actor_id,) if defender and defender.actor_id else ()
    inner = FrameMatch(match.frame, attack, match.clause, "repelled", {}, "attacked", (match.trigger, attack))
    draft = Draft(inner, ClaimKind.ATTACK, "attacked", Stance(Modality.FAILED, False), base.probability)
    nouns = [n for site in (attack, match.trigger) for word in _AT for n in prepositional_objects(site).get(word, [])]
    places = next((found for found in map(context.places.phrases, nouns) if found), [])
    return draft.finished(
        context.known_party([attack], excluded=excluded), defender, places or scene_of(draft, context)
    )


def _is_spell_of(noun: Token) -> bool:
    """ "Three days of assaults": the noun behind "of" is what happened."""
    of_time = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.dep_ == "prep"
    return of_time and noun.head.head.lemma_.lower() in word_list("spells")


def _by_means(match: FrameMatch) -> bool:
    """Whether the doer is a means of the frame ("jets", "missiles"), or it is done with, or from, one."""
    objects = prepositional_objects(match.trigger)
    doers = [*agents(match.trigger), *objects.get("with", []), *objects.get("from", []), *objects.get("by", [])]
    tokens = [token for doer in doers for head in conjuncts(doer) for token in (head, *children(head, "compound"))]
    return any(token.lemma_.lower() in match.frame.strikers for token in tokens)


def _of_means(match: FrameMatch) -> bool:
    """Whether a noun's phrase speaks of a means ("raids by jets"), or counts what hit a place ("two strikes on")."""
    noun = match.trigger
    counted = bool(children(noun, "nummod")) and "on" in prepositional_objects(noun)
    return counted or any(token.lemma_.lower() in match.frame.strikers for token in noun.subtree)


def _stands_alone(match: FrameMatch, places: list[PlacePhrase], actor: Party | None, context: SentenceContext) -> bool:
    """Whether a noun of violence makes a statement of its own, rather than serving in another one."""
    noun = match.trigger
    while noun.dep_ == "conj" or _is_spell_of(noun):
        noun = noun.head if noun.dep_ == "conj" else noun.head.head
    if noun.dep_ in ("pobj", "compound", "poss", "appos", "npadvmod"):
        return False
    if noun.head == noun:
        return bool(places) or actor is not None
    if noun.head.lemma_ == "be" and any(child.lower_ == "over" for child in noun.head.children):
        return False
    known = actor is not None and actor.actor_id is not None
    counted = context.quantity_of([noun]) is not None
    happened = noun.dep_ in ("nsubj", "nsubjpass") and match.frame.kind is not ClaimKind.ATTACK
    return noun.head.lemma_ in word_list("occurring") and (bool(places) or known or counted or happened)

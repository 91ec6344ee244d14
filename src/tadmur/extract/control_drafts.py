"""Drafts about who holds a place: gained, lost, held, besieged, contested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext, patients_of
from tadmur.extract.frames import load_features
from tadmur.extract.matching import FrameMatch
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.syntax import agents, children, governors, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind

_ORIGINS = ("from", "out of")
_SIDE_WORDS = frozenset({"side", "party", "army", "force"})
_PLACES_OF_FORCES = frozenset({"in", "near", "at", "around"})
_ATTACK_ENDS = 2
"""Sentences within which a withdrawal ends the party's own attack, and loses nothing."""
_LEFT_BEFORE = 0.75
"""Probability that who withdraws, unsaid where from, leaves the place last spoken of."""
_ATTACKED_AT = ("on", "against", "at", "towards", "toward", "in", "near", "into", "around")
_HOLDING = frozenset({"be", "hold", "control", "occupy", "rule", "run", "dominate", "remain", "fall", "come", "lose"})
_ANNOUNCED = 0.7
"""Probability that who announces a capture made it."""


def control_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """The draft of a control frame, or ``None`` where its words speak of something else."""
    match = base.match
    if match.frame.party_prepositions:
        return _with_party(base, context)
    if match.frame.patient_nouns:
        return _repelled(base, context)
    if match.frame.patient_must_be_actor:
        return _expelled(base, context)
    if _is_something_else(match, context):
        return None
    actor = context.parties.first(match.tokens("actor"))
    verbal = match.construction == "verb"
    if verbal and actor is None and match.frame.agent_must_be_actor:
        return None
    if verbal and actor is None and base.kind is ClaimKind.CONTROL_GAIN:
        actor = _implied_winner(match, context)
    places = context.place_phrases(match)
    places = places or _relative_place(match, context) or _left_behind(match, actor, context) or _elided(match, actor)
    if not places and verbal and base.kind is ClaimKind.CONTROL_GAIN:
        places = _taken_subject(match, context)
        actor = _implied_winner(match, context) if places and actor is None else actor
    if not places or (verbal and _points_vaguely(match, places, actor)):
        return None
    if verbal and base.kind is ClaimKind.CONTROL_LOSS and all(place.name is None and place.anaphor for place in places):
        base = replace(base, probability=base.probability * _LEFT_BEFORE)
    if base.kind is ClaimKind.CONTROL_HOLD and _neither_side(match):
        return replace(base, kind=ClaimKind.CONTESTED, event="contested", stance=Stance()).finished(None, None, places)
    resolved = actor is not None and actor.actor_id is not None
    if base.kind is ClaimKind.CONTROL_HOLD and match.construction in ("held", "state") and not resolved:
        return None
    if verbal and actor is None and base.kind is not ClaimKind.CONTESTED and _has_other_doer(match, places):
        return None
    return _with_opponent(base, actor, places, context)


def _with_opponent(base: Draft, actor: Party | None, places: list[PlacePhrase], context: SentenceContext) -> Draft:
    match = base.match
    actor_id = actor.actor_id if actor is not None else None
    opponent = context.parties.first(match.tokens("opponent"), excluded=(actor_id,) if actor_id else ())
    if opponent is not None and opponent.actor_id == actor_id:
        opponent = None
    if match.frame.event == "lost" and actor_id is None and opponent is not None and opponent.actor_id:
        return replace(base, kind=ClaimKind.CONTROL_GAIN, event="captured").finished(opponent, None, places)
    if opponent is None and base.kind is ClaimKind.CONTROL_GAIN:
        opponent = _former_holder(match, actor_id, context)
    return base.finished(actor, opponent, places)


def _is_something_else(match: FrameMatch, context: SentenceContext) -> bool:
    """A place cleared of mines, fire control, a shell that falls on a town, a fight for something that is no place."""
    frame, verb = match.frame, match.trigger.lemma_.lower()
    if frame.fight_for and verb in frame.fight_for and not match.tokens("place"):
        return True
    cleared_of = match.tokens("opponent") if frame.name == "clear" else []
    if cleared_of and context.parties.first(cleared_of) is None:
        return True
    if match.construction == "light":
        return any(child.lower_ in word_list("other_control") for child in children(match.trigger, "compound"))
    if frame.subject_must_be_place and match.construction == "verb":
        on = prepositional_objects(match.trigger).get("on")
        return bool(on) or not any(context.places.phrases(token) for token in match.tokens("place"))
    return False


def _points_vaguely(match: FrameMatch, places: list[PlacePhrase], actor: Party | None) -> bool:
    bare = any(place.anaphor and not place.feature and not place.name for place in places)
    verb = match.trigger
    if not bare or verb.lemma_.lower() not in word_list("tentative") or not children(verb, "dobj", "nsubjpass"):
        return False
    still = any(child.lower_ in ("still", "again", "back") for child in verb.children)
    return not (still and actor is not None and actor.actor_id is not None)


def _taken_subject(match: FrameMatch, context: SentenceContext) -> list[PlacePhrase]:
    """ "X captured" in a headline, "declared X captured": a participle whose subject is the place."""
    verb = match.trigger
    if verb.tag_ not in ("VBN", "VBD") or children(verb, "dobj", "aux", "prt"):
        return []
    found = [place for token in children(verb, "nsubj", "nsubjpass") for place in context.places.phrases(token)]
    return [place for place in found if place.name and place.known]


def _neither_side(match: FrameMatch) -> bool:
    """ "Neither side controls all of X", "neither Alpha nor Beta": it is contested."""
    sides = [t for t in match.tokens("actor") if any(child.lower_ == "neither" for child in t.children)]
    if any(child.lower_ == "nor" for side in sides for child in side.children):
        return True
    whole = load_features().whole | {"full", "entire", "complete"}
    divided = any(t.lower_ in whole for t in match.clause.subtree)
    return divided and any(side.lemma_.lower() in _SIDE_WORDS for side in sides)


def _has_other_doer(match: FrameMatch, places: Sequence[PlacePhrase]) -> bool:
    """Whether somebody who is no party does it ("the company took over the town")."""
    taken = [(place.start, place.end) for place in places]
    doers = [t for t in match.tokens("actor") if not any(start <= t.idx < end for start, end in taken)]
    return bool(doers) and not any(token.pos_ == "PRON" for token in doers)


def _with_party(base: Draft, context: SentenceContext) -> Draft | None:
    """ "X is with the rebels" only where X is a place and the rebels are a party."""
    holders = [token for token in base.match.tokens("actor") if token.lemma_.lower() not in word_list("of_a_party")]
    actor = context.known_party(holders)
    places = context.place_phrases(base.match)
    if actor is None or not any(place.name or place.feature for place in places):
        return None
    return base.finished(actor, None, places)


def _relative_place(match: FrameMatch, context: SentenceContext) -> list[PlacePhrase]:
    """The place before a relative clause whose pronoun the parser gave to a noun that is none."""
    clause = match.clause
    if clause.dep_ not in ("relcl", "acl", "advcl") or match.construction not in ("state", "verb"):
        return []
    subject = next((t for _, t in match.fillers.get("place", []) if t.pos_ in ("NOUN", "PROPN")), None)
    if subject is None or not any(child.tag_ in ("WDT", "WP") for child in clause.children):
        return []
    best: PlacePhrase | None = None
    for token in context.doc[: clause.left_edge.i]:
        if token.dep_ in ("dobj", "pobj", "nsubj", "appos", "nsubjpass"):
            for phrase in context.places.phrases(token):
                if phrase.known and not phrase.unnamed:
                    best = phrase
    return [] if best is None else [best]


def _left_behind(match: FrameMatch, actor: Party | None, context: SentenceContext) -> list[PlacePhrase]:
    """Where a party withdrew from, unsaid: the place that another gains in the same sentence, else that last named."""
    verb = match.trigger
    lemma = verb.lemma_.lower()
    names = {lemma, *(f"{lemma} {child.lower_}" for child in verb.children)}
    if match.construction != "verb" or not names & match.frame.needs_from or actor is None or actor.actor_id is None:
        return []
    objects = prepositional_objects(verb)
    if any(word in objects for word in _ORIGINS) or children(verb, "dobj", "xcomp"):
        return []
    beside = verb.dep_ in ("advcl", "conj", "pcomp", "ROOT") or bool(children(verb, "conj", "advcl"))
    for gain in context.gains if beside else []:
        if gain.actor_id not in (None, actor.actor_id):
            return gain.named_places
    last_attack = context.discourse.attacked.get(actor.actor_id)
    beaten_off = last_attack is not None and context.index - last_attack <= _ATTACK_ENDS
    own_subject = children(verb, "nsubj", "nsubjpass") or verb.dep_ in ("ROOT", "ccomp")
    doers = [prepositional_objects(doer) for doer in match.tokens("actor")]
    if beaten_off or not own_subject or any(_PLACES_OF_FORCES & found.keys() for found in doers):
        return []
    stated = verb.dep_ in ("ROOT", "conj", "ccomp") and verb.tag_ in ("VBD", "VBN", "VBG", "VBZ", "VBP")
    return [PlacePhrase(verb.idx, verb.idx + len(verb.text), None, anaphor=True)] if stated else []


def _elided(match: FrameMatch, actor: Party | None) -> list[PlacePhrase]:
    """ "Taken by the rebels on Sunday": the subject is what the item or headline is about."""
    verb = match.trigger
    headless = match.construction == "verb" and verb.head == verb and verb.tag_ == "VBN"
    if not headless or actor is None or not children(verb, "agent") or children(verb, "nsubjpass", "nsubj"):
        return []
    return [PlacePhrase(verb.idx, verb.idx + len(verb.text), None, anaphor=True)]


def _implied_winner(match: FrameMatch, context: SentenceContext) -> Party | None:
    """Who won in a passive without an agent: the party that announces it, or the only one that the sentence names."""
    losers = {party.actor_id for party in map(context.parties.party, match.tokens("opponent")) if party is not None}
    for governor in governors(match.trigger):
        if governor.pos_ in ("VERB", "AUX") and match.trigger.dep_ in ("ccomp", "conj"):
            party = context.known_party(token for doer in agents(governor) for token in doer.subtree)
            if party is not None and party.actor_id not in losers:
                return replace(party, probability=_ANNOUNCED * party.probability)
    return context.parties.only_party(context.doc, losers)


def _former_holder(match: FrameMatch, actor_id: str | None, context: SentenceContext) -> Party | None:
    """Who held what was gained: "hills that were under the control of X", "X-held"."""
    for token in match.tokens("place"):
        for clause in children(token, "relcl", "acl", "amod"):
            if clause.lemma_ not in _HOLDING:
                continue
            for inner in clause.subtree:
                if inner.dep_ in ("pobj", "nsubj", "npadvmod", "poss"):
                    party = context.parties.party(inner)
                    if party is not None and party.actor_id not in (None, actor_id):
                        return party
    return None


def _expelled(base: Draft, context: SentenceContext) -> Draft | None:
    """Driven out: a gain for who did it, a loss for who had to go where nobody, or nothing but fire, did."""
    match = base.match
    losers = context.known_party(match.tokens("opponent"))
    if losers is None or losers.actor_id is None:
        return None
    doers = [token for token in match.tokens("actor") if token not in match.tokens("opponent")]
    winner = context.known_party(doers, excluded=(losers.actor_id,))
    places = context.place_phrases(match)
    if not places and winner is None:
        places = [place for gain in context.gains if gain.actor_id == losers.actor_id for place in gain.named_places]
    if not places:
        return None
    if winner is not None and winner.actor_id != losers.actor_id:
        return base.finished(winner, losers, places)
    return replace(base, kind=ClaimKind.CONTROL_LOSS, event="lost").finished(losers, None, places)


def _repelled(base: Draft, context: SentenceContext) -> Draft | None:
    """An attack beaten off: who did so holds the place."""
    match = base.match
    attack: Token | None = next(
        (token for token in patients_of(match.trigger) if token.lemma_.lower() in match.frame.patient_nouns), None
    )
    if attack is None:
        return None
    tokens = [token for word in _ATTACKED_AT for token in prepositional_objects(attack).get(word, [])]
    tokens += [token for word in _ATTACKED_AT for token in prepositional_objects(match.trigger).get(word, [])]
    places = next((found for found in map(context.places.phrases, tokens) if found), [])
    if not places:
        return None
    return base.finished(context.parties.first(match.tokens("actor")), context.parties.first([attack]), places)

"""Drafts about who holds a place: gained, lost, held, besieged, contested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext, patients_of
from tadmur.extract.filling import FrameMatch, particle
from tadmur.extract.frames import load_features
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.state_frames import COPULAS
from tadmur.extract.syntax import (
    SUBJECTS,
    agents,
    children,
    governors,
    is_passive,
    patients,
    prepositional_objects,
    subjects,
)
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
_IN_PASSING = frozenset({"advcl", "pcomp", "acl", "xcomp"})
"""Clauses in which a presence is no news: "died while defending the base"."""
_ITS = frozenset({"its"})
_HOLDING = frozenset({"be", "hold", "control", "occupy", "rule", "run", "dominate", "remain", "fall", "come", "lose"})
_ATTACKED_BEFORE = 0.6
"""Probability that a town fell to who attacked just before."""
_ANNOUNCED = 0.7
"""Probability that who announces a capture made it."""


def control_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """The draft of a control frame, or ``None`` where its words speak of something else."""
    match = base.match
    if match.frame.party_prepositions or match.construction == "theirs":
        return _with_party(base, context)
    if match.frame.patient_nouns:
        return _repelled(base, context)
    if match.frame.patient_must_be_actor:
        return _expelled(base, context)
    if _is_something_else(match, context):
        return None
    actor = context.parties.first(_doers(match, context))
    verbal = match.construction == "verb"
    if verbal and actor is None and match.frame.agent_must_be_actor:
        return None
    if verbal and actor is None and base.kind is ClaimKind.CONTROL_GAIN:
        actor = _implied_winner(match, context)
    places = context.place_phrases(match)
    if match.construction == "noun" and not places:
        places = _its_own(match)
        actor = actor if not places else context.parties.first(t for t in match.tokens("actor") if t.lower_ not in _ITS)
    places = places or _relative_place(match, context) or _left_behind(match, actor, context) or _elided(match, actor)
    if not places and verbal and base.kind is ClaimKind.CONTROL_GAIN:
        places = _taken_subject(match, context)
        actor = _implied_winner(match, context) if places and actor is None else actor
    places = _named_by_subject(match, places, context)
    if not places or (verbal and _points_vaguely(match, places, actor, context)):
        return None
    if verbal and base.kind is ClaimKind.CONTROL_LOSS and all(place.name is None and place.anaphor for place in places):
        base = replace(base, probability=base.probability * _LEFT_BEFORE)
    if base.kind is ClaimKind.CONTROL_HOLD and _neither_side(match):
        return replace(base, kind=ClaimKind.CONTESTED, event="contested", stance=Stance()).finished(None, None, places)
    if (
        base.kind is ClaimKind.CONTESTED
        and match.frame.name == "front_runs"
        and not any(p.name or p.feature for p in places)
    ):
        return None
    resolved = actor is not None and actor.actor_id is not None
    if match.frame.needs_known_party and (not resolved or (verbal and match.trigger.dep_ in _IN_PASSING)):
        return None
    in_control = match.frame.name == "under_control" and any(place.name and place.known for place in places)
    if base.kind is ClaimKind.CONTROL_HOLD and match.construction in ("held", "state") and not (resolved or in_control):
        return None
    by_others = base.kind not in (ClaimKind.CONTESTED, ClaimKind.BESIEGED) and _has_other_doer(match, places, context)
    if verbal and actor is None and by_others:
        return None
    return _with_opponent(base, actor, places, context)


def _doers(match: FrameMatch, context: SentenceContext) -> list[Token]:
    """Who does it. In "troops were withdrawn from X" those who leave are the patient."""
    verb = match.trigger
    moved = match.construction == "verb" and is_passive(verb) and match.frame.needs_from
    leaving = patients(verb) if moved else []
    if leaving and not any(context.places.phrases(token) for token in leaving):
        return leaving
    return match.tokens("actor")


def _its_own(match: FrameMatch) -> list[PlacePhrase]:
    """The place in "its capture", "since its fall"."""
    if match.trigger.lemma_.lower() not in word_list("undergone_by_places"):
        return []
    return [
        PlacePhrase(owner.idx, owner.idx + len(owner.text), None, anaphor=True)
        for owner in children(match.trigger, "poss")
        if owner.lower_ in _ITS
    ]


def _with_opponent(base: Draft, actor: Party | None, places: list[PlacePhrase], context: SentenceContext) -> Draft:
    match = base.match
    actor_id = actor.actor_id if actor is not None else None
    opponent = context.parties.first(match.tokens("opponent"), excluded=(actor_id,) if actor_id else ())
    if opponent is not None and (opponent.actor_id == actor_id or _is_goal(match)):
        opponent = None
    if base.kind is ClaimKind.CONTESTED and actor is not None and actor.others:
        opponent = replace(actor, actor_id=actor.others[0], others=())
    if match.frame.name == "changed_hands" and not _again_and_again(match):
        base = replace(base, kind=ClaimKind.CONTROL_GAIN, event="captured")
    if base.kind is ClaimKind.CONTROL_GAIN and _lasts(match):
        base = replace(base, kind=ClaimKind.CONTROL_HOLD, event="holds")
    if match.frame.event == "lost" and actor_id is None and opponent is not None and opponent.actor_id:
        return replace(base, kind=ClaimKind.CONTROL_GAIN, event="captured").finished(opponent, None, places)
    if opponent is None and base.kind is ClaimKind.CONTROL_GAIN:
        opponent = _former_holder(match, actor_id, context)
    return base.finished(actor, opponent, places)


def _is_goal(match: FrameMatch) -> bool:
    """ "Abandoned X to the rebels" names who gets X; "pulled back to Chad" says where to."""
    moves = _moves_away(match) and not children(match.trigger, "dobj", "nsubjpass")
    return moves and any(position == "to" for position, _ in match.fillers.get("opponent", []))


def _named_by_subject(match: FrameMatch, places: list[PlacePhrase], context: SentenceContext) -> list[PlacePhrase]:
    """ "Kesh is the last town that the rebels hold": the predicate has no name of its own, the subject is its name."""
    noun = match.clause.head
    predicate = match.clause.dep_ == "relcl" and noun.dep_ == "attr" and noun.head.lemma_ in COPULAS
    if not predicate or any(place.name for place in places):
        return places
    named = [p for token in subjects(noun.head) for p in context.places.phrases(token) if p.name and not p.unnamed]
    return named or places


def _again_and_again(match: FrameMatch) -> bool:
    """ "Changed hands four times", "keeps changing hands": that is contested; once, it was taken."""
    beside = [t for child in match.clause.children if child.dep_ not in SUBJECTS for t in child.subtree]
    words = {t.lower_ for t in beside} | {t.lemma_.lower() for t in governors(match.clause)}
    return bool(words & word_list("repeatedly"))


def _is_day(token: Token) -> bool:
    """ "On Sunday", "on 4 March", "on the same day"."""
    words = {t.lower_ for t in token.subtree}
    return bool(words & (word_list("calendar") | word_list("spells"))) or any(t.like_num for t in token.subtree)


def _lasts(match: FrameMatch) -> bool:
    """ "Had been occupied for six months", "occupied since early March": how long a place was held, not how it fell."""
    verb = match.trigger
    if match.construction != "verb" or verb.lemma_.lower() not in word_list("lasting"):
        return False
    objects = prepositional_objects(verb)
    spans = [
        t for word in ("for", "throughout") for t in objects.get(word, []) if t.lemma_.lower() in word_list("spells")
    ]
    return bool(spans) or "since" in objects


def _is_something_else(match: FrameMatch, context: SentenceContext) -> bool:
    """A place cleared of mines, fire control, a shell that falls on a town, a fight for something that is no place."""
    frame, verb = match.frame, match.trigger.lemma_.lower()
    if frame.fight_for and verb in frame.fight_for and not match.tokens("place"):
        return True
    cleared_of = match.tokens("opponent") if frame.name == "clear" else []
    if cleared_of and context.parties.first(cleared_of) is None:
        return True
    if match.construction == "verb" and verb == "take":
        behind = prepositional_objects(match.trigger)
        if any(
            t.lemma_.lower() in word_list("no_capture") for word in ("into", "for", "in") for t in behind.get(word, [])
        ):
            return True
    if (
        verb == "run"
        and frame.kind is ClaimKind.CONTROL_HOLD
        and (is_passive(match.trigger) or particle(match.trigger))
    ):
        return True
    if match.construction == "light":
        return any(child.lower_ in word_list("other_control") for child in children(match.trigger, "compound"))
    if frame.subject_must_be_place and match.construction == "verb":
        if frame.kind is ClaimKind.CONTROL_GAIN and children(match.trigger, "dobj"):
            return True
        on = [t for t in prepositional_objects(match.trigger).get("on", []) if not _is_day(t)]
        return bool(on) or not any(context.places.phrases(token) for token in match.tokens("place"))
    return False


def _points_vaguely(
    match: FrameMatch, places: list[PlacePhrase], actor: Party | None, context: SentenceContext
) -> bool:
    """A bare pronoun as the object of an everyday verb, where it is open what it stands for."""
    bare = any(place.anaphor and not place.feature and not place.name for place in places)
    verb = match.trigger
    if not bare or verb.lemma_.lower() not in word_list("tentative") or not children(verb, "dobj", "nsubjpass"):
        return False
    still = any(child.lower_ in ("still", "again", "back") for child in verb.children)
    clear = still or context.discourse.only_place_before(context.index) is not None
    return not (clear and actor is not None and actor.actor_id is not None)


def _taken_subject(match: FrameMatch, context: SentenceContext) -> list[PlacePhrase]:
    """ "X captured" in a headline, "declared X captured": a participle whose subject is the place."""
    verb = match.trigger
    if verb.tag_ not in ("VBN", "VBD") or children(verb, "dobj", "aux", "prt"):
        return []
    found = [place for token in children(verb, "nsubj", "nsubjpass") for place in context.places.phrases(token)]
    return [place for place in found if place.name and place.known]


def _neither_side(match: FrameMatch) -> bool:
    """ "Neither side controls all of X", "neither Alpha nor Beta", "nobody holds the whole of X": it is contested."""
    doers = match.tokens("actor")
    if any(t.lower_ in word_list("nobody") for t in doers) or any(c.lower_ == "no" for t in doers for c in t.children):
        return _in_whole(match)
    sides = [t for t in doers if any(child.lower_ == "neither" for child in t.children)]
    if any(child.lower_ == "nor" for side in sides for child in side.children):
        return True
    return _in_whole(match) and any(side.lemma_.lower() in _SIDE_WORDS for side in sides)


def _in_whole(match: FrameMatch) -> bool:
    whole = load_features().whole | {"full", "entire", "complete"}
    return any(t.lower_ in whole for t in match.clause.subtree)


def _has_other_doer(match: FrameMatch, places: Sequence[PlacePhrase], context: SentenceContext) -> bool:
    """Whether somebody who is no party does it ("the company took over the town")."""
    taken = [(place.start, place.end) for place in places]
    doers = [t for t in match.tokens("actor") if not any(start <= t.idx < end for start, end in taken)]
    doers = [t for t in doers if not any(place.known for place in context.places.phrases(t))]
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


def _moves_away(match: FrameMatch) -> bool:
    """Whether the verb, with its particle if it has one, is one of leaving."""
    lemma = match.trigger.lemma_.lower()
    return bool({lemma, *(f"{lemma} {child.lower_}" for child in match.trigger.children)} & match.frame.needs_from)


def _left_behind(match: FrameMatch, actor: Party | None, context: SentenceContext) -> list[PlacePhrase]:
    """Where a party withdrew from, unsaid: the place that another gains in the same sentence, else that last named."""
    verb = match.trigger
    if match.construction != "verb" or not _moves_away(match) or actor is None or actor.actor_id is None:
        return []
    objects = prepositional_objects(verb)
    if (
        verb.lemma_ == "go"
        or is_passive(verb)
        or any(word in objects for word in _ORIGINS)
        or children(verb, "dobj", "xcomp")
    ):
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
    watched = verb.dep_ == "ccomp" and verb.head.lemma_ in ("watch", "see", "film")
    stated = watched or (verb.dep_ in ("ROOT", "conj", "ccomp") and verb.tag_ in ("VBD", "VBN", "VBG", "VBZ", "VBP"))
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
    return context.parties.only_party(context.doc, losers) or _last_attacker(match, context)


def _last_attacker(match: FrameMatch, context: SentenceContext) -> Party | None:
    """To whom "the town" fell: the only party that attacked in the sentences before."""
    if match.frame.name != "fall" or any(t.pos_ == "PROPN" for t in match.tokens("place")):
        return None
    recent = [party for party, index in context.discourse.attacked.items() if 0 < context.index - index <= _ATTACK_ENDS]
    return Party(recent[0], "", _ATTACKED_BEFORE, match.trigger.idx) if len(recent) == 1 else None


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

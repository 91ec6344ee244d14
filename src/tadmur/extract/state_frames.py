"""Finders of frames that say what state a place or party is in: "in the hands of", "is contested", "is back in"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tadmur.extract.filling import FrameMatch, filled
from tadmur.extract.frames import Frame, FrameLexicon, load_features
from tadmur.extract.parse_tree import Token
from tadmur.extract.syntax import agents, children, is_passive, patients, prepositional_objects, subjects
from tadmur.extract.word_lists import word_list

COPULAS = frozenset({"be", "remain", "stay", "become", "appear", "seem", "look", "lie", "stand", "sit"})
BECOMING = frozenset(
    {"come", "fall", "pass", "bring", "put", "place", "return", "slip", "go", "move", "get", "reduce", "turn"}
)
KEEPING = frozenset({"keep", "hold", "leave", "have", "maintain"})
_HEADS = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "attr", "conj", "ROOT"})
"""Where an adjective stands as a noun does ("31 dead")."""


def state_frame(frame: Frame, noun: Token) -> FrameMatch | None:
    states = frame.states
    assert states is not None
    preposition = noun.head
    words = {preposition.lower_, f"{preposition.head.lower_} {preposition.lower_}"}
    if noun.dep_ != "pobj" or not words & states.prepositions:
        return None
    determined = any(child.dep_ in ("det", "poss") for child in noun.children)
    owned = determined or any(child.dep_ in ("compound", "amod") and child.pos_ != "VERB" for child in noun.children)
    if states.bare and determined:
        return None
    has_owner = owned or "of" in prepositional_objects(noun) or "by" in prepositional_objects(noun)
    if not states.bare and (not has_owner or (preposition.lower_ == "in" and not owned)):
        return None
    holder = preposition.head
    back = holder.lower_ == "back"
    while holder.dep_ in ("prep", "punct") or holder.lower_ == "back":
        if holder.head == holder:
            return None
        holder = holder.head
    if holder.pos_ in ("NOUN", "PROPN"):
        match = filled(frame, noun, noun, "state", frame.roles, noun, words=(preposition, noun))
        match.fillers.update(
            {role: [("subject", holder)] for role, positions in frame.roles.items() if "subject" in positions}
        )
        if "place" in frame.roles and holder.lemma_.lower() in word_list("dwelling"):
            match.fillers["place"] = [("subject", place) for place in prepositional_objects(holder).get("in", [])]
        return replace(match, event=frame.became) if back and frame.became else match
    if holder.pos_ not in ("VERB", "AUX"):
        return None
    lemma = holder.lemma_.lower()
    match = filled(frame, noun, holder, "state", frame.roles, noun, words=(holder, preposition, noun))
    for role, positions in frame.roles.items():
        if "subject" in positions:
            things = children(holder, "dobj") or (patients(holder) if is_passive(holder) else subjects(holder))
            match.fillers[role] = [("subject", token) for token in things]
        if "keeper" in positions and (children(holder, "dobj") or is_passive(holder)):
            match.fillers[role] = [*match.fillers[role], *(("keeper", token) for token in agents(holder))]
    if (lemma in BECOMING or (lemma in COPULAS and (back or _by_a_time(holder)))) and frame.became:
        return FrameMatch(frame, noun, holder, "state", match.fillers, frame.became, match.words)
    if lemma in COPULAS or lemma in KEEPING or (frame.name == "offensive_on"):
        return match
    return None


def _by_a_time(verb: Token) -> bool:
    """ "By midnight the town was in their hands": it had come into them."""
    sites = [verb, *subjects(verb)] if verb.tag_ == "VBD" else []
    nouns = [noun for site in sites for noun in prepositional_objects(site).get("by", [])]
    return any(noun.lemma_.lower() in word_list("hours") for noun in nouns)


def adjective_frames(token: Token, lemma: str, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    for frame in lexicon.by_adjective[lemma]:
        if lemma in frame.copular:
            yield from _copular_frame(frame, token)
        elif lemma in frame.states_adjective:
            head = token.head
            if token.dep_ in ("acomp", "ROOT", "attr", "oprd", "conj") or children(token, "nsubj", "nsubjpass"):
                clause = token if head == token or token.pos_ == "VERB" else head
                match = filled(frame, token, clause, "adjective", {}, clause, words=(token,))
                things = subjects(clause) or subjects(token)
                for role, positions in frame.roles.items():
                    match.fillers[role] = [("subject", thing) for thing in things]
                    if not {"subject", "patient", "agent", "party", "self"} & set(positions):
                        objects = prepositional_objects(token)
                        match.fillers[role] = [(p, noun) for p in positions for noun in objects.get(p, [])]
                    if "self" in positions:
                        match.fillers[role] = [("self", token)]
                again = any(child.lower_ in frame.again for child in clause.children)
                if things:
                    yield replace(match, event=frame.became) if again and frame.became else match
        elif lemma in frame.adjectives and token.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp", "amod", "advcl"):
            clause = token.head if token.head.pos_ in ("VERB", "AUX") else token
            match = filled(frame, token, clause, "adjective", {"place": ("location",)}, clause, words=(token,))
            counted = subjects(token) or (patients(clause) if clause != token else [token.head])
            if not counted and token.dep_ in ("acomp", "attr"):
                counted = subjects(clause)
            match.fillers["counted"] = [("subject", thing) for thing in counted]
            yield match
        elif lemma in frame.adjectives and token.dep_ in _HEADS and lemma in frame.nouns:
            yield filled(frame, token, token, "noun", frame.noun_roles, token, words=(token,))


def _copular_frame(frame: Frame, noun: Token) -> Iterator[FrameMatch]:
    """ "X is a stronghold of Y", "X, the last Y stronghold"."""
    of_party = "subject" in frame.roles.get("actor", ())
    if of_party and noun.dep_ not in ("attr", "appos"):
        return
    if noun.dep_ == "attr" and noun.head.lemma_ in COPULAS:
        clause, things = noun.head, subjects(noun.head)
    elif noun.dep_ == "appos":
        clause, things = noun, [noun.head]
    else:
        names = list(children(noun, "appos"))
        clause, things = (
            noun,
            names or [place for of in children(noun, "prep") if of.lower_ == "of" for place in children(of, "pobj")],
        )
    match = filled(frame, noun, clause, "adjective", {"actor": frame.roles.get("actor", ())}, noun, words=(noun,))
    if of_party:
        objects = prepositional_objects(noun)
        match.fillers["actor"] = [("subject", thing) for thing in things]
        match.fillers["place"] = [(p, n) for p in frame.roles["place"] for n in objects.get(p, [])]
    else:
        match.fillers["place"] = [("subject", thing) for thing in things]
    yield match


def with_party_frames(preposition: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "the town is still with the rebels", "remained under the Islamic State"."""
    clause = preposition.head.head if preposition.head.dep_ == "acomp" else preposition.head
    nouns = children(preposition, "pobj")
    things = subjects(clause)
    if nouns and things:
        for frame in lexicon.by_preposition[preposition.lower_]:
            fillers = {"place": [("subject", thing) for thing in things], "actor": [("object", noun) for noun in nouns]}
            yield FrameMatch(frame, nouns[0], clause, "state", fillers, frame.event, (clause, preposition))


def theirs_frames(token: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "the town is Ukrainian again", "remains Russian": only an adverb makes a party's adjective a state of war."""
    clause = token.head
    beside = {child.lower_ for site in (clause, token) for child in site.children} | {clause.lemma_}
    if any(thing.lower_ in load_features().part for thing in subjects(clause)):
        beside.add("now")
    for frame in lexicon.frames:
        if frame.still and beside & frame.still:
            fillers = {"place": [("subject", thing) for thing in subjects(clause)], "actor": [("self", token)]}
            event = frame.became if beside & frame.again and frame.became else frame.event
            yield FrameMatch(frame, token, clause, "theirs", fillers, event, (clause, token))


def back_frames(token: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "The army is back in X", and the headline without its verb."""
    site = token.head
    places = [
        n for s in (token, site) for word in ("in", "inside", "at") for n in prepositional_objects(s).get(word, [])
    ]
    places = [noun for noun in places if noun.i > token.i]
    doers = subjects(site) if site.lemma_ == "be" else [site] if site.pos_ in ("NOUN", "PROPN") else []
    if places and doers:
        frame = lexicon.named("back")
        fillers = {"place": [("in", noun) for noun in places], "actor": [("subject", doer) for doer in doers]}
        yield FrameMatch(frame, token, site, "state", fillers, frame.event, (token,))


def none_left_frames(preposition: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "No soldier of theirs is left in X", "there are no more rebels in X": they have lost it."""
    clause, places = preposition.head, children(preposition, "pobj")
    doers = [t for t in children(clause, "nsubj", "nsubjpass", "attr") if any(c.lower_ == "no" for c in t.children)]
    if clause.lemma_ == "leave" and not is_passive(clause):
        return
    if places and doers:
        frame = lexicon.named("none_left")
        fillers = {"place": [("in", noun) for noun in places], "actor": [("subject", doer) for doer in doers]}
        yield FrameMatch(frame, clause, clause, "nobody", fillers, frame.event, (clause, preposition))


def there_frames(preposition: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "Their fighters are in X": who is said to be there, and no more."""
    clause, places = preposition.head, children(preposition, "pobj")
    apart = ("acomp", "attr", "expl", "auxpass", "dobj")
    beside = [child for child in clause.children if child.dep_ in apart or child.lower_ == "back"]
    if any(c.lower_ == "no" for subject in subjects(clause) for c in subject.children):
        return
    if places and subjects(clause) and not beside:
        frame = lexicon.named("there")
        fillers = {"place": [("in", n) for n in places], "actor": [("subject", doer) for doer in subjects(clause)]}
        yield FrameMatch(frame, clause, clause, "there", fillers, frame.event, (clause, preposition))


def held_frames(token: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "rebel-held Kesh": the party is before the hyphen, the place is the noun."""
    holder = token.nbor(-2)
    noun = token.head if token.head != token and token.head.i > token.i else None
    if noun is None and (token.head.lemma_ in COPULAS or children(token, "cop", "nsubj", "nsubjpass")):
        noun = next(iter(subjects(token.head) or subjects(token)), None)
    elif noun is None:
        noun = next((t for t in token.doc[token.i + 1 : token.i + 6] if t.pos_ in ("NOUN", "PROPN")), None)
    if noun is None:
        return
    while noun.dep_ in ("compound", "amod", "nmod") and noun.head.i > noun.i and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    for frame in lexicon.by_participle[token.lower_]:
        roles = ("place", "actor") if "place" in frame.roles else ("actor", "supporter")
        fillers = {roles[0]: [("subject", noun)], roles[1]: [("agent", holder)]}
        yield FrameMatch(frame, token, noun, "held", fillers, frame.event, (holder, token))

"""Finds frames in a parsed sentence: the trigger, and the tokens that fill its roles.

Each construction (verb, light verb with noun, nominalisation, state, participle after a hyphen) has one finder. What
a filler means (party, place, count) is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tadmur.extract.frames import Frame, FrameLexicon
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.syntax import (
    agents,
    children,
    governors,
    is_passive,
    patients,
    prepositional_objects,
    subjects,
)
from tadmur.extract.word_lists import word_list

LOCATIONS = (
    "in", "at", "near", "around", "inside", "outside", "on", "across", "throughout", "north of", "south of", "east of",
    "west of", "along", "over", "between", "within", "into", "through", "of",
)  # fmt: skip
COPULAS = frozenset({"be", "remain", "stay", "become", "appear", "seem", "look", "lie", "stand", "sit"})
BECOMING = frozenset(
    {"come", "fall", "pass", "bring", "put", "place", "return", "slip", "go", "move", "get", "reduce", "turn"}
)
KEEPING = frozenset({"keep", "hold", "leave", "have", "maintain"})
_HEADS = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "attr", "conj", "ROOT"})
"""Where an adjective stands as a noun does ("31 dead")."""
_NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X")


@dataclass(frozen=True, slots=True)
class FrameMatch:
    """A frame found in a sentence.

    Attributes:
        trigger: the word that made the match, and the one whose clause the claim is.
        clause: the verb (or noun, for a nominalisation) that heads the statement: modality is read from here upwards.
        construction: "verb", "noun", "light", "state", "held", "adjective".
        fillers: role to the tokens that may fill it, in the frame's order of preference, with where they stood.
        event: the frame's event, or what it became ("came under the control of").
    """

    frame: Frame
    trigger: Token
    clause: Token
    construction: str
    fillers: dict[str, list[tuple[str, Token]]] = field(default_factory=dict)
    event: str = ""
    words: tuple[Token, ...] = ()

    def tokens(self, role: str) -> list[Token]:
        """Tokens that may fill ``role``, best first."""
        return [token for _, token in self.fillers.get(role, [])]


def find_frames(doc: Doc, lexicon: FrameLexicon) -> list[FrameMatch]:
    """All frame matches in one parsed sentence, in the order of their triggers."""
    found: list[FrameMatch] = []
    for token in doc:
        lemma = lexicon.lemmas.get(token.lower_, token.lemma_.lower())
        if _is_verb(token):
            found.extend(_verb_frames(token, lemma, lexicon))
        elif token.pos_ in ("NOUN", "PROPN"):
            found.extend(_noun_frames(token, lemma, lexicon))
        if (token.pos_ in ("ADJ", "VERB", "NOUN") or token.lower_ == "ours") and lemma in lexicon.by_adjective:
            found.extend(_adjective_frames(token, lemma, lexicon))
        if token.dep_ == "prep" and token.lower_ in lexicon.by_preposition and token.head.lemma_ in COPULAS:
            found.extend(_with_party_frames(token, lexicon))
        if token.lower_ in lexicon.by_participle and token.i >= 2 and doc[token.i - 1].text == "-":
            found.extend(_held_frames(token, lexicon))
    return found


def _is_verb(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX"):
        return not (token.i >= 2 and token.nbor(-1).text == "-" and token.dep_ in ("amod", "compound"))
    return token.tag_ in ("VBG", "VBN", "VBD", "VBZ") and token.dep_ not in ("amod", "compound")


def particle(verb: Token) -> str | None:
    """The particle of a phrasal verb ("over" of "take over"), also where the parser calls it adverb or preposition."""
    for child in children(verb, "prt", "advmod", "prep"):
        if child.i > verb.i and child.lower_ in (
            "over",
            "out",
            "back",
            "off",
            "away",
            "up",
            "onto",
            "in",
            "into",
            "towards",
            "toward",
            "through",
            "down",
        ):
            return child.lower_
    return None


def _verb_frames(verb: Token, lemma: str, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    names = [lemma]
    if any(f"{lemma} {child.lower_}" in lexicon.by_verb for child in verb.children):
        names = [
            f"{lemma} {child.lower_}" for child in verb.children if f"{lemma} {child.lower_}" in lexicon.by_verb
        ] + names
    objects = children(verb, "dobj")
    names += [
        f"{lemma} {noun.lemma_.lower()}" for noun in objects if f"{lemma} {noun.lemma_.lower()}" in lexicon.by_verb
    ]
    seen: set[str] = set()
    for name in names:
        for frame in lexicon.by_verb.get(name, ()):
            if frame.name in seen or not _has_arguments(frame, verb):
                continue
            seen.add(frame.name)
            yield _filled(frame, verb, verb, "verb", frame.roles, verb, words=(verb,))


def _has_arguments(frame: Frame, verb: Token) -> bool:
    """Whether the verb has the subject and the object that the frame counts only with."""
    wanted = ((frame.subject_nouns, subjects), (frame.object_nouns, patients))
    return all(any(t.lemma_.lower() in nouns for t in found(verb)) for nouns, found in wanted if nouns)


def _noun_frames(noun: Token, lemma: str, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    for frame in lexicon.by_light_noun.get(lemma, ()) or lexicon.by_light_noun.get(_with_modifier(noun), ()):
        verb = _light_verb(noun)
        if verb is not None and frame.light is not None and _phrasal(verb, frame.light.verbs):
            yield _filled(frame, noun, verb, "light", frame.light_roles, verb, noun, words=(verb, noun))
    for frame in lexicon.by_state_noun.get(noun.lower_, ()) or lexicon.by_state_noun.get(lemma, ()):
        match = _state_frame(frame, noun)
        if match is not None:
            yield match
    for name in dict.fromkeys((_with_modifier(noun), lemma)):
        for frame in lexicon.by_noun.get(name, ()):
            yield _filled(frame, noun, noun, "noun", frame.noun_roles or frame.roles, noun, words=(noun,))


def _with_modifier(noun: Token) -> str:
    before = [child for child in noun.children if child.i == noun.i - 1 and child.dep_ in ("compound", "amod")]
    return f"{before[0].lower_} {noun.lemma_.lower()}" if before else noun.lemma_.lower()


def _phrasal(verb: Token, verbs: frozenset[str]) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in verbs or f"{lemma} {particle(verb)}" in verbs


def _light_verb(noun: Token) -> Token | None:
    """The verb that a noun is the object of, also through a passive ("control was taken") and coordination."""
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    if first.dep_ in ("dobj", "nsubjpass", "attr") and first.head.pos_ in ("VERB", "AUX"):
        return first.head
    if first.dep_ == "acl" or first.dep_ == "relcl":
        return None
    return next((child for child in noun.children if child.dep_ in ("acl", "relcl") and child.pos_ == "VERB"), None)


def _state_frame(frame: Frame, noun: Token) -> FrameMatch | None:
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
        match = _filled(frame, noun, noun, "state", frame.roles, noun, words=(preposition, noun))
        match.fillers.update(
            {role: [("subject", holder)] for role, positions in frame.roles.items() if "subject" in positions}
        )
        if "place" in frame.roles and holder.lemma_.lower() in word_list("dwelling"):
            match.fillers["place"] = [("subject", place) for place in prepositional_objects(holder).get("in", [])]
        return replace(match, event=frame.became) if back and frame.became else match
    if holder.pos_ not in ("VERB", "AUX"):
        return None
    lemma = holder.lemma_.lower()
    match = _filled(frame, noun, holder, "state", frame.roles, noun, words=(holder, preposition, noun))
    for role, positions in frame.roles.items():
        if "subject" in positions:
            things = children(holder, "dobj") or (patients(holder) if is_passive(holder) else subjects(holder))
            match.fillers[role] = [("subject", token) for token in things]
    if (lemma in BECOMING or (back and lemma in COPULAS)) and frame.became:
        return FrameMatch(frame, noun, holder, "state", match.fillers, frame.became, match.words)
    if lemma in COPULAS or lemma in KEEPING or (frame.name == "offensive_on"):
        return match
    return None


def _adjective_frames(token: Token, lemma: str, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    for frame in lexicon.by_adjective[lemma]:
        if lemma in frame.copular:
            yield from _copular_frame(frame, token)
        elif lemma in frame.states_adjective:
            head = token.head
            if token.dep_ in ("acomp", "ROOT", "attr", "oprd", "conj") or children(token, "nsubj", "nsubjpass"):
                clause = token if head == token or token.pos_ == "VERB" else head
                match = _filled(frame, token, clause, "adjective", {}, clause, words=(token,))
                things = subjects(clause) or subjects(token)
                for role, positions in frame.roles.items():
                    match.fillers[role] = [("subject", thing) for thing in things]
                    if "self" in positions:
                        match.fillers[role] = [("self", token)]
                if things:
                    yield match
        elif lemma in frame.adjectives and token.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp", "amod", "advcl"):
            clause = token.head if token.head.pos_ in ("VERB", "AUX") else token
            match = _filled(frame, token, clause, "adjective", {"place": ("location",)}, clause, words=(token,))
            counted = subjects(token) or (patients(clause) if clause != token else [token.head])
            if not counted and token.dep_ in ("acomp", "attr"):
                counted = subjects(clause)
            match.fillers["counted"] = [("subject", thing) for thing in counted]
            yield match
        elif lemma in frame.adjectives and token.dep_ in _HEADS and lemma in frame.nouns:
            yield _filled(frame, token, token, "noun", frame.noun_roles, token, words=(token,))


def _copular_frame(frame: Frame, noun: Token) -> Iterator[FrameMatch]:
    """ "X is a stronghold of Y", "X, the last Y stronghold"."""
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
    match = _filled(frame, noun, clause, "adjective", {"actor": frame.roles.get("actor", ())}, noun, words=(noun,))
    match.fillers["place"] = [("subject", thing) for thing in things]
    yield match


def _with_party_frames(preposition: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    """ "the town is still with the rebels", "remained under the Islamic State"."""
    clause = preposition.head
    nouns = children(preposition, "pobj")
    things = subjects(clause)
    if nouns and things:
        for frame in lexicon.by_preposition[preposition.lower_]:
            fillers = {"place": [("subject", thing) for thing in things], "actor": [("object", noun) for noun in nouns]}
            yield FrameMatch(frame, nouns[0], clause, "state", fillers, frame.event, (clause, preposition))


def _held_frames(token: Token, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
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


def _filled(
    frame: Frame,
    trigger: Token,
    clause: Token,
    construction: str,
    roles: dict[str, tuple[str, ...]],
    *sites: Token,
    words: tuple[Token, ...],
) -> FrameMatch:
    match = FrameMatch(frame, trigger, clause, construction, {}, frame.event, words)
    for role, positions in roles.items():
        fillers: list[tuple[str, Token]] = []
        for position in positions:
            for site in sites:
                for token in _at_position(position, site):
                    if all(token.i != other.i for _, other in fillers) and token.pos_ in (
                        *_NOMINAL,
                        "DET",
                        "VERB",
                        "ADV",
                    ):
                        fillers.append((position, token))
        match.fillers[role] = fillers
    return match


def _at_position(position: str, site: Token) -> list[Token]:
    """Tokens that stand at ``position`` of a verb or noun."""
    verbal = site.pos_ in ("VERB", "AUX") or site.tag_.startswith("VB")
    if position == "agent":
        return agents(site) if verbal else []
    if position == "patient":
        return patients(site) if verbal else []
    if position == "object":
        return children(site, "dobj") if verbal else []
    if position == "subject":
        return subjects(site) if verbal else []
    if position in ("poss", "compound", "amod"):
        return list(children(site, position, "nmod" if position == "compound" else position))
    if position == "location":
        return location_tokens(site)
    if position == "party":
        return [*(subjects(site) if verbal else []), *(patients(site) if verbal else [])]
    if position.startswith("subject "):
        around = position.split()[1]
        return [noun for thing in subjects(site) for noun in prepositional_objects(thing).get(around, [])]
    if " " in position:
        return _by_path(site, position.split())
    found = prepositional_objects(site).get(position, [])
    if not found and verbal and position in ("from", "to", "towards", "toward", "into"):
        found = [noun for thing in children(site, "dobj") for noun in prepositional_objects(thing).get(position, [])]
    return found


def _by_path(site: Token, path: list[str]) -> list[Token]:
    """ "into hands": owners of the noun; "out of", "for control of": objects along the path."""
    reached = prepositional_objects(site)
    if " ".join(path) in reached:
        return reached[" ".join(path)]
    first = reached.get(path[0], [])
    nouns = [noun for noun in first if noun.lemma_.lower().rstrip("s") == path[1].rstrip("s")]
    found: list[Token] = []
    for noun in nouns:
        found += prepositional_objects(noun).get(path[2] if len(path) > 2 else "of", [])
        found += children(noun, "poss", "compound", "amod")
    return found


def location_tokens(site: Token) -> list[Token]:
    """Objects of prepositions of place on ``site``, then on its objects, then on the verbs above it in its clause."""
    found: list[Token] = []
    near: list[Token] = [site, *children(site, "dobj", "nsubjpass", "attr")]
    for governor in governors(site):
        if governor.pos_ not in ("VERB", "AUX", "NOUN"):
            continue
        near.append(governor)
        if governor.pos_ in ("VERB", "AUX"):
            break
    near += [noun for nouns in prepositional_objects(site).values() for noun in nouns]
    for token in near:
        objects = prepositional_objects(token)
        for preposition in LOCATIONS:
            if preposition == "of" and token.pos_ not in ("NOUN",):
                continue
            found.extend(noun for noun in objects.get(preposition, []) if noun not in found)
    return found

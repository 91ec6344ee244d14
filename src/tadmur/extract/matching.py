"""Finds frames in a parsed sentence: the trigger, and the tokens that fill its roles.

Each construction (verb, light verb with noun, nominalisation; states in :mod:`tadmur.extract.state_frames`) has one
finder. What a filler means (party, place, count) is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tadmur.extract.filling import FrameMatch, filled, particle, with_modifier
from tadmur.extract.frames import Frame, FrameLexicon
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.state_frames import (
    COPULAS,
    adjective_frames,
    back_frames,
    held_frames,
    none_left_frames,
    state_frame,
    theirs_frames,
    there_frames,
    with_party_frames,
)
from tadmur.extract.syntax import SUBJECTS, children, patients, prepositional_objects, subjects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind

_INSIDE = frozenset({"in", "inside"})
_STAYING = frozenset({"be", "remain", "stay", "sit", "stand", "leave"})


def find_frames(doc: Doc, lexicon: FrameLexicon) -> list[FrameMatch]:
    """All frame matches in one parsed sentence, in the order of their triggers."""
    found: list[FrameMatch] = []
    for token in doc:
        lemma = lexicon.lemmas.get(token.lower_, token.lemma_.lower())
        if _is_verb(token):
            found.extend(_verb_frames(token, lemma, lexicon))
            if token.tag_ == "VBG" and token.dep_ in SUBJECTS and token.lower_ in lexicon.by_noun:
                found.extend(_noun_frames(token, token.lower_, lexicon))
        elif token.pos_ in ("NOUN", "PROPN"):
            found.extend(_noun_frames(token, lemma, lexicon))
        if (token.pos_ in ("ADJ", "VERB", "NOUN") or token.lower_ == "ours") and lemma in lexicon.by_adjective:
            found.extend(adjective_frames(token, lemma, lexicon))
        if token.dep_ == "prep" and token.lower_ in lexicon.by_preposition and _is_copular(token.head):
            found.extend(with_party_frames(token, lexicon))
        if token.lower_ in lexicon.by_participle and token.i >= 2 and doc[token.i - 1].text == "-":
            found.extend(held_frames(token, lexicon))
        if token.lower_ == "back":
            found.extend(back_frames(token, lexicon))
        if token.dep_ in ("acomp", "attr") and token.text.istitle() and token.head.lemma_ in COPULAS:
            found.extend(theirs_frames(token, lexicon))
        if token.dep_ == "prep" and _says_where(token):
            found.extend(there_frames(token, lexicon))
            found.extend(none_left_frames(token, lexicon))
    return found


def _says_where(preposition: Token) -> bool:
    """ "Are in", "remain inside", "sit at", "is left in"; "be at" says too little."""
    lemma, low = preposition.head.lemma_, preposition.lower_
    return (low in _INSIDE and lemma in _STAYING) or (low == "at" and lemma in ("sit", "stand"))


def _is_copular(token: Token) -> bool:
    """ "Is", and the adjective of "is calm"."""
    return token.lemma_ in COPULAS or (token.dep_ == "acomp" and token.head.lemma_ in COPULAS)


def _is_verb(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX"):
        return not (token.i >= 2 and token.nbor(-1).text == "-" and token.dep_ in ("amod", "compound", "acomp"))
    return token.tag_ in ("VBG", "VBN", "VBD", "VBZ") and token.dep_ not in ("amod", "compound")


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
            state = verb.tag_ == "VBN" and verb.dep_ == "acomp" and verb.head.lemma_ in COPULAS
            yield filled(frame, verb, verb.head if state else verb, "verb", frame.roles, verb, words=(verb,))


def _has_arguments(frame: Frame, verb: Token) -> bool:
    """Whether the verb has the subject and the object that the frame counts only with."""
    wanted = ((frame.subject_nouns, subjects), (frame.object_nouns, patients))
    return all(
        any({t.lemma_.lower(), with_modifier(t)} & nouns for t in found(verb)) for nouns, found in wanted if nouns
    )


def _noun_frames(noun: Token, lemma: str, lexicon: FrameLexicon) -> Iterator[FrameMatch]:
    for frame in lexicon.by_light_noun.get(lemma, ()) or lexicon.by_light_noun.get(with_modifier(noun), ()):
        verb = _light_verb(noun)
        if verb is not None and frame.light is not None and _phrasal(verb, frame.light.verbs):
            yield filled(frame, noun, verb, "light", frame.light_roles, verb, noun, words=(verb, noun))
    for frame in next(
        filter(None, (lexicon.by_state_noun.get(n) for n in (with_modifier(noun), noun.lower_, lemma))), ()
    ):
        match = state_frame(frame, noun)
        if match is not None:
            yield match
    for name in dict.fromkeys((with_modifier(noun), lemma)):
        for frame in lexicon.by_noun.get(name, ()):
            if (frame.needs_occurring and not _goes_on(noun)) or (frame.needs_standing and not _stands(noun)):
                continue
            match = filled(frame, noun, noun, "noun", frame.noun_roles or frame.roles, noun, words=(noun,))
            if frame.kind is ClaimKind.CLASH and noun.dep_ in SUBJECTS:
                _add_fillers(match, noun.head, ("actor", "opponent"), ("between", "with", "against"))
            if frame.needs_occurring:
                _add_fillers(match, noun.head, ("place",), ("for", "over"))
            yield match


def _goes_on(noun: Token) -> bool:
    return noun.dep_ in SUBJECTS and noun.head.lemma_.lower() in word_list("going_on")


def _stands(noun: Token) -> bool:
    verb = noun.head
    weak = any(child.lower_ in word_list("weak") for child in children(verb, "acomp", "attr", "advmod"))
    return noun.dep_ in SUBJECTS and verb.lemma_.lower() in word_list("lasting_verbs") and not weak


def _add_fillers(match: FrameMatch, verb: Token, roles: Sequence[str], prepositions: Sequence[str]) -> None:
    """What a parser hung on the verb of a noun: "a firefight broke out between A and B", "battles continue for X"."""
    objects = prepositional_objects(verb)
    for role in roles:
        positions = [p for p in match.frame.noun_roles.get(role, ()) if p in prepositions]
        match.fillers.setdefault(role, []).extend((p, noun) for p in positions for noun in objects.get(p, []))


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

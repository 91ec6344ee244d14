"""Who does what to what: arguments of a verb or noun in a dependency parse (CLEAR labels, as spaCy gives them).

Passives, participles, relative clauses, control and coordination are undone here, so that the frames need to name
only agent, patient and prepositions.
"""

from __future__ import annotations

from collections.abc import Iterator

from tadmur.extract.parse_tree import Token
from tadmur.extract.word_lists import word_list

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
RELATIVES = frozenset({"which", "who", "that", "whom"})
CLAUSES = frozenset({"advcl", "pcomp", "xcomp", "ccomp", "conj", "acl", "relcl", "parataxis", "dep"})
_PREDICATES = frozenset({"acomp", "oprd", "attr"})


def children(token: Token, *labels: str) -> list[Token]:
    """Children with one of the dependency labels, in order."""
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """Whether the verb's grammatical subject is its patient."""
    if verb.tag_ != "VBN" and not (verb.tag_ == "VBD" and verb.dep_ in ("acl", "advcl")):
        return False
    if children(verb, "auxpass", "nsubjpass"):
        return True
    if children(verb, "agent") and not children(verb, "dobj", "nsubj"):
        return True
    if children(verb, "aux", "nsubj"):
        return False
    if verb.dep_ in ("acl", "amod", "acomp"):
        return True
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return is_passive(verb.head) and not children(verb, "dobj")
    return not children(verb, "dobj") and (bool(children(verb, "agent")) or verb.dep_ in ("advcl", "ccomp", "oprd"))


def _antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token stands for itself."""
    if token.lower_ in RELATIVES and token.tag_ in ("WDT", "WP", "IN", "DT"):
        clause: Token = token.head
        for _ in range(4):
            if clause.dep_ == "relcl":
                return clause.head
            clause = clause.head
    return token


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Grammatical subjects of a verb, also when they stand with another verb or are the noun that it modifies."""
    own = children(verb, *SUBJECTS)
    if own:
        return [_antecedent(token) for token in own]
    head = verb.head
    if depth > 5 or head == verb:
        return []
    if verb.tag_ == "VBN" and (described := _described(verb)) is not None:
        return [described]
    if verb.dep_ in _PREDICATES and verb.tag_ == "VBN" and head.pos_ in ("VERB", "AUX"):
        return subjects(head, depth + 1)
    if verb.dep_ == "relcl":
        return [head] if not children(verb, "nsubj") else []
    if verb.dep_ == "acl":
        return _subjects_of_noun_clause(verb, depth)
    if verb.dep_ == "pcomp" and head.dep_ in ("prep", "mark", "agent"):
        governor = head.head
        if governor.pos_ in ("NOUN", "PROPN"):
            return _doers_of_noun(governor, depth)
        return agents(governor, depth + 1) or subjects(governor, depth + 1)
    if verb.dep_ in CLAUSES and head.pos_ in ("VERB", "AUX"):
        if verb.dep_ == "xcomp" and takes_time(head):
            return children(head, "dative", "dobj")[:1]
        if verb.dep_ == "xcomp" and head.lemma_.lower() in word_list("object_control"):
            controller = subjects(head, depth + 1) if is_passive(head) else children(head, "dobj")
            if controller:
                return controller
        if verb.dep_ != "conj" and is_passive(head) and not is_passive(verb) and agents(head, depth + 1):
            return agents(head, depth + 1)
        return subjects(head, depth + 1)
    return []


def takes_time(verb: Token) -> bool:
    """ "It took the army four days to": what follows came about, and the army did it."""
    return verb.lemma_.lower() == "take" and any(subject.lower_ == "it" for subject in children(verb, "nsubj"))


def _described(participle: Token) -> Token | None:
    """The name that a participle between commas describes, hung on the verb: "In Kesh, taken by X, there is ..."."""
    comma = participle.left_edge.i - 1
    if participle.dep_ != "advcl" or comma < 1 or participle.doc[comma].text != ",":
        return None
    name = participle.doc[comma - 1]
    fronted = name.dep_ == "pobj" and name.pos_ == "PROPN" and participle.i < participle.head.i
    return name if fronted else None


def _subjects_of_noun_clause(verb: Token, depth: int) -> list[Token]:
    noun = verb.head
    if any(child.lower_ == "to" and child.tag_ == "TO" for child in verb.children):
        return _doers_of_noun(noun, depth)
    return [noun]


def _doers_of_noun(noun: Token, depth: int) -> list[Token]:
    """Who does what a noun names ("the army's attempt to"), else the subject of the verb that the noun belongs to."""
    for label in ("poss", "compound", "amod"):
        doers = [child for child in children(noun, label) if child.pos_ in ("PROPN", "NOUN", "PRON", "ADJ")]
        if label == "poss" and doers:
            return doers
    by = prepositional_objects(noun).get("by")
    if by:
        return by
    governor: Token = noun
    while governor.pos_ not in ("VERB", "AUX") and governor.head != governor:
        governor = governor.head
    if governor.pos_ in ("VERB", "AUX") and noun.dep_ not in SUBJECTS:
        return agents(governor, depth + 1)
    return (
        [noun]
        if noun.dep_ not in SUBJECTS
        else [child for child in children(noun, "compound", "amod") if child.pos_ in ("PROPN", "NOUN", "ADJ")]
    )


def agents(verb: Token, depth: int = 0) -> list[Token]:
    """Who does it: the subject, or in a passive what stands after "by"."""
    if is_passive(verb):
        found = [noun for by in children(verb, "agent") for noun in children(by, "pobj")]
        found = found or prepositional_objects(verb).get("by", [])
        if found or depth:
            return found
        return [noun for inner in _adjuncts(verb) for noun in prepositional_objects(inner).get("by", [])]
    return subjects(verb, depth)


def _adjuncts(verb: Token) -> list[Token]:
    """Nouns in phrases behind a verb, on which a parser may hang the verb's own "by": "yielded without a shot by X"."""
    return [noun for preposition in children(verb, "prep") for noun in children(preposition, "pobj")]


def patients(verb: Token) -> list[Token]:
    """To whom or what it is done: the object, or in a passive the subject."""
    if is_passive(verb):
        return subjects(verb)
    objects = [_antecedent(token) for token in children(verb, "dobj")]
    if objects:
        return objects
    if verb.dep_ == "relcl" and children(verb, "nsubj") and not children(verb, "dobj"):
        subject = children(verb, "nsubj")[0]
        if subject.lower_ not in RELATIVES:
            return [verb.head]
    shared = [other for other in children(verb, "conj") if other.pos_ == "VERB" and children(other, "dobj")]
    if shared and not children(shared[0], *SUBJECTS):
        return [_antecedent(token) for token in children(shared[0], "dobj")]
    return children(verb, "oprd") if verb.lemma_ != "be" else []


def prepositional_objects(token: Token) -> dict[str, list[Token]]:
    """Objects of the prepositions that hang on ``token``: ``{"from": [...], "out of": [...]}``."""
    found: dict[str, list[Token]] = {}
    for preposition in children(token, "prep", "agent", "dative", "advmod", "prt"):
        _collect(preposition, preposition.lower_, found)
    return found


def _collect(preposition: Token, words: str, found: dict[str, list[Token]]) -> None:
    for child in preposition.children:
        if child.dep_ == "pobj" or (child.dep_ == "pcomp" and child.pos_ == "ADV"):
            found.setdefault(words, []).append(_antecedent(child))
        elif child.dep_ == "prep":
            _collect(child, f"{words} {child.lower_}", found)
            for noun in children(child, "pobj"):
                found.setdefault(child.lower_, []).append(noun)
        elif child.dep_ == "conj" and child.pos_ == "ADP":
            _collect(child, child.lower_, found)


def conjuncts(token: Token) -> list[Token]:
    """``token`` and all that is coordinated with it further right, in order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            found.extend(conjuncts(child))
    return found


def governors(token: Token) -> Iterator[Token]:
    """Heads of ``token`` from the nearest to the root."""
    while token.head != token:
        token = token.head
        yield token


def clause_of(token: Token) -> Token:
    """The verb whose clause ``token`` heads or stands in; the root of a sentence without one."""
    verbs = (t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass"))
    return next(verbs, token.root)

"""Whether a statement says that something happened: modality and polarity, read upwards from the clause of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tadmur.extract.parse_tree import Token
from tadmur.extract.syntax import children, takes_time
from tadmur.terms.claim import Modality

_FUTURE = frozenset({"will", "shall", "'ll", "wo"})
_CONDITIONAL = frozenset({"would", "could", "may", "might", "can", "should", "must", "ca", "'d"})
_PERCEIVED = frozenset({"hear", "see"})
"""What could be heard or seen, was."""
_IF = frozenset({"if", "unless", "whether", "lest"})
_NOBODY = frozenset({"nobody", "none", "neither", "no-one", "nothing"})
_LONGEST_CLIMB = 12
_VERDICTS = {
    "attempted": Modality.ATTEMPTED,
    "planned": Modality.PLANNED,
    "failed": Modality.FAILED,
    "possible": Modality.CONDITIONAL,
}


@dataclass(frozen=True, slots=True)
class Stance:
    """``asserted`` is false for a denial, an aim, an attempt, a failure, a forecast; ``hedge`` as worded."""

    modality: Modality = Modality.ACTUAL
    asserted: bool = True
    denied: bool = False
    hedge: tuple[int, int] | None = None
    """Character span of the hedge in the sentence."""


@cache
def _words() -> dict[str, Any]:
    source = files("tadmur.extract").joinpath("data", "modality.yaml").read_text(encoding="utf-8")
    lists = yaml.safe_load(source)
    return {
        name: {part: frozenset(words) for part, words in entry.items()} if isinstance(entry, dict) else frozenset(entry)
        for name, entry in lists.items()
    }


def _class_of(token: Token) -> str | None:
    """The list that a governing word is on, by its part of speech."""
    lemma = token.lemma_.lower()
    part = "verbs" if token.pos_ in ("VERB", "AUX") else "adjectives" if token.pos_ in ("ADJ", "ADV") else "nouns"
    for name in ("failed", "denied", "attempted", "planned", "possible", "reported", "happened"):
        if lemma in _words()[name].get(part, ()):
            return name
    return None


def _is_infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" and child.i < verb.i for child in verb.children)


def _negated(token: Token) -> bool:
    return bool(children(token, "neg")) or any(
        child.lower_ in ("no", "never", "neither") or _no_longer(child)
        for child in children(token, "det", "preconj", "advmod", "prep")
    )


def _no_longer(adverb: Token) -> bool:
    negative = any(child.lower_ in ("no", "not", "any") for child in adverb.children)
    return negative and adverb.lower_ in ("longer", "more")


def _said_of_nobody(verb: Token) -> bool:
    """ "Neither side controls", "nobody has entered", "no town was taken"."""
    return any(
        subject.lower_ in _NOBODY
        or any(child.lower_ in ("no", "neither") for child in children(subject, "det", "preconj", "cc"))
        for subject in children(verb, "nsubj", "nsubjpass")
    )


def read_stance(clause: Token, trigger: Token) -> Stance:
    """The stance of the speaker to what ``clause`` says, from the clause itself up through what governs it."""
    words = _words()
    hedge: tuple[int, int] | None = None
    if trigger.i > 1 and trigger.doc[trigger.i - 2 : trigger.i].text.lower() == "all but":
        return Stance(Modality.FAILED, False)
    historical = False
    node = clause
    negations = 0
    for step in range(_LONGEST_CLIMB):
        for child in node.children:
            low = child.lower_
            if low in words["hedges"] and child.dep_ in ("advmod", "amod", "dep"):
                hedge = hedge or (child.idx, child.idx + len(child.text))
            if low in words["before"] and child.i < node.i + 3 and step == 0:
                historical = True
            if low in words["nearly"] and child.dep_ == "advmod" and step == 0 and child.i < node.i:
                return Stance(Modality.FAILED, False, hedge=hedge)
        if node.pos_ in ("VERB", "AUX"):
            modal = {child.lower_ for child in children(node, "aux")}
            if _negated(node) or (step == 0 and _said_of_nobody(node)):
                negations += 1
            if modal & _FUTURE:
                return Stance(Modality.FORECAST, False, hedge=hedge)
            if (
                modal & _CONDITIONAL
                and node.lemma_ not in _PERCEIVED
                and "have" not in {child.lower_ for child in children(node, "aux") if child.i > node.i}
            ):
                return Stance(Modality.CONDITIONAL, False, hedge=hedge)
            if any(child.lower_ in _IF for child in children(node, "mark", "advmod")):
                return Stance(Modality.CONDITIONAL, False, hedge=hedge)
        elif _negated(node) and step == 0:
            negations += 1
        verdict, node_above, link = _verdict(node)
        if verdict in _VERDICTS:
            modality = _VERDICTS[verdict]
            if verdict == "failed" and node_above is not None and _negated(node_above):
                return Stance(Modality.ACTUAL, True, hedge=hedge)
            return Stance(modality, False, hedge=hedge)
        if verdict == "denied":
            if node_above is not None and _negated(node_above):
                return Stance(Modality.CONDITIONAL, False, hedge=hedge)
            return Stance(Modality.ACTUAL, False, denied=True, hedge=hedge)
        if verdict == "undone":
            return Stance(Modality.FAILED, False, hedge=hedge)
        if node_above is None or link == "stop":
            break
        if link == "reported" and node_above.pos_ == "VERB" and hedge is None and _is_infinitive(node):
            hedge = node_above.idx, node_above.idx + len(node_above.text)
        node = node_above
    if negations % 2:
        return Stance(Modality.ACTUAL, False, hedge=hedge)
    return Stance(Modality.HISTORICAL if historical else Modality.ACTUAL, True, hedge=hedge)


def _verdict(node: Token) -> tuple[str | None, Token | None, str]:
    """(what the governor makes of ``node``, the governor, how they are linked)."""
    head = node.head
    if head == node:
        return None, None, "stop"
    if node.pos_ in ("VERB", "AUX"):
        return _verdict_on_verb(node, head)
    return _verdict_on_noun(node, head)


def _verdict_on_verb(node: Token, head: Token) -> tuple[str | None, Token | None, str]:
    words = _words()
    kind = _class_of(head)
    if node.dep_ == "pcomp":
        preposition = head
        path = f"{preposition.lower_} {preposition.head.lower_}"
        if preposition.lower_ == "without" or path in ("of instead", "than rather"):
            return "undone", preposition.head, "gerund"
        governor = preposition.head
        while governor.dep_ == "prep" and governor.pos_ in ("ADP", "SCONJ", "ADV"):
            governor = governor.head
        kind = _class_of(governor)
        by_noun = governor.pos_ == "NOUN" and preposition.lower_ in ("of", "at", "for", "to", "towards")
        by_verb = governor.pos_ in ("VERB", "ADJ", "ADV") and preposition.lower_ in (
            "at",
            "from",
            "in",
            "of",
            "on",
            "for",
            "about",
        )
        if (by_noun or by_verb) and kind in (*_VERDICTS, "denied"):
            if kind == "failed" and preposition.lower_ not in ("from", "in", "of", "at"):
                return None, governor, "gerund"
            if kind == "attempted" and by_verb:
                return None, governor, "gerund"
            return kind, governor, "gerund"
        return (
            (None, governor, "gerund")
            if preposition.lower_ in ("in", "by", "of", "with", "at")
            else (None, None, "stop")
        )
    if _is_infinitive(node):
        if node.dep_ in ("acl", "relcl") and _is_one_of_a_row(head):
            return None, None, "stop"
        before = _noun_before_to(node)
        if before is not None and before != head and _class_of(before) in ("attempted", "planned", "failed"):
            return _class_of(before), before, "infinitive"
        if node.dep_ == "xcomp" or (node.dep_ in ("ccomp", "advcl") and kind in ("attempted", "failed", "planned")):
            if head.lemma_ == "be" and node.dep_ == "xcomp" and not children(head, "acomp", "auxpass"):
                return "planned", head, "infinitive"
            if takes_time(head):
                return None, head, "happened"
            if kind in ("reported", "happened"):
                return None, head, "reported" if kind == "reported" else "happened"
            noun = next(iter(children(head, "dobj")), None)
            if noun is not None and _class_of(noun) in ("attempted", "planned", "failed"):
                return _class_of(noun), noun, "infinitive"
            if kind in (*_VERDICTS, "denied"):
                return kind, head, "infinitive"
            return "planned", head, "infinitive"
        if node.dep_ in ("acl", "relcl"):
            if kind == "happened" or head.lower_ in words["happened"].get("adjectives", ()):
                return None, head, "happened"
            return (kind if kind in _VERDICTS else "planned"), head, "infinitive"
        if node.dep_ == "advcl":
            if kind == "happened" and head.lemma_ in ("go", "continue", "proceed", "manage", "succeed"):
                return None, head, "happened"
            return "planned", head, "infinitive"
        if node.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
            return _verdict_on_verb(head, head.head) if head.head != head else (None, None, "stop")
        if node.dep_ == "ccomp":
            return (None, head, "happened") if kind in ("happened", "reported") else ("planned", head, "infinitive")
        return None, head, "other"
    if node.dep_ == "conj":
        if node.tag_ == "VB" and not children(node, "nsubj", "nsubjpass", "aux"):
            return None, head, "shared"
        return _shared_governor(node, head)
    if node.dep_ == "xcomp":
        if kind in ("failed", "attempted", "planned", "denied"):
            return (kind if kind != "planned" or node.tag_ == "VBG" else None), head, "gerund"
        return None, head, "happened"
    if node.dep_ == "ccomp":
        if kind == "denied":
            return "denied", head, "said"
        if kind == "failed" and node.tag_ == "VBG":
            return "failed", head, "gerund"
        if kind == "possible":
            return "possible", head, "said"
        if kind == "planned" and head.lemma_ in ("hope", "demand", "threaten", "propose", "ask", "order"):
            return "planned", head, "said"
        return None, None, "stop"
    if node.dep_ == "acl":
        if node.tag_ == "VBG" and head.dep_ == "dobj" and _class_of(head.head) == "failed":
            return "failed", head.head, "gerund"
        if kind == "denied" or (kind == "possible" and head.lemma_ not in ("event", "case")):
            return kind, head, "said"
        return None, None, "stop"
    if node.dep_ == "advcl" and node.tag_ == "VBG" and not children(node, "mark"):
        if _is_infinitive(head) and node.left_edge.i and node.left_edge.nbor(-1).text == ",":
            return None, None, "stop"
        return None, head, "participle"
    return None, None, "stop"


def _is_one_of_a_row(noun: Token) -> bool:
    """ "The latest town to fall", "the third base to be lost": what the infinitive says has happened."""
    return any(c.lower_ in _words()["in_a_row"] for c in children(noun, "amod")) and noun.dep_ in (
        "attr",
        "appos",
        "nsubj",
        "dobj",
    )


def _noun_before_to(verb: Token) -> Token | None:
    """The noun that an infinitive directly follows, whatever the parser hung it on."""
    to = next((child for child in verb.children if child.tag_ == "TO" and child.i < verb.i), None)
    if to is None or to.i == 0:
        return None
    before = to.nbor(-1)
    return before if before.pos_ == "NOUN" else None


def _shared_governor(node: Token, head: Token) -> tuple[str | None, Token | None, str]:
    """A finite verb coordinated with another shares what governs that one, but neither its negation nor its modal."""
    if children(node, "nsubj", "nsubjpass"):
        return None, None, "stop"
    first = head
    while first.dep_ == "conj" and first.head.pos_ in ("VERB", "AUX"):
        first = first.head
    if node.tag_ == "VBG" and first.tag_ == "VB":
        return None, None, "stop"
    if node.tag_ in ("VBG", "VB") and first.head != first:
        return _verdict_on_verb(first, first.head)
    return None, None, "stop"


def _verdict_on_noun(node: Token, head: Token) -> tuple[str | None, Token | None, str]:
    if node.dep_ == "pobj":
        governor = head.head
        kind = _class_of(governor)
        if governor.pos_ == "NOUN" and kind in ("attempted", "planned", "failed", "possible", "denied"):
            if head.lower_ in ("at", "of", "for", "to", "against"):
                return kind, governor, "of"
        elif governor.pos_ == "VERB" and head.lower_ in ("at", "for", "from", "to") and kind in ("planned", "failed"):
            return kind, governor, "of"
        if governor.pos_ in ("NOUN",) and head.lower_ == "of":
            return None, governor, "of"
        return None, None, "stop"
    if node.dep_ in ("dobj", "nsubjpass", "attr"):
        kind = _class_of(head)
        if kind in ("attempted", "planned", "denied", "possible") and head.lemma_ not in (
            "launch",
            "order",
            "call",
            "move",
            "fight",
        ):
            return kind, head, "object"
        if kind == "failed" and head.lemma_ in (
            "prevent",
            "block",
            "thwart",
            "foil",
            "avoid",
            "avert",
            "repel",
            "repulse",
        ):
            return kind, head, "object"
        if head.pos_ in ("VERB", "AUX"):
            return None, head, "object"
        return None, None, "stop"
    if node.dep_ == "conj":
        return None, head, "shared"
    if node.dep_ in ("nsubj", "appos") and head.pos_ in ("VERB", "AUX"):
        if head.lemma_ == "fail" and not children(head, "dobj"):
            return "failed", head, "subject"
        return None, None, "stop"
    return None, None, "stop"

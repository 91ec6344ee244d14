"""The words that make a claim: the clause of its trigger, without what belongs to other claims, tidy at its edges."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from tadmur.extract.syntax import children

if TYPE_CHECKING:
    from spacy.tokens import Token

_CUT = frozenset({"conj", "advcl", "ccomp", "parataxis", "relcl", "acl", "xcomp", "prep", "appos"})
_EDGE_LEFT = frozenset({",", ";", ":", "-", ".", "and", "but", "however", "meanwhile", "also", "that", "while", "'", ")", "yet", "so",
                        "or", "as", "although", "though", "because", "nevertheless", "moreover", "furthermore", "then"})  # fmt: skip
_EDGE_RIGHT = frozenset({",", ";", ":", "-", ".", "!", "?", "and", "but", "(", "while", "'"})
_RELATIVE = frozenset({"which", "who", "that", "whom"})
_SPEECH = frozenset(
    {"say", "tell", "report", "state", "add", "claim", "announce", "note", "accord", "write", "declare", "confirm"}
)


def clause_head(token: Token) -> Token:
    """The verb that heads the clause of ``token``; for a noun phrase alone, its head noun."""
    node = token
    while node.head != node:
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("aux", "auxpass", "amod", "compound"):
            break
        node = node.head
    return node


def claim_span(clause: Token, trigger: Token, needed: Collection[int], others: Collection[int]) -> tuple[int, int]:
    """Character offsets, into the sentence, of the words that make a claim.

    Args:
        clause: the token that heads the statement.
        needed: indices of tokens that must stay inside: the fillers of the claim's roles.
        others: indices of the clause heads of other claims of the sentence: their clauses are left out.
    """
    doc = clause.doc
    head = clause if clause.pos_ in ("VERB", "AUX") else clause_head(clause)
    anchors = {trigger.i, clause.i, *needed}
    while (
        head.dep_ == "xcomp"
        and head.head.pos_ in ("VERB", "AUX")
        and head.head.i not in others
        and (head.head.lemma_ not in _SPEECH)
    ):
        head = head.head
    removed: set[int] = set()
    for token in head.subtree:
        if token == head or (token.dep_ not in _CUT and token.dep_ != "mark"):
            continue
        tokens = {t.i for t in token.subtree}
        if tokens & anchors:
            continue
        clausal = token.pos_ in ("VERB", "AUX") or any(c.dep_ == "pcomp" for c in token.children)
        own_claim = clausal and any(other in tokens for other in others)
        coordinate = (
            token.dep_ in ("conj", "ccomp", "parataxis") and token.pos_ in ("VERB", "AUX") and token.head == head
        )
        spoken = token.lemma_ in _SPEECH or (token.dep_ in ("advcl", "parataxis") and _has_speech(token))
        if own_claim or coordinate or spoken:
            removed |= tokens
    kept = sorted({t.i for t in head.subtree} - removed)
    first, last = _run(kept, removed, anchors)
    prep = head.head if head.dep_ == "pcomp" else None
    if prep is not None and prep.i == first - 1:
        first = prep.i
    mark = next((c for c in children(head, "mark", "advmod") if c.i == first and c.lower_ in _EDGE_LEFT), None)
    if mark is not None and mark.i + 1 <= last:
        first = mark.i + 1
    if head.dep_ == "relcl":
        first = _after_relative(head, first, min(anchors))
    return _trimmed(doc, first, last)


def _has_speech(token: Token) -> bool:
    return token.lemma_ in _SPEECH


def _run(kept: list[int], removed: Collection[int], anchors: Collection[int]) -> tuple[int, int]:
    """The longest run of kept tokens around the anchors that no removed token interrupts."""
    inside = [i for i in kept if i in anchors] or kept
    first, last = inside[0], inside[-1]
    low, high = first, last
    for index in range(first - 1, kept[0] - 1, -1):
        if index in removed:
            break
        low = index
    for index in range(last + 1, kept[-1] + 1):
        if index in removed:
            break
        high = index
    return low, high


def _after_relative(head: Token, first: int, limit: int) -> int:
    doc = head.doc
    while first < limit and (
        doc[first].lower_ in _RELATIVE or doc[first].dep_ in ("aux", "auxpass") or doc[first].lemma_ == "be"
    ):
        first += 1
    return first


def _trimmed(doc: object, first: int, last: int) -> tuple[int, int]:
    from spacy.tokens import Doc

    assert isinstance(doc, Doc)
    while first < last and (doc[first].lower_ in _EDGE_LEFT or doc[first].text == '"' or doc[first].is_space):
        first += 1
    while last > first and (doc[last].lower_ in _EDGE_RIGHT or doc[last].text == '"' or doc[last].is_space):
        last -= 1
    quotes = [t.i for t in doc[first : last + 1] if t.text == '"']
    if len(quotes) % 2 == 1:
        quote = quotes[0]
        if quote - first < last - quote:
            first = quote + 1
        else:
            last = quote - 1
        while last > first and doc[last].lower_ in _EDGE_RIGHT:
            last -= 1
        while first < last and doc[first].lower_ in _EDGE_LEFT:
            first += 1
    return doc[first].idx, doc[last].idx + len(doc[last].text)

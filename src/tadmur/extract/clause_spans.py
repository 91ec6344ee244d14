"""The words that make a claim: the clause of its trigger, without what belongs to other claims, tidy at its edges."""

from __future__ import annotations

from collections.abc import Collection

from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.syntax import children
from tadmur.extract.word_lists import word_list

_CLAUSES = frozenset({"conj", "advcl", "ccomp", "parataxis", "relcl", "acl", "xcomp", "prep", "appos", "mark"})
_RELATIVE = frozenset({"which", "who", "that", "whom"})


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
        needed: indices of tokens that must stay inside: the words of the trigger.
        others: indices of the clause heads and triggers of other claims: their clauses are left out.
    """
    head = clause if clause.pos_ in ("VERB", "AUX") else clause_head(clause)
    while head.dep_ == "xcomp" and head.head.pos_ in ("VERB", "AUX") and head.head.i not in others and (
        head.head.lemma_ not in word_list("speech")
    ):  # fmt: skip
        head = head.head
    anchors = {trigger.i, clause.i, *needed}
    removed: set[int] = set()
    for token in head.subtree:
        if token == head or token.dep_ not in _CLAUSES:
            continue
        tokens = {t.i for t in token.subtree}
        if not tokens & anchors and _belongs_elsewhere(token, head, tokens, others):
            removed |= tokens
    kept = sorted({t.i for t in head.subtree} - removed)
    first, last = _run(kept, removed, anchors)
    first = _with_preposition(head, first)
    first = _without_mark(head, first, last)
    if head.dep_ == "relcl":
        first = _after_relative(head, first, min(needed, default=trigger.i))
    return _trimmed(clause.doc, first, last)


def _belongs_elsewhere(token: Token, head: Token, tokens: Collection[int], others: Collection[int]) -> bool:
    """Whether the clause of ``token`` makes another claim, or only says who speaks."""
    verbal = token.pos_ in ("VERB", "AUX")
    clausal = verbal or bool(children(token, "pcomp"))
    own_claim = clausal and any(other in tokens for other in others) and not _modifies_subject(token, head)
    coordinate = verbal and token.dep_ in ("conj", "ccomp", "parataxis") and token.head == head
    return own_claim or coordinate or token.lemma_ in word_list("speech")


def _modifies_subject(token: Token, head: Token) -> bool:
    """ "X as well as increasing raids, and Y have worn down Z": a participle inside a subject of several parts."""
    subject = token.head
    several = bool(children(subject, "conj", "cc")) and subject.head == head and subject.i < head.i
    return token.dep_ in ("acl", "advcl") and token.tag_ == "VBG" and several


def _run(kept: list[int], removed: Collection[int], anchors: Collection[int]) -> tuple[int, int]:
    """The longest run of tokens around the anchors that nothing removed interrupts."""
    inside = [index for index in kept if index in anchors] or kept
    low, high = inside[0], inside[-1]
    while low > kept[0] and low - 1 not in removed:
        low -= 1
    while high < kept[-1] and high + 1 not in removed:
        high += 1
    return low, high


def _with_preposition(head: Token, first: int) -> int:
    """ "after recapturing": the preposition belongs to the words."""
    return head.head.i if head.dep_ == "pcomp" and head.head.i == first - 1 else first


def _without_mark(head: Token, first: int, last: int) -> int:
    mark = next((c for c in children(head, "mark", "advmod") if c.i == first), None)
    return first + 1 if mark is not None and mark.lower_ in word_list("edge_left") and first < last else first


def _after_relative(head: Token, first: int, limit: int) -> int:
    """Past the pronoun and the auxiliaries of a relative clause."""
    while first < limit:
        token = head.doc[first]
        if token.lower_ not in _RELATIVE and token.dep_ not in ("aux", "auxpass") and token.lemma_ != "be":
            break
        first += 1
    return first


def _trimmed(doc: Doc, first: int, last: int) -> tuple[int, int]:
    first, last = _inside_edges(doc, first, last)
    quotes = [token.i for token in doc[first : last + 1] if token.text == '"']
    if len(quotes) % 2 == 1:
        quote = quotes[0]
        first, last = (quote + 1, last) if quote - first < last - quote else (first, quote - 1)
        first, last = _inside_edges(doc, first, last)
    return doc[first].idx, doc[last].idx + len(doc[last].text)


def _inside_edges(doc: Doc, first: int, last: int) -> tuple[int, int]:
    while first < last and (
        doc[first].lower_ in word_list("edge_left") or doc[first].text == '"' or doc[first].is_space
    ):
        first += 1
    while last > first and (doc[last].lower_ in word_list("edge_right") or doc[last].text == '"' or doc[last].is_space):
        last -= 1
    return first, last

"""Whether a phrase speaks of people, and of people who belong to no party."""

from __future__ import annotations

from tadmur.extract.drafts import SentenceContext
from tadmur.extract.parse_tree import Token
from tadmur.extract.syntax import children, prepositional_objects
from tadmur.extract.word_lists import word_list


def is_civilian(token: Token, context: SentenceContext) -> bool:
    """Whether ``token`` heads a phrase for people without a party ("residents", "dozens of families")."""
    lemma = token.lemma_.lower()
    if context.parties.party(token) is not None and lemma not in word_list("civilians"):
        return False
    modifiers = children(token, "compound", "amod")
    return lemma in word_list("civilians") or any(t.lemma_.lower() in word_list("civilians") for t in modifiers)


def is_people(token: Token, context: SentenceContext) -> bool:
    """Whether ``token`` heads a phrase for people of any kind, fighters among them; not "dozens of vehicles"."""
    counted = prepositional_objects(token).get("of", []) if token.lemma_.lower() in word_list("countings") else []
    known = word_list("civilians") | word_list("armed_groups") | word_list("state_forces") | word_list("fighters")
    return any(t.lemma_.lower() in known or context.parties.party(t) is not None for t in counted or [token])

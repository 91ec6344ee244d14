"""What only bears a place's name: persons, ships, units, papers, clubs, goods. Weights in log-odds (nats)."""

from __future__ import annotations

import re

from tadmur.geocode.lexicon import lexicon
from tadmur.geocode.text_context import Context
from tadmur.geocode.tokens import Token
from tadmur.reference.folding import ARTICLES, plain_key

_AGE = re.compile(r"\s*,\s*\d{1,2}\s*,")
"""The age of a person after the name: "Ahmad Halabi, 34, ..."."""
_APPOSITION = re.compile(r"\s*,\s+(?:an?|the|his|her|their)\s+((?:[\w-]+\s+){0,2}[\w-]+)")
_KIN = re.compile(
    r"['’]s\s+(?:\w+\s+)?(?:wife|husband|sons?|daughters?|father|mother|brothers?|sisters?|cousins?|uncle|aunt|widow"
    r"|body|phone|voice|funeral|friends?|grave)\b|\s+(?:family|tribe|clan|brothers)\b"
)
"""Whom a possessive of a person goes with, and what a family name stands before."""
_DEEDS = frozenset(("attack", "attacks", "strike", "strikes", "fire", "factory", "hit", "barrage", "base", "battery"))
"""What follows a weapon where the place is meant: "a Homs rocket attack"."""


def is_said_of_a_person(rest: str) -> bool:
    """Whether what follows a name is said of persons only: an age, a trade, a relative."""
    if _AGE.match(rest) or _KIN.match(rest):
        return True
    found = _APPOSITION.match(rest)
    if found is None:
        return False
    said = [plain_key(word) for word in found[1].split()]
    types = lexicon().place_types
    return any(word in lexicon().titles for word in said) and not any(word in types for word in said)


def inside_a_name(context: Context, first: int) -> float:
    """Names of ships, broadcasters, clubs, operations and persons that end with a place's name; 0 for none of them."""
    words, token, before = lexicon(), context.tokens[first], context.tokens[first - 1]
    if before.key in words.ships:
        return -6.0
    if before.key == "operation" and before.capital:
        return -4.0
    if before.key in words.media or before.key in words.clubs:
        return -4.0
    head = context.word(first - 2)
    if before.key == "of" and head and head.joined and (head.key in words.operations or head.key in words.media):
        return -4.0 if head.capital or head.key in words.media else 0.0
    article, last = token.key in ARTICLES and not token.hyphen, context.word(first + 1)
    kin = before.capital and before.key not in words.features_before and before.key not in words.common_words
    if article and kin and last and last.hyphen and last.key.endswith("i") and (first not in context.ends_at):
        return -3.0
    return 0.0


def begins_a_name(context: Context, last: int) -> float:
    """Names of units, papers and goods that begin with a place's name: "the Sirte Protection Force", "Basra tea"."""
    words, after = lexicon(), context.word(last)
    if after is None:
        return 0.0
    if not after.capital:
        return _before_goods(context, last, after)
    for index in range(last, min(last + 4, len(context.tokens))):
        token = context.tokens[index]
        if not token.joined or not token.capital:
            break
        if token.key in words.units or (token.key in words.newspapers and not token.starts):
            return -5.0
    return 0.0


def _before_goods(context: Context, last: int, after: Token) -> float:
    """Goods and weapons that go by a place's name: "Basra tea", "a Badr rocket", but not "a Homs rocket attack"."""
    words, then = lexicon(), context.word(last + 1)
    if after.hyphen:
        return -4.0 if after.key == "class" else 0.0
    if after.key in words.products:
        return -5.0
    if after.key not in words.weapons or (then and then.joined and then.key in _DEEDS):
        return 0.0
    return -4.0

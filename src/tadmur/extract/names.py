"""What stands around a name: its type word, the distance from it, the speaker that it only locates."""

from __future__ import annotations

import re
from functools import cache

from tadmur.extract.frames import load_features
from tadmur.extract.parse_tree import Doc
from tadmur.extract.word_lists import word_list

_DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?)\s*-?(km|kilomet(?:re|er)s?|mi(?:les?)?)\b", re.I)
_NAMING = (
    r"(?:(?:which|that)\s+[^,.;]{1,40}?\s+)?(?:(?:also|better|locally|commonly|widely|now|formerly|once)\s+)*"
    r"(?:called?|calls|named?|names|known|dubbed|nicknamed)\s+(?:\w+\s+){0,3}?"
)
"""Words of naming between a type word and the name ("the junction, which villagers call simply X")."""
_FARTHEST = 70
"""Characters before a name in which its type word is looked for."""


def locates_a_speaker(doc: Doc, position: int) -> bool:
    """Whether the name at ``position`` only says who or where speaks: "officials in Kesh", "Kesh acknowledged that"."""
    for token in doc:
        if token.idx <= position < token.idx + len(token.text):
            speaks = token.dep_ == "nsubj" and token.head.lemma_.lower() in word_list("acts_of_states")
            if speaks or (token.dep_ == "pobj" and token.head.lower_ == "for" and token.head.head.lemma_ == "speak"):
                return True
            preposition = token.head
            while (
                preposition.dep_ in ("compound", "pobj", "conj")
                and preposition.dep_ != "prep"
                and preposition.head != preposition
            ):
                preposition = preposition.head
            return bool(preposition.dep_ == "prep" and preposition.head.lemma_.lower() in word_list("speakers"))
    return False


def distance_km(text: str) -> float | None:
    """A distance as stated in ``text``, in kilometres."""
    match = _DISTANCE.search(text)
    if match is None:
        return None
    number = float(match.group(1).replace(",", "."))
    return round(number * 1.609344, 1) if match.group(2).lower().startswith("mi") else number


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_features()
    types = "|".join(
        sorted(map(re.escape, words.settlement | words.site | words.area | words.quarter), key=lambda w: (-len(w), w))
    )
    before = rf"\b({types})s?(?:\s+of\s+(?:the\s+)?|,?\s+{_NAMING})$"
    return re.compile(before, re.I), re.compile(rf"\s+(?:\w+\s)?({types})s?\b", re.I)


def feature_words_around(text: str, start: int, end: int) -> str | None:
    """The type word that goes with the name ``text[start:end]``: "the village of X", "X airbase"."""
    before, after = _around()
    found = before.search(text[:start], max(0, start - _FARTHEST))
    if found:
        return found.group(1).lower()
    found = after.match(text, end)
    return found.group(1).lower() if found else None

"""Words of a text with their offsets, and what their shape says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tadmur.reference.folding import plain_key

_WORD = re.compile(
    r"""(?:[^\W\d_]\.){2,}              # U.S., N.Y.
      | (?:St|Ste|Mt|Ft|Dr|Mr|Mrs|Ms|Gov|Sen|Rep|Rev|Gen|Col|Capt|Sgt|Lt|Prof|Co|No)\.(?=\s)
      | [^\W\d_]\w*-?\d+\b              # T4, T-4
      | [^\W_]+(?:[-'’ʼ‘`][^\W\d_]+)*[`’‘]?(?=\W|$)
      | [^\W_]+
    """,
    re.VERBOSE,
)
_ENDS_SENTENCE = re.compile(r"[.!?:;•]|--|\n|[“”\"]")
_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|az|ez|es|ed|ar|er|at|an|as)-", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
INNER_WORDS = frozenset(
    ["al", "el", "ez", "az", "as", "ash", "ad", "ar", "an", "at", "ed", "es", "of", "the", "de", "del", "la", "le"]
    + [
        "du",
        "des",
        "les",
        "das",
        "do",
        "da",
        "dos",
        "di",
        "am",
        "an",
        "der",
        "upon",
        "on",
        "sur",
        "and",
        "bin",
        "i",
        "y",
    ]
)
"""Lower-case words that stand inside a name: "Rio de Janeiro", "Jisr al-Shughur", "Adrar des Ifoghas"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``key`` is its plain key; ``capital`` is true for a name-like shape, also "al-Bab" and caseless scripts.

    ``starts`` says that a sentence, a line or a quotation starts here; ``joined`` that only spaces stand between it
    and the word before.
    """

    start: int
    end: int
    text: str
    key: str
    capital: bool
    starts: bool
    joined: bool


def tokenise(text: str) -> list[Token]:
    """The words of ``text`` in order; a possessive "'s" is cut off."""
    tokens: list[Token] = []
    previous_end = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        possessive = _POSSESSIVE.search(match[0])
        if possessive and possessive.start():
            end = start + possessive.start()
        word = text[start:end]
        gap = text[previous_end:start]
        starts = not tokens or bool(_ENDS_SENTENCE.search(gap))
        if starts and tokens and gap.startswith(".") and tokens[-1].text.endswith(("St", "Mt", "Ft")):
            starts = False
        tokens.append(
            Token(start, end, word, plain_key(word), _is_capital(word), starts, not gap.strip() and not starts)
        )
        previous_end = match.end()
    return tokens


def _is_capital(word: str) -> bool:
    first = word[0]
    if first.isupper():
        return True
    if first.isalpha() and not first.islower():
        return True
    article = _ARTICLE.match(word)
    return bool(article and word[article.end() : article.end() + 1].isupper())

"""Words of a text with their offsets, and what their shape says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tadmur.reference.folding import plain_key

_STATES = (
    "Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa"
    "|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Alta|Man|Nfld|Ont|Que|Sask|Qld"
)
_WORD = re.compile(
    rf"""(?:[^\W\d_]\.){{2,}}                       # U.S., N.Y.
      | W\.\s?Va\. | (?<=[,(]\s)(?:{_STATES})\. | (?<=\()(?:{_STATES})\.   # after a comma: Lebanon, Ky.
      | (?:St|Ste|Mt|Ft|Dr|Mr|Mrs|Ms|Gov|Sen|Rep|Rev|Gen|Col|Capt|Sgt|Lt|Prof|Co|No|ST|MT|FT)\.(?=\s)
      | [^\W\d_]{{1,2}}-?\d+\b                       # T4, T-4
      | [^\W\d_]&[^\W\d_]
      | [^\W_]+(?:['’ʼ‘`][^\W\d_]+)*(?:[`’‘](?=-))?
    """,
    re.VERBOSE,
)
_ENDS_SENTENCE = re.compile(r"[.!?:;•]|--|\n|[“”\"]")
_ARTICLES = frozenset(("al", "el", "as", "ash", "ad", "az", "ez", "es", "ed", "ar", "er", "at", "an", "ul"))
_CUT = re.compile(r"['’](?:s|ll|m|re|ve|d|t)$", re.IGNORECASE)
"""Possessive and contracted endings, which are no part of a name."""
# fmt: off
INNER_WORDS = frozenset(
    (
        "al", "el", "ez", "az", "as", "ash", "ad", "ar", "an", "at", "ed", "es", "of", "the", "de", "del", "la",
        "le", "du", "des", "les", "das", "do", "da", "dos", "di", "am", "der", "upon", "on", "au", "aux", "sous",
        "sur", "and", "bin", "i", "y",
    )
)
# fmt: on
"""Lower-case words that stand inside a name: "Rio de Janeiro", "Jisr al-Shughur", "Adrar des Ifoghas"."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word. ``key`` is its plain key; ``capital`` is true for a name-like shape, also "al-" in "al-Bab" and
    caseless scripts.

    ``starts`` says that a sentence, a line or a quotation starts here; ``joined`` that only spaces or a hyphen stand
    between it and the word before, ``hyphen`` which of the two; ``cut`` is a possessive "'s" that follows.
    """

    start: int
    end: int
    text: str
    key: str
    capital: bool
    starts: bool
    joined: bool
    hyphen: bool
    cut: bool


def tokenise(text: str) -> list[Token]:
    """The words of ``text`` in order; a possessive "'s" is cut off."""
    tokens: list[Token] = []
    previous_end = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        cut = None if match[0].isalpha() else _CUT.search(match[0])
        if cut and cut.start():
            end = start + cut.start()
        word = text[start:end]
        gap = text[previous_end:start]
        hyphen = gap == "-"
        starts = not tokens or (not hyphen and gap != " " and bool(_ENDS_SENTENCE.search(gap)))
        joined = bool(tokens) and not starts and (hyphen or not gap.strip())
        capital = _is_capital(word) or _is_article(text, word, end)
        tokens.append(Token(start, end, word, plain_key(word), capital, starts, joined, hyphen, bool(cut)))
        previous_end = match.end() if not cut else start + len(match[0])
    return tokens


def _is_capital(word: str) -> bool:
    first = word[0]
    if first.isupper() or (first.isalpha() and not first.islower()):
        return True
    return word[1:2] in "'’" and word[2:3].isupper()


def _is_article(text: str, word: str, end: int) -> bool:
    return word in _ARTICLES and text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()

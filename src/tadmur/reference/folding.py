"""Two keys for a place name: the plain key (spelling as it is) and the folded key (transliteration levelled).

``plain_key`` removes case, accents, apostrophes and punctuation: "Deïr ez-Zor" and "DEIR EZ ZOR" are one. It is safe
for the whole world.

``folded_key`` also levels what transliterators of Arabic, Ukrainian and Russian disagree about: articles, kh/x, q/k,
ei/ai, ou/u, o/u, w/u, doubled letters, a final h or a, and the name's type word ("province", "airbase"). It is used
only for the densely covered countries, since it also merges names that differ ("Mali" and "Malé"). Vowels are
levelled, not removed: removing them makes "Baiji" match hundreds of places.

Arabic and Cyrillic keep their script; only their own spelling variants are levelled.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# fmt: off
ARTICLES = frozenset((
    "al", "el", "il", "ul", "as", "ash", "ad", "az", "ez", "es", "esh", "ed", "ar", "er", "at", "et", "an", "en",
    "ath", "adh", "dh", "ess", "ech",
))
TYPE_WORDS = frozenset((
    "province", "governorate", "district", "oblast", "raion", "region", "state", "county", "town", "city", "village",
    "airport", "airbase", "air", "base", "subdistrict", "muhafazat", "muhafazah", "nahiyah", "nahiya",
))
# fmt: on

_SINGLE = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ə": "a",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        # Arabic spelling variants
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
        "ء": None,
        # Cyrillic spelling variants
        "ё": "е",
        "ґ": "г",
    }
)
_APOSTROPHES = re.compile(r"['’‘ʼʻʾʿ`´ʹ′\"“”]")
_NOT_WORD = re.compile(r"[^\w]+|_")
_ABBREVIATIONS = {"saint": "st", "mount": "mt", "fort": "ft"}

_LATIN_RULES = (
    (re.compile(r"kh"), "x"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dh|dz"), "d"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"ey|ay|ei"), "ai"),
    (re.compile(r"aw|au|ou|oo|ow"), "u"),
    (re.compile(r"iy|yi|ye|ie|ee|y|e"), "i"),
    (re.compile(r"[ow]"), "u"),
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def plain_key(name: str) -> str:
    """The name without case, accents, apostrophes and punctuation; words are separated by one space.

    An empty result means that the name holds no letter or digit.
    """
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).casefold()
    text = unicodedata.normalize("NFKD", text)
    text = _APOSTROPHES.sub("", "".join(c for c in text if not unicodedata.combining(c) or c == "\u0306"))
    text = unicodedata.normalize("NFC", text).replace("\u0306", "").translate(_SINGLE)
    words = _NOT_WORD.sub(" ", text).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


@lru_cache(maxsize=65536)
def folded_key(name: str) -> str:
    """The plain key with transliterations levelled; see the module's text.

    Never empty for a name with letters: a name of articles or type words alone keeps them.
    """
    words = plain_key(name).split()
    kept = [w for w in words if w not in ARTICLES] or words
    without_type = [w for w in kept if w not in TYPE_WORDS]
    return " ".join(_fold_word(w) for w in (without_type or kept))


def _fold_word(word: str) -> str:
    first = word[0]
    if "\u0600" <= first <= "\u06ff":
        return word[2:] if word.startswith("ال") and len(word) > 4 else word
    if "\u0400" <= first <= "\u04ff":
        return word.replace("ь", "").replace("ъ", "") or word
    folded = word
    for pattern, replacement in _LATIN_RULES:
        folded = pattern.sub(replacement, folded)
    folded = _DOUBLED.sub(r"\1", folded)
    while len(folded) > 4 and folded[-1] in "ha":
        folded = folded[:-1]
    return folded


def language_of(name: str) -> str | None:
    """BCP 47 tag as far as the letters alone decide it: "ar", "uk", "ru"; ``None`` where they do not."""
    letters = {c for c in name.casefold() if c.isalpha()}
    if not letters:
        return None
    if all("\u0600" <= c <= "\u06ff" for c in letters):
        return None if letters & set("پچژگکیےۆەێ") else "ar"
    if all("\u0400" <= c <= "\u04ff" for c in letters):
        ukrainian, russian = bool(letters & set("іїєґ")), bool(letters & set("ыэъё"))
        if letters & set("ўҡҙңөүһәҫҭјљњќћђџ") or ukrainian == russian:
            return None
        return "uk" if ukrainian else "ru"
    return None

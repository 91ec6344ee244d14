"""Two keys for a place name: the plain key (spelling as it is) and the folded key (transliteration levelled).

``plain_key`` removes case, accents, apostrophes and punctuation: "Deïr ez-Zor" and "DEIR EZ ZOR" are one. It is safe
for the whole world.

``folded_key`` also levels what transliterators of Arabic, Ukrainian and Russian disagree about: articles, kh/x, q/k,
ei/ai, ou/u, o/u, w/u, doubled letters, a final h or a, and the name's type word ("province", "airbase"). It is used
only for the densely covered countries, since it also merges names that differ ("Mali" and "Malé"). Vowels are
levelled, not removed: removing them makes "Baiji" match hundreds of places.

Arabic and Cyrillic keep their script; their own spelling variants are levelled, prefixes that Arabic writes onto the
article and case endings of Cyrillic left out, and type words too.
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
    "airport", "airbase", "airfield", "air", "base", "subdistrict", "muhafazat", "muhafazah", "nahiyah", "nahiya",
    # Arabic, as the plain key spells them: governorate, state, district, subdistrict, town, village, airport, base
    "محافظه", "ولايه", "قضا", "ناحيه", "مدينه", "بلده", "قريه", "مطار", "قاعده", "العسكري", "الدولي", "الجويه",
    # Ukrainian and Russian: oblast, raion, town, village, settlement, airport, airfield
    "область", "район", "місто", "город", "село", "смт", "аеропорт", "аэропорт", "аеродром", "аэродром",
))
"""Words for the kind of a place. "Military", "international" and "air" stand only beside a word for an airport."""
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

_LATIN_PAIRS = (
    *(("kh", "x"), ("ck", "k"), ("gh", "g"), ("dh", "d"), ("dz", "d"), ("dj", "j")),
    *(("ey", "ai"), ("ay", "ai"), ("ei", "ai")),
    *(("au", "u"), ("aw", "u"), ("ou", "u"), ("oo", "u"), ("ow", "u")),
)
"""Pairs of letters that transliterators write for one sound, in the order in which they are levelled."""
_LATIN_LETTERS = str.maketrans("qyeow", "kiiuu")
_CYRILLIC = str.maketrans({"і": "и", "ї": "и", "ы": "и", "є": "е", "э": "е", "ь": None, "ъ": None})
_CASE_ENDING = re.compile(r"(?:ами|ями|ови|еви|ого|ому|ими|ом|ем|ою|ею|ах|ях|ои|ий|ой|ая|яя|ое|[аяуюиео])$")
_V_SUFFIX = re.compile(r"[иео]+в(?=[ксц]|$)")
_SHORTEST_STEM = 4
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def plain_key(name: str) -> str:
    """The name without case, accents, apostrophes and punctuation; words are separated by one space.

    An empty result means that the name holds no letter or digit.
    """
    text = _APOSTROPHES.sub("", name).casefold()
    if not text.isascii():
        text = _without_accents(text)
    words = _NOT_WORD.sub(" ", text).split()
    return " ".join([_ABBREVIATIONS.get(word, word) for word in words])


def _without_accents(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _APOSTROPHES.sub("", "".join(c for c in text if not unicodedata.combining(c) or c == "\u0306"))
    return unicodedata.normalize("NFC", text).replace("\u0306", "").translate(_SINGLE)


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
        return _fold_arabic(word)
    if "\u0400" <= first <= "\u04ff":
        return _fold_cyrillic(word)
    folded = word
    for pair, letters in _LATIN_PAIRS:
        folded = folded.replace(pair, letters)
    folded = _DOUBLED.sub(r"\1", folded.translate(_LATIN_LETTERS))
    while len(folded) > 4 and folded[-1] in "ha":
        folded = folded[:-1]
    return folded


def _fold_arabic(word: str) -> str:
    """Without the article, and without "in", "and", "for", "as" written onto the article (بالرقة, للموصل)."""
    if len(word) > 5 and ((word[1:3] == "ال" and word[0] in "بوفك") or word.startswith("لل")):
        return word[2:] if word.startswith("لل") else word[3:]
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _fold_cyrillic(word: str) -> str:
    """Ukrainian and Russian spellings of one name meet, and its cases ("Бахмуті", "Авдіївку", "Харькова").

    Letters that the two languages write differently are one (і, ї, ы as и; є, э as е), signs are left out, an ending is
    cut from a word that keeps four letters, and "-ів-", "-ов-", "-ев-" at the end or before к, с are one.
    """
    word = word.translate(_CYRILLIC)
    stem = _CASE_ENDING.sub("", word)
    word = stem if len(stem) >= _SHORTEST_STEM else word
    word = _V_SUFFIX.sub("в", word)
    return f"{word[:-1]}к" if len(word) > _SHORTEST_STEM and word.endswith("вц") else word


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

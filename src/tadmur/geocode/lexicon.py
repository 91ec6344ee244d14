"""The word lists that recognition rests on, read once from ``data/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tadmur.terms.ids import digest
from tadmur.terms.place import FeatureClass

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of plain keys; see ``data/words.yaml`` for what each holds."""

    titles: frozenset[str]
    streets: frozenset[str]
    institutions: frozenset[str]
    sides: frozenset[str]
    features: frozenset[str]
    features_before: frozenset[str]
    site_words: frozenset[str]
    roles_after_place: frozenset[str]
    given_names: frozenset[str]
    speech_verbs: frozenset[str]
    units: frozenset[str]
    newspapers: frozenset[str]
    weapons: frozenset[str]
    ships: frozenset[str]
    media: frozenset[str]
    products: frozenset[str]
    clubs: frozenset[str]
    operations: frozenset[str]
    place_types: frozenset[str]
    local_cues: frozenset[str]
    weak_cues: frozenset[str]
    common_words: frozenset[str]
    demonym_blockers: frozenset[str]
    organisations: frozenset[str]


@cache
def room_digest() -> str:
    """Digest of this room's code, word lists and weights: what decides a reading beside the gazetteer."""
    files = sorted(file for folder in (DATA.parent, DATA) for file in folder.iterdir() if file.is_file())
    return digest({file.name: file.read_text(encoding="utf-8") for file in files})


@cache
def lexicon() -> Lexicon:
    """The shipped word lists."""
    import yaml

    lists = yaml.safe_load((DATA / "words.yaml").read_text(encoding="utf-8"))
    return Lexicon(**{name: frozenset(words.split()) for name, words in lists.items()})


@cache
def demonyms() -> dict[str, str]:
    """Adjective or people ("syrian", "syrians") to the name of the place it belongs to ("Syria")."""
    import yaml

    table = yaml.safe_load((DATA / "demonyms.yaml").read_text(encoding="utf-8"))
    return {word: place for place, words in table.items() for word in words.split(", ")}


_CLASSES_OF_TYPE_WORD = {
    FeatureClass.ADMIN1: "province governorate region oblast state prefecture emirate",
    FeatureClass.ADMIN2: "district county raion subdistrict parish borough township municipality",
    FeatureClass.SETTLEMENT: "city town village hamlet settlement capital",
    FeatureClass.QUARTER: "neighbourhood neighborhood quarter suburb",
    FeatureClass.SITE: "airport airbase base dam bridge crossing camp field refinery mountain hill castle plant port "
    "airfield mine prison station hospital barracks checkpoint fort",
    FeatureClass.REGION: "sea peninsula desert valley forest strait plain mountains river",
    FeatureClass.COUNTRY: "country republic",
}


@cache
def classes_of_type_word(word: str | None) -> frozenset[FeatureClass]:
    """Feature classes that a type word asks for; empty for a word that says nothing ("area").

    The countryside of a town is its governorate or district, where one bears its name.
    """
    found = {klass for klass, words in _CLASSES_OF_TYPE_WORD.items() if word in words.split()}
    if FeatureClass.QUARTER in found or word in ("camp", "district"):
        found |= {FeatureClass.QUARTER, FeatureClass.SETTLEMENT}
    if word == "countryside":
        found |= {FeatureClass.ADMIN1, FeatureClass.ADMIN2}
    if word == "mountains":
        found.add(FeatureClass.SITE)
    return frozenset(found)

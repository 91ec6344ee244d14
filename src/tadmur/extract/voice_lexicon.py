"""The words for voices and for saying, read once from ``data/attribution.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tadmur.terms.source import SpeakerRole


@dataclass(frozen=True, slots=True)
class VoiceNoun:
    """A noun that can speak.

    Attributes:
        role: its own role, or the one it takes when nothing tells a better.
        person: it answers to "he" and "she", not to "it".
        plural: the form that was looked up is a plural.
        singular: the noun itself.
        generic: its role comes from what it belongs to, if that has one.
        evidence: a thing that shows, not somebody who says.
    """

    role: SpeakerRole
    person: bool
    plural: bool
    singular: str
    generic: bool = False
    evidence: bool = False

    @property
    def nobody(self) -> bool:
        """Nobody in particular: "reports", "rumours"."""
        return self.role is SpeakerRole.UNNAMED and not self.generic and not self.evidence


@dataclass(frozen=True, slots=True)
class VoiceLexicon:
    """``data/attribution.yaml``, with plurals made and patterns compiled. All words are lower case."""

    nouns: dict[str, VoiceNoun]
    longest_noun: int
    modifiers: dict[str, SpeakerRole]
    state_words: frozenset[str]
    aligned_after: re.Pattern[str]
    aligned_prefix: re.Pattern[str]
    aligned_suffix: re.Pattern[str]
    strong_verbs: frozenset[str]
    weak_verbs: frozenset[str]
    doubting_verbs: frozenset[str]
    participles: frozenset[str]
    infinitives: frozenset[str]
    quoting: frozenset[str]
    passive: re.Pattern[str]
    hedges: re.Pattern[str]
    stops: frozenset[str]
    never_names: frozenset[str]
    links: frozenset[str]
    determiners: frozenset[str]
    organisation_words: frozenset[str]
    name_particles: frozenset[str]
    kunyas: frozenset[str]
    capitals: dict[str, str]


def plural_of(noun: str) -> str:
    """The plural by rule: "ministry" to "ministries", "spokesman" to "spokesmen"."""
    if noun.endswith(("man", "woman")) and not noun.endswith("human"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def _nouns(raw: dict[str, Any]) -> dict[str, VoiceNoun]:
    nouns: dict[str, VoiceNoun] = {}

    def add(
        words: Iterable[str], role: SpeakerRole, *, person: bool, generic: bool = False, evidence: bool = False
    ) -> None:
        for word in words:
            nouns[plural_of(word)] = VoiceNoun(role, person, True, word, generic, evidence)
            nouns[word] = VoiceNoun(role, person, word == "people", word, generic, evidence)

    for role, kinds in raw["roles"].items():
        for kind, words in kinds.items():
            add(words, SpeakerRole(role), person=kind == "person")
    for role, kinds in raw["generic"].items():
        for kind, words in kinds.items():
            add(words, SpeakerRole(role), person=kind == "person", generic=True)
    add(raw["nobody"], SpeakerRole.UNNAMED, person=False)
    add(raw["evidence"], SpeakerRole.UNNAMED, person=False, evidence=True)
    return nouns


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def voice_lexicon() -> VoiceLexicon:
    """The lexicon; the same object every time."""
    raw = yaml.safe_load(files("tadmur.extract").joinpath("data", "attribution.yaml").read_text(encoding="utf-8"))
    nouns = _nouns(raw)
    be = r"(?:is|are|was|were|been|being)"
    adverb = r"(?:(?:also|widely|initially|later|first|now|already|earlier|previously|\w+ly)\s+)*"
    said = alternatives(raw["reporting_participles"])
    return VoiceLexicon(
        nouns=nouns,
        longest_noun=max(len(noun.split()) for noun in nouns),
        modifiers={word: SpeakerRole(role) for role, words in raw["modifiers"].items() for word in words},
        state_words=frozenset(raw["state_words"]),
        aligned_after=re.compile(
            rf",?\s+(?:{alternatives(raw['aligned_after'])})\b(?:\s+(?:the\s+)?(?:{alternatives(raw['aligned_people'])})\s+of\b)?"
        ),
        aligned_prefix=re.compile(rf"(?:{alternatives(raw['aligned_before'])})(?=\w)", re.IGNORECASE),
        aligned_suffix=re.compile(rf"(?<=\w)-(?:{alternatives(raw['aligned_suffixes'])})$", re.IGNORECASE),
        strong_verbs=frozenset(raw["strong_verbs"]) - frozenset(raw["weak_verbs"]),
        weak_verbs=frozenset(raw["weak_verbs"]),
        doubting_verbs=frozenset(raw["doubting_verbs"]),
        participles=frozenset(raw["participles"]),
        infinitives=frozenset(raw["infinitives"]),
        quoting=frozenset(raw["quoting"]),
        passive=re.compile(
            rf"\b(?P<it>[Ii]t\s+(?:has\s+|had\s+)?)?{be}\s+{adverb}(?P<verb>{said})\s+(?P<link>that|to|as|by|in|on)\b"
        ),
        hedges=re.compile(rf"\b(?:{alternatives(raw['hedges'])})\b", re.IGNORECASE),
        stops=frozenset(raw["stops"]) | frozenset(raw["irregular_verbs"]),
        never_names=frozenset(raw["never_names"]),
        links=frozenset(raw["links"]),
        determiners=frozenset(raw["determiners"]),
        organisation_words=frozenset(raw["organisation_words"]),
        name_particles=frozenset(raw["name_particles"]),
        kunyas=frozenset(raw["kunyas"]),
        capitals={name: country for country, names in raw["capitals"].items() for name in names},
    )

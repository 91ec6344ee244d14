"""The gates before the parser: reports of an armed conflict, and sentences that may make a claim, are worth its time.

A report must name a party of the pack or have words of war, the more of them the longer it is; a very short one needs
none. Obituaries, courts and traffic accidents, which kill and injure too, are left unread.

A sentence must hold the words of some frame or turn of speech (all of them: "went" opens nothing without "off"), and
somebody or something to make a claim about: a party, a place, or words that stand for one named in the report. A number
beside a word of harm opens it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from tadmur.extract.cues import load_cues
from tadmur.extract.frames import Frame, load_frames
from tadmur.extract.word_lists import word_list

_WORD = re.compile(r"n't\b|'\w+|%|[^\W_]+")
_FUTURE = re.compile(r"\b(?:will|shall|won't)\b|'ll\b", re.I)
_IS = re.compile(r"\b(?:is|are|was|were|been|remains?|remained|stays?|stayed)\s+(?:\w+\s+){0,2}$", re.I)
_STANDS = re.compile(
    r"(?:\s+\w+){0,2}\s+(?:(?:is|are|was|were|remains?|remained|stays?|stayed|sits?|sat)(?:\s+\w+){0,2}\s+in(?:side)?"
    r"|(?:stands?|stood|sits?|sat)\s+(?:\w+\s+)?(?:in|at))\b",
    re.I,
)
_NEAR = 30
"""Characters around a party's adjective in which the words beside it are looked for."""
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 3
_DIGIT = re.compile(r"\d")
_LIKELY_WORDS = 5
"""Different words that likely tell of war, as many as a report of any length needs."""
_WORDS_FOR_ONE = 60
"""Words of a report for each of them that it needs, up to that number."""

Words = frozenset[str]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A crude stem, the same for a verb's regular forms ("seize", "seized", "seizing") and a noun's two numbers."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    while len(word) > _SHORTEST_STEM and word[-1] in "eiy":
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word


def _stems(words: Iterable[str]) -> Words:
    return frozenset(stem(word.lower()) for word in words)


@dataclass(frozen=True, slots=True)
class Key:
    """What must stand beside a word for it to open the gate: a stem of each set."""

    beside: tuple[Words, ...]


class Gate:
    """Decides from the stems of a sentence whether it is worth a parse."""

    def __init__(self) -> None:
        source = files("tadmur.extract").joinpath("data", "gate.yaml").read_text(encoding="utf-8")
        lists = yaml.safe_load(source)
        irregular = {**lists["irregular"], **load_frames().irregular}
        self._forms = {form: stem(lemma) for lemma, forms in irregular.items() for form in forms}
        self._pointing = _stems(lists["pointing"]) | _words_of_harm()
        self._numbers, self._unknown = _stems(lists["numbers"]), _stems(lists["unknown"])
        self._harm = {self._forms.get(word) or stem(word) for word in lists["harm"]}
        self._sure, self._likely = (_stems(lists["conflict"][name]) for name in ("sure", "likely"))
        self._tolls = _stems(word for word in word_list("toll_nouns") if " " not in word)
        held_by = "|".join(sorted(word for frame in load_frames().frames for word in frame.party_prepositions))
        still = "|".join(sorted(word for frame in load_frames().frames for word in frame.still))
        self._still = re.compile(rf"\b(?:{still})", re.I)
        self._held_by = re.compile(rf"\b(?:{held_by})\s+(?:the\s+)?$", re.I)
        self._keys: dict[str, list[Key]] = {}
        for words in (*self._all_keys(), [_stems(row) for row in lists["approach"]]):
            first, *beside = sorted(words, key=lambda alternatives: (len(alternatives), sorted(alternatives)))
            for opener in first:
                self._keys.setdefault(opener, []).append(Key(tuple(beside)))

    def tells_of_conflict(self, text: str) -> bool:
        """Whether a report's words are those of an armed conflict."""
        words = _WORD.findall(text.lower())
        stems = {self._forms.get(word) or stem(word) for word in set(words)}
        if not self._sure.isdisjoint(stems):
            return True
        return len(self._likely & stems) >= min(_LIKELY_WORDS, len(words) // _WORDS_FOR_ONE)

    def opens(self, text: str) -> bool:
        """Whether the words of some frame or turn of speech stand in ``text``."""
        return self._opens(self._stems_of(text))

    def stands(self, text: str, parties: Iterable[int]) -> bool:
        """Whether ``text`` may say that a party whose name ends at one of the offsets "is in" a place."""
        return any(_STANDS.match(text, end) for end in parties)

    def holds(self, text: str, parties: Iterable[int]) -> bool:
        """Whether ``text`` may say that something is "with", "under" or "again" a party's that begins at an offset."""
        return any(
            self._held_by.search(text, max(0, start - 12), start)
            or (
                _IS.search(text, max(0, start - _NEAR), start)
                and self._still.search(text, max(0, start - _NEAR), start + _NEAR)
            )
            for start in parties
        )

    def foretells(self, text: str) -> bool:
        """Whether ``text`` says what will be: a claim where it is said of a party."""
        return _FUTURE.search(text) is not None

    def counts(self, text: str) -> bool:
        """Whether ``text`` may say how many people or things came to harm, or that it is not known."""
        stems = self._stems_of(text)
        if not self._tolls.isdisjoint(stems) and not self._unknown.isdisjoint(stems):
            return True
        return not self._harm.isdisjoint(stems) and (
            _DIGIT.search(text) is not None or not self._numbers.isdisjoint(stems)
        )

    def points(self, text: str) -> bool:
        """Whether ``text`` has words that stand for a party or place named elsewhere."""
        return not self._pointing.isdisjoint(self._stems_of(text))

    def _opens(self, stems: set[str]) -> bool:
        for found in stems & self._keys.keys():
            for key in self._keys[found]:
                if all(not alternatives.isdisjoint(stems) for alternatives in key.beside):
                    return True
        return False

    def _stems_of(self, text: str) -> set[str]:
        forms = self._forms
        return {forms.get(word) or stem(word) for word in _WORD.findall(text.lower())}

    def _all_keys(self) -> Iterator[list[Words]]:
        for frame in load_frames().frames:
            yield from self._frame_keys(frame)
        for cue in load_cues():
            for phrase in cue.phrases:
                items = [item for item in phrase.split() if item not in ("_", "...") and not item.endswith("?")]
                yield [_stems(item.split("|")) for item in items]
        yield [_stems(word_list("figures_of_land"))]

    def _frame_keys(self, frame: Frame) -> Iterator[list[Words]]:
        arguments = [_stems(nouns) for nouns in (frame.subject_nouns, frame.object_nouns) if nouns]
        for verb in (frame.verbs | frame.fight_for) - frame.strike_verbs:
            yield [*(_stems([word]) for word in verb.split()), *arguments]
        for noun in frame.nouns:
            beside = [_stems(frame.strikers)] if noun in frame.needs_striker else []
            yield [*(_stems([word]) for word in noun.split()), *beside]
        if frame.strike_verbs:
            for verb in frame.strike_verbs:
                yield [*(_stems([word]) for word in verb.split()), _stems(frame.strikers)]
        if frame.light is not None:
            lending = _stems(verb.split()[0] for verb in frame.light.verbs)
            yield from ([*(_stems([word]) for word in noun.split()), lending] for noun in frame.light.nouns)
        if frame.states is not None:
            yield from (
                [
                    *(_stems([word]) for word in noun.split()),
                    _stems(word.split()[0] for word in frame.states.prepositions),
                ]
                for noun in frame.states.nouns
            )
        for word in frame.states_adjective | frame.adjectives | frame.copular | frame.held:
            yield [_stems([word])]


def _words_of_harm() -> Words:
    """People, means and things harmed: a sentence about them may owe its place to the passage ("Seven people died")."""
    words = {word for frame in load_frames().frames for word in frame.strikers | frame.things}
    for name in ("civilians", "fighters", "befallen", "toll_nouns", "nobody"):
        words |= word_list(name)
    return _stems(part for word in words for part in word.split())


@cache
def load_gate() -> Gate:
    """The gate over the shipped lexicon."""
    return Gate()

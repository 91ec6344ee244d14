"""The gate before the parser: only sentences with a word that may start a frame, and with somebody or something to be
claimed about, are parsed."""

from __future__ import annotations

import re
from functools import cache

from tadmur.extract.cues import cue_words
from tadmur.extract.frames import load_frames
from tadmur.extract.word_lists import word_list

_SHORT = 3
"""Letters of a stem that must stand at the start of a word; shorter triggers are matched as whole words."""


def _stem(word: str) -> str:
    if word.endswith("y") and len(word) > 4:
        return word[:-1]
    if word.endswith("e") and len(word) > 4:
        return word[:-1]
    return word


class Gate:
    """Decides, by an Aho-Corasick automaton over trigger stems, whether a sentence is worth a parse."""

    def __init__(self) -> None:
        import ahocorasick

        self._automaton = ahocorasick.Automaton()
        words: set[str] = set()
        lexicon = load_frames()
        for entry in lexicon.trigger_words() | cue_words() | word_list("figures_of_land"):
            first = entry.split()[0]
            words.add(_stem(first))
            words.update(lexicon.irregular.get(first, ()))
        for word in sorted(words):
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def opens(self, text: str) -> bool:
        """Whether a word of ``text`` may trigger a frame."""
        lower = text.lower()
        if len(lower) != len(text):
            lower = text
        for last, word in self._automaton.iter(lower):
            start = last - len(word) + 1
            if start and lower[start - 1].isalnum():
                continue
            if len(word) <= _SHORT and re.match(r"\w{3}", lower[last + 1 : last + 4]):
                continue
            return True
        return False


@cache
def load_gate() -> Gate:
    """The gate over the shipped lexicon."""
    return Gate()

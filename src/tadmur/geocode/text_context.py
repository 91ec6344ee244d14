"""One text with its words and candidate names, and what is true of the whole of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from tadmur.geocode.lexicon import lexicon
from tadmur.geocode.tokens import Token
from tadmur.reference.entries import is_latin
from tadmur.reference.gazetteer import Match


def _known_words() -> tuple[frozenset[str], ...]:
    """Lists of words that are no surname."""
    words = lexicon()
    return (words.common_words, words.sides, words.features, words.roles_after_place, words.streets)


class Context:
    """One text with its words and candidates; what is true of the whole text is worked out once."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Token],
        candidates: Mapping[tuple[int, int], tuple[Match, ...]],
        countries: frozenset[str],
        embedded: bool,
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.candidates = candidates
        self.countries = countries
        self.embedded = embedded
        self.starts_at = dict(candidates.keys())
        self.ends_at = {last: first for first, last in candidates}

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that stand in lower case somewhere in the text."""
        return frozenset(t.key for t in self.tokens if t.text.islower())

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Words that follow a title or a given name somewhere in the text: "Mr Lancaster", "Curtis McCoy"."""
        words = lexicon()
        found = set()
        for before, token in zip(self.tokens, self.tokens[1:], strict=False):
            if not (token.joined and token.capital and before.capital):
                continue
            if before.key in words.given_names or before.key in words.titles:
                found.add(token.key)
        for before, middle, token in zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False):
            initial = middle.capital and len(middle.key) == 1 and before.capital and middle.joined
            if initial and before.key in words.given_names and token.capital:
                found.add(token.key)
        for i in range(1, len(self.tokens)):
            before, token = self.tokens[i - 1], self.tokens[i]
            if (before.key in words.speech_verbs and token.joined and token.capital) or self._is_full_name(i):
                found.add(token.key)
        return frozenset(found)

    def _is_full_name(self, i: int) -> bool:
        """Whether words ``i - 1`` and ``i`` look like an unknown first name and a surname: "Arch Walsh"."""
        _words, before, token = lexicon(), self.tokens[i - 1], self.tokens[i]
        after = self.word(i + 1)
        if not (token.joined and token.capital and before.capital and before.text[1:].islower()) or token.hyphen:
            return False
        if not is_latin(before.text):
            return False
        if i in self.title_cased or (after and after.joined and after.capital) or not token.text[1:].islower():
            return False
        if before.cut or any(t.key in known for t in (before, token) for known in _known_words()):
            return False
        return i not in self.ends_at and (i - 1) not in self.starts_at

    @cached_property
    def title_cased(self) -> frozenset[int]:
        """Indices of words in stretches where nearly every word has a capital: headlines, shouted lines."""
        found: set[int] = set()
        start = 0
        for i in range(1, len(self.tokens) + 1):
            if i == len(self.tokens) or self.tokens[i].starts:
                stretch = self.tokens[start:i]
                if len(stretch) >= 5 and sum(t.capital for t in stretch) >= 0.7 * len(stretch):
                    found.update(range(start, i))
                start = i
        return frozenset(found)

    def word(self, index: int) -> Token | None:
        """The word at ``index``, or ``None`` outside the text."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def gap(self, index: int) -> str:
        """What stands between the word at ``index`` and the one before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start]

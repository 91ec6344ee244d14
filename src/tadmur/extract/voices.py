"""Noun phrases that can speak: "a spokesman for the army", "local activist, NAME", "the agency", "he"."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from tadmur.extract.voice_lexicon import VoiceNoun, voice_lexicon
from tadmur.extract.voice_names import name_after, name_in
from tadmur.extract.voice_tokens import (
    ACTOR,
    DETERMINER,
    LINK,
    NAME,
    NOUN,
    PRONOUN,
    SOURCE,
    STOP,
    WORD,
    Token,
    is_personal,
    tokens_of,
)
from tadmur.terms.source import SpeakerRole

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

LONGEST_PART = 7
"""Tokens of one part of a phrase; longer runs are not noun phrases."""

_TRADE = VoiceNoun(SpeakerRole.RESIDENT, person=True, plural=False, singular="resident")
"""What a named person with any trade is: somebody who lives there."""

_AFTER_OFFICE = frozenset({",", ".", ")", "who", "whose", "that", "which", "there", "here"})
_LOCATION_LINKS = frozenset({"in", "from", "at", "near", "inside", "outside"})
_EMPLOYER_LINKS = frozenset({"at", "with", "from", "of", "for"})
_STUDIES = frozenset({SpeakerRole.ANALYST, SpeakerRole.MONITOR})


@dataclass(frozen=True, slots=True)
class VoiceMention:
    """Words that name somebody who can speak. Offsets are those of the text searched.

    Attributes:
        words: as they stand, without the article.
        tokens: of the whole phrase.
        noun: the head noun, or ``None`` for a bare name, party or pronoun.
        name: the proper name of a person or body, or ``None``.
        pronoun: "he", "she", "it" or "they".
        definite: it opens with "the" or "this", or carries a possessive.
        loyal_to: tokens of the phrase that says for whom it speaks ("loyal to the ...").
    """

    start: int
    end: int
    words: str
    tokens: tuple[Token, ...]
    noun: VoiceNoun | None = None
    name: str | None = None
    pronoun: str | None = None
    definite: bool = False
    loyal_to: tuple[Token, ...] = ()

    @property
    def own_tokens(self) -> tuple[Token, ...]:
        """Its tokens without those that only say where."""
        kept: list[Token] = []
        away = False
        employer = self.employer
        for token in self.tokens:
            if token.label == LINK:
                away = token.low in _LOCATION_LINKS and not (
                    employer and token.end < employer[0].start <= token.end + 5
                )
            elif token.text == ",":
                away = False
            elif not away:
                kept.append(token)
        return tuple(kept)

    @property
    def employer(self) -> tuple[Token, ...]:
        """The named body for which somebody studies the war ("an analyst at the Coast Review"); else empty."""
        if self.noun is None or not self.noun.person or self.noun.plural or self.noun.role not in _STUDIES:
            return ()
        for at, token in enumerate(self.tokens):
            if token.low in _EMPLOYER_LINKS and token.label == LINK:
                named = tuple(
                    takewhile(lambda t: t.label in (SOURCE, NAME, NOUN), _after_articles(self.tokens[at + 1 :]))
                )
                known = any(t.label == SOURCE or t.low in voice_lexicon().organisation_words for t in named)
                if known and named[0].text[0].isupper():
                    return named
        return ()


def _after_articles(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    return tuple(dropwhile(lambda token: token.label == DETERMINER, tokens))


class _Phrases:
    """Reads noun phrases off a list of tokens."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.tokens = text, tokens
        self.lexicon = voice_lexicon()

    def label(self, at: int) -> str:
        return self.tokens[at].label if at < len(self.tokens) else STOP

    def low(self, at: int) -> str:
        return self.tokens[at].low if at < len(self.tokens) else ""

    def run(self, at: int) -> int:
        """End of the run of nouns, names and their modifiers from ``at`` on."""
        start, core = at, False
        while at < len(self.tokens) and at - start < LONGEST_PART:
            label = self.label(at)
            if label in (SOURCE, ACTOR, NOUN, NAME):
                core = True
            elif label != WORD or (core and not self._noun_soon(at)):
                break
            at += 1
        while at > start and self.label(at - 1) == WORD:
            at -= 1
        return at

    def _noun_soon(self, at: int) -> bool:
        """Whether a word after a name or party still modifies a noun ("Russian online outlets")."""
        return any(self.label(index) == NOUN and self.label(index - 1) == WORD for index in range(at + 1, at + 3)) and (
            self.label(at - 1) in (ACTOR, SOURCE, NAME, WORD)
        )

    def linked(self, at: int) -> int:
        """End of "of the city council", "in Halas" from ``at`` on; ``at`` when there is none."""
        if self.label(at) != LINK:
            return at
        inner = at + 1
        while self.label(inner) == DETERMINER:
            inner += 1
        end = inner
        while (
            end < len(self.tokens)
            and end - inner < LONGEST_PART
            and self.label(end) in (SOURCE, ACTOR, NOUN, NAME, WORD)
        ):
            end += 1
        return end if end > inner else at

    def allegiance(self, at: int) -> int:
        """End of "loyal to the government" from ``at`` on; ``at`` when there is none."""
        here = self.tokens[at - 1].end
        found = self.lexicon.aligned_after.match(self.text, here)
        if not found:
            return at
        inner = at
        while inner < len(self.tokens) and self.tokens[inner].start < found.end():
            inner += 1
        while self.label(inner) == DETERMINER:
            inner += 1
        end = self.run(inner)
        return end if end > inner else at

    def names_apart(self, at: int) -> int:
        """End of ", Colonel Adel Nour" from ``at`` on; ``at`` when it is no apposition."""
        if at >= len(self.tokens) or self.tokens[at].text != ",":
            return at
        end = at + 1
        while self.label(end) == NAME or (self.label(end) == NOUN and self.tokens[end].text[0].isupper()):
            end += 1
        named = any(self.label(index) == NAME for index in range(at + 1, end))
        return end if named and self._closes(end) else at

    def office_apart(self, at: int) -> int:
        """End of ", a spokesman for the army" from ``at`` on; ``at`` when it is no apposition."""
        if at >= len(self.tokens) or self.tokens[at].text != ",":
            return at
        inner = at + 1
        if inner + 1 < len(self.tokens) and self.tokens[inner].text.isdigit() and self.tokens[inner + 1].text == ",":
            inner += 2
        while self.label(inner) == DETERMINER:
            inner += 1
        end = self.run(inner)
        if not any(self.label(index) == NOUN for index in range(inner, end)):
            return at
        while (further := max(self.linked(end), self.allegiance(end))) > end:
            end = further
        return end if self._closes_office(end) else at

    def trade_apart(self, at: int, core: list[Token]) -> int:
        """End of ", a beekeeper from the next village" or ", 61" after a person's name, whatever the trade."""
        if not is_personal(name_in(core) or "", self.lexicon) or self.low(at) != ",":
            return at
        if self.low(at + 1).isdigit():
            return at + 2 if self._closes_office(at + 2) else at
        if self.low(at + 1) not in ("a", "an"):
            return at
        end = at + 2
        while self.label(end) == WORD:
            end += 1
        if end == at + 2:
            return at
        while (further := self.linked(end)) > end:
            end = further
        return end if self._closes_office(end) else at

    def name_given(self, at: int) -> tuple[int, str | None]:
        """The name in "named NAME" or "who ..., NAME" after a person's noun, and its end."""
        if self.low(at) in ("named", "called", "nicknamed") and self.label(at + 1) == NAME:
            end = at + 1
            while self.label(end) == NAME:
                end += 1
            return end, name_in(self.tokens[at + 1 : end])
        if self.low(at) == "who":
            comma = next((i for i in range(at, min(at + 14, len(self.tokens))) if self.tokens[i].text == ","), at)
            end = self.names_apart(comma) if comma > at else comma
            if end > comma > at:
                return end, name_in(self.tokens[comma + 1 : end])
        return at, None

    def _closes_office(self, at: int) -> bool:
        return at >= len(self.tokens) or self.tokens[at].low in (
            ",",
            ".",
            ")",
            "who",
            "whose",
            "that",
            "which",
            "there",
            "here",
        )

    def _office(self, start: int, end: int) -> VoiceNoun | None:
        """The last noun of an apposition's first part ("a volunteer nurse at the clinic")."""
        nouns = [
            token.noun for token in takewhile(lambda token: token.label != LINK, self.tokens[start:end]) if token.noun
        ]
        return nouns[-1] if nouns else None

    def _loyal_part(self, start: int, end: int) -> tuple[Token, ...]:
        for at in range(start + 1, end):
            if (further := self.allegiance(at)) > at:
                return tuple(self.tokens[at:further])
        return ()

    def _closes(self, at: int) -> bool:
        if at >= len(self.tokens):
            return True
        token = self.tokens[at]
        low = token.low
        return (
            token.text in (",", ".", ")", '"', "(", ":", ";", "-")
            or low in self.lexicon.strong_verbs
            or low in self.lexicon.weak_verbs
        )

    def phrase(self, at: int) -> tuple[int, VoiceMention] | None:
        """The phrase that starts at token ``at``, and the token after it."""
        first = self.tokens[at]
        if first.label == PRONOUN:
            return at + 1, VoiceMention(first.start, first.end, first.text, (first,), pronoun=first.low)
        inner = at
        while self.label(inner) == DETERMINER or (inner > at and self.low(inner) == "of"):
            inner += 1
        end = self.run(inner)
        core = self.tokens[inner:end]
        if not any(token.label in (SOURCE, ACTOR, NOUN, NAME) for token in core):
            return None
        noun = next((token.noun for token in reversed(core) if token.noun), None)
        loyal: tuple[Token, ...] = ()
        core_end = end
        progress = True
        while progress:
            before = end
            if (further := self.allegiance(end)) > end:
                loyal, end = tuple(self.tokens[end:further]), further
            end = self.linked(end)
            if noun and not name_in(core) and end == before:
                end = self.names_apart(end)
            progress = end > before
        if noun is None or name_in(core):
            further = self.office_apart(end)
            if further == end and noun is None and (further := self.trade_apart(end, core)) > end:
                noun, end = _TRADE, further
            elif further > end:
                noun = noun or self._office(end, further)
                loyal = loyal or self._loyal_part(end, further)
                end = further
        tokens = tuple(self.tokens[at:end])
        name = name_in(core) or name_after(self.tokens[core_end:end])
        if noun and noun.person and not noun.plural and name is None:
            end, name = self.name_given(end)
        last = self.tokens[end - 1].end
        definite = first.low.split()[0] in ("the", "this", "his", "her", "their", "its") or first.text.endswith(
            ("'s", "s'")
        )
        start = first.start if first.label != DETERMINER else self.tokens[inner].start
        return end, VoiceMention(first.start, last, self.text[start:last], tokens, noun, name, None, definite, loyal)


def find_voices(text: str, pack: Pack) -> list[VoiceMention]:
    """Phrases in ``text`` that can speak: in order, without overlaps."""
    tokens = tokens_of(text, pack)
    phrases = _Phrases(text, tokens)
    mentions: list[VoiceMention] = []
    at = 0
    while at < len(tokens):
        found = phrases.phrase(at)
        if found is None:
            at += 1
        else:
            at, mention = found
            mentions.append(mention)
    return mentions

"""Who says what: for any span of a report the chain of voices, the publisher first and the speaker last.

It reads paragraphs as text, with words from ``data/attribution.yaml`` and the names of the conflict pack, so that it
needs no parse and works on every sentence alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from tadmur.extract.attribution_patterns import COMMENT
from tadmur.extract.attribution_reader import Quote, Scope, ScopeReader, same_voice
from tadmur.extract.reading import Reading, Sentence
from tadmur.extract.voice_lexicon import alternatives, voice_lexicon
from tadmur.terms.source import SpeakerRole, Voice

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

_NOBODY = Voice(None, SpeakerRole.UNNAMED)


class Attributions:
    """The voices of one report."""

    def __init__(self, reading: Reading, publisher: Voice, scopes: Sequence[Scope], quotes: Sequence[Quote]) -> None:
        self._reading, self._publisher = reading, publisher
        self._scopes: list[list[Scope]] = [[] for _ in reading.sentences]
        starts = [sentence.start for sentence in reading.sentences]
        for scope in sorted(scopes, key=lambda s: (s.start - s.end, s.start, s.inner)):
            first = max(bisect_right(starts, scope.start) - 1, 0)
            for index in range(first, bisect_left(starts, scope.end)):
                self._scopes[index].append(scope)
        self.quotes: tuple[Quote, ...] = tuple(sorted(quotes, key=lambda quote: (quote.start, quote.end)))

    def _over(self, sentence_index: int, start: int, end: int) -> list[Scope]:
        """Scopes that hold at least half of ``[start, end)``, outermost first."""
        scopes = self._scopes[sentence_index]
        return [s for s in scopes if 2 * (min(s.end, end) - max(s.start, start)) >= end - start > 0]

    def chain_for(self, sentence_index: int, start: int, end: int) -> tuple[Voice, ...]:
        """Voices that speak ``text[start:end]`` (raw offsets in that sentence): publisher first, speaker last."""
        sentence = self._reading.sentences[sentence_index]
        chain = [self._publisher]
        over = self._over(sentence_index, max(start, sentence.start), min(end, sentence.end))
        for voice in (voice for scope in over for voice in scope.voices):
            if not any(same_voice(voice, other) for other in chain):
                chain.append(voice)
        if len(chain) == 1 and any(not scope.voices for scope in over):
            chain.append(_NOBODY)
        return tuple(chain)

    def hedge_for(self, sentence_index: int, start: int, end: int) -> str | None:
        """Words of the clause around ``text[start:end]`` that weaken it, as they stand; ``None`` when it is plain."""
        sentence = self._reading.sentences[sentence_index]
        first, last = _clause(sentence, start - sentence.start, end - sentence.start)
        found = max(
            voice_lexicon().hedges.finditer(sentence.text, first, last), key=lambda m: len(m.group()), default=None
        )
        raw = self._reading.report.text
        if found:
            return raw[sentence.start + found.start() : sentence.start + found.end()]
        doubts = [scope.doubt for scope in self._over(sentence_index, start, end) if scope.doubt]
        return raw[doubts[-1][0] : doubts[-1][1]] if doubts else None


_CLAUSE_END = re.compile(r"[,;]\s+(?:and|but|while|whereas|although|though|which|who)\b|;")


def _clause(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The clause around ``[start, end)``; a comment that follows ("..., which could not be confirmed") belongs."""
    first, last = 0, len(sentence.text)
    for found in _CLAUSE_END.finditer(sentence.text):
        if found.start() <= start:
            first = found.start()
        elif found.start() >= end and COMMENT.match(sentence.text, found.start()) is None:
            last = found.start()
            break
    return first, last


@cache
def _cue_pattern() -> re.Pattern[str]:
    words = voice_lexicon()
    verbs = words.strong_verbs | words.weak_verbs | words.participles | words.quoting
    return re.compile(
        rf"[\"\u201c\u201d\u00ab\u00bb]|\b(?:{alternatives(verbs)}|according to|reports?|rumou?rs)\b", re.IGNORECASE
    )


def has_cue(text: str) -> bool:
    """Whether ``text`` holds a quotation mark or a word of saying: it may tell who speaks, here or next to it."""
    return _cue_pattern().search(text) is not None


def attribute(reading: Reading, pack: Pack, publisher: Voice) -> Attributions:
    """The voices of one report; ``publisher`` opens every chain and stands alone where the outlet speaks itself."""
    reader = ScopeReader(reading, pack, publisher)
    paragraphs = reader.paragraphs()
    return Attributions(reading, publisher, reader.scopes(paragraphs), reader.quotes(paragraphs))

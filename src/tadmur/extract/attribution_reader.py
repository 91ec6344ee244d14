"""Reads a report's paragraphs into scopes: stretches of raw text and the voices that speak in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from tadmur.extract.attribution_cues import find_cues
from tadmur.extract.attribution_stretch import Cue
from tadmur.extract.quotations import Quotation, find_quotations, masked
from tadmur.extract.reading import Reading, Sentence, normalise
from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voice_register import VoiceRegister
from tadmur.extract.voices import VoiceMention, find_voices
from tadmur.terms.report import Zone
from tadmur.terms.source import SpeakerRole, Voice

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

MOST_SENTENCES_BACK = 3
"""How many sentences of a paragraph without a voice of their own a closing "..., X said." takes with it."""

LONGEST_PASSAGE = 40
"""Sentences that are read together."""

_LEAD_IN = re.compile(r"[\s,:]*(?:(?:that|in|on|to|at|by|during|from|via)\b[^.;\"]{0,60}?)?[\s,:]*")
_ONLY_COMMAS = re.compile(r"[\s,]*(?:[Ss]o\s)?")


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech: raw offsets, quotation marks included, and the chain of voices, publisher first."""

    start: int
    end: int
    chain: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Raw offsets of a stretch and the voices inside the publisher that speak in it; none for "it was reported"."""

    start: int
    end: int
    voices: tuple[Voice, ...]
    inner: bool = False
    """Of two that cover the same stretch, the one that opens it lies inside the one that closes it."""
    doubt: tuple[int, int] | None = None
    """Raw offsets of a doubting verb ("claimed")."""


def same_voice(a: Voice, b: Voice) -> bool:
    """Whether two voices are one source."""
    if a.source_id and b.source_id:
        return a.source_id == b.source_id
    return a.name is not None and b.name is not None and a.name.casefold() == b.name.casefold()


@dataclass(slots=True)
class Paragraph:
    """One layout segment while it is being read. Offsets are its own; ``start`` is where it begins in the raw text."""

    number: int
    zone: Zone
    start: int
    text: str
    stretches: list[tuple[int, int]]
    quotations: list[Quotation]
    cues: list[tuple[Cue, tuple[Voice, ...]]]
    speakers: dict[int, tuple[Voice, ...]]
    """By index of the quotation."""

    @property
    def last_speaker(self) -> tuple[Voice, ...] | None:
        if self.quotations and len(self.quotations) - 1 in self.speakers:
            return self.speakers[len(self.quotations) - 1]
        return next((voices for _, voices in reversed(self.cues) if voices), None)

    @property
    def is_quoted_whole(self) -> bool:
        outside = masked(self.text, self.quotations).replace('"', "").replace("'", "")
        return bool(self.quotations) and not outside.strip(" .,")


def _passages(sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences by paragraph; a paragraph of unusual length in several parts, so that cost grows with length alone."""
    for _, group in groupby(sentences, key=lambda sentence: sentence.segment):
        paragraph = list(group)
        for at in range(0, len(paragraph), LONGEST_PASSAGE):
            yield paragraph[at : at + LONGEST_PASSAGE]


def _stretches(sentences: Sequence[Sentence], start: int, quotations: Sequence[Quotation]) -> list[tuple[int, int]]:
    """Sentences, joined where one quotation runs over several."""
    joined: list[tuple[int, int]] = []
    for sentence in sentences:
        first, last = sentence.start - start, sentence.end - start
        if joined and any(q.start < first - 1 < q.end - 1 for q in quotations):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


class ScopeReader:
    """Reads one report."""

    def __init__(self, reading: Reading, pack: Pack, publisher: Voice) -> None:
        self.reading, self.pack, self.publisher = reading, pack, publisher
        self.register = VoiceRegister(pack, publisher, _government(reading, pack))

    def paragraphs(self) -> list[Paragraph]:
        raw = self.reading.report.text
        read: list[Paragraph] = []
        for number, sentences in enumerate(_passages(self.reading.sentences)):
            start, end = sentences[0].start, sentences[-1].end
            text = normalise(raw[start:end])
            quotations = find_quotations(text)
            stretches = _stretches(sentences, start, quotations)
            paragraph = Paragraph(number, sentences[0].zone, start, text, stretches, quotations, [], {})
            self._read_cues(paragraph)
            _assign_near(paragraph)
            read.append(paragraph)
        for index, paragraph in enumerate(read):
            _assign_far(read, index, paragraph)
        return read

    def _read_cues(self, paragraph: Paragraph) -> None:
        blotted = masked(paragraph.text, paragraph.quotations)
        mentions = find_voices(blotted, self.pack)
        headline = paragraph.zone in (Zone.HEADLINE, Zone.DECK)
        cues = list(find_cues(blotted, paragraph.stretches, mentions, headline=headline))
        known = {id(mention) for mention in mentions}
        mentions += [mention for cue in cues for mention in cue.voices if id(mention) not in known]
        speaking = {id(mention) for cue in cues for mention in cue.voices}
        speaking |= {id(cue.hearer) for cue in cues if cue.hearer and _is_outlet(cue.hearer)}
        voices: dict[int, Voice | None] = {}
        for mention in sorted(mentions, key=lambda mention: mention.start):
            opens = any(mention.start == start for start, _ in paragraph.stretches)
            if id(mention) in speaking or _is_introduction(mention, opens=opens):
                voices[id(mention)] = self.register.resolve(mention, paragraph.number, paragraph.start)
        for cue in cues:
            chain = [voices.get(id(mention)) for mention in cue.voices]
            hearer = voices.get(id(cue.hearer)) if cue.hearer else None
            if hearer and self._passes_on(hearer):
                chain.insert(0, hearer)
            heard = tuple(voice for voice in chain if voice is not None)
            if heard or not cue.voices:
                paragraph.cues.append((cue, heard))

    def _passes_on(self, hearer: Voice) -> bool:
        """Whether the outlet that was told stands between speaker and publisher; the publisher itself does not."""
        return (
            hearer.role in (SpeakerRole.NEWS_AGENCY, SpeakerRole.PARTY_MEDIA, SpeakerRole.PUBLISHER)
            and self.publisher.name is not None
            and not same_voice(hearer, self.publisher)
        )

    def scopes(self, paragraphs: Sequence[Paragraph]) -> list[Scope]:
        scopes: list[Scope] = []
        doubting = voice_lexicon().doubting_verbs
        for paragraph in paragraphs:
            for cue, voices in paragraph.cues:
                start = _reach_back(paragraph, cue) if cue.trailing and voices else cue.start
                doubt = None
                if cue.verb and cue.verb.lower() in doubting:
                    at = paragraph.text.find(cue.verb, cue.anchor)
                    doubt = (paragraph.start + at, paragraph.start + at + len(cue.verb))
                scopes.append(
                    Scope(paragraph.start + start, paragraph.start + cue.end, voices, not cue.trailing, doubt)
                )
            for index, voices in paragraph.speakers.items():
                quotation = paragraph.quotations[index]
                scopes.append(
                    Scope(paragraph.start + quotation.start, paragraph.start + quotation.end, voices, inner=True)
                )
        return scopes

    def quotes(self, paragraphs: Sequence[Paragraph]) -> list[Quote]:
        return [
            Quote(p.start + p.quotations[i].start, p.start + p.quotations[i].end, (self.publisher, *voices))
            for p in paragraphs
            for i, voices in p.speakers.items()
        ]


def _is_outlet(hearer: VoiceMention) -> bool:
    """Whether who was told can pass it on: an outlet, not "reporters" or "him"."""
    if any(token.source_id for token in hearer.tokens):
        return True
    return hearer.noun is not None and not hearer.noun.person and hearer.noun.role is SpeakerRole.NEWS_AGENCY


def _is_introduction(mention: VoiceMention, *, opens: bool) -> bool:
    """Somebody is brought in, though not yet speaking: "a news agency loyal to ..."; ``opens``: it opens a sentence."""
    if mention.pronoun:
        return False
    if any(token.source_id for token in mention.tokens):
        return True
    noun = mention.noun
    if noun is None:
        return opens and any(token.actor_id for token in mention.tokens)
    if noun.plural or noun.nobody or noun.evidence:
        return False
    return bool(mention.name) or bool(mention.loyal_to) or (opens and noun.person)


def _reach_back(paragraph: Paragraph, cue: Cue) -> int:
    """Start of what "..., X said." closes: sentences before it in the paragraph that have no voice of their own."""
    at = next((i for i, (first, last) in enumerate(paragraph.stretches) if first <= cue.anchor < last), None)
    spoken = cue.verb is not None and cue.start == (paragraph.stretches[at][0] if at is not None else -1)
    if at is None or not spoken or paragraph.zone is not Zone.BODY:
        return cue.start
    if any(
        q.end <= cue.anchor and q.start >= cue.start and q.is_sentence(paragraph.text) for q in paragraph.quotations
    ):
        return cue.start
    start = cue.start
    for first, last in reversed(paragraph.stretches[max(0, at - MOST_SENTENCES_BACK) : at]):
        own_voice = any(first <= other.anchor < last for other, _ in paragraph.cues)
        own_quote = any(first <= q.start < last and q.is_sentence(paragraph.text) for q in paragraph.quotations)
        if own_voice or own_quote:
            break
        start = first
    return start


def _assign_near(paragraph: Paragraph) -> None:
    """Speakers of quotations from cues in the same paragraph."""
    text, blotted = paragraph.text, masked(paragraph.text, paragraph.quotations)
    for index, quotation in enumerate(paragraph.quotations):
        for cue, voices in paragraph.cues:
            after = (
                cue.trailing
                and cue.anchor >= quotation.end
                and _ONLY_COMMAS.fullmatch(blotted, quotation.end, cue.anchor)
            )
            before = (
                not cue.trailing
                and cue.content <= quotation.start
                and _LEAD_IN.fullmatch(blotted, cue.content, quotation.start)
            )
            if voices and (after or before):
                paragraph.speakers[index] = voices
        if index in paragraph.speakers:
            continue
        around = [v for cue, v in paragraph.cues if v and cue.start <= quotation.start and quotation.end <= cue.end]
        if around:
            paragraph.speakers[index] = around[-1]
    for order in (range(len(paragraph.quotations)), reversed(range(len(paragraph.quotations)))):
        held: tuple[Voice, ...] | None = None
        for index in order:
            if index in paragraph.speakers:
                held = paragraph.speakers[index]
            elif held and paragraph.quotations[index].is_sentence(text):
                paragraph.speakers[index] = held


def _assign_far(paragraphs: Sequence[Paragraph], index: int, paragraph: Paragraph) -> None:
    """Speakers of quoted paragraphs that name none: who spoke last, else who closes the next quotation."""
    open_items = [
        i for i, q in enumerate(paragraph.quotations) if i not in paragraph.speakers and q.is_sentence(paragraph.text)
    ]
    if not open_items or not (paragraph.is_quoted_whole or open_items[0] == 0):
        return
    before = paragraphs[index - 1].last_speaker if index else None
    following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
    after = following.speakers.get(0) if following and following.text.startswith(('"', "'")) else None
    voices = before or after
    if voices:
        for item in open_items:
            paragraph.speakers[item] = voices


def _government(reading: Reading, pack: Pack) -> str | None:
    """The party that "state television" speaks for: the war's only government, or the one the report names most."""
    governing = [actor for actor in pack.actors if pack.governs(actor)]
    if len(governing) <= 1:
        return governing[0] if governing else None
    named = Counter(m.actor_id for s in reading.sentences for m in pack.find_actors(s.text) if m.actor_id in governing)
    ranked = named.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]

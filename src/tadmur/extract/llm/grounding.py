"""From what a model points at to claims: only words in the text count, and our own readers settle the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from tadmur.extract.assembly import LASTING
from tadmur.extract.attribution import attribute
from tadmur.extract.llm.chunks import Chunk
from tadmur.extract.llm.contract import Item
from tadmur.extract.publisher import publisher_voice
from tadmur.extract.quantities import find_quantities
from tadmur.extract.reading import Reading, Sentence
from tadmur.extract.times import TimeReader, infer_style
from tadmur.reference.coding import code_claim
from tadmur.terms.claim import Claim, Quantity
from tadmur.terms.ids import digest
from tadmur.terms.place import PlaceMention
from tadmur.terms.source import Voice
from tadmur.terms.span import TextSpan

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

READING_PROBABILITY = 0.75
"""That the text says what the model points at. Not measured: no model ships with tadmur, and each differs."""
PLACE_ELSEWHERE = 0.8
"""Probability that a name from another sentence is the place."""


class Dropped(StrEnum):
    """Why something that a model pointed at is no claim."""

    NOT_VERBATIM = "its quote does not stand in the text"
    REPEATED = "it was given before"


class Grounding:
    """Ties the items of one report to its text.

    Attributes:
        dropped: how many items were no claims, by reason.
    """

    def __init__(self, reading: Reading, pack: Pack | None, title: str | None, extractor: str) -> None:
        report = reading.report
        self._reading, self._pack, self._extractor = reading, pack, extractor
        self._publisher = publisher_voice(report, pack)
        self._voices = attribute(reading, pack, self._publisher) if pack is not None else None
        style = infer_style([sentence.text for sentence in reading.sentences], report.published_at)
        self._times = TimeReader(report.published_at, report.published_precision, style=style)
        if title:
            self._times.heading(title)
        segment: int | None = None
        for sentence in reading.sentences:
            if sentence.segment != segment:
                self._times.paragraph()
                segment = sentence.segment
            self._times.read(sentence.index, sentence.text)
        self.dropped: Counter[Dropped] = Counter()
        self._seen: set[str] = set()

    def claims(self, chunk: Chunk, items: Sequence[Item]) -> list[Claim]:
        """The claims of one stretch, in the order of the items; quotes that are not in it are dropped and counted."""
        found: list[Claim] = []
        for item in items:
            at = chunk.text.find(item.quote) if item.quote.strip() else -1
            sentence = self._sentence_at(chunk.start + at) if at >= 0 else None
            if sentence is None:
                self.dropped[Dropped.NOT_VERBATIM] += 1
                continue
            claim = self._claim(chunk, sentence, chunk.start + at, item)
            if claim.claim_id in self._seen:
                self.dropped[Dropped.REPEATED] += 1
                continue
            self._seen.add(claim.claim_id)
            found.append(claim)
        return found

    def _sentence_at(self, position: int) -> Sentence | None:
        return next((s for s in self._reading.sentences if s.start <= position < s.end), None)

    def _claim(self, chunk: Chunk, sentence: Sentence, start: int, item: Item) -> Claim:
        report, end = self._reading.report, start + len(item.quote)
        trigger = max(item.quote.find(item.trigger), 0)
        at = min(start + trigger - sentence.start, len(sentence.text) - 1)
        actor_id, opponent_id = self._party(chunk, item.actor), self._party(chunk, item.opponent)
        place = self._place(chunk, sentence, start, item)
        codes = code_claim(
            item.kind, pack=self._pack, actor_id=actor_id, opponent_id=opponent_id, asserted=item.asserted
        )
        where = (place.span.start, place.name) if place is not None else None
        return Claim(
            claim_id=digest([report.report_id, start, end, item.kind, actor_id, where, item.asserted, self._extractor]),
            report_id=report.report_id,
            span=TextSpan.of(report.report_id, report.text, start, end),
            zone=sentence.zone,
            kind=item.kind,
            attribution=self._chain(sentence, start, min(end, sentence.end)),
            event_time=self._times.event_time(sentence.index, at, at + 1, durative=item.kind in LASTING),
            asserted=item.asserted,
            modality=item.modality,
            probability=READING_PROBABILITY,
            trigger=item.trigger if item.trigger in item.quote else item.quote,
            extractor=self._extractor,
            place=place,
            actor_id=actor_id,
            actor_mention=_in(chunk, item.actor),
            opponent_id=opponent_id,
            opponent_mention=_in(chunk, item.opponent),
            hedge=item.hedge if item.hedge and item.hedge in report.text[sentence.start : sentence.end] else None,
            quantity=self._quantity(sentence, item),
            acled_sub_event_type=codes.acled_sub_event_type,
            plover_category=codes.plover_category,
        )

    def _chain(self, sentence: Sentence, start: int, end: int) -> tuple[Voice, ...]:
        if self._voices is None:
            return (self._publisher,)
        return self._voices.chain_for(sentence.index, start, end)

    def _party(self, chunk: Chunk, words: str) -> str | None:
        if self._pack is None or _in(chunk, words) is None:
            return None
        mentions = self._pack.find_actors(words)
        return mentions[0].actor_id if mentions else None

    def _place(self, chunk: Chunk, sentence: Sentence, start: int, item: Item) -> PlaceMention | None:
        """The nearest words of the place's name: in the sentence, else before it, else after it."""
        name = _in(chunk, item.place)
        if name is None:
            return None
        text = self._reading.report.text
        at = text.find(name, sentence.start, sentence.end)
        same = at >= 0
        if not same:
            at = text.rfind(name, chunk.start, start)
        if at < 0:
            at = text.find(name, start, chunk.end)
        span = TextSpan.of(self._reading.report.report_id, text, at, at + len(name))
        return PlaceMention(span, name, relation=item.relation, anaphora_probability=1.0 if same else PLACE_ELSEWHERE)

    def _quantity(self, sentence: Sentence, item: Item) -> Quantity | None:
        """The number that our own reader finds in the words of the amount; what it does not find is unknown."""
        at = self._reading.report.text.find(item.amount, sentence.start, sentence.end) if item.amount.strip() else -1
        if at < 0:
            return None
        first, last = at - sentence.start, at - sentence.start + len(item.amount)
        spans = [span for span in find_quantities(sentence.text) if span.start < last and first < span.end]
        return spans[0].quantity if spans else None


def _in(chunk: Chunk, words: str) -> str | None:
    """``words`` where they stand in the text as they are, else ``None``."""
    return words if words.strip() and words in chunk.text else None

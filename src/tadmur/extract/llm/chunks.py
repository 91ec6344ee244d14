"""A report in stretches that a language model reads at one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tadmur.extract.reading import Reading, Sentence

LONGEST_CHUNK = 6_000
"""Characters of text in one request; some 1,500 tokens of English."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sentences that stand together: ``text`` is exactly ``report.text[start:end]``."""

    start: int
    end: int
    text: str


def chunks(reading: Reading) -> list[Chunk]:
    """Stretches of whole sentences in order, as long as fits; boilerplate and repeated headlines are in none."""
    found: list[Chunk] = []
    run: list[Sentence] = []
    for sentence in reading.sentences:
        if run and (sentence.end - run[0].start > LONGEST_CHUNK or _apart(reading, run[-1], sentence)):
            found.append(_chunk(reading, run))
            run = []
        run.append(sentence)
    return [*found, _chunk(reading, run)] if run else found


def _apart(reading: Reading, last: Sentence, following: Sentence) -> bool:
    """Whether a segment that is not read lies between two sentences."""
    return following.segment > last.segment + 1 and bool(reading.report.layout)


def _chunk(reading: Reading, run: Sequence[Sentence]) -> Chunk:
    start, end = run[0].start, run[-1].end
    return Chunk(start, end, reading.report.text[start:end])

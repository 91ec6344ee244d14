"""The text of a report cut into pieces, so that every claim can be marked where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tadmur.terms.report import Segment, Zone


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A claim's place in a report's text."""

    claim_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same claims.

    ``starts`` are the claims whose first visible character is here, ``ends`` those whose last one is.
    """

    text: str
    claims: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One segment of the report; ``zone`` is ``None`` for words that the layout did not cover."""

    zone: Zone | None
    repeats: bool
    pieces: tuple[Piece, ...]


def paragraphs(text: str, layout: Sequence[Segment], spans: Sequence[MarkedSpan]) -> tuple[Paragraph, ...]:
    """The whole text in order, cut at segment and claim borders. Only white space may fall between segments."""
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.claim_id))
    covering = _covering(text, layout)
    cut = [_pieces(segment, ordered) for segment, _ in covering]
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for start, _, claims in (piece for pieces in cut for piece in pieces):
        for claim_id in claims:
            first.setdefault(claim_id, start)
            last[claim_id] = start
    return tuple(
        Paragraph(
            segment.zone if known else None,
            segment.repeats is not None,
            tuple(
                Piece(
                    text[start:end],
                    claims,
                    tuple(claim_id for claim_id in claims if first[claim_id] == start),
                    tuple(claim_id for claim_id in claims if last[claim_id] == start),
                )
                for start, end, claims in pieces
            ),
        )
        for (segment, known), pieces in zip(covering, cut, strict=True)
    )


def _covering(text: str, layout: Sequence[Segment]) -> list[tuple[Segment, bool]]:
    """The layout's segments, and between them a segment for every line that none of them covers."""
    covering: list[tuple[Segment, bool]] = []
    cursor = 0
    end_of_text = Segment(len(text), len(text), Zone.BODY)
    for segment in [*sorted(layout, key=lambda s: s.start), end_of_text]:
        covering += [(line, False) for line in _lines(text, cursor, segment.start)]
        if segment.end > segment.start:
            covering.append((segment, True))
        cursor = max(cursor, segment.end)
    return covering


def _lines(text: str, start: int, end: int) -> list[Segment]:
    lines = []
    for line in text[start:end].splitlines(keepends=True) if start < end else []:
        body = line.strip()
        if body:
            first = start + line.index(body)
            lines.append(Segment(first, first + len(body), Zone.BODY))
        start += len(line)
    return lines


def _pieces(segment: Segment, spans: Sequence[MarkedSpan]) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, claims over it) of every piece of a segment."""
    here = [span for span in spans if span.start < segment.end and span.end > segment.start]
    borders = {segment.start, segment.end}
    for span in here:
        borders |= {max(span.start, segment.start), min(span.end, segment.end)}
    return [
        (start, end, tuple(span.claim_id for span in here if span.start < end and span.end > start))
        for start, end in pairwise(sorted(borders))
    ]

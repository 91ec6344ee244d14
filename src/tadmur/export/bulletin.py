"""The situation report of a period as a document: sections of sentences, tables and maps, whatever it is printed in.

A sentence that holds a number or a change carries the ids of the claims behind it, and each of these claims stands with
its quote in the list of evidence. Renderers turn the same document into HTML, Markdown and PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tadmur.export.page_text import words
from tadmur.export.situation import MapView, Meta, Party


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``claim_ids`` are behind what it says."""

    text: str
    claim_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Sentences one below the other."""

    items: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells of one row and the claims behind it; ``place_id`` where the maps' symbols lead here."""

    cells: tuple[str, ...]
    claim_ids: tuple[str, ...] = ()
    place_id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its head. ``cited`` adds a column with the numbers of the claims."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    cited: bool = True


@dataclass(frozen=True, slots=True)
class MapFigure:
    """A map with its caption; ``meta`` gives its day and its boundary set."""

    caption: str
    view: MapView
    meta: Meta


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim's own words on a card, with who says them for whom."""

    claim_id: str


@dataclass(frozen=True, slots=True)
class Card:
    """A contradiction: sentences side by side, and what follows from them."""

    title: str
    kind: str
    quotes: tuple[Quote, ...]
    remarks: tuple[tuple[str, Sentence], ...]
    """(head, sentence): what is conceded, what stays open, what the model believes."""


Block = Paragraph | Bullets | Table | MapFigure | Card


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the report."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A whole report.

    Attributes:
        lead: what it says, in a few sentences.
        facts: (head, words) of period, knowledge, sources, audience.
        claims: rows as :func:`tadmur.export.claims.claim_row` makes them, by claim_id; only those that are cited.
        public: whether private names, fine positions and what is withheld have been taken out.
    """

    title: str
    lead: tuple[Sentence, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    claims: Mapping[str, Mapping[str, Any]]
    parties: tuple[Party, ...]
    public: bool
    limits: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    """claim_id to its number in the list of evidence, in the order in which the report cites them."""

    def maps(self) -> list[MapFigure]:
        """Its maps, in order."""
        return [block for section in self.sections for block in section.blocks if isinstance(block, MapFigure)]


def who_says(row: Mapping[str, Any]) -> str:
    """Who says a claim, by its row: a name, or in what capacity."""
    return row["speaker"] or f"unnamed ({words(row['speaker_role'])})"


def speaks_for(row: Mapping[str, Any]) -> str:
    """With whom the speaker of a claim stands."""
    return row["speaker_alignment"] or "alignment not known"


def shown_states(figures: Sequence[MapFigure]) -> set[str]:
    """The parties, and "contested", that the symbols of some maps stand for."""
    return {place.state for figure in figures for place in figure.view.places if place.state}


def sentences_of(block: Block) -> Iterator[Sentence]:
    """The sentences of a block, in order."""
    if isinstance(block, Paragraph):
        yield from block.sentences
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Card):
        yield from (sentence for _, sentence in block.remarks)


def cited_claims(lead: Sequence[Sentence], sections: Sequence[Section]) -> list[str]:
    """claim_ids in the order in which a report cites them, each once."""
    found: dict[str, None] = {}
    for sentence in lead:
        found.update(dict.fromkeys(sentence.claim_ids))
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Card):
                found.update(dict.fromkeys(quote.claim_id for quote in block.quotes))
            if isinstance(block, Table):
                found.update(dict.fromkeys(claim_id for row in block.rows for claim_id in row.claim_ids))
            for sentence in sentences_of(block):
                found.update(dict.fromkeys(sentence.claim_ids))
    return list(found)


MOST_NUMBERS = 12
"""Numbers printed behind one sentence; a longer list is cut, and the table it sums up has all."""


def references(claim_ids: Sequence[str], numbers: Mapping[str, int]) -> list[tuple[int, int]]:
    """Numbers of claims as ranges: 1, 2, 3 and 7 are (1, 3) and (7, 7)."""
    ranges: list[tuple[int, int]] = []
    for number in sorted({numbers[claim_id] for claim_id in claim_ids}):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges[:MOST_NUMBERS]

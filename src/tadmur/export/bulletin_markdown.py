"""The situation report as Markdown, for people who edit it further; maps stay in the HTML and the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tadmur.export.bulletin import (
    Block,
    Bulletin,
    Bullets,
    Card,
    MapFigure,
    Paragraph,
    Sentence,
    Table,
    references,
    speaks_for,
    who_says,
)
from tadmur.export.page_text import claim_time, published_day, sentence_case, words


def bulletin_markdown(bulletin: Bulletin) -> str:
    """The report as Markdown with footnotes, one for each claim cited."""
    return "\n".join(_lines(bulletin)) + "\n"


def _lines(bulletin: Bulletin) -> Iterator[str]:
    yield f"# {_plain(bulletin.title)}"
    yield ""
    yield " ".join(_cited(sentence, bulletin) for sentence in bulletin.lead)
    yield ""
    for head, text in bulletin.facts:
        yield f"- {head}: {_plain(text)}"
    yield ""
    yield f"**{bulletin.limits}**"
    for section in bulletin.sections:
        yield ""
        yield f"## {section.title}"
        for block in section.blocks:
            yield ""
            yield from _block(block, bulletin)
    yield ""
    yield "## Evidence"
    yield ""
    for claim_id, number in bulletin.numbers.items():
        row = bulletin.claims[claim_id]
        speaker, side = who_says(row), speaks_for(row)
        publisher = f", in {row['publisher']}" if row["publisher"] and row["publisher"] != row["speaker"] else ""
        kind = sentence_case(words(row["kind"]))
        place = f", {row['place_name']}" if row["place_name"] else ""
        yield (
            f"[^{number}]: “{_plain(row['quote'])}” {_plain(speaker)} ({side}){_plain(publisher)}, "
            f"{published_day(row['published_at'])}. {kind}{_plain(place)}, {claim_time(row)}. `{claim_id}`"
        )


def _block(block: Block, bulletin: Bulletin) -> Iterator[str]:
    match block:
        case Paragraph():
            yield " ".join(_cited(sentence, bulletin) for sentence in block.sentences)
        case Bullets():
            yield from (f"- {_cited(sentence, bulletin)}" for sentence in block.items)
        case MapFigure():
            yield f"*Map: {_plain(block.caption)}; see the HTML or the PDF.*"
        case Table():
            yield f"**{_plain(block.caption)}**"
            yield ""
            columns = (*block.columns, "Claims") if block.cited else block.columns
            yield _row(columns)
            yield _row(["---"] * len(columns))
            for row in block.rows:
                cells = [_plain(cell) for cell in row.cells]
                yield _row([*cells, _notes(row.claim_ids, bulletin)] if block.cited else cells)
        case Card():
            yield f"### {_plain(block.title)}"
            yield ""
            yield f"{_plain(block.kind)}"
            yield ""
            for quote in block.quotes:
                claim = bulletin.claims[quote.claim_id]
                speaker, side = who_says(claim), speaks_for(claim)
                yield f"> “{_plain(claim['quote'])}” {_plain(speaker)}, {side} {_notes([quote.claim_id], bulletin)}"
                yield ">"
            yield ""
            yield from (f"- {head}: {_cited(sentence, bulletin)}" for head, sentence in block.remarks)


def _cited(sentence: Sentence, bulletin: Bulletin) -> str:
    notes = _notes(sentence.claim_ids, bulletin)
    return f"{_plain(sentence.text)} {notes}".rstrip()


def _notes(claim_ids: Sequence[str], bulletin: Bulletin) -> str:
    """Footnote marks: both ends of a range, with a dash between them."""
    return " ".join(
        f"[^{first}]" if first == last else f"[^{first}]–[^{last}]"
        for first, last in references(claim_ids, bulletin.numbers)
    )


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: object) -> str:
    """Text that Markdown cannot take for markup: report text is data."""
    flat = " ".join(str(text).split())
    return re.sub(r"([\\`*_\[\]<>#|~^])", r"\\\1", flat)

"""The situation report as PDF, set by Typst: tagged for screen readers, and the same bytes for the same document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

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
    shown_states,
    speaks_for,
    who_says,
)
from tadmur.export.map_symbols import party_colours
from tadmur.export.page_text import claim_time, published_day, sentence_case, words
from tadmur.export.report_page import map_legend, page_style
from tadmur.export.static_map import PATTERNS, WIDE, draw_map

_PREAMBLE = """\
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 20mm, y: 22mm), numbering: "1 / 1", footer: context [
  #set text(7pt, fill: luma(90)); #{limits} #h(1fr) #counter(page).display("1 / 1", both: true)])
#set text(font: ("DejaVu Sans",), size: 9pt, lang: "en")
#set par(leading: 0.62em)
#set table(stroke: (x: none, y: 0.4pt + luma(170)), inset: (x: 3pt, y: 3.5pt))
#show heading.where(level: 1): set text(19pt)
#show heading.where(level: 2): it => block(above: 1.6em, below: 0.7em, it)
#show table.cell: set text(7.6pt)
#show link: set text(fill: rgb("#17487a"))
"""


def bulletin_pdf(bulletin: Bulletin) -> bytes:
    """The report as PDF.

    Text in Latin, Cyrillic and Arabic letters is set in DejaVu Sans, whichever fonts the machine has.
    """
    import typst

    with TemporaryDirectory() as name:
        folder = Path(name)
        source = "\n".join(_lines(bulletin, folder))
        (folder / "report.typ").write_text(source, encoding="utf-8")
        made: bytes = typst.compile(
            str(folder / "report.typ"),
            root=str(folder),
            font_paths=[str(_fonts())],
            ignore_system_fonts=True,
            timestamp=0,
        )
    return made


def _fonts() -> Path:
    """The DejaVu fonts that Matplotlib carries."""
    package = find_spec("matplotlib")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"


def _lines(bulletin: Bulletin, folder: Path) -> Iterator[str]:
    yield _PREAMBLE.format(title=json.dumps(bulletin.title, ensure_ascii=False), limits=_text(bulletin.limits))
    yield f"#heading(level: 1, {_text(bulletin.title)})"
    yield f"#text(11pt)[{' '.join(_cited(sentence, bulletin) for sentence in bulletin.lead)}]"
    yield ""
    yield "#v(4pt)"
    for head, text in bulletin.facts:
        yield f"#text(8pt)[#strong({_text(head)}): {_text_call(text)}] #linebreak()"
    yield ""
    yield f"#strong({_text(bulletin.limits)})"
    yield ""
    yield from _legend(bulletin, folder)
    number = 0
    for section in bulletin.sections:
        yield f"#heading(level: 2, {_text(section.title)})"
        for block in section.blocks:
            if isinstance(block, MapFigure):
                number += 1
                (folder / f"map-{number}.svg").write_text(_map(block, bulletin), encoding="utf-8")
                yield (
                    f'#figure(image("map-{number}.svg", width: 100%, alt: {_text(block.caption)}), '
                    f"caption: {_text(block.caption)}, numbering: none)"
                )
            else:
                yield from _block(block, bulletin)
    yield '#heading(level: 2, "Evidence")'
    for claim_id, index in bulletin.numbers.items():
        yield from _evidence(bulletin, claim_id, index)


def _legend(bulletin: Bulletin, folder: Path) -> Iterator[str]:
    """What the symbols of the maps mean, one row a group."""
    if not bulletin.maps():
        return
    number = 0
    for title, entries in map_legend(bulletin.parties, shown_states(bulletin.maps())):
        cells = []
        for icon, text in entries:
            number += 1
            name = f"symbol-{number}.svg"
            (folder / name).write_text(_standalone(str(icon), bulletin), encoding="utf-8")
            cells.append(f'#box(baseline: 2pt, image("{name}", height: 9pt, alt: {_text(text)})) #{_text(text)}')
        yield f"#text(7.5pt)[#strong({_text(title)}): {' #h(6pt) '.join(cells)}] #linebreak()"
    yield ""


def _evidence(bulletin: Bulletin, claim_id: str, index: int) -> Iterator[str]:
    row = bulletin.claims[claim_id]
    speaker, side = who_says(row), speaks_for(row)
    publisher = f", in {row['publisher']}" if row["publisher"] and row["publisher"] != row["speaker"] else ""
    place = f", {row['place_name']}" if row["place_name"] else ""
    about = (
        f"{speaker} ({side}){publisher}, {published_day(row['published_at'])}. "
        f"{sentence_case(words(row['kind']))}{place}, {claim_time(row)}. {claim_id}"
    )
    yield (
        f"#block(below: 0.7em, breakable: false)[#text(8pt)[#strong({_text(str(index))}) #h(4pt) "
        f"{_text_call('“' + _flat(row['quote']) + '”')} #linebreak() #text(fill: luma(80), {_text(about)})]]"
        f" <e-{index}>"
    )


def _block(block: Block, bulletin: Bulletin) -> Iterator[str]:
    match block:
        case Paragraph():
            yield " ".join(_cited(sentence, bulletin) for sentence in block.sentences)
            yield ""
        case Bullets():
            yield from (f"- {_cited(sentence, bulletin)}" for sentence in block.items)
            yield ""
        case Table():
            yield from _table(block, bulletin)
        case Card():
            yield f"#block(above: 1.2em)[#text(7.5pt, fill: luma(80), {_text(block.kind)}) #linebreak() "
            yield f"#strong({_text(block.title)})"
            for quote in block.quotes:
                row = bulletin.claims[quote.claim_id]
                speaker, side = who_says(row), speaks_for(row)
                yield (
                    f"#pad(left: 8pt)[{_text_call('“' + _flat(row['quote']) + '”')} #linebreak() "
                    f"#text(7.5pt, fill: luma(80))[{_text_call(f'{speaker}, {side}')} "
                    f"{_notes([quote.claim_id], bulletin)}]]"
                )
            for head, sentence in block.remarks:
                yield f"#emph({_text(head)}): {_cited(sentence, bulletin)} #linebreak()"
            yield "]"


def _table(table: Table, bulletin: Bulletin) -> Iterator[str]:
    columns = (*table.columns, "Claims") if table.cited else table.columns
    yield f"#block(above: 1em, below: 0.4em, strong({_text(table.caption)}))"
    yield f"#table(columns: ({', '.join(['auto'] * len(columns))},), align: left,"
    yield f"  table.header({', '.join(f'strong({_text(column)})' for column in columns)}),"
    for row in table.rows:
        cells = [f"[{_text_call(cell)}]" for cell in row.cells]
        if table.cited:
            cells.append(f"[{_notes(row.claim_ids, bulletin)}]")
        yield f"  {', '.join(cells)},"
    yield ")"


def _cited(sentence: Sentence, bulletin: Bulletin) -> str:
    return f"{_text_call(sentence.text)} {_notes(sentence.claim_ids, bulletin)}".rstrip()


def _notes(claim_ids: Sequence[str], bulletin: Bulletin) -> str:
    parts = [
        _link(first) if first == last else f"{_link(first)}–{_link(last)}"
        for first, last in references(claim_ids, bulletin.numbers)
    ]
    return f"#super[{', '.join(parts)}]" if parts else ""


def _link(number: int) -> str:
    return f"#link(<e-{number}>)[{number}]"


def _text(text: str) -> str:
    """A Typst string: report text is data and never markup."""
    return json.dumps(_flat(text), ensure_ascii=False)


def _text_call(text: str) -> str:
    return f"#{_text(text)}"


def _flat(text: str) -> str:
    return " ".join(str(text).split())


def _map(figure: MapFigure, bulletin: Bulletin) -> str:
    """The map as an SVG file of its own: the page's light style with its variables written out, and no links."""
    drawn = str(draw_map(figure.view, figure.meta, bulletin.parties, WIDE))
    drawn = re.sub(r"<a [^>]*?(transform=\"[^\"]*\")[^>]*>", r"<g \1>", drawn)
    drawn = re.sub(r"<a [^>]*>", "<g>", drawn).replace("</a>", "</g>")
    drawn = re.sub(r"<title>.*?</title>", "", drawn)
    return _standalone(drawn, bulletin)


def _standalone(drawn: str, bulletin: Bulletin) -> str:
    """An ``<svg>`` element of the page as a file, with its style and hatchings."""
    opening, body = drawn.split(">", 1)
    hatches = re.search(r"<defs>.*?</defs>", str(PATTERNS))
    assert hatches is not None
    style = _light_style(bulletin)
    return f'{opening} xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{hatches.group()}{body}'


def _light_style(bulletin: Bulletin) -> str:
    sheet = page_style(bulletin.parties)
    variables = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", sheet[: sheet.index("@media")]))
    flat = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
    rules = [rule for rule in re.findall(r"([^{}]+\{[^{}]*\})", flat) if ":root" not in rule]
    colours = party_colours(bulletin.parties)
    shades = [
        f".party-{index} .fill{{fill:{colours[party.actor_id]}}}.party-{index}.sym-claimed-only .fill{{fill:none;"
        f"stroke:{colours[party.actor_id]}}}"
        for index, party in enumerate(bulletin.parties)
    ]
    text = "".join(rules).replace("var(--sans)", "DejaVu Sans").replace("var(--serif)", "DejaVu Sans")
    text = re.sub(r"var\((--[\w-]+)\)", lambda found: variables.get(found.group(1), "#6b6b6b"), text)
    return text + "".join(shades)

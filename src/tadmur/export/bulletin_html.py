"""The situation report as one HTML file: no request leaves it, it needs no script, and it reads in grey."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tadmur.export.bulletin import (
    Bulletin,
    Bullets,
    Card,
    MapFigure,
    Paragraph,
    Section,
    Table,
    references,
    shown_states,
    speaks_for,
    who_says,
)
from tadmur.export.page_text import claim_time, published_day, slug, words
from tadmur.export.report_page import content_policy, environment, map_legend, page_style
from tadmur.export.static_map import NARROW, PATTERNS, WIDE, draw_map


def bulletin_html(bulletin: Bulletin) -> str:
    """The report as HTML; the same document gives the same bytes."""
    style = Markup(page_style(bulletin.parties))
    figures = bulletin.maps()
    maps = {
        figure.caption: [
            draw_map(figure.view, figure.meta, bulletin.parties, shape, key=f"-{number}") for shape in (WIDE, NARROW)
        ]
        for number, figure in enumerate(figures, start=1)
    }
    return (
        environment()
        .get_template("bulletin.html.j2")
        .render(
            bulletin=bulletin,
            style=style,
            policy=content_policy(style, ""),
            patterns=PATTERNS,
            maps=maps,
            legend=map_legend(bulletin.parties, shown_states(figures)),
            kind_of=lambda block: _KINDS[type(block)],
            refs=lambda claim_ids: _references(bulletin, claim_ids),
            places_with_rows=_places_with_rows(bulletin.sections),
            evidence=[(number, bulletin.claims[claim_id]) for claim_id, number in bulletin.numbers.items()],
            claim_time=claim_time,
            published_day=published_day,
            slug=slug,
            words=words,
            who_says=who_says,
            speaks_for=speaks_for,
        )
    )


_KINDS = {Paragraph: "paragraph", Bullets: "bullets", Table: "table", MapFigure: "map", Card: "card"}


def _places_with_rows(sections: Sequence[Section]) -> set[str]:
    return {
        row.place_id
        for section in sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.place_id
    }


def _references(bulletin: Bulletin, claim_ids: Sequence[str]) -> Markup:
    """ "[1–3, 7]" with each number a link to its quote."""
    if not claim_ids:
        return Markup("")
    links = [
        Markup('<a href="#e-{0}">{0}</a>').format(first)
        if first == last
        else Markup('<a href="#e-{0}">{0}</a>–<a href="#e-{1}">{1}</a>').format(first, last)
        for first, last in references(claim_ids, bulletin.numbers)
    ]
    return Markup(' <span class="refs">[{}]</span>').format(Markup(", ").join(links))

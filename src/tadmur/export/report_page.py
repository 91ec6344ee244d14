"""One self-contained HTML page from a :class:`tadmur.export.situation.SituationPage`."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from tadmur.export import page_text
from tadmur.export.limits import LIMITS, checked_sentence, coded_words
from tadmur.export.map_symbols import PALETTE, party_colours, symbol_class
from tadmur.export.page_claims import claim_lines
from tadmur.export.page_limits import fitted
from tadmur.export.redaction import without_private_names
from tadmur.export.report_text import MarkedSpan, paragraphs
from tadmur.export.situation import Party, PlaceRow, SituationPage
from tadmur.export.source_words import grade_words, lag_words, learned_words
from tadmur.export.static_map import NARROW, PATTERNS, WIDE, draw_map, symbol
from tadmur.terms.assessment import CONTESTED_STATE, Label
from tadmur.terms.confidence import CONFIDENCE_WORDS, confidence_words

if TYPE_CHECKING:
    from jinja2 import Environment


def render_report(page: SituationPage) -> str:
    """The page as HTML: no request leaves it, it reads without script, and the same ``page`` gives the same bytes.

    A public page (``meta.public``) shows pseudonyms instead of the names in ``private_people``. A page too large
    for a browser is cut to size and says so.

    Raises:
        ValueError: something on the page cites a claim that has no row in ``page.claims``.
    """
    _check(page)
    if page.meta.public:
        page = without_private_names(page)
    page, cut = fitted(page)
    lines = claim_lines(page)
    style = Markup(page_style(page.parties))
    script = Markup(_asset("page.js"))
    order = {party.actor_id: index for index, party in enumerate(page.parties)}
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            page=page,
            meta=page.meta,
            lines=lines,
            style=style,
            script=script,
            policy=content_policy(style, script),
            patterns=PATTERNS,
            maps=_maps(page),
            legend=map_legend(page.parties, _states(page)),
            names={party.actor_id: party.name for party in page.parties} | {CONTESTED_STATE: "Contested"},
            symbol_of=lambda row: _row_symbol(row, order),
            bar_of=lambda row: _bar(row, order),
            reports=_reports(page),
            report_ids={report.report_id for report in page.reports},
            limits=[LIMITS, *page.limits, *([cut] if cut else [])],
            machine_coded=coded_words(page.claims),
            checked=checked_sentence(page.claims),
            confidence_words=CONFIDENCE_WORDS,
            label_words=page_text.LABEL_WORDS,
            comparison_words=page_text.COMPARISON_WORDS,
        )
    )


def _check(page: SituationPage) -> None:
    known = {row["claim_id"] for row in page.claims}
    cited = [
        *(line.claim_id for place in page.places for line in place.evidence),
        *(claim_id for card in page.contradictions for claim_id in card.claim_ids),
        *(claim_id for card in page.contradictions for claim_id, _ in card.conceded),
        *(row.claim_id for row in page.figures),
        *(row.claim_id for row in page.harm),
    ]
    missing = sorted(set(cited) - known)
    if missing:
        raise ValueError(f"the page cites claims that have no row: {', '.join(missing[:5])}")


def _maps(page: SituationPage) -> list[Markup]:
    if page.map is None:
        return []
    return [draw_map(page.map, page.meta, page.parties, style) for style in (WIDE, NARROW)]


def _row_symbol(row: PlaceRow, order: Mapping[str, int]) -> Markup:
    state, probability = row.probabilities[0] if row.probabilities else (None, None)
    return _icon(state, symbol_class(state, row.label, probability), order)


def _icon(state: str | None, classes: str, order: Mapping[str, int]) -> Markup:
    opening = Markup('<svg class="icon" viewBox="-11 -11 22 22" width="22" height="22" aria-hidden="true">')
    return opening + symbol(state, classes, order, WIDE) + Markup("</svg>")


def _states(page: SituationPage) -> set[str]:
    """What the map's symbols and the table's say."""
    used = {state for row in page.places for state, _ in row.probabilities[:1] if row.label is not Label.UNKNOWN}
    if page.map is not None:
        used |= {place.state for place in page.map.places if place.state}
    return used


def map_legend(parties: Sequence[Party], states: Set[str]) -> list[tuple[str, list[tuple[Markup, str]]]]:
    """Groups of (symbol, words): the parties among ``states``, strengths of probability, states of evidence."""
    order = {party.actor_id: index for index, party in enumerate(parties)}
    shown = [
        (_icon(party.actor_id, symbol_class(party.actor_id, Label.ASSESSED, 1.0), order), party.name)
        for party in parties
        if party.actor_id in states
    ]
    example = next((party.actor_id for party in parties if party.actor_id in states), None)
    strengths = [
        (_icon(example, symbol_class(example, Label.ASSESSED, value), order), text)
        for value, text in ((0.97, "95% and over"), (0.85, "80–95%"), (0.6, "55–80%"), (0.3, "under 55%"))
    ]
    labels = (Label.CLAIMED_ONLY, Label.CONTESTED, Label.STALE, Label.UNKNOWN)
    standings = [
        (_icon(example, symbol_class(example, label, 0.7), order), page_text.LABEL_WORDS[label]) for label in labels
    ]
    groups = [("Held by", shown), ("How sure", strengths if example else []), ("State of the evidence", standings)]
    return [(title, entries) for title, entries in groups if entries]


def _bar(row: PlaceRow, order: Mapping[str, int]) -> Markup:
    """Probabilities as one bar of 120 units; white gaps keep the parts apart in grey."""
    opening = Markup('<svg class="bar" viewBox="0 0 120 8" preserveAspectRatio="xMinYMid" aria-hidden="true">')
    if row.label is Label.UNKNOWN:
        return opening + Markup('<rect class="bar-unknown" x=".5" y=".5" width="119" height="7"/></svg>')
    parts, left = [], 0.0
    for state, probability in row.probabilities:
        width = 120.0 * probability
        if width >= 0.6:
            kind = "bar-contested" if state == CONTESTED_STATE else f"party-{order.get(state, 0)}"
            parts.append(
                Markup('<rect class="{}" x="{:.1f}" width="{:.1f}" height="8"/>').format(
                    kind, left, max(0.5, width - 1.0)
                )
            )
        left += width
    return opening + Markup("").join(parts) + Markup("</svg>")


def _reports(page: SituationPage) -> list[dict[str, Any]]:
    spans: dict[str, list[MarkedSpan]] = defaultdict(list)
    for row in page.claims:
        spans[row["report_id"]].append(MarkedSpan(row["claim_id"], row["start"], row["end"]))
    titles = {report.report_id: report.title or "untitled report" for report in page.reports}
    return [
        {
            "view": report,
            "anchor": f"r-{page_text.slug(report.report_id)}",
            "title": titles[report.report_id],
            "paragraphs": paragraphs(report.text, report.layout, spans[report.report_id]),
            "claims": len(spans[report.report_id]),
            "original": titles.get(report.duplicate_of or ""),
            "link": report.url if report.url and report.url.lower().startswith(("https://", "http://")) else None,
        }
        for report in page.reports
    ]


def page_style(parties: Sequence[Party]) -> str:
    """The page's style sheet and one rule for the colour of each party."""
    colours = party_colours(parties)
    rules = [f".party-{index}{{--party:{colours[party.actor_id]}}}" for index, party in enumerate(parties)]
    return _asset("page.css") + "\n".join(rules or [f".party-0{{--party:{PALETTE[0]}}}"]) + "\n"


def content_policy(style: str, script: str) -> str:
    """A content security policy that allows this page's own style and script and nothing else."""
    style_hash, script_hash = (
        base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in (style, script)
    )
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    return resources.files("tadmur.export").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates with the filters that they use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("tadmur.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for function in (
        *(page_text.slug, page_text.percent, confidence_words, page_text.log_odds, page_text.words),
        *(page_text.day, page_text.short_day, page_text.day_range, page_text.instant, page_text.sentence_case),
        *(lag_words, learned_words, grade_words),
    ):
        templates.filters[function.__name__] = function
    return templates

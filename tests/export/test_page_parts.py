"""Report text in pieces, words for numbers and times, and the removal of names from a whole page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.export import page_text
from tadmur.export.redaction import without_private_names
from tadmur.export.report_text import MarkedSpan, paragraphs
from tadmur.export.situation import SituationPage
from tadmur.terms.confidence import confidence_words
from tadmur.terms.report import Segment, Zone

TEXT = st.text("ab \n🙂é", min_size=1, max_size=60)


@given(TEXT, st.data())
def test_pieces_make_up_the_text_and_each_claim_its_quote(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    borders = sorted(data.draw(st.lists(ends, max_size=6)))
    layout = [Segment(a, b, Zone.BODY) for a, b in zip(borders[::2], borders[1::2], strict=False) if a < b]
    spans = [
        MarkedSpan(f"c{i}", *sorted(pair))
        for i, pair in enumerate(data.draw(st.lists(st.tuples(ends, ends).filter(lambda p: p[0] != p[1]), max_size=5)))
    ]
    pieces = [piece for paragraph in paragraphs(text, layout, spans) for piece in paragraph.pieces]

    def visible(words: str) -> str:
        return "".join(words.split())

    assert visible("".join(piece.text for piece in pieces)) == visible(text)
    for span in spans:
        own = [piece for piece in pieces if span.claim_id in piece.claims]
        assert visible("".join(piece.text for piece in own)) == visible(text[span.start : span.end])
        assert sum(span.claim_id in piece.starts for piece in pieces) == bool(own)
        assert sum(span.claim_id in piece.ends for piece in pieces) == bool(own)


def test_words_outside_the_layout_are_shown_without_a_zone() -> None:
    shown = paragraphs("Known line\nstray words\n", [Segment(0, 10, Zone.HEADLINE)], [])
    assert [(p.zone, p.pieces[0].text) for p in shown] == [(Zone.HEADLINE, "Known line"), (None, "stray words")]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "unknown"),
        ({"low": None, "best": None, "high": None, "unit": "persons", "vague": False}, "unknown"),
        ({"low": 24, "best": None, "high": None, "unit": "persons", "vague": True}, "24 or more persons (vague)"),
        ({"low": 12, "best": 12, "high": 12, "unit": "persons", "vague": False}, "12 persons"),
        (
            {"low": 1000, "best": 1500, "high": 2000, "unit": "km2", "vague": False},
            "1\u202f000–2\u202f000, best 1\u202f500 km²",
        ),
        ({"low": None, "best": None, "high": 8.5, "unit": "percent", "vague": False}, "up to 8.5 per cent"),
        ({"low": 0, "best": 0, "high": 0, "unit": "persons", "vague": False}, "0 persons"),
    ],
)
def test_quantities(value: dict[str, Any] | None, words: str) -> None:
    assert page_text.quantity(value) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "unknown"),
        (date(2023, 12, 1), date(2023, 12, 4), "1–4 Dec 2023"),
        (date(2023, 11, 30), date(2023, 12, 4), "30 Nov – 4 Dec 2023"),
        (date(2022, 12, 30), date(2023, 1, 4), "30 Dec 2022 – 4 Jan 2023"),
        (date(2015, 5, 1), None, "from 1 May 2015"),
        (None, date(2015, 5, 1), "by 1 May 2015"),
    ],
)
def test_day_ranges(first: date | None, last: date | None, words: str) -> None:
    assert page_text.day_range(first, last) == words


@given(st.floats(0, 1))
def test_a_probability_is_never_printed_as_certain(probability: float) -> None:
    assert page_text.percent(probability) not in ("0%", "100%")
    assert confidence_words(probability)


def test_log_odds_have_a_sign() -> None:
    assert [page_text.log_odds(x) for x in (1.94, -0.42, 0.01)] == ["+1.9", "−0.4", "±0.0"]


def test_redaction_moves_offsets_with_the_words(page: SituationPage) -> None:
    public = without_private_names(page)
    texts = {report.report_id: report.text for report in public.reports}
    for row in public.claims:
        assert texts[row["report_id"]][row["start"] : row["end"]] == row["quote"]
    for before, after in zip(page.reports, public.reports, strict=True):
        assert [segment.zone for segment in before.layout] == [segment.zone for segment in after.layout]
        assert all(
            after.text[segment.start : segment.end] == line
            for segment, line in zip(after.layout, filter(str.strip, after.text.split("\n")), strict=True)
        )
    assert "Hiba" not in repr([public.claims, public.reports, public.sources, public.places])


def test_redaction_is_done_once_and_for_all(page: SituationPage) -> None:
    once = without_private_names(page)
    assert [row["quote"] for row in without_private_names(once).claims] == [row["quote"] for row in once.claims]

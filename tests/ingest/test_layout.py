"""Zones, dates and publishers of pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.ingest.layout import Layout, recognise_layout
from tadmur.terms.report import Zone

PAGE = """Rebels push army back near Tall Qasr

Rebels push army back near Tall Qasr
Fighters took two checkpoints east of the town while families left for the coast.
3 min read
7 August, 2015
Fighters on a pickup outside Tall Qasr last week [AFP]

Rebel fighters entered the eastern edge of Tall Qasr on Friday, a commander said.

"We hold both checkpoints," he told reporters.

Read more: Army retakes dam in the north
© 2015 The Coastal Courier. All rights reserved.
"""


def zones(text: str, layout: Layout) -> list[tuple[Zone, str]]:
    return [(segment.zone, text[segment.start : segment.end]) for segment in layout.segments]


def test_a_page_falls_into_its_parts() -> None:
    layout = recognise_layout(PAGE)
    found = [zone for zone, _ in zones(PAGE, layout)]
    assert found == [
        Zone.HEADLINE,
        Zone.HEADLINE,
        Zone.DECK,
        Zone.BOILERPLATE,
        Zone.DATELINE,
        Zone.CAPTION,
        Zone.BODY,
        Zone.BODY,
        Zone.BOILERPLATE,
        Zone.BOILERPLATE,
    ]
    assert [segment.repeats for segment in layout.segments[:3]] == [None, 0, None]
    assert layout.title == "Rebels push army back near Tall Qasr"
    assert layout.published_at == datetime(2015, 8, 7, tzinfo=UTC)
    assert layout.published_precision == "day"
    assert layout.publisher is None


def test_windows_line_ends_and_no_break_spaces_change_nothing() -> None:
    other = PAGE.replace("\n", "\r\n").replace(" ", "\u00a0")
    assert [zone for zone, _ in zones(other, recognise_layout(other))] == [
        zone for zone, _ in zones(PAGE, recognise_layout(PAGE))
    ]


@pytest.mark.parametrize(
    ("line", "instant", "precision"),
    [
        ("20 March, 2016", "2016-03-20T00:00", "day"),
        ("March 20, 2016", "2016-03-20T00:00", "day"),
        ("Sunday 20 March 2016", "2016-03-20T00:00", "day"),
        ("Published: 2016-03-20", "2016-03-20T00:00", "day"),
        ("Published on Mar. 20th, 2016", "2016-03-20T00:00", "day"),
        ("Posted 20.03.2016", "2016-03-20T00:00", "day"),
        ("20/03/2016", "2016-03-20T00:00", "day"),
        ("20 March 2016, 14:05 GMT", "2016-03-20T14:05", "instant"),
        ("2016-03-20T14:05:00+03:00", "2016-03-20T11:05", "instant"),
        ("March 20, 2016 at 2:05 p.m. UTC", "2016-03-20T14:05", "instant"),
        ("20 March 2016 14:05", "2016-03-20T00:00", "day"),
        ("Kharda, 20 March 2016", "2016-03-20T00:00", "day"),
        ("20 марта 2016", "2016-03-20T00:00", "day"),
        ("20 березня 2016", "2016-03-20T00:00", "day"),
        ("20 آذار 2016", "2016-03-20T00:00", "day"),
        ("20 mars 2016", "2016-03-20T00:00", "day"),
        ("Published 19 March 2016 | Updated 20 March 2016", "2016-03-19T00:00", "day"),
        ("20 March 2016 - 4 min read", "2016-03-20T00:00", "day"),
    ],
)
def test_date_lines(line: str, instant: str, precision: str) -> None:
    layout = recognise_layout(f"A short headline\n{line}\n\nThe army entered the village.\n")
    assert layout.published_at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert layout.published_precision == precision


@pytest.mark.parametrize(
    "line",
    [
        "04/05/2016",
        "20 March",
        "31 February 2016",
        "Since 20 March 2016 the town has been under siege.",
        "The town fell on 20 March 2016.",
        "2016",
    ],
)
def test_what_is_not_a_date_line_dates_nothing(line: str) -> None:
    layout = recognise_layout(f"A short headline\n\n{line}\n\nThe army entered the village.\n")
    assert layout.published_at is None
    assert layout.published_precision is None


def test_an_update_dates_only_what_has_no_other_date() -> None:
    both = "A headline\nUpdated: 22 March 2016\nPublished: 20 March 2016\n\nBody text follows here.\n"
    assert recognise_layout(both).published_at == datetime(2016, 3, 20, tzinfo=UTC)
    only = "A headline\nLast updated: 22 March 2016\n\nBody text follows here.\n"
    assert recognise_layout(only).published_at == datetime(2016, 3, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opening", "published", "publisher"),
    [
        ("BEIRUT, 24 March 2016 — ", datetime(2016, 3, 24, tzinfo=UTC), None),
        ("BEIRUT (Levant Wire) - ", None, "Levant Wire"),
        ("Kharda, Sudan, 4 May 2023 (Nile Press) – ", datetime(2023, 5, 4, tzinfo=UTC), "Nile Press"),
        ("KYIV, March 24 (Dnipro Wire) -- ", None, "Dnipro Wire"),
        ("GENEVA, 3 May 2023. ", datetime(2023, 5, 3, tzinfo=UTC), None),
    ],
)
def test_a_dateline_is_set_apart_from_its_paragraph(
    opening: str, published: datetime | None, publisher: str | None
) -> None:
    text = f"Headline without stop\n\n{opening}The army entered the village at dawn.\n\nIt left at noon.\n"
    layout = recognise_layout(text)
    assert zones(text, layout)[1:3] == [
        (Zone.DATELINE, opening.rstrip()),
        (Zone.BODY, "The army entered the village at dawn."),
    ]
    assert layout.published_at == published
    assert layout.publisher == publisher


@pytest.mark.parametrize(
    "sentence",
    [
        "Halas - a village of 300 people - fell on Sunday.",
        "Fighting in Halas, which began on 3 May 2023, went on.",
        "The army, based in Halas (north), withdrew - slowly.",
        "By Sunday evening rebels had left Halas.",
        "From Monday on no aid reached Halas.",
        "Related violence killed three people in Halas.",
        "Share of the blame for the loss of Halas goes to both.",
        "The dam was taken [sic] by the army.",
        "Officials spoke of gains (Reuters).",
    ],
)
def test_running_text_stays_whole(sentence: str) -> None:
    text = f"A headline\n\nThe first paragraph is plain.\n\n{sentence}\n\n{sentence[::-1]}\n"
    assert (Zone.BODY, sentence) in zones(text, recognise_layout(text))


@pytest.mark.parametrize(
    "line",
    [
        "By Lina Haddad",
        "By Lina al-Haddad and Omar Saleh in Kharda",
        "Levant Wire staff",
        "Reporting by Lina Haddad; editing by O. Saleh",
    ],
)
def test_bylines(line: str) -> None:
    text = f"A headline\n{line}\n\nThe army entered the village.\n\nIt left again.\n"
    assert (Zone.BYLINE, line) in zones(text, recognise_layout(text))


@pytest.mark.parametrize(
    "line",
    [
        "Smoke over the old bridge on Tuesday [Getty Images]",
        "Smoke over the old bridge (AFP/Getty Images)",
        "Photo: smoke over the old bridge.",
        "In this photo released by the ministry, soldiers stand on a bridge.",
    ],
)
def test_captions(line: str) -> None:
    text = f"A headline\n2 May 2023\n{line}\n\nThe army entered the village.\n\nIt left again.\n"
    assert (Zone.CAPTION, line) in zones(text, recognise_layout(text))


@pytest.mark.parametrize(
    "head",
    [
        "NORTH COAST NEWS\n7 August 2015\n\nArmy takes Halas",
        "Army takes Halas\nNorth Coast News\n7 August 2015",
        "Army takes Halas\nNorth Coast News | 7 August 2015",
    ],
)
def test_a_masthead_names_the_publisher_and_is_no_headline(head: str) -> None:
    layout = recognise_layout(f"{head}\n\nThe army entered the village.\n\nIt left again.\n")
    assert layout.title == "Army takes Halas"
    assert (layout.publisher or "").lower() == "north coast news"
    assert layout.published_at == datetime(2015, 8, 7, tzinfo=UTC)
    assert Zone.DECK not in {segment.zone for segment in layout.segments}


def test_the_first_item_of_a_list_is_no_deck() -> None:
    text = "Round-up of Sunday\n- The army took Halas.\n- The rebels took Qasr.\n\nShare this: Facebook\n"
    assert Zone.DECK not in {segment.zone for segment in recognise_layout(text).segments}


def test_links_under_a_heading_are_furniture() -> None:
    links = "Related articles\nArmy takes Halas\nRebels take Qasr"
    text = f"A headline\n\nThe army left.\n\n{links}\n\nIt left at noon on Sunday.\n"
    assert [zone for zone, _ in zones(text, recognise_layout(text))] == [
        Zone.HEADLINE,
        Zone.BODY,
        Zone.BOILERPLATE,
        Zone.BOILERPLATE,
        Zone.BOILERPLATE,
        Zone.BODY,
    ]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    body = (
        "The army said on Sunday that its soldiers had entered the northern\n"
        "part of the village after two days of shelling, and that the road to\n"
        "the coast was open again for the first time since the siege had been\n"
        "laid around the place in the early spring of that year by the rebels."
    )
    text = f"Army enters village\n\n{body}\n\nIt left.\n"
    assert zones(text, recognise_layout(text))[1] == (Zone.BODY, body)


def test_marks_of_markdown_are_set_apart() -> None:
    text = "# Army takes Halas\n\n- Halas: taken by the army.\n- Qasr: **quiet**\n\n![Smoke over Halas](smoke.jpg)\n"
    found = zones(text, recognise_layout(text))
    assert (Zone.HEADLINE, "Army takes Halas") in found
    assert (Zone.BODY, "Halas: taken by the army.") in found
    assert (Zone.BODY, "Smoke over Halas") in found or (Zone.CAPTION, "Smoke over Halas") in found


def test_a_single_line_is_no_headline() -> None:
    assert [s.zone for s in recognise_layout("Rebels took Halas").segments] == [Zone.BODY]


def test_a_title_beside_the_text_leaves_the_first_line_alone() -> None:
    text = "Rebels took Halas\n\nThe army left at noon.\n"
    assert [s.zone for s in recognise_layout(text, title="Something else").segments] == [Zone.BODY, Zone.BODY]
    assert [s.zone for s in recognise_layout(text, title="Rebels took Halas").segments] == [Zone.HEADLINE, Zone.BODY]


LINE_PIECES = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\u2028",
        "\x0b",
        "\x1c",
        "\x1f",
        "\u00a0",
        "# ",
        "- ",
        "**",
        "![",
        "](x)",
        "By ",
        "20 March 2016",
        "[AFP]",
        "(AFP)",
    ]
)
TEXTS = st.lists(st.one_of(LINE_PIECES, st.text(max_size=12)), max_size=30).map("".join)


@given(text=TEXTS, front=st.integers(0, 5))
def test_segments_cover_all_that_is_not_space_once(text: str, front: int) -> None:
    layout = recognise_layout(text, front_matter_end=min(front, len(text)))
    covered = [0] * len(text)
    for segment in layout.segments:
        assert 0 <= segment.start < segment.end <= len(text)
        assert not text[segment.start].isspace()
        assert not text[segment.end - 1].isspace()
        for at in range(segment.start, segment.end):
            covered[at] += 1
    for character, times in zip(text, covered, strict=True):
        assert times <= 1
        assert character.isspace() or times == 1
    assert [s.start for s in layout.segments] == sorted(s.start for s in layout.segments)


@given(text=TEXTS)
def test_repeats_point_back_to_the_same_words(text: str) -> None:
    segments = recognise_layout(text).segments
    for index, segment in enumerate(segments):
        if segment.repeats is not None:
            assert segment.repeats < index
            assert segments[segment.repeats].repeats is None


@pytest.mark.parametrize("text", ["Army takes Halas\n\n" + "By AAAA " * 150_000, "A" * 1_000_000])
def test_a_very_long_line_is_read(text: str) -> None:
    assert recognise_layout(text)

"""Places in running text, and what is not one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.geocode.recogniser import Recogniser
from tadmur.reference.gazetteer import Gazetteer

WAR_PLACES = list(csv.DictReader((Path(__file__).parent / "war_places.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Gazetteer.open())


def names(recogniser: Recogniser, text: str, *countries: str) -> list[str]:
    return [text[n.start : n.end] for n in recogniser.recognise(text, countries=countries)]


@pytest.mark.parametrize("row", WAR_PLACES, ids=lambda row: row["name"])
def test_finds_the_places_of_six_wars(recogniser: Recogniser, row: dict[str, str]) -> None:
    sentence = f"Fighting went on around {row['name']} on Monday, residents said."
    assert row["name"] in names(recogniser, sentence, row["country"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighters of the Homs Brigade left the front.", []),
        ("The Aleppo Times printed the list.", []),
        ("Mr Idlib Mansour spoke to reporters.", []),
        ("Residents of Raqqa fled.", ["Raqqa"]),
        ("The convoy reached Deir ez-Zor, then Tabqa.", ["Deir ez-Zor", "Tabqa"]),
        ("DAMASCUS (Wire) - Shells fell at dawn.", ["DAMASCUS"]),
        ("Syrian and Russian jets struck Saraqib.", ["Saraqib"]),
        ("A Damascus-based monitor counted the dead.", ["Damascus"]),
        ("Engineers inspected the Tishrin Dam.", ["Tishrin Dam"]),
        ("Quiet returned in the evening.", []),
    ],
)
def test_context_decides(recogniser: Recogniser, text: str, expected: list[str]) -> None:
    assert names(recogniser, text, "SY") == expected


def test_no_break_spaces_do_not_hide_a_name(recogniser: Recogniser) -> None:
    text = "Shells fell near Deir\u00a0ez-Zor overnight."
    assert names(recogniser, text, "SY") == ["Deir\u00a0ez-Zor"]


def test_spelling_may_vary_only_where_the_report_is_set(recogniser: Recogniser) -> None:
    text = "The army entered Saraqeeb."
    assert names(recogniser, text, "SY") == ["Saraqeeb"]
    assert names(recogniser, text, "UA") == []


@pytest.mark.parametrize("text", ["", "   ", "nothing here", "12345", "...", "\n\n"])
def test_nothing_gives_nothing(recogniser: Recogniser, text: str) -> None:
    assert recogniser.recognise(text, countries=("SY",)) == []


@given(
    st.lists(st.sampled_from(["Homs", "near", "al-Bab", ",", ".", "the", "Mr", "Kyiv's", "\u00a0", "\n", "U.S.", "T4"]))
)
def test_spans_are_ordered_inside_the_text_and_apart(recogniser: Recogniser, words: list[str]) -> None:
    text = " ".join(words)
    found = recogniser.recognise(text, countries=("SY", "UA"))
    edges = [edge for n in found for edge in (n.start, n.end)]
    assert edges == sorted(edges)
    assert all(0 <= n.start < n.end <= len(text) and 0.5 <= n.score <= 1.0 for n in found)
    assert found == recogniser.recognise(text, countries=("UA", "SY"))

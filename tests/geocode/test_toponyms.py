"""Toponyms of documents from anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tadmur.geocode.toponyms import find_toponyms
from tadmur.reference.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_a_container_after_a_comma_decides(gazetteer: Gazetteer) -> None:
    text = "She moved from Paris, Texas, to Paris, France, by way of Lebanon, Ky."
    found = {t.name: t for t in find_toponyms(text, gazetteer)}
    first, second = (t for t in find_toponyms(text, gazetteer) if t.name == "Paris")
    assert (first.country, second.country) == ("US", "FR")
    assert found["Lebanon"].country == "US"
    assert found["Ky."].place_id == "ne:US-KY"


def test_adjectives_stand_for_their_country(gazetteer: Gazetteer) -> None:
    text = "Canadian officials met South Korean envoys."
    assert [(t.name, t.country) for t in find_toponyms(text, gazetteer)] == [("Canadian", "CA"), ("South Korean", "KR")]


@pytest.mark.parametrize("text", ["Mr Washington resigned.", "He lives on Georgia Avenue.", "It cost US$5."])
def test_persons_streets_and_money_are_no_toponyms(gazetteer: Gazetteer, text: str) -> None:
    assert find_toponyms(text, gazetteer) == []


def test_offsets_hold(gazetteer: Gazetteer) -> None:
    text = "“Floods” hit Lagos—and, later, Abuja’s suburbs."
    assert [text[t.start : t.end] for t in find_toponyms(text, gazetteer)] == ["Lagos", "Abuja"]


def test_coordinates_are_close_on_published_documents(gazetteer: Gazetteer, shared: Path) -> None:
    """A floor well under the measured accuracy, so that a change for the worse is seen."""
    lines = (shared / "bench" / "dev" / "geoparsing.jsonl").read_text(encoding="utf-8").splitlines()[::20]
    right = named = gold = 0
    for document in map(json.loads, lines):
        wanted = {(t["start"], t["end"]): t for t in document["toponyms"] if t.get("lat") is not None}
        gold += len(wanted)
        for toponym in find_toponyms(document["text"], gazetteer):
            target = wanted.get((toponym.start, toponym.end))
            if target and toponym.lat is not None and toponym.lon is not None:
                named += 1
                right += abs(target["lat"] - toponym.lat) < 2 and abs(target["lon"] - toponym.lon) < 3
    assert named > 0.75 * gold
    assert right > 0.8 * named

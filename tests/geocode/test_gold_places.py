"""The places gold is consistent: offsets, coordinates inside their countries, stable halves, counts."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).resolve().parents[2] / "benchmarks" / "gold" / "places.jsonl"

BOXES = {
    "SY": (35.6, 32.2, 42.5, 37.4),
    "IQ": (38.7, 29.0, 48.7, 37.5),
    "UA": (22.0, 44.2, 40.3, 52.5),
    "SD": (21.7, 8.6, 38.7, 22.3),
    "YE": (42.3, 12.0, 54.6, 19.1),
    "LY": (9.3, 19.4, 25.3, 33.3),
    "ML": (-12.4, 10.1, 4.4, 25.1),
    "LB": (35.0, 33.0, 36.7, 34.8),
    "EG": (24.6, 21.9, 36.0, 31.8),
    "US": (-125.0, 24.0, -66.0, 50.0),
}
"""West, south, east, north in degrees."""


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def test_counts(items: list[dict[str, Any]]) -> None:
    kinds = Counter(item["kind"] for item in items)
    assert kinds["known"] >= 500
    assert kinds["homonym"] >= 100
    assert kinds["none"] >= 120
    assert len({item["id"] for item in items}) == len(items)
    assert len({item["war"] for item in items if item["kind"] == "known"}) >= 6


def test_at_most_15_per_cent_of_the_places_rest_on_one_source(items: list[dict[str, Any]]) -> None:
    known = [item for item in items if item["kind"] == "known"]
    assert sum(item["one_source"] for item in known) <= 0.15 * len(known)


def test_offsets_point_at_the_mention(items: list[dict[str, Any]]) -> None:
    for item in items:
        assert item["text"][item["start"] : item["end"]] == item["mention"], item["id"]


def test_coordinates_lie_in_the_country(items: list[dict[str, Any]]) -> None:
    for item in items:
        if item["kind"] == "none":
            assert (item["lon"], item["lat"], item["checked"]) == (None, None, [])
            continue
        west, south, east, north = BOXES[item["country"]]
        assert west <= item["lon"] <= east, item["id"]
        assert south <= item["lat"] <= north, item["id"]


def test_two_sources_are_two_and_agree(items: list[dict[str, Any]]) -> None:
    for item in items:
        if item["kind"] == "none":
            continue
        names = [source["dataset"] for source in item["checked"]]
        assert len(set(names)) == len(names) == (1 if item["one_source"] else 2), item["id"]
        if item["apart_km"] is not None:
            assert item["apart_km"] <= (60 if item["level"] == "admin1" else max(5, item["tolerance_km"] / 2)), item[
                "id"
            ]
            middle = sum(source["lat"] for source in item["checked"]) / 2
            assert math.isclose(middle, item["lat"], abs_tol=2e-5), item["id"]


def test_halves_follow_from_the_id(items: list[dict[str, Any]]) -> None:
    """The mentions of one sentence share a half."""
    for item in items:
        number = int(hashlib.sha256(item["id"].split(".")[0].encode()).hexdigest(), 16)
        assert item["split"] == ("held" if number % 2 else "dev"), item["id"]

"""Towns for orientation: few, apart, the most populous first."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.reference.orientation import APART, orientation_towns

DESERT = (36.5, 33.5, 40.5, 35.6)


def test_a_desert_has_its_towns() -> None:
    names = [name for name, _, _, _ in orientation_towns(DESERT)]
    assert names[0] == "Homs"
    assert {"Palmyra", "Deir ez-Zor"} <= set(names)


@pytest.mark.parametrize(
    ("capital", "window"),
    [
        ("Tripoli", (10.0, 25.0, 25.0, 33.0)),
        ("Kyiv", (28.0, 49.0, 33.0, 52.0)),
        ("Baghdad", (42.0, 31.0, 46.0, 35.0)),
        ("Khartoum", (30.0, 13.0, 35.0, 17.0)),
        ("Damascus", (35.5, 32.5, 37.5, 34.0)),
        ("Sanaa", (43.0, 14.0, 46.0, 17.0)),
        ("Bamako", (-9.0, 11.5, -7.0, 13.5)),
    ],
)
def test_capitals_are_there(capital: str, window: tuple[float, ...]) -> None:
    assert capital in [name for name, _, _, _ in orientation_towns(window)]


def test_names_are_those_of_the_gazetteer() -> None:
    names = [name for name, _, _, _ in orientation_towns((32.3, 44.2, 36.8, 46.5))]
    assert {"Sevastopol", "Simferopol", "Kerch"} <= set(names)
    assert all(name.isascii() for name in names)


@settings(max_examples=20, deadline=None)
@given(st.floats(-170, 160), st.floats(-60, 70), st.floats(0.2, 10), st.integers(1, 15))
def test_towns_lie_inside_and_apart(west: float, south: float, span: float, most: int) -> None:
    window = (west, south, west + span, south + span)
    towns = orientation_towns(window, most)
    assert [rank for *_, rank in towns] == list(range(len(towns)))
    assert len(towns) <= most
    shrink = math.cos(math.radians(south + span / 2))
    for name, lon, lat, rank in towns:
        assert west <= lon <= west + span, name
        assert south <= lat <= south + span, name
        for _, other_lon, other_lat, _ in towns[:rank]:
            distance = math.hypot((lon - other_lon) * shrink, lat - other_lat)
            assert distance >= APART * math.hypot(span * shrink, span) - 1e-9


def test_the_open_sea_has_none() -> None:
    assert orientation_towns((-31.0, 29.0, -30.0, 30.0)) == []


def test_a_window_without_area_is_refused() -> None:
    with pytest.raises(ValueError, match="no area"):
        orientation_towns((5.0, 1.0, 1.0, 2.0))

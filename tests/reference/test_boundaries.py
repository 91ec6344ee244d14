"""Boundary sets, their units, and the base map."""

from __future__ import annotations

import pytest
from shapely.geometry import shape

from tadmur.reference.basemap import LAYERS, basemap_for
from tadmur.reference.boundaries import (
    available_sets,
    boundaries,
    boundary_of,
    boundary_set,
    containing,
    neighbours,
    units_named,
)
from tadmur.reference.build_shapes import area_km2
from tadmur.terms.errors import SettingsError


def test_each_set_names_its_version_and_viewpoint() -> None:
    assert available_sets() == ["natural-earth", "whos-on-first"]
    for set_id in available_sets():
        about = boundary_set(set_id, country="SY")
        assert all((about.name, about.version, about.licence, about.viewpoint))
    assert boundary_set("whos-on-first", country="SY").version == "2024-03-05"


def test_an_unknown_set_is_a_sentence() -> None:
    with pytest.raises(SettingsError, match="natural-earth"):
        boundary_set("gadm")


@pytest.mark.parametrize(
    ("set_id", "country", "expected_km2"),
    [("whos-on-first", "SY", 187_562), ("natural-earth", "SY", 185_941), ("whos-on-first", "IQ", 437_127)],
)
def test_areas_survive_simplification(set_id: str, country: str, expected_km2: float) -> None:
    (unit,) = boundaries(set_id, level=0, countries=(country,))
    assert area_km2(unit.geometry) == pytest.approx(expected_km2, rel=0.001)


@pytest.mark.parametrize(
    ("set_id", "country"), [(s, c) for s in ("natural-earth", "whos-on-first") for c in ("SY", "IQ", "UA", "LY")]
)
def test_the_first_level_adds_up_to_the_country(set_id: str, country: str) -> None:
    (whole,) = boundaries(set_id, level=0, countries=(country,))
    parts = boundaries(set_id, level=1, countries=(country,))
    assert sum(area_km2(part.geometry) for part in parts) == pytest.approx(area_km2(whole.geometry), rel=1e-4)


def test_every_shipped_polygon_is_whole() -> None:
    units = [unit for set_id in available_sets() for level in (0, 1, 2) for unit in boundaries(set_id, level=level)]
    assert len(units) > 6_000
    for unit in units:
        geometry = unit.geometry
        assert geometry.is_valid
        assert geometry.geom_type in ("Polygon", "MultiPolygon")
        west, south, east, north = geometry.bounds
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90


def test_a_point_lies_in_its_district_governorate_and_country() -> None:
    assert [(b.level, b.country) for b in containing(37.24, 34.23)] == [(0, "SY"), (1, "SY"), (2, "SY")]
    assert [(b.level, b.name) for b in containing(36.7, 34.73, set_id="natural-earth")] == [(0, "Syria"), (1, "Homs")]
    assert containing(-30.0, 30.0) == []


def test_an_administrative_place_has_its_polygon() -> None:
    governorate = boundary_of("wof:85678367")
    assert governorate is not None
    assert (governorate.level, governorate.country) == (1, "SY")
    country = boundary_of("country:SY")
    assert country is not None
    assert (country.level, country.name) == (0, "Syria")
    assert boundary_of("wof:421197935") is None


def test_neighbours_share_a_line_and_know_each_other() -> None:
    of_homs = dict(neighbours("wof:85678367"))
    assert set(of_homs) == {
        "wof:85672483",  # Anbar, across the border
        *("wof:85678349", "wof:85678355", "wof:85678363", "wof:85678381", "wof:85678391"),
    }
    for other, shared_km in of_homs.items():
        assert dict(neighbours(other))["wof:85678367"] == shared_km > 1
    assert neighbours("wof:421197935") == []


def test_a_unit_is_found_in_any_spelling_and_a_type_word_narrows_its_level() -> None:
    homs = units_named("Homs", set_id="whos-on-first", countries=["SY"])
    assert [unit.level for unit in homs] == [1, 2]
    for spelling in ("Homs District", "homs district"):
        assert [unit.level for unit in units_named(spelling, set_id="whos-on-first", countries=["SY"])] == [2]
    for spelling in ("Deir ez-Zor Governorate", "Dayr az-Zawr", "دير الزور"):
        assert units_named(spelling, countries=["SY"])[0].boundary_id == "ne:SY-DY"


@pytest.mark.parametrize("name", ["", "  ", "-", "'"])
def test_an_empty_name_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="empty"):
        units_named(name)


def test_the_base_map_is_clipped_to_its_window() -> None:
    layers = basemap_for((35.0, 32.0, 43.0, 38.0))
    assert tuple(layers) == LAYERS
    assert all(layers[name] for name in ("land", "borders", "rivers", "admin1", "coastline"))
    for geometries in layers.values():
        for geometry in geometries:
            west, south, east, north = shape(geometry).bounds
            assert (west, south) >= (34.999, 31.999)
            assert east <= 43.001
            assert north <= 38.001


@pytest.mark.parametrize("window", [(1.0, 1.0, 1.0, 2.0), (5.0, 1.0, 1.0, 2.0)])
def test_a_window_without_area_is_refused(window: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="no area"):
        basemap_for(window)


def test_the_open_sea_is_empty() -> None:
    assert not any(basemap_for((-31.0, 29.0, -30.0, 30.0)).values())

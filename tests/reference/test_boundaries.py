"""Boundary sets and the base map."""

from __future__ import annotations

import pytest
from pyproj import Geod
from shapely.geometry import shape

from tadmur.reference.basemap import LAYERS, basemap_for
from tadmur.reference.boundaries import available_sets, boundaries, boundary_of, boundary_set, containing
from tadmur.terms.errors import SettingsError


def area_km2(geometry: dict[str, object]) -> float:
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shape(geometry))[0]) / 1e6


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
    [("whos-on-first", "SY", 186_344), ("natural-earth", "SY", 185_941), ("whos-on-first", "IQ", 437_000)],
)
def test_areas_survive_simplification(set_id: str, country: str, expected_km2: float) -> None:
    (unit,) = boundaries(set_id, level=0, countries=(country,))
    assert area_km2(unit.geometry) == pytest.approx(expected_km2, rel=0.01)


def test_a_point_lies_in_its_district_governorate_and_country() -> None:
    assert [(b.level, b.country) for b in containing(37.24, 34.23)] == [(0, "SY"), (1, "SY"), (2, "SY")]
    assert containing(-30.0, 30.0) == []


def test_an_administrative_place_has_its_polygon() -> None:
    governorate = boundary_of("wof:85678367")
    assert governorate is not None
    assert (governorate.level, governorate.country) == (1, "SY")
    assert boundary_of("wof:421197935") is None


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

"""Borders are parted into agreed and disputed ones; no line is in both layers."""

from __future__ import annotations

from typing import Any

import pytest
from pyproj import Geod
from shapely import unary_union
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from tadmur.reference.artefacts import read_manifest
from tadmur.reference.basemap import basemap_for
from tadmur.reference.boundaries import boundary_set
from tadmur.reference.build_basemap import STRETCHES_FILE, part_borders, read_stretches, town_rows
from tadmur.reference.entries import Entry
from tadmur.terms.errors import SettingsError
from tadmur.terms.place import FeatureClass

TWO_KM_DEG = 2 / 111.195


def line(featurecla: str, *points: tuple[float, float]) -> dict[str, Any]:
    properties = {"featurecla": featurecla, "adm0_left": "Northland", "adm0_right": "Southland"}
    return {"properties": properties, "geometry": {"type": "LineString", "coordinates": points}}


def stretch(**changes: str) -> dict[str, str]:
    row = {"stretch_id": "ford", "one_side": "Southland", "other_side": "Northland"}
    return row | {"west": "1", "south": "-1", "east": "2", "north": "1"} | changes


@pytest.mark.parametrize("kind", ["Disputed (please verify)", "Line of control (please verify)", "Overlay limit"])
def test_only_an_international_boundary_is_agreed(kind: str) -> None:
    agreed, others = part_borders(
        [line("International boundary (verify)", (0, 0), (1, 0)), line(kind, (1, 0), (2, 0))], []
    )
    assert [g.wkt for g in agreed] == ["LINESTRING (0 0, 1 0)"]
    assert [g.wkt for g in others] == ["LINESTRING (1 0, 2 0)"]


def test_a_stretch_is_cut_out_and_no_length_is_lost() -> None:
    (agreed,), (disputed,) = part_borders([line("International boundary (verify)", (0, 0), (3, 0))], [stretch()])
    assert disputed.bounds == (1.0, 0.0, 2.0, 0.0)
    assert agreed.length + disputed.length == pytest.approx(3.0)


@pytest.mark.parametrize("changes", [{"one_side": "Westland"}, {"west": "8", "east": "9"}])
def test_a_stretch_without_a_line_is_named(changes: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="ford"):
        part_borders([line("International boundary (verify)", (0, 0), (3, 0))], [stretch(**changes)])


def lines_around(lon: float, lat: float, reach: float = 0.5) -> tuple[BaseGeometry, BaseGeometry]:
    layers = basemap_for((lon - reach, lat - reach, lon + reach, lat + reach))
    solid, dashed = (unary_union([shape(g) for g in layers[name]]) for name in ("borders", "disputed"))
    return solid, dashed


def test_the_land_boundary_of_crimea_is_dashed_from_end_to_end() -> None:
    layers = basemap_for((32.4, 45.5, 36.7, 46.5))
    dashed = unary_union([shape(g) for g in layers["disputed"]])
    assert Geod(ellps="WGS84").geometry_length(dashed) > 100_000
    for geometry in layers["borders"]:
        assert shape(geometry).distance(dashed) > TWO_KM_DEG
    for isthmus in (Point(33.69, 46.15), Point(34.55, 45.99)):
        assert dashed.distance(isthmus) < 0.15


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("Golan, line of 1974", 35.85, 33.0),
        ("Western Sahara", -10.5, 27.67),
        ("Kosovo", 20.9, 43.1),
        ("Abyei, south", 28.5, 9.4),
        ("Abyei, north", 28.4, 10.15),
        ("Halaib", 35.5, 22.0),
        ("Bir Tawil", 33.5, 22.0),
        ("Abkhazia", 41.9, 42.5),
        ("Transnistria", 29.2, 47.3),
        ("Donetsk and Luhansk, line of 2015", 38.3, 48.55),
        ("Northern Cyprus", 33.4, 35.15),
        ("Kashmir", 74.0, 34.2),
        ("Korea", 127.5, 38.3),
        ("Gaza", 34.4, 31.4),
        ("Ceuta", -5.35, 35.88),
    ],
)
def test_disputed_lines_are_dashed_and_not_solid_beneath(name: str, lon: float, lat: float) -> None:
    solid, dashed = lines_around(lon, lat)
    nearest = dashed.intersection(Point(lon, lat).buffer(0.25))
    assert not nearest.is_empty, name
    assert solid.intersection(nearest.buffer(0.002)).length < 0.02, name


@pytest.mark.parametrize(("lon", "lat"), [(40.0, 36.83), (23.9, 50.5), (36.5, 50.3), (28.0, 22.0)])
def test_agreed_borders_stay_solid(lon: float, lat: float) -> None:
    solid, dashed = lines_around(lon, lat)
    assert solid.length > 0.5
    assert dashed.is_empty


def test_crimea_is_among_the_first_level_units_drawn() -> None:
    units = [shape(g) for g in basemap_for((33.0, 44.3, 36.0, 45.6))["admin1"]]
    assert any(unit.buffer(0.01).covers(Point(34.3, 45.1)) for unit in units)


def test_the_viewpoint_says_what_is_drawn_where() -> None:
    viewpoint = boundary_set("natural-earth").viewpoint
    for row in read_stretches(STRETCHES_FILE):
        assert row["stretch_id"].split("-")[0].casefold() in viewpoint.casefold()
    assert all(name in viewpoint for name in ("Crimea", "Golan", "Western Sahara", "Kosovo", "Abyei", "ISO 3166-2"))
    assert read_manifest()["basemap.sqlite"]["sets"]["natural-earth"]["viewpoint"] == viewpoint


def test_every_artefact_names_its_sources_and_its_command() -> None:
    for name, entry in read_manifest().items():
        assert entry["built_by"].startswith("tadmur reference build"), name
        assert all({"name", "licence", "attribution"} <= set(source) for source in entry["sources"]), name


def settlement(place_id: str, name: str, lon: float, **fields: object) -> Entry:
    entry = Entry(place_id, name, FeatureClass.SETTLEMENT, lon, 35.0, "SY", **fields)  # type: ignore[arg-type]
    entry.add_name(name, primary=True)
    return entry


def counted(name: str, lon: float, population: int) -> dict[str, object]:
    return {"name": name, "countrycode": "SY", "longitude": lon, "latitude": 35.0, "population": population}


def test_towns_are_counted_by_geonames_and_shown_once() -> None:
    towns = {"1": counted("Salma", 36.0, 9000), "2": counted("Arak", 38.0, 0), "3": counted("Sukhnah", 39.0, 20_000)}
    entries = [
        settlement("wof:1", "Salmah", 36.0, geonames_id="1", population=2_000_000),
        settlement("wof:2", "Salma", 36.01, geonames_id="1"),
        settlement("wof:3", "Far Salma", 37.0, geonames_id="1", population=9000),
        settlement("wof:4", "Arak", 38.0, geonames_id="2", population=9000),
        settlement("wof:5", "As Sukhnah", 39.0, geonames_id="77"),
        settlement("wof:6", "Nowhere", 38.0, population=9000),
    ]
    expected = [(1, "As Sukhnah", 3_900_000, 3_500_000, 20_000), (2, "Salma", 3_601_000, 3_500_000, 9000)]
    assert town_rows(entries, towns) == expected
    assert town_rows(reversed(entries), towns) == expected

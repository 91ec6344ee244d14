"""Readers of control maps: each format's sample, labels, repair or refusal of geometry, and what is dropped."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from tadmur.ingest.control_maps.files import day_in
from tadmur.ingest.control_maps.geometry import Unusable, polygon_of
from tadmur.ingest.control_maps.labels import is_unsafe, status_of
from tadmur.ingest.control_maps.mgrs import lonlat_of
from tadmur.ingest.control_maps.readers import read_control_file
from tadmur.terms.control_map import MapStatus
from tadmur.terms.errors import InputError

DATA = Path(__file__).parents[1] / "data" / "control_maps"


def geometry(kind: str, coordinates: object) -> bytes:
    return json.dumps({"type": kind, "coordinates": coordinates}).encode()


@pytest.mark.parametrize(
    ("file", "form", "days", "counted"),
    [
        ("deepstatemap_data_20240131.geojson", "deepstate", ["2024-01-31"], 1),
        ("deepstate_unified.csv", "deepstate", ["2024-01-31", "2024-02-01"], 2),
        ("isw_2024-01-31.geojson", "isw", ["2024-01-31"], 5),
        ("nzz.geojson", "nzz", ["2024-01-01", "2024-02-01"], 3),
        ("liveuamap_areas.csv", "liveuamap", ["2024-01-30", "2024-01-31"], 2),
        ("viina_control.csv", "viina", ["2024-01-31", "2024-02-01"], 5),
        ("viina_v1.csv", "viina", ["2024-01-31", "2024-02-01"], 2),
    ],
)
def test_the_sample_of_each_format(file: str, form: str, days: list[str], counted: int) -> None:
    read = read_control_file(DATA / file, form, day=None)
    assert [item.day.isoformat() for item in read.maps] == days
    assert sum(len(m.features) + len(m.rows) + len(m.areas) for m in read.maps) == counted


def test_a_table_without_dates_takes_the_day_given() -> None:
    read = read_control_file(DATA / "carter_areas.csv", "carter", day=date(2016, 3, 1))
    (found,) = read.maps
    assert [row.status for row in found.rows] == [MapStatus.ASSESSED, MapStatus.CONTESTED, MapStatus.ASSESSED]
    assert read.dropped == {"Unit Location"}
    assert "Unit" not in " ".join(row.text for row in found.rows)
    assert [note.where for note in read.notes] == ["row 5"]
    with pytest.raises(InputError, match="which day the map is of"):
        read_control_file(DATA / "carter_areas.csv", "carter", day=None)


def test_senses_of_land_are_kept_apart() -> None:
    read = read_control_file(DATA / "isw_2024-01-31.geojson", "isw", day=None)
    assert [feature.status for feature in read.maps[0].features] == [
        MapStatus.ASSESSED,
        MapStatus.CLAIMED,
        MapStatus.ADVANCE,
        MapStatus.CLAIMED,
        MapStatus.UNKNOWN,
    ]
    assert status_of("Lost by the opposition") is MapStatus.LOSS
    assert status_of("grey zone") is MapStatus.CONTESTED


def test_units_routes_and_positions_do_not_come_in() -> None:
    read = read_control_file(DATA / "isw_2024-01-31.geojson", "isw", day=None)
    assert read.dropped == {"unit", "heading"}
    refused = [note for note in read.notes if note.refused]
    assert [note.where for note in refused] == ['feature 6 "59th Brigade"', 'feature 7 "Direction of attack"']
    for column in (
        "unit",
        "UnitName",
        "weapon_type",
        "supply route",
        "gun positions",
        "SIDC",
        "air_defence",
        "firingPoint",
    ):
        assert is_unsafe(column), column
    for column in ("name", "date", "control", "Controlled By", "united", "composition", "status", "_datefrom"):
        assert not is_unsafe(column), column


def test_features_that_cannot_be_used_are_named() -> None:
    read = read_control_file(DATA / "broken.geojson", "geojson", day=date(2016, 3, 1))
    notes = {note.where: note for note in read.notes}
    assert notes['feature 1 "Bow tie"'].what.startswith("mended: Self-intersection")
    assert "encloses no area" in notes['feature 2 "Speck"'].what
    assert "no degrees" in notes['feature 3 "Metres"'].what
    assert notes['feature 6 "Nothing"'].what == "it has no geometry"
    assert "coordinates are broken" in notes['feature 8 "Two points"'].what
    ring = next(feature for feature in read.maps[0].features if feature.name == "Ring")
    assert len(ring.geometry.interiors) == 1


def test_the_antimeridian_is_cut() -> None:
    crossing = [[[179.0, 10.0], [-179.0, 10.0], [-179.0, 11.0], [179.0, 11.0], [179.0, 10.0]]]
    shape, notes = polygon_of(geometry("Polygon", crossing))
    assert notes == ["crosses the antimeridian: cut there in two"]
    assert sorted(round(part.bounds[0]) for part in shape.geoms) == [-180, 179]
    assert shape.area == pytest.approx(2.0)


def test_rings_that_are_not_closed_are_closed_and_two_points_refused() -> None:
    shape, notes = polygon_of(geometry("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 1]]]))
    assert shape.area == pytest.approx(1.0)
    assert notes == ["mended: a ring was not closed"]
    with pytest.raises(Unusable, match="broken"):
        polygon_of(geometry("Polygon", [[[0, 0], [1, 0]]]))
    with pytest.raises(Unusable, match="LineString, not an area"):
        polygon_of(geometry("LineString", [[0, 0], [1, 0]]))


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-80, 80)), min_size=3, max_size=12))
def test_any_ring_is_valid_in_the_end_or_refused(points: list[tuple[float, float]]) -> None:
    try:
        shape, _ = polygon_of(geometry("Polygon", [[*points, points[0]]]))
    except Unusable:
        return
    assert shape.is_valid
    assert shape.geom_type in ("Polygon", "MultiPolygon")
    assert -180 <= shape.bounds[0] <= shape.bounds[2] <= 180


@given(st.floats(-179.9, 179.9), st.floats(-79, 83))
def test_grid_references_lead_back_to_their_square(lon: float, lat: float) -> None:
    zone = int((lon + 180) // 6) + 1
    if lat > 55 and (0 <= lon < 42):  # the exceptions of Norway and Svalbard are not made here
        return
    code = 32600 + zone if lat >= 0 else 32700 + zone
    east, north = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWX"[min(19, int((lat + 80) // 8))]
    column = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")[(zone - 1) % 3][int(east // 100_000) - 1]
    row = "ABCDEFGHJKLMNPQRSTUV"[(int(north // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    found = lonlat_of(f"{zone}{band} {column}{row} {int(east % 100_000):05d} {int(north % 100_000):05d}")
    assert found is not None
    assert found[0] == pytest.approx(lon, abs=2e-3)
    assert found[1] == pytest.approx(lat, abs=1e-4)


def test_days_in_names_and_fields() -> None:
    assert day_in("deepstatemap_data_20240131.geojson") == date(2024, 1, 31)
    assert day_in("31.01.2024") == date(2024, 1, 31)
    assert day_in("map 20241399") is None


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("{", "geojson", "no GeoJSON"),
        ("[]", "geojson", "no GeoJSON"),
        ('{"type": "Topology"}', "geojson", "its type is 'Topology'"),
        ('{"type": "FeatureCollection", "features": []}', "geojson", "nothing in this file can be used"),
        (
            '{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3857"}}, "features": []}',
            "isw",
            "reference",
        ),
        ("a,b\n1,2\n", "carter", "no column 'Lat Long / MGRS Grid'"),
        ("geonameid,x\n1,2\n", "viina", "--column"),
    ],
)
def test_files_of_another_kind_are_refused(tmp_path: Path, text: str, form: str, message: str) -> None:
    path = tmp_path / "map_2024-01-31.any"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        read_control_file(path, form, day=None)
    assert str(path) in caught.value.sentence()

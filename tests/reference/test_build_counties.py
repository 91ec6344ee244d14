"""The table of counties is made from its source by a command, and from no other file."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.reference.build_counties import COLUMNS, build_counties, county_rows, decode_arcs
from tadmur.reference.build_curated import COUNTY_TABLE
from tadmur.terms.errors import InputError

TRANSFORM = {"scale": [0.5, 0.25], "translate": [-100.0, 40.0]}
"""One step is half a degree of longitude and a quarter of latitude."""


def topology(arcs: list[list[list[int]]], *counties: dict[str, object]) -> dict[str, object]:
    return {"transform": TRANSFORM, "arcs": arcs, "objects": {"counties": {"geometries": list(counties)}}}


def polygon(fips: str, *rings: list[int]) -> dict[str, object]:
    return {"id": fips, "type": "Polygon", "arcs": list(rings)}


SHARED = [[2, 0], [0, 4]]
WEST = [[2, 4], [-2, 0], [0, -4], [2, 0]]
EAST = [[2, 4], [2, 0], [0, -4], [-2, 0]]
NAMES = {"01001": ("West County", "AL"), "01003": ("East County", "AL")}


def test_neighbours_share_an_arc_in_either_direction() -> None:
    made = topology([SHARED, WEST, EAST], polygon("01003", [~0, ~2]), polygon("01001", [0, 1]))
    assert list(county_rows(made, NAMES)) == [
        ("01001", "West County", "AL", "-99.500", "40.500"),
        ("01003", "East County", "AL", "-98.500", "40.500"),
    ]


def test_the_largest_part_counts_and_a_collapsed_one_does_not() -> None:
    island = [[8, 8], [1, 0], [0, 1], [-1, -1]]
    sliver = [[9, 9], [1, 0], [-1, 0]]
    square = [[0, 0], [0, 4], [2, 0], [0, -4], [-2, 0]]
    county = {"id": "01001", "type": "MultiPolygon", "arcs": [[[0]], [[1]], [[2]]]}
    assert list(county_rows(topology([island, sliver, square], county), NAMES)) == [
        ("01001", "West County", "AL", "-99.500", "40.500")
    ]


def test_without_a_name_or_without_area_there_is_no_row() -> None:
    square, sliver = [[0, 0], [0, 4], [2, 0], [0, -4], [-2, 0]], [[9, 9], [1, 0], [-1, 0]]
    made = topology([square, sliver], polygon("99999", [0]), polygon("01001", [1]))
    assert list(county_rows(made, NAMES)) == []


@given(st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), min_size=1, max_size=20))
def test_arcs_are_what_was_encoded(points: list[tuple[int, int]]) -> None:
    steps = [points[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))]
    (arc,) = decode_arcs({"transform": TRANSFORM, "arcs": [steps]})
    assert arc == [(x * 0.5 - 100.0, y * 0.25 + 40.0) for x, y in points]


def test_another_file_is_refused_and_nothing_written(tmp_path: Path) -> None:
    (tmp_path / "counties-10m.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"us-atlas 3\.0\.1"):
        build_counties(tmp_path / "counties-10m.json", tmp_path / "us_counties.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["counties-10m.json"]


def test_the_shipped_table_is_whole() -> None:
    with COUNTY_TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 3229
    assert [r["fips"] for r in rows] == sorted({r["fips"] for r in rows})

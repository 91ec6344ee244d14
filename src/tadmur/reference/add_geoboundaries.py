"""``tadmur reference add geoboundaries SYR``: a country's boundaries of geoBoundaries as a set of the user's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tadmur.reference.antimeridian import split_at_antimeridian
from tadmur.reference.artefacts import replace_file
from tadmur.reference.boundaries import DEFAULT_SET, units_named
from tadmur.reference.build_boundaries import Unit, write_boundaries
from tadmur.reference.build_shapes import simplified_coverage
from tadmur.reference.checksums import sha256_of
from tadmur.reference.downloads import Progress, fetch
from tadmur.reference.user_data import BOUNDARIES, Added, data_folder
from tadmur.terms.errors import InputError, ReferenceMissing

MIRROR = "https://www.geoboundaries.org/api/current/gbOpen"
_LEVELS = ("ADM0", "ADM1", "ADM2")
_TOLERANCE_DEG = 0.003


def add_geoboundaries(
    country: str,
    *,
    mirror: str = MIRROR,
    progress: Progress = lambda done, expected: None,
) -> Added:
    """Download country, first and second level of a country, and write them as the set ``geoboundaries-syr``.

    A level that the publisher does not have is left out; the country itself is needed.

    Raises:
        InputError: unknown country, or the publisher does not have it.
        ReferenceMissing: no network, or what came is damaged.
        OutputError: the data folder cannot be written.
    """
    code = country.strip().upper()
    known = [unit for unit in units_named(code, set_id=DEFAULT_SET) if unit.level == 0] if len(code) == 3 else []
    if not known or known[0].country is None:
        remedy = "Give an ISO 3166-1 code of three letters, such as SYR"
        raise InputError(f"there is no country {country!r}", where="tadmur reference add geoboundaries", remedy=remedy)
    set_id, folder = f"geoboundaries-{code.lower()}", data_folder() / BOUNDARIES
    units: list[Unit] = []
    sources: list[dict[str, Any]] = []
    for level, name in enumerate(_LEVELS):
        try:
            about = _about(f"{mirror.rstrip('/')}/{code}/{name}/", folder / f"{set_id}-{name}.api", progress)
        except InputError:
            if level == 0:
                raise
            continue
        target = folder / f"{set_id}-{name}.geojson"
        checksum = fetch(str(about["gjDownloadURL"]), target, progress=progress)
        units += _units(target, set_id, level, known[0].country)
        sources.append({"level": name, "url": about["gjDownloadURL"], "sha256": checksum, **_terms(about)})
        target.unlink()
    path = folder / f"{set_id}.sqlite"
    rows = write_boundaries(units, [], path)
    description = {
        "name": f"geoBoundaries {code}",
        "version": ", ".join(dict.fromkeys(str(s["build"]) for s in sources)),
        "licence": "; ".join(dict.fromkeys(str(s["licence"]) for s in sources)),
        "attribution": "geoBoundaries (www.geoboundaries.org); "
        + "; ".join(dict.fromkeys(str(s["origin"]) for s in sources)),
        "viewpoint": "as the publisher of each level draws it; no disputed areas are marked",
        "country": known[0].country,
        "rows": rows,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "sources": sources,
        "built_by": f"tadmur reference add geoboundaries {code}",
    }
    text = json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    replace_file(path.with_suffix(".json"), text.encode("utf-8"))
    return Added(set_id, path, description)


def _about(url: str, target: Path, progress: Progress) -> dict[str, Any]:
    """What the publisher says of one level: its licence, source, year and the address of the file."""
    fetch(url, target, progress=progress)
    try:
        about = json.loads(target.read_text(encoding="utf-8"))
    except ValueError:
        about = None
    finally:
        target.unlink()
    if not isinstance(about, dict) or "gjDownloadURL" not in about:
        raise ReferenceMissing("the answer is no description of a boundary", where=url, remedy="Try again")
    return about


def _terms(about: dict[str, Any]) -> dict[str, Any]:
    origin = about.get("boundarySource") or about.get("boundarySource-1") or "no source stated"
    return {
        "licence": about.get("boundaryLicense") or "no licence stated",
        "origin": origin,
        "year": about.get("boundaryYearRepresented"),
        "build": about.get("buildDate") or about.get("boundaryID") or "undated",
    }


def _units(file: Path, set_id: str, level: int, country: str) -> list[Unit]:
    from shapely import make_valid
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        shapes = [
            make_valid(split_at_antimeridian(shape(f["geometry"]), where=f"{file}, feature {number}"))
            for number, f in enumerate(features, start=1)
        ]
        names = [(str(f["properties"]["shapeName"]), str(f["properties"]["shapeID"])) for f in features]
    except (ValueError, KeyError, TypeError, ShapelyError) as error:
        file.unlink(missing_ok=True)
        what = f"this is no file of geoBoundaries ({error!r})"
        raise ReferenceMissing(what, where=str(file), remedy="It has been removed: run the command again") from error
    simplified = simplified_coverage(shapes, _TOLERANCE_DEG)
    return [
        Unit(f"gb:{shape_id}", set_id, level, country, name, None, geometry)
        for (name, shape_id), geometry in zip(names, simplified, strict=True)
        if not geometry.is_empty
    ]

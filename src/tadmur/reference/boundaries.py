"""Boundaries of countries, governorates and districts: versioned sets, simplified for maps and totals.

Two sets ship: "natural-earth" (countries of the world, 50m) and "whos-on-first" (country, first and second level of
the densely covered countries). A total depends on the set, so every output names the set and its version.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tadmur.reference.artefacts import read_artefact, read_manifest
from tadmur.terms.errors import SettingsError

_FILE = "boundaries.json.gz"
DEFAULT_SET = "natural-earth"


@dataclass(frozen=True, slots=True)
class BoundarySet:
    """A collection of boundaries from one hand. ``viewpoint`` says whose view of disputed borders it draws."""

    set_id: str
    name: str
    version: str
    licence: str
    attribution: str
    viewpoint: str


@dataclass(frozen=True, slots=True)
class Boundary:
    """One unit. ``level`` is 0 for a country, 1 and 2 below; ``geometry`` is GeoJSON in WGS 84 degrees."""

    boundary_id: str
    name: str
    level: int
    country: str | None
    parent: str | None
    geometry: dict[str, Any]


def boundary_set(set_id: str = DEFAULT_SET, *, country: str | None = None) -> BoundarySet:
    """A set by its id; ``country`` (ISO alpha-2) picks the version where it differs by country.

    Raises:
        SettingsError: there is no such set.
        ReferenceMissing: the artefact is not installed.
    """
    sets = read_manifest()[_FILE]["sets"]
    if set_id not in sets:
        raise SettingsError(f"there is no boundary set {set_id!r}", remedy=f"Use one of: {', '.join(sorted(sets))}")
    about = sets[set_id]
    versions = about.get("versions", {})
    version = about.get("version") or versions.get(country) or "several snapshots"
    name = f"{about['name']} {country.lower()}" if country and versions else about["name"]
    return BoundarySet(set_id, name, version, about["licence"], about["attribution"], about["viewpoint"])


def available_sets() -> list[str]:
    """Ids of the sets that ship."""
    return sorted(read_manifest()[_FILE]["sets"])


@cache
def boundaries(set_id: str = DEFAULT_SET, *, level: int = 0, countries: tuple[str, ...] = ()) -> tuple[Boundary, ...]:
    """Units of a level, ordered by id; ``countries`` restricts them."""
    boundary_set(set_id)
    found = [
        Boundary(f["id"], f["name"], f["level"], f["country"], f["parent"], f["geometry"])
        for f in read_artefact(_FILE)["features"]
        if f["set"] == set_id and f["level"] == level and (not countries or f["country"] in countries)
    ]
    return tuple(sorted(found, key=lambda b: b.boundary_id))


def boundary_of(place_id: str) -> Boundary | None:
    """The polygon of an administrative place of the gazetteer ("wof:85678367"), or ``None``."""
    return _by_id().get(place_id)


@cache
def _by_id() -> dict[str, Boundary]:
    return {b.boundary_id: b for level in (0, 1, 2) for b in boundaries("whos-on-first", level=level)}


def containing(lon: float, lat: float, *, set_id: str = "whos-on-first") -> list[Boundary]:
    """Units around a point, country first; empty at sea and outside the set."""
    from shapely.geometry import Point

    point = Point(lon, lat)
    return [unit for unit, shape in _shapes(set_id) if shape.covers(point)]


@cache
def _shapes(set_id: str) -> list[tuple[Boundary, Any]]:
    from shapely import prepare
    from shapely.geometry import shape

    units = [unit for level in (0, 1, 2) for unit in boundaries(set_id, level=level)]
    shapes = [shape(unit.geometry) for unit in units]
    for item in shapes:
        prepare(item)
    return list(zip(units, shapes, strict=True))

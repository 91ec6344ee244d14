"""Boundaries of countries, governorates and districts: versioned sets, simplified for maps and totals.

Two sets ship: "natural-earth" (countries and first-level units of the world) and "whos-on-first" (country, first and
second level of the densely covered countries). A set that a user has added ("geoboundaries-syr") stands beside them. A
total depends on the set, so every output names the set and its version.

A unit is read when it is asked for; geometries are shapely's, in WGS 84 degrees.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tadmur.reference.artefacts import query_file, read_manifest
from tadmur.reference.folding import folded_key, plain_key
from tadmur.reference.gazetteer import DATA
from tadmur.reference.user_data import added_sets
from tadmur.terms.errors import SettingsError

ARTEFACT = "boundaries.sqlite"
DEFAULT_SET = "natural-earth"
DETAILED_SET = "whos-on-first"
_PER_DEGREE = 1000.0
"""Coordinates are stored in thousandths of a degree."""
_UNIT = "id, name, level, country, parent, shape"


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
    """One unit. ``level`` is 0 for a country, 1 and 2 below; ``country`` is the ISO code it is drawn with."""

    boundary_id: str
    name: str
    level: int
    country: str | None
    parent: str | None
    packed: bytes = field(repr=False)

    @property
    def geometry(self) -> Any:
        """A shapely polygon or multipolygon, decoded at each call."""
        return unpack_shape(self.packed)


def unpack_shape(packed: bytes) -> Any:
    """The shapely geometry in degrees of a column ``shape``."""
    from shapely import from_wkb, transform

    return transform(from_wkb(zlib.decompress(packed)), lambda whole: whole / _PER_DEGREE)


def boundary_set(set_id: str = DEFAULT_SET, *, country: str | None = None) -> BoundarySet:
    """A set by its id; ``country`` (ISO alpha-2) picks the version where it differs by country.

    Raises:
        SettingsError: there is no such set.
        ReferenceMissing: the artefact is not installed.
    """
    sets = _about()
    if set_id not in sets:
        remedy = f"Use one of: {', '.join(sorted(sets))}; or add one: tadmur reference add geoboundaries SYR"
        raise SettingsError(f"there is no boundary set {set_id!r}", where="--boundaries", remedy=remedy)
    about = sets[set_id]
    versions = about.get("versions", {})
    version = about.get("version") or versions.get(country) or "several snapshots"
    name = f"{about['name']} {country.lower()}" if country and versions else about["name"]
    return BoundarySet(set_id, name, version, about["licence"], about["attribution"], about["viewpoint"])


def available_sets() -> list[str]:
    """Ids of the sets that ship, and of those that the user has added."""
    return sorted(_about())


def _about() -> dict[str, dict[str, Any]]:
    shipped: dict[str, dict[str, Any]] = read_manifest()[ARTEFACT]["sets"]
    return {**{name: entry.about for name, entry in added_sets().items()}, **shipped}


def set_file(set_id: str) -> Path:
    """The SQLite file that holds a set."""
    added = added_sets().get(set_id)
    return added.path if added and set_id not in read_manifest()[ARTEFACT]["sets"] else DATA / ARTEFACT


@cache
def boundaries(set_id: str = DEFAULT_SET, *, level: int = 0, countries: tuple[str, ...] = ()) -> tuple[Boundary, ...]:
    """Units of a level, ordered by id; ``countries`` (the ISO code they are drawn with) restricts them."""
    boundary_set(set_id)
    chosen = f" AND country IN ({', '.join('?' * len(countries))})" if countries else ""
    query = f"SELECT {_UNIT} FROM unit WHERE boundary_set = ? AND level = ?{chosen} ORDER BY id"
    return tuple(Boundary(*row) for row in query_file(set_file(set_id), query, set_id, level, *countries))


@cache
def boundary_of(place_id: str) -> Boundary | None:
    """The polygon of an administrative place of the gazetteer ("wof:85678367", "country:SY"), or ``None``."""
    unit_id = place_id.replace("country:", "ne:")
    rows = query_file(DATA / ARTEFACT, f"SELECT {_UNIT} FROM unit WHERE id = ?", unit_id)
    return Boundary(*rows[0]) if rows else None


def containing(lon: float, lat: float, *, set_id: str = DETAILED_SET) -> list[Boundary]:
    """Units around a point, country first; empty at sea and outside the set."""
    from shapely.geometry import Point

    boundary_set(set_id)
    query = (
        f"SELECT {_UNIT} FROM unit WHERE boundary_set = ? AND west <= ? AND east >= ? AND south <= ? AND north >= ? "
        "ORDER BY level, id"
    )
    point = Point(lon, lat)
    found = (Boundary(*row) for row in query_file(set_file(set_id), query, set_id, lon, lon, lat, lat))
    return [unit for unit in found if unit.geometry.covers(point)]


def neighbours(boundary_id: str, *, set_id: str | None = None) -> list[tuple[str, float]]:
    """(id, length of the common border in km) of the units of the same level that share a line with one, by id."""
    query = (
        "SELECT other.id, shared_km FROM neighbour JOIN unit AS one ON one.number = neighbour.unit "
        "JOIN unit AS other ON other.number = neighbour.other WHERE one.id = ? ORDER BY other.id"
    )
    path = set_file(set_id) if set_id else DATA / ARTEFACT
    return [(str(other), float(km)) for other, km in query_file(path, query, boundary_id)]


def units_named(name: str, *, set_id: str = DEFAULT_SET, countries: Sequence[str] = ()) -> list[Boundary]:
    """Units that bear a name, highest level first; within a level only those spelt like it, if there are any.

    A type word narrows the level: "Homs Governorate" is of the first level, "Homs District" of the second.

    Raises:
        SettingsError: the name holds no letter, or there is no such set.
    """
    boundary_set(set_id)
    plain = plain_key(name)
    if not plain:
        raise SettingsError("the name of an administrative unit is empty", remedy="Give a name such as Homs")
    levels = _levels_of(plain)
    by_level: dict[int, list[Boundary]] = {}
    for key in dict.fromkeys((plain, folded_key(name))):
        query = (
            f"SELECT {_UNIT} FROM unit JOIN unit_name ON unit_name.unit = unit.number "
            "WHERE key = ? AND boundary_set = ? ORDER BY level, id"
        )
        found = [Boundary(*row) for row in query_file(set_file(set_id), query, key, set_id)]
        found = [u for u in found if u.level in levels and (not countries or u.country in countries)]
        for level in {u.level for u in found} - set(by_level):
            by_level[level] = [u for u in found if u.level == level]
    return [unit for _, units in sorted(by_level.items()) for unit in units]


_LEVEL_WORDS = {
    1: frozenset(("governorate", "province", "oblast", "muhafazah", "muhafazat", "region", "state")),
    2: frozenset(("district", "raion", "county", "cercle", "nahiyah", "nahiya", "subdistrict")),
}


def _levels_of(plain: str) -> tuple[int, ...]:
    words = set(plain.split())
    named = tuple(level for level, of_level in _LEVEL_WORDS.items() if words & of_level)
    return named or (0, 1, 2)

"""The area of a figure: which land, in which boundary set, and the settlements that speak for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from tadmur.measure.cells import SettlementCells, settlement_cells
from tadmur.reference.scopes import BoundaryChoice, Scope, joint_statement, scope
from tadmur.reference.settlements import settlements_within
from tadmur.terms.errors import SettingsError
from tadmur.terms.place import FeatureClass, Place

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True)
class Territory:
    """An area and its settlements.

    Attributes:
        name: "Syria and Iraq", "Homs, Syria".
        statement: the boundary set, version and viewpoint, and what of disputed areas is in it.
        places: settlements in it, by place_id; ``cells`` has the same order.
    """

    name: str
    statement: str
    places: tuple[Place, ...]
    cells: SettlementCells
    geometry: Any = field(repr=False)


def territory_of(
    countries: Sequence[str],
    admin: str | None,
    box: Box | None,
    choice: BoundaryChoice,
    assessed: Iterable[Place],
) -> Territory:
    """The land of ``countries`` (ISO alpha-2), of one unit in them, or of the part of them in a box.

    Its settlements are those of the gazetteer, and those among ``assessed`` that the gazetteer does not have.

    Raises:
        SettingsError: no such country or unit in the set, a unit's name that several have, or a box without land.
    """
    return _territory(tuple(countries), admin, box, choice, tuple(assessed))


@lru_cache(maxsize=4)
def _territory(
    countries: tuple[str, ...], admin: str | None, box: Box | None, choice: BoundaryChoice, assessed: tuple[Place, ...]
) -> Territory:
    """The same; questions about one area follow each other, and drawing its cells takes seconds."""
    import shapely

    found = _unit(countries, admin, choice) if admin else [scope(code, choice=choice) for code in countries]
    geometry = shapely.union_all([item.geometry for item in found])
    name = _listed([item.name for item in found])
    if box is not None:
        geometry = shapely.intersection(geometry, shapely.box(*_checked(box)))
        if geometry.area == 0:
            raise SettingsError(f"no land of {name} lies in the box {_degrees(box)}", where="--bbox", remedy=_BOX_FORM)
        name = f"the part of {name} within {_degrees(box)}"
    known = {place.place_id: place for place in settlements_within(geometry.bounds)}
    spoken_of = {p.place_id: p for p in assessed if p.feature_class is FeatureClass.SETTLEMENT}
    known |= spoken_of
    every = [place for _, place in sorted(known.items())]
    lon, lat = np.array([p.lon for p in every]), np.array([p.lat for p in every])
    shapely.prepare(geometry)
    inside = np.flatnonzero(shapely.intersects_xy(geometry, lon, lat))
    places = tuple(every[i] for i in inside)
    population = np.array([np.nan if p.population is None else float(p.population) for p in places])
    ids = tuple(place.place_id for place in places)
    checked = np.array([i for i, name in enumerate(ids) if name in spoken_of], dtype=np.int64)
    cells = settlement_cells(ids, lon[inside], lat[inside], population, geometry, checked=checked)
    return Territory(name, joint_statement(found), places, cells, geometry)


_BOX_FORM = "Give west, south, east, north in degrees, e.g. --bbox 35.5,32,42.4,37.4"


def _checked(box: Box) -> Box:
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise SettingsError(f"{_degrees(box)} is not a box", where="--bbox", remedy=_BOX_FORM)
    return box


def _unit(countries: Sequence[str], admin: str, choice: BoundaryChoice) -> list[Scope]:
    """The unit in whichever of the countries has it."""
    found: list[Scope] = []
    missing: list[SettingsError] = []
    for code in countries:
        try:
            found.append(scope(code, admin, choice=choice))
        except SettingsError as error:
            if "several" in error.what:
                raise
            missing.append(error)
    if not found and len(missing) > 1:
        elsewhere = next((error.remedy for error in missing if error.remedy.startswith("The set")), "")
        raise SettingsError(
            f"none of {', '.join(countries)} has a unit {admin!r} in the set {choice.set_id}",
            where="--admin",
            remedy=elsewhere or "Name one country to see its units, e.g. --scope " + countries[0],
        )
    if not found:
        raise missing[0]
    if len(found) > 1:
        raise SettingsError(
            f"{admin!r} is a unit of {_listed([item.name for item in found])}",
            where="--admin",
            remedy="Name one country with --scope, e.g. --scope " + found[0].country,
        )
    return found


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _degrees(box: Box) -> str:
    return ",".join(f"{value:g}" for value in box)

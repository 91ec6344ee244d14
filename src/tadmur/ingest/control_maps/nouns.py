"""What the readers of control maps give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tadmur.terms.control_map import MapStatus


@dataclass(frozen=True, slots=True)
class MapFeature:
    """A polygon of a map.

    Attributes:
        number: its place in the file, from 1.
        label: the words that say who has it and in which sense ("Assessed Russian Control").
        geometry: a valid shapely Polygon or MultiPolygon, lon/lat in WGS 84 degrees.
    """

    number: int
    name: str
    label: str
    status: MapStatus
    geometry: Any

    @property
    def where(self) -> str:
        """How a message names it: 'feature 3 "North"'."""
        words = self.name or self.label
        return f'feature {self.number} "{words}"' if words else f"feature {self.number}"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of a table of places. ``place_id`` or lon/lat say where; ``text`` is the row, without what was dropped."""

    number: int
    name: str
    label: str
    status: MapStatus
    lon: float | None
    lat: float | None
    place_id: str | None
    text: str
    previous: str = ""

    @property
    def where(self) -> str:
        """How a message names it."""
        return f'row {self.number} "{self.name}"' if self.name else f"row {self.number}"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A row of a series of areas: so many km2 on a day."""

    number: int
    label: str
    area_km2: float
    text: str


@dataclass(frozen=True, slots=True)
class MapNote:
    """Something about one feature or row that a user should know; ``refused`` when it was left out for it."""

    where: str
    what: str
    refused: bool = False

    def sentence(self) -> str:
        """'feature 3 "North": ...'."""
        return f"{self.where}: {self.what}{' (left out)' if self.refused else ''}"


@dataclass(frozen=True, slots=True)
class ControlMap:
    """What one file says of one day."""

    day: date
    file: str
    features: tuple[MapFeature, ...] = ()
    rows: tuple[PlaceRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()


@dataclass(slots=True)
class ReadMaps:
    """The maps of a file by day, what was left out or mended, and the columns that were dropped for safety."""

    maps: list[ControlMap] = field(default_factory=list)
    notes: list[MapNote] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

"""The gazetteer: names to places, from one immutable SQLite file that the project ships.

The file has three tables (see :mod:`tadmur.reference.build`):

``place``   one row a place; all its names are in one text column, so a place is read with a single look-up.
``plain``   (key, place, primary): every name of every place under its plain key.
``folded``  (key, place): names of the densely covered countries and the curated sites under their folded key.

Reading is lazy: opening checks the size and the format version only, ``verify`` the whole checksum.
"""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tadmur.reference.checksums import verify_checksum
from tadmur.reference.folding import folded_key, plain_key
from tadmur.terms.errors import ReferenceMissing
from tadmur.terms.place import FeatureClass, Place, PlaceName

DATA = Path(__file__).parent / "data"
FORMAT_VERSION = 1
DENSE_COUNTRIES = ("IQ", "LY", "ML", "SD", "SY", "UA", "YE")
"""Countries whose villages are covered, and whose names are also looked up by their folded key."""
CLASSES: tuple[FeatureClass, ...] = tuple(FeatureClass)
"""The order in which the file numbers the feature classes."""
_COLUMNS = "place_id, name, class, lon, lat, country, admin1, admin2, population, names"
_FIND = f"""
    SELECT 1, main, {_COLUMNS} FROM plain JOIN place ON place.id = plain.place WHERE key = ?
    UNION ALL
    SELECT 0, 0, {_COLUMNS} FROM folded JOIN place ON place.id = folded.place WHERE key = ?
    AND NOT EXISTS (SELECT 1 FROM plain WHERE plain.key = ? AND plain.place = folded.place)
"""
"""Places under a plain key, then those that only the folded key leads to; the plain key stands for the last mark."""
_MAPPED_BYTES = 1 << 28
"""The file is read through the memory map of the system, which drops pages as it needs room."""
_REMEDY = "Install tadmur again, or build it: tadmur reference build --geo FOLDER"


@dataclass(frozen=True, slots=True)
class Match:
    """A place that bears the name looked up.

    ``exact``: the spelling agrees but for case and accents; otherwise only the folded keys agree.
    ``primary``: the name is the place's main one, not an alternate.
    """

    place: Place
    exact: bool
    primary: bool


class Gazetteer:
    """Read-only access to one gazetteer file; safe to share between threads."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._places = lru_cache(maxsize=20_000)(self._find_place)
        self._matches = lru_cache(maxsize=20_000)(self._find)
        self._known = lru_cache(maxsize=100_000)(self._is_known)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The shipped gazetteer, or the one at ``path`` with its ``MANIFEST.json`` beside it.

        Raises:
            ReferenceMissing: the file is absent, of another format version, or not of the size in its manifest.
        """
        path = path or DATA / "gazetteer.sqlite"
        if not path.is_file():
            raise ReferenceMissing("the gazetteer is not there", where=str(path), remedy=_REMEDY)
        manifest = _manifest_entry(path)
        if manifest["format_version"] != FORMAT_VERSION:
            what = f"the gazetteer has format {manifest['format_version']}, this tadmur reads {FORMAT_VERSION}"
            raise ReferenceMissing(what, where=str(path), remedy=_REMEDY)
        size = path.stat().st_size
        if size != manifest["bytes"]:
            what = f"the gazetteer is damaged: {size} bytes instead of {manifest['bytes']}"
            raise ReferenceMissing(what, where=str(path), remedy=_REMEDY)
        return cls(path, manifest)

    @property
    def digest(self) -> str:
        """SHA-256 of the file, as its manifest states it."""
        return str(self.manifest["sha256"])

    def verify(self) -> None:
        """Read the whole file and compare its checksum.

        Raises:
            ReferenceMissing: the file is not the one in the manifest.
        """
        verify_checksum(self.path, self.digest, remedy=_REMEDY)

    def lookup(self, name: str, countries: Sequence[str] = ()) -> list[Place]:
        """Places called ``name``: exact spelling before folded, main names before alternates, then by population.

        ``countries`` (ISO alpha-2) restricts the answer; empty means the whole world.
        """
        return [match.place for match in self.matches(name, countries)]

    def matches(self, name: str, countries: Sequence[str] = ()) -> tuple[Match, ...]:
        """Like :meth:`lookup`, and how each place matched."""
        found = self._matches(name)
        if not countries:
            return found
        return tuple(m for m in found if m.place.country in countries)

    def is_known(self, name: str) -> bool:
        """Whether any place is called ``name``; cheaper than :meth:`lookup`."""
        return self._known(plain_key(name), folded_key(name))

    def _is_known(self, plain: str, folded: str) -> bool:
        return bool(
            self._query("SELECT 1 FROM plain WHERE key = ? LIMIT 1", plain)
            or self._query("SELECT 1 FROM folded WHERE key = ? LIMIT 1", folded)
        )

    def _find(self, name: str) -> tuple[Match, ...]:
        plain = plain_key(name)
        if not plain:
            return ()
        rows = self._query(_FIND, plain, folded_key(name), plain)
        matches = [Match(_place(row[2:]), bool(row[0]), bool(row[1])) for row in rows]
        matches.sort(key=lambda m: (not m.exact, not m.primary, -(m.place.population or 0), m.place.place_id))
        return tuple(matches)

    def place(self, place_id: str) -> Place | None:
        """The place with this id ("wof:421197935"), or ``None``."""
        return self._places(place_id)

    def nearest_settlement(self, place: Place, *, within_degrees: float = 0.5) -> Place | None:
        """The settlement nearest to ``place`` in its country, ``None`` when none lies within the box of degrees."""
        lon, lat, reach = place.lon * 1e5, place.lat * 1e5, within_degrees * 1e5
        shrink = math.cos(math.radians(place.lat)) ** 2
        rows = self._query(
            "SELECT id FROM place WHERE class = ? AND country = ? AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? "
            "ORDER BY (lon - ?) * (lon - ?) * ? + (lat - ?) * (lat - ?), place_id LIMIT 1",
            CLASSES.index(FeatureClass.SETTLEMENT),
            place.country,
            *(lon - reach, lon + reach, lat - reach, lat + reach),
            *(lon, lon, shrink, lat, lat),
        )
        return self._place_of_row(rows[0][0]) if rows else None

    def settlements(self, countries: Sequence[str]) -> list[tuple[str, float, float]]:
        """(place_id, lon, lat) of every settlement in ``countries`` (ISO alpha-2), by id."""
        marks = ", ".join("?" * len(countries))
        rows = self._query(
            f"SELECT place_id, lon, lat FROM place WHERE class = ? AND country IN ({marks}) ORDER BY place_id",
            CLASSES.index(FeatureClass.SETTLEMENT),
            *countries,
        )
        return [(place_id, lon / 1e5, lat / 1e5) for place_id, lon, lat in rows]

    def _find_place(self, place_id: str) -> Place | None:
        rows = self._query("SELECT id FROM place WHERE place_id = ?", place_id)
        return self._place_of_row(rows[0][0]) if rows else None

    def _place_of_row(self, row: int) -> Place:
        return _place(self._query(f"SELECT {_COLUMNS} FROM place WHERE id = ?", row)[0])

    def _query(self, query: str, *values: str | float) -> list[tuple[Any, ...]]:
        with self._lock:
            if self._connection is None:
                uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
                self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
                self._connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                what = f"the gazetteer cannot be read ({error})"
                raise ReferenceMissing(what, where=str(self.path), remedy=_REMEDY) from error


def _place(row: tuple[Any, ...]) -> Place:
    """A place from the columns of :data:`_COLUMNS`."""
    place_id, name, klass, lon, lat, country, admin1, admin2, population, names = row
    return Place(
        place_id,
        name,
        CLASSES[klass],
        lon / 1e5,
        lat / 1e5,
        country,
        admin1,
        admin2,
        population,
        tuple([_parse_name(line) for line in names.split("\n")]) if names else (PlaceName(name),),
    )


def format_name(name: PlaceName) -> str:
    """One line of the ``names`` column: text, language and audience between tabs; trailing empties left out."""
    return "\t".join([name.text, name.language or "", name.audience or ""]).rstrip("\t")


def _parse_name(line: str) -> PlaceName:
    if "\t" not in line:
        return PlaceName(line)
    text, language, audience = f"{line}\t".split("\t")[:3]
    return PlaceName(text, language or None, audience or None)


def _manifest_entry(path: Path) -> dict[str, Any]:
    manifest = path.with_name("MANIFEST.json")
    try:
        entry = json.loads(manifest.read_text(encoding="utf-8"))[path.name]
    except (OSError, ValueError, KeyError) as error:
        what = f"the manifest of the gazetteer cannot be read ({error})"
        raise ReferenceMissing(what, where=str(manifest), remedy=_REMEDY) from error
    if not {"format_version", "bytes", "sha256"} <= set(entry):
        raise ReferenceMissing("the manifest of the gazetteer is incomplete", where=str(manifest), remedy=_REMEDY)
    return dict(entry)

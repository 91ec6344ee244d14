"""A user's own places: ``places.csv`` or ``places.yaml`` beside the monitor. They win over the gazetteer.

The columns of the CSV file, in any order; the first five are needed:

``name``     the name to show.
``lon``      longitude in WGS 84 degrees, east positive.
``lat``      latitude in WGS 84 degrees, north positive.
``country``  ISO 3166-1 alpha-2 code: "SY".
``class``    settlement, quarter, site, region, admin1 or admin2.
``names``    other names between bars: "Tadmur@ar-Latn:Syrians|تدمر@ar" (language and audience may be left out).
``admin1``   governorate, as the gazetteer calls it.
``note``     for people; tadmur does not read it.

A YAML file holds the same keys in a list: ``places: [{name: ..., lon: ..., lat: ..., country: ..., class: ...}]``.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tadmur.reference.folding import folded_key, language_of, plain_key
from tadmur.terms.errors import OutputError, SettingsError
from tadmur.terms.ids import digest
from tadmur.terms.place import FeatureClass, Place, PlaceName

FILE_NAMES = ("places.csv", "places.yaml", "places.yml")
COLUMNS = ("name", "lon", "lat", "country", "class", "names", "admin1", "note")
NEEDED = COLUMNS[:5]
CLASSES = tuple(c.value for c in FeatureClass if c is not FeatureClass.COUNTRY)
PREFIX = "own:"
"""Ids of these places begin with it: ``own:t4-airbase``."""


@dataclass(frozen=True)
class OwnPlaces:
    """The places of one file, in its order; ``notes`` by place id."""

    path: Path
    places: tuple[Place, ...]
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Hash of what the places are; a note or another order of the rows does not change it."""
        return digest(sorted(repr(place) for place in self.places))


def find_places(folders: Sequence[Path]) -> OwnPlaces | None:
    """The file in the first folder that has one; ``None`` where none has.

    Raises:
        SettingsError: a folder holds two such files, or the file is broken; row and column are named.
    """
    for folder in folders:
        files = [folder / name for name in FILE_NAMES if (folder / name).is_file()]
        if len(files) > 1:
            known = " and ".join(file.name for file in files)
            raise SettingsError(f"there are two files of places: {known}", where=str(folder), remedy="Keep one of them")
        if files:
            return load_places(files[0])
    return None


def load_places(path: Path) -> OwnPlaces:
    """Read and check one file.

    Raises:
        SettingsError: it cannot be read, or a value is wrong; row and column are named.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the file of places cannot be read ({error})", where=str(path)) from error
    rows = _yaml_rows(text, path) if path.suffix in (".yaml", ".yml") else _csv_rows(text, path)
    places: list[Place] = []
    notes: dict[str, str] = {}
    seen: dict[str, str] = {}
    for where, row in rows:
        place = _place(row, where)
        if place.place_id in seen:
            what = f"column name: {row['name']!r} stands in {seen[place.place_id]} already"
            raise SettingsError(what, where=where, remedy="Keep one of the rows, or give the names apart")
        seen[place.place_id] = where.rpartition(", ")[2]
        places.append(place)
        if note := str(row.get("note") or "").strip():
            notes[place.place_id] = note
    return OwnPlaces(path, tuple(places), notes)


def add_place(path: Path, row: Mapping[str, Any]) -> Place:
    """Append a place to a file of places, which is made where it is not there; the whole file is checked first.

    Raises:
        SettingsError: the new row or the file is wrong, or the place stands in the file already.
        OutputError: the file cannot be written.
    """
    if path.suffix != ".csv":
        raise SettingsError(
            "places are added to CSV files only", where=str(path), remedy="Write the entry into the YAML file by hand"
        )
    known = load_places(path).places if path.exists() else ()
    place = _place({column: row.get(column, "") for column in COLUMNS}, "the new place")
    if any(other.place_id == place.place_id for other in known):
        raise SettingsError(f"{place.name!r} is in the file already", where=str(path), remedy="Change its row there")
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ",".join(COLUMNS) + "\n"
    header = next(csv.reader([text.splitlines()[0]]))
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([row.get(column, "") for column in header])
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_text(text + ("" if text.endswith("\n") else "\n") + line.getvalue(), encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        what = f"the file of places cannot be written ({error.strerror})"
        raise OutputError(what, where=str(path), remedy="Choose another with --file") from error
    return place


def _csv_rows(text: str, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    columns = [(name or "").strip() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    _check_columns(columns, f"{path}, row 1")
    try:
        for number, row in enumerate(reader, start=2):
            where = f"{path}, row {number}"
            if None in row or None in row.values():
                what = f"the row has {'more' if None in row else 'fewer'} cells than the {len(columns)} columns"
                raise SettingsError(what, where=where, remedy="Put a text that holds commas between double quotes")
            yield where, dict(row)
    except csv.Error as error:
        raise SettingsError(f"not valid CSV ({error})", where=f"{path}, line {reader.line_num}") from error


def _check_columns(columns: Sequence[str], where: str) -> None:
    missing = [name for name in NEEDED if name not in columns]
    unknown = [name for name in columns if name not in COLUMNS]
    if missing or unknown or len(set(columns)) < len(columns):
        parts = [f"column {name} is missing" for name in missing] + [f"there is no column {name!r}" for name in unknown]
        raise SettingsError(
            "; ".join(parts) or "a column stands twice", where=where, remedy=f"Use {', '.join(COLUMNS)}"
        )


def _yaml_rows(text: str, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    import yaml

    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"not valid YAML ({reason})", where=str(path), remedy="Mend the line named") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("places"), list):
        raise SettingsError("there is no list 'places'", where=str(path), remedy="Begin the file with places:")
    for number, entry in enumerate(raw["places"], start=1):
        where = f"{path}, entry {number}"
        if not isinstance(entry, dict):
            raise SettingsError("the entry is no mapping", where=where, remedy=f"Give it {', '.join(NEEDED)}")
        _check_columns([str(key) for key in entry], where)
        names = entry.get("names", "")
        yield where, {**entry, "names": "|".join(map(str, names)) if isinstance(names, list) else names}


def _place(row: Mapping[str, Any], where: str) -> Place:
    name = " ".join(str(row["name"] or "").split())
    if not plain_key(name):
        raise SettingsError("column name is empty", where=where, remedy="Give a name with letters")
    lon, lat = _degrees(row, "lon", 180.0, where), _degrees(row, "lat", 90.0, where)
    country = str(row["country"] or "").strip().upper()
    if country not in _countries():
        what = f"column country: {row['country']!r} is no ISO 3166-1 code of two letters"
        raise SettingsError(what, where=where, remedy="Write SY for Syria, UA for Ukraine")
    kind = str(row["class"] or "").strip().lower()
    if kind not in CLASSES:
        what = f"column class: {row['class']!r} is no class of place"
        raise SettingsError(what, where=where, remedy=f"Use one of: {', '.join(CLASSES)}")
    names = [PlaceName(name, language_of(name))]
    for spec in str(row.get("names") or "").split("|"):
        text, _, usage = spec.partition("@")
        language, _, audience = usage.partition(":")
        text = " ".join(text.split())
        if plain_key(text):
            names.append(PlaceName(text, language.strip() or language_of(text), audience.strip() or None))
        elif spec.strip():
            raise SettingsError(f"column names: {spec!r} holds no letter", where=where, remedy="Separate names by bars")
    key = plain_key(name).replace(" ", "-")
    admin1 = str(row.get("admin1") or "").strip() or None
    return Place(
        f"{PREFIX}{country.lower()}-{key}", name, FeatureClass(kind), lon, lat, country, admin1, names=tuple(names)
    )


def _degrees(row: Mapping[str, Any], column: str, most: float, where: str) -> float:
    try:
        value = float(str(row[column]).strip())
    except ValueError as error:
        what = f"column {column}: {row[column]!r} is no number"
        raise SettingsError(what, where=where, remedy="Give decimal degrees with a point: 38.28") from error
    if not -most <= value <= most:
        swapped = " (are lon and lat swapped?)" if column == "lat" else ""
        what = f"column {column}: {value:g} lies outside -{most:g} to {most:g}{swapped}"
        raise SettingsError(what, where=where, remedy="Give WGS 84 degrees, not metres or minutes")
    return value


def _countries() -> frozenset[str]:
    from tadmur.reference.boundaries import boundaries

    return frozenset(unit.country for unit in boundaries() if unit.country)


class OwnIndex:
    """Places of a file by their names."""

    def __init__(self, own: OwnPlaces) -> None:
        self.own = own
        self.by_id = {place.place_id: place for place in own.places}
        self._plain: dict[str, list[Place]] = {}
        self._folded: dict[str, list[Place]] = {}
        for place in own.places:
            for name in place.names:
                for index, key in ((self._plain, plain_key(name.text)), (self._folded, folded_key(name.text))):
                    if place not in index.setdefault(key, []):
                        index[key].append(place)

    def named(self, name: str) -> tuple[list[Place], list[Place]]:
        """(those spelt like ``name``, those that only agree when folded)."""
        exact = self._plain.get(plain_key(name), [])
        return exact, [p for p in self._folded.get(folded_key(name), []) if p not in exact]

    def knows(self, name: str) -> bool:
        """Whether a place bears the name."""
        return plain_key(name) in self._plain or folded_key(name) in self._folded

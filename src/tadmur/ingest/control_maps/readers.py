"""Published control maps and tables by their format: DeepState, ISW, NZZ, Liveuamap, Carter Center, VIINA, GeoJSON.

Columns were read from published files and code, not from a codebook; a reader accepts their known variants and says
what it left out. Columns of units, weapons, positions and routes are dropped, and named in ``ReadMaps.dropped``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tadmur.ingest.control_maps.files import day_in, read_features, read_table
from tadmur.ingest.control_maps.geometry import Unusable, polygon_of, polygon_of_wkt
from tadmur.ingest.control_maps.labels import first_of, is_unsafe, is_unsafe_value, status_of
from tadmur.ingest.control_maps.mgrs import lonlat_of
from tadmur.ingest.control_maps.nouns import AreaRow, ControlMap, MapFeature, MapNote, PlaceRow, ReadMaps
from tadmur.terms.control_map import MapStatus
from tadmur.terms.errors import InputError

OCCUPIED = "occupied"
"""The label of a map that draws only one party's land and gives it no words."""
_PARTY = ("party", "actor", "holder", "controlled_by", "controlled by", "control", "side", "faction", "owner", "type",
          "layer", "status", "label", "category", "class")  # fmt: skip
_STATUS = ("status", "type", "kind", "layer", "certainty", "label", "category")
_NAMES = ("name", "title", "admin", "place", "layer", "label", "type", "id")
_DAYS = ("date", "day", "as_of", "_date", "updated", "date_of_map")


def read_control_file(path: Path, form: str, *, day: date | None, column: str | None = None) -> ReadMaps:
    """The maps in a file. ``day`` is used where the file states none; where it states several, only that day is kept.

    Raises:
        InputError: the file is not of this format, or no day is stated anywhere.
    """
    if form not in FORMATS:
        raise InputError(f"there is no format {form!r}", remedy=f"Use one of: {', '.join(FORMATS)}")
    read = ReadMaps()
    FORMATS[form](path, read, day, column)
    if not read.maps:
        reasons = "; ".join(note.sentence() for note in read.notes[:3])
        raise InputError(
            f"nothing in this file can be used{f' ({reasons})' if reasons else ''}",
            where=str(path),
            remedy=f"Check that it is of the format {form}" + (f" and says something of {day}" if day else ""),
        )
    read.maps.sort(key=lambda found: found.day)
    return read


def _geojson(path: Path, read: ReadMaps, day: date | None, column: str | None, *, label: str = "") -> None:
    """Polygons with a label in their properties; the day in a property, the file's name, or given."""
    by_day: dict[date, list[MapFeature]] = defaultdict(list)
    for number, (stated, geometry) in enumerate(read_features(path), start=1):
        properties = _safe(stated, read)
        made = _feature(number, geometry, properties, read, label=label, column=column)
        if made is None:
            continue
        own = day_in(first_of(properties, _DAYS)) or day_in(path.name) or day
        by_day[_known(own, path)].append(made)
    _keep(by_day, read, path, day)


def _deepstate(path: Path, read: ReadMaps, day: date | None, column: str | None) -> None:
    """One MultiPolygon of occupied land a day (GeoJSON), or a table with id, date and geometry (WKT or GeoJSON)."""
    if path.suffix.lower() in (".csv", ".tsv"):
        by_day: dict[date, list[MapFeature]] = defaultdict(list)
        for number, (line, row) in enumerate(read_table(path, ("date", "geometry")), start=1):
            found = day_in(row["date"])
            if found is None:
                read.notes.append(MapNote(f"row {line}", f"{row['date']!r} is no date", refused=True))
                continue
            made = _feature(
                number, row["geometry"].encode("utf-8"), {"name": row.get("id", "")}, read, label=OCCUPIED, column=None
            )
            if made is not None:
                by_day[found].append(made)
        _keep(by_day, read, path, day)
        return
    _geojson(path, read, day, column, label=OCCUPIED)


def _nzz(path: Path, read: ReadMaps, day: date | None, column: str | None) -> None:
    """Polygons with ``type`` and the days between which they hold (``_datefrom``, ``_dateto``) or a ``date``."""
    spans: list[tuple[date, date | None, MapFeature]] = []
    for number, (stated, geometry) in enumerate(read_features(path), start=1):
        properties = _safe(stated, read)
        made = _feature(number, geometry, properties, read, label="", column=column or "type")
        if made is None:
            continue
        first = day_in(first_of(properties, ("_datefrom", "datefrom", "date"))) or day_in(path.name) or day
        last = day_in(first_of(properties, ("_dateto", "dateto")))
        if first is None:
            read.notes.append(MapNote(made.where, "it says no date", refused=True))
        elif last is not None and last < first:
            read.notes.append(MapNote(made.where, f"it ends on {last}, before it begins on {first}", refused=True))
        else:
            spans.append((first, last, made))
    days = [day] if day is not None else sorted({first for first, _, _ in spans})
    by_day = {
        wanted: [made for first, last, made in spans if first <= wanted and (last is None or wanted <= last)]
        for wanted in days
    }
    _keep(by_day, read, path, day)


def _liveuamap(path: Path, read: ReadMaps, day: date | None, column: str | None) -> None:
    """A table with date and area in km2; or polygons, as any GeoJSON."""
    if path.suffix.lower() not in (".csv", ".tsv"):
        _geojson(path, read, day, column)
        return
    by_day: dict[date, list[AreaRow]] = defaultdict(list)
    for number, (line, row) in enumerate(read_table(path, ("date", "area")), start=1):
        found = day_in(row["date"])
        try:
            area_km2 = float(row["area"].replace(",", ""))
        except ValueError:
            area_km2 = -1.0
        if found is None or area_km2 < 0:
            read.notes.append(MapNote(f"row {line}", f"date {row['date']!r}, area {row['area']!r}", refused=True))
            continue
        label = first_of(row, ("party", "side", "label")) or OCCUPIED
        by_day[found].append(AreaRow(number, label, area_km2, f"date={row['date']} area={row['area']}"))
    read.dropped |= {name for name in row if is_unsafe(name)} if by_day else set()
    for found, areas in sorted(by_day.items()):
        if day is None or found == day:
            read.maps.append(ControlMap(found, path.name, areas=tuple(areas)))


def _carter(path: Path, read: ReadMaps, day: date | None, column: str | None) -> None:
    """Places with "Lat Long / MGRS Grid", "Controlled By" and "Controlled By (Previous)"."""
    grid = "Lat Long / MGRS Grid"
    rows: list[PlaceRow] = []
    unsafe: set[str] = set()
    for number, (line, row) in enumerate(read_table(path, (grid, "Controlled By")), start=1):
        unsafe |= {name for name in row if name != grid and is_unsafe(name)}
        where = _lonlat(row[grid])
        name = first_of(row, ("name", "location", "community", "area", "place"))
        label = row["Controlled By"]
        if where is None:
            read.notes.append(MapNote(f"row {line}", f"{row[grid]!r} is no position", refused=True))
            continue
        status = status_of(label) if label else MapStatus.UNKNOWN
        previous = row.get("Controlled By (Previous)", "")
        text = f"{row[grid]} | Controlled By: {label} | Controlled By (Previous): {previous}"
        rows.append(PlaceRow(number, name, label, status, *where, None, text, previous))
    read.dropped |= unsafe
    if rows:
        read.maps.append(ControlMap(_known(day or day_in(path.name), path), path.name, rows=tuple(rows)))


def _viina(path: Path, read: ReadMaps, day: date | None, column: str | None) -> None:
    """Control by settlement: geonameid, date, status...; version 1 has a column ``ctr_YYYYMMDD...`` for each day."""
    by_day: dict[date, list[PlaceRow]] = defaultdict(list)
    chosen = column or "status"
    unsafe: set[str] = set()
    for number, (line, row) in enumerate(read_table(path, ("geonameid",)), start=1):
        unsafe |= {name for name in row if is_unsafe(name)}
        place_id = f"gn:{row['geonameid']}"
        lon, lat = _number(row.get("longitude")), _number(row.get("latitude"))
        name = first_of(row, ("asciiname", "name"))
        columns = {c: day_in(c[4:12]) for c in row if c.startswith("ctr_")} if "date" not in row else {}
        if not columns and (chosen not in row or "date" not in row):
            raise InputError(
                f"the table has neither {chosen!r} with 'date' nor columns ctr_YYYYMMDD",
                where=f"{path}, line 1",
                remedy="Name the column of the source with --column, e.g. --column status_isw",
            )
        for name_of, found in columns.items() or [(chosen, day_in(row.get("date", "")))]:
            if found is None:
                read.notes.append(MapNote(f"row {line}", f"{row.get('date', name_of)!r} is no date", refused=True))
                continue
            label = row[name_of]
            if (day is not None and found != day) or not label:
                continue
            text = f"geonameid={row['geonameid']} {name} date={found:%Y%m%d} {name_of}={label}"
            by_day[found].append(PlaceRow(number, name, label, status_of(label), lon, lat, place_id, text))
    read.dropped |= unsafe
    for found, rows in sorted(by_day.items()):
        read.maps.append(ControlMap(found, path.name, rows=tuple(rows)))


FORMATS: Mapping[str, Callable[[Path, ReadMaps, date | None, str | None], None]] = {
    "deepstate": _deepstate,
    "isw": _geojson,
    "nzz": _nzz,
    "liveuamap": _liveuamap,
    "carter": _carter,
    "viina": _viina,
    "geojson": _geojson,
}
"""Readers by the name that the command line gives them."""


def _safe(properties: Mapping[str, Any], read: ReadMaps) -> dict[str, Any]:
    """The properties of a feature, without those that are dropped for safety."""
    unsafe = {name for name in properties if is_unsafe(str(name))}
    read.dropped |= unsafe
    return {str(name): value for name, value in properties.items() if name not in unsafe}


def _feature(
    number: int, geometry: bytes, properties: Mapping[str, Any], read: ReadMaps, *, label: str, column: str | None
) -> MapFeature | None:
    name = first_of(properties, _NAMES)
    words = first_of(properties, (column.lower(),)) if column else ""
    party, sense = first_of(properties, _PARTY), first_of(properties, _STATUS)
    label = words or label or " ".join(dict.fromkeys(word for word in (sense, party) if word)) or name
    where = f'feature {number} "{name or label}"' if name or label else f"feature {number}"
    if is_unsafe_value(f"{name} {label}"):
        read.notes.append(MapNote(where, "it is of a unit, a weapon, a route or an attack", refused=True))
        return None
    try:
        is_json = geometry.lstrip().startswith((b"{", b"null"))
        shape, done = polygon_of(geometry) if is_json else polygon_of_wkt(geometry.decode("utf-8"))
    except Unusable as error:
        read.notes.append(MapNote(where, str(error), refused=True))
        return None
    read.notes += [MapNote(where, what) for what in done]
    return MapFeature(number, name, label, status_of(label), shape)


def _keep(by_day: Mapping[date, list[MapFeature]], read: ReadMaps, path: Path, day: date | None) -> None:
    several = len(by_day) > 1
    for found, features in sorted(by_day.items()):
        if features and (day is None or not several or found == day):
            read.maps.append(ControlMap(found, path.name, features=tuple(features)))


def _known(day: date | None, path: Path) -> date:
    if day is None:
        raise InputError(
            "neither the file nor its name says which day the map is of",
            where=str(path),
            remedy="Give it with --date 2024-01-31",
        )
    return day


def _lonlat(text: str) -> tuple[float, float] | None:
    """(lon, lat) of "35.1, 36.2" (latitude first) or of a grid reference."""
    parts = [number for part in text.replace(";", ",").split(",") if (number := _number(part)) is not None]
    if len(parts) == 2:
        lat, lon = parts
        return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None
    return lonlat_of(text)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None

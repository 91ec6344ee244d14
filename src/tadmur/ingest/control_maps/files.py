"""Files of maps: JSON and CSV as they come, with the file and line in every refusal."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tadmur.ingest.decoding import decode
from tadmur.terms.errors import InputError

_DAY = re.compile(r"(?<!\d)(20\d{2}|19\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_LARGEST_BYTES = 500_000_000


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise InputError("the file is larger than 500 MB", where=str(path), remedy="Split it by day")
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"the file cannot be read ({error.strerror})", where=str(path)) from error


def read_features(path: Path) -> list[tuple[dict[str, Any], bytes]]:
    """(properties, geometry as JSON) of the features of a GeoJSON file; a bare geometry is one feature.

    Raises:
        InputError: it is no JSON, no GeoJSON, or not in longitude and latitude.
    """
    import msgspec

    raw = read_text(path).encode("utf-8")
    try:
        data = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        kind = msgspec.json.decode(data.get("type", msgspec.Raw(b"null")))
        crs = bytes(data.get("crs", b"null")).decode()
        if crs != "null" and not re.search(r"CRS84|4326|WGS", crs, re.I):
            raise InputError(
                f"the coordinates are in another reference system ({crs[:80]})",
                where=str(path),
                remedy="Write it anew in longitude and latitude (EPSG:4326)",
            )
        if kind == "FeatureCollection":
            features = msgspec.json.decode(
                data.get("features", msgspec.Raw(b"[]")), type=list[dict[str, msgspec.Raw] | None]
            )
        elif kind == "Feature":
            features = [data]
        elif kind in ("Polygon", "MultiPolygon"):
            return [({}, raw)]
        else:
            raise InputError(
                f"this is no GeoJSON: its type is {kind!r}", where=str(path), remedy="Give a FeatureCollection"
            )
        return [_parts(feature or {}) for feature in features]
    except msgspec.DecodeError as error:
        raise InputError(f"this is no GeoJSON ({error})", where=str(path), remedy="Give a GeoJSON file") from error


def _parts(feature: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    import msgspec

    properties = msgspec.json.decode(feature.get("properties", b"null"))
    return properties if isinstance(properties, dict) else {}, bytes(feature.get("geometry", b"null"))


def read_table(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, row) of a CSV or TSV file with a header.

    Raises:
        InputError: a required column is missing.
    """
    csv.field_size_limit(100_000_000)
    text = read_text(path).lstrip("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter="\t" if head.count("\t") > head.count(",") else ",")
    names = [str(name).strip() for name in reader.fieldnames or []]
    missing = [name for name in required if name not in names]
    if missing:
        raise InputError(
            f"the table has no column {missing[0]!r}",
            where=f"{path}, line 1",
            remedy=f"Its columns are: {', '.join(names) or 'none'}. Choose another --format, or name the column so",
        )
    reader.fieldnames = names
    for row in reader:
        yield reader.line_num, {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}


def day_in(text: str) -> date | None:
    """The first day written in figures in a text: 20240131, 2024-01-31, 31.01.2024."""
    match = _DAY.search(text)
    if match is not None:
        try:
            return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        except ValueError:
            return None
    turned = re.search(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](20\d{2})(?!\d)", text)
    if turned is not None:
        try:
            return date(int(turned.group(3)), int(turned.group(2)), int(turned.group(1)))
        except ValueError:
            return None
    return None

"""Grid references (MGRS) to longitude and latitude: NGA.STND.0037, the lettering of WGS 84."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_REFERENCE = re.compile(r"(\d{1,2})\s*([C-HJ-NP-X])\s*([A-HJ-NP-Z])([A-HJ-NP-V])\s*(\d[\d\s]*)?", re.I)
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_SQUARE_M = 100_000
_CYCLE_M = 2_000_000


def lonlat_of(reference: str) -> tuple[float, float] | None:
    """(lon, lat) of the middle of a grid square; ``None`` where the text is no such reference."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    zone, band = int(match.group(1)), match.group(2).upper()
    digits = re.sub(r"\s", "", match.group(5) or "")
    if not 1 <= zone <= 60 or len(digits) % 2 or len(digits) > 10:
        return None
    columns = _COLUMNS[(zone - 1) % 3]
    column, row = match.group(3).upper(), match.group(4).upper()
    if column not in columns:
        return None
    size = _SQUARE_M / 10 ** (len(digits) // 2)
    half = len(digits) // 2
    east = (columns.index(column) + 1) * _SQUARE_M + (int(digits[:half]) * size if half else 0) + size / 2
    offset = _ROWS.index(row) - (5 if zone % 2 == 0 else 0)
    north = (offset % 20) * _SQUARE_M + (int(digits[half:]) * size if half else 0) + size / 2
    south_edge = -80 + 8 * _BANDS.index(band)
    _, lowest = _to_utm(zone, south_edge >= 0).transform(6 * zone - 183, max(south_edge, -80))
    while north < lowest - _SQUARE_M:
        north += _CYCLE_M
    lon, lat = _to_utm(zone, south_edge >= 0).transform(east, north, direction="INVERSE")
    return (lon, lat) if south_edge - 1 <= lat <= south_edge + 13 else None


@cache
def _to_utm(zone: int, northern: bool) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", f"EPSG:{32600 + zone if northern else 32700 + zone}", always_xy=True)

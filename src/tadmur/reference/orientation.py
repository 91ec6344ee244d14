"""Towns shown for orientation on a map that names few places itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tadmur.reference.artefacts import query_artefact

APART = 0.1
"""Two towns closer than this share of the window's diagonal would print over each other: the larger is kept."""
CONSIDERED = 500
"""The most populous towns of a window, of which the ones to show are chosen."""


def orientation_towns(bbox: Sequence[float], most: int = 12) -> list[tuple[str, float, float, int]]:
    """(name, lon, lat, rank) of at most ``most`` towns in ``bbox`` (west, south, east, north in degrees).

    Rank 0 is the most populous. Towns stand apart by a share of the window, so that one large city's suburbs do not
    take all the room. Numbers of inhabitants are those of GeoNames; a town without one is never shown.

    Raises:
        ValueError: the window has no area.
        ReferenceMissing: the artefact is not installed.
    """
    west, south, east, north = bbox
    if not (west < east and south < north):
        raise ValueError(f"the window {tuple(bbox)} has no area; give west, south, east, north")
    shrink = math.cos(math.radians((south + north) / 2))
    apart = APART * math.hypot((east - west) * shrink, north - south)
    kept: list[tuple[str, float, float, int]] = []
    for name, x, y in query_artefact(
        "basemap.sqlite",
        "SELECT name, lon, lat FROM town WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? ORDER BY rank LIMIT ?",
        *(west * 1e5, east * 1e5, south * 1e5, north * 1e5, CONSIDERED),
    ):
        if len(kept) >= most:
            break
        lon, lat = x / 1e5, y / 1e5
        if all(math.hypot((lon - other[1]) * shrink, lat - other[2]) >= apart for other in kept):
            kept.append((name, lon, lat, len(kept)))
    return kept

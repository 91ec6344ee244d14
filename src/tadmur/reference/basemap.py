"""The base map of static report maps: Natural Earth, simplified, clipped to a window."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from tadmur.reference.artefacts import query_artefact

LAYERS = ("land", "lakes", "admin1", "rivers", "coastline", "borders", "disputed")
"""Layers in the order they are drawn; admin1 exists in the densely covered countries only. The coastline is the
outline of the land."""


def basemap_for(bbox: Sequence[float]) -> dict[str, list[dict[str, Any]]]:
    """GeoJSON geometries of each layer inside ``bbox`` (west, south, east, north in degrees).

    A window across the antimeridian is not supported; its part beyond 180 degrees stays empty.

    Raises:
        ValueError: the window has no area.
        ReferenceMissing: the artefact is not installed.
    """
    from shapely import clip_by_rect, from_wkb
    from shapely.geometry import mapping

    west, south, east, north = bbox
    if not (west < east and south < north):
        raise ValueError(f"the window {tuple(bbox)} has no area; give west, south, east, north")
    clipped: dict[str, list[dict[str, Any]]] = {layer: [] for layer in LAYERS}
    rows = query_artefact(
        "basemap.sqlite",
        "SELECT layer, wkb FROM shape WHERE east >= ? AND west <= ? AND north >= ? AND south <= ? "
        "ORDER BY layer, number",
        *(west, east, south, north),
    )
    for layer, packed in rows:
        whole = from_wkb(zlib.decompress(packed))
        drawn = [(layer, whole)] if layer != "land" else [("land", whole), ("coastline", whole.boundary)]
        for name, geometry in drawn:
            part = clip_by_rect(geometry, west, south, east, north)
            if not part.is_empty:
                clipped[name].append(_plain(mapping(part)))
    return clipped


def _plain(value: Any) -> Any:
    """Tuples to lists, numbers to four decimals, as JSON has them."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return round(value, 4) if isinstance(value, float) else value

"""All settlements of the gazetteer in a window: where they lie, and how many people live there where that is known."""

from __future__ import annotations

from collections.abc import Sequence

from tadmur.reference.artefacts import query_artefact
from tadmur.reference.gazetteer import CLASSES
from tadmur.terms.place import FeatureClass, Place


def settlements_within(window: Sequence[float]) -> list[Place]:
    """Settlements in ``window`` (west, south, east, north in degrees), by place_id, without their other names.

    Raises:
        ReferenceMissing: the gazetteer is absent or damaged.
    """
    west, south, east, north = window
    rows = query_artefact(
        "gazetteer.sqlite",
        "SELECT place_id, name, lon, lat, country, admin1, admin2, population FROM place "
        "WHERE class = ? AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ? ORDER BY place_id",
        CLASSES.index(FeatureClass.SETTLEMENT),
        *(west * 1e5, east * 1e5, south * 1e5, north * 1e5),
    )
    return [
        Place(
            place_id, name, FeatureClass.SETTLEMENT, lon / 1e5, lat / 1e5, country, admin1, admin2, population or None
        )
        for place_id, name, lon, lat, country, admin1, admin2, population in rows
    ]

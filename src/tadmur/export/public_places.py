"""Where a place may be shown in anything public: at the centroid of a settlement, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

from tadmur.terms.place import FeatureClass, Place

FINER_THAN_SETTLEMENT = frozenset({FeatureClass.SITE, FeatureClass.QUARTER})
"""Places whose own coordinates stay out of public files."""


def public_point(place: Place, settlements: Mapping[str, Place]) -> tuple[float, float] | None:
    """Longitude and latitude (WGS 84 degrees, four decimals) to show for ``place``, or ``None``.

    Args:
        settlements: place_id of a site or quarter to the settlement it belongs to. A site without an entry here
            has no public coordinates.
    """
    shown = settlements.get(place.place_id) if place.feature_class in FINER_THAN_SETTLEMENT else place
    return None if shown is None else (round(shown.lon, 4), round(shown.lat, 4))

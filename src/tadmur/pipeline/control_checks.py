"""What looks wrong in a map as a whole: foreign ground, overlaps, yesterday's map again, jumps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tadmur.ingest.control_maps.nouns import MapNote
from tadmur.measure.agreement import area_km2
from tadmur.pipeline.control_maps import DayMap, DrawnFeature
from tadmur.reference.packs import Pack
from tadmur.terms.control_map import MapStatus

FAR_DEG = 1.0
"""Beyond this many degrees from the countries of the conflict a polygon lies elsewhere."""
SMALLEST_OVERLAP_KM2 = 1.0
SMALLEST_BASE_KM2 = 10.0
"""Below this a party's area may jump as it likes."""


def without_foreign(found: DayMap, ground: Any, pack: Pack, notes: list[MapNote]) -> DayMap:
    """The map without polygons that lie wholly elsewhere (once a published file held Afghanistan)."""
    kept: list[DrawnFeature] = []
    for item in found.features:
        if item.feature.geometry.distance(ground) <= FAR_DEG:
            kept.append(item)
            continue
        middle = item.feature.geometry.representative_point()
        where = f"{found.day}, {item.feature.where}"
        what = (
            f"it lies around {middle.y:.1f} N {middle.x:.1f} E{_country_at(middle)}, far from {pack.name}: "
            "another country's outline"
        )
        notes.append(MapNote(where, what, refused=True))
    return DayMap(found.day, found.files, tuple(kept), found.rows, found.areas)


def _country_at(point: Any) -> str:
    from shapely import prepare

    from tadmur.reference.boundaries import boundaries

    for unit in boundaries():
        shape = unit.geometry
        prepare(shape)
        if shape.covers(point):
            return f" ({unit.name})"
    return ""


def overlaps(found: DayMap) -> Iterator[MapNote]:
    """Polygons that give the same land to two parties in the same sense."""
    import shapely

    held = [item for item in found.features if item.feature.status is MapStatus.ASSESSED and item.party]
    if len({item.party for item in held}) < 2:
        return
    tree = shapely.STRtree([item.feature.geometry for item in held])
    for first, item in enumerate(held):
        for second in sorted(tree.query(item.feature.geometry, predicate="intersects")):
            other = held[int(second)]
            if second <= first or other.party == item.party:
                continue
            shared = item.feature.geometry.intersection(other.feature.geometry)
            size = area_km2(_areas(shared))
            if size >= SMALLEST_OVERLAP_KM2:
                yield MapNote(
                    f"{found.day}, {item.feature.where}", f"overlaps {other.feature.where} by {size:,.0f} km2"
                )


def _areas(geometry: Any) -> Any:
    import shapely

    parts = [part for part in shapely.get_parts(geometry) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def against_the_day_before(found: DayMap, before: DayMap, largest_jump: float, pack: Pack) -> Iterator[MapNote]:
    """A map that repeats the one before, and areas that changed by more than a set share."""
    if _content(found.features) == _content(before.features) and found.features:
        where = f"{found.day}, {found.features[0].feature.where}"
        yield MapNote(where, f"the map is the same as that of {before.day}")
        return
    earlier, now = before.area_by_party, found.area_by_party
    for party in sorted({*earlier, *now}):
        old, new = earlier.get(party, 0.0), now.get(party, 0.0)
        if max(old, new) < SMALLEST_BASE_KM2 or abs(new - old) <= largest_jump * max(old, SMALLEST_BASE_KM2):
            continue
        own = [item for item in found.features if item.party == party] or list(before.features)
        largest = max(own, key=lambda item: (item.area_km2, -item.feature.number))
        change = f"{100 * (new - old) / old:+.0f} %" if old else "from nothing"
        yield MapNote(
            f"{found.day}, {largest.feature.where}",
            f"a jump: {pack.actors[party].name} has {new:,.0f} km2, {old:,.0f} on {before.day} ({change})",
        )


def _content(features: Sequence[DrawnFeature]) -> list[tuple[str, str, str | None]]:
    return sorted((item.name, item.feature.status.value, item.party) for item in features)

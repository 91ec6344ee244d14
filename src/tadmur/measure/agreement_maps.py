"""Two maps against each other, on a day and over time: how much land both give to one party, who changed first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from tadmur.measure.agreement import area_km2

Holders = npt.NDArray[np.int16]
"""For each settlement the index of its party, -1 where the map gives it to none."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class LandAgreement:
    """Two maps on one day, in km2.

    Attributes:
        held: party to what the first and the second map give it, and what both do.
        same, different: land that both maps give to the same party, or to different ones.
        only: land that only the first, and only the second map gives to anybody.
    """

    day: date
    held: Mapping[str, tuple[float, float, float]]
    same: float
    different: float
    only: tuple[float, float]

    @property
    def drawn(self) -> float:
        """Land that at least one of the maps gives to somebody."""
        return self.same + self.different + sum(self.only)

    @property
    def share(self) -> float | None:
        """Of the land that either draws, what both give to the same party; ``None`` where neither draws any."""
        return self.same / self.drawn if self.drawn else None


def land_agreement(day: date, one: Mapping[str, Any], other: Mapping[str, Any]) -> LandAgreement:
    """Compare two maps given as party to polygon (valid, in degrees); geodesic areas."""
    import shapely

    nothing = shapely.MultiPolygon()
    held: dict[str, tuple[float, float, float]] = {}
    for party in sorted({*one, *other}):
        both = polygons(one.get(party, nothing).intersection(other.get(party, nothing)))
        held[party] = (area_km2(one.get(party, nothing)), area_km2(other.get(party, nothing)), area_km2(both))
    first, second = (shapely.union_all(list(maps.values())) for maps in (one, other))
    drawn_by_both = area_km2(polygons(first.intersection(second)))
    same = area_km2(polygons(shapely.union_all([one[p].intersection(other[p]) for p in one if p in other])))
    return LandAgreement(
        day,
        held,
        same,
        max(0.0, drawn_by_both - same),
        (max(0.0, area_km2(first) - drawn_by_both), max(0.0, area_km2(second) - drawn_by_both)),
    )


def disagreement(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Where two maps differ: "first" and "second" (only that map draws it), "different" (another party's)."""
    import shapely

    first, second = (shapely.union_all(list(maps.values())) for maps in (one, other))
    same = shapely.union_all([one[p].intersection(other[p]) for p in one if p in other])
    return {
        "first": polygons(first.difference(second)),
        "second": polygons(second.difference(first)),
        "different": polygons(first.intersection(second).difference(same)),
    }


def polygons(geometry: Any) -> Any:
    """The areas of a geometry, without the lines and points at which two polygons only touch."""
    import shapely

    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


@dataclass(frozen=True, slots=True)
class SettlementAgreement:
    """Two maps at the settlements of one day: how many both give to a party, and to the same one."""

    day: date
    both: int
    same: int
    only: tuple[int, int]

    @property
    def share(self) -> float | None:
        """Of the settlements that both give to somebody, those given to the same party."""
        return self.same / self.both if self.both else None


def settlement_agreement(day: date, one: Holders, other: Holders) -> SettlementAgreement:
    """Compare two maps at the same settlements."""
    drawn = (one != NOBODY) & (other != NOBODY)
    return SettlementAgreement(
        day,
        int(drawn.sum()),
        int((drawn & (one == other)).sum()),
        (int(((one != NOBODY) & (other == NOBODY)).sum()), int(((one == NOBODY) & (other != NOBODY)).sum())),
    )


@dataclass(frozen=True, slots=True)
class FirstToChange:
    """Settlements that both maps came to give to a new party, by which map did so first.

    ``lead_days`` is the median number of days between the two where they are not the same, positive where the first map
    leads; ``pending`` are changes of one map that the other has not made by the last day.
    """

    first: int
    second: int
    same_day: int
    lead_days: float | None
    pending: tuple[int, int]


def first_to_change(one: Sequence[tuple[date, Holders]], other: Sequence[tuple[date, Holders]]) -> FirstToChange:
    """Which of two series of maps changed first, over the settlements that both changed to the same party.

    A change counts from the first map of a series on which a settlement has its last holder, where it had another or
    none on the first map of that series.
    """
    changes = [_last_changes(series) for series in (one, other)]
    leads: list[int] = []
    pending = [0, 0]
    for place, (party, day) in changes[0].items():
        match = changes[1].get(place)
        if match is not None and match[0] == party:
            leads.append((match[1] - day).days)
        elif len(other) and other[-1][1][place] != party:
            pending[0] += 1
    for place, (party, _) in changes[1].items():
        if len(one) and one[-1][1][place] != party:
            pending[1] += 1
    return FirstToChange(
        sum(lead > 0 for lead in leads),
        sum(lead < 0 for lead in leads),
        sum(lead == 0 for lead in leads),
        float(median(apart)) if (apart := [lead for lead in leads if lead]) else None,
        (pending[0], pending[1]),
    )


def _last_changes(series: Sequence[tuple[date, Holders]]) -> dict[int, tuple[int, date]]:
    """Settlement to its last holder and the day of the map that first gave it to that holder for good."""
    if len(series) < 2:
        return {}
    last = series[-1][1]
    result: dict[int, tuple[int, date]] = {}
    for place in np.flatnonzero((last != series[0][1]) & (last != NOBODY)):
        day = series[-1][0]
        for earlier, holders in reversed(series):
            if holders[place] != last[place]:
                break
            day = earlier
        result[int(place)] = (int(last[place]), day)
    return result

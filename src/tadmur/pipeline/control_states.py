"""What a map says of each settlement, and what one map changes against the one before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tadmur.ingest.control_maps.nouns import MapFeature
from tadmur.measure.agreement import Booleans, Floats, inside
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.control_map import MapStatus

Holding = tuple[str | None, MapStatus]
"""A party (``None``: no party) and in which sense the land is its own."""
NO_FEATURE = -1


@dataclass(frozen=True, slots=True)
class Settlements:
    """The settlements that a map is read at, in order of their ids."""

    place_ids: tuple[str, ...]
    lons: Floats
    lats: Floats

    @classmethod
    def of(cls, gazetteer: Gazetteer, countries: Sequence[str]) -> Settlements:
        """All settlements of some countries."""
        rows = gazetteer.settlements(countries)
        return cls(
            tuple(place_id for place_id, _, _ in rows),
            np.array([lon for _, lon, _ in rows], dtype=np.float64),
            np.array([lat for _, _, lat in rows], dtype=np.float64),
        )


@dataclass(frozen=True, slots=True)
class MapState:
    """For each holding the settlements that it covers, and the index of the feature or row that says so (else -1)."""

    covers: Mapping[Holding, Booleans]
    says: Mapping[Holding, npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Change:
    """What is new at one settlement: ``place`` is its index; ``feature`` the index of what says so, -1 for nothing."""

    place: int
    begins: tuple[tuple[Holding, int], ...]
    ends: tuple[Holding, ...]


def state_of(features: Sequence[tuple[MapFeature, str | None]], settlements: Settlements) -> MapState:
    """The settlements inside each feature; ``features`` come with their party."""
    covers: dict[Holding, Booleans] = {}
    says: dict[Holding, npt.NDArray[np.int32]] = {}
    for index, (feature, party) in enumerate(features):
        key = (party, feature.status)
        within = inside(feature.geometry, settlements.lons, settlements.lats)
        if key not in covers:
            covers[key] = np.zeros(within.shape, dtype=np.bool_)
            says[key] = np.full(within.shape, NO_FEATURE, dtype=np.int32)
        says[key][within & ~covers[key]] = index
        covers[key] |= within
    return MapState(covers, says)


def state_of_rows(holdings: Mapping[int, tuple[Holding, int]], settlements: Settlements) -> MapState:
    """As :func:`state_of`, from single places: index of the settlement to its holding and the index of its row."""
    covers: dict[Holding, Booleans] = {}
    says: dict[Holding, npt.NDArray[np.int32]] = {}
    for place, (key, row) in holdings.items():
        if key not in covers:
            covers[key] = np.zeros(len(settlements.place_ids), dtype=np.bool_)
            says[key] = np.full(len(settlements.place_ids), NO_FEATURE, dtype=np.int32)
        covers[key][place], says[key][place] = True, row
    return MapState(covers, says)


def changes(before: MapState | None, now: MapState) -> list[Change]:
    """What ``now`` says otherwise than ``before``, by settlement; all that it says where there is nothing before."""
    earlier = before.covers if before is not None else {}
    begins: dict[int, list[tuple[Holding, int]]] = {}
    ends: dict[int, list[Holding]] = {}
    keys = sorted({*earlier, *now.covers}, key=lambda key: (key[0] or "", key[1].value))
    for key in keys:
        size = len(next(iter((*now.covers.values(), *earlier.values()))))
        nothing = np.zeros(size, dtype=np.bool_)
        old, new = earlier.get(key, nothing), now.covers.get(key, nothing)
        for place in np.flatnonzero(new & ~old):
            begins.setdefault(int(place), []).append((key, int(now.says[key][place])))
        for place in np.flatnonzero(old & ~new):
            ends.setdefault(int(place), []).append(key)
    return [
        Change(place, tuple(begins.get(place, ())), tuple(ends.get(place, ()))) for place in sorted({*begins, *ends})
    ]

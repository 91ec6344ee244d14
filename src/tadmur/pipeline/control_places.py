"""Rows of a table of places at settlements of the gazetteer: by identifier, else by the nearest one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from tadmur.ingest.control_maps.nouns import ControlMap, MapNote, PlaceRow
from tadmur.pipeline.control_maps import PlacedRow
from tadmur.pipeline.control_parties import PartyFinder
from tadmur.pipeline.control_states import Settlements
from tadmur.terms.control_map import MapStatus

NEAREST_KM = 2.0
"""How far a row may lie from the settlement that it is taken for."""
KM_PER_DEGREE = 111.195
MOST_NAMED = 5


class PlaceTable:
    """The settlements by id and by position."""

    def __init__(self, settlements: Settlements) -> None:
        self._settlements = settlements

    @cached_property
    def known(self) -> frozenset[str]:
        """Ids of the settlements."""
        return frozenset(self._settlements.place_ids)

    def find(self, row: PlaceRow) -> str | None:
        """The settlement of a row; ``None`` when none is near enough."""
        if row.place_id in self.known:
            return row.place_id
        if row.lon is None or row.lat is None or not self.known:
            return None
        places = self._settlements
        east = (places.lons - row.lon) * np.cos(np.radians(row.lat))
        away_km = KM_PER_DEGREE * np.hypot(east, places.lats - row.lat)
        nearest = int(np.argmin(away_km))
        return places.place_ids[nearest] if away_km[nearest] <= NEAREST_KM else None


def placed_rows(
    found: ControlMap, parties: PartyFinder, table: PlaceTable, notes: list[MapNote]
) -> Iterator[PlacedRow]:
    """The rows at their settlements, one for each settlement; what cannot be placed or read goes to ``notes``."""
    seen: set[str] = set()
    nowhere: list[PlaceRow] = []
    unnamed: dict[str, int] = {}
    for row in found.rows:
        party = parties.of(row.label)
        if party is None and row.status not in (MapStatus.CONTESTED, MapStatus.UNKNOWN):
            unnamed[row.label] = unnamed.get(row.label, 0) + 1
            continue
        place_id = table.find(row)
        if place_id is None:
            nowhere.append(row)
        elif place_id not in seen:
            seen.add(place_id)
            yield PlacedRow(row, party, place_id)
    if nowhere:
        words = ", ".join(row.where for row in nowhere[:MOST_NAMED])
        what = f"no settlement of the gazetteer lies within {NEAREST_KM:g} km of {len(nowhere)} rows ({words}...)"
        notes.append(MapNote(str(found.day), what, refused=True))
    for label, times in sorted(unnamed.items()):
        what = f"{label!r} ({times} rows) names no party of the pack; say whose it is with --holder {label!r}=ACTOR"
        notes.append(MapNote(str(found.day), what, refused=True))

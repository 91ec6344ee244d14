"""Lines become settlements: what a map with polygons says of each, and how far it is from the front."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tadmur.measure.agreement import front_distances_km, union
from tadmur.pipeline.control_maps import DayMap
from tadmur.pipeline.control_states import Settlements, state_of
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import Pack
from tadmur.reference.scopes import scope
from tadmur.terms.control_map import MapStatus


def settlement_lines(
    found: DayMap, places: Settlements, gazetteer: Gazetteer, source: str, ground: Any
) -> Iterator[str]:
    """A CSV line for each settlement that a map with polygons says something of."""
    yield "place_id,name,lon,lat,day,source,party,status,distance_to_front_km\n"
    state = state_of([(item.feature, item.party) for item in found.features], places)
    held = {
        party: union([item.feature.geometry for item in found.features if (item.party, item.feature.status) == key])
        for key in state.covers
        for party in (key[0],)
        if key[1] is MapStatus.ASSESSED
    }
    for key in sorted(state.covers, key=lambda key: (key[0] or "", key[1].value)):
        party, status = key
        inside = np.flatnonzero(state.covers[key])
        away = np.full(inside.shape, np.nan)
        if held.get(party) is not None:
            away = front_distances_km(held[party], places.lons[inside], places.lats[inside], outline=ground)
        for place, km in zip(inside, away, strict=True):
            known = gazetteer.place(places.place_ids[place])
            name = known.name.replace('"', "'") if known else ""
            yield (
                f'{places.place_ids[place]},"{name}",{places.lons[place]:.5f},{places.lats[place]:.5f},{found.day},'
                f'"{source}",{party or ""},{status.value},{"" if np.isnan(km) else f"{km:.0f}"}\n'
            )


def ground_of_pack(pack: Pack) -> Any:
    """The countries of a conflict."""
    return union([scope(country).geometry for country in pack.countries])

"""The maps of one source that stand in a ledger, by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tadmur.pipeline.control_maps import DayMap, day_map_of, shape_names
from tadmur.reference.packs import Pack, available_packs, load_pack
from tadmur.store.ledger import View
from tadmur.terms.errors import InputError


@dataclass
class SourceMaps:
    """The maps of one source that are in force in a period, by day."""

    name: str
    pack: Pack
    maps: dict[date, DayMap]

    @classmethod
    def read(cls, view: View, name: str, first_day: date, last_day: date) -> SourceMaps:
        known = view.map_sources()
        found = next((source for source in known if source.casefold() == name.strip().casefold()), None)
        found = found or _by_alias(name.strip(), known)
        if found is None:
            listed = ", ".join(known) or "none; import some with tadmur import-control"
            raise InputError(
                f"the ledger has no maps by {name.strip()!r}", where=str(view.path), remedy=f"It has maps by: {listed}"
            )
        stored = [item for item in view.maps(found) if item.report.published_at and item.pack_id]
        days = [item.report.published_at.date() for item in stored if item.report.published_at]
        start = max((day for day in days if day <= first_day), default=min(days))
        used = [item for item, day in zip(stored, days, strict=True) if start <= day <= last_day]
        if not used:
            raise InputError(
                f"no map by {found} is of {last_day} or earlier",
                where=str(view.path),
                remedy=f"Its maps are of {min(days)} to {max(days)}",
            )
        shapes = view.shapes(shape_names([item.report for item in used]))
        maps = [day_map_of(item.report, shapes) for item in used]
        pack_id = used[-1].pack_id
        assert pack_id is not None
        return cls(found, load_pack(pack_id), {item.day: item for item in maps})

    def at(self, day: date) -> DayMap | None:
        """The map in force on a day: the newest one not after it."""
        return self.maps[max(earlier)] if (earlier := [d for d in self.maps if d <= day]) else None


def _by_alias(name: str, known: Sequence[str]) -> str | None:
    for pack_id in available_packs():
        source = load_pack(pack_id).source_named(name)
        if source is not None and source.name in known:
            return source.name
    return None

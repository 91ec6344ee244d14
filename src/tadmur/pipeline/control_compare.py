"""Two sources of maps side by side: areas, where and since when they differ, scope, who changed first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tadmur.measure.agreement import area_km2, inside, union
from tadmur.measure.agreement_maps import (
    NOBODY,
    Holders,
    disagreement,
    first_to_change,
    land_agreement,
    polygons,
    settlement_agreement,
)
from tadmur.pipeline.control_comparison import District, MapComparison
from tadmur.pipeline.control_sources import SourceMaps
from tadmur.pipeline.control_states import Settlements
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.reference.boundaries import DETAILED_SET, Boundary, boundaries, boundary_set
from tadmur.reference.gazetteer import DENSE_COUNTRIES, Gazetteer
from tadmur.reference.scopes import scope
from tadmur.terms.control_map import MapStatus
from tadmur.terms.errors import InputError, SettingsError

MOST_DAYS = 60
"""More days than this are thinned evenly; the last is always kept."""
SMALLEST_KM2 = 1.0
"""Differences below this are drawing, not opinion."""
WHOLE_UNIT = 0.5
"""Share of a unit that one source must draw and the other leave blank for a difference of scope."""


def compare_sources(
    ledger: Path, sources: Sequence[str], *, first_day: date, last_day: date, countries: Sequence[str] = ()
) -> MapComparison:
    """Compare the maps of two sources that were imported into a ledger.

    Raises:
        SettingsError: not two sources, or the period is empty or runs backwards.
        InputError: a source has no map, or none in force in the period.
    """
    if len(sources) != 2 or sources[0].casefold() == sources[1].casefold():
        raise SettingsError("two sources can be compared", remedy='Give --sources "A,B" with two different names')
    if first_day > last_day:
        raise SettingsError(
            f"the period is empty: it begins on {first_day} and ends on {last_day}", remedy="Turn --from and --to round"
        )
    with ReviewedView(ledger) as view:
        one, other = (SourceMaps.read(view, name, first_day, last_day) for name in sources)
    return _Comparison(one, other, first_day, last_day, countries).result()


class _Comparison:
    """The work of one comparison; polygons are clipped once for each map."""

    def __init__(
        self, one: SourceMaps, other: SourceMaps, first_day: date, last_day: date, countries: Sequence[str]
    ) -> None:
        self.sources = (one, other)
        self.first_day, self.last_day = first_day, last_day
        if one.pack.pack_id != other.pack.pack_id and not countries:
            raise SettingsError(
                f"{one.name} maps {one.pack.name}, {other.name} maps {other.pack.name}",
                remedy="Give the countries to compare in, e.g. --scope SY",
            )
        self.countries = tuple(country.upper() for country in countries) or one.pack.countries
        self._clipped: dict[tuple[int, date], dict[str, Any]] = {}
        self._holders: dict[tuple[int, date], Holders] = {}

    @cached_property
    def outline(self) -> Any:
        """The ground that is compared."""
        import shapely

        return shapely.union_all([scope(country).geometry for country in self.countries])

    @cached_property
    def places(self) -> Settlements:
        """The settlements of the ground."""
        return Settlements.of(Gazetteer.open(), self.countries)

    @cached_property
    def parties(self) -> list[str]:
        """All parties that either source draws, in order."""
        maps = [day_map for source in self.sources for day_map in source.maps.values()]
        found = {item.party for day_map in maps for item in day_map.features}
        found |= {item.party for day_map in maps for item in day_map.rows}
        return sorted(party for party in found if party is not None)

    @cached_property
    def days(self) -> list[date]:
        """The days on which either source has a new map and both have one, thinned where there are many."""
        begin = max(min(source.maps) for source in self.sources)
        days = {day for source in self.sources for day in source.maps if max(begin, self.first_day) <= day}
        days = {day for day in days if day <= self.last_day} | {max(begin, self.first_day), self.last_day}
        ordered = sorted(day for day in days if day >= begin)
        if len(ordered) <= MOST_DAYS:
            return ordered
        step = len(ordered) / MOST_DAYS
        return sorted({ordered[int(step * n)] for n in range(MOST_DAYS)} | {ordered[-1]})

    def result(self) -> MapComparison:
        one, other = self.sources
        if max(min(one.maps), min(other.maps)) > self.last_day:
            raise InputError(
                f"the maps of {one.name} and {other.name} have no day in common by {self.last_day}",
                remedy=f"They begin on {min(one.maps)} and {min(other.maps)}",
            )
        drawn = any(item.features for source in self.sources for item in source.maps.values())
        land = [land_agreement(day, self.held(0, day), self.held(1, day)) for day in self.days] if drawn else []
        last = self.days[-1]
        names = {actor.actor_id: actor.name for source in self.sources for actor in source.pack.actors.values()}
        units, about = self._units()
        return MapComparison(
            sources=(one.name, other.name),
            first_day=self.days[0],
            last_day=last,
            scope_statement=" ".join(scope(country).statement() for country in self.countries),
            units_statement=about,
            thinned=len(self.days) >= MOST_DAYS,
            land=tuple(land),
            settlements=tuple(settlement_agreement(d, self.at_places(0, d), self.at_places(1, d)) for d in self.days),
            districts=tuple(self._districts(units)) if drawn else (),
            scope_differences=tuple(self._scope_differences()),
            first=first_to_change(self._series(0), self._series(1)),
            geometry=disagreement(self.held(0, last), self.held(1, last)) if drawn else {},
            held=(self.held(0, last), self.held(1, last)),
            party_names={party: names.get(party, party) for party in self.parties},
            maps=(len(one.maps), len(other.maps)),
            outline=self.outline,
        )

    def held(self, index: int, day: date) -> dict[str, Any]:
        """Party to what a source assesses as its land, inside the ground."""
        import shapely

        found = self.sources[index].at(day)
        if found is None:
            return {}
        key = (index, found.day)
        if key not in self._clipped:
            result: dict[str, Any] = {}
            for party in self.parties:
                shapes = [
                    item.feature.geometry
                    for item in found.features
                    if item.party == party and item.feature.status is MapStatus.ASSESSED
                ]
                if shapes:
                    result[party] = polygons(shapely.union_all(shapes).intersection(self.outline))
            self._clipped[key] = result
        return self._clipped[key]

    def at_places(self, index: int, day: date) -> Holders:
        """The party of each settlement by the map in force on a day."""
        source = self.sources[index]
        found = source.at(day)
        size = len(self.places.place_ids)
        if found is None:
            return np.full(size, NOBODY, dtype=np.int16)
        key = (index, found.day)
        if key not in self._holders:
            holders = np.full(size, NOBODY, dtype=np.int16)
            for number, party in enumerate(self.parties):
                shape = self.held(index, day).get(party)
                if shape is not None:
                    holders[inside(shape, self.places.lons, self.places.lats)] = number
            self._add_rows(holders, source, found.day)
            self._holders[key] = holders
        return self._holders[key]

    def _add_rows(self, holders: Holders, source: SourceMaps, day: date) -> None:
        """Tables hold only rows that change, so all up to the day are read in order."""
        index = {place_id: number for number, place_id in enumerate(self.places.place_ids)}
        for earlier in sorted(d for d in source.maps if d <= day):
            for item in source.maps[earlier].rows:
                place = index.get(item.place_id)
                if place is not None:
                    assessed = item.row.status is MapStatus.ASSESSED and item.party is not None
                    holders[place] = self.parties.index(item.party) if assessed and item.party else NOBODY

    def _series(self, index: int) -> list[tuple[date, Holders]]:
        source = self.sources[index]
        days = [day for day in sorted(source.maps) if day <= self.last_day]
        kept = [day for day in days if day in self.days or day == days[0]]
        return [(day, self.at_places(index, day)) for day in kept]

    def _units(self) -> tuple[list[Boundary], str]:
        """The districts of the ground, else its units of the first level."""
        detailed = tuple(country for country in self.countries if country in DENSE_COUNTRIES)
        units = list(boundaries(DETAILED_SET, level=2, countries=detailed)) if detailed else []
        if units:
            about = [boundary_set(DETAILED_SET, country=country) for country in detailed]
            return units, "Districts: " + "; ".join(f"{item.name}, version {item.version}" for item in about) + "."
        about_set = boundary_set()
        return list(boundaries(level=1, countries=self.countries)), (
            f"Units of the first level: {about_set.name}, version {about_set.version}."
        )

    def _districts(self, units: Sequence[Boundary]) -> Iterator[District]:
        """Units in which the maps differ on the last day, largest difference first."""
        import shapely

        last = self.days[-1]
        parts = disagreement(self.held(0, last), self.held(1, last))
        differ = shapely.union_all(list(parts.values()))
        found: list[District] = []
        for unit in units:
            shape = unit.geometry
            if not shape.intersects(differ):
                continue
            size = area_km2(polygons(differ.intersection(shape)))
            if size < SMALLEST_KM2:
                continue
            held = [area_km2(polygons(union(list(self.held(n, last).values())).intersection(shape))) for n in (0, 1)]
            since = self._since(shape, size)
            found.append(
                District(
                    unit.name, unit.boundary_id, area_km2(shape), (held[0], held[1]), size, since, since == self.days[0]
                )
            )
        yield from sorted(found, key=lambda item: (-item.differ_km2, item.unit_id))

    def _since(self, shape: Any, size: float) -> date:
        """The first day from which, without pause, at least half of ``size`` km2 differs inside ``shape``."""
        import shapely

        since = self.days[-1]
        for day in reversed(self.days):
            parts = disagreement(self._inside(0, day, shape), self._inside(1, day, shape))
            if area_km2(polygons(shapely.union_all(list(parts.values())))) < size / 2:
                break
            since = day
        return since

    def _inside(self, index: int, day: date, shape: Any) -> dict[str, Any]:
        return {party: polygons(land.intersection(shape)) for party, land in self.held(index, day).items()}

    def _scope_differences(self) -> Iterator[str]:
        """What one source counts and the other never does: parties, kinds of land, whole units, constant ground."""
        names = [source.name for source in self.sources]
        for mine, theirs in ((0, 1), (1, 0)):
            yield from self._kinds_of_land(mine, theirs)
            for party in self.parties:
                drawn = [any(self.held(n, day).get(party) is not None for day in self.days) for n in (mine, theirs)]
                if drawn == [True, False]:
                    name = self.sources[mine].pack.actors[party].name
                    yield f"{names[mine]} draws land of {name}; {names[theirs]} never does."
        yield from self._constant_ground()

    def _kinds_of_land(self, mine: int, theirs: int) -> Iterator[str]:
        kinds = [
            {item.feature.status for day_map in self.sources[n].maps.values() for item in day_map.features}
            | {item.row.status for day_map in self.sources[n].maps.values() for item in day_map.rows}
            for n in (mine, theirs)
        ]
        extra = sorted(kind.value for kind in kinds[0] - kinds[1] if kind is not MapStatus.ASSESSED)
        if extra:
            yield (
                f"{self.sources[mine].name} also draws land as {' and '.join(extra)}, which is counted for nobody "
                f"here; {self.sources[theirs].name} has no such land."
            )
        if not any(item.features for item in self.sources[mine].maps.values()):
            yield (
                f"{self.sources[mine].name} lists places and draws no land: areas cannot be compared, settlements can."
            )

    def _constant_ground(self) -> Iterator[str]:
        """Land that one source gives to somebody on every day and the other on none, with the units it covers."""
        import shapely

        drawn = [[union(list(self.held(n, day).values())) for day in self.days] for n in (0, 1)]
        for mine, theirs in ((0, 1), (1, 0)):
            always = drawn[mine][0]
            for shape in drawn[mine][1:]:
                always = polygons(always.intersection(shape))
            constant = polygons(always.difference(shapely.union_all(drawn[theirs])))
            size = area_km2(constant)
            if size < SMALLEST_KM2 * 100 or not drawn[theirs]:
                continue
            whole, partly = self._covered(constant)
            covered = [f"the whole or most of {_list(whole)}"] if whole else []
            where = ", and ".join([*covered, *([f"parts of {_list(partly)}"] if partly else [])])
            began = min(self.sources[mine].maps)
            yield (
                f"{self.sources[mine].name} gives {size:,.0f} km2 to a party on every day compared ({where}), land "
                f"that {self.sources[theirs].name} gives to nobody on any of them: a difference of scope, not of "
                f"events; its first map used, of {began}, has it already."
            )

    def _covered(self, constant: Any) -> tuple[list[str], list[str]]:
        detailed = tuple(country for country in self.countries if country in DENSE_COUNTRIES)
        units = boundaries(DETAILED_SET, level=1, countries=detailed) if detailed else ()
        units = units or boundaries(level=1, countries=self.countries)
        whole: list[tuple[float, str]] = []
        partly: list[tuple[float, str]] = []
        for unit in units:
            shape = unit.geometry
            if shape.intersects(constant):
                size = area_km2(polygons(constant.intersection(shape)))
                group = whole if size >= WHOLE_UNIT * area_km2(shape) else partly
                if size >= SMALLEST_KM2:
                    group.append((-size, unit.name))
        return [name for _, name in sorted(whole)], [name for _, name in sorted(partly)]


def _list(names: Sequence[str], most: int = 5) -> str:
    shown = list(names[:most])
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "no unit"

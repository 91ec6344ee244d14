"""Two sources of maps side by side: areas, where and since when they differ, scope, who changed first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tadmur.export.atomic import write_whole
from tadmur.export.map_comparison import (
    agreement_csv,
    comparison_json,
    comparison_text,
    districts_csv,
    draw_comparison,
    map_extent,
)
from tadmur.export.map_frame import basemap_extent
from tadmur.measure.agreement import area_km2, inside, union
from tadmur.measure.agreement_maps import (
    NOBODY,
    FirstToChange,
    Holders,
    LandAgreement,
    SettlementAgreement,
    disagreement,
    first_to_change,
    land_agreement,
    polygons,
    settlement_agreement,
)
from tadmur.pipeline.control_maps import DayMap, day_map_of, shape_names
from tadmur.pipeline.control_states import Settlements
from tadmur.pipeline.outputs import make_folder
from tadmur.reference.basemap import basemap_for
from tadmur.reference.boundaries import DETAILED_SET, Boundary, boundaries, boundary_set
from tadmur.reference.gazetteer import DENSE_COUNTRIES, Gazetteer
from tadmur.reference.orientation import orientation_towns
from tadmur.reference.packs import Pack, available_packs, load_pack
from tadmur.reference.scopes import scope
from tadmur.store.ledger import View
from tadmur.terms.control_map import MapStatus
from tadmur.terms.errors import InputError, SettingsError

MOST_DAYS = 60
"""More days than this are thinned evenly; the last is always kept."""
SMALLEST_KM2 = 1.0
"""Differences below this are drawing, not opinion."""
WHOLE_UNIT = 0.5
"""Share of a unit that one source must draw and the other leave blank for a difference of scope."""


@dataclass(frozen=True, slots=True)
class District:
    """A unit in which two maps differ on the last day.

    ``since`` is the first day from which, without pause, at least half as much land differs; ``whole_period`` says that
    this is the first day compared.
    """

    name: str
    unit_id: str
    area_km2: float
    held: tuple[float, float]
    differ_km2: float
    since: date
    whole_period: bool


@dataclass(frozen=True, slots=True)
class MapComparison:
    """Two sources over a period.

    Attributes:
        scope_statement: the area, its boundary set, version and viewpoint.
        units_statement: where the districts come from.
        days: the days compared; thinned where there are many.
        scope_differences: one sentence each.
        geometry: "first", "second", "different" as polygons on the last day.
    """

    sources: tuple[str, str]
    first_day: date
    last_day: date
    scope_statement: str
    units_statement: str
    thinned: bool
    land: tuple[LandAgreement, ...]
    settlements: tuple[SettlementAgreement, ...]
    districts: tuple[District, ...]
    scope_differences: tuple[str, ...]
    first: FirstToChange
    geometry: Mapping[str, Any]
    held: tuple[Mapping[str, Any], Mapping[str, Any]]
    party_names: Mapping[str, str]
    maps: tuple[int, int]
    outline: Any


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
    with View(ledger) as view:
        one, other = (_SourceMaps.read(view, name, first_day, last_day) for name in sources)
    return _Comparison(one, other, first_day, last_day, countries).result()


@dataclass
class _SourceMaps:
    """The maps of one source that are in force in a period, by day."""

    name: str
    pack: Pack
    maps: dict[date, DayMap]

    @classmethod
    def read(cls, view: View, name: str, first_day: date, last_day: date) -> _SourceMaps:
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


class _Comparison:
    """The work of one comparison; polygons are clipped once for each map."""

    def __init__(
        self, one: _SourceMaps, other: _SourceMaps, first_day: date, last_day: date, countries: Sequence[str]
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

    def _add_rows(self, holders: Holders, source: _SourceMaps, day: date) -> None:
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


def comparison_contract(found: MapComparison) -> dict[str, Any]:
    """The comparison in the fields that ``tadmur compare --format json`` prints."""
    land = {item.day: item for item in found.land}
    return {
        "sources": list(found.sources),
        "from": found.first_day.isoformat(),
        "to": found.last_day.isoformat(),
        "scope": found.scope_statement,
        "units": found.units_statement,
        "maps": list(found.maps),
        "thinned": found.thinned,
        "drawn": bool(found.land),
        "parties": dict(found.party_names),
        "days": [_day_row(item, land.get(item.day)) for item in found.settlements],
        "scope_differences": list(found.scope_differences),
        "first_to_change": {
            "first": found.first.first,
            "second": found.first.second,
            "same_day": found.first.same_day,
            "lead_days": found.first.lead_days,
            "pending": list(found.first.pending),
        },
        "districts": [
            {
                "unit_id": item.unit_id,
                "name": item.name,
                "area_km2": round(item.area_km2, 3),
                "held_km2": [round(value, 3) for value in item.held],
                "differ_km2": round(item.differ_km2, 3),
                "since": item.since.isoformat(),
                "whole_period": item.whole_period,
            }
            for item in found.districts
        ],
    }


def _day_row(places: SettlementAgreement, land: LandAgreement | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "day": places.day.isoformat(),
        "held_km2": {},
        "same_km2": None,
        "different_km2": None,
        "only_km2": None,
        "agreement_land": None,
        "agreement_settlements": None if places.share is None else round(places.share, 6),
        "settlements_both": places.both,
        "settlements_only": list(places.only),
    }
    if land is not None:
        row |= {
            "held_km2": {party: [round(value, 3) for value in values] for party, values in land.held.items()},
            "same_km2": round(land.same, 3),
            "different_km2": round(land.different, 3),
            "only_km2": [round(value, 3) for value in land.only],
            "agreement_land": None if land.share is None else round(land.share, 6),
        }
    return row


def write_comparison(found: MapComparison, out: Path) -> list[Path]:
    """Tables, JSON and the map of a comparison into a folder; the map only where both sources draw land.

    Raises:
        OutputError: a file cannot be written.
    """
    contract = comparison_contract(found)
    make_folder(out)
    files = {
        "comparison.json": comparison_json(contract) + "\n",
        "comparison.txt": "\n".join(comparison_text(contract)) + "\n",
        "agreement.csv": agreement_csv(contract),
    }
    if found.land:
        files["districts.csv"] = districts_csv(contract)
    for name, text in files.items():
        write_whole(out / name, [text])
    written = [out / name for name in sorted(files)]
    if found.land:
        maps = [out / "differences.svg", out / "differences.png"]
        shapes = {"same": _same(found), **found.geometry}
        extent = map_extent(shapes, found.outline)
        layers, towns = basemap_for(basemap_extent(extent)), orientation_towns(extent)
        draw_comparison(contract, shapes, found.outline, layers, towns, maps)
        written += maps
    return written


def _same(found: MapComparison) -> Any:
    import shapely

    one, other = found.held
    return polygons(shapely.union_all([one[party].intersection(other[party]) for party in one if party in other]))

"""The outcome of a comparison of two sources of maps, as a contract and as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tadmur.export.atomic import write_whole
from tadmur.export.map_comparison import (
    agreement_csv,
    comparison_json,
    comparison_text,
    districts_csv,
)
from tadmur.export.map_comparison_plot import draw_comparison, map_extent
from tadmur.export.map_frame import basemap_extent
from tadmur.measure.agreement_maps import FirstToChange, LandAgreement, SettlementAgreement, polygons
from tadmur.pipeline.outputs import make_folder
from tadmur.reference.basemap import basemap_for
from tadmur.reference.orientation import orientation_towns


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

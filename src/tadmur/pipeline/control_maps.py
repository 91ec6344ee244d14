"""A day's map as a report: one line for the map, one for each feature or row; polygons beside it under their digest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from tadmur.ingest.control_maps.nouns import AreaRow, ControlMap, MapFeature, MapNote, PlaceRow
from tadmur.ingest.readers import report_id_of
from tadmur.measure.agreement import area_km2
from tadmur.pipeline.control_claims import DrawnReport
from tadmur.pipeline.control_parties import PartyFinder
from tadmur.terms.clock import start_of_day
from tadmur.terms.control_map import NO_LANGUAGE, MapStatus
from tadmur.terms.errors import LedgerError
from tadmur.terms.report import Report, Segment, Zone
from tadmur.terms.source import Voice

NO_PARTY = "none"
_FEATURE, _PLACE, _AREA = "feature", "place", "area"
_STATES_WITHOUT_PARTY = (MapStatus.CONTESTED, MapStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DrawnFeature:
    """A polygon with the party that it gives land to, its geodesic area and its digest."""

    feature: MapFeature
    party: str | None
    area_km2: float
    wkb: bytes

    @property
    def name(self) -> str:
        """SHA-256 of the polygon as well-known binary."""
        return sha256(self.wkb).hexdigest()


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a table at a settlement of the gazetteer."""

    row: PlaceRow
    party: str | None
    place_id: str


@dataclass(frozen=True, slots=True)
class DayMap:
    """All that one source says of one day."""

    day: date
    files: tuple[str, ...]
    features: tuple[DrawnFeature, ...] = ()
    rows: tuple[PlacedRow, ...] = ()
    areas: tuple[tuple[AreaRow, str | None], ...] = ()

    @property
    def area_by_party(self) -> dict[str, float]:
        """Land that is drawn as held, in km2 by party."""
        held: dict[str, float] = {}
        for item in self.features:
            if item.feature.status is MapStatus.ASSESSED and item.party is not None:
                held[item.party] = held.get(item.party, 0.0) + item.area_km2
        return held


def with_parties(found: ControlMap, parties: PartyFinder, notes: list[MapNote]) -> DayMap:
    """The features and areas of a file with their parties; what names no party is left out with a note."""
    features: list[DrawnFeature] = []
    for feature in found.features:
        party = parties.of(feature.label)
        if party is None and feature.status not in _STATES_WITHOUT_PARTY:
            notes.append(_no_party(f"{found.day}, {feature.where}", feature.label))
            continue
        features.append(DrawnFeature(feature, party, area_km2(feature.geometry), wkb_of(feature.geometry)))
    areas = tuple((row, parties.of(row.label)) for row in found.areas)
    return DayMap(found.day, (found.file,), tuple(features), (), areas)


def _no_party(where: str, label: str) -> MapNote:
    what = f"{label!r} names no party of the pack; say whose it is with --holder {label!r}=ACTOR (or =none)"
    return MapNote(where, what, refused=True)


def wkb_of(geometry: Any) -> bytes:
    """A geometry as well-known binary: equal geometries give equal bytes."""
    from shapely import normalize, to_wkb

    return bytes(to_wkb(normalize(geometry), byte_order=1))


def shapes_of(found: DayMap) -> dict[str, bytes]:
    """The polygons of a map by digest."""
    return {item.name: item.wkb for item in found.features}


def drawn_report(found: DayMap, source: str, source_id: str | None, voice: Voice, form: str) -> DrawnReport:
    """The map as a report; the same map gives the same report."""
    lines = [_head(found, source, form)]
    lines += [_feature_line(item) for item in found.features]
    lines += [_row_line(item) for item in found.rows]
    lines += [
        f"{_AREA} {row.number} | {party or NO_PARTY} | {row.area_km2!r} km2 | {row.text}" for row, party in found.areas
    ]
    text = "\n".join(lines)
    published = start_of_day(found.day)
    report = Report(
        report_id=report_id_of(text, source, published),
        text=text,
        layout=(Segment(0, len(text), Zone.BODY),),
        caller_id=f"control-map {source} {found.day}",
        title=f"{source}: control on {found.day}",
        source_id=source_id,
        publisher=source,
        published_at=published,
        published_precision="day",
        language=NO_LANGUAGE,
    )
    return lined(report, voice)


def lined(report: Report, voice: Voice) -> DrawnReport:
    """A map's report with the spans of its lines."""
    spans, position = [], 0
    for line in report.text.split("\n"):
        spans.append((position, position + len(line)))
        position += len(line) + 1
    return DrawnReport(report, tuple(spans), voice)


def _head(found: DayMap, source: str, form: str) -> str:
    count = len(found.features) or len(found.rows) or len(found.areas)
    what = "polygons" if found.features else "changed places" if found.rows else "areas"
    return f"{source}, {found.day} ({form}, {', '.join(found.files)}): {count} {what}"


def _feature_line(item: DrawnFeature) -> str:
    import shapely

    feature = item.feature
    west, south, east, north = feature.geometry.bounds
    parts = shapely.get_parts(feature.geometry)
    holes = sum(len(part.interiors) for part in parts)
    return " | ".join(
        (
            f"{_FEATURE} {feature.number}",
            _plain(feature.label),
            _plain(feature.name),
            feature.status.value,
            item.party or NO_PARTY,
            f"{item.area_km2:.3f} km2",
            f"{len(parts)} parts, {holes} holes, {shapely.get_num_coordinates(feature.geometry)} points",
            f"box {west:.5f} {south:.5f} {east:.5f} {north:.5f}",
            f"sha256 {item.name}",
        )
    )


def _row_line(item: PlacedRow) -> str:
    row = item.row
    return " | ".join(
        (
            f"{_PLACE} {row.number}",
            item.place_id,
            row.status.value,
            item.party or NO_PARTY,
            _plain(row.label),
            _plain(row.text),
        )
    )


def _plain(words: str) -> str:
    return " ".join(words.replace("|", "/").split())


def shape_names(reports: Sequence[Report]) -> list[str]:
    """The digests of the polygons that some maps' texts name."""
    return [
        line.rpartition("sha256 ")[2]
        for report in reports
        for line in report.text.split("\n")
        if line.startswith(f"{_FEATURE} ")
    ]


def day_map_of(report: Report, shapes: Mapping[str, bytes]) -> DayMap:
    """A map as it was when it was imported, from its report and its polygons.

    Raises:
        LedgerError: a polygon that the text names is not in the ledger.
    """
    from shapely import from_wkb

    features: list[DrawnFeature] = []
    rows: list[PlacedRow] = []
    for line in report.text.split("\n")[1:]:
        fields = line.split(" | ")
        kind, _, number = fields[0].partition(" ")
        if kind == _FEATURE:
            _, label, title, status, party, area, _, _, digest = fields
            name = digest.removeprefix("sha256 ")
            if name not in shapes:
                raise LedgerError(f"the polygon {name[:12]} of {report.title!r} is not in the ledger")
            feature = MapFeature(int(number), title, label, MapStatus(status), from_wkb(shapes[name]))
            features.append(DrawnFeature(feature, _party(party), float(area.removesuffix(" km2")), shapes[name]))
        elif kind == _PLACE:
            _, place_id, status, party, label, text = fields
            row = PlaceRow(int(number), "", label, MapStatus(status), None, None, place_id, text)
            rows.append(PlacedRow(row, _party(party), place_id))
    assert report.published_at is not None
    return DayMap(report.published_at.date(), (), tuple(features), tuple(rows))


def _party(word: str) -> str | None:
    return None if word == NO_PARTY else word

"""Maps that others publish, into the ledger: as claims by their source, never as truth; only what changes is a claim.

The order of imports makes no difference: a map that comes in between two others is compared with the one before it,
and the one after it is compared anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tadmur.export.atomic import write_whole
from tadmur.ingest.control_maps.nouns import ControlMap
from tadmur.ingest.control_maps.readers import read_control_file
from tadmur.pipeline.control_checks import against_the_day_before, overlaps, without_foreign
from tadmur.pipeline.control_claims import EXTRACTOR, DrawnReport, area_claim, map_claims
from tadmur.pipeline.control_maps import (
    DayMap,
    PlacedRow,
    day_map_of,
    drawn_report,
    lined,
    shape_names,
    shapes_of,
    with_parties,
)
from tadmur.pipeline.control_parties import PartyFinder
from tadmur.pipeline.control_places import PlaceTable, placed_rows
from tadmur.pipeline.control_settings import ImportOutcome, ImportSettings, map_source, pack_of
from tadmur.pipeline.control_states import Holding, MapState, Settlements, changes, state_of, state_of_rows
from tadmur.pipeline.control_table import ground_of_pack, settlement_lines
from tadmur.pipeline.run import Progress
from tadmur.reference.gazetteer import Gazetteer
from tadmur.store.ledger import Writer
from tadmur.store.rows import MapReading
from tadmur.terms.errors import InputError
from tadmur.terms.ids import digest
from tadmur.terms.report import Report

DAYS_AT_ONCE = 50
"""Maps that are written in one transaction."""


def import_control(
    paths: Sequence[Path],
    ledger: Path,
    settings: ImportSettings,
    *,
    settlements: Path | None = None,
    progress: Progress | None = None,
) -> ImportOutcome:
    """Read maps and write what they change into the ledger at ``ledger``.

    ``settlements`` is a table to write: what the newest map says of every settlement, and its distance to the front.

    Raises:
        InputError: a file cannot be used; nothing of it has been written.
        SettingsError: no such pack, party or format.
    """
    progress = progress or Progress()
    importer = _Importer(settings, progress)
    found = importer.read(paths)
    with Writer(ledger) as writer:
        importer.write(writer, found)
    if settlements is not None:
        write_whole(settlements, importer.settlement_table(found[-1]))
    return importer.outcome


class _Importer:
    """One import: its pack, its settlements and what came of it."""

    def __init__(self, settings: ImportSettings, progress: Progress) -> None:
        self._settings, self._progress = settings, progress
        self._pack = pack_of(settings)
        self._gazetteer = Gazetteer.open()
        self._settlements = Settlements.of(self._gazetteer, self._pack.countries)
        self._source, known, self._voice = map_source(settings.source, self._pack)
        self._source_id = known.source_id if known else None
        self._parties = PartyFinder(self._pack, settings.holders)
        self.outcome = ImportOutcome(self._source)

    def read(self, paths: Sequence[Path]) -> list[DayMap]:
        """The maps of all files by day."""
        self._progress.stage("Reading maps", len(paths))
        ground = ground_of_pack(self._pack)
        table = PlaceTable(self._settlements)
        by_day: dict[date, DayMap] = {}
        for path in sorted(paths):
            read = read_control_file(path, self._settings.form, day=self._settings.day, column=self._settings.column)
            self.outcome.notes += read.notes
            self.outcome.dropped |= read.dropped
            for found in read.maps:
                drawn = self._drawn(found, ground, table)
                by_day[found.day] = _merged(by_day[found.day], drawn) if found.day in by_day else drawn
            self._progress.step()
        maps = [by_day[day] for day in sorted(by_day) if by_day[day].features or by_day[day].rows or by_day[day].areas]
        if not maps:
            reasons = " ".join(note.sentence() for note in self.outcome.notes[:3])
            raise InputError(f"nothing in the files can be imported. {reasons}", where=str(paths[0]))
        return maps

    def _drawn(self, found: ControlMap, ground: Any, table: PlaceTable) -> DayMap:
        notes = self.outcome.notes
        drawn = without_foreign(with_parties(found, self._parties, notes), ground, self._pack, notes)
        rows = placed_rows(found, self._parties, table, notes)
        notes += overlaps(drawn)
        return DayMap(drawn.day, drawn.files, drawn.features, tuple(rows), drawn.areas)

    def write(self, writer: Writer, found: Sequence[DayMap]) -> None:
        """The maps into the ledger, and anew whatever follows one of them."""
        self._progress.stage("Comparing maps", len(found))
        new = {item.day: item for item in found}
        stored = {
            item.report.published_at.date(): item.report
            for item in writer.maps(self._source)
            if item.report.published_at
        }
        self._refuse_earlier_tables(new, stored, [report.text for report in stored.values()])
        before: DayMap | None = None
        state: MapState | None = None
        batch: list[MapReading] = []
        gone: list[str] = []
        rows: dict[int, tuple[Holding, int]] = {}
        for day in sorted({*new, *stored}):
            old, fresh = stored.get(day), day in new
            follows = before is not None and before.day in new
            if not (fresh or follows or _is_before_a_new_one(day, new, stored) or _is_table(old)):
                before, state = None, None
                continue
            item = new[day] if fresh else self._restored(old, writer)
            now, item = self._state(item, rows)
            if fresh or follows:
                drawn = self._drawn_report(item) if old is None or fresh else lined(old, self._voice)
                if old is not None:
                    gone.append(old.report_id)
                    self.outcome.replaced += fresh
                batch.append(self._reading(drawn, item, before, state, now))
                self._count(item, batch[-1], fresh=fresh)
                if fresh and before is not None:
                    self.outcome.notes += against_the_day_before(item, before, self._settings.largest_jump, self._pack)
                self._progress.step()
            before, state = item, now
            if len(batch) >= DAYS_AT_ONCE:
                writer.replace_maps(batch, gone=gone)
                batch, gone = [], []
        writer.replace_maps(batch, gone=gone)

    def _drawn_report(self, item: DayMap) -> DrawnReport:
        return drawn_report(item, self._source, self._source_id, self._voice, self._settings.form)

    def settlement_table(self, found: DayMap) -> Iterator[str]:
        """What a map says of every settlement, as CSV."""
        return settlement_lines(found, self._settlements, self._gazetteer, self._source, ground_of_pack(self._pack))

    def _refuse_earlier_tables(
        self, new: Mapping[date, DayMap], stored: Mapping[date, Any], texts: Sequence[str]
    ) -> None:
        """Tables keep only the rows that change, so they come in the order of their days."""
        tables = any(item.rows for item in new.values()) or any("\nplace " in text for text in texts)
        if tables and stored and min(new) < max(stored):
            raise InputError(
                f"a table of {max(stored)} by {self._source} is in the ledger already; this one is of {min(new)}",
                remedy="Import tables in the order of their days, or begin a new ledger",
            )

    def _restored(self, report: Report | None, writer: Writer) -> DayMap:
        assert report is not None
        return day_map_of(report, writer.shapes(shape_names([report])))

    def _state(self, item: DayMap, rows: dict[int, tuple[Holding, int]]) -> tuple[MapState, DayMap]:
        """What a map says of each settlement; of a table only the rows that change stay in the map."""
        if not item.rows:
            return state_of([(drawn.feature, drawn.party) for drawn in item.features], self._settlements), item
        index = {place_id: n for n, place_id in enumerate(self._settlements.place_ids)}
        kept: list[PlacedRow] = []
        for placed in item.rows:
            place = index.get(placed.place_id)
            holding = (placed.party, placed.row.status)
            if place is not None and (place not in rows or rows[place][0] != holding):
                rows[place] = (holding, len(kept))
                kept.append(placed)
        return state_of_rows(rows, self._settlements), DayMap(item.day, item.files, (), tuple(kept), item.areas)

    def _reading(
        self, drawn: DrawnReport, item: DayMap, before: DayMap | None, state: MapState | None, now: MapState
    ) -> MapReading:
        claims = list(
            map_claims(
                drawn,
                changes(state, now),
                self._settlements,
                self._gazetteer.place,
                self._pack,
                day=item.day,
                before=before.day + timedelta(days=1) if before is not None else None,
            )
        )
        first_area = len(item.features) + len(item.rows)
        claims += [
            area_claim(drawn, first_area + n, party, row.area_km2, item.day)
            for n, (row, party) in enumerate(item.areas)
        ]
        extraction = digest([EXTRACTOR, self._gazetteer.digest, self._pack.digest, str(before.day) if before else None])
        return MapReading(drawn.report, self._pack.pack_id, extraction, tuple(claims), shapes_of(item))

    def _count(self, item: DayMap, reading: MapReading, *, fresh: bool) -> None:
        self.outcome.claims += len(reading.claims)
        if not fresh:
            self.outcome.again += 1
            return
        self.outcome.days.append(item.day)
        self.outcome.polygons += len(item.features)
        self.outcome.rows += len(item.rows) + len(item.areas)


def _is_before_a_new_one(day: date, new: Mapping[date, Any], stored: Mapping[date, Any]) -> bool:
    """Whether the map of ``day`` is the one right before a new one."""
    return min((other for other in {*new, *stored} if other > day), default=None) in new


def _is_table(report: Report | None) -> bool:
    return report is not None and "\nplace " in report.text


def _merged(one: DayMap, other: DayMap) -> DayMap:
    """Two files of one day as one map."""
    return DayMap(
        one.day,
        tuple(sorted({*one.files, *other.files})),
        (*one.features, *other.features),
        (*one.rows, *other.rows),
        (*one.areas, *other.areas),
    )

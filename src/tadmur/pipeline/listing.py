"""What the commands show of a ledger: claims, control and the report page of a day."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tadmur.export.claims import TABLE_FIELDS, ClaimContext, claim_row, claims_csv, claims_table
from tadmur.export.control import control_csv, control_geojson, control_jsonl
from tadmur.export.page_text import percent
from tadmur.export.tables import text_table
from tadmur.pipeline.located import places_shown
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.outputs import control_table
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import Pack, load_pack
from tadmur.reference.scopes import DEFAULT_BOUNDARIES, BoundaryChoice
from tadmur.store.rows import LedgerClaim
from tadmur.terms.confidence import confidence_words
from tadmur.terms.errors import InputError
from tadmur.terms.report import Report

CONTROL_COLUMNS = ("Place", "Status", "Label", "Probability", "Since", "Last evidence", "Claims")


def claim_listing(
    ledger: Path, form: str, *, report_id: str | None, kinds: Sequence[str], known_by: datetime | None
) -> Iterator[str]:
    """Lines of the claims in a ledger as a table, JSON Lines or CSV, raw: this output is the analyst's own."""
    with ReviewedView(ledger) as view:
        chosen = view.report(report_id).report.report_id if report_id else None
        claims = view.claims(report_id=chosen, known_by=known_by)
        reports = view.reports(known_by=known_by)
    packs = [load_pack(pack_id) for pack_id in sorted({r.pack_id for r in reports if r.pack_id})]
    context = _context(claims, {r.report.report_id: r.report for r in reports}, packs)
    rows = [claim_row(row.claim, context) for row in claims if not kinds or row.claim.kind.value in kinds]
    if form == "jsonl":
        return (json.dumps(row, ensure_ascii=False) for row in rows)
    if form == "csv":
        return (line.rstrip("\n") for line in claims_csv(rows))
    return text_table([name.replace("_", " ") for name in TABLE_FIELDS], list(claims_table(rows)))


def contract_rows(report: Report, claims: Sequence[LedgerClaim], pack: Pack | None) -> list[dict[str, Any]]:
    """The claims of one report as rows of the JSON contract, with raw quotes."""
    context = _context(claims, {report.report_id: report}, [pack] if pack else [])
    return [claim_row(row.claim, context) for row in claims]


def _context(claims: Sequence[LedgerClaim], reports: dict[str, Report], packs: Sequence[Pack]) -> ClaimContext:
    return ClaimContext(
        actor_names={actor.actor_id: actor.name for pack in packs for actor in pack.actors.values()},
        published={name: report.published_at for name, report in reports.items()},
        geocodings={row.claim.claim_id: row.geocoding for row in claims if row.geocoding},
        places=places_shown(claims),
        reviews={row.claim.claim_id: row.review.status for row in claims if row.review},
    )


def control_listing(
    ledger: Path,
    form: str,
    *,
    as_of: date | None,
    known_by: datetime | None,
    boundaries: BoundaryChoice = DEFAULT_BOUNDARIES,
    place: str | None,
) -> Iterator[str]:
    """Lines of the record of control as a table, JSON Lines, CSV or GeoJSON.

    Raises:
        InputError: no claim in the ledger names ``place``.
    """
    picture, gazetteer = ledger_picture(ledger, as_of, known_by, boundaries)
    if place is not None:
        picture = _only(picture, place, gazetteer)
    rows = control_table(picture, gazetteer)
    if form == "jsonl":
        return (line.rstrip("\n") for line in control_jsonl(rows))
    if form == "csv":
        return (line.rstrip("\n") for line in control_csv(rows))
    if form == "geojson":
        return iter([control_geojson(rows).rstrip("\n")])
    return text_table(CONTROL_COLUMNS, [_control_cells(row) for row in rows])


def _control_cells(row: dict[str, Any]) -> tuple[str, ...]:
    probability = row["probability"]
    return (
        row["place_name"],
        row["status_name"],
        row["label"].replace("_", " "),
        "" if probability is None else f"{percent(probability)} ({confidence_words(probability)})",
        " to ".join(dict.fromkeys(day for day in (row["since_earliest"], row["since_latest"]) if day)),
        row["last_evidence_date"] or "",
        str(row["evidence_n"]),
    )


def ledger_picture(
    ledger: Path, as_of: date | None, known_by: datetime | None, boundaries: BoundaryChoice = DEFAULT_BOUNDARIES
) -> tuple[Picture, Gazetteer]:
    """The picture of a ledger, and the gazetteer that knows its places' names."""
    with ReviewedView(ledger) as view:
        settings = RunSettings(boundaries=boundaries)
        reader = ReportReader(settings, Monitor(sources=view.sources()))
        picture = picture_of(view, reader.pack, settings=settings, as_of=as_of, known_by=known_by)
    return picture, reader.gazetteer


def named_places(picture: Picture, name: str, gazetteer: Gazetteer) -> set[str]:
    """Ids of the places that go by ``name``, under any of their names."""
    wanted = {item.place_id for item in gazetteer.lookup(name)}
    return wanted | {
        place.place_id
        for place in picture.places.values()
        if name.casefold() in (place.place_id.casefold(), *(n.casefold() for n in _names(place)))
    }


def _only(picture: Picture, name: str, gazetteer: Gazetteer) -> Picture:
    """The picture of the places that go by ``name``, under any of their names."""
    wanted = named_places(picture, name, gazetteer)
    assessments = tuple(item for item in picture.assessments if item.place_id in wanted)
    if not assessments:
        known = sorted({picture.places[item.place_id].name for item in picture.assessments})
        raise InputError(
            f"no claim known by then says who holds {name!r}",
            remedy=f"Places with an assessment: {', '.join(known[:12]) or 'none'}",
        )
    return replace(picture, assessments=assessments)


def _names(place: Any) -> list[str]:
    return [place.name, *(item.text for item in place.names)]

"""The files of a run, each written whole, and only when its bytes change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tadmur.export.atomic import write_if_changed
from tadmur.export.claims import claim_row, claims_jsonl
from tadmur.export.control import ControlMeta, ControlRecord, control_csv, control_geojson, control_rows
from tadmur.export.provenance import provenance_json
from tadmur.export.report_page import render_report
from tadmur.pipeline.observations import Statement, statement_of
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.situation import claim_context, public_settlements, situation_page
from tadmur.reconcile.observations import Symbol
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.errors import OutputError
from tadmur.terms.run import Artefact, Run


def write_outputs(picture: Picture, out: Path, run: Run, gazetteer: Gazetteer, *, title: str | None) -> list[Path]:
    """Write page, tables and provenance of a picture into ``out``; returns the files whose bytes changed.

    Raises:
        OutputError: a file cannot be written; files already written stay, none is half-written.
    """
    context = claim_context(picture, gazetteer)
    rows = control_table(picture, gazetteer)
    files: dict[str, Iterable[str]] = {
        "claims.jsonl": claims_jsonl(claim_row(item.claim, context) for item in picture.claims),
        "control.csv": control_csv(rows),
        "control.geojson": [control_geojson(rows)],
        "index.html": [render_report(situation_page(picture, run, gazetteer, title=title))],
    }
    written, outputs = [], list(run.outputs)
    for name, chunks in files.items():
        content = "".join(chunks).encode("utf-8")
        outputs.append(Artefact(name, sha256(content).hexdigest()))
        if write_if_changed(out / name, content):
            written.append(out / name)
    record = provenance_json(replace(run, outputs=tuple(outputs)))
    if write_if_changed(out / "run.json", record.encode("utf-8")):
        written.append(out / "run.json")
    return written


def make_folder(out: Path) -> None:
    """Make the folder for results and its parents.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be made ({error.strerror})",
            where=str(out),
            remedy="Choose a folder that you may write to with --out",
        ) from error


def control_table(picture: Picture, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """The record of control as rows of the interchange form."""
    settlements = public_settlements(picture.places, gazetteer)
    states = source_states(picture)
    records = [
        ControlRecord(
            assessment=item,
            place=picture.places[item.place_id],
            source_states=states.get(item.place_id, {}),
            settlement=settlements.get(item.place_id),
        )
        for item in picture.assessments
    ]
    return control_rows(records, ControlMeta(picture.actor_names(), *picture.boundaries.describe()))


def source_states(picture: Picture) -> dict[str, dict[str, str]]:
    """place_id to source_id to the state that the source's newest claim gives, of claims made up to ``as_of``."""
    newest: dict[tuple[str, str], tuple[Any, str]] = {}
    packs = {item.report.report_id: picture.packs.get(item.pack_id or "") for item in picture.reports}
    for item in picture.claims:
        pack, source, latest = packs[item.claim.report_id], item.claim.speaker.source_id, item.claim.event_time.latest
        statement = statement_of(item, pack) if pack else None
        state = _state(statement) if statement else None
        if state is None or source is None or item.place is None or latest is None or latest.date() > picture.as_of:
            continue
        key = (item.place.place_id, source)
        rank = (latest, item.report.known_at or latest, item.claim.claim_id)
        if key not in newest or newest[key][0] < rank:
            newest[key] = (rank, state)
    states: dict[str, dict[str, str]] = {}
    for (place_id, source), (_, state) in sorted(newest.items()):
        states.setdefault(place_id, {})[source] = state
    return states


def _state(statement: Statement) -> str | None:
    match statement.symbol:
        case Symbol.GAIN | Symbol.HOLD:
            return statement.party
        case Symbol.CONTESTED:
            return CONTESTED_STATE
        case Symbol.BESIEGED:
            return statement.opponent
    return None

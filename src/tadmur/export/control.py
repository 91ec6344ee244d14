"""The record of control as CSV and GeoJSON: one row or point per settlement."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tadmur.export.limits import LIMITS
from tadmur.export.public_places import public_point
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label
from tadmur.terms.clock import isoformat
from tadmur.terms.place import Place

UNKNOWN_STATE = "unknown"


@dataclass(frozen=True, slots=True)
class ControlRecord:
    """One place on one day.

    Attributes:
        place: what is held.
        source_states: source_id to the state (actor_id or "contested") that its newest claim gives.
        settlement: for a site or a quarter, the settlement at whose centroid it is shown.
    """

    assessment: Assessment
    place: Place
    source_states: Mapping[str, str] = field(default_factory=dict)
    settlement: Place | None = None


@dataclass(frozen=True, slots=True)
class ControlMeta:
    """What all rows of one file share: neutral names of the parties, and the boundary set with its version."""

    actor_names: Mapping[str, str]
    boundary_set: str
    boundary_version: str


def control_rows(records: Sequence[ControlRecord], meta: ControlMeta) -> list[dict[str, Any]]:
    """Rows in the order of date, then place_id. All rows have the same keys.

    ``p_<actor>`` is ``None`` where the assessment does not speak of that party. Where nothing is known ``status`` is
    "unknown", ``p_unknown`` is 1 and all other probabilities are ``None``.
    """
    ordered = sorted(records, key=lambda r: (r.assessment.as_of, r.assessment.place_id))
    parties = sorted({state for r in records for state, _ in r.assessment.probabilities} - _NOT_PARTIES)
    sources = sorted({source for r in records for source in r.source_states})
    return [_row(record, meta, parties, sources) for record in ordered]


_NOT_PARTIES = {CONTESTED_STATE, UNKNOWN_STATE}


def _row(record: ControlRecord, meta: ControlMeta, parties: list[str], sources: list[str]) -> dict[str, Any]:
    assessment, place = record.assessment, record.place
    known = assessment.label is not Label.UNKNOWN
    probability = {state: round(p, 4) for state, p in assessment.probabilities} if known else {}
    point = public_point(place, {place.place_id: record.settlement} if record.settlement else {})
    return {
        "place_id": place.place_id,
        "place_name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "date": assessment.as_of.isoformat(),
        "known_by": isoformat(assessment.known_by),
        "status": assessment.holder or UNKNOWN_STATE,
        "status_name": _name(assessment.holder, meta),
        "label": assessment.label.value,
        "probability": round(assessment.probability, 4) if known else None,
        "since_earliest": _day(assessment.since_earliest),
        "since_latest": _day(assessment.since_latest),
        **{f"p_{party}": probability.get(party) for party in parties},
        "p_contested": probability.get(CONTESTED_STATE),
        "p_unknown": probability.get(UNKNOWN_STATE, 0.0) if known else 1.0,
        "last_evidence_date": _day(assessment.last_evidence),
        "evidence_n": len(assessment.evidence),
        **{f"status_{source}": record.source_states.get(source) for source in sources},
        "boundary_set": meta.boundary_set,
        "boundary_version": meta.boundary_version,
        "limits": LIMITS,
    }


def control_csv(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """CSV with a header line; an unknown value is an empty cell. Without rows, the columns that never vary."""
    columns = list(rows[0]) if rows else list(_EMPTY_COLUMNS)
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for cells in [columns, *([row[column] for column in columns] for row in rows)]:
        writer.writerow(["" if cell is None else cell for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


_EMPTY_COLUMNS = [
    "place_id",
    "place_name",
    "country",
    "admin1",
    "admin2",
    "lon",
    "lat",
    "date",
    "known_by",
    "status",
    "status_name",
    "label",
    "probability",
    "since_earliest",
    "since_latest",
    "p_contested",
    "p_unknown",
    "last_evidence_date",
    "evidence_n",
    "boundary_set",
    "boundary_version",
    "limits",
]


def control_jsonl(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def control_geojson(rows: Sequence[Mapping[str, Any]]) -> str:
    """A FeatureCollection (RFC 7946) of settlement centroids; a place without public coordinates has no geometry."""
    features = [
        {
            "type": "Feature",
            "id": row["place_id"],
            "geometry": None if row["lon"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {
                "holder": row["status"],
                "holder_name": row["status_name"],
                **{key: value for key, value in row.items() if key not in ("lon", "lat")},
            },
        }
        for row in rows
    ]
    collection = {"type": "FeatureCollection", "limits": LIMITS, "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _name(state: str | None, meta: ControlMeta) -> str:
    if state is None:
        return "Unknown"
    return "Contested" if state == CONTESTED_STATE else meta.actor_names.get(state, state)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

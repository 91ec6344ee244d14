"""Claims as rows: JSON lines, CSV, and short rows for a terminal.

The field names of :data:`CLAIM_FIELDS` are a contract; docs/json-contract.md explains each.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tadmur.export.limits import LIMITS, REVIEW_WORDS
from tadmur.export.pseudonyms import Pseudonyms
from tadmur.export.public_places import public_point
from tadmur.terms.claim import Claim, Quantity
from tadmur.terms.clock import isoformat
from tadmur.terms.place import Geocoding, Place
from tadmur.terms.review import ReviewStatus
from tadmur.terms.source import Voice

CLAIM_FIELDS = [
    "claim_id",
    "report_id",
    "start",
    "end",
    "quote",
    "zone",
    "kind",
    "place_mention",
    "place_relation",
    "place_id",
    "place_name",
    "lon",
    "lat",
    "geo_precision",
    "actor",
    "opponent",
    "supporters",
    "speaker",
    "speaker_role",
    "speaker_alignment",
    "publisher",
    "time_earliest",
    "time_latest",
    "time_precision",
    "published_at",
    "asserted",
    "modality",
    "hedge",
    "quantity",
    "probability",
    "acled_sub_event_type",
    "plover_category",
]
"""The contract, in the order of the columns."""

EXTRA_FIELDS = [
    "actor_id",
    "actor_mention",
    "opponent_id",
    "opponent_mention",
    "counted_mention",
    "place_none_reason",
    "place_feature",
    "place_direction",
    "attribution",
    "trigger",
    "extractor",
    "redacted",
    "review",
    "limits",
]
"""What we add behind the contract."""

QUANTITY_FIELDS = ("low", "best", "high", "unit", "vague", "base")

TABLE_FIELDS = ("published_at", "kind", "actor", "place_name", "speaker", "quote")
"""Columns of a table in a terminal."""


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What a row needs beyond the claim itself.

    Attributes:
        actor_names: actor_id to neutral name.
        published: report_id to knowledge time; a report that does not say is absent or ``None``.
        geocodings: claim_id to what its place means.
        places: claim_id to the place that the claim speaks about, perhaps a vague one, else the one that it names.
        settlements: place_id of a site or quarter to its settlement, for public coordinates; ``None`` only for output
            that stays internal, which shows sites where they are.
        pseudonyms: how private persons are shown; ``None`` only for output that stays internal.
        reviews: claim_id to what people made of the claim; one that is absent is as the machine read it.
    """

    actor_names: Mapping[str, str]
    published: Mapping[str, datetime | None]
    geocodings: Mapping[str, Geocoding]
    places: Mapping[str, Place] = field(default_factory=dict)
    settlements: Mapping[str, Place] | None = None
    pseudonyms: Pseudonyms | None = None
    reviews: Mapping[str, ReviewStatus] = field(default_factory=dict)


def claim_row(claim: Claim, context: ClaimContext) -> dict[str, Any]:
    """One claim as a JSON object: the fields of the contract in their order, then ours.

    ``start`` and ``end`` always point into the raw text, and ``text[start:end] == quote`` holds for every row whose
    ``redacted`` is false. Where a quote names a private person the name is replaced and ``redacted`` is true.
    """
    geocoding = context.geocodings.get(claim.claim_id)
    place = context.places.get(claim.claim_id)
    point = _point(place, context) if place else None
    mention = claim.place
    row: dict[str, Any] = {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.exact,
        "zone": claim.zone.value,
        "kind": claim.kind.value,
        "place_mention": mention.span.exact if mention else None,
        "place_relation": mention.relation.value if mention else None,
        "place_id": place.place_id if place else None,
        "place_name": place.name if place else None,
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "geo_precision": geocoding.precision if geocoding else None,
        "actor": context.actor_names.get(claim.actor_id or "", claim.actor_mention),
        "opponent": context.actor_names.get(claim.opponent_id or "", claim.opponent_mention),
        "supporters": [context.actor_names[supporter] for supporter in claim.supporter_ids],
        "speaker": _voice_name(claim.speaker, claim.report_id, context.pseudonyms),
        "speaker_role": claim.speaker.role.value,
        "speaker_alignment": _side(claim.speaker, context),
        "publisher": _voice_name(claim.publisher, claim.report_id, context.pseudonyms),
        "time_earliest": isoformat(claim.event_time.earliest),
        "time_latest": isoformat(claim.event_time.latest),
        "time_precision": claim.event_time.precision.value,
        "published_at": isoformat(context.published.get(claim.report_id)),
        "asserted": claim.asserted,
        "modality": claim.modality.value,
        "hedge": claim.hedge,
        "quantity": _quantity(claim.quantity),
        "probability": round(claim.probability, 4),
        "acled_sub_event_type": claim.acled_sub_event_type,
        "plover_category": claim.plover_category,
        "actor_id": claim.actor_id,
        "actor_mention": claim.actor_mention,
        "opponent_id": claim.opponent_id,
        "opponent_mention": claim.opponent_mention,
        "counted_mention": claim.counted_mention,
        "place_none_reason": geocoding.none_reason.value if geocoding and geocoding.none_reason else None,
        "place_feature": mention.feature if mention else None,
        "place_direction": mention.direction if mention else None,
        "attribution": [_voice(voice, claim.report_id, context.pseudonyms) for voice in claim.attribution],
        "trigger": claim.trigger,
        "extractor": claim.extractor,
        "redacted": False,
        "review": REVIEW_WORDS[context.reviews.get(claim.claim_id, ReviewStatus.MACHINE)],
        "limits": LIMITS,
    }
    return row if context.pseudonyms is None else _without_private_names(row, context.pseudonyms)


def _point(place: Place, context: ClaimContext) -> tuple[float, float] | None:
    if context.settlements is None:
        return round(place.lon, 5), round(place.lat, 5)
    return public_point(place, context.settlements)


def _side(voice: Voice, context: ClaimContext) -> str | None:
    return context.actor_names.get(voice.aligned_with or "", voice.aligned_with)


def claims_jsonl(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a line, in the order given."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def claims_csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """CSV with a header line; lists are joined by ";", the quantity has a column for each of its parts."""
    columns = list(_flat_columns())
    yield _csv_line(columns)
    for row in rows:
        flat = _flat(row)
        yield _csv_line([_csv_cell(flat[column]) for column in columns])


def claims_table(rows: Iterable[Mapping[str, Any]], *, quote_width: int = 60) -> Iterator[tuple[str, ...]]:
    """Short cells in the order of :data:`TABLE_FIELDS`; "unknown" where nothing is known."""
    for row in rows:
        speaker = row["speaker"] or row["speaker_role"].replace("_", " ")
        quote = " ".join(row["quote"].split())
        yield (
            (row["published_at"] or "unknown")[:10],
            row["kind"].replace("_", " "),
            row["actor"] or "unknown",
            row["place_name"] or row["place_mention"] or "unknown",
            speaker,
            quote if len(quote) <= quote_width else quote[: quote_width - 1].rstrip() + "…",
        )


def _without_private_names(row: dict[str, Any], pseudonyms: Pseudonyms) -> dict[str, Any]:
    """``row`` with the private names in its words replaced, and a flag when the quote itself had one."""
    public = dict(row)
    for name in (
        "quote",
        "place_mention",
        "actor",
        "opponent",
        "actor_mention",
        "opponent_mention",
        "counted_mention",
        "hedge",
        "trigger",
    ):
        if row[name] is not None:
            public[name] = pseudonyms.redact(row[name], row["report_id"]).text
    if row["quantity"] and row["quantity"]["base"]:
        base = pseudonyms.redact(row["quantity"]["base"], row["report_id"]).text
        public["quantity"] = {**row["quantity"], "base": base}
    public["redacted"] = public["quote"] != row["quote"]
    return public


def _voice_name(voice: Voice, report_id: str, pseudonyms: Pseudonyms | None) -> str | None:
    if voice.name is None or pseudonyms is None:
        return voice.name
    if voice.private:
        return pseudonyms.pseudonym(report_id, voice.name, voice.role)
    return pseudonyms.redact(voice.name, report_id).text


def _voice(voice: Voice, report_id: str, pseudonyms: Pseudonyms | None) -> dict[str, str | None]:
    return {
        "name": _voice_name(voice, report_id, pseudonyms),
        "role": voice.role.value,
        "aligned_with": voice.aligned_with,
        "source_id": voice.source_id,
    }


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    return None if quantity is None else {name: getattr(quantity, name) for name in QUANTITY_FIELDS}


def _flat_columns() -> Iterator[str]:
    for name in [*CLAIM_FIELDS, *EXTRA_FIELDS]:
        if name == "quantity":
            yield from (f"quantity_{part}" for part in QUANTITY_FIELDS)
        else:
            yield name


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat = {name: value for name, value in row.items() if name != "quantity"}
    quantity = row["quantity"] or {}
    flat.update({f"quantity_{part}": quantity.get(part) for part in QUANTITY_FIELDS})
    flat["supporters"] = ";".join(row["supporters"])
    flat["attribution"] = ";".join(
        f"{voice['name']} ({voice['role']})" if voice["name"] else voice["role"] for voice in row["attribution"]
    )
    return flat


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _csv_cell(value: Any) -> str:
    """Text of a cell; unknown is empty. Words that a spreadsheet would run as a formula get an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()

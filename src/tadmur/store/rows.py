"""Nouns to ledger rows and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from tadmur.terms.claim import Claim
from tadmur.terms.place import Geocoding
from tadmur.terms.report import Report
from tadmur.terms.review import ClaimReview

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LedgerClaim:
    """A claim with what its place means; ``geocoding`` is ``None`` for a claim that names no place.

    ``review`` is what people made of it, where they did; it is not stored with the claim.
    """

    claim: Claim
    geocoding: Geocoding | None
    review: ClaimReview | None = None


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with how it was read: the pack, and how like its original it is when it is a duplicate."""

    report: Report
    pack_id: str | None
    similarity: float | None


@dataclass(frozen=True, slots=True)
class MapReading:
    """An imported map: its report, what it changes as claims, and its polygons by digest as well-known binary."""

    report: Report
    pack_id: str
    extraction: str
    claims: tuple[LedgerClaim, ...]
    shapes: Mapping[str, bytes]


def encode(noun: Any) -> str:
    """A noun as JSON, always in the same bytes."""
    import msgspec

    return msgspec.json.encode(noun, order="deterministic").decode("utf-8")


def decode(body: str, noun: type[T]) -> T:
    """The noun that :func:`encode` wrote."""
    import msgspec

    return msgspec.json.decode(body, type=noun)


def naive_utc(instant: datetime | None) -> datetime | None:
    """DuckDB's TIMESTAMP has no zone; every instant in the ledger is UTC."""
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None)


def claim_row(row: LedgerClaim) -> list[Any]:
    """Values for the columns of the table ``claims``, in order."""
    claim, best = row.claim, row.geocoding.best if row.geocoding else None
    return [
        claim.claim_id,
        claim.report_id,
        claim.span.start,
        claim.span.end,
        claim.span.exact,
        claim.kind.value,
        claim.actor_id,
        claim.opponent_id,
        claim.speaker.name,
        claim.asserted,
        claim.modality.value,
        naive_utc(claim.event_time.earliest),
        naive_utc(claim.event_time.latest),
        claim.probability,
        best.place.place_id if best else None,
        encode(claim),
        encode(row.geocoding) if row.geocoding else None,
    ]


def stored_report(row: tuple[Any, ...]) -> StoredReport:
    """A report from its text, body, duplicate_of, pack_id and similarity."""
    text, body, duplicate_of, pack_id, similarity = row
    report = replace(decode(body, Report), text=text, duplicate_of=duplicate_of)
    return StoredReport(report, pack_id, similarity)

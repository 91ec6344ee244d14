"""Acts of review in the ledger: added in one transaction, never changed, and emptied of words with their report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tadmur.store.queries import has_table
from tadmur.store.rows import LedgerClaim, decode, encode, naive_utc
from tadmur.terms.errors import ConflictError, LedgerError
from tadmur.terms.review import Anchor, Review, overlap

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class StoredReview:
    """An act with its place in the order of writing, and the claim as the machine had read it at the time."""

    revision: int
    review: Review
    reading: LedgerClaim | None


def stored_reviews(connection: duckdb.DuckDBPyConnection, known_by: datetime | None) -> list[StoredReview]:
    """All acts in the order of writing; ``known_by`` leaves out what was done later."""
    if not has_table(connection, "reviews"):
        return []
    rows = connection.execute(
        "SELECT revision, body, reading FROM reviews WHERE $known_by IS NULL OR noted_at <= $known_by "
        "ORDER BY revision",
        {"known_by": naive_utc(known_by)},
    ).fetchall()
    return [
        StoredReview(revision, decode(body, Review), decode(reading, LedgerClaim) if reading else None)
        for revision, body, reading in rows
    ]


def review_revision(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest act, 0 where there is none."""
    if not has_table(connection, "reviews"):
        return 0
    row = connection.execute("SELECT coalesce(max(revision), 0) FROM reviews").fetchone()
    return int(row[0]) if row else 0


def insert_reviews(
    connection: duckdb.DuckDBPyConnection,
    acts: Sequence[tuple[Review, LedgerClaim | None]],
    expected_revision: int | None,
) -> int:
    """Add acts with the readings that they concern, and a line each to the audit log; returns the newest revision.

    Raises:
        ConflictError: since ``expected_revision`` somebody else has acted on one of the same claims or sources.
        LedgerError: an act of that id is there already.
    """
    if expected_revision is not None:
        later = [item for item in stored_reviews(connection, None) if item.revision > expected_revision]
        for review, _ in acts:
            for item in later:
                if item.review.by != review.by and touches_same(review, item.review):
                    raise _conflict(item)
    revision = review_revision(connection)
    for review, reading in acts:
        if connection.execute("SELECT 1 FROM reviews WHERE act_id = ?", [review.act_id]).fetchone():
            raise LedgerError(f"act {review.act_id} is in the ledger already")
        revision += 1
        at = naive_utc(review.at)
        connection.execute(
            "INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                revision,
                review.act_id,
                at,
                review.by,
                review.act.value,
                review.report_id,
                review.anchor.claim_id if review.anchor else None,
                review.source,
                review.undoes,
                encode(review),
                encode(_kept(reading)) if reading else None,
            ],
        )
        connection.execute("INSERT INTO audit VALUES (?, ?, ?)", [at, review.by, audit_line(review)])
    return revision


def _kept(reading: LedgerClaim) -> LedgerClaim:
    """A reading with the first candidate of its place alone."""
    found = reading.geocoding
    return replace(reading, geocoding=replace(found, candidates=found.candidates[:1]) if found else None, review=None)


def touches_same(one: Review, other: Review) -> bool:
    """Whether two acts concern one claim, one source, or one act."""
    if one.source is not None and one.source == other.source:
        return True
    if one.undoes is not None and one.undoes in (other.undoes, other.act_id):
        return True
    mine, theirs = one.anchor, other.anchor
    return mine is not None and theirs is not None and _same_claim(mine, theirs)


def _same_claim(mine: Anchor, theirs: Anchor) -> bool:
    if mine.claim_id == theirs.claim_id:
        return True
    one_span = mine.report_id == theirs.report_id and mine.kind is theirs.kind
    same_words = (mine.place_start, mine.place_end) == (theirs.place_start, theirs.place_end)
    return one_span and same_words and overlap(mine.start, mine.end, theirs.start, theirs.end) == 1.0


def _conflict(item: StoredReview) -> ConflictError:
    review = item.review
    return ConflictError(
        f"{review.by} has acted on the same since you looked at it ({review.act.value}, "
        f"{review.at:%Y-%m-%d %H:%M} UTC, act {review.act_id})",
        where=f"revision {item.revision}",
        remedy="Look at it again, then decide anew",
    )


def audit_line(review: Review) -> str:
    """What the audit log says of an act; no word of any report."""
    if review.undoes is not None:
        return f"review {review.act_id}: undo of {review.undoes}"
    matter = f"claim {review.anchor.claim_id}" if review.anchor else f"report {review.report_id}"
    if review.source is not None:
        matter = f"source {review.source}"
    return f"review {review.act_id}: {review.act.value} {matter}"


def forget_words(connection: duckdb.DuckDBPyConnection, report_id: str) -> None:
    """Empty the acts on a report of all that may hold words of it; who, when, what and where stay."""
    rows = connection.execute("SELECT revision, body FROM reviews WHERE report_id = ?", [report_id]).fetchall()
    for revision, body in rows:
        emptied = replace(decode(body, Review), changes=None, parts=(), comment="")
        connection.execute(
            "UPDATE reviews SET body = ?, reading = NULL WHERE revision = ?", [encode(emptied), revision]
        )

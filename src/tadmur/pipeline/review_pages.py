"""What reviewers see and send in the browser, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tadmur.pipeline.picture import Picture
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.report_pages import claim_rows
from tadmur.pipeline.review_acts import Recorded, record
from tadmur.pipeline.review_listing import log_row, review_log, training_rows
from tadmur.pipeline.review_queue import QueueItem, review_queue
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.store.rows import LedgerClaim, StoredReport
from tadmur.terms.clock import isoformat
from tadmur.terms.errors import ConflictError, LedgerError

MOST_QUEUED = 2000


def queue_rows(picture: Picture, settings: RunSettings, *, seen: bool) -> list[dict[str, Any]]:
    """Claims to look at, what would change the picture most first; ``seen`` brings those that were reviewed, too."""
    names = picture.actor_names()
    return [_queued(item, names) for item in review_queue(picture, settings=settings, seen=seen)[:MOST_QUEUED]]


def _queued(item: QueueItem, names: Mapping[str, str]) -> dict[str, Any]:
    claim, place, report = item.record.claim, item.record.place, item.record.report
    return {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "kind": claim.kind.value,
        "quote": claim.span.exact,
        "actor": names.get(claim.actor_id or "", claim.actor_mention),
        "opponent": names.get(claim.opponent_id or "", claim.opponent_mention),
        "speaker": claim.speaker.name or claim.speaker.role.value.replace("_", " "),
        "place_id": place.place_id if place else None,
        "place_name": place.name if place else None,
        "published_at": isoformat(report.published_at),
        "title": report.title,
        "score": item.score,
        "place_days": item.place_days,
        "chance_wrong": item.chance_wrong,
        "stake": item.stake,
        "state": item.state,
        "probability": item.probability,
        "probability_without": item.probability_without,
        "reasons": list(item.reasons),
    }


def record_acts(
    ledger: Path,
    requests: Sequence[Mapping[str, Any]],
    reader: ReportReader,
    *,
    by: str,
    at: datetime,
    expected_revision: int | None,
    dry_run: bool,
) -> dict[str, Any]:
    """What became of acts: their ids, and the claims concerned as they stood and as they stand.

    Raises:
        InputError, ConflictError, LedgerError: as :func:`tadmur.pipeline.review_acts.record`.
    """
    found = record(ledger, requests, by=by, at=at, expected_revision=expected_revision, dry_run=dry_run, reader=reader)
    return {
        "revision": found.revision,
        "dry_run": dry_run,
        "acts": [
            {"act_id": review.act_id, "act": review.act.value, "at": isoformat(review.at), **claims}
            for review, claims in zip(found.reviews, _concerned(ledger, found, reader), strict=True)
        ],
    }


def _concerned(ledger: Path, found: Recorded, reader: ReportReader) -> Iterator[dict[str, Any]]:
    with ReviewedView(ledger) as view:
        reports: dict[str, StoredReport] = {}

        def rows(claims: Sequence[LedgerClaim]) -> list[dict[str, Any]]:
            if not claims:
                return []
            report_id = claims[0].claim.report_id
            stored = reports.setdefault(report_id, view.report(report_id))
            pack = reader.pack(stored.pack_id)
            names = {actor.actor_id: actor.name for actor in pack.actors.values()} if pack else {}
            return claim_rows(claims, stored, names, public=False, pseudonyms=None)

        for before, after in zip(found.before, found.after, strict=True):
            yield {"before": rows(before), "after": rows(after)}


def log_rows(ledger: Path, copy: Path) -> dict[str, Any]:
    """All acts, newest first, and the number of the newest; from the ``copy`` while the ledger is being written to."""
    try:
        with ReviewedView(ledger) as view:
            return _log(view)
    except ConflictError:
        raise
    except LedgerError:
        with ReviewedView(copy) as view:
            return _log(view)


def _log(view: ReviewedView) -> dict[str, Any]:
    return {"revision": view.review_revision(), "items": [log_row(entry) for entry in reversed(review_log(view))]}


def exported(copy: Path, *, pseudonyms: bool) -> list[dict[str, Any]]:
    """Reviewed readings as training data."""
    with ReviewedView(copy) as view:
        return list(training_rows(view, pseudonyms=pseudonyms))

"""What is shown of a ledger's reviews: the log of acts, and corrected readings as training data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tadmur.pipeline.review_acts import act_words
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.store.reviews import StoredReview
from tadmur.store.rows import LedgerClaim
from tadmur.terms.clock import isoformat
from tadmur.terms.ids import digest
from tadmur.terms.review import Act, ReviewStatus, in_force

TAUGHT = frozenset({Act.ACCEPT, Act.CORRECT, Act.REJECT, Act.MERGE, Act.SPLIT, Act.ADD})
"""Acts from which a reader of reports can learn."""
CONTEXT = 400
"""Characters of the report on either side of a claim in training data."""


class ActState(StrEnum):
    """Whether an act counts."""

    COUNTS = "counts"
    UNDONE = "undone"
    ORPHANED = "orphaned"
    """Its claim is not found in the present reading of its report."""
    REPORT_REMOVED = "report_removed"


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An act as the log shows it; ``undone_by`` is the act_id of the undo that counts."""

    stored: StoredReview
    state: ActState
    undone_by: str | None

    @property
    def words(self) -> str:
        """The act in a few words."""
        return act_words(self.stored.review)


def review_log(view: ReviewedView, *, known_by: datetime | None = None) -> list[LogEntry]:
    """All acts, oldest first."""
    stored = view.reviews(known_by=known_by)
    counting = {act.act_id: act for act in in_force(item.review for item in stored)}
    undone_by = {act.undoes: act.act_id for act in counting.values() if act.undoes}
    orphaned = {act.act_id for act in view.reviewed(known_by=known_by).orphaned} if stored else set()
    reports = view.report_ids() if stored else set()

    def state(item: StoredReview) -> ActState:
        review = item.review
        if review.act_id not in counting:
            return ActState.UNDONE
        if review.report_id is not None and review.report_id not in reports:
            return ActState.REPORT_REMOVED
        return ActState.ORPHANED if review.act_id in orphaned else ActState.COUNTS

    entries = [LogEntry(item, state(item), undone_by.get(item.review.act_id)) for item in stored]
    return sorted(entries, key=lambda entry: (entry.stored.review.at, entry.stored.review.act_id))


def log_row(entry: LogEntry) -> dict[str, Any]:
    """An act as a JSON object."""
    review = entry.stored.review
    return {
        "revision": entry.stored.revision,
        "act_id": review.act_id,
        "at": isoformat(review.at),
        "by": review.by,
        "act": review.act.value,
        "words": entry.words,
        "state": entry.state.value,
        "undone_by": entry.undone_by,
        "report_id": review.report_id,
        "claim_id": review.anchor.claim_id if review.anchor else None,
        "source": review.source,
        "fields": list(review.changes.given) if review.changes else [],
        "comment": review.comment,
    }


def training_rows(view: ReviewedView, *, pseudonyms: bool = False) -> Iterator[dict[str, Any]]:
    """Readings that people decided on, one object a reviewed claim, by report and position.

    ``machine`` is the claim as the machine read it when it was last reviewed (null for what it missed), ``reviewed``
    as it stands (null for what was rejected or merged), ``text`` the report from ``text_start`` on, around it.

    Args:
        pseudonyms: reviewers by a stable number instead of their name.
    """
    acts = {item.review.act_id: item for item in view.reviews()}
    if not acts:
        return
    found = view.reviewed()
    rows = [row for row in (*found.claims, *found.out) if row.review is not None]
    texts: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.claim.report_id, row.claim.span.start, row.claim.claim_id)):
        assert row.review is not None
        mine = [acts[name] for name in row.review.act_ids if acts[name].review.act in TAUGHT]
        if not mine:
            continue
        name = row.claim.report_id
        text = texts.setdefault(name, view.report(name).report.text)
        yield _training_row(row, mine, text, _who(pseudonyms))


def _training_row(row: LedgerClaim, acts: list[StoredReview], text: str, who: Callable[[str], str]) -> dict[str, Any]:
    review, claim = row.review, row.claim
    assert review is not None
    gone = review.status in (ReviewStatus.REJECTED, ReviewStatus.MERGED, ReviewStatus.SPLIT)
    machine = next((item.reading for item in reversed(acts) if item.reading is not None), None)
    start, end = max(0, claim.span.start - CONTEXT), min(len(text), claim.span.end + CONTEXT)
    return {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "text_start": start,
        "text": text[start:end],
        "status": review.status.value,
        "machine": reading(machine) if machine else None,
        "reviewed": None if gone else reading(row),
        "changed": sorted({name for item in acts if (c := item.review.changes) for name in c.given}),
        "reviewers": sorted({who(item.review.by) for item in acts}),
        "reviewed_at": isoformat(max(item.review.at for item in acts)),
        "act_ids": [item.review.act_id for item in acts],
    }


def reading(row: LedgerClaim) -> dict[str, Any]:
    """The fields of a claim that a reader of reports gives; offsets are into the raw text of the report."""
    claim, best = row.claim, row.geocoding.best if row.geocoding else None
    mention = claim.place
    quantity = claim.quantity
    return {
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.exact,
        "kind": claim.kind.value,
        "asserted": claim.asserted,
        "modality": claim.modality.value,
        "actor_id": claim.actor_id,
        "opponent_id": claim.opponent_id,
        "place_start": mention.span.start if mention else None,
        "place_end": mention.span.end if mention else None,
        "place_relation": mention.relation.value if mention else None,
        "place_id": best.place.place_id if best else None,
        "time_earliest": isoformat(claim.event_time.earliest),
        "time_latest": isoformat(claim.event_time.latest),
        "time_precision": claim.event_time.precision.value,
        "speaker_role": claim.speaker.role.value,
        "speaker_source_id": claim.speaker.source_id,
        "speaker_aligned_with": claim.speaker.aligned_with,
        "quantity": None
        if quantity is None
        else {"low": quantity.low, "best": quantity.best, "high": quantity.high, "unit": quantity.unit},
        "probability": claim.probability,
    }


def _who(pseudonyms: bool) -> Callable[[str], str]:
    return (lambda name: f"reviewer-{digest(name, length=6)}") if pseudonyms else (lambda name: name)

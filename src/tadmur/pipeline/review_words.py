"""Claims and acts of review in words, for the terminal and for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tadmur.export.page_text import PRECISION_NOTES, day_range, words
from tadmur.pipeline.review_acts import Recorded
from tadmur.pipeline.review_listing import LogEntry
from tadmur.pipeline.review_queue import QueueItem
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim
from tadmur.terms.clock import EventTime, isoformat
from tadmur.terms.place import Geocoding, PlaceRelation
from tadmur.terms.review import ReviewStatus
from tadmur.terms.source import Voice

UNKNOWN = "unknown"


def field_words(claim: Claim, geocoding: Geocoding | None, names: Mapping[str, str]) -> dict[str, str]:
    """The fields that a person may correct, by name, as a reader would say them.

    Args:
        names: actor_id to neutral name.
    """
    said = "said to be so" if claim.asserted else "denied, or not said to be so"
    quantity = claim.quantity
    return {
        "kind": words(claim.kind.value),
        "place": place_words(claim, geocoding),
        "actor": names.get(claim.actor_id or "", claim.actor_mention or UNKNOWN),
        "opponent": names.get(claim.opponent_id or "", claim.opponent_mention or UNKNOWN),
        "time": time_words(claim.event_time),
        "attribution": " < ".join(voice_words(voice) for voice in reversed(claim.attribution)),
        "modality": words(claim.modality.value),
        "polarity": said,
        "quantity": UNKNOWN
        if quantity is None
        else f"{_number(quantity.low)} / {_number(quantity.best)} / {_number(quantity.high)} {quantity.unit}",
    }


def place_words(claim: Claim, geocoding: Geocoding | None) -> str:
    """The place with its relation, or why there is none."""
    if claim.place is None:
        return "names none"
    best = geocoding.best if geocoding else None
    if best is None:
        reason = geocoding.none_reason if geocoding and geocoding.none_reason else None
        return f"{claim.place.name or claim.place.span.exact} ({words(reason.value) if reason else 'not resolved'})"
    feature = f"{claim.place.feature} " if claim.place.unnamed and claim.place.feature else ""
    relation = claim.place.relation
    link = "" if relation is PlaceRelation.AT and not feature else f"{feature}{words(relation.value)} "
    where = f", {best.place.admin1}" if best.place.admin1 else ""
    return f"{link}{best.place.name}{where} [{best.place.place_id}]"


def time_words(time: EventTime) -> str:
    """The interval, and how loosely it is known."""
    first, last = (end.date() if end else None for end in (time.earliest, time.latest))
    note = PRECISION_NOTES.get(time.precision.value)
    return day_range(first, last) + (f" ({note})" if note and (first or last) else "")


def voice_words(voice: Voice) -> str:
    """Name, role and side of a voice."""
    side = f", for {voice.aligned_with}" if voice.aligned_with else ""
    return f"{voice.name or 'unnamed'} ({words(voice.role.value)}{side})"


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"


def change_lines(recorded: Recorded, names: Mapping[str, str], titles: Sequence[str]) -> Iterator[str]:
    """For each act its title, then each claim that it concerns and what is different after it."""
    for title, before, after in zip(titles, recorded.before, recorded.after, strict=True):
        yield title
        old = {row.claim.claim_id: row for row in before}
        for row in after:
            yield from _changed_claim(old.get(row.claim.claim_id), row, names)


def _changed_claim(old: LedgerClaim | None, new: LedgerClaim, names: Mapping[str, str]) -> Iterator[str]:
    quote = " ".join(new.claim.span.exact.split())
    yield f"  {new.claim.claim_id}  “{quote if len(quote) <= 70 else quote[:69] + '…'}”"
    then, now = status_words(old) if old else "not there", status_words(new)
    if then != now:
        yield f"    status: {then} -> {now}"
    before = field_words(old.claim, old.geocoding, names) if old else {}
    for name, value in field_words(new.claim, new.geocoding, names).items():
        if before.get(name, UNKNOWN) != value:
            yield f"    {name}: {before[name]} -> {value}" if old else f"    {name}: {value}"
    if old and old.claim.span != new.claim.span:
        yield f"    span: {old.claim.span.start}-{old.claim.span.end} -> {new.claim.span.start}-{new.claim.span.end}"


def status_words(row: LedgerClaim) -> str:
    """Where a claim stands: "read by machine", "corrected by ana", "credibility 1"."""
    review = row.review
    if review is None:
        return "read by machine"
    parts = [] if review.status is ReviewStatus.MACHINE else [f"{review.status.value} by {review.by}"]
    if review.credibility is not None:
        parts.append(f"credibility {int(review.credibility)}")
    return ", ".join(parts) or "read by machine"


def queue_row(item: QueueItem, names: Mapping[str, str]) -> dict[str, Any]:
    """A claim of the queue as a JSON object."""
    record = item.record
    claim = record.claim
    return {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "report": record.report.caller_id or claim.report_id,
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.exact,
        "kind": claim.kind.value,
        "place_id": record.place.place_id if record.place else None,
        "place_name": record.place.name if record.place else None,
        "actor_id": claim.actor_id,
        "published_at": isoformat(record.report.published_at),
        "score": round(item.score, 4),
        "place_days": None if item.place_days is None else round(item.place_days, 4),
        "chance_wrong": round(item.chance_wrong, 4),
        "stake": item.stake,
        "state": item.state,
        "state_name": names.get(item.state or "", item.state),
        "probability": None if item.probability is None else round(item.probability, 4),
        "probability_without": None if item.probability_without is None else round(item.probability_without, 4),
        "reasons": list(item.reasons),
    }


def queue_cells(item: QueueItem, *, quote_width: int = 50) -> tuple[str, ...]:
    """A claim of the queue as short cells of a table."""
    claim = item.record.claim
    quote = " ".join(claim.span.exact.split())
    return (
        f"{item.score:.1f}",
        claim.claim_id,
        words(claim.kind.value),
        item.record.place.name if item.record.place else "no place",
        quote if len(quote) <= quote_width else quote[: quote_width - 1].rstrip() + "…",
        "; ".join(item.reasons),
    )


QUEUE_COLUMNS = ("Score", "Claim", "Kind", "Place", "Quote", "Why")
LOG_COLUMNS = ("When (UTC)", "By", "Act", "What", "Counts", "Comment")


def log_cells(entry: LogEntry) -> tuple[str, ...]:
    """An act as short cells of a table."""
    review = entry.stored.review
    state = words(entry.state.value) + (f" by {entry.undone_by}" if entry.undone_by else "")
    comment = " ".join(review.comment.split())
    return (
        f"{review.at:%Y-%m-%d %H:%M:%S}",
        review.by,
        review.act_id,
        entry.words,
        state,
        comment if len(comment) <= 40 else comment[:39] + "…",
    )

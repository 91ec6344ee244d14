"""What changed in our belief between two times of knowledge, about one day, and which report did it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from tadmur.export.tables import text_table
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.observations import ClaimRecord
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label
from tadmur.terms.clock import isoformat
from tadmur.terms.confidence import confidence_words
from tadmur.terms.errors import InputError

LEAST_CHANGE = 0.05
"""Change of a probability from which a place is listed, where holder and label stay."""
MOST_REPORTS = 3
NO_NEWS = "no new claim on it: by other places, copies, or what its sources are worth"


@dataclass(frozen=True, slots=True)
class BeliefChange:
    """One place: what was believed, what is now, and the new claims that pull most, strongest first.

    ``shift`` is the greatest change of any state's probability, 0..1; the log-odds are those of the later belief.
    """

    place_id: str
    place: str
    before: Assessment | None
    after: Assessment | None
    shift: float
    because: tuple[tuple[ClaimRecord, float], ...]


def belief_diff(ledger: Path, form: str, *, earlier: datetime, later: datetime, as_of: date | None) -> Iterator[str]:
    """Lines of the changes, as text or one JSON object a line.

    Raises:
        InputError: the two times stand in the wrong order, or nothing was known by the earlier one.
    """
    if earlier >= later:
        raise InputError("the second time of knowledge is not after the first", remedy="Give the earlier one first")
    with ReviewedView(ledger) as view:
        reader = ReportReader(RunSettings(), Monitor(sources=view.sources()))
        after = picture_of(view, reader.pack, settings=RunSettings(), as_of=as_of, known_by=later)
        before = picture_of(view, reader.pack, settings=RunSettings(), as_of=after.as_of, known_by=earlier)
    changes = belief_changes(before, after)
    names = after.actor_names()
    if form == "jsonl":
        return (json.dumps(change_row(change, names), ensure_ascii=False) for change in changes)
    return _text(before, after, changes, names)


def belief_changes(before: Picture, after: Picture) -> list[BeliefChange]:
    """Places whose holder, label or probability differs between two pictures of one day, the greatest shift first."""
    old = {item.place_id: item for item in before.assessments}
    new = {item.place_id: item for item in after.assessments}
    known = {item.claim.claim_id for item in before.claims}
    records = {item.claim.claim_id: item for item in after.claims}
    found = []
    for place_id in sorted(old.keys() | new.keys()):
        earlier, later = old.get(place_id), new.get(place_id)
        shift = _shift(earlier, later)
        if _state(earlier) == _state(later) and shift < LEAST_CHANGE:
            continue
        pulls = [(records[e.claim_id], e.log_odds) for e in later.evidence if e.claim_id not in known] if later else []
        place = (after.places if place_id in after.places else before.places)[place_id]
        found.append(BeliefChange(place_id, place.name, earlier, later, shift, tuple(pulls)))
    return sorted(found, key=lambda change: (-change.shift, change.place, change.place_id))


def _state(item: Assessment | None) -> tuple[str | None, Label]:
    return (item.holder, item.label) if item is not None else (None, Label.UNKNOWN)


def _shift(before: Assessment | None, after: Assessment | None) -> float:
    """The greatest change of a state's probability; what becomes known or unknown counts in full."""
    first = dict(before.probabilities) if before is not None and before.label is not Label.UNKNOWN else {}
    second = dict(after.probabilities) if after is not None and after.label is not Label.UNKNOWN else {}
    return max((abs(first.get(s, 0.0) - second.get(s, 0.0)) for s in first.keys() | second.keys()), default=0.0)


def _text(before: Picture, after: Picture, changes: list[BeliefChange], names: dict[str, str]) -> Iterator[str]:
    known = {item.report.report_id for item in before.reports}
    new = [item for item in after.reports if item.report.report_id not in known]
    yield (
        f"About {after.as_of}: {len(changes)} of {len(after.assessments)} places are seen differently after "
        f"{len(new)} more reports."
    )
    if not changes:
        return
    yield ""
    rows = [
        (
            change.place,
            _belief(change.before, names),
            _belief(change.after, names),
            f"{change.shift:.2f}",
            "; ".join(_reason(item, pull) for item, pull in change.because[:MOST_REPORTS]) or NO_NEWS,
        )
        for change in changes
    ]
    yield from text_table(("Place", "Believed before", "Believed after", "Shift", "Because of"), rows)


def _belief(item: Assessment | None, names: dict[str, str]) -> str:
    if item is None or item.label is Label.UNKNOWN:
        return "not known"
    state, probability = item.probabilities[0]
    who = "contested" if state == CONTESTED_STATE else names.get(state, state)
    return f"{who} {probability:.0%} ({confidence_words(probability)}, {item.label.value.replace('_', ' ')})"


def _reason(item: ClaimRecord, pull: float) -> str:
    report = item.report
    quote = " ".join(item.claim.span.exact.split())
    short = quote if len(quote) <= 60 else quote[:59].rstrip() + "…"
    return f"{report.caller_id or report.report_id} “{short}” ({pull:+.1f})"


def change_row(change: BeliefChange, names: dict[str, str]) -> dict[str, object]:
    def belief(item: Assessment | None) -> dict[str, object] | None:
        if item is None:
            return None
        return {
            "label": item.label.value,
            "probabilities": {names.get(state, state): round(p, 4) for state, p in item.probabilities},
        }

    return {
        "place_id": change.place_id,
        "place": change.place,
        "before": belief(change.before),
        "after": belief(change.after),
        "shift": round(change.shift, 4),
        "because": [
            {
                "claim_id": item.claim.claim_id,
                "report": item.report.caller_id or item.report.report_id,
                "published_at": isoformat(item.report.published_at),
                "log_odds": pull,
                "quote": item.claim.span.exact,
            }
            for item, pull in change.because
        ],
    }

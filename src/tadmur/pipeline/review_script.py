"""Reviewing by script: acts from a file, the queue, the log and training data as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tadmur.export.page_text import percent
from tadmur.export.tables import text_table
from tadmur.pipeline.listing import ledger_picture
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.review_acts import Recorded, act_words, record, reviewer_name
from tadmur.pipeline.review_listing import ActState, log_row, review_log, training_rows
from tadmur.pipeline.review_queue import review_queue
from tadmur.pipeline.review_words import (
    LOG_COLUMNS,
    QUEUE_COLUMNS,
    change_lines,
    log_cells,
    queue_cells,
    queue_row,
)
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.reference.packs import load_pack
from tadmur.terms.errors import InputError
from tadmur.terms.review import Act

LEAST_SHIFT = 0.005
"""A probability that moves by less is not listed as moved."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What acts from a file did: their number, and lines that show it."""

    acts: int
    revision: int
    lines: tuple[str, ...] = field(repr=False)


def queue_listing(
    ledger: Path, form: str, *, as_of: date | None, known_by: datetime | None, limit: int, seen: bool
) -> Iterator[str]:
    """Lines of the queue, what would change the picture most first, as a table or JSON Lines."""
    picture, _ = ledger_picture(ledger, as_of, known_by)
    items = review_queue(picture, seen=seen)[: limit or None]
    if form == "jsonl":
        names = picture.actor_names()
        return (json.dumps(queue_row(item, names), ensure_ascii=False) for item in items)
    if not items:
        return iter(["Nothing to review: every claim has been looked at."])
    return text_table(QUEUE_COLUMNS, [queue_cells(item) for item in items])


def log_listing(ledger: Path, form: str, *, known_by: datetime | None, orphaned: bool) -> Iterator[str]:
    """Lines of the log of acts, oldest first, as a table or JSON Lines.

    ``orphaned``: only acts whose claim the present reading does not have any more.
    """
    with ReviewedView(ledger) as view:
        entries = [e for e in review_log(view, known_by=known_by) if not orphaned or e.state is ActState.ORPHANED]
    if form == "jsonl":
        return (json.dumps(log_row(entry), ensure_ascii=False) for entry in entries)
    if not entries:
        return iter(["No act is orphaned." if orphaned else "No act of review is in this ledger."])
    return text_table(LOG_COLUMNS, [log_cells(entry) for entry in entries])


def training_listing(ledger: Path, *, pseudonyms: bool) -> Iterator[str]:
    """JSON Lines of the readings that people decided on."""
    with ReviewedView(ledger) as view:
        rows = list(training_rows(view, pseudonyms=pseudonyms))
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def acts_of(lines: str, where: str) -> list[Mapping[str, Any]]:
    """Acts from JSON Lines; blank lines are passed over.

    Raises:
        InputError: a line is no JSON object, or there is none.
    """
    acts: list[Mapping[str, Any]] = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            act = json.loads(line)
        except ValueError as error:
            raise InputError(f"not JSON ({error})", where=f"{where}, line {number}", remedy="One act a line") from error
        if not isinstance(act, dict):
            raise InputError("an act is a JSON object", where=f"{where}, line {number}", remedy="One act a line")
        acts.append(act)
    if not acts:
        raise InputError("there is no act here", where=where, remedy='Write {"act": "accept", "claim_id": "..."}')
    return acts


def apply_acts(
    ledger: Path,
    acts: list[Mapping[str, Any]],
    *,
    by: str,
    at: datetime,
    expected_revision: int | None = None,
    dry_run: bool = False,
    effect: bool = False,
) -> Applied:
    """Add acts, all or none, and say what they change; with ``effect`` also which probabilities move.

    Raises:
        InputError: an act cannot be carried out. ConflictError: somebody acted on the same first.
    """
    old = ledger_picture(ledger, None, None)[0] if effect and not dry_run else None
    recorded = record(ledger, acts, by=by, at=at, expected_revision=expected_revision, dry_run=dry_run)
    lines = list(change_lines(recorded, actor_names(ledger), _titles(recorded)))
    if old is not None:
        new = ledger_picture(ledger, None, None)[0]
        lines.append(f"What is believed of {new.as_of}:")
        lines += list(moved(old, new)) or ["  no probability moved"]
    return Applied(len(acts), recorded.revision, tuple(lines))


def _titles(recorded: Recorded) -> list[str]:
    return [f"{review.act_id}  {act_words(review)}" for review in recorded.reviews]


def moved(old: Picture, new: Picture) -> Iterator[str]:
    """Lines that name the places whose holder, or its probability, is another than before."""
    names = new.actor_names()
    before = {item.place_id: item for item in old.assessments}
    after = {item.place_id: item for item in new.assessments}
    places = {**old.places, **new.places}
    for place_id in sorted(before.keys() | after.keys(), key=lambda name: (places[name].name, name)):
        then, now = before.get(place_id), after.get(place_id)
        same = then and now and then.probabilities[0][0] == now.probabilities[0][0] and then.label is now.label
        if same and then and now and abs(then.probability - now.probability) < LEAST_SHIFT:
            continue
        words = [
            "no claim"
            if item is None
            else f"{names.get(item.probabilities[0][0], item.probabilities[0][0])} "
            f"{percent(item.probability)} ({item.label.value.replace('_', ' ')})"
            for item in (then, now)
        ]
        yield f"  {places[place_id].name}: {words[0]} -> {words[1]}"


def undo_listing(ledger: Path, act_id: str | None, *, by: str, at: datetime) -> Applied:
    """Undo an act, by default the reviewer's newest that counts.

    Raises:
        InputError: there is no such act, or none to undo.
    """
    name = act_id or newest_act(ledger, reviewer_name(by))
    return apply_acts(ledger, [{"act": Act.UNDO.value, "act_id": name}], by=by, at=at)


def newest_act(ledger: Path, by: str) -> str:
    """The act_id of the newest act of a reviewer that counts and is no undo.

    Raises:
        InputError: there is none.
    """
    with ReviewedView(ledger) as view:
        entries = review_log(view)
    mine = [e.stored.review for e in entries if e.stored.review.by == by and e.state is not ActState.UNDONE]
    open_ = [review for review in mine if review.undoes is None]
    if not open_:
        raise InputError(f"{by} has no act to undo", remedy="Name one by its id: tadmur review log")
    return open_[-1].act_id


def actor_names(ledger: Path) -> dict[str, str]:
    """actor_id to neutral name, of all packs that the ledger's reports were read with."""
    with ReviewedView(ledger) as view:
        packs = [load_pack(name) for name in view.pack_ids()]
    return {actor.actor_id: actor.name for pack in packs for actor in pack.actors.values()}

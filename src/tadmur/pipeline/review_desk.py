"""What a screen for reviewing needs: the queue of a ledger, its reports, and acts by one reviewer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.review_acts import Recorded, record
from tadmur.pipeline.review_queue import QueueItem, review_queue
from tadmur.pipeline.review_script import newest_act
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.store.rows import LedgerClaim, StoredReport
from tadmur.terms.clock import isoformat
from tadmur.terms.grading import Grading
from tadmur.terms.review import Act


@dataclass(frozen=True)
class LedgerInMemory:
    """The ledger after review as it was at one moment; the file is closed again, so that others can write."""

    path: Path
    stored: tuple[StoredReport, ...]
    rows: tuple[LedgerClaim, ...]
    rests_on: Mapping[str, str]
    grades: tuple[Grading, ...]
    revision: int
    orphaned: int
    """Acts that found no claim."""

    @classmethod
    def of(cls, ledger: Path, known_by: datetime | None = None) -> LedgerInMemory:
        """Everything that a picture is made from, known by a time."""
        with ReviewedView(ledger) as view:
            return cls(
                ledger,
                tuple(view.reports(known_by=known_by)),
                tuple(view.claims(known_by=known_by)),
                view.echoes(),
                tuple(view.gradings(known_by=known_by)),
                view.review_revision(),
                len(view.reviewed(known_by=known_by).orphaned),
            )

    def reports(self, *, known_by: datetime | None = None) -> list[StoredReport]:
        """All reports; ``known_by`` was settled when the snapshot was taken."""
        return list(self.stored)

    def claims(self, *, known_by: datetime | None = None) -> list[LedgerClaim]:
        """All claims after review."""
        return list(self.rows)

    def echoes(self) -> dict[str, str]:
        """Which reports rest on which."""
        return dict(self.rests_on)

    def gradings(self, *, known_by: datetime | None = None) -> list[Grading]:
        """What analysts said of sources."""
        return list(self.grades)


class ReviewDesk:
    """The queue of one ledger and the acts of one reviewer; safe to use from two threads."""

    def __init__(self, ledger: Path, by: str, reader: ReportReader, as_of: date | None) -> None:
        self.ledger, self.by = ledger, by
        self._reader, self._as_of = reader, as_of
        self._file = threading.Lock()
        self.revision, self.orphaned = -1, 0
        self.refresh()

    @classmethod
    def open(cls, ledger: Path, by: str, *, as_of: date | None = None) -> ReviewDesk:
        """The desk of a reviewer over a ledger, shown as of a day, by default the newest report's."""
        with ReviewedView(ledger) as view:
            reader = ReportReader(RunSettings(), Monitor(sources=view.sources()))
        return cls(ledger, by, reader, as_of)

    def refresh(self) -> None:
        """Weigh the evidence again, with what everybody has done since.

        Of two that overlap the one that saw more acts stays, whichever ends last.
        """
        with self._file:
            snapshot = LedgerInMemory.of(self.ledger)
        picture = picture_of(snapshot, self._reader.pack, settings=RunSettings(), as_of=self._as_of)
        queue = review_queue(picture)
        with self._file:
            if snapshot.revision >= self.revision:
                self.revision, self.orphaned = snapshot.revision, snapshot.orphaned
                self.picture: Picture = picture
                self.queue: list[QueueItem] = queue

    @property
    def names(self) -> dict[str, str]:
        """actor_id to neutral name."""
        return self.picture.actor_names()

    def found(self, words: str) -> list[QueueItem]:
        """The claims of the queue in which all of ``words`` stand: in quote, place, kind, party, report or title."""
        wanted = words.casefold().split()
        return [item for item in self.queue if all(word in self._haystack(item) for word in wanted)]

    def _haystack(self, item: QueueItem) -> str:
        claim, report = item.record.claim, item.record.report
        place = item.record.place.name if item.record.place else ""
        parts = (claim.span.exact, place, claim.kind.value, claim.actor_id, report.caller_id, report.title)
        return " ".join(part for part in parts if part).casefold().replace("_", " ")

    def of_report(self, report_id: str) -> list[LedgerClaim]:
        """The claims of a report that count, by position."""
        return [
            LedgerClaim(item.claim, item.geocoding, item.review)
            for item in self.picture.claims
            if item.claim.report_id == report_id
        ]

    def act(self, request: Mapping[str, Any]) -> Recorded:
        """Carry out one act; the picture is as it was until :meth:`refresh`.

        Raises:
            InputError: it cannot be carried out. ConflictError: somebody acted on the same claim or source first.
        """
        with self._file:
            return record(
                self.ledger,
                [request],
                by=self.by,
                at=datetime.now(UTC),
                expected_revision=self.revision,
                reader=self._reader,
            )

    def undo(self) -> Recorded:
        """Undo this reviewer's newest act that counts.

        Raises:
            InputError: there is none.
        """
        with self._file:
            name = newest_act(self.ledger, self.by)
        return self.act({"act": Act.UNDO.value, "act_id": name})


def form_values(row: LedgerClaim) -> dict[str, str]:
    """The fields of a claim as a reviewer would type them, to be changed in place."""
    claim = row.claim
    best = row.geocoding.best if row.geocoding else None
    time = claim.event_time
    first, last = isoformat(time.earliest) or "..", isoformat(time.latest) or ".."
    speaker = claim.speaker
    voice = speaker.source_id or f"{speaker.name or ''}; {speaker.role.value}; {speaker.aligned_with or ''}"
    return {
        "kind": claim.kind.value,
        "place": best.place.place_id if best else "",
        "relation": claim.place.relation.value if claim.place else "",
        "actor": claim.actor_id or "",
        "opponent": claim.opponent_id or "",
        "time": f"{_day(first)}/{_day(last)}",
        "attribution": "publisher" if len(claim.attribution) == 1 else voice,
        "modality": claim.modality.value,
        "polarity": "asserted" if claim.asserted else "denied",
        "span": f"{claim.span.start}-{claim.span.end}",
    }


def _day(instant: str) -> str:
    """A day where the instant is its first or last second, as which it is read again."""
    return instant[:10] if instant.endswith(("T00:00:00Z", "T23:59:59Z")) else instant


def typed_fields(typed: Mapping[str, str], before: Mapping[str, str]) -> dict[str, Any]:
    """The fields that a reviewer changed, as an act takes them; an emptied place or party is none."""
    return {name: _typed(name, value.strip()) for name, value in typed.items() if value.strip() != before.get(name, "")}


def _typed(name: str, value: str) -> Any:
    if name == "span" and value.count("-") == 1 and value.replace("-", "").isdigit():
        return [int(end) for end in value.split("-")]
    if name in ("place", "actor", "opponent") and not value:
        return None
    if name == "attribution" and ";" in value:
        parts = [part.strip() or None for part in value.split(";")]
        return dict(zip(("name", "role", "aligned_with"), parts, strict=False))
    return value


def typed_parts(text: str) -> list[dict[str, Any]]:
    """Parts of a split, one a line: ``place=wof:1; actor=islamic-state``; a voice is written with its source's id."""
    parts = []
    for line in text.splitlines():
        pairs = [piece.split("=", 1) for piece in line.split(";") if "=" in piece]
        fields = {name.strip(): _typed(name.strip(), value.strip()) for name, value in pairs}
        if fields:
            parts.append(fields)
    return parts

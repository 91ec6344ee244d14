"""The ledger as people have reviewed it: what everything that shows claims or reckons with them reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tadmur.pipeline.review_overlay import Reviewed, overlay
from tadmur.store.ledger import View
from tadmur.store.rows import LedgerClaim
from tadmur.terms.errors import LedgerError, NotInLedger
from tadmur.terms.grading import Grading
from tadmur.terms.review import Review, in_force


class ReviewedView(View):
    """A ledger whose claims are those that stand after review, and whose gradings include those given in review.

    A review has a knowledge time of its own, the moment of the act: ``known_by`` leaves out what was done later, as
    it leaves out reports that were published later.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._overlays: dict[tuple[str | None, datetime | None], Reviewed] = {}

    def reviewed(self, *, report_id: str | None = None, known_by: datetime | None = None) -> Reviewed:
        """Claims that count, claims that are out, and acts that found no claim."""
        key = (report_id, known_by)
        if key not in self._overlays:
            acts = [item.review for item in self.reviews(known_by=known_by)]
            known = self.report_ids(known_by=known_by) if acts else set()
            wanted = [act for act in acts if act.report_id in (known if report_id is None else {report_id} & known)]
            self._overlays[key] = overlay(super().claims(report_id=report_id, known_by=known_by), wanted)
        return self._overlays[key]

    def claims(self, *, report_id: str | None = None, known_by: datetime | None = None) -> list[LedgerClaim]:
        """As of :class:`View`, after review."""
        return list(self.reviewed(report_id=report_id, known_by=known_by).claims)

    def claim(self, claim_id: str) -> LedgerClaim:
        """As of :class:`View`, after review; claims that are out and those made by hand are found, too.

        Raises:
            LedgerError: none or several claims match.
        """
        if not self.review_revision():
            return super().claim(claim_id)
        machine = self._machine_report(claim_id)
        found = self.reviewed(report_id=machine)
        rows = [row for row in (*found.claims, *found.out) if row.claim.claim_id.startswith(claim_id)]
        if len(rows) != 1:
            raise NotInLedger(
                f"{'no claim' if not rows else 'more than one claim'} with id {claim_id!r}",
                where=str(self.path),
                remedy="List the ids with: tadmur claims --db LEDGER --format jsonl",
            )
        return rows[0]

    def reviewed_with(self, report_id: str | None, more: Iterable[Review]) -> Reviewed:
        """As :meth:`reviewed`, of one report, with further acts that are not in the ledger; nothing for no report."""
        if report_id is None or report_id not in self.report_ids():
            return Reviewed((), (), ())
        acts = [act for act in (*(item.review for item in self.reviews()), *more) if act.report_id == report_id]
        return overlay(super().claims(report_id=report_id), acts)

    def machine_claim(self, claim_id: str) -> LedgerClaim | None:
        """A claim as the machine read it; ``None`` for one made by hand."""
        try:
            return super().claim(claim_id)
        except LedgerError:
            return None

    def _machine_report(self, claim_id: str) -> str | None:
        """The report of a machine-read claim, so that no other is looked at; ``None`` for one made by hand."""
        row = self.machine_claim(claim_id)
        return row.claim.report_id if row else None

    def gradings(self, *, known_by: datetime | None = None) -> list[Grading]:
        """As of :class:`View`, with the grades of sources given in review that were not undone."""
        given = reviewed_gradings(item.review for item in self.reviews(known_by=known_by))
        every = [*super().gradings(known_by=known_by), *given]
        return sorted(every, key=lambda grading: grading.graded_at) if given else every


def reviewed_gradings(reviews: Iterable[Review]) -> list[Grading]:
    """Grades of sources among acts of review, those in force, oldest first."""
    return [
        Grading(act.source, act.reliability, act.by, act.at, act.comment)
        for act in in_force(reviews)
        if act.source is not None and act.reliability is not None
    ]

"""What the public may see of a ledger: claims younger than their class's delay are withheld, and counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from tadmur.terms.claim import CONTROL_KINDS, ClaimKind

if TYPE_CHECKING:
    from tadmur.store.ledger import View
    from tadmur.store.rows import LedgerClaim, StoredReport
    from tadmur.terms.grading import Grading


class DelayClass(StrEnum):
    """Classes of claims that a monitor may delay: keys of ``publication_delay_hours``."""

    CONTROL = "control"
    VIOLENCE = "violence"
    HARM = "harm"
    OTHER = "other"


_VIOLENCE = frozenset(
    {ClaimKind.ADVANCE, ClaimKind.ATTACK, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING, ClaimKind.CLASH, ClaimKind.FORECAST}
)
_HARM = frozenset({ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT, ClaimKind.DAMAGE})


def delay_class(kind: ClaimKind) -> DelayClass:
    """The class of a kind of claim."""
    if kind in CONTROL_KINDS:
        return DelayClass.CONTROL
    if kind in _VIOLENCE:
        return DelayClass.VIOLENCE
    return DelayClass.HARM if kind in _HARM else DelayClass.OTHER


class PublicView:
    """A ledger without what is withheld at the time of knowledge.

    The delay runs from a claim's publication to ``known_by``, or where that is open to the newest report, so that the
    same ledger gives the same bytes whenever it is asked.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._delays: Mapping[str, float] = view.delays()

    @property
    def path(self) -> Path:
        """Where the ledger lies."""
        return self._view.path

    @property
    def longest_delay_hours(self) -> float:
        """The longest delay of any class."""
        return max(self._delays.values(), default=0.0)

    def reports(self, *, known_by: datetime | None = None) -> list[StoredReport]:
        """Reports with at least one claim to show, or none withheld."""
        withheld = {row.claim.report_id for row in self.withheld(known_by=known_by)}
        shown = {row.claim.report_id for row in self.claims(known_by=known_by)}
        return [
            item
            for item in self._view.reports(known_by=known_by)
            if item.report.report_id in shown or item.report.report_id not in withheld
        ]

    def claims(self, *, known_by: datetime | None = None) -> list[LedgerClaim]:
        """Claims that are old enough."""
        return self._split(known_by)[0]

    def echoes(self) -> dict[str, str]:
        """Which reports rest on which."""
        return self._view.echoes()

    def gradings(self, *, known_by: datetime | None = None) -> list[Grading]:
        """What analysts said of sources."""
        return self._view.gradings(known_by=known_by)

    def withheld(self, *, known_by: datetime | None = None) -> list[LedgerClaim]:
        """Claims that are not."""
        return self._split(known_by)[1]

    def _split(self, known_by: datetime | None) -> tuple[list[LedgerClaim], list[LedgerClaim]]:
        known = {item.report.report_id: item.report.known_at for item in self._view.reports(known_by=known_by)}
        now = known_by or max((at for at in known.values() if at is not None), default=None)
        old: list[LedgerClaim] = []
        young: list[LedgerClaim] = []
        for row in self._view.claims(known_by=known_by):
            delay = timedelta(hours=self._delays.get(delay_class(row.claim.kind), 0.0))
            at = known[row.claim.report_id]
            held = bool(delay) and now is not None and (at is None or at > now - delay)
            (young if held else old).append(row)
        return old, young

"""The order and the days of several claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tadmur.compare.located import LocatedClaim


def in_order(claims: Iterable[LocatedClaim]) -> list[LocatedClaim]:
    """By knowledge time (unknown last), then place in the text, then id."""

    def order(item: LocatedClaim) -> tuple[bool, str, str, int, str]:
        at, span = item.published_at, item.claim.span
        return at is None, at.isoformat() if at else "", item.claim.report_id, span.start, item.claim.claim_id

    return sorted(claims, key=order)


def days_of(claims: Sequence[LocatedClaim]) -> tuple[date | None, date | None]:
    """First and last event day that any of the claims allows; ``None`` where none is bounded."""
    times = [item.claim.event_time for item in claims]
    firsts = [time.earliest.date() for time in times if time.earliest]
    lasts = [end.date() for item in claims if (end := item.claim.event_time.latest or item.published_at)]
    return min(firsts, default=None), max(lasts, default=None)

"""Published figures of territory: what was claimed, and the readings under which it fits the areas published."""

from __future__ import annotations

from collections.abc import Iterator

from tadmur.export.situation import FigureReading, FigureRow
from tadmur.measure.published_figures import FigureCheck, ReadingKind, check_figures
from tadmur.measure.shares import shares_lost
from tadmur.pipeline.picture import Picture
from tadmur.reference.published_areas import published_areas
from tadmur.terms.claim import ClaimKind

READING_NAMES = {
    ReadingKind.SHARE_OF_BASE: "Per cent of the area on the first day",
    ReadingKind.POINTS_OF_FIRST_BASE: "Points of the first base",
    ReadingKind.SHARE_OF_REMAINDER: "Per cent of the remainder",
    ReadingKind.IMPLIED_BY_LONGER: "Implied by the longer period",
}


def figure_rows(picture: Picture) -> Iterator[FigureRow]:
    """A row for each published figure of territory, with every check that it takes part in."""
    names = picture.actor_names()
    claims = [item.claim for item in picture.claims if item.claim.kind is ClaimKind.TERRITORY_FIGURE]
    checks = check_figures(shares_lost(claims), published_areas())
    for claim in claims:
        own = [check for check in checks if claim.claim_id in check.claim_ids]
        yield FigureRow(
            claim_id=claim.claim_id,
            what=names.get(claim.actor_id or "", claim.actor_mention or "a party not named"),
            base=(claim.quantity.base if claim.quantity else None) or "",
            readings=tuple(reading for check in own for reading in _readings(check)),
            note=" ".join(check.summary for check in own if len(check.readings) > 1),
        )


def _readings(check: FigureCheck) -> Iterator[FigureReading]:
    for reading in check.readings:
        yield FigureReading(READING_NAMES[reading.kind], reading.sentence, reading.consistent)

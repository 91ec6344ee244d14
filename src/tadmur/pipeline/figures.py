"""Published figures of territory on the report page: what was claimed, and the readings under which it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tadmur.export.situation import FigureReading, FigureRow
from tadmur.extract.figures import FigureReader
from tadmur.geocode.recogniser import Recogniser
from tadmur.measure.published_checks import FigureCheck, ReadingKind
from tadmur.measure.published_figures import check_figures
from tadmur.pipeline.picture import Picture
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.published_areas import published_areas
from tadmur.terms.claim import Claim, ClaimKind
from tadmur.terms.figure import StatedFigure

READING_NAMES = {
    ReadingKind.AREA_ON_DAY: "The area published for the day",
    ReadingKind.AREA_CHANGE: "The difference of the areas published",
    ReadingKind.SHARE_OF_BASE: "Per cent of the area on the first day",
    ReadingKind.OWN_AREAS: "Per cent of the area that the report states",
    ReadingKind.POINTS_OF_FIRST_BASE: "Points of the first base",
    ReadingKind.SHARE_OF_REMAINDER: "Per cent of the remainder",
    ReadingKind.IMPLIED_BY_LONGER: "Implied by the longer period",
    ReadingKind.SUM_OF_SHARES: "The parts taken together",
    ReadingKind.SHARE_OF_LOSSES: "Per cent of the losses",
}


def figure_rows(picture: Picture, gazetteer: Gazetteer) -> Iterator[FigureRow]:
    """A row for each published figure of territory, with every check that it takes part in."""
    claims = [item.claim for item in picture.claims if item.claim.kind is ClaimKind.TERRITORY_FIGURE]
    if not claims:
        return
    names = picture.actor_names()
    figures, checks = _checks(picture, {claim.report_id for claim in claims}, gazetteer)
    for claim in claims:
        stated = next((figure for figure in figures if _is_told_by(figure, claim)), None)
        own = [check for check in checks if stated is not None and stated in check.figures and check.readings]
        yield FigureRow(
            claim_id=claim.claim_id,
            what=names.get(claim.actor_id or "", claim.actor_mention or "a party not named"),
            base=(claim.quantity.base if claim.quantity else None) or "",
            readings=tuple(reading for check in own for reading in _readings(check)),
            note=" ".join(check.sentence for check in own if len(check.readings) > 1),
        )


def _checks(
    picture: Picture, report_ids: set[str], gazetteer: Gazetteer
) -> tuple[list[StatedFigure], Sequence[FigureCheck]]:
    recogniser = Recogniser(gazetteer)
    figures: list[StatedFigure] = []
    texts: dict[str, str] = {}
    for stored in picture.reports:
        report = stored.report
        if report.report_id not in report_ids or report.duplicate_of:
            continue
        pack = picture.packs.get(stored.pack_id) if stored.pack_id else None
        figures += FigureReader(pack, recogniser).figures(report)
        texts[report.report_id] = f"{report.publisher or ''}\n{report.text}"
    return figures, check_figures(figures, published_areas(), texts)


def _is_told_by(figure: StatedFigure, claim: Claim) -> bool:
    """Whether a claim's words hold the figure, with its number."""
    quantity = claim.quantity
    if quantity is None or figure.report_id != claim.report_id or quantity.unit != figure.unit:
        return False
    overlap = figure.span.start < claim.span.end and claim.span.start < figure.span.end
    return overlap and figure.value in (quantity.best, quantity.low, quantity.high)


def _readings(check: FigureCheck) -> Iterator[FigureReading]:
    for reading in check.readings:
        yield FigureReading(READING_NAMES[reading.kind], reading.sentence, reading.holds)

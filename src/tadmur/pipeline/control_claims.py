"""Changes of a map as claims of its source: what is drawn as held, claimed, contested or lost, at each settlement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import tadmur
from tadmur.pipeline.control_states import NO_FEATURE, Change, Holding, Settlements
from tadmur.reference.packs import Pack
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.control_map import MapStatus
from tadmur.terms.ids import digest
from tadmur.terms.place import Candidate, Geocoding, Place, PlaceMention
from tadmur.terms.report import Report, Zone
from tadmur.terms.source import SpeakerRole, Voice
from tadmur.terms.span import TextSpan

EXTRACTOR = f"control-map-{tadmur.__version__}"
_REASON = "the settlement lies inside the drawn area"


@dataclass(frozen=True, slots=True)
class DrawnReport:
    """A map as a report: its text has a line for the map and one for each feature or row.

    ``lines[0]`` is the span of the map's own line, ``lines[i + 1]`` that of feature or row i.
    """

    report: Report
    lines: tuple[tuple[int, int], ...]
    voice: Voice

    def span(self, feature: int) -> TextSpan:
        """The words of a feature, or of the map as a whole for -1."""
        start, end = self.lines[feature + 1] if feature != NO_FEATURE else self.lines[0]
        return TextSpan.of(self.report.report_id, self.report.text, start, end)


def map_claims(
    drawn: DrawnReport,
    found: Sequence[Change],
    settlements: Settlements,
    place_of: Callable[[str], Place | None],
    pack: Pack,
    *,
    day: date,
    before: date | None,
) -> Iterator[LedgerClaim]:
    """The claims that the changes of a map make; ``before`` is the day of the map that they are changes from.

    A holding that ends without another is a loss where the map draws the place no more, and nothing where the map
    says that it does not know.
    """
    time = EventTime.of_days(before or day, day, Precision.DAY)
    spans: dict[int, TextSpan] = {}
    for change in found:
        place = place_of(settlements.place_ids[change.place])
        if place is None:
            continue
        for holding, opponent, feature, kind in _statements(change, first=before is None):
            span = spans.setdefault(feature, drawn.span(feature))
            yield _claim(drawn, span, place, holding, opponent, kind, pack, time)


def _statements(change: Change, *, first: bool) -> Iterator[tuple[Holding, str | None, int, ClaimKind]]:
    """(holding, opponent, feature, kind) of what a change says."""
    lost = [party for party, status in change.ends if status is MapStatus.ASSESSED]
    begun = {status for (_, status), _ in change.begins}
    for holding, feature in change.begins:
        party, status = holding
        opponent = next((other for other in lost if other != party), None)
        match status:
            case MapStatus.ASSESSED | MapStatus.CLAIMED if party is not None:
                yield holding, opponent, feature, ClaimKind.CONTROL_HOLD if first else ClaimKind.CONTROL_GAIN
            case MapStatus.ADVANCE | MapStatus.CONTESTED:
                yield holding, None, feature, ClaimKind.CONTESTED
            case MapStatus.LOSS if party is not None:
                yield holding, None, feature, ClaimKind.CONTROL_LOSS
    if not begun & {MapStatus.ASSESSED, MapStatus.UNKNOWN, MapStatus.CONTESTED, MapStatus.ADVANCE, MapStatus.LOSS}:
        for party in lost:
            if party is not None:
                yield (party, MapStatus.ASSESSED), None, NO_FEATURE, ClaimKind.CONTROL_LOSS


def _claim(
    drawn: DrawnReport,
    span: TextSpan,
    place: Place,
    holding: Holding,
    opponent: str | None,
    kind: ClaimKind,
    pack: Pack,
    time: EventTime,
) -> LedgerClaim:
    party, status = holding
    chain: tuple[Voice, ...] = (drawn.voice,)
    if status is MapStatus.CLAIMED and party is not None:
        chain = (*chain, Voice(pack.actors[party].name, SpeakerRole.OFFICIAL, party))
    claim = Claim(
        claim_id=digest([drawn.report.report_id, span.start, kind, party, status, place.place_id]),
        report_id=drawn.report.report_id,
        span=span,
        zone=Zone.BODY,
        kind=kind,
        attribution=chain,
        event_time=time,
        asserted=True,
        modality=Modality.ACTUAL,
        probability=1.0,
        trigger=status.value,
        extractor=EXTRACTOR,
        place=PlaceMention(span, place.name),
        actor_id=party,
        actor_mention=pack.actors[party].name if party is not None else None,
        opponent_id=opponent,
    )
    return LedgerClaim(claim, Geocoding((Candidate(place, 1.0, _REASON),), None, 1))


def area_claim(drawn: DrawnReport, row: int, party: str | None, area_km2: float, day: date) -> LedgerClaim:
    """A row of a series of areas as a figure of territory."""
    span = drawn.span(row)
    claim = Claim(
        claim_id=digest([drawn.report.report_id, span.start, ClaimKind.TERRITORY_FIGURE, party]),
        report_id=drawn.report.report_id,
        span=span,
        zone=Zone.BODY,
        kind=ClaimKind.TERRITORY_FIGURE,
        attribution=(drawn.voice,),
        event_time=EventTime.of_days(day, day, Precision.DAY),
        asserted=True,
        modality=Modality.ACTUAL,
        probability=1.0,
        trigger="area",
        extractor=EXTRACTOR,
        actor_id=party,
        quantity=Quantity(area_km2, area_km2, area_km2, "km2"),
    )
    return LedgerClaim(claim, None)

"""The harm ledger of a period: the ledger's claims about harm as statements, events and totals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from tadmur.export.harm import events_csv, events_table, harm_csv, harm_hxl, harm_table
from tadmur.extract.harm_words import HARM_KINDS, read_harm
from tadmur.extract.reading import read
from tadmur.geocode.vague import named_place
from tadmur.measure.harm_events import harm_events, interval
from tadmur.measure.harm_totals import harm_totals
from tadmur.pipeline.located import places_of
from tadmur.pipeline.picture import Readable
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.reference.packs import load_pack
from tadmur.store.rows import LedgerClaim, StoredReport
from tadmur.terms.claim import Claim, Modality
from tadmur.terms.errors import InputError
from tadmur.terms.harm import HarmEvent, HarmReading, HarmStatement, HarmTotal
from tadmur.terms.place import FeatureClass, Place
from tadmur.terms.report import Report

HAPPENED = frozenset({Modality.ACTUAL, Modality.HISTORICAL})
NOT_KNOWN = "not known"


class Grouping(StrEnum):
    """What totals are made for."""

    KIND = "kind"
    ADMIN1 = "admin1"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class HarmLedger:
    """Events and their totals over a period, as known by some time.

    Attributes:
        statements: claims about harm in the period. Left out are ``copies``, which stand in duplicates of reports, and
            ``undated`` ones, for which neither words nor report tell a day though a period was asked for.
    """

    statements: int
    copies: int
    undated: int
    events: tuple[HarmEvent, ...]
    totals: tuple[HarmTotal, ...]
    reviewed: frozenset[str] = frozenset()
    """Ids of the claims that a person has reviewed."""


def harm_listing(
    ledger: Path,
    form: str,
    *,
    first: date | None,
    last: date | None,
    grouping: Grouping,
    known_by: datetime | None,
    list_events: bool,
) -> Iterator[str]:
    """Lines of the harm ledger as a table, CSV or HXL; with ``list_events`` of its events, else of its totals.

    Raises:
        InputError: the period ends before it begins.
    """
    if first is not None and last is not None and first > last:
        raise InputError(f"the period ends on {last}, before it begins", remedy="Give the earlier day with --from")
    with ReviewedView(ledger) as view:
        names = actor_names(view, known_by)
        found = harm_ledger(view, names, first=first, last=last, grouping=grouping, known_by=known_by)
    if list_events:
        listed = events_csv if form == "csv" else events_table
        return listed(found.events, names, found.reviewed)
    if form == "csv":
        return harm_csv(found.totals, found.reviewed)
    if form == "hxl":
        return harm_hxl(found.totals, grouping.value, found.reviewed)
    return harm_table(
        found.totals,
        statements=found.statements,
        copies=found.copies,
        undated=found.undated,
        reviewed=found.reviewed,
    )


def actor_names(view: Readable, known_by: datetime | None) -> dict[str, str]:
    """actor_id to neutral name, of all packs that the ledger's reports were read with."""
    packs = sorted({item.pack_id for item in view.reports(known_by=known_by) if item.pack_id})
    return {actor.actor_id: actor.name for pack_id in packs for actor in load_pack(pack_id).actors.values()}


def harm_ledger(
    view: Readable,
    names: Mapping[str, str],
    *,
    first: date | None = None,
    last: date | None = None,
    grouping: Grouping = Grouping.KIND,
    known_by: datetime | None = None,
    keep: Callable[[Place | None], bool] = lambda place: True,
) -> HarmLedger:
    """Harm that happened, wholly or in part, from ``first`` to ``last`` (inclusive; ``None`` is open).

    Args:
        names: actor_id to neutral name, for the groups by party.
        keep: which places are asked for.
    """
    reports = {item.report.report_id: item for item in view.reports(known_by=known_by)}
    rows = [row for row in view.claims(known_by=known_by) if row.claim.kind in HARM_KINDS]
    every = [statement for statement, place in _statements(rows, reports) if keep(place)]
    undated = [s for s in every if (first or last) is not None and interval(s) == (None, None)]
    found = [s for s in every if _within(s, first, last) and s not in undated]
    kept = [statement for statement in found if not statement.copied]
    events = harm_events(kept)
    return HarmLedger(
        statements=len(kept),
        copies=len(found) - len(kept),
        undated=len(undated),
        events=tuple(events),
        totals=tuple(harm_totals(events, lambda event: _key(event, grouping, names))),
        reviewed=frozenset(row.claim.claim_id for row in rows if row.review and row.review.decided),
    )


def _statements(
    rows: Sequence[LedgerClaim], reports: Mapping[str, StoredReport]
) -> Iterator[tuple[HarmStatement, Place | None]]:
    sentences: dict[str, _Sentences] = {}
    for row, located in zip(rows, places_of(rows), strict=True):
        claim = row.claim
        if claim.modality not in HAPPENED:
            continue
        stored = reports[claim.report_id]
        text = sentences.setdefault(claim.report_id, _Sentences(stored.report))
        reading = read_harm(claim, text.at(claim.span.start))
        if reading is not None:
            place = located or named_place(row.geocoding)
            yield _statement(claim, stored, place, reading), place


class _Sentences:
    """The sentences of a report, found by position."""

    def __init__(self, report: Report) -> None:
        self._sentences = read(report).sentences
        self._starts = [sentence.start for sentence in self._sentences]

    def at(self, position: int) -> str:
        index = max(bisect_right(self._starts, position) - 1, 0)
        return self._sentences[index].text if self._sentences else ""


def _statement(claim: Claim, stored: StoredReport, place: Place | None, reading: HarmReading) -> HarmStatement:
    speaker, report = claim.speaker, stored.report
    time = claim.event_time
    return HarmStatement(
        claim_id=claim.claim_id,
        reading=reading,
        voice=speaker.source_id or f"{speaker.name or report.publisher or report.report_id} ({speaker.role.value})",
        side=speaker.aligned_with,
        report_id=report.report_id,
        copied=report.duplicate_of is not None,
        party=claim.actor_id if reading.object is None else None,
        by=claim.opponent_id if reading.object is None else claim.actor_id,
        place_id=_area(place) if place is not None else None,
        place_name=place.name if place is not None else None,
        containers=_containers(place) if place is not None else (),
        first=time.earliest.date() if time.earliest else None,
        last=time.latest.date() if time.latest else None,
        published=report.known_at.date() if report.known_at else None,
        quantity=claim.quantity,
        asserted=claim.asserted,
    )


def _area(place: Place) -> str:
    """One key for a place and for the area that others lie in: "SY", "SY/Homs", else the place's id."""
    if place.feature_class is FeatureClass.COUNTRY:
        return place.country
    if place.feature_class is FeatureClass.ADMIN1:
        return f"{place.country}/{place.name}"
    if place.feature_class is FeatureClass.ADMIN2:
        return f"{place.country}/{place.admin1}/{place.name}"
    return place.place_id


def _containers(place: Place) -> tuple[str, ...]:
    """Keys of the areas that hold the place, smallest first, without itself."""
    areas = [
        f"{place.country}/{place.admin1}/{place.admin2}" if place.admin1 and place.admin2 else None,
        f"{place.country}/{place.admin1}" if place.admin1 else None,
        place.country,
    ]
    return tuple(area for area in areas if area is not None and area != _area(place))


def _within(statement: HarmStatement, first: date | None, last: date | None) -> bool:
    start, end = interval(statement)
    return not ((last is not None and start is not None and start > last) or (first and end and end < first))


def _key(event: HarmEvent, grouping: Grouping, names: Mapping[str, str]) -> str:
    if grouping is Grouping.PARTY:
        return names.get(event.party or "", NOT_KNOWN)
    if grouping is Grouping.ADMIN1:
        areas = [area for area in (event.place_id, *event.containers) if area and area.count("/") == 1]
        return areas[0].replace("/", ": ") if areas else NOT_KNOWN
    return event.reading.object.value if event.reading.object else event.reading.kind.value

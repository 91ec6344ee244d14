"""What the ledger says of one day, as known by one time: assessments, comparisons and what stays unresolved.

A picture is a pure function of ledger, settings and code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from tadmur.compare.cards import compare_claims
from tadmur.compare.corrections import withdrawn_claims
from tadmur.export.limits import coded_claims
from tadmur.extract.coarse import coarse_languages
from tadmur.pipeline.beliefs import Assess, Beliefs, days_of_beliefs
from tadmur.pipeline.comparing import claims_to_compare
from tadmur.pipeline.echoing import claim_echoes, first_reports
from tadmur.pipeline.located import places_of
from tadmur.pipeline.observations import ClaimRecord, Encoded, bearing_place, encode_by_country, source_key
from tadmur.pipeline.posteriors import posterior_of
from tadmur.pipeline.reading import primary_language
from tadmur.pipeline.settings import RunSettings
from tadmur.reconcile.interest import Interest
from tadmur.reconcile.interest import interests as interests_of
from tadmur.reconcile.labels import label
from tadmur.reconcile.model import Posterior
from tadmur.reference.packs import Pack
from tadmur.reference.scopes import BoundaryChoice
from tadmur.store.rows import LedgerClaim, StoredReport
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Evidence, Label
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind
from tadmur.terms.comparison import Comparison, ComparisonKind
from tadmur.terms.control_map import NO_LANGUAGE
from tadmur.terms.errors import LedgerError
from tadmur.terms.grading import Grading
from tadmur.terms.place import Place
from tadmur.terms.report import Report

PackOf = Callable[[str | None], Pack | None]


class Readable(Protocol):
    """What a picture is read from: the ledger's view, or what the public may see of it."""

    @property
    def path(self) -> Path:
        """Where the ledger lies."""
        ...

    def reports(self, *, known_by: datetime | None = None) -> list[StoredReport]:
        """As of :class:`tadmur.store.ledger.View`."""
        ...

    def claims(self, *, known_by: datetime | None = None) -> list[LedgerClaim]:
        """As of :class:`tadmur.store.ledger.View`, of all reports."""
        ...

    def echoes(self) -> dict[str, str]:
        """As of :class:`tadmur.store.ledger.View`."""
        ...

    def gradings(self, *, known_by: datetime | None = None) -> list[Grading]:
        """As of :class:`tadmur.store.ledger.View`."""
        ...


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words that could not be tied to a place, a party or a time: ``what`` they are, why not, and where they stand."""

    what: str
    reason: str
    words: str
    claim_ids: tuple[str, ...] = ()
    report_id: str | None = None

    @property
    def times(self) -> int:
        """How often they stand."""
        return max(1, len(self.claim_ids))


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a summary."""

    reports: int
    duplicates: int
    claims: int
    speakers: int
    places: int
    contradictions: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One day as known by one time.

    Attributes:
        claims: all claims of the reports known by then, in the order of the ledger.
        assessments: of every place that some claim says is held, by place_id.
        places: the places of ``claims``, by place_id.
        packs: the packs that the reports were read with, by pack_id.
        interests: how a claim on control stands to its speaker's side, by claim_id.
        first_reports: report_id to the first report that its account comes from, by copying or rewriting.
        boundaries: set and viewpoint of every total and map.
        groups: what ``assessments`` come from, for each conflict and country: its claims as arrays, what is believed.
    """

    as_of: date
    known_by: datetime | None
    reports: tuple[StoredReport, ...]
    claims: tuple[ClaimRecord, ...]
    assessments: tuple[Assessment, ...]
    comparisons: tuple[Comparison, ...]
    places: Mapping[str, Place]
    packs: Mapping[str, Pack]
    interests: Mapping[str, Interest]
    unresolved: tuple[Unresolved, ...]
    first_reports: Mapping[str, str] = field(default_factory=dict)
    boundaries: BoundaryChoice = field(default_factory=BoundaryChoice)
    groups: tuple[tuple[Encoded, Posterior], ...] = field(default=(), repr=False, compare=False)

    def counts(self) -> Counts:
        """The numbers of a summary."""
        return Counts(
            reports=len(self.reports),
            duplicates=sum(1 for item in self.reports if item.report.duplicate_of),
            claims=len(self.claims),
            speakers=len(
                {(c.claim.speaker.source_id, c.claim.speaker.name, c.claim.speaker.role) for c in self.claims}
            ),
            places=len(self.assessments),
            contradictions=sum(1 for card in self.comparisons if is_contradiction(card)),
        )

    def coded(self) -> str:
        """How far people have reviewed its claims, in words."""
        reviewed = {item.claim.claim_id for item in self.claims if item.review and item.review.decided}
        return coded_claims([item.claim.claim_id for item in self.claims], reviewed)

    def actor_names(self) -> dict[str, str]:
        """actor_id to neutral name, of all packs in use."""
        return {actor.actor_id: actor.name for pack in self.packs.values() for actor in pack.actors.values()}


def is_contradiction(card: Comparison) -> bool:
    """Whether a card shows something that is disputed."""
    return card.kind is ComparisonKind.DISPUTE or card.state_disputed


def picture_of(
    view: Readable,
    pack_of: PackOf,
    *,
    settings: RunSettings,
    as_of: date | None = None,
    known_by: datetime | None = None,
) -> Picture:
    """The picture of ``as_of``, by default the day of the newest report, from what was known by ``known_by``.

    Raises:
        LedgerError: no day is given and no report or claim has one.
    """
    reports = view.reports(known_by=known_by)
    firsts = first_reports([item.report for item in reports], view.echoes())
    claims = _with_echoes(list(_located(view.claims(known_by=known_by), reports)), firsts)
    grades = {item.source: item.reliability for item in view.gradings(known_by=known_by)}
    claims = [replace(item, grade=grades.get(source_key(item.claim.speaker))) for item in claims]
    day = as_of or _newest_day(reports, claims, view)
    packs = {item.pack_id: pack for item in reports if item.pack_id and (pack := pack_of(item.pack_id))}
    pack_ids = {item.report.report_id: item.pack_id for item in reports}
    assessments: list[Assessment] = []
    comparisons: list[Comparison] = []
    interests: dict[str, Interest] = {}
    groups: list[tuple[Encoded, Posterior]] = []
    for pack_id, pack in sorted(packs.items()):
        own = [item for item in claims if pack_ids[item.claim.report_id] == pack_id]
        names = {actor.actor_id: actor.name for actor in pack.actors.values()}
        cards = compare_claims(claims_to_compare(own, pack), allied=pack.allied, names=names)
        disputed = disputed_places(cards)
        beliefs, days = Beliefs(names), days_of_beliefs(cards, day)
        withdrawn = withdrawn_claims(cards)
        standing = [item for item in own if item.claim.claim_id not in withdrawn]
        for encoded in encode_by_country(standing, pack):
            posterior = posterior_of(encoded, settings.reconcile, [day.toordinal()])
            groups.append((encoded, posterior))
            asked = {place.place_id: {day, *days.get(place.place_id, ())} for place in encoded.places}
            assess = _assessor(encoded, posterior, asked, known_by=known_by, disputed=disputed)
            assessments += [assess(index, day) for index in range(len(encoded.places))]
            interests |= _interests(encoded)
            beliefs.add(encoded, assess, interests)
        comparisons += [beliefs.with_belief(card, day) for card in cards]
    return Picture(
        as_of=day,
        known_by=known_by,
        reports=tuple(reports),
        claims=tuple(claims),
        assessments=tuple(sorted(assessments, key=lambda a: a.place_id)),
        comparisons=tuple(comparisons),
        places={place.place_id: place for item in claims for place in (item.place, bearing_place(item)) if place},
        packs=packs,
        interests=interests,
        unresolved=tuple(_unresolved(reports, claims)),
        first_reports=firsts,
        boundaries=settings.boundaries,
        groups=tuple(groups),
    )


def on_day(picture: Picture, day: date) -> Picture:
    """The same knowledge about another day: assessments alone change, the beliefs on cards stay those of their days.

    Days before and after those that claims speak of are taken for the first and the last of them.
    """
    disputed = disputed_places(picture.comparisons)
    assessments = []
    for encoded, posterior in picture.groups:
        asked = date.fromordinal(min(max(day.toordinal(), posterior.first_day), posterior.last_day))
        days = {place.place_id: {asked} for place in encoded.places}
        assess = _assessor(encoded, posterior, days, known_by=picture.known_by, disputed=disputed)
        assessments += [assess(index, asked) for index in range(len(encoded.places))]
    return replace(picture, as_of=day, assessments=tuple(sorted(assessments, key=lambda a: a.place_id)))


def _located(claims: Sequence[LedgerClaim], reports: Sequence[StoredReport]) -> Iterator[ClaimRecord]:
    by_id = {item.report.report_id: item.report for item in reports}
    for row, place in zip(claims, places_of(claims), strict=True):
        yield ClaimRecord(row.claim, by_id[row.claim.report_id], row.geocoding, place, review=row.review)


def _with_echoes(claims: Sequence[ClaimRecord], firsts: Mapping[str, str]) -> list[ClaimRecord]:
    keyed = [(item.claim, item.place.place_id if item.place else None) for item in claims]
    echoes = claim_echoes(keyed, firsts)
    return [replace(item, echo=echoes.get(item.claim.claim_id)) for item in claims]


def _newest_day(reports: Sequence[StoredReport], claims: Sequence[ClaimRecord], view: Readable) -> date:
    days = [item.report.known_at.date() for item in reports if item.report.known_at]
    days = days or [item.claim.event_time.latest.date() for item in claims if item.claim.event_time.latest]
    if not days:
        raise LedgerError(
            "no report states its date, so there is no newest day",
            where=str(view.path),
            remedy="Say which day to show with --as-of, or give the reports' date with --published-at",
        )
    return max(days)


def _assessor(
    encoded: Encoded,
    posterior: Posterior,
    asked: Mapping[str, Set[date]],
    *,
    known_by: datetime | None,
    disputed: Set[str],
) -> Assess:
    """Assessments by index of the place and day, for the days ``asked`` of each place_id: they share their work."""
    ordinals = {
        index: sorted(day.toordinal() for day in asked[place.place_id]) for index, place in enumerate(encoded.places)
    }
    every = posterior.evidence_on(ordinals)

    @cache
    def assess(index: int, day: date) -> Assessment:
        pulls = every[index, day.toordinal()]
        return _assessment(encoded, posterior, index, day, pulls, known_by=known_by, disputed=disputed)

    return assess


def _assessment(
    encoded: Encoded,
    posterior: Posterior,
    index: int,
    day: date,
    pulls: Sequence[tuple[int, float]],
    *,
    known_by: datetime | None,
    disputed: Set[str],
) -> Assessment:
    ordinal = day.toordinal()
    states = (*encoded.parties, CONTESTED_STATE)
    probabilities = posterior.probability(index, ordinal)
    ranked = sorted(zip(states, map(float, probabilities), strict=True), key=lambda item: (-item[1], item[0]))
    last = posterior.last_evidence_day(index, ordinal)
    since_earliest, since_latest = posterior.since(index, ordinal)
    return Assessment(
        place_id=encoded.places[index].place_id,
        as_of=day,
        known_by=known_by,
        probabilities=tuple(ranked),
        label=label_on(posterior, index, ordinal, disputed=encoded.places[index].place_id in disputed),
        since_earliest=_day(since_earliest),
        since_latest=_day(since_latest),
        evidence=tuple(Evidence(encoded.claims[row].claim.claim_id, round(pull, 4)) for row, pull in pulls),
        last_evidence=_day(last),
    )


def label_on(posterior: Posterior, index: int, day: int, *, disputed: bool) -> Label:
    """The label of a place, by its index, on a day (ordinal)."""
    last = posterior.last_evidence_day(index, day)
    return label(
        [float(value) for value in posterior.probability(index, day)],
        has_evidence=last is not None,
        age_days=None if last is None else day - last,
        only_own_side=posterior.only_own_side(index, day),
        disputed=disputed,
    )


def disputed_places(comparisons: Sequence[Comparison]) -> set[str]:
    """Ids of the places on which claims contradict each other."""
    return {card.place_id for card in comparisons if is_contradiction(card) and card.place_id}


def _interests(encoded: Encoded) -> dict[str, Interest]:
    values = interests_of(encoded.observations, len(encoded.parties))
    return {item.claim.claim_id: Interest(int(v)) for item, v in zip(encoded.claims, values, strict=True)}


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _unresolved(reports: Sequence[StoredReport], claims: Sequence[ClaimRecord]) -> Iterator[Unresolved]:
    """What a reader should know is missing, commonest first."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for item in claims:
        claim, mention, geocoding = item.claim, item.claim.place, item.geocoding
        if mention and geocoding and geocoding.none_reason:
            key = ("place", geocoding.none_reason.value, mention.name or mention.span.exact)
            found[key].append(claim.claim_id)
        if claim.kind in CONTROL_KINDS and mention is None:
            found["place", "the claim names none", claim.span.exact].append(claim.claim_id)
        if claim.kind in CONTROL_KINDS - {ClaimKind.CONTESTED} and claim.actor_id is None:
            reason = "no pack knows it" if claim.actor_mention else "the claim names none"
            found["party", reason, claim.actor_mention or claim.span.exact].append(claim.claim_id)
    for (what, reason, words), ids in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield Unresolved(what, reason, _shortened(words), tuple(ids))
    readers: dict[str, set[str]] = defaultdict(set)
    for item in claims:
        readers[item.claim.report_id].add(item.claim.extractor.split("-")[0])
    for stored in reports:
        report = stored.report
        name = report.caller_id or report.report_id
        if stored.pack_id is None:
            yield Unresolved("conflict", "no pack fits the report", name, report_id=report.report_id)
        if report.published_at is None:
            yield Unresolved("date", "the report does not state one", name, report_id=report.report_id)
        if (unread := _unread(report, readers[report.report_id])) is not None:
            yield Unresolved("language", unread, name, report_id=report.report_id)


def _unread(report: Report, readers: Set[str]) -> str | None:
    """Why a report in another language is not fully read, if it is not."""
    language = primary_language(report)
    if language in ("en", NO_LANGUAGE) or "llm" in readers:
        return None
    if language in coarse_languages():
        return f"{language} is read by word lists only: kinds of events, no parties and no times"
    return f"{language} is not read without a language model"


def _shortened(words: str, *, width: int = 60) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= width else flat[: width - 1] + "…"

"""What people made of the claims: acts of review laid over the machine's reading.

A pure function of claims and acts. Acts count in the order of their time; the last word on a field wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tadmur.geocode.precision import precision_code
from tadmur.reconcile.grades import READ_BY_A_PERSON
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.clock import EventTime
from tadmur.terms.ids import digest
from tadmur.terms.place import Candidate, Geocoding, Place, PlaceMention, PlaceRelation
from tadmur.terms.report import Zone
from tadmur.terms.review import (
    IN_RECORD,
    Act,
    Anchor,
    Changes,
    ClaimReview,
    Review,
    ReviewStatus,
    find_again,
    in_force,
)

BY_HAND = "review-1"
"""``extractor`` of claims that a person added or split off."""
STATUS_AFTER = {
    Act.ACCEPT: ReviewStatus.ACCEPTED,
    Act.CORRECT: ReviewStatus.CORRECTED,
    Act.REJECT: ReviewStatus.REJECTED,
    Act.MERGE: ReviewStatus.MERGED,
    Act.SPLIT: ReviewStatus.SPLIT,
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Claims after review.

    Attributes:
        claims: those that count, by report and position as they were handed in; added ones stand in their place.
        out: those that were rejected, merged or split; they count for nothing.
        orphaned: acts whose claim is not found any more; they are kept, and change nothing.
    """

    claims: tuple[LedgerClaim, ...]
    out: tuple[LedgerClaim, ...]
    orphaned: tuple[Review, ...]


@dataclass
class _Row:
    """A claim as it is being reviewed; ``origin`` is where the machine found it."""

    row: LedgerClaim
    origin: Anchor
    status: ReviewStatus = ReviewStatus.MACHINE
    acts: list[Review] = field(default_factory=list)
    merged_into: _Row | None = None

    def ends_in(self, other: _Row) -> bool:
        """Whether what this was merged into is ``other``, or was merged into it."""
        row: _Row | None = self
        while row is not None and row is not other:
            row = row.merged_into
        return row is other

    def finished(self) -> LedgerClaim:
        if not self.acts:
            return self.row
        deciding = [act for act in self.acts if act.act is not Act.COMMENT] or self.acts
        graded = [act.credibility for act in self.acts if act.credibility is not None]
        review = ClaimReview(
            self.status,
            deciding[-1].by,
            deciding[-1].at,
            tuple(act.act_id for act in self.acts),
            self.origin,
            graded[-1] if graded else None,
        )
        claim = self.row.claim
        if self.status in (ReviewStatus.ACCEPTED, ReviewStatus.CORRECTED):
            claim = replace(claim, probability=max(claim.probability, READ_BY_A_PERSON))
        return replace(self.row, claim=claim, review=review)


def overlay(rows: Sequence[LedgerClaim], reviews: Iterable[Review]) -> Reviewed:
    """The claims after review; reports that are not among ``rows`` leave the acts on them out altogether."""
    counting = [act for act in in_force(reviews) if act.report_id is not None and act.act is not Act.UNDO]
    if not counting:
        return Reviewed(tuple(rows), (), ())
    by_report: dict[str, list[Review]] = defaultdict(list)
    for act in counting:
        by_report[act.report_id or ""].append(act)
    touched: dict[str, list[LedgerClaim]] = {name: [] for name in by_report}
    for row in rows:
        if row.claim.report_id in touched:
            touched[row.claim.report_id].append(row)
    orphaned: list[Review] = []
    done: dict[str, list[_Row]] = {}
    for name, acts in by_report.items():
        done[name], lost = _reviewed_report(touched[name], acts)
        orphaned += lost
    claims: list[LedgerClaim] = []
    seen: set[str] = set()
    for row in rows:
        name = row.claim.report_id
        if name not in done:
            claims.append(row)
        elif name not in seen:
            seen.add(name)
            claims += _counting(done[name])
    for name in sorted(done.keys() - seen):
        claims += _counting(done[name])
    out = [row.finished() for name in sorted(done) for row in done[name] if row.status not in IN_RECORD]
    return Reviewed(tuple(claims), tuple(out), tuple(orphaned))


def _counting(rows: Iterable[_Row]) -> list[LedgerClaim]:
    found = [row.finished() for row in rows if row.status in IN_RECORD]
    return sorted(found, key=lambda row: (row.claim.span.start, row.claim.span.end, row.claim.claim_id))


def _reviewed_report(claims: Sequence[LedgerClaim], acts: Sequence[Review]) -> tuple[list[_Row], list[Review]]:
    """The rows of one report after its acts in order, and the acts that found no claim."""
    rows = [_Row(row, Anchor.of(row.claim)) for row in claims]
    kinds = _kinds(acts)
    lost: list[Review] = []
    for act in acts:
        if act.act is Act.ADD:
            rows += [_added(act, index, part, None) for index, part in enumerate(act.parts)]
            continue
        row = None if act.anchor is None else _find(act.anchor, kinds, rows)
        if row is None:
            lost.append(act)
            continue
        target = _find(act.into, kinds, rows) if act.into else None
        if act.act is Act.MERGE and (target is None or target.ends_in(row)):
            lost.append(act)
            continue
        row.acts.append(act)
        if act.act in STATUS_AFTER:
            _decide(row, act, target)
        if act.act is Act.SPLIT:
            rows += [_added(act, index, part, row.row) for index, part in enumerate(act.parts)]
    return rows, lost


def _decide(row: _Row, act: Review, target: _Row | None) -> None:
    """The status after an act; to accept what was corrected before leaves it corrected."""
    if act.changes is not None:
        row.row = changed(row.row, act.changes)
    corrected = any(done.act is Act.CORRECT for done in row.acts)
    if row.origin.claim_id.startswith(BY_HAND) and act.act in (Act.ACCEPT, Act.CORRECT):
        row.status = ReviewStatus.ADDED
    else:
        row.status = ReviewStatus.CORRECTED if act.act is Act.ACCEPT and corrected else STATUS_AFTER[act.act]
    row.merged_into = target


def _find(anchor: Anchor, kinds: Mapping[Anchor, frozenset[ClaimKind]], rows: Sequence[_Row]) -> _Row | None:
    return find_again(anchor, kinds.get(anchor, frozenset({anchor.kind})), [(row.origin, row) for row in rows])


def _kinds(acts: Iterable[Review]) -> dict[Anchor, frozenset[ClaimKind]]:
    """Kinds under which each anchor's claim may be found: its own, and what it was corrected to."""
    found: dict[Anchor, set[ClaimKind]] = defaultdict(set)
    for act in acts:
        if act.anchor is not None:
            found[act.anchor].add(act.anchor.kind)
            if act.changes is not None and act.changes.kind is not None:
                found[act.anchor].add(act.changes.kind)
    return {anchor: frozenset(kinds) for anchor, kinds in found.items()}


def changed(row: LedgerClaim, changes: Changes) -> LedgerClaim:
    """A claim with the fields that a person gave, and no others, changed."""
    given, claim, geocoding = set(changes.given), row.claim, row.geocoding
    if "span" in given and changes.span is not None:
        claim = replace(claim, span=changes.span, zone=changes.zone or claim.zone)
    if "place" in given:
        claim, geocoding = _placed(claim, changes)
    elif "relation" in given and claim.place is not None and changes.relation is not None:
        claim = replace(claim, place=_related(claim.place, changes.relation))
        geocoding = _with_precision(claim.place, geocoding)
    if "kind" in given and changes.kind is not None:
        claim = replace(claim, kind=changes.kind, acled_sub_event_type=None, plover_category=None)
    if "actor" in given:
        claim = replace(
            claim, actor_id=changes.actor_id, actor_mention=claim.actor_mention if changes.actor_id else None
        )
    if "opponent" in given:
        mention = claim.opponent_mention if changes.opponent_id else None
        claim = replace(claim, opponent_id=changes.opponent_id, opponent_mention=mention)
    return LedgerClaim(_restated(claim, given, changes), geocoding)


def _restated(claim: Claim, given: set[str], changes: Changes) -> Claim:
    """The fields of who says it, when, and how."""
    if "time" in given and changes.event_time is not None:
        claim = replace(claim, event_time=changes.event_time)
    if "attribution" in given and changes.attribution:
        claim = replace(claim, attribution=changes.attribution)
    if "modality" in given and changes.modality is not None:
        claim = replace(claim, modality=changes.modality)
    if "polarity" in given and changes.asserted is not None:
        claim = replace(claim, asserted=changes.asserted)
    if "quantity" in given:
        claim = replace(claim, quantity=changes.quantity)
    return claim


def _placed(claim: Claim, changes: Changes) -> tuple[Claim, Geocoding | None]:
    if changes.place is None:
        return replace(claim, place=None), None
    mention = claim.place or PlaceMention(claim.span, changes.place.name)
    mention = replace(mention, name=mention.name or changes.place.name, alternatives=(), anaphora_probability=1.0)
    if changes.relation is not None:
        mention = _related(mention, changes.relation)
    return replace(claim, place=mention), geocoded(mention, changes.place)


def _related(mention: PlaceMention, relation: PlaceRelation) -> PlaceMention:
    if relation is PlaceRelation.AT:
        return replace(mention, relation=relation, unnamed=False, feature=None, direction=None, distance_km=None)
    return replace(mention, relation=relation)


def geocoded(mention: PlaceMention, place: Place) -> Geocoding:
    """A mention that a person has tied to a place."""
    code = precision_code(mention, place.feature_class)
    return Geocoding((Candidate(place, 1.0, "a reviewer's word"),), None, code)


def _with_precision(mention: PlaceMention | None, geocoding: Geocoding | None) -> Geocoding | None:
    if mention is None or geocoding is None or geocoding.best is None:
        return geocoding
    return replace(geocoding, precision=precision_code(mention, geocoding.best.place.feature_class))


def _added(act: Review, index: int, part: Changes, base: LedgerClaim | None) -> _Row:
    """A claim by hand: a part of another one, or what the machine missed."""
    name = f"{BY_HAND}-{digest([act.act_id, index])}"
    if base is None:
        base = _blank(part)
    row = changed(base, part)
    claim = replace(row.claim, claim_id=name, extractor=BY_HAND, probability=READ_BY_A_PERSON)
    return _Row(replace(row, claim=claim), Anchor.of(claim), ReviewStatus.ADDED, [act])


def _blank(part: Changes) -> LedgerClaim:
    """What an added claim is before its fields are put in; the act has a span, a kind, a voice and a time."""
    assert part.span is not None
    claim = Claim(
        claim_id="",
        report_id=part.span.report_id,
        span=part.span,
        zone=part.zone or Zone.BODY,
        kind=part.kind or ClaimKind.CONTROL_HOLD,
        attribution=part.attribution,
        event_time=part.event_time or EventTime.unknown(),
        asserted=True,
        modality=Modality.ACTUAL,
        probability=READ_BY_A_PERSON,
        trigger=part.span.exact,
        extractor=BY_HAND,
    )
    return LedgerClaim(claim, None)

"""Denials and statements of contradiction, put on the card of what they speak about; and the pairs of a card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice

from tadmur.compare.happenings import NEXT_TO, said_before
from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import FAR_FUTURE, Allied, same_side, voice_of
from tadmur.compare.relations import relate
from tadmur.compare.sentences import speaker_of, upper_first
from tadmur.compare.spans import days_of, in_order
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import ClaimPair, Comparison, ComparisonKind
from tadmur.terms.ids import digest

REMARK_REACHES = 300
"""Characters between a statement of contradiction and the claim that it is about."""
REMARK_JOINS = 1500
"""The same for a card that is there already."""
LOOKED_AT = 400
"""So many pairs of one card are related; a card of more claims shows those of the first."""


def with_remarks(
    cards: Sequence[Comparison], remarks: Sequence[LocatedClaim], members: Mapping[str, LocatedClaim], allied: Allied
) -> list[Comparison]:
    """Each denial or contradiction joins one card of dispute or sequence: by nearness in its report, else by place.

    A statement of contradiction that finds none makes a card of its own with the nearest claim of another voice.
    """
    joined: dict[str, list[str]] = {}
    alone: list[LocatedClaim] = []
    in_report: dict[str, list[LocatedClaim]] = defaultdict(list)
    for item in members.values():
        in_report[item.claim.report_id].append(item)
    by_report: dict[str, list[Comparison]] = defaultdict(list)
    by_place: dict[str, list[Comparison]] = defaultdict(list)
    for card in cards:
        if card.kind not in (ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE):
            continue
        by_place[card.place_id or ""].append(card)
        for report in {members[claim_id].claim.report_id for claim_id in card.claim_ids}:
            by_report[report].append(card)
    for remark in sorted(remarks, key=lambda item: item.claim.claim_id):
        denial = remark.claim.kind is ClaimKind.DENIAL
        near = [
            (characters, card.comparison_id)
            for card in by_report[remark.claim.report_id]
            if (characters := _characters(remark, card, members)) <= (NEXT_TO if denial else REMARK_JOINS)
        ]
        there = [(_days(remark, card), card.comparison_id) for card in by_place.get(remark.place_key or "-", ())]
        ranked = near or there
        if ranked:
            joined.setdefault(min(ranked)[1], []).append(remark.claim.claim_id)
        elif remark.claim.kind is ClaimKind.CONTRADICTION:
            alone.append(remark)
    own = [made for remark in alone if (made := _own_card(remark, in_report[remark.claim.report_id], allied))]
    return [*(_joined(card, joined.get(card.comparison_id, []), members) for card in cards), *own]


def _own_card(remark: LocatedClaim, others: Sequence[LocatedClaim], allied: Allied) -> Comparison | None:
    """A publisher's own word that two accounts differ, beside the nearest claim that it can be about."""

    def distance(item: LocatedClaim) -> int:
        return abs(item.claim.span.start - remark.claim.span.start)

    near = [
        (distance(item), item.claim.claim_id, item, relation)
        for item in others
        if distance(item) <= REMARK_REACHES
        and said_before(item, remark)
        and not _one_mind(item, remark, allied)
        and (relation := relate(item, remark, allied)) is not None
    ]
    if not near:
        return None
    _, _, claimed, relation = min(near, key=lambda found: found[:2])
    claims = in_order((claimed, remark))
    ids = (claims[0].claim.claim_id, claims[1].claim.claim_id)
    since, until = days_of(claims)
    place = claimed.place_name or remark.place_name
    said = f"what {speaker_of(claimed)} says is contradicted, according to {speaker_of(remark)}."
    return Comparison(
        comparison_id=digest([relation.kind.value, ClaimKind.CONTRADICTION.value, sorted(ids)]),
        kind=relation.kind,
        claim_ids=ids,
        place_id=claimed.place_key or remark.place_key,
        state_disputed=relation.kind is ComparisonKind.DISPUTE,
        conceded=(),
        summary=f"{upper_first(place)}: {said}" if place else upper_first(said),
        topic=ClaimKind.CONTRADICTION.value,
        pairs=(ClaimPair(*ids, relation.kind, relation.reason),),
        disputed=f"What {speaker_of(claimed)} says.",
        since=since,
        until=until,
    )


def _one_mind(a: LocatedClaim, b: LocatedClaim, allied: Allied) -> bool:
    """Whether one voice or side says both."""
    day = (a.published_at or b.published_at or FAR_FUTURE).date()
    return voice_of(a) == voice_of(b) or same_side(a.speaker_actor, b.speaker_actor, day, allied)


def _characters(remark: LocatedClaim, card: Comparison, members: Mapping[str, LocatedClaim]) -> int:
    """Characters between the remark and the nearest claim of the card in its report."""
    claims = (members[claim_id].claim for claim_id in card.claim_ids)
    return min(
        abs(claim.span.start - remark.claim.span.start) for claim in claims if claim.report_id == remark.claim.report_id
    )


def _days(remark: LocatedClaim, card: Comparison) -> int:
    """Days between the card's last day and the remark; 0 where either has none."""
    end = remark.claim.event_time.latest or remark.published_at
    return 0 if end is None or card.until is None else abs((end.date() - card.until).days)


def _joined(card: Comparison, remarks: Sequence[str], members: Mapping[str, LocatedClaim]) -> Comparison:
    if not remarks:
        return card

    def order(claim_id: str) -> tuple[bool, str, str]:
        published = members[claim_id].published_at
        return published is None, "" if published is None else published.isoformat(), claim_id

    claim_ids = tuple(sorted({*card.claim_ids, *remarks}, key=order))
    number = digest([card.kind.value, card.place_id, sorted(claim_ids)])
    return replace(card, comparison_id=number, claim_ids=claim_ids)


def with_pairs(card: Comparison, members: Mapping[str, LocatedClaim], allied: Allied) -> Comparison:
    """The card with its days, and with its claims related two by two where it has no pairs yet."""
    claims = [members[claim_id] for claim_id in card.claim_ids]
    since, until = days_of(claims)
    pairs = card.pairs
    if not pairs:
        related = (
            (a, b, relation)
            for a, b in islice(combinations(in_order(claims), 2), LOOKED_AT)
            if (relation := relate(a, b, allied)) is not None
        )
        pairs = tuple(
            ClaimPair(a.claim.claim_id, b.claim.claim_id, r.kind, r.reason, r.standing) for a, b, r in related
        )
    return replace(card, pairs=pairs, since=since, until=until)

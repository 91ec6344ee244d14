"""Denials and statements of contradiction, put on the card of what they speak about; and the pairs of a card."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice

from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import Allied
from tadmur.compare.relations import relate
from tadmur.compare.spans import days_of, in_order
from tadmur.terms.comparison import ClaimPair, Comparison, ComparisonKind
from tadmur.terms.ids import digest

LOOKED_AT = 400
"""So many pairs of one card are related; a card of more claims shows those of the first."""


def with_remarks(
    cards: Sequence[Comparison], remarks: Sequence[LocatedClaim], members: Mapping[str, LocatedClaim]
) -> list[Comparison]:
    """Each denial or contradiction joins one card of dispute or sequence: by nearness in its report, else by place."""
    joined: dict[str, list[str]] = {}
    by_report: dict[str, list[Comparison]] = defaultdict(list)
    by_place: dict[str, list[Comparison]] = defaultdict(list)
    for card in cards:
        if card.kind not in (ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE):
            continue
        by_place[card.place_id or ""].append(card)
        for report in {members[claim_id].claim.report_id for claim_id in card.claim_ids}:
            by_report[report].append(card)
    for remark in sorted(remarks, key=lambda item: item.claim.claim_id):
        near = [(_characters(remark, card, members), card.comparison_id) for card in by_report[remark.claim.report_id]]
        there = [(_days(remark, card), card.comparison_id) for card in by_place.get(remark.place_key or "-", ())]
        ranked = near or [item for item in there if item[0] is not None]
        if ranked:
            joined.setdefault(min(ranked)[1], []).append(remark.claim.claim_id)
    return [_joined(card, joined.get(card.comparison_id, []), members) for card in cards]


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

"""What a publisher or speaker takes back: the claim withdrawn, and the one that stands in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tadmur.compare.pair_sentences import pair_summary
from tadmur.compare.positions import Allied, Position, incompatible, voice_of
from tadmur.compare.relation import Relation
from tadmur.compare.spans import days_of, in_order
from tadmur.terms.comparison import ClaimPair, Comparison, ComparisonKind
from tadmur.terms.ids import digest


def withdrawals(positions: Sequence[Position], allied: Allied) -> dict[str, tuple[Position, Position]]:
    """claim_id of each withdrawn claim to (it, the first that corrects it).

    The earlier of two claims that exclude each other is withdrawn when the later stands in a passage that says that
    it corrects, and is its publisher's or speaker's own.
    """
    found: dict[str, tuple[Position, Position]] = {}
    mending = [position for position in positions if position.located.corrects]
    if not mending:
        return found
    ordered = in_order(position.located for position in positions)
    rank = {item.claim.claim_id: number for number, item in enumerate(ordered)}
    for later in sorted(mending, key=lambda p: rank[p.located.claim.claim_id]):
        for earlier in positions:
            before = rank[earlier.located.claim.claim_id] < rank[later.located.claim.claim_id]
            if before and incompatible(earlier, later, allied) and one_mouth(earlier, later):
                found.setdefault(earlier.located.claim.claim_id, (earlier, later))
    return found


def withdrawn_claims(cards: Iterable[Comparison]) -> frozenset[str]:
    """Ids of the claims on who holds a place that were taken back: they are evidence no more."""
    pairs = (pair for card in cards if card.topic == "control" for pair in card.pairs)
    return frozenset(pair.first for pair in pairs if pair.kind is ComparisonKind.CORRECTION)


def one_mouth(a: Position, b: Position) -> bool:
    """Whether one outlet printed both, or one voice says both."""
    publishers = {p.located.claim.publisher.source_id or p.located.claim.publisher.name for p in (a, b)}
    return (len(publishers) == 1 and None not in publishers) or voice_of(a.located) == voice_of(b.located)


def correction_card(group: tuple[Position, Position], names: Mapping[str, str]) -> Comparison:
    """The card of a withdrawn claim."""
    first, second = (position.located for position in group)
    ids = (first.claim.claim_id, second.claim.claim_id)
    relation = Relation(ComparisonKind.CORRECTION, "the later one says that it corrects what was said before")
    since, until = days_of((first, second))
    return Comparison(
        comparison_id=digest([ComparisonKind.CORRECTION.value, first.place_key, sorted(ids)]),
        kind=ComparisonKind.CORRECTION,
        claim_ids=ids,
        place_id=first.place_key,
        state_disputed=False,
        conceded=(),
        summary=pair_summary(ComparisonKind.CORRECTION, "control", (first, second), {ids: relation}, names),
        pairs=(ClaimPair(*ids, relation.kind, relation.reason),),
        since=since,
        until=until,
    )

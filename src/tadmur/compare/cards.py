"""Cards: claims about one matter side by side, what is conceded and what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from tadmur.compare.located import LocatedClaim
from tadmur.compare.matters import copies, matters
from tadmur.compare.positions import (
    Allied,
    Position,
    agree,
    concedes,
    explains,
    incompatible,
    position_of,
    precedes,
    same_side,
)
from tadmur.compare.sentences import (
    concession_sentence,
    copy_sentence,
    corroboration_sentence,
    dispute_sentence,
    sequence_sentence,
)
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import Comparison, ComparisonKind
from tadmur.terms.ids import digest

SPEAKS_ABOUT_CLAIMS = frozenset({ClaimKind.CONTRADICTION, ClaimKind.DENIAL})


def compare_claims(
    located: Sequence[LocatedClaim], *, allied: Allied, names: Mapping[str, str] | None = None
) -> list[Comparison]:
    """Cards for all matters on which more than one claim bears, the same whatever the order of the claims.

    A matter (one place, one stretch of days) has at most one card of dispute, sequence or corroboration, beside one
    card for each statement that was copied. Claims in other words than on who holds a place are left out, but for
    denials and contradictions, which join the card they speak about.

    Args:
        allied: whether two parties stand together on a day.
        names: neutral name of each actor_id, for the sentences; an id without a name is shown as it is.
    """
    names = names or {}
    cards: list[Comparison] = []
    members: dict[str, LocatedClaim] = {item.claim.claim_id: item for item in located}
    positions = [position for item in located if (position := position_of(item)) is not None]
    for matter in matters(positions):
        statements = copies(matter)
        cards += [_copy_card(group, names) for group in statements if len(group) > 1]
        card = _matter_card([group[0] for group in statements], allied, names)
        if card is not None:
            cards.append(card)
    taken = {position.located.claim.claim_id for position in positions}
    remarks = [i for i in located if i.claim.kind in SPEAKS_ABOUT_CLAIMS and i.claim.claim_id not in taken]
    cards = _with_remarks(cards, remarks, members)
    return sorted(cards, key=lambda card: (card.place_id or "", card.kind.value, card.claim_ids))


def _card(
    kind: ComparisonKind,
    positions: Iterable[Position],
    summary: str,
    *,
    state_disputed: bool = False,
    conceded: tuple[tuple[str, str], ...] = (),
) -> Comparison:
    ordered = sorted(positions, key=lambda p: p.order)
    claim_ids = tuple(position.located.claim.claim_id for position in ordered)
    return Comparison(
        comparison_id=digest([kind.value, ordered[0].located.place_key, sorted(claim_ids)]),
        kind=kind,
        claim_ids=claim_ids,
        place_id=ordered[0].located.place_key,
        state_disputed=state_disputed,
        conceded=conceded,
        summary=summary,
    )


def _copy_card(group: Sequence[Position], names: Mapping[str, str]) -> Comparison:
    return _card(ComparisonKind.COPY, group, copy_sentence(group, names))


def _matter_card(positions: Sequence[Position], allied: Allied, names: Mapping[str, str]) -> Comparison | None:
    clashing = [(a, b) for a, b in combinations(positions, 2) if incompatible(a, b, allied)]
    if not clashing:
        return _corroboration(positions, allied, names)
    last_changes = _last_changes(positions, allied)
    open_pairs = [(a, b) for a, b in clashing if not _settled(a, b, last_changes, allied)]
    unexplained = [(a, b) for a, b in open_pairs if not (explains(a, b, allied) or explains(b, a, allied))]
    holders = frozenset(p.holder for p in positions if p.holder)
    losers = frozenset(p.not_holder for p in positions if p.not_holder)
    involved = {p.located.claim.claim_id for pair in clashing for p in pair}
    bearing = [p for p in positions if p.located.claim.claim_id in involved or _supports(p, positions, allied)]
    conceding = [p for p in bearing if concedes(p, holders | losers, allied)]
    conceded = tuple((p.located.claim.claim_id, concession_sentence(p, names)) for p in _in_order(conceding))
    sides = frozenset(p.located.speaker_actor for p in conceding if p.located.speaker_actor)
    if unexplained:
        summary = dispute_sentence(unexplained, sides, names)
        return _card(ComparisonKind.DISPUTE, bearing, summary, state_disputed=True, conceded=conceded)
    summary = sequence_sentence(_in_order(bearing), sides, names, disputed=bool(open_pairs))
    return _card(ComparisonKind.SEQUENCE, bearing, summary, state_disputed=bool(open_pairs), conceded=conceded)


def _last_changes(positions: Sequence[Position], allied: Allied) -> dict[str, datetime]:
    """By claim_id of each state: the newest start of a change up to then that gave its holder the place."""
    changes = [p for p in positions if p.event and p.holder is not None]
    result: dict[str, datetime] = {}
    for state in positions:
        starts = [
            change.earliest
            for change in changes
            if not state.event
            and change.latest <= state.latest
            and same_side(change.holder, state.holder, change.day, allied)
        ]
        if starts:
            result[state.located.claim.claim_id] = max(starts)
    return result


def _settled(a: Position, b: Position, last_changes: Mapping[str, datetime], allied: Allied) -> bool:
    """Whether it is known which of the two came last.

    It is by their own times and words, within what one voice says in one report, or when a third claim tells of the
    change in between.
    """
    if precedes(a, b) or precedes(b, a):
        return True
    if a.voice == b.voice and a.located.claim.report_id == b.located.claim.report_id:
        return explains(a, b, allied) or explains(b, a, allied)
    state, event = (a, b) if b.event else (b, a)
    if state.event or not event.event or state.earliest <= event.latest:
        return False
    change = last_changes.get(state.located.claim.claim_id)
    return change is not None and event.latest < change


def _supports(position: Position, positions: Sequence[Position], allied: Allied) -> bool:
    return any(other is not position and agree(position, other, allied) for other in positions)


def _corroboration(positions: Sequence[Position], allied: Allied, names: Mapping[str, str]) -> Comparison | None:
    """A card for the largest set of independent voices that say one fact, or ``None`` when there are not two."""
    best: list[Position] = []
    for first in _in_order(positions):
        group = [first]
        for other in _in_order(positions):
            if agree(first, other, allied) and all(_independent(other, member, allied) for member in group):
                group.append(other)
        if len(group) > len(best):
            best = group
    if len(best) < 2:
        return None
    parties = frozenset(p for member in best for p in (member.holder, member.not_holder, member.before) if p)
    conceding = [p for p in best if concedes(p, parties, allied)]
    conceded = tuple((p.located.claim.claim_id, concession_sentence(p, names)) for p in conceding)
    summary = corroboration_sentence(best, conceding, names)
    return _card(ComparisonKind.CORROBORATION, best, summary, conceded=conceded)


def _independent(a: Position, b: Position, allied: Allied) -> bool:
    """Whether two voices are two witnesses: not one voice, side or text."""
    if a is b or a.voice == b.voice or a.located.original_report == b.located.original_report:
        return False
    return not same_side(a.located.speaker_actor, b.located.speaker_actor, min(a.day, b.day), allied)


def _in_order(positions: Iterable[Position]) -> list[Position]:
    return sorted(positions, key=lambda p: p.order)


def _with_remarks(
    cards: Sequence[Comparison], remarks: Sequence[LocatedClaim], members: Mapping[str, LocatedClaim]
) -> list[Comparison]:
    """Each denial or contradiction joins one card of dispute or sequence: by place, else by nearness in its report."""
    joined: dict[str, list[str]] = {}
    open_cards = [card for card in cards if card.kind in (ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE)]
    for remark in sorted(remarks, key=lambda item: item.claim.claim_id):
        ranked = [(rank, card.comparison_id) for card in open_cards if (rank := _nearness(remark, card, members))]
        if ranked:
            joined.setdefault(min(ranked)[1], []).append(remark.claim.claim_id)
    return [_joined(card, joined.get(card.comparison_id, []), members) for card in cards]


def _nearness(remark: LocatedClaim, card: Comparison, members: Mapping[str, LocatedClaim]) -> tuple[int, int] | None:
    """(0, characters) in one report, (1, 0) for one place only; ``None`` when the card is not what it speaks about."""
    distances = [
        abs(members[claim_id].claim.span.start - remark.claim.span.start)
        for claim_id in card.claim_ids
        if members[claim_id].claim.report_id == remark.claim.report_id
    ]
    if distances:
        return 0, min(distances)
    return (1, 0) if remark.place_key is not None and remark.place_key == card.place_id else None


def _joined(card: Comparison, remarks: Sequence[str], members: Mapping[str, LocatedClaim]) -> Comparison:
    if not remarks:
        return card

    def order(claim_id: str) -> tuple[bool, str, str]:
        published = members[claim_id].published_at
        return published is None, "" if published is None else published.isoformat(), claim_id

    claim_ids = tuple(sorted({*card.claim_ids, *remarks}, key=order))
    return Comparison(
        comparison_id=digest([card.kind.value, card.place_id, sorted(claim_ids)]),
        kind=card.kind,
        claim_ids=claim_ids,
        place_id=card.place_id,
        state_disputed=card.state_disputed,
        conceded=card.conceded,
        summary=card.summary,
    )

"""Cards: claims about one matter side by side, what is conceded and what stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations

from tadmur.compare.corrections import correction_card, withdrawals
from tadmur.compare.located import LocatedClaim
from tadmur.compare.matters import copies, matters
from tadmur.compare.pair_cards import pair_cards
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
from tadmur.compare.remarks import with_pairs, with_remarks
from tadmur.compare.sentences import (
    concession_sentence,
    copy_sentence,
    corroboration_sentence,
    dispute_sentence,
    place_name,
    sequence_sentence,
)
from tadmur.compare.spans import days_of
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import Comparison, ComparisonKind
from tadmur.terms.ids import digest

SPEAKS_ABOUT_CLAIMS = frozenset({ClaimKind.CONTRADICTION, ClaimKind.DENIAL})


def compare_claims(
    located: Sequence[LocatedClaim], *, allied: Allied, names: Mapping[str, str] | None = None
) -> list[Comparison]:
    """Cards for all matters on which more than one claim bears, the same whatever the order of the claims.

    On who holds a place, a matter (one place, one stretch of days) has at most one card of dispute, sequence or
    corroboration, beside one card for each statement that was copied or withdrawn; denials and contradictions join the
    card they speak about. Figures, sieges, parts and wholes, and places taken for each other have cards of their own.

    Args:
        allied: whether two parties stand together on a day.
        names: neutral name of each actor_id, for the sentences; an id without a name is shown as it is.
    """
    names = names or {}
    cards: list[Comparison] = []
    members: dict[str, LocatedClaim] = {item.claim.claim_id: item for item in located}
    positions = [position for item in located if (position := position_of(item)) is not None]
    for matter in matters(positions):
        withdrawn = withdrawals(matter, allied)
        cards += [correction_card(group, names) for group in withdrawn.values()]
        statements = copies([position for position in matter if position.located.claim.claim_id not in withdrawn])
        cards += [_copy_card(group, names) for group in statements if len(group) > 1]
        card = _matter_card([group[0] for group in statements], allied, names)
        if card is not None:
            cards.append(card)
    taken = {position.located.claim.claim_id for position in positions}
    remarks = [i for i in located if i.claim.kind in SPEAKS_ABOUT_CLAIMS and i.claim.claim_id not in taken]
    cards = with_remarks(cards, remarks, members, allied)
    shown = [frozenset(card.claim_ids) for card in cards]
    cards += pair_cards(located, shown, allied, names)
    cards = [with_pairs(card, members, allied) for card in cards]
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
    since, until = days_of([position.located for position in ordered])
    return Comparison(
        comparison_id=digest([kind.value, ordered[0].located.place_key, sorted(claim_ids)]),
        kind=kind,
        claim_ids=claim_ids,
        place_id=ordered[0].located.place_key,
        state_disputed=state_disputed,
        conceded=conceded,
        summary=summary,
        disputed=f"Who holds {place_name(ordered[0])}." if state_disputed else "",
        since=since,
        until=until,
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
    one_text = a.located.original_report == b.located.original_report
    if a is b or a.voice == b.voice or one_text or (a.located.echo is not None and a.located.echo == b.located.echo):
        return False
    return not same_side(a.located.speaker_actor, b.located.speaker_actor, min(a.day, b.day), allied)


def _in_order(positions: Iterable[Position]) -> list[Position]:
    return sorted(positions, key=lambda p: p.order)

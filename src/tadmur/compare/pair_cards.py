"""Cards from pairs: figures, denials, parts and wholes, places taken for each other, corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tadmur.compare.blocks import candidate_pairs, headline_pairs, topic_of
from tadmur.compare.cluster import clusters
from tadmur.compare.located import LocatedClaim
from tadmur.compare.pair_sentences import disputed_sentence, pair_summary
from tadmur.compare.positions import Allied, concedes, position_of
from tadmur.compare.relation import Relation
from tadmur.compare.relations import relate
from tadmur.compare.sentences import concession_sentence
from tadmur.compare.spans import days_of, in_order
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import ClaimPair, Comparison, ComparisonKind, Standing
from tadmur.terms.ids import digest


def pair_cards(
    located: Sequence[LocatedClaim], taken: Iterable[frozenset[str]], allied: Allied, names: Mapping[str, str]
) -> list[Comparison]:
    """Cards of the pairs that no card of ``taken`` (the claim_ids of each) shows already."""
    members = {item.claim.claim_id: item for item in located}
    together: dict[str, set[int]] = defaultdict(set)
    for number, shown in enumerate(taken):
        for claim_id in shown:
            together[claim_id].add(number)
    groups: dict[tuple[str, str, tuple[str, ...]], dict[tuple[str, str], Relation]] = defaultdict(dict)
    heads = ((a, b, True) for a, b in headline_pairs(located))
    for a, b, headline in (*heads, *((a, b, False) for a, b in candidate_pairs(located))):
        first, second = in_order((a, b))
        pair = (first.claim.claim_id, second.claim.claim_id)
        if pair[0] == pair[1] or together.get(pair[0], set()) & together.get(pair[1], set()):
            continue
        relation = relate(first, second, allied)
        if relation is None:
            continue
        two_places = relation.kind is ComparisonKind.DIFFERENT_PLACE
        if (headline and two_places) or is_worth_a_card(relation, first, second):
            places = tuple(sorted({a.place_key or "", b.place_key or ""})) if two_places else ()
            groups[relation.kind.value, _topic(first, second), places][pair] = relation
    cards = []
    for (kind, topic, _), relations in sorted(groups.items()):
        for ids in clusters(relations):
            own = {pair: relation for pair, relation in relations.items() if pair[0] in ids and pair[1] in ids}
            cards.append(_card(ComparisonKind(kind), topic, [members[name] for name in ids], own, allied, names))
    return cards


def is_worth_a_card(relation: Relation, a: LocatedClaim, b: LocatedClaim) -> bool:
    """Whether a reader gains from seeing the two side by side."""
    match relation.kind:
        case ComparisonKind.CORROBORATION:
            return relation.standing is not Standing.OWN_SIDE and a.claim.kind is not ClaimKind.CLASH
        case ComparisonKind.DIFFERENT_SCOPE:
            return relation.opposed
        case ComparisonKind.DIFFERENT_PLACE:
            return relation.opposed and _taken_for_one(a, b)
        case ComparisonKind.SEQUENCE:
            both_states = position_of(a) is not None and position_of(b) is not None
            return a.claim.report_id != b.claim.report_id and not both_states
    return True


def _taken_for_one(a: LocatedClaim, b: LocatedClaim) -> bool:
    if a.place_name and b.place_name and a.place_name.casefold() == b.place_name.casefold():
        return True
    return (a.beside is not None and a.beside in (b.place_key, b.beside)) or (
        b.beside is not None and b.beside == a.place_key
    )


def _topic(a: LocatedClaim, b: LocatedClaim) -> str:
    topics = {topic_of(a), topic_of(b)}
    if topics == {"happening"}:
        kinds = sorted({a.claim.kind, b.claim.kind} - {ClaimKind.DENIAL, ClaimKind.CONTRADICTION})
        return kinds[0].value if kinds else ClaimKind.DENIAL.value
    return "control" if "control" in topics else min(topics - {"happening"})


def _card(
    kind: ComparisonKind,
    topic: str,
    claims: Sequence[LocatedClaim],
    relations: Mapping[tuple[str, str], Relation],
    allied: Allied,
    names: Mapping[str, str],
) -> Comparison:
    ordered = in_order(claims)
    since, until = days_of(ordered)
    positions = [position for item in ordered if (position := position_of(item)) is not None]
    parties = frozenset(p for item in positions for p in (item.holder, item.not_holder, item.before) if p)
    conceding = [item for item in positions if concedes(item, parties, allied)]
    key = next((item.place_key for item in ordered if item.place_key), None)
    ids = tuple(item.claim.claim_id for item in ordered)
    pairs = [
        ClaimPair(*pair, relation.kind, relation.reason, relation.standing) for pair, relation in relations.items()
    ]
    return Comparison(
        comparison_id=digest([kind.value, topic, sorted(ids)]),
        kind=kind,
        claim_ids=ids,
        place_id=key,
        state_disputed=kind is ComparisonKind.DISPUTE,
        conceded=tuple((p.located.claim.claim_id, concession_sentence(p, names)) for p in conceding),
        summary=pair_summary(kind, topic, ordered, relations, names),
        topic=topic,
        pairs=tuple(sorted(pairs, key=lambda pair: (ids.index(pair.first), ids.index(pair.second)))),
        disputed=disputed_sentence(kind, topic, ordered),
        since=since,
        until=until,
    )

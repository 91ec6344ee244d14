"""Totals over events of harm: ranges that never count the same people twice.

Two events *may count the same people* when neither place, nor time, nor status, nor party tells them apart: a figure
for a province holds that of its towns, a figure for a month that of its days. The least that must have happened is the
greatest sum over events of which no two may count the same people, a maximum-weight independent set of the graph of
overlaps (solved exactly by mixed-integer programming). At most there are as many as all events together that no other
event holds; where one of these has no upper bound, or where figures contradict each other so that the sum would fall
below the least, the total has none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from tadmur.terms.harm import EvidenceGrade, HarmEvent, HarmKind, HarmStatus, HarmTotal

LARGEST_EXACT = 300
"""Events in one knot of overlaps up to which the sum is exact; beyond, the largest figures are taken first."""
_PEOPLE = frozenset({"persons", "count"})
PERSONS = "persons"
PERCENT = "percent"
_KILLED_OR_INJURED = frozenset({HarmKind.KILLED, HarmKind.INJURED, HarmKind.KILLED_OR_INJURED})

KeyOf = Callable[[HarmEvent], str]


def harm_totals(events: Iterable[HarmEvent], key_of: KeyOf, *, by_status: bool = True) -> list[HarmTotal]:
    """One total for each group, kind of harm, status and unit, in that order; see the module's text.

    Shares ("40 per cent of the houses") are never added: their rows count events and have no sum. Discounted events
    are counted under their grade and add nothing.
    """
    groups: dict[tuple[str, HarmKind, HarmStatus | None, str], list[HarmEvent]] = defaultdict(list)
    for event in events:
        status = event.reading.status if by_status else None
        groups[key_of(event), event.reading.kind, status, _unit(event)].append(event)
    ordered = sorted(groups, key=lambda key: (key[0], key[1], key[2] or "", key[3]))
    return [_total(*key, groups[key]) for key in ordered]


def _unit(event: HarmEvent) -> str:
    if event.unit is None or event.unit in _PEOPLE:
        people = event.reading.object is None and event.reading.kind is not HarmKind.AID_BLOCKED
        return PERSONS if people else "places"
    return event.unit


def _total(key: str, kind: HarmKind, status: HarmStatus | None, unit: str, events: Sequence[HarmEvent]) -> HarmTotal:
    counted = [e for e in events if e.grade is not EvidenceGrade.DISCOUNTED]
    figured = [e for e in counted if (e.low, e.best, e.high) != (None, None, None)]
    added = _independent(figured) if unit != PERCENT else []
    lows = [e.low for e in added if e.low is not None]
    bests = [e.best for e in added]
    widest = [e for e in figured if not any(_holds(other, e) for other in figured)]
    highs = [e.high for e in widest]
    summed = bool(added)
    low = sum(lows) if lows else None
    most = sum(high for high in highs if high is not None) if summed and None not in highs else None
    return HarmTotal(
        key=key,
        kind=kind,
        status=status,
        unit=unit,
        low=low,
        best=sum(best for best in bests if best is not None) if summed and None not in bests else None,
        high=None if most is not None and low is not None and most < low else most,
        events=len(events),
        without_figure=len(counted) - len(figured),
        overlapping=len(figured) - len(added) if unit != PERCENT else 0,
        grades=tuple(sorted(Counter(e.grade for e in events).items())),
        claim_ids=tuple(sorted({claim_id for e in events for claim_id in e.claim_ids})),
    )


def _least(event: HarmEvent) -> float:
    """What an event vouches for at least, nothing where it has no lower bound; its best figure settles ties."""
    return (event.low or 0.0) + 1e-6 * (event.best or 0.0)


def may_count_the_same(one: HarmEvent, other: HarmEvent) -> bool:
    """Whether nothing tells the people of two events apart."""
    kinds = {one.reading.kind, other.reading.kind}
    if len(kinds) > 1 and not (kinds <= _KILLED_OR_INJURED and HarmKind.KILLED_OR_INJURED in kinds):
        return False
    statuses = {one.reading.status, other.reading.status} - {HarmStatus.UNKNOWN}
    parties = {one.party, other.party} - {None}
    if len(statuses) > 1 or len(parties) > 1 or one.reading.object is not other.reading.object:
        return False
    return _places_meet(one, other) and _times_meet(one, other)


def _places_meet(one: HarmEvent, other: HarmEvent) -> bool:
    if one.place_id is None or other.place_id is None:
        return True
    return one.place_id == other.place_id or one.place_id in other.containers or other.place_id in one.containers


def _times_meet(one: HarmEvent, other: HarmEvent) -> bool:
    starts_late = one.first is not None and other.last is not None and one.first > other.last
    ends_early = one.last is not None and other.first is not None and one.last < other.first
    return not (starts_late or ends_early)


def _holds(whole: HarmEvent, part: HarmEvent) -> bool:
    """Whether everybody counted in ``part`` is counted in ``whole``; of two alike the first holds the other."""
    if whole is part or not may_count_the_same(whole, part) or not _covers(whole, part):
        return False
    return not (_covers(part, whole) and whole.claim_ids > part.claim_ids)


def _covers(whole: HarmEvent, part: HarmEvent) -> bool:
    if whole.place_id is None or whole.first is None or whole.last is None or part.first is None or part.last is None:
        return False
    place = whole.place_id == part.place_id or whole.place_id in part.containers
    people = whole.reading.status in (HarmStatus.UNKNOWN, part.reading.status) and whole.party in (None, part.party)
    return place and people and whole.first <= part.first and part.last <= whole.last


def _independent(events: Sequence[HarmEvent]) -> list[HarmEvent]:
    """The events to add: no two may count the same people, and no other choice vouches for more."""
    if not events:
        return []
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

    ordered = sorted(events, key=lambda e: (-_least(e), e.claim_ids))
    pairs = [
        (i, j)
        for i in range(len(ordered))
        for j in range(i + 1, len(ordered))
        if may_count_the_same(ordered[i], ordered[j])
    ]
    rows = np.array([i for i, _ in pairs], dtype=np.int64)
    columns = np.array([j for _, j in pairs], dtype=np.int64)
    graph = csr_matrix((np.ones(len(pairs)), (rows, columns)), shape=(len(ordered), len(ordered)))
    number, labels = connected_components(graph, directed=False)
    chosen: list[HarmEvent] = []
    for component in range(number):
        members = np.flatnonzero(labels == component)
        chosen += [ordered[index] for index in _heaviest(members, pairs, [_least(e) for e in ordered])]
    return chosen


def _heaviest(members: NDArray[np.int64], pairs: Sequence[tuple[int, int]], weights: Sequence[float]) -> list[int]:
    """A maximum-weight independent set of one component; ties go to more events, then to the first in order."""
    if len(members) == 1:
        return [int(members[0])]
    place = {int(index): number for number, index in enumerate(members)}
    inner = [(place[i], place[j]) for i, j in pairs if i in place and j in place]
    if len(members) > LARGEST_EXACT:
        return _largest_first(members, inner)
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
    from scipy.sparse import csr_matrix

    count = len(members)
    row = np.repeat(np.arange(len(inner)), 2)
    column = np.array([end for pair in inner for end in pair])
    matrix = csr_matrix((np.ones(len(column)), (row, column)), shape=(len(inner), count))
    nudge = 1e-4 * (1 + np.arange(count)[::-1] / count)
    solution = milp(
        -(np.array([weights[index] for index in members]) + nudge),
        constraints=LinearConstraint(matrix, ub=1.0),
        integrality=np.ones(count),
        bounds=Bounds(0, 1),
    )
    return [int(index) for index, taken in zip(members, solution.x, strict=True) if taken > 0.5]


def _largest_first(members: NDArray[np.int64], inner: Sequence[tuple[int, int]]) -> list[int]:
    barred: set[int] = set()
    neighbours: dict[int, set[int]] = defaultdict(set)
    for i, j in inner:
        neighbours[i].add(j)
        neighbours[j].add(i)
    taken = []
    for number, index in enumerate(members):
        if number not in barred:
            taken.append(int(index))
            barred |= neighbours[number]
    return taken

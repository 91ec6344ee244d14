"""Which claims are looked at two by two: those that share a place, or part and whole, and come near in time.

Pairs are never formed over all claims. Claims stand in the order of their time within each place; a pair is formed
only inside a window of days, so that the work grows with how many speak of one place in one week.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from tadmur.compare.figures import COUNTED
from tadmur.compare.grounds import says_all
from tadmur.compare.happenings import latest
from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import position_of
from tadmur.terms.claim import ClaimKind
from tadmur.terms.report import Zone

WINDOW = timedelta(days=10)
"""Claims whose last moments lie farther apart are not compared here."""
NEIGHBOURS = 60
"""In a window that holds more, a claim is compared with so many that follow it."""
HEADS = frozenset({Zone.HEADLINE, Zone.DECK})
COUNTS = frozenset(kind.value for kind in COUNTED)

Pair = tuple[LocatedClaim, LocatedClaim]


def topic_of(located: LocatedClaim) -> str:
    """What a claim is about, as one word for all claims that can answer it."""
    claim = located.claim
    if claim.kind in COUNTED and claim.quantity is not None:
        return claim.kind.value
    return "control" if position_of(located) is not None else "happening"


def candidate_pairs(located: Sequence[LocatedClaim]) -> Iterator[Pair]:
    """Pairs worth a look beside those of one matter of control, the same whatever the order of ``located``.

    Statements of contradiction are left out: they join the card of what they speak about.
    """
    ordered = sorted(
        (item for item in located if item.claim.kind is not ClaimKind.CONTRADICTION),
        key=lambda item: (latest(item), item.claim.claim_id),
    )
    by_place: dict[tuple[str, str], list[LocatedClaim]] = defaultdict(list)
    placeless: dict[tuple[str, str], list[LocatedClaim]] = defaultdict(list)
    for item in ordered:
        topic = topic_of(item)
        if item.place_key is not None:
            by_place[item.place_key, topic].append(item)
        elif topic in COUNTS or topic == "happening":
            placeless[item.claim.report_id, topic].append(item)
    for (_, topic), items in by_place.items():
        if topic != "control":
            yield from _within_window(items)
        else:
            yield from _parts_of_one(items)
    for items in placeless.values():
        yield from _within_window(items)
    yield from _answers(ordered)
    yield from _over_places(ordered, by_place)
    yield from _namesakes(ordered)


def _within_window(items: Sequence[LocatedClaim]) -> Iterator[Pair]:
    for index, item in enumerate(items):
        for other in items[index + 1 : index + 1 + NEIGHBOURS]:
            if latest(other) - latest(item) > WINDOW:
                break
            yield item, other


def _parts_of_one(items: Sequence[LocatedClaim]) -> Iterator[Pair]:
    """Claims on part of a place beside those on the whole of it; the whole ones are compared as a matter."""
    part = [item for item in items if (p := position_of(item)) and p.partial]
    whole = [item for item in items if (p := position_of(item)) and not p.partial]
    for item in part:
        for other in _near(item, whole):
            yield item, other


def _answers(ordered: Sequence[LocatedClaim]) -> Iterator[Pair]:
    """Denials beside the claims of their place; a denial of a claim on control is no position by itself."""
    control: dict[str, list[LocatedClaim]] = defaultdict(list)
    for item in ordered:
        if item.place_key is not None and position_of(item) is not None:
            control[item.place_key].append(item)
    for item in ordered:
        if item.place_key in control and topic_of(item) == "happening":
            for other in _near(item, control[item.place_key or ""]):
                yield item, other


def _over_places(
    ordered: Sequence[LocatedClaim], by_place: dict[tuple[str, str], list[LocatedClaim]]
) -> Iterator[Pair]:
    """A claim beside those of the place that it is part of, or lies by.

    Who holds a whole province is held against a town of it only where the words leave nothing out.
    """
    for item in ordered:
        topic = topic_of(item)
        if item.place_key is None or topic == "happening":
            continue
        for outer in (*item.within, *((item.beside,) if item.beside else ())):
            close = outer in (item.part_of, item.beside)
            for other in _near(item, by_place.get((outer, topic), ())):
                if topic != "control" or close or says_all(other):
                    yield item, other


def headline_pairs(located: Sequence[LocatedClaim]) -> Iterator[Pair]:
    """A headline's word on a place of which the text says nothing, beside what the text says of another place.

    Only named places count: a headline that calls a quarter by its town is no mistake.
    """
    reports: dict[str, list[LocatedClaim]] = defaultdict(list)
    for item in located:
        if item.place_key is not None and topic_of(item) == "control":
            reports[item.claim.report_id].append(item)
    for items in reports.values():
        body = [item for item in items if item.claim.zone not in HEADS]
        told = {key for item in body for key in (item.place_key, item.part_of)}
        for head in items:
            if head.claim.zone in HEADS and head.place_key not in told and _is_named(head) and _changes(head):
                yield from ((head, item) for item in body if _is_named(item) and _changes(item))


def _changes(item: LocatedClaim) -> bool:
    """Whether it tells of a place that changed hands."""
    position = position_of(item)
    return position is not None and position.event


def _is_named(item: LocatedClaim) -> bool:
    """Whether the place is one of the gazetteer, with a size that can be held."""
    key = item.place_key or ""
    return not key.startswith(("vague:", "name:")) and item.part_of is None


def _namesakes(ordered: Sequence[LocatedClaim]) -> Iterator[Pair]:
    """Claims on places that share a name and are not one."""
    named: dict[tuple[str, str], list[LocatedClaim]] = defaultdict(list)
    for item in ordered:
        if item.place_key and item.place_name and topic_of(item) == "control":
            named[item.place_name.casefold(), topic_of(item)].append(item)
    for items in named.values():
        if len({item.place_key for item in items}) > 1:
            yield from ((a, b) for a, b in _within_window(items) if a.place_key != b.place_key)


def _near(item: LocatedClaim, others: Sequence[LocatedClaim]) -> Iterator[LocatedClaim]:
    """Those of ``others``, in order of time, within ``WINDOW`` of ``item``; of many the nearest that follow first."""
    at = latest(item)
    start = bisect_left(others, _minus(at), key=latest)
    for other in others[start : start + NEIGHBOURS]:
        if latest(other) - at > WINDOW:
            break
        yield other


def _minus(instant: datetime) -> datetime:
    floor = datetime(1, 1, 2, tzinfo=instant.tzinfo)
    return instant if instant <= floor + WINDOW else instant - WINDOW

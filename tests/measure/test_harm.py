"""Harm as events and totals: ranges, grades, and nobody counted twice."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.measure.harm_events import harm_events
from tadmur.measure.harm_totals import harm_totals, may_count_the_same
from tadmur.terms.claim import Quantity
from tadmur.terms.harm import (
    EvidenceGrade,
    HarmEvent,
    HarmKind,
    HarmObject,
    HarmReading,
    HarmStatement,
    HarmStatus,
    HarmTotal,
)

DAY = date(2016, 3, 10)


def persons(low: float | None, best: float | None, high: float | None) -> Quantity:
    return Quantity(low, best, high, "persons", vague=low != high)


def said(
    claim_id: str,
    quantity: Quantity | None = None,
    *,
    voice: str = "wire",
    side: str | None = "independent",
    kind: HarmKind = HarmKind.KILLED,
    status: HarmStatus = HarmStatus.CIVILIAN,
    place: str | None = "town",
    containers: tuple[str, ...] = ("SY/Homs", "SY"),
    first: date | None = DAY,
    last: date | None = DAY,
    party: str | None = None,
    by: str | None = None,
    asserted: bool = True,
    object_: HarmObject | None = None,
    published: date = DAY,
) -> HarmStatement:
    return HarmStatement(
        claim_id, HarmReading(kind, object_, status, None), voice, side, f"report-{claim_id}", False, party, by, place,
        place, containers, first, last, published, quantity, asserted,
    )  # fmt: skip


def total(statements: list[HarmStatement]) -> HarmTotal:
    (found,) = harm_totals(harm_events(statements), lambda event: "all", by_status=False)
    return found


def test_an_event_ranges_over_its_voices() -> None:
    (event,) = harm_events(
        [
            said("a", persons(4, 4, 4)),
            said("b", persons(9, 9, None), voice="council"),
            said("c", persons(7, 7, 7), voice="un"),
        ]
    )
    assert (event.low, event.best, event.high) == (4, 7, None)
    assert event.voices == 3


def test_the_newest_word_of_a_voice_counts() -> None:
    later = said("b", persons(22, 22, 22), published=date(2016, 3, 12))
    (event,) = harm_events([later, said("a", persons(9, 9, 9))])
    assert (event.low, event.best, event.high, event.voices) == (22, 22, 22, 1)


def test_what_only_has_a_best_figure_vouches_for_no_least() -> None:
    (event,) = harm_events([said("a", persons(None, 50, None))])
    assert (event.low, event.best, event.high) == (None, 50, None)
    assert total([said("a", persons(None, 50, None))]).low is None


def test_fighters_and_civilians_are_different_people() -> None:
    fighters = said("b", persons(23, 23, 23), status=HarmStatus.COMBATANT, party="islamic-state")
    events = harm_events([said("a", persons(4, 4, 4)), fighters])
    assert len(events) == 2
    assert not may_count_the_same(*events)


@pytest.mark.parametrize(
    ("voices", "grade"),
    [
        ([said("a", persons(4, 4, 4))], EvidenceGrade.WEAK),
        ([said("a", persons(4, 4, 4)), said("b", persons(5, 5, 5), voice="radio", side="rebels")], EvidenceGrade.FAIR),
        (
            [said("a", persons(4, 4, 4), side="rebels"), said("b", persons(5, 5, 5), voice="radio", side=None)],
            EvidenceGrade.WEAK,
        ),
        ([said("a", persons(4, 4, 4), voice="army", side="army", by="army")], EvidenceGrade.CONFIRMED),
        (
            [said("a", persons(40, 40, 40), side="army", by="army", status=HarmStatus.COMBATANT, party="rebels")],
            EvidenceGrade.WEAK,
        ),
        (
            [said("a", persons(40, 40, 40), side="rebels", status=HarmStatus.COMBATANT, party="rebels")],
            EvidenceGrade.CONFIRMED,
        ),
        (
            [said("a", persons(4, 4, 4), by="army"), said("b", persons(4, 4, 4), voice="radio", by="rebels")],
            EvidenceGrade.CONTESTED,
        ),
        ([said("a", persons(4, 4, 4)), said("b", persons(90, 90, 90), voice="radio")], EvidenceGrade.CONTESTED),
        (
            [said("a", persons(4, 4, 4)), said("b", persons(4, 4, 4), voice="radio", asserted=False)],
            EvidenceGrade.CONTESTED,
        ),
        ([said("a", persons(4, 4, 4), asserted=False)], EvidenceGrade.DISCOUNTED),
        ([said("a", None, asserted=False)], EvidenceGrade.WEAK),
        (
            [said("a", Quantity(3, 3, 3, "vehicles"), object_=HarmObject.VEHICLES, side="army", by="army")],
            EvidenceGrade.WEAK,
        ),
    ],
)
def test_grades(voices: list[HarmStatement], grade: EvidenceGrade) -> None:
    (event,) = harm_events(voices)
    assert event.grade is grade
    assert event.rule


def test_a_month_holds_its_days_and_a_province_its_towns() -> None:
    day = said("a", persons(4, 4, 4))
    elsewhere = said("b", persons(6, 6, 6), place="village")
    month = said("c", persons(30, 30, 30), first=date(2016, 3, 1), last=date(2016, 3, 31), voice="un")
    province = said("d", persons(7, 7, 7), place="SY/Homs", containers=("SY",), voice="council")
    assert total([day, elsewhere]).low == 10
    assert total([day, month]).low == 30
    assert total([day, elsewhere, province]).low == 10
    assert total([day, elsewhere, province]).overlapping == 1
    assert total([day, elsewhere, month]).low == 36


def test_a_total_without_an_upper_bound_has_none() -> None:
    assert total([said("a", persons(4, 4, 4)), said("b", persons(24, None, None), place="village")]).high is None
    held = [
        said("a", persons(4, 4, None)),
        said("b", persons(9, 9, 9), place="SY/Homs", containers=("SY",), voice="un"),
    ]
    assert total(held).high == 9


def test_unknown_is_not_zero_and_shares_are_not_added() -> None:
    nothing = total([said("a"), said("b", place="village")])
    assert (nothing.low, nothing.best, nothing.high, nothing.without_figure) == (None, None, None, 2)
    zero = total([said("a", persons(0, 0, 0))])
    assert (zero.low, zero.high, zero.without_figure) == (0, 0, 0)
    shares = [
        said(name, Quantity(40, 40, 40, "percent"), place=name, kind=HarmKind.DAMAGED, object_=HarmObject.HOMES)
        for name in ("a", "b")
    ]
    assert (total(shares).low, total(shares).events) == (None, 2)


def test_discounted_events_add_nothing() -> None:
    found = total([said("a", persons(4, 4, 4), asserted=False), said("b", persons(3, 3, 3), place="village")])
    assert (found.low, found.high, found.events) == (3, 3, 2)


PLACES = [("town", ("SY/Homs", "SY")), ("village", ("SY/Homs", "SY")), ("SY/Homs", ("SY",)), ("SY", ()), (None, ())]

statements = st.lists(
    st.builds(
        lambda number, place, start, length, low, extra, status, bounded: said(
            f"c{number:04d}",
            persons(low, low, low + extra if bounded else None),
            voice=f"v{number}",
            place=place[0],
            containers=place[1],
            first=date(2016, 3, start),
            last=date(2016, 3, min(31, start + length)),
            status=status,
        ),
        st.integers(0, 9999),
        st.sampled_from(PLACES),
        st.integers(1, 28),
        st.integers(0, 20),
        st.integers(0, 50),
        st.integers(0, 5),
        st.sampled_from(list(HarmStatus)),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda s: s.claim_id,
)


def heaviest(events: list[HarmEvent]) -> float:
    """The greatest sum by trying every set."""
    return max(
        sum(event.low or 0 for event in chosen)
        for size in range(len(events) + 1)
        for chosen in combinations(events, size)
        if not any(may_count_the_same(a, b) for a, b in combinations(chosen, 2))
    )


@given(statements)
def test_the_least_is_the_greatest_sum_that_counts_nobody_twice(found: list[HarmStatement]) -> None:
    events = [event for event in harm_events(found) if event.grade is not EvidenceGrade.DISCOUNTED]
    assert total(found).low == heaviest(events)


@given(statements, st.randoms(use_true_random=False))
def test_order_changes_nothing(found: list[HarmStatement], rng: random.Random) -> None:
    shuffled = list(found)
    rng.shuffle(shuffled)
    assert harm_events(found) == harm_events(shuffled)
    assert total(found) == total(shuffled)


@given(statements)
def test_bounds_stand_in_order(found: list[HarmStatement]) -> None:
    ranged = total(found)
    if ranged.low is not None and ranged.high is not None:
        assert ranged.low <= ranged.high
    for event in harm_events(found):
        if event.low is not None and event.high is not None:
            assert event.low <= event.high


def test_a_copy_of_a_statement_in_one_report_is_one() -> None:
    twice = [said("a", persons(4, 4, 4)), replace(said("b", persons(4, 4, 4)), report_id="report-a")]
    assert len(harm_events(twice)) == 1

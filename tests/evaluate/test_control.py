"""The record of control against a truth made by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.evaluate.control import Answer, TrueHold, evaluation_days, score_control, summarise

FIRST = date(2020, 3, 1)
TURN = date(2020, 3, 11)
LAST = date(2020, 3, 20)
TRUTH = [
    TrueHold("Qaryat", "gov", FIRST, TURN - timedelta(days=1)),
    TrueHold("Qaryat", "reb", TURN, LAST),
    TrueHold("Tell", "contested", TURN, TURN),
]


def sure_and_right(place: str, day: date) -> Mapping[str, float]:
    if place == "Tell":
        return {"contested": 1.0, "gov": 0.0}
    return {"gov": 1.0, "reb": 0.0} if day < TURN else {"gov": 0.0, "reb": 1.0}


def test_days_are_publications_and_ends_of_intervals() -> None:
    days = evaluation_days(TRUTH, [date(2020, 3, 5), TURN])
    assert days == [FIRST, date(2020, 3, 5), TURN - timedelta(days=1), TURN, LAST]


def test_certain_truth_costs_nothing() -> None:
    score = score_control(TRUTH, evaluation_days(TRUTH, []), sure_and_right)
    assert [(answer.place, answer.day) for answer in score.answers] == [
        ("Qaryat", FIRST),
        ("Qaryat", TURN - timedelta(days=1)),
        ("Qaryat", TURN),
        ("Qaryat", LAST),
        ("Tell", TURN),
    ]
    assert score.accuracy == score.accuracy_with_unknown == 1.0
    assert score.brier == score.log_loss == score.unknown == 0.0
    assert [(item.answers, item.mean_probability, item.accuracy) for item in score.bins] == [(5, 1.0, 1.0)]


def test_days_outside_the_truth_are_not_asked() -> None:
    asked: list[date] = []

    def record(place: str, day: date) -> None:
        asked.append(day)

    score = score_control(TRUTH, [FIRST - timedelta(days=1), LAST + timedelta(days=1)], record)
    assert asked == []
    assert score.accuracy is score.unknown is score.brier is score.log_loss is None


def test_unknown_is_counted_and_not_scored() -> None:
    score = score_control(TRUTH, [FIRST, LAST], lambda place, day: {"gov": 0.8, "reb": 0.2} if day == FIRST else None)
    assert score.unknown == 0.5
    assert score.accuracy == 1.0
    assert score.accuracy_with_unknown == 0.5
    assert score.brier == pytest.approx(0.2**2 + 0.2**2)
    assert score.log_loss == pytest.approx(-math.log(0.8))


def test_a_holder_the_record_never_heard_of_costs_fully_but_finitely() -> None:
    score = summarise([Answer("Qaryat", FIRST, "third", {"gov": 1.0})])
    assert score.accuracy == 0.0
    assert score.brier == pytest.approx(2.0)
    assert score.log_loss == pytest.approx(-math.log(1e-6))


def test_bins_show_overconfidence() -> None:
    answers = [
        Answer("Qaryat", FIRST, "gov", {"gov": 0.92, "reb": 0.08}),
        Answer("Qaryat", LAST, "reb", {"gov": 0.94, "reb": 0.06}),
        Answer("Tell", LAST, "reb", {"gov": 0.3, "reb": 0.4, "contested": 0.3}),
    ]
    low, high = summarise(answers).bins
    assert (low.low, low.high, low.answers, low.accuracy) == (0.0, 0.5, 1, 1.0)
    assert (high.low, high.high, high.answers, high.accuracy) == (0.9, 0.95, 2, 0.5)
    assert high.mean_probability == pytest.approx(0.93)


def test_equals_are_settled_by_name() -> None:
    assert Answer("Qaryat", FIRST, "gov", {"reb": 0.5, "gov": 0.5}).guess == "gov"


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.sampled_from(["gov", "reb", "contested"]), st.booleans()), min_size=1, max_size=20
    )
)
def test_figures_stay_in_their_ranges(cells: list[tuple[float, str, bool]]) -> None:
    answers = [
        Answer("Qaryat", FIRST, holder, {"gov": p, "reb": 1 - p} if known else None) for p, holder, known in cells
    ]
    score = summarise(answers)
    known = [answer for answer in answers if answer.probabilities is not None]
    assert score.unknown == pytest.approx(1 - len(known) / len(answers))
    assert sum(item.answers for item in score.bins) == len(known)
    if known:
        assert 0 <= score.brier <= 2  # type: ignore[operator]
        assert 0 <= score.log_loss <= -math.log(1e-6)  # type: ignore[operator]
        assert score.accuracy_with_unknown <= score.accuracy  # type: ignore[operator]

"""Counts of settlements: every one is counted once, and the unknown is not nobody's."""

from __future__ import annotations

from datetime import date

import pytest

from tadmur.measure.settlements import count_settlements
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label

DAY = date(2020, 5, 4)


def assessment(place_id: str, label: Label, *states: tuple[str, float]) -> Assessment:
    return Assessment(place_id, DAY, None, states, label, None, None, (), None)


def test_counts_add_up() -> None:
    found = [
        assessment("p1", Label.ASSESSED, ("north", 0.9), ("south", 0.1)),
        assessment("p2", Label.CLAIMED_ONLY, ("south", 0.7), ("north", 0.3)),
        assessment("p3", Label.CONTESTED, (CONTESTED_STATE, 0.6), ("north", 0.4)),
        assessment("p4", Label.STALE, ("south", 0.8), ("north", 0.2)),
        assessment("p5", Label.UNKNOWN, ("north", 0.5), ("south", 0.5)),
    ]
    counts = count_settlements(found, as_of=DAY, settlements=["p1", "p2", "p3", "p4", "p5", "p6"])
    assert counts.total == 6
    assert counts.assessed == (("north", 1),)
    assert counts.claimed_only == (("south", 1),)
    assert (counts.contested, counts.stale, counts.unknown) == (1, 1, 2)
    assert dict(counts.expected) == pytest.approx({CONTESTED_STATE: 0.6, "north": 1.8, "south": 1.6})


def test_only_what_is_asked_for() -> None:
    found = [assessment("p1", Label.ASSESSED, ("north", 1.0)), assessment("p2", Label.ASSESSED, ("north", 1.0))]
    assert count_settlements(found, as_of=DAY, settlements=["p2"]).assessed == (("north", 1),)
    assert count_settlements(found, as_of=DAY).total == 2
    assert count_settlements([], as_of=DAY).total == 0


def test_mixed_days_and_double_places_are_refused() -> None:
    one = assessment("p1", Label.ASSESSED, ("north", 1.0))
    with pytest.raises(ValueError, match="two assessments of p1"):
        count_settlements([one, one], as_of=DAY)
    with pytest.raises(ValueError, match="not 2020-05-05"):
        count_settlements([one], as_of=date(2020, 5, 5))

"""What must hold of the model whatever it is made of, tried from outside on small cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from simulated_war import DAY_SECONDS, claim, observe

from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    symbol = draw(st.sampled_from([Symbol.GAIN, Symbol.HOLD, Symbol.LOSS, Symbol.CONTESTED]))
    party = -1 if symbol is Symbol.CONTESTED else draw(st.integers(0, 2))
    first = draw(st.integers(0, 90))
    return claim(
        symbol,
        party,
        first,
        last_day=first + draw(st.sampled_from([0, 0, 7])),
        published=(first + draw(st.integers(7, 30))) * DAY_SECONDS,
        place=draw(st.integers(0, 1)),
        speaker_party=draw(st.integers(-1, 2)),
        source=draw(st.integers(0, 4)),
    )


def believed(*claims: dict[str, Any], day: int) -> NDArray[np.float64]:
    posterior = reconcile(observe(*claims), places=2, parties=3, first_day=0, last_day=120)
    return np.asarray(posterior.at(day)[0], dtype=np.float64)


def log_odds(probability: float) -> float:
    return float(np.log(probability) - np.log1p(-probability))


@settings(max_examples=60, deadline=None)
@given(st.lists(rows(), max_size=6), st.integers(0, 2), st.integers(0, 110))
def test_one_more_independent_voice_for_a_holder_never_lowers_it(
    given_rows: list[dict[str, Any]], party: int, day: int
) -> None:
    """On the day of which the new voice speaks; it is nobody's echo, stands with nobody and is published last.

    One that is published first may take from a later report of a change that it is news: that is not asserted here.
    """
    published = max((row["published"] for row in given_rows), default=0.0) + DAY_SECONDS
    voice = claim(
        Symbol.HOLD,
        party,
        day,
        place=0,
        speaker_party=INDEPENDENT,
        publisher_party=INDEPENDENT,
        source=77,
        published=published,
    )
    before, after = believed(*given_rows, day=day), believed(*given_rows, voice, day=day)
    assert after[party] >= before[party] - 1e-9


@settings(max_examples=25, deadline=None)
@given(st.lists(rows(), max_size=4), st.sampled_from([Symbol.HOLD, Symbol.GAIN]), st.integers(-1, 2))
def test_a_hundred_copies_say_hardly_more_than_one(
    given_rows: list[dict[str, Any]], symbol: Symbol, speaks_for: int
) -> None:
    """By whomever the copies are printed, they move the log-odds at most a twentieth more than the first did.

    And a tenth of a nat, for who copies is learned from the copies too.
    """
    told = {"place": 0, "speaker_party": speaks_for, "echo_group": 5}
    first = claim(symbol, 1, 50, source=50, **told)
    copies = [
        claim(symbol, 1, 50, source=51 + n % 30, published=(50 + n % 9) * DAY_SECONDS, **told) for n in range(100)
    ]
    none, one = believed(*given_rows, day=60)[1], believed(*given_rows, first, day=60)[1]
    many = believed(*given_rows, first, *copies, day=60)[1]
    moved = log_odds(one) - log_odds(none)
    assert abs(log_odds(many) - log_odds(one)) <= 0.05 * abs(moved) + 0.1


def test_no_claims_at_all() -> None:
    posterior = reconcile(observe(), places=3, parties=4, first_day=0, last_day=9)
    table = posterior.at(5)
    assert table.shape == (3, 5)
    np.testing.assert_allclose(table.sum(axis=1), 1)
    np.testing.assert_allclose(table[:, :4], table[0, 0])
    assert not posterior.has_evidence(5).any()


def test_a_conflict_with_one_source() -> None:
    said = [claim(Symbol.HOLD, day % 2, day, source=0, speaker_party=INDEPENDENT) for day in range(0, 90, 30)]
    posterior = reconcile(observe(*said), places=1, parties=2, first_day=0, last_day=100)
    assert posterior.at(62)[0].argmax() == 0
    assert np.isfinite(posterior.at(100)).all()


def test_a_source_that_stands_with_somebody_who_is_no_party() -> None:
    """Whom it flatters is none of the parties: it counts as one that flatters none of them."""
    outsider = claim(Symbol.HOLD, 1, 10, source=3, speaker_party=INDEPENDENT, publisher_party=INDEPENDENT)
    unknown = claim(Symbol.HOLD, 1, 10, source=3)
    for said in (outsider, unknown):
        assert believed(said, day=10)[1] > 0.5


def test_places_without_coordinates_are_reconciled_alone() -> None:
    said = observe(*(claim(Symbol.HOLD, 1, 10, place=place, speaker_party=INDEPENDENT, source=1) for place in (0, 2)))
    nowhere = np.full((3, 2), np.nan)
    some = np.array([[30.0, 50.0], [np.nan, np.nan], [30.1, 50.0]])
    options: dict[str, Any] = {"places": 3, "parties": 2, "first_day": 0, "last_day": 20}
    alone = reconcile(said, **options, coordinates=nowhere).at(12)
    np.testing.assert_allclose(alone, reconcile(said, **options).at(12), atol=1e-9)
    table = reconcile(said, **options, coordinates=some).at(12)
    assert np.isfinite(table).all()
    np.testing.assert_allclose(table.sum(axis=1), 1)


def test_claims_before_the_first_day_speak_of_it() -> None:
    early = claim(Symbol.HOLD, 1, -400, speaker_party=INDEPENDENT, source=1)
    assert believed(early, day=0)[1] > 0.5


def test_a_claim_without_a_time_of_publication_is_in_retrospect_only() -> None:
    timeless = claim(Symbol.HOLD, 1, 10, speaker_party=INDEPENDENT, source=1) | {"published": np.nan}
    options: dict[str, Any] = {"places": 1, "parties": 3, "first_day": 0, "last_day": 120}
    assert reconcile(observe(timeless), **options).at(12)[0].argmax() == 1
    then = reconcile(observe(timeless), **options, known_by=100 * DAY_SECONDS).at(12)
    nothing = reconcile(observe(), **options).at(12)
    np.testing.assert_array_equal(then, nothing)


@pytest.mark.parametrize("column", ["reading_probability", "weight", "place_weight"])
def test_not_a_number_is_refused_by_name(column: str) -> None:
    with pytest.raises(ValueError, match=column):
        observe(claim(Symbol.HOLD, 1, 10) | {column: np.nan})


def test_rows_of_unknown_places_and_parties_are_refused() -> None:
    options: dict[str, Any] = {"places": 1, "parties": 2, "first_day": 0, "last_day": 20}
    for wrong in (claim(Symbol.HOLD, 1, 3, place=4), claim(Symbol.HOLD, 2, 3)):
        with pytest.raises(ValueError, match="must lie in"):
            reconcile(observe(wrong), **options)
    assert isinstance(observe(), Observations)


def test_a_party_named_elsewhere_changes_nothing_here() -> None:
    """What is said of another place does not thin out the prior of this one, whoever is named there."""
    here = {"place": 0, "symbol": Symbol.HOLD, "party": 0, "first_day": 10, "last_day": 10, "published": 10 * 86400.0}
    there = here | {"place": 1, "party": 3}
    columns = {name: [here[name], there[name]] for name in here}
    both = Observations.of(columns)
    unlearned = ReconcileSettings(iterations=0)
    question = {"places": 2, "parties": 5, "first_day": 0, "last_day": 60, "settings": unlearned}
    one, two = reconcile(both.take(np.array([0])), **question), reconcile(both, **question)
    assert one.probability(0, 40).tobytes() == two.probability(0, 40).tobytes()
    named, others = two.probability(0, 40)[0], two.probability(0, 40)[1:5]
    assert named > 0.8
    np.testing.assert_allclose(others, others.mean())

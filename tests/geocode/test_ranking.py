"""The ranking: weights with a card, sums that are probabilities, hand-made neighbours."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.geocode.features import FEATURES, Query, affinity, bears_name
from tadmur.geocode.lexicon import DATA
from tadmur.geocode.ranking import rank, softmax
from tadmur.geocode.weights import Weights, load_weights
from tadmur.reference.gazetteer import Match
from tadmur.terms.place import FeatureClass, Place

TOWNS = st.builds(
    lambda key, lon, lat, people: Place(f"x:{key}", "Xara", FeatureClass.SETTLEMENT, lon, lat, "SY", population=people),
    st.integers(0, 10**6),
    st.floats(36, 42),
    st.floats(33, 37),
    st.one_of(st.none(), st.integers(0, 10**6)),
)


def matches_of(places: list[Place]) -> tuple[Match, ...]:
    return tuple(Match(place, True, True) for place in {place.place_id: place for place in places}.values())


def test_fitted_weights_say_what_they_were_fitted_on() -> None:
    shipped = json.loads((DATA / "ranking.json").read_text(encoding="utf-8"))["war"]
    assert "dev half" in shipped["card"]["data"]
    assert shipped["card"]["command"].startswith("python benchmarks/")
    assert set(shipped["weights"]) == set(shipped["hand"]) == set(FEATURES)


def test_a_weight_for_no_feature_is_refused() -> None:
    with pytest.raises(ValueError, match="no such feature: fame"):
        Weights({"fame": 1.0}, 0.0)


@given(st.lists(st.floats(-50, 50), max_size=8), st.floats(-5, 5))
def test_shares_and_none_sum_to_one(scores: list[float], none: float) -> None:
    shares = softmax(scores, Weights({}, none))
    assert all(0.0 <= share <= 1.0 for share in shares)
    rest = 1.0 - sum(shares)
    assert rest == pytest.approx(1.0 / (1.0 + sum(math.exp(min(s - none, 700.0)) for s in scores)), abs=1e-6)


@given(st.lists(TOWNS, max_size=6), st.lists(TOWNS, max_size=3))
def test_ranks_are_probabilities_in_order(places: list[Place], others: list[Place]) -> None:
    queries = [Query("Xara", matches_of(places)), Query("Yara", matches_of(others))]
    for row in rank(queries, countries=("SY",), weights=load_weights("war")):
        shares = [item.probability for item in row]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.0 + 1e-9
        weights = load_weights("war")
        sums = [weights.score(item.features) for item in row]
        assert all(a >= b - 1e-6 for a, b in pairwise(sums))


def test_the_closer_namesake_wins() -> None:
    near = Place("x:1", "Xara", FeatureClass.SETTLEMENT, 38.0, 35.0, "SY")
    far = Place("x:2", "Xara", FeatureClass.SETTLEMENT, 41.0, 36.5, "SY")
    neighbour = Place("x:3", "Yara", FeatureClass.SETTLEMENT, 38.1, 35.0, "SY", population=30_000)
    queries = [Query("Xara", matches_of([near, far])), Query("Yara", matches_of([neighbour]))]
    first = rank(queries, countries=("SY",), weights=load_weights("war"))[0]
    assert first[0].place == near
    assert first[0].probability > 0.9


def test_an_own_place_wins() -> None:
    city = Place("x:1", "Xara", FeatureClass.SETTLEMENT, 38.0, 35.0, "SY", population=900_000)
    own = Place("own:sy-xara", "Xara", FeatureClass.SITE, 41.0, 36.5, "SY")
    (row,) = rank([Query("Xara", matches_of([city, own]))], countries=("SY",), weights=load_weights("war"))
    assert row[0].place == own


def test_names_of_one_sentence_belong_together() -> None:
    a = Query("Xara", (), positions=(0,), sentences=frozenset({0}))
    same = Query("Yara", (), positions=(100,), sentences=frozenset({0}))
    after = Query("Yara", (), positions=(100,), sentences=frozenset({1}))
    far = Query("Yara", (), positions=(9_000,), sentences=frozenset({40}))
    assert affinity(a, same) > affinity(a, after) > affinity(a, far) > 0.0


@pytest.mark.parametrize(
    ("unit", "name", "expected"),
    [
        ("Heet", "Hit", True),
        ("Kitaf wa Al Boqe'e", "Kitaf", True),
        ("Al Bayda City", "Al Bayda", True),
        ("Homs", "Hama", False),
    ],
)
def test_districts_bear_the_name_of_their_seat(unit: str, name: str, expected: bool) -> None:
    assert bears_name(unit, name) is expected

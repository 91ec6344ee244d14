"""Scores of the reconciliation benchmark: perfect is zero, known cases by hand, and the outside scorer agrees."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reconciling.baselines import BASELINES, REFERENCE, last_claim, stated_states, window_vote
from reconciling.scoring import Prediction, calibration_error, claim_is_true, score
from simulators import War, simulate, write_war


@pytest.fixture(scope="module")
def two() -> War:
    return simulate("rumours-fluid", 3, 120)


@pytest.fixture(scope="module")
def three() -> War:
    return simulate("rumours-hard", 3, 120)


@pytest.fixture(scope="module")
def told() -> War:
    """A war in which what is told is mostly so: in the others the map of day 0 is hard to beat."""
    return simulate("roads-fluid", 3, 120)


def perfect(war: War) -> np.ndarray:
    return np.eye(war.parties + 1, dtype=np.float32)[war.state]


@pytest.mark.parametrize("which", ["two", "three"])
def test_the_truth_scores_perfectly(which: str, request: pytest.FixtureRequest) -> None:
    war: War = request.getfixturevalue(which)
    days = np.arange(30, war.state.shape[1], 30)
    totals = np.repeat((war.state[:, days] == 1).sum(axis=0)[:, None], 20, axis=1)
    spoke = np.bincount(war.claims["source"], minlength=len(war.sources["source"]))
    true = np.bincount(war.claims["source"], weights=claim_is_true(war), minlength=len(spoke))
    figures = score(war, Prediction(perfect(war), totals, true / np.maximum(spoke, 1)))
    for name in ("err_ever", "err_front", "ece_ever", "total_error_pct", "false_alarms"):
        assert figures[name] == 0, name
    assert figures["cover_level"] == figures["cover_change"] == 1
    assert figures["width_level_pct"] == 0
    assert figures["reliability_rank"] == pytest.approx(1)


@pytest.mark.parametrize("rule", [rule for rule in BASELINES if rule != REFERENCE])
@pytest.mark.parametrize("online", [False, True])
def test_baselines_are_probabilities_and_better_than_the_map_of_day_0(told: War, rule: str, online: bool) -> None:
    belief = BASELINES[rule](told, online)
    figures = score(told, Prediction(belief))
    start = np.eye(told.parties + 1, dtype=np.float32)[told.places["start_state"].astype(int)]
    unmoved = score(told, Prediction(np.repeat(start[:, None], told.state.shape[1], axis=1)))
    assert figures["err_ever"] < unmoved["err_ever"]


@pytest.mark.parametrize("rule", ["last claim", "window of 30 days", "decay"])
def test_rules_as_known_then_see_no_later_claim(three: War, rule: str) -> None:
    belief = BASELINES[rule](three, True)
    cut = 300
    early = three.claims["pub_day"] < cut
    short = War(
        **{
            **{name: getattr(three, name) for name in ("sources", "places", "state", "front_km", "parties")},
            "claims": {name: column[early] for name, column in three.claims.items()},
            "hidden": {name: column[early] for name, column in three.hidden.items()},
        }
    )
    np.testing.assert_array_equal(BASELINES[rule](short, True)[:, :cut], belief[:, :cut])


def test_a_loss_among_three_speaks_for_whoever_was_named_before(three: War) -> None:
    rows = [(0, 1, 0), (5, 2, 0), (9, 2, 2), (12, 1, 2), (15, 0, 2)]
    days, party, kind = (np.array(column) for column in zip(*rows, strict=True))
    claims = {
        "claim_id": np.arange(5),
        "source": np.zeros(5, int),
        "place": np.zeros(5, int),
        "pub_day": days,
        "event_day": days,
        "kind": kind,
        "controller": party,
    }
    places = three.places | {"start_state": np.zeros_like(three.places["start_state"])}
    war = War(claims, three.sources, places, three.hidden, three.state, three.front_km, 3)
    assert stated_states(war, True).tolist() == [1, 2, 1, 2, 2]


def test_wrong_predictions_are_refused(two: War) -> None:
    with pytest.raises(ValueError, match="shape"):
        score(two, Prediction(perfect(two)[:, :-1]))
    with pytest.raises(ValueError, match="sum to one"):
        score(two, Prediction(perfect(two) * 0.9))
    spoiled = perfect(two)
    spoiled[0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="sum to one"):
        score(two, Prediction(spoiled))


def test_calibration_error_by_hand() -> None:
    confidence = np.array([0.9, 0.9, 0.9, 0.9, 0.5, 0.5])
    right = np.array([True, True, True, False, True, False])
    assert calibration_error(confidence, right) == pytest.approx(4 / 6 * 0.15)


def test_the_outside_scorer_agrees_on_two_parties(shared: Path, tmp_path: Path, two: War) -> None:
    outside = outside_scorer(shared / "fusion" / "score.py")
    write_war(two, tmp_path / "war")
    war = outside.load(tmp_path / "war")
    rng = np.random.default_rng(0)
    belief = rng.dirichlet(np.full(3, 0.3), size=two.state.shape).astype(np.float32) * 0.5 + perfect(two) * 0.5
    totals = rng.integers(0, 120, (len(range(30, two.state.shape[1], 30)), 40)).astype(float)
    wanted = outside.score(belief, war, totals, rng.random(len(two.sources["source"])))
    rng = np.random.default_rng(0)
    rng.dirichlet(np.full(3, 0.3), size=two.state.shape)
    rng.integers(0, 120, (len(range(30, two.state.shape[1], 30)), 40))
    got = score(two, Prediction(belief, totals, rng.random(len(two.sources["source"]))))
    names = {
        "false_alarms_per_1000": "false_alarms",
        "cover90_level": "cover_level",
        "cover90_change_90_days": "cover_change",
        "width90_level_pct": "width_level_pct",
        "width90_change_90_days_pct": "width_change_pct",
    }
    for name, value in wanted.items():
        assert got[names.get(name, name)] == pytest.approx(value, abs=2e-4), name
    for online in (False, True):
        for theirs, ours in ((outside.last_claim, last_claim), (outside.window_vote, window_vote)):
            np.testing.assert_allclose(theirs(war, online), ours(two, online), atol=1e-5)


def outside_scorer(file: Path) -> Any:
    pytest.importorskip("pandas", reason="needs the benchmark folder's pandas")
    spec = importlib.util.spec_from_file_location("outside_score", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

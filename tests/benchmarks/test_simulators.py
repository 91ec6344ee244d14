"""Simulated wars keep to their format, are the same for the same arguments, and are neither plain nor hopeless."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulators import SCENARIOS, War, read_war, simulate, write_war
from tadmur.evaluate.fusion import read_simulated

PLACES = 80


@cache
def war_of(name: str) -> War:
    return simulate(name, 1, PLACES)


def stated(war: War) -> np.ndarray:
    """The state for which each claim speaks, -1 for a loss."""
    kind, party = war.claims["kind"], war.claims["controller"]
    return np.where(kind == 3, war.parties, np.where(kind == 2, -1, party))


@pytest.mark.parametrize("name", SCENARIOS)
def test_columns_hold_what_the_format_says(name: str) -> None:
    war = war_of(name)
    claims, days = war.claims, war.state.shape[1]
    assert war.state.shape == war.front_km.shape == (PLACES, days)
    assert claims["claim_id"].tolist() == list(range(len(claims["claim_id"])))
    assert (np.diff(claims["pub_day"]) >= 0).all()
    assert claims["pub_day"].min() >= 1
    assert claims["pub_day"].max() < days
    assert (claims["event_day"] >= 0).all()
    assert (claims["event_day"] <= claims["pub_day"]).all()
    assert (claims["event_day"] == claims["pub_day"])[~claims["dated"]].all()
    assert np.isin(claims["kind"], range(4)).all()
    contested = claims["kind"] == 3
    assert (claims["controller"][contested] == -1).all()
    assert np.isin(claims["controller"][~contested], range(war.parties)).all()
    assert np.isin(claims["place"], range(PLACES)).all()
    assert np.isin(claims["source"], range(len(war.sources["source"]))).all()
    assert np.isin(war.sources["alignment"], range(-1, war.parties)).all()
    assert (war.sources["alignment"] == -1).any()
    copies = war.hidden["copy_of"] >= 0
    assert (war.hidden["copy_of"][copies] != war.hidden["claim_id"][copies]).all()
    assert len(set(war.hidden["cause"])) >= 5


@pytest.mark.parametrize("name", SCENARIOS)
def test_truth_fits_together(name: str) -> None:
    war = war_of(name)
    start, ever = war.places["start_state"], war.places["ever_contested"]
    assert (war.state[:, 0] == start).all()
    assert set(np.unique(war.state)) <= set(range(war.parties + 1))
    assert ((war.state == start[:, None]) | (war.state == war.parties))[~ever].all()
    held = np.where(war.state == war.parties, -1, war.state.astype(int))
    moved = ((held != start[:, None]) & (held >= 0)).any(axis=1)
    assert (moved == ever).mean() > 0.95
    assert 0.05 < ever.mean() < 0.95
    assert (war.front_km > 0).all()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_claim_is_worth_something_and_not_everything(name: str) -> None:
    """Of what is said of places that change hands, a good share is true, and a good share is not."""
    war = war_of(name)
    claims, said = war.claims, stated(war)
    useful = war.places["ever_contested"][claims["place"]] & (said >= 0)
    right = war.state[claims["place"], claims["event_day"]] == said
    assert 0.4 < right[useful].mean() < 0.95


@pytest.mark.parametrize("name", ["rumours-hard", "roads-hard"])
def test_same_arguments_same_war(name: str) -> None:
    again = simulate(name, 1, PLACES)
    for column, values in war_of(name).claims.items():
        np.testing.assert_array_equal(values, again.claims[column])
    other = simulate(name, 2, PLACES)
    assert not np.array_equal(other.state, again.state)


def test_wars_survive_the_disk_and_are_read_as_claims(tmp_path: Path) -> None:
    war = war_of("rumours-hard")
    write_war(war, tmp_path / "war")
    back = read_war(tmp_path / "war")
    for table in ("claims", "sources", "places", "hidden"):
        for column, values in getattr(war, table).items():
            np.testing.assert_array_equal(values, getattr(back, table)[column])
    np.testing.assert_array_equal(war.state, back.state)
    seen = read_simulated(tmp_path / "war")
    np.testing.assert_array_equal(seen.controller, war.claims["controller"])
    np.testing.assert_array_equal(seen.start_state, war.places["start_state"])

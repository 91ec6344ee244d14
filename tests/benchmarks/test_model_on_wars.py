"""What must hold of the model whatever it is made of: whole simulated wars through the command."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulators import War, simulate, write_war
from tadmur.cli import call

PLACES, DAYS = 24, 150
WARS = ("roads-fluid", "roads-hard", "rumours-four")
"""With two, three and four parties."""


@cache
def short_war(name: str) -> War:
    """The first months of a small war."""
    war = simulate(name, 5, PLACES)
    return up_to(war, DAYS - 1)


def up_to(war: War, day: int) -> War:
    """The war with what was published by a day."""
    return chosen(war, np.flatnonzero(war.claims["pub_day"] <= day))


def chosen(war: War, rows: NDArray[np.int64]) -> War:
    """The war with some of its claims, numbered anew in the order given."""
    claims = {name: column[rows] for name, column in war.claims.items()} | {"claim_id": np.arange(len(rows))}
    hidden = {name: column[rows] for name, column in war.hidden.items()} | {"claim_id": np.arange(len(rows))}
    return War(claims, war.sources, war.places, hidden, war.state, war.front_km, war.parties)


def predicted(war: War, folder: Path, mode: str) -> dict[str, NDArray[Any]]:
    folder.mkdir(parents=True, exist_ok=True)
    write_war(war, folder / "war")
    out = folder / "out.npz"
    assert call(["eval", "reconcile", str(folder / "war"), "--mode", mode, "--days", str(DAYS), "--out", str(out)]) == 0
    with np.load(out) as stored:
        return {name: stored[name] for name in stored.files}


@pytest.mark.parametrize("name", WARS)
@pytest.mark.parametrize("mode", ["retro", "online"])
def test_probabilities_sum_to_one_on_every_day_of_every_place(name: str, mode: str, tmp_path: Path) -> None:
    war = short_war(name)
    belief = predicted(war, tmp_path, mode)["P"]
    assert belief.shape == (PLACES, DAYS, war.parties + 1)
    assert np.isfinite(belief).all()
    assert (belief >= 0).all()
    np.testing.assert_allclose(belief.sum(axis=2), 1, atol=1e-5)


@pytest.mark.parametrize("mode", ["retro", "online"])
def test_order_of_claims_changes_no_byte(mode: str, tmp_path: Path) -> None:
    war = short_war("roads-hard")
    shuffled = chosen(war, np.random.default_rng(0).permutation(len(war.claims["claim_id"])))
    one, other = predicted(war, tmp_path / "a", mode), predicted(shuffled, tmp_path / "b", mode)
    for name, values in one.items():
        assert values.tobytes() == other[name].tobytes(), name


def test_names_of_sources_hardly_matter(tmp_path: Path) -> None:
    """Of claims published on one day the one that comes first is news, and the number of its source decides which."""
    war = short_war("roads-hard")
    new_number = np.random.default_rng(1).permutation(len(war.sources["source"]))
    alignment = np.empty_like(war.sources["alignment"])
    alignment[new_number] = war.sources["alignment"]
    claims = war.claims | {"source": new_number[war.claims["source"]]}
    renamed = War(
        claims, war.sources | {"alignment": alignment}, war.places, war.hidden, war.state, war.front_km, war.parties
    )
    one, other = predicted(war, tmp_path / "a", "retro"), predicted(renamed, tmp_path / "b", "retro")
    assert np.abs(one["P"] - other["P"]).mean() < 0.02
    assert (one["P"].argmax(axis=2) != other["P"].argmax(axis=2)).mean() < 0.05


@pytest.mark.parametrize("name", ["roads-hard", "rumours-four"])
@pytest.mark.parametrize("day", [40, 103])
def test_what_is_published_later_changes_no_byte_of_what_was_known(name: str, day: int, tmp_path: Path) -> None:
    war = short_war(name)
    full, then = predicted(war, tmp_path / "a", "online"), predicted(up_to(war, day), tmp_path / "b", "online")
    assert full["P"][:, : day + 1].tobytes() == then["P"][:, : day + 1].tobytes()

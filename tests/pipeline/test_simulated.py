"""A tiny simulated war through the command: arrays of the right shape, probabilities, and nothing known too early."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from tadmur.cli import call

CLAIMS = """
    SELECT * FROM (VALUES
        (0, 0, 0, 5, 5, true, 0, 1, 10),
        (1, 1, 0, 6, 6, true, 1, 1, 11),
        (2, 0, 1, 9, 9, false, 1, 0, 12)
    ) AS t(claim_id, source, place, pub_day, event_day, dated, kind, controller, text_sig)
"""
SOURCES = "SELECT * FROM (VALUES (0, -1), (1, -1)) AS t(source, alignment)"
PLACES = "SELECT * FROM (VALUES (0, 0, 30.0, 50.0), (1, 0, 31.0, 50.0)) AS t(place, start_state, lon, lat)"


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    for name, query in (("claims", CLAIMS), ("sources", SOURCES), ("places", PLACES)):
        duckdb.sql(f"COPY ({query}) TO '{tmp_path}/war.{name}.parquet' (FORMAT parquet)")
    return tmp_path / "war"


def predicted(prefix: Path, mode: str) -> np.ndarray:
    out = prefix.with_name(f"{mode}.npz")
    assert call(["eval", "reconcile", str(prefix), "--mode", mode, "--days", "12", "--out", str(out)]) == 0
    belief: np.ndarray = np.load(out)["P"]
    assert belief.shape == (2, 12, 3)
    np.testing.assert_allclose(belief.sum(axis=2), 1, atol=1e-5)
    return belief


def test_both_modes_see_the_capture(prefix: Path) -> None:
    for mode in ("retro", "online"):
        belief = predicted(prefix, mode)
        assert belief[0, 11].argmax() == 1
        assert belief[1, 11].argmax() == 0


def test_online_knows_nothing_before_it_was_published(prefix: Path) -> None:
    belief = predicted(prefix, "online")
    assert belief[0, 4].argmax() == 0


def test_a_missing_table_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["eval", "reconcile", str(tmp_path / "none"), "--out", str(tmp_path / "p.npz")]) != 0
    assert "none.claims.parquet" in capsys.readouterr().err

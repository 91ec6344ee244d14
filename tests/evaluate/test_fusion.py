"""Simulated wars are read as arrays in order of their keys; what is missing is named."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from tadmur.evaluate.fusion import read_simulated, write_prediction
from tadmur.terms.errors import InputError

TABLES = {
    "claims": (
        "SELECT * FROM (VALUES (1, 0, 1, 9, 8, true, 0, 1, 5), (0, 1, 0, 7, 7, false, 3, -1, 4)) "
        "t(claim_id, source, place, pub_day, event_day, dated, kind, controller, text_sig)"
    ),
    "sources": "SELECT * FROM (VALUES (0, 'A', -1), (1, 'B', 1)) t(source, name, alignment)",
    "places": "SELECT * FROM (VALUES (0, 1.5, 2.5, 0), (1, 3.5, 4.5, 1)) t(place, lon, lat, start_state)",
}


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    with duckdb.connect() as connection:
        for name, query in TABLES.items():
            connection.execute(f"COPY ({query}) TO '{tmp_path}/war.{name}.parquet' (FORMAT parquet)")
    return tmp_path / "war"


def test_rows_come_in_order_of_their_keys(prefix: Path) -> None:
    war = read_simulated(prefix)
    assert war.pub_day.tolist() == [7, 9]
    assert war.controller.tolist() == [-1, 1]
    assert war.dated.tolist() == [False, True]
    assert war.alignment.tolist() == [-1, 1]
    assert war.start_state.tolist() == [0, 1]
    assert war.lon.tolist() == [1.5, 3.5]


def test_missing_file_and_column_are_named(prefix: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.claims\.parquet: no such file"):
        read_simulated(prefix.with_name("nowhere"))
    Path(f"{prefix}.sources.parquet").write_bytes(Path(f"{prefix}.places.parquet").read_bytes())
    with pytest.raises(InputError, match="simulated sources"):
        read_simulated(prefix)


def test_predictions_survive_the_disk(tmp_path: Path) -> None:
    probabilities = np.random.default_rng(0).dirichlet(np.ones(3), size=(4, 5))
    totals, reliability = np.arange(6).reshape(2, 3), np.array([0.5, 0.9])
    write_prediction(tmp_path / "pred.npz", probabilities, totals, reliability)
    with np.load(tmp_path / "pred.npz") as stored:
        np.testing.assert_allclose(stored["P"], probabilities, atol=1e-6)
        np.testing.assert_array_equal(stored["totals"], totals)
        np.testing.assert_array_equal(stored["reliability"], reliability)

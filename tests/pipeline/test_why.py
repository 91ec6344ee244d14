"""The reasons of an assessment as a reader sees them: they add up, for and against, and follow the two clocks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tadmur.cli import call


def why(demo: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert call(["why", "--db", str(demo / "ledger.duckdb"), *arguments]) == 0
    return capsys.readouterr().out


def test_parts_add_up_to_the_probability(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reason,) = json.loads(why(demo, capsys, "Tadmur", "--as-of", "2016-04-05", "--format", "json"))
    assert reason["place_name"] == "Palmyra"
    pulls = [claim["log_odds"] for claim in reason["claims"]]
    assert sum(pulls) + sum(reason["parts"].values()) == pytest.approx(reason["log_odds"], abs=1e-6)
    assert min(pulls) < 0 < max(pulls)
    assert [abs(pull) for pull in pulls] == sorted(map(abs, pulls), reverse=True)


def test_what_was_not_known_yet_is_no_reason(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now = why(demo, capsys, "Palmyra", "--as-of", "2016-03-20")
    then = why(demo, capsys, "Palmyra", "--as-of", "2016-03-20", "--known-by", "2016-03-20")
    assert "2016-04-05" in now
    assert "2016-04-05" not in then
    assert "log-odds in all" in then


def test_a_place_nobody_speaks_of_is_named(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["why", "Gotham", "--db", str(demo / "ledger.duckdb")]) != 0
    assert "Gotham" in capsys.readouterr().err

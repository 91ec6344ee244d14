"""``tadmur source``: a profile counted from the ledger, a grade beside it, and none for a private person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tadmur.cli import call
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View
from tadmur.terms.grading import Reliability

STORY = (
    "Russian forces captured Lysychansk on Sunday, the Russian defence ministry said. Ukraine's general staff said "
    "that Ukrainian forces withdrew from Lysychansk on Sunday. Resident Olena Kovtun said shelling killed three people "
    "in Lysychansk on Sunday."
)
REPORTS = [
    {"id": "first", "published_at": "2022-07-04", "publisher": "Field Wire", "text": STORY},
    {"id": "copy", "published_at": "2022-07-05", "publisher": "River Post", "text": STORY},
    {
        "id": "other",
        "published_at": "2022-07-04",
        "publisher": "Field Wire",
        "text": "Ukraine's defence ministry said on Monday that Ukrainian forces hold Lysychansk.",
    },
]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    source = tmp_path / "reports.jsonl"
    source.write_text("".join(json.dumps(report) + "\n" for report in REPORTS), encoding="utf-8")
    run([source], tmp_path / "out", settings=RunSettings(pack="ukraine"), now=datetime.now(UTC))
    return tmp_path / "out" / LEDGER


def test_profile_counts_lag_copies_and_admissions(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def profile(name: str) -> dict[str, object]:
        assert call(["source", name, "--db", str(ledger), "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert isinstance(found, dict)
        return found

    staff = profile("General Staff of Ukraine")
    assert staff["speaks_for"] == "Ukraine"
    assert len(staff["against_interest"]) == 2  # type: ignore[arg-type]
    assert staff["by_kind"] == {"control_loss": 2}
    post = profile("River Post")
    assert post["copies"] == 3
    assert post["upstream"] == {"Field Wire": 3}
    assert profile("Field Wire")["repeated_by"] == {"River Post": 3}
    ministry = profile("Russian Ministry of Defence")
    assert ministry["lag"] == {
        "known": 2, "unknown": 0, "median_days": 1.5, "shortest_days": 1, "longest_days": 2
    }  # fmt: skip
    assert ministry["contradicted_by"]
    (learned, *_) = ministry["reliability"]  # type: ignore[misc]
    assert 0 < learned["low"] < learned["share"] < learned["high"] < 1


def test_grades_are_added_and_older_ones_stay(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grade = ["source", "River Post", "--db", str(ledger), "--by", "desk 2", "--grade"]
    assert call([*grade, "b"]) == 0
    assert call([*grade, "D", "--note", "copies"]) == 0
    out = capsys.readouterr().out
    assert "D, not usually reliable (desk 2" in out
    assert "1 older): copies" in out
    with View(ledger) as view:
        given = view.gradings()
        assert [item.reliability for item in given] == [Reliability.B, Reliability.D]
        assert view.gradings(known_by=datetime(2022, 7, 5, tzinfo=UTC)) == []


def test_a_private_person_has_no_profile_and_stands_in_none(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["source", "Olena Kovtun", "--db", str(ledger)]) == 3
    assert "private person" in capsys.readouterr().err
    assert call(["source", "--db", str(ledger), "--format", "json"]) == 0
    assert "Kovtun" not in capsys.readouterr().out


def test_an_unknown_source_is_answered_with_those_that_are_known(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["source", "Nobody Daily", "--db", str(ledger)]) == 3
    assert "Sources with most claims" in capsys.readouterr().err

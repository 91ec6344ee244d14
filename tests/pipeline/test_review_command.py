"""``tadmur review`` for scripts: acts from a file, shown before they are written, and all or none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tadmur.cli import call
from tadmur.store.ledger import View


@pytest.fixture
def ledger(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TADMUR_REVIEWER", raising=False)
    return Path(shutil.copy(demo / "ledger.duckdb", tmp_path / "ledger.duckdb"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0) -> tuple[str, str]:
    assert call(["review", *map(str, arguments)]) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def written(path: Path, *acts: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(act) + "\n" for act in acts), encoding="utf-8")
    return path


def test_a_morning_by_script(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "queue", "--db", ledger, "--limit", "3", "--format", "jsonl")
    first, second, _ = rows(out)
    assert first["score"] >= second["score"]
    acts = written(
        tmp_path / "acts.jsonl",
        {"act": "accept", "claim_id": first["claim_id"]},
        {"act": "correct", "claim_id": second["claim_id"], "fields": {"actor": "islamic-state"}, "comment": "see map"},
    )
    out, err = run(capsys, "apply", acts, "--db", ledger, "--as", "ana", "--dry-run")
    assert "status: read by machine -> accepted by ana" in out
    assert "dry run" in err
    assert run(capsys, "log", "--db", ledger)[0] == "No act of review is in this ledger.\n"
    _, err = run(capsys, "apply", acts, "--db", ledger, "--as", "ana", "--effect")
    assert "2 acts written; revision 2" in err
    log = rows(run(capsys, "log", "--db", ledger, "--format", "jsonl")[0])
    assert [(row["by"], row["act"], row["state"]) for row in log] == [
        ("ana", "accept", "counts"),
        ("ana", "correct", "counts"),
    ]
    out, _ = run(capsys, "undo", "--db", ledger, "--as", "ana")
    assert "corrected by ana -> read by machine" in out
    assert [row["state"] for row in rows(run(capsys, "log", "--db", ledger, "--format", "jsonl")[0])] == [
        "counts", "undone", "counts",
    ]  # fmt: skip
    exported = rows(run(capsys, "export", "--db", ledger, "--pseudonyms")[0])
    assert [row["claim_id"] for row in exported] == [first["claim_id"]]
    assert exported[0]["reviewers"][0].startswith("reviewer-")
    assert run(capsys, "log", "--db", ledger, "--orphaned")[0] == "No act is orphaned.\n"


def test_ledger_and_name_may_stand_before_the_word(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = rows(run(capsys, "--db", ledger, "queue", "--limit", "1", "--format", "jsonl")[0])[0]
    acts = written(tmp_path / "acts.jsonl", {"act": "reject", "claim_id": claim["claim_id"]})
    run(capsys, "--db", ledger, "--as", "bo", "apply", acts)
    assert rows(run(capsys, "log", "--db", ledger, "--format", "jsonl")[0])[0]["by"] == "bo"


def test_nobody_is_refused(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    acts = written(tmp_path / "acts.jsonl", {"act": "undo", "act_id": "x"})
    for name in ((), ("--as", " ")):
        _, err = run(capsys, "apply", acts, "--db", ledger, *name, code=3)
        assert "TADMUR_REVIEWER" in err


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "no act here"), ("\n\n", "no act here"), ("{oops", "line 1: not JSON"), ("[1]", "is a JSON object")],
)
def test_a_file_that_holds_no_acts_is_refused(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    file = tmp_path / "acts.jsonl"
    file.write_text(text, encoding="utf-8")
    _, err = run(capsys, "apply", file, "--db", ledger, "--as", "ana", code=3)
    assert reason in err
    with View(ledger) as view:
        assert view.review_revision() == 0


def test_a_conflict_is_said_with_who_and_when(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = rows(run(capsys, "queue", "--db", ledger, "--limit", "1", "--format", "jsonl")[0])[0]
    acts = written(tmp_path / "acts.jsonl", {"act": "reject", "claim_id": claim["claim_id"]})
    run(capsys, "apply", acts, "--db", ledger, "--as", "bo")
    acts = written(tmp_path / "acts.jsonl", {"act": "accept", "claim_id": claim["claim_id"]})
    _, err = run(capsys, "apply", acts, "--db", ledger, "--as", "ana", "--expected-revision", "0", code=5)
    assert "bo has acted on the same" in err
    assert run(capsys, "undo", "--db", ledger, "--as", "ana", code=3)[1].startswith("Error: ana has no act to undo")


def test_the_screen_needs_a_ledger_and_a_name(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "name the ledger" in run(capsys, code=2)[1]
    assert "nobody is named as reviewer" in run(capsys, "--db", ledger, code=3)[1]
    assert "needs a terminal" in run(capsys, "--db", ledger, "--as", "ana", code=2)[1]

"""A report that is removed is gone: from the ledger's bytes, from the files, and from what is read later."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tadmur.pipeline.removal import remove, removed
from tadmur.pipeline.run import RunOutcome
from tadmur.store.ledger import View
from tadmur.terms.errors import LedgerError
from tests.pipeline.conftest import run_into

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WORD = "Zqyxbarrel"
KEPT = "Orontes Wire\n19 March 2016\n\nGovernment troops captured Mahin from Islamic State on Friday.\n"
TO_GO = f"Zenobia Post\n20 March 2016\n\nIslamic State fighters took Sadad on Saturday, {WORD} said.\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "kept.txt").write_text(KEPT, encoding="utf-8")
    (folder / "to-go.txt").write_text(TO_GO, encoding="utf-8")
    return folder


def test_nothing_of_it_stays_but_a_tombstone(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_into(out, reports, pack="syria-iraq")
    (out / "answers.sqlite").write_bytes(b"answers")
    ledger = out / "ledger.duckdb"
    assert any(WORD.encode() in path.read_bytes() for path in out.iterdir())
    said = list(remove(ledger, "to-go.txt", reason="asked for", who="analyst", now=NOW))
    assert any("tombstone" in line for line in said)
    for path in out.iterdir():
        assert WORD.encode() not in path.read_bytes(), path.name
    assert not (out / "answers.sqlite").exists()
    with View(ledger) as view:
        assert [item.report.caller_id for item in view.reports()] == ["kept.txt"]
        assert {row.claim.report_id for row in view.claims()} == {view.reports()[0].report.report_id}
        assert "removed report" in view.audit()[-1][2]
    assert "asked for" in "\n".join(removed(ledger))
    assert {path.name for path in out.iterdir()} == {
        "ledger.duckdb", "claims.jsonl", "control.csv", "control.geojson", "index.html", "run.json",
    }  # fmt: skip


def test_it_equals_a_ledger_that_never_held_it_and_is_not_taken_in_again(reports: Path, tmp_path: Path) -> None:
    out, without = tmp_path / "out", tmp_path / "without"
    run_into(out, reports, pack="syria-iraq")
    list(remove(out / "ledger.duckdb", "to-go.txt", reason="asked for", who="analyst", now=NOW))
    again: RunOutcome = run_into(out, reports, pack="syria-iraq")
    assert [error.where for error in again.failed] == ["to-go.txt"]
    (reports / "to-go.txt").unlink()
    run_into(without, reports, pack="syria-iraq")
    for name in ("claims.jsonl", "control.csv", "index.html"):
        assert (out / name).read_bytes() == (without / name).read_bytes()


def test_copies_go_first_and_the_last_report_stays(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copy(reports / "to-go.txt", reports / "copy.txt")
    (reports / "copy.txt").write_text(TO_GO.replace("Zenobia Post\n20", "Levant Daily\n21"), encoding="utf-8")
    run_into(out, reports, pack="syria-iraq")
    with pytest.raises(LedgerError, match="copies"):
        list(remove(out / "ledger.duckdb", "to-go.txt", reason="x", who="y", now=NOW))
    with pytest.raises(LedgerError, match="no report"):
        list(remove(out / "ledger.duckdb", "nothing.txt", reason="x", who="y", now=NOW))
    for name in ("copy.txt", "to-go.txt"):
        list(remove(out / "ledger.duckdb", name, reason="x", who="y", now=NOW))
    with pytest.raises(LedgerError, match="only report"):
        list(remove(out / "ledger.duckdb", "kept.txt", reason="x", who="y", now=NOW))

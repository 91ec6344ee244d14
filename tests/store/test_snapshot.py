"""A copy of a ledger is whole, also while somebody writes to it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tadmur.store.ledger import View, Writer
from tadmur.store.snapshot import signature, take_snapshot
from tadmur.terms.errors import LedgerError

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_copy_holds_what_was_committed_before_it(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.duckdb"
    with Writer(ledger) as writer:
        writer.note(NOW, "Ann", "first")
        first = take_snapshot(ledger, tmp_path / "copies")
        seen = signature(ledger)
        writer.note(NOW, "Ann", "second")
        assert signature(ledger) != seen
        second = take_snapshot(ledger, tmp_path / "copies")
        with View(first.path) as view:
            assert [act for _, _, act in view.audit()] == ["first"]
        with View(second.path) as view:
            assert [act for _, _, act in view.audit()] == ["first", "second"]
    assert first.revision != second.revision


def test_the_same_ledger_is_copied_once(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.duckdb"
    with Writer(ledger) as writer:
        writer.note(NOW, "Ann", "first")
    one = take_snapshot(ledger, tmp_path / "copies")
    assert take_snapshot(ledger, tmp_path / "copies") == one
    assert [item.name for item in (tmp_path / "copies").iterdir()] == [one.revision]


def test_what_is_no_ledger_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger here"):
        take_snapshot(tmp_path / "nothing.duckdb", tmp_path / "copies")
    (tmp_path / "text.duckdb").write_text("not a ledger")
    with pytest.raises(LedgerError):
        take_snapshot(tmp_path / "text.duckdb", tmp_path / "copies")
    assert not list((tmp_path / "copies").iterdir())

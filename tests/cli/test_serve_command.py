"""The command that serves: its start, its end, and what it refuses."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tadmur.cli import call
from tadmur.store.ledger import Writer


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.duckdb"
    with Writer(path) as writer:
        writer.note(datetime(2026, 1, 1, tzinfo=UTC), "Ann", "begun")
    return path


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_and_ends_in_order(ledger: Path, sign: signal.Signals) -> None:
    command = [sys.executable, "-m", "tadmur", "serve", "--db", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"at (http://127\.0\.0\.1:\d+/)", server.stdout.readline())
        assert found
        with urllib.request.urlopen(f"{found[1]}api/v1/meta", timeout=30) as answer:
            assert answer.status == 200
        server.send_signal(sign)
        rest, errors = server.communicate(timeout=60)
    assert server.returncode == 0
    assert rest.endswith("Stopped.\n")
    assert not errors


def test_an_address_in_use_is_said_in_one_sentence(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert call(["serve", "--db", str(ledger), "--port", str(port)]) == 6
    assert "Choose another --port" in capsys.readouterr().err


def test_a_token_must_be_long_and_its_own(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = tmp_path / "short"
    short.write_text("secret")
    assert call(["serve", "--db", str(ledger), "--reviewer", f"Ann={short}"]) == 2
    assert "16 characters" in capsys.readouterr().err
    shared = tmp_path / "shared"
    shared.write_text("0123456789abcdef")
    options = ["--reviewer", f"Ann={shared}", "--reviewer", f"Bo={shared}"]
    assert call(["serve", "--db", str(ledger), *options]) == 2
    assert "share a token" in capsys.readouterr().err


def test_without_a_ledger_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["serve", "--db", str(tmp_path / "none.duckdb"), "--port", "0"]) == 5
    assert "tadmur run" in capsys.readouterr().err

"""What goes wrong is said in a sentence: what, where, what next; the rest of the batch is done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tadmur.cli import call

GOOD = (
    "Army takes Halfaya\n\n12 March 2016\n\n"
    "Government forces captured the town of Halfaya on Friday, residents said, after rebels withdrew.\n"
)


def fails(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The message of a command that must fail."""
    code = call([str(argument) for argument in arguments])
    message = capsys.readouterr().err
    assert code != 0
    assert "Traceback" not in message
    return message


def run(capsys: pytest.CaptureFixture[str], reports: Path, out: Path) -> str:
    return fails(capsys, "run", reports, "--out", out, "--pack", "syria-iraq")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n\t ", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("broken.jsonl", b'{"text": "a"\n', "line 1"),
        ("future.txt", GOOD.replace("2016", "2099").encode(), "2099"),
    ],
)
def test_a_bad_report_is_named_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    message = run(capsys, folder, tmp_path / "out")
    assert name in message
    assert said in message
    assert "Halfaya" in (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8")


def test_fifty_megabytes_are_refused_quickly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"The army took the town. " * (50_000_000 // 24))
    message = run(capsys, big, tmp_path / "out")
    assert "big.txt" in message
    assert "MB" in message


def test_reports_without_any_date_are_kept_and_the_way_out_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "undated.txt"
    report.write_text(GOOD.replace("12 March 2016\n\n", ""), encoding="utf-8")
    message = run(capsys, report, tmp_path / "out")
    assert "--published-at" in message
    assert call(["claims", "--db", str(tmp_path / "out" / "ledger.duckdb"), "--format", "jsonl"]) == 0
    assert '"published_at": null' in capsys.readouterr().out
    again = ["run", str(report), "--out", str(tmp_path / "out"), "--published-at", "2016-03-12", "--quiet"]
    assert call(again) == 0


def test_one_report_without_a_date_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "undated.txt").write_text(GOOD.replace("12 March 2016\n\n", ""), encoding="utf-8")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    assert call(["run", str(folder), "--out", str(tmp_path / "out"), "--pack", "syria-iraq"]) == 0
    assert "the report does not state one (undated.txt)" in capsys.readouterr().out


@pytest.mark.parametrize("make", [True, False])
def test_a_folder_without_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str], make: bool) -> None:
    folder = tmp_path / "nothing"
    if make:
        folder.mkdir()
    message = run(capsys, folder, tmp_path / "out")
    assert "nothing" in message
    assert not (tmp_path / "out" / "index.html").exists()


def test_an_out_folder_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    message = run(capsys, tmp_path / "good.txt", tmp_path / "taken" / "out")
    assert "taken" in message
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_an_unknown_pack_names_the_known_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    message = fails(capsys, "run", tmp_path / "good.txt", "--out", tmp_path / "out", "--pack", "atlantis")
    assert "syria-iraq" in message


@pytest.mark.parametrize("command", ["claims", "control"])
def test_a_missing_ledger_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert "tadmur run" in fails(capsys, command, "--db", tmp_path / "none.duckdb")


def test_a_place_that_no_claim_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    assert call(["run", str(tmp_path / "good.txt"), "--out", str(tmp_path / "out"), "--quiet"]) == 0
    message = fails(capsys, "control", "--db", tmp_path / "out" / "ledger.duckdb", "--place", "Nowhereville")
    assert "Nowhereville" in message


def test_ctrl_c_leaves_nothing_half_written_and_the_next_run_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for day in range(10, 29):
        text = GOOD.replace("12 March", f"{day} March") + f"\nDay {day} of the fighting.\n"
        (folder / f"{day}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tadmur", "run", str(folder), "--out", str(out), "--pack", "syria-iraq"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (out / "ledger.duckdb").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGINT)
    _, message = process.communicate(timeout=60)
    assert process.returncode == 130, message
    assert "Traceback" not in message
    assert "goes on" in message
    assert not list(out.glob("*.tmp"))
    assert not list(out.glob(".*"))
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    whole = tmp_path / "whole"
    assert call([*command[3:5], "--out", str(whole), "--pack", "syria-iraq", "--quiet"]) == 0
    for name in ("claims.jsonl", "control.csv", "index.html"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="mounts a small disk: needs root on Linux")
def test_a_full_disk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=False).returncode == 0
    if not mounted:
        pytest.skip("this machine does not allow mounting")
    try:
        (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
        message = run(capsys, tmp_path / "good.txt", disk / "out")
        assert "space" in message
        assert not list((disk / "out").glob("*.tmp"))
    finally:
        subprocess.run(["umount", disk], check=True)

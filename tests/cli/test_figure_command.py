"""tadmur figure and tadmur series say what is missing or wrong before they work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tadmur.cli import call

WHOLE = ("--actor", "IS", "--from", "2016-01-01", "--to", "2016-02-01")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("figure", *WHOLE), "Missing --db"),
        (("figure", "--db", "x.duckdb", "--actor", "IS"), "Missing --from, --to"),
        (("series", "--db", "x.duckdb", *WHOLE), "Missing option '--out'"),
        (("figure", "--db", "x.duckdb", *WHOLE, "--bbox", "1,2,3"), "is not a box"),
        (("figure", "--db", "x.duckdb", *WHOLE, "--scope", "Syria"), "ISO 3166"),
        (("figure", "--db", "x.duckdb", *WHOLE), "there is no ledger here"),
        (("figure", "--db", "x.duckdb", *WHOLE, "--boundaries", "mars"), "no boundary set 'mars'"),
        (("figure", "--rebuild", "manifest.json"), "there is no manifest here"),
        (("series", "--db", "x.duckdb", *WHOLE, "--every", "year", "--out", "o"), "'year' is not one of"),
    ],
)
def test_what_is_wrong_is_said(
    arguments: tuple[str, ...],
    said: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call(arguments) != 0
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["figure", "series"])
def test_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"tadmur {command} --db out/demo/ledger.duckdb --actor" in shown

"""check-figures, import-control and compare as a user types them; the guides' commands run on the shipped examples."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tadmur.cli import call

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs" / "guides"


def guide_commands(name: str) -> list[list[str]]:
    """The indented commands of a guide that use shipped examples only."""
    text = (GUIDES / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.startswith("    tadmur ")]
    return [shlex.split(line)[1:] for line in lines if "examples/" in line or "out/maps.duckdb" in line]


def expanded(arguments: list[str]) -> list[str]:
    found: list[str] = []
    for word in arguments:
        matches = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(word)) if "*" in word else []
        found += matches or [word]
    return found


@pytest.mark.parametrize("name", ["published-figures.md", "control-maps.md"])
def test_the_commands_of_a_guide_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    commands = guide_commands(name)
    assert len(commands) >= 2
    for command in commands:
        assert call(expanded(command)) == 0, (command, capsys.readouterr().err)
    assert capsys.readouterr().out


def test_the_guide_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["check-figures", str(ROOT / "examples" / "published-figures")]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    guide = (GUIDES / "published-figures.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    (?!tadmur)(?:.*\n))+", guide, re.M)
    shown = [" ".join(block.split()) for block in blocks if "disagrees " in block or "figures of territory" in block]
    assert len(shown) >= 3
    for block in shown:
        for part in re.split(r" (?=disagrees  ?[A-Z0-9])", block):
            assert part in printed, part


def test_json_and_claimreview(capsys: pytest.CaptureFixture[str]) -> None:
    example = str(ROOT / "examples" / "published-figures" / "01-wire.md")
    assert call(["check-figures", example, "--format", "json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["verdict"] == "disagrees"
    statement = outcome["statements"][1]["statement_id"]
    given = ["check-figures", example, "--claimreview", statement, "--author", "Desk", "--url", "https://example.org/1"]
    assert call([*given, "--date", "2026-01-02"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["@type"] == "ClaimReview"
    assert document["datePublished"] == "2026-01-02"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check-figures", "{}/none.txt"], "there is no"),
        (["check-figures", "{}/empty.txt"], "no report here that can be read"),
        (["check-figures", "{}/plain.txt", "--claimreview", "x"], "needs an author and an address"),
        (["check-figures", "{}/plain.txt", "--pack", "atlantis"], "there is no conflict pack 'atlantis'"),
        (["import-control", "{}/plain.txt", "--format", "geojson", "--source", "A", "--db", "{}/m.duckdb"], "--pack"),
        (
            ["import-control", "{}/plain.txt", "--format", "deepstate", "--source", "A", "--db", "{}/m.duckdb"],
            "this is no GeoJSON",
        ),
        (
            [
                "import-control",
                "{}/plain.txt",
                "--format",
                "nzz",
                "--source",
                "A",
                "--holder",
                "x",
                "--db",
                "{}/m.duckdb",
            ],
            "LABEL=ACTOR",
        ),
        (
            ["compare", "--db", "{}/no.duckdb", "--sources", "A,B", "--from", "2016-01-01", "--to", "2016-02-01"],
            "no ledger",
        ),
        (
            ["compare", "--db", "{}/no.duckdb", "--sources", "A", "--from", "2016-01-01", "--to", "2016-02-01"],
            "two sources",
        ),
    ],
)
def test_bad_input_is_one_sentence(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plain.txt").write_text(
        "The Islamic State lost 14 per cent of its territory in 2015.", encoding="utf-8"
    )
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert call([argument.format(tmp_path) for argument in arguments]) != 0
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert not (tmp_path / "m.duckdb").exists()

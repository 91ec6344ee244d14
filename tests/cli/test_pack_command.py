"""Packs of one's own: begun, checked, used."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tadmur.cli.pack_command import command
from tadmur.reference.packs import available_packs, load_pack
from tadmur.terms.errors import OutputError, SettingsError


def run(*arguments: str) -> str:
    return CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False).output


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    file = tmp_path / "river-war.yaml"
    run(
        "new", str(file), "--country", "SD", "--party", "Northern Army", "--party", "Río Front", "--since", "2024-05-01"
    )
    return file


def test_a_new_pack_is_sound_and_says_what_it_lacks(begun: Path) -> None:
    pack = load_pack(begun)
    assert [*pack.actors] == ["northern-army", "rio-front"]
    assert pack.pack_id == "river-war"
    advice = run("check", str(begun))
    assert "a sound pack with 2 parties" in advice
    assert "aliases of 'Northern Army'" in advice
    assert "cues" in advice


def test_a_mistake_is_named_with_its_place(begun: Path) -> None:
    begun.write_text(begun.read_text(encoding="utf-8").replace("kind: rebel ", "kind: rebels ", 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"\$\.actors\[0\]\.kind"):
        run("check", str(begun))


def test_a_file_that_is_there_is_kept(begun: Path) -> None:
    before = begun.read_bytes()
    with pytest.raises(OutputError, match="already"):
        run("new", str(begun), "--country", "SD", "--party", "A", "--party", "B")
    assert begun.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--country", "sd", "--party", "A", "--party", "B"], "country code"),
        (["--country", "SD", "--party", "A"], "1 parties"),
        (["--country", "SD", "--party", "A", "--party", "a"], "same id"),
        (["--country", "SD", "--party", "الجيش", "--party", "B"], "no id"),
        (["--country", "SD", "--party", "A", "--party", "B", "--since", "May"], "not a day"),
    ],
)
def test_what_cannot_be_a_pack_is_refused(tmp_path: Path, arguments: list[str], message: str) -> None:
    file = tmp_path / "x.yaml"
    with pytest.raises(SettingsError, match=message):
        run("new", str(file), *arguments)
    assert not file.exists()


def test_every_shipped_pack_is_shown_and_has_forty_sources() -> None:
    listed = run("show")
    for name in available_packs():
        assert name in listed
        pack = load_pack(name)
        assert len(pack.sources) >= 40
        shown = run("show", name)
        assert all(actor.name in shown for actor in pack.actors.values())

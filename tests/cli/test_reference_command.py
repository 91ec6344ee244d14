"""``tadmur reference``: every artefact can be listed; building takes the county file when it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tadmur.cli.reference_command import command
from tadmur.reference import build
from tadmur.reference.artefacts import read_manifest


def test_list_names_every_artefact_and_its_sources() -> None:
    outcome = CliRunner().invoke(command, ["list"], catch_exceptions=False)
    assert outcome.exit_code == 0
    assert all(name in outcome.output for name in read_manifest())
    assert "us-atlas 3.0.1" in outcome.output


@pytest.mark.parametrize("given", [True, False])
def test_build_passes_the_county_file_on(given: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(build, "build_reference", lambda geo, out, progress, counties: seen.update(counties=counties))
    counties = tmp_path / "counties-10m.json"
    counties.write_text("{}", encoding="utf-8")
    arguments = ["build", "--geo", str(tmp_path), "--out", str(tmp_path)]
    outcome = CliRunner().invoke(command, [*arguments, *(["--counties", str(counties)] if given else [])])
    assert outcome.exit_code == 0
    assert seen == {"counties": counties if given else None}

"""The benchmark commands: what they need, and what they say when it is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tadmur.evaluate.claims import Judge, parties_of, score_claims
from tadmur.evaluate.rows import gold_claim, predicted_claim
from tadmur.evaluate.speakers import load_speaker_words
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.pipeline.monitor import find_monitor
from tadmur.reference.packs import load_pack

REPOSITORY = Path(__file__).resolve().parents[2]
SETS = ("palmyra-2016", "sudan-2023", "ukraine-2022")


def test_outside_benchmarks_say_what_is_missing(tmp_path: Path) -> None:
    command = [sys.executable, str(REPOSITORY / "benchmarks" / "outside.py"), "--shared", str(tmp_path)]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == 1
    assert f"{tmp_path / 'bench' / 'dev'}: there are no benchmarks here." in process.stderr
    assert "--shared" in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("name", SETS)
def test_gold_of_the_examples_finds_itself(name: str) -> None:
    """The gold as a prediction in the contract's form is right in every aspect."""
    folder = REPOSITORY / "examples" / name
    failed: list[Any] = []
    reports = read_reports([folder], defaults=ReportDefaults(), on_error=failed.append)
    texts = {report.caller_id: report.text for report in reports}
    assert failed == []
    lines = (folder / "truth" / "claims.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    gold = [gold_claim(row, texts[row["report"]]) for row in rows]
    predicted = [predicted_claim(_in_the_contracts_form(row, texts[row["report"]])) for row in rows]
    pack = load_pack(find_monitor([folder]).pack or "")
    score = score_claims(gold, predicted, Judge(parties_of(pack), load_speaker_words()))
    assert (score.total.hits, score.missed, score.spurious) == (len(rows), (), ())
    assert {aspect: share for aspect, share in score.attributes.items() if share.right != share.cases} == {}


def _in_the_contracts_form(row: dict[str, Any], text: str) -> dict[str, Any]:
    start = text.index(row["quote"])
    return {
        **row,
        "start": start,
        "end": start + len(row["quote"]),
        "place_id": None,
        "place_name": row["place"],
        "place_mention": row["place"],
        "speaker_role": "publisher" if row["speaker"] == row["publisher"] else "official",
    }

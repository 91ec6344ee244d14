"""Kinds of event by cues: always an answer, on our own snippets the right one."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.extract.coding import classify_event, event_lexicon, event_scores
from tadmur.reference.coding import event_codes

SNIPPETS = Path(__file__).parent / "event_snippets.tsv"


def snippets() -> list[tuple[str, str]]:
    """(label, text) of our own sentences; 150, five for each label."""
    with SNIPPETS.open(encoding="utf-8", newline="") as file:
        return [(row["label"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def test_the_lexicon_knows_every_label() -> None:
    assert sorted(event_lexicon().labels) == list(event_codes().event_labels)
    assert event_lexicon().fallback in event_lexicon().labels


def test_our_own_snippets() -> None:
    rows = snippets()
    assert {label for label, _ in rows} == set(event_codes().event_labels)
    wrong = [(label, classify_event(text)[0], text) for label, text in rows if classify_event(text)[0] != label]
    assert len(wrong) <= 0.06 * len(rows), wrong


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The SAA recaptured two villages in the east of the province.", "GOV_REGAINS_TERIT"),
        ("JNIM recaptured two villages in the east of the province.", "NON_STATE_ACTOR_OVERTAKES_TER"),
        ("Al-Shabaab recaptured two villages in the east of the province.", "NON_STATE_ACTOR_OVERTAKES_TER"),
        ("The army’s warplanes  bombed two\u00a0villages.", "AIR_STRIKE"),
    ],
)
def test_who_it_was_decides(text: str, label: str) -> None:
    assert classify_event(text)[0] == label


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300))
def test_any_text_gets_a_label(text: str) -> None:
    label, score = classify_event(text)
    assert label in event_lexicon().labels
    assert 0 < score <= 1
    assert set(event_scores(text)) == set(event_lexicon().labels)


@pytest.mark.parametrize("text", ["", " ", "x" * 100_000, "the army " * 20_000, "(" * 5000, "protest" * 9000])
def test_text_of_any_length_gets_a_label(text: str) -> None:
    assert classify_event(text)[0] in event_lexicon().labels


def test_case_2021(shared: Path, tmp_path: Path) -> None:
    """Weighted F1 on the development half; the cues were read against it, so this guards, it does not prove."""
    gold = shared / "bench" / "dev" / "case2021.tsv"
    rows = [line.split("\t") for line in gold.read_text(encoding="utf-8").splitlines()[1:]]
    predictions = tmp_path / "predictions.tsv"
    predictions.write_text("".join(f"{row[0]}\t{classify_event(row[1])[0]}\n" for row in rows), encoding="utf-8")
    script = shared / "bench" / "score_classification.py"
    result = subprocess.run(
        [sys.executable, str(script), str(gold), str(predictions)], capture_output=True, text=True, check=True
    )

    assert json.loads(result.stdout)["weighted_f1"] >= 0.86

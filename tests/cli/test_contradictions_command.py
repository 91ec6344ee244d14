"""``tadmur contradictions``: the cards of a ledger, chosen and printed in three forms."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tadmur.cli import call
from tadmur.export.comparisons import CARD_FIELDS
from tadmur.pipeline.run import LEDGER, run
from tadmur.pipeline.settings import RunSettings

REPORTS = [
    {
        "id": "claim",
        "published_at": "2022-07-02",
        "publisher": "Field Wire",
        "text": "Russian forces captured Lysychansk on Saturday, the Russian defence ministry said.",
    },
    {
        "id": "denial",
        "published_at": "2022-07-02",
        "publisher": "River Post",
        "text": "Ukraine's army said on Saturday that Ukrainian forces hold Lysychansk.",
    },
    {
        "id": "later",
        "published_at": "2022-07-04",
        "publisher": "River Post",
        "text": "Ukraine's army withdrew from Lysychansk on Sunday, Ukraine's general staff said.",
    },
    {
        "id": "elsewhere",
        "published_at": "2022-09-12",
        "publisher": "River Post",
        "text": "Ukrainian forces recaptured Izium on Sunday, Ukraine's defence ministry said.",
    },
]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contradictions")
    source = folder / "reports.jsonl"
    source.write_text("".join(json.dumps(report) + "\n" for report in REPORTS), encoding="utf-8")
    run([source], folder / "out", settings=RunSettings(pack="ukraine"), now=datetime.now(UTC))
    return folder / "out" / LEDGER


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert call(["contradictions", *arguments]) == 0
    return capsys.readouterr().out


def test_cards_are_text_that_an_analyst_can_read(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--db", str(ledger))
    assert "Lysychansk" in text
    assert "“" in text
    assert "Our reading:" in text
    assert "stands with" in text
    assert "machine-coded" in text
    assert "false" not in text.lower()


def test_jsonl_keeps_the_contract_and_the_ends_of_pairs(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in printed(capsys, "--db", str(ledger), "--format", "jsonl").splitlines()]
    assert rows
    for row in rows:
        assert tuple(row) == CARD_FIELDS
        ids = {claim["claim_id"] for claim in row["claims"]}
        assert {pair[end] for pair in row["pairs"] for end in ("first", "second")} <= ids


def test_csv_has_a_line_a_card(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards = printed(capsys, "--db", str(ledger), "--format", "jsonl").splitlines()
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "--db", str(ledger), "--format", "csv"))))
    assert [row["comparison_id"] for row in rows] == [json.loads(card)["comparison_id"] for card in cards]


def test_what_was_published_later_is_not_known(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early = printed(capsys, "--db", str(ledger), "--known-by", "2022-07-02", "--format", "jsonl").splitlines()
    (card,) = [json.loads(line) for line in early]
    assert card["kind"] == "dispute"
    assert {claim["published_at"][:10] for claim in card["claims"]} == {"2022-07-02"}


def test_place_days_and_kind_choose(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = "No cards: nothing in the ledger fits.\n"
    assert printed(capsys, "--db", str(ledger), "--place", "Izium") == nothing
    assert printed(capsys, "--db", str(ledger), "--from", "2022-08-01") == nothing
    assert printed(capsys, "--db", str(ledger), "--kind", "different_scope") == nothing
    assert "Lysychansk" in printed(capsys, "--db", str(ledger), "--place", "Lysychansk", "--to", "2022-07-31")


def test_an_unknown_place_is_named_with_those_that_are_known(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["contradictions", "--db", str(ledger), "--place", "Atlantis"]) == 3
    assert "Lysychansk" in capsys.readouterr().err

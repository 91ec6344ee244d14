"""A run in which a language model reads, and the two readings beside each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tadmur.extract.llm.endpoint import Endpoint
from tadmur.ingest.readers import ReportDefaults
from tadmur.pipeline.estimate import estimate_reading
from tadmur.pipeline.explanation import explain_claim
from tadmur.pipeline.readings import compare_ledgers
from tadmur.pipeline.run import RunOutcome, run
from tadmur.pipeline.settings import ExtractorChoice, RunSettings
from tadmur.store.ledger import View
from tadmur.terms.errors import InputError
from tests.extract.llm.chat_server import ChatServer, Reply, claims_reply, serving, text_of
from tests.pipeline.conftest import NOW, run_into

ENGLISH = "Orontes Wire\n19 March 2016\n\nGovernment troops captured Mahin from Islamic State on Friday.\n"
ARABIC = "وكالة العاصي\n\nسيطر الجيش السوري على مدينة تدمر يوم السبت بعد معارك عنيفة مع التنظيم.\n"
QUOTE = "سيطر الجيش السوري على مدينة تدمر"


def reply(request: dict[str, Any]) -> Reply:
    if QUOTE in text_of(request):
        return claims_reply({"quote": QUOTE, "trigger": "سيطر", "actor": "الجيش السوري", "place": "تدمر"})
    return claims_reply({"quote": "Government troops captured Mahin", "trigger": "captured", "place": "Mahin"})


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "english.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "arabic.txt").write_text(ARABIC, encoding="utf-8")
    return folder


def read_with(chat: ChatServer, choice: ExtractorChoice, reports: Path, out: Path, *, attempts: int = 1) -> RunOutcome:
    settings = RunSettings(pack="syria-iraq", extractor=choice, model="tiny")
    model = Endpoint(chat.url, "tiny", timeout_s=5, attempts=attempts)
    return run([reports], out, settings=settings, now=NOW, model=model)


def extractors(out: Path) -> dict[str, set[str]]:
    with View(out / "ledger.duckdb") as view:
        names = {item.report.report_id: item.report.caller_id or "" for item in view.reports()}
        found: dict[str, set[str]] = {}
        for row in view.claims():
            found.setdefault(names[row.claim.report_id], set()).add(row.claim.extractor.split("-")[0])
    return found


def test_frames_read_english_and_the_model_the_rest(reports: Path, tmp_path: Path) -> None:
    with serving(reply) as chat:
        outcome = read_with(chat, ExtractorChoice.MIXED, reports, tmp_path / "mixed")
    assert extractors(tmp_path / "mixed") == {"english.txt": {"frames"}, "arabic.txt": {"llm"}}
    assert len(chat.requests) == 1
    tadmur = next(item for item in outcome.picture.claims if item.claim.span.exact == QUOTE)
    assert tadmur.place is not None
    assert tadmur.place.name == "Palmyra"


def test_a_report_that_fails_is_tried_again_and_the_rest_is_done(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with serving(lambda r: Reply(status=500) if QUOTE in text_of(r) else reply(r)) as chat:
        first = read_with(chat, ExtractorChoice.LLM, reports, out)
    assert [error.where for error in first.failed] == [chat.url]
    assert (first.read, first.skipped) == (1, 0)
    with serving(reply) as chat:
        second = read_with(chat, ExtractorChoice.LLM, reports, out)
        assert (second.read, second.skipped, second.failed) == (1, 1, ())
        third = read_with(chat, ExtractorChoice.LLM, reports, out)
    assert (third.read, third.written, len(chat.requests)) == (0, (), 1)


def test_the_estimate_asks_nothing_and_knows_what_is_kept(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    settings = RunSettings(pack="syria-iraq", extractor=ExtractorChoice.LLM, model="tiny")
    with serving(reply) as chat:
        model = Endpoint(chat.url, "tiny")
        before = estimate_reading([reports], out, settings=settings, defaults=ReportDefaults(now=NOW), model=model)
        assert (before.reports, before.requests, before.kept) == (2, 2, 0)
        assert before.tokens_in > before.tokens_out > 0
        assert before.cost(1.0, 2.0) == pytest.approx((before.tokens_in + 2 * before.tokens_out) / 1e6)
        assert not out.exists()
        assert chat.requests == []
        read_with(chat, ExtractorChoice.LLM, reports, out)
        after = estimate_reading([reports], out, settings=settings, defaults=ReportDefaults(now=NOW), model=model)
    assert (after.requests, after.kept) == (0, 2)


def test_two_readings_beside_each_other(reports: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "frames", reports, pack="syria-iraq")
    with serving(reply) as chat:
        read_with(chat, ExtractorChoice.LLM, reports, tmp_path / "model")
    ledgers = [tmp_path / name / "ledger.duckdb" for name in ("frames", "model")]
    text = "\n".join(compare_ledgers(*ledgers, "text"))
    assert "2 in common" in text
    assert "opponent: islamic-state | none" in text
    rows = [json.loads(line) for line in compare_ledgers(*ledgers, "jsonl")]
    assert [(row["report"], row["kind"]) for row in rows if row["second"] is None] == [("arabic.txt", "clash")]
    assert all(row["differences"] for row in rows if row["second"] is not None)
    same = "\n".join(compare_ledgers(ledgers[0], ledgers[0], "text"))
    assert "100% of all" in same
    assert "read differently" not in same


def test_ledgers_of_other_reports_are_not_compared(reports: Path, demo: Path, tmp_path: Path) -> None:
    run_into(tmp_path / "frames", reports, pack="syria-iraq")
    with pytest.raises(InputError, match="no report in common"):
        compare_ledgers(demo / "ledger.duckdb", tmp_path / "frames" / "ledger.duckdb", "text")


def test_a_claim_of_the_model_is_explained_by_what_is_known(reports: Path, tmp_path: Path) -> None:
    with serving(reply) as chat:
        read_with(chat, ExtractorChoice.LLM, reports, tmp_path / "out")
    ledger = tmp_path / "out" / "ledger.duckdb"
    with View(ledger) as view:
        row = next(row for row in view.claims() if row.claim.span.exact == QUOTE)
    text = "\n".join(explain_claim(ledger, row.claim.claim_id, "text"))
    assert "read by llm-tiny" in text
    assert "Palmyra" in text


def test_without_a_model_other_languages_are_read_by_word_lists(reports: Path, tmp_path: Path) -> None:
    (reports / "turkish.txt").write_text(
        "Muhalif gruplar bu sabah kasabanın kuzeyindeki iki köyü ele geçirdiklerini duyurdu.\n", encoding="utf-8"
    )
    outcome = run_into(tmp_path / "out", reports, pack="syria-iraq")
    assert extractors(tmp_path / "out") == {"english.txt": {"frames"}, "arabic.txt": {"coarse"}}
    reasons = {item.words: item.reason for item in outcome.picture.unresolved if item.what == "language"}
    assert "word lists" in reasons["arabic.txt"]
    assert "language model" in reasons["turkish.txt"]
    assert {outcome.picture.places[item.place_id].name for item in outcome.picture.assessments} == {"Mahin"}

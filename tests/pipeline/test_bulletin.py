"""The situation report: every number leads to its words, the same request gives the same bytes, and privacy holds."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tadmur.export.bulletin import Bulletin, Table, sentences_of
from tadmur.export.bulletin_text import write_bulletin
from tadmur.export.pseudonyms import private_names
from tadmur.pipeline.belief_changes import belief_diff
from tadmur.pipeline.bulletin import ReportRequest, given_for, rebuild_report, write_situation_report
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View, Writer
from tadmur.terms.errors import InputError, LedgerError, SettingsError
from tests.pipeline.conftest import DEMO, run_into

MARCH = ReportRequest(first=date(2016, 3, 13), last=date(2016, 3, 28))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
TABLES = {"claims.jsonl", "control.csv", "control.geojson"}
FILES = TABLES | {"index.html", "report.html", "report.md", "report.pdf", "run.json"}
ABOUT_THE_SOFTWARE = {"method"}
"""Sections whose numbers are about method and data, not about the war."""


@pytest.fixture(scope="module")
def ledger(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example ledger that audit lines may be added to."""
    copy = tmp_path_factory.mktemp("ledger") / "ledger.duckdb"
    shutil.copy(demo / "ledger.duckdb", copy)
    return copy


Write = Callable[..., Path]


@pytest.fixture(scope="module")
def write(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Write:
    def writer(request: ReportRequest = MARCH) -> Path:
        out = tmp_path_factory.mktemp("report")
        return write_situation_report(ledger, out, request, now=NOW, who="analyst").parent

    return writer


@pytest.fixture(scope="module")
def march(write: Write) -> Path:
    return write()


@pytest.fixture(scope="module")
def bulletin(ledger: Path) -> Bulletin:
    return bulletin_of(ledger, MARCH)


def bulletin_of(ledger: Path, request: ReportRequest) -> Bulletin:
    with View(ledger) as view:
        reader = ReportReader(RunSettings(), Monitor(sources=view.sources()))
        given, _ = given_for(view, request, reader, view.runs()[-1])
    return write_bulletin(given)


def test_it_leaves_what_was_promised(march: Path) -> None:
    assert {path.name for path in march.iterdir()} == FILES
    assert (march / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_every_number_and_change_has_its_claims(bulletin: Bulletin) -> None:
    sentences = list(bulletin.lead)
    for section in bulletin.sections:
        if section.anchor not in ABOUT_THE_SOFTWARE:
            sentences += [sentence for block in section.blocks for sentence in sentences_of(block)]
    numbered = [sentence for sentence in sentences if re.search(r"\d", sentence.text)]
    assert len(numbered) > 5
    without = [sentence.text for sentence in numbered if not sentence.claim_ids]
    assert [text for text in without if not text.startswith("Date,")] == []
    for section in bulletin.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.cited:
                assert all(row.claim_ids for row in block.rows), block.caption


def test_every_claim_cited_stands_with_its_words(bulletin: Bulletin, ledger: Path, march: Path) -> None:
    with View(ledger) as view:
        spans = {claim_id: view.claim(claim_id).claim.span for claim_id in bulletin.numbers}
        texts = {item.report.report_id: item.report.text for item in view.reports()}
    html = (march / "report.html").read_text(encoding="utf-8")
    assert sorted(bulletin.numbers.values()) == list(range(1, len(bulletin.numbers) + 1))
    for claim_id, number in bulletin.numbers.items():
        row = bulletin.claims[claim_id]
        span = spans[claim_id]
        assert texts[row["report_id"]][span.start : span.end] == span.exact
        if not row["redacted"]:
            assert row["quote"] == span.exact
        assert f'id="e-{number}"' in html
        assert claim_id in html
    cited = {int(number) for number in re.findall(r'href="#e-(\d+)"', html)}
    assert cited <= set(bulletin.numbers.values())
    assert len(cited) > 20


def test_the_example_month(bulletin: Bulletin) -> None:
    changes = next(section for section in bulletin.sections if section.anchor == "changes")
    table = next(block for block in changes.blocks if isinstance(block, Table))
    palmyra = next(row for row in table.rows if row.cells[0].startswith("Palmyra"))
    assert palmyra.cells[1].startswith("Islamic State")
    assert palmyra.cells[2].startswith("Syrian government")
    anchors = [section.anchor for section in bulletin.sections]
    assert anchors == ["changes", "holders", "contradictions", "figures", "harm", "unknown", "sources", "method"]


def test_all_forms_say_the_same(march: Path, bulletin: Bulletin) -> None:
    html, markdown = ((march / name).read_text(encoding="utf-8") for name in ("report.html", "report.md"))
    for section in bulletin.sections:
        assert f">{section.title}</h2>" in html
        assert f"## {section.title}" in markdown
    assert markdown.count("[^1]: ") == 1
    for text in (html, markdown):
        assert "Not for targeting" in text
        assert "not reviewed" in text


def test_the_same_request_gives_the_same_bytes(march: Path, write: Write, ledger: Path, tmp_path: Path) -> None:
    again = write()
    rebuilt = rebuild_report(ledger, march / "run.json", tmp_path / "again", now=NOW, who="x").parent
    for name in FILES:
        assert (again / name).read_bytes() == (march / name).read_bytes()
        assert (rebuilt / name).read_bytes() == (march / name).read_bytes()


def test_a_report_is_not_rebuilt_from_another_ledger(march: Path, ledger: Path, tmp_path: Path) -> None:
    record = json.loads((march / "run.json").read_text(encoding="utf-8"))
    record["entity"]["tadmur:ledger.duckdb"]["tadmur:sha256"] = "0" * 64
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(LedgerError, match="changed"):
        rebuild_report(ledger, tmp_path / "run.json", tmp_path / "out", now=NOW, who="x")
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SettingsError, match="no record"):
        rebuild_report(ledger, tmp_path / "run.json", tmp_path / "out", now=NOW, who="x")


def test_public_files_hold_no_private_name_and_internal_ones_leave_a_line(
    march: Path, write: Write, ledger: Path
) -> None:
    with View(ledger) as view:
        people = private_names(row.claim for row in view.claims())
        before = view.audit()
    assert people
    internal = write(replace(MARCH, public=False))
    inside = (internal / "report.html").read_text(encoding="utf-8")
    assert any(person.name in inside for person in people)
    assert "not for publication" in inside
    for name in FILES - {"report.pdf"}:
        text = (march / name).read_text(encoding="utf-8")
        assert [person.name for person in people if person.name in text] == [], name
    with View(ledger) as view:
        (line,) = view.audit()[len(before) :]
    assert line[0] == NOW
    assert line[1] == "analyst"
    assert "internal report" in line[2]


def test_as_known_on_a_day_uses_nothing_later(ledger: Path) -> None:
    early = bulletin_of(ledger, replace(MARCH, known_by=datetime(2016, 3, 20, 23, 59, 59, tzinfo=UTC)))
    days = [row["published_at"] for row in early.claims.values() if row["published_at"]]
    assert days
    assert max(days) < "2016-03-21"


def test_a_delay_withholds_and_says_so(ledger: Path, tmp_path: Path) -> None:
    delayed = tmp_path / "ledger.duckdb"
    shutil.copy(ledger, delayed)
    with Writer(delayed) as writer:
        writer.keep_delays({"control": 24 * 30, "harm": 24 * 30})
    request = replace(MARCH, known_by=datetime(2016, 3, 28, 12, tzinfo=UTC))
    public, internal = bulletin_of(delayed, request), bulletin_of(delayed, replace(request, public=False))
    unknown = next(section for section in public.sections if section.anchor == "unknown")
    assert any("Withheld" in s.text and "720 hours" in s.text for block in unknown.blocks for s in sentences_of(block))
    assert len(public.claims) < len(internal.claims)
    young = [
        row
        for row in public.claims.values()
        if row["kind"] == "control_gain" and (row["published_at"] or "") > "2016-03"
    ]
    assert young == []


def test_a_place_and_an_area_limit_what_is_told(ledger: Path) -> None:
    whole = bulletin_of(ledger, MARCH)
    for request in (replace(MARCH, place="Tadmur"), replace(MARCH, admin="Hasakah")):
        part = bulletin_of(ledger, request)
        assert 0 < len(part.claims) < len(whole.claims)
    with pytest.raises(InputError, match="place asked for"):
        bulletin_of(ledger, replace(MARCH, place="Kherson"))


def test_a_period_that_runs_backwards_is_refused(ledger: Path) -> None:
    with pytest.raises(InputError, match="before it begins"):
        bulletin_of(ledger, replace(MARCH, first=date(2016, 4, 1)))


def test_diff_names_the_report_that_changed_our_mind(ledger: Path) -> None:
    earlier, later = (datetime(2016, 3, day, 23, 59, 59, tzinfo=UTC) for day in (20, 30))
    rows = [
        json.loads(line) for line in belief_diff(ledger, "jsonl", earlier=earlier, later=later, as_of=date(2016, 3, 28))
    ]
    palmyra = next(row for row in rows if row["place"] == "Palmyra")
    assert max(palmyra["before"]["probabilities"], key=palmyra["before"]["probabilities"].get) == "Islamic State"
    assert max(palmyra["after"]["probabilities"], key=palmyra["after"]["probabilities"].get) == "Syrian government"
    assert all(reason["published_at"] > "2016-03-20" for reason in palmyra["because"])
    assert palmyra["because"]
    shifts = [row["shift"] for row in rows]
    assert shifts == sorted(shifts, reverse=True)
    text = "\n".join(belief_diff(ledger, "table", earlier=earlier, later=later, as_of=None))
    assert "Palmyra" in text
    with pytest.raises(InputError, match="not after"):
        belief_diff(ledger, "table", earlier=later, later=earlier, as_of=None)


def test_delays_come_from_the_monitors_settings(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    first = sorted(path for path in DEMO.iterdir() if path.suffix == ".txt")[0]
    shutil.copy(first, reports)
    (reports / "monitor.yaml").write_text("publication_delay_hours: {control: 48}\n", encoding="utf-8")
    run_into(tmp_path / "out", reports)
    with View(tmp_path / "out" / "ledger.duckdb") as view:
        assert view.delays() == {"control": 48}
    (reports / "monitor.yaml").write_text("publication_delay_hours: {units: 48}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="publication_delay_hours"):
        run_into(tmp_path / "out", reports)


def test_vague_places_are_drawn_by_their_words(bulletin: Bulletin) -> None:
    """Hills north of a place lie north of it; what is near it lies around it."""

    def latitudes(name: str) -> list[float]:
        return [lat for _, lat in areas[name]["coordinates"][0]]

    areas = {area.name: area.geometry for figure in bulletin.maps() for area in figure.view.areas}
    around = latitudes("station near Jazal oil field")
    assert min(latitudes("hills north of Jazal oil field")) > (min(around) + max(around)) / 2
    wide = latitudes("surrounding district of Palmyra")
    assert max(wide) - min(wide) > max(around) - min(around)

"""The main job as a whole: what it leaves behind, and that it is a pure function of the reports."""

from __future__ import annotations

import json
import shutil
import socket
from datetime import date
from pathlib import Path

import pytest

from tadmur.pipeline.listing import claim_listing, control_listing
from tadmur.store.ledger import View
from tadmur.terms.clock import parse_instant
from tests.pipeline.conftest import DEMO, run_into

TEXTS = ("claims.jsonl", "control.csv", "control.geojson", "index.html", "run.json")


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in TEXTS}


def test_it_leaves_what_was_promised(demo: Path) -> None:
    assert {path.name for path in demo.iterdir()} == {*TEXTS, "ledger.duckdb"}


def test_every_quote_is_verbatim_in_its_report(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        texts = {item.report.report_id: item.report.text for item in view.reports()}
    rows = [json.loads(line) for line in (demo / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 50
    for row in rows:
        if not row["redacted"]:
            assert texts[row["report_id"]][row["start"] : row["end"]] == row["quote"]


def test_a_second_run_does_nothing_twice_and_changes_no_byte(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    shutil.copytree(demo, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    outcome = run_into(out, DEMO)
    assert outcome.read == 0
    assert outcome.written == ()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_order_and_company_of_the_files_do_not_matter(demo: Path, tmp_path: Path) -> None:
    files = sorted(path for path in DEMO.iterdir() if path.suffix in (".txt", ".md", ".jsonl"))
    for file in reversed(files):
        run_into(tmp_path / "out", file)
    assert contents(tmp_path / "out") == contents(demo)


def test_what_was_not_yet_published_changes_no_byte(demo: Path, tmp_path: Path) -> None:
    """A view known by a time equals the view of a ledger that never held the later reports."""
    known_by = parse_instant("2016-03-20", end=True)
    early = tmp_path / "reports"
    early.mkdir()
    shutil.copy(DEMO / "monitor.yaml", early)
    with View(demo / "ledger.duckdb") as view:
        known = {item.report.caller_id for item in view.reports(known_by=known_by)}
    for path in DEMO.iterdir():
        if path.name in known:
            shutil.copy(path, early)
        elif path.suffix == ".jsonl":
            rows = [row for row in path.read_text(encoding="utf-8").splitlines() if json.loads(row)["id"] in known]
            (early / path.name).write_text("\n".join(rows), encoding="utf-8")
    run_into(tmp_path / "out", early)
    days = [date(2015, 6, 1), date(2016, 3, 20)]
    for day in days:
        then = list(control_listing(demo / "ledger.duckdb", "csv", as_of=day, known_by=known_by, place=None))
        never = list(
            control_listing(tmp_path / "out" / "ledger.duckdb", "csv", as_of=day, known_by=known_by, place=None)
        )
        assert then == never
    assert then != list(control_listing(demo / "ledger.duckdb", "csv", as_of=day, known_by=None, place=None))


def test_it_needs_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the main job opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert run_into(tmp_path / "out", DEMO / "09-orontes-wire-2016-03-24.txt").read == 1


def test_provenance_names_every_file_and_report(demo: Path) -> None:
    record = json.loads((demo / "run.json").read_text(encoding="utf-8"))
    names = {entry["prov:entity"] for entry in record["wasGeneratedBy"].values()}
    assert names == {
        f"tadmur:{name}" for name in ("claims.jsonl", "control.csv", "control.geojson", "index.html", "ledger.duckdb")
    }
    with View(demo / "ledger.duckdb") as view:
        reports = {f"tadmur:{item.report.report_id}" for item in view.reports()}
    assert reports <= {entry["prov:entity"] for entry in record["used"].values()}


def test_no_private_name_stands_in_a_public_file(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        private = {v.name for row in view.claims() for v in row.claim.attribution if v.private and v.name}
    assert private, "the examples quote private persons; none was recognised"
    for name in TEXTS:
        text = (demo / name).read_text(encoding="utf-8")
        assert not [person for person in private if person in text]


def test_claims_of_one_report(demo: Path) -> None:
    rows = list(claim_listing(demo / "ledger.duckdb", "jsonl", report_id="rimal-2015-1125", kinds=(), known_by=None))
    assert rows
    assert len({json.loads(row)["report_id"] for row in rows}) == 1

"""Figures and series from the ledger of the first example set: whole, checkable, and the same bytes again."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tadmur.export.limits import LIMITS
from tadmur.measure.cells import Denominator
from tadmur.pipeline.figure import figure_files, figure_page
from tadmur.pipeline.figure_question import FigureQuestion
from tadmur.pipeline.manifests import rebuild_from, write_with_manifest
from tadmur.pipeline.run import LEDGER, Progress
from tadmur.pipeline.series import series_days, series_files, series_page
from tadmur.terms.clock import parse_instant
from tadmur.terms.errors import InputError, SettingsError

HOMS = FigureQuestion("Islamic State", date(2016, 3, 1), date(2016, 4, 5), countries=("SY",), admin="Homs", draws=100)


@pytest.fixture(scope="module")
def ledger(demo: Path) -> Path:
    return demo / LEDGER


@pytest.fixture(scope="module")
def document(ledger: Path) -> dict:
    return json.loads(figure_files(figure_page(ledger, HOMS))["figure.json"])


def test_a_figure_names_all_that_it_rests_on(document: dict) -> None:
    assert document["actor"] == "Islamic State"
    assert (document["base_date"], document["to"]) == ("2016-03-01", "2016-04-05")
    assert document["scope"] == "Homs, Syria"
    assert "Natural Earth, version" in document["boundaries"]
    assert set(document["measures"]) == {"km2", "settlements", "population", "km2_by_hexagons"}
    assert document["value"] == document["measures"]["km2"]
    assert document["limits"] == LIMITS
    for row in document["measures"].values():
        for part in ("base", "end", "change"):
            assert row[part]["low"] <= row[part]["median"] <= row[part]["high"]


def test_shares_of_the_land_are_whole(document: dict) -> None:
    for cover in document["coverage"]:
        assert sum(cover["area_shares"].values()) == pytest.approx(1, abs=1e-5)
        assert sum(cover["settlements"].values()) == document["settlements"]["in_scope"]
        assert cover["area_shares"]["unassigned"] > 0.2
        assert cover["settlements"]["not_assessed"] > 500


def test_palmyra_is_lost_and_its_evidence_is_quoted(document: dict, ledger: Path) -> None:
    from tadmur.store.ledger import View

    palmyra = next(place for place in document["places"] if place["name"] == "Palmyra")
    assert palmyra["change"] == "lost"
    assert palmyra["after"]["state"] == "Syrian government"
    assert palmyra["evidence"]
    with View(ledger) as view:
        for row in palmyra["evidence"]:
            report = view.report(row["report_id"]).report
            assert row["redacted"] or report.text[row["start"] : row["end"]] == row["quote"]


def test_the_sentence_stands_alone(document: dict) -> None:
    sentence = document["sentence"]
    for part in ("Islamic State", "1 March 2016", "5 April 2016", "Homs, Syria", "km2", "reports", "Natural Earth"):
        assert part in sentence


def test_what_was_published_later_does_not_show(ledger: Path) -> None:
    early = replace(HOMS, known_by=parse_instant("2016-03-20", end=True))
    found = json.loads(figure_files(figure_page(ledger, early))["figure.json"])
    assert found["newest_report"] <= "2016-03-20T23:59:59Z"
    published = [row["published_at"] for place in found["places"] for row in place["evidence"]]
    assert all(day is None or day <= "2016-03-20T23:59:59Z" for day in published)
    assert not any(p["name"] == "Palmyra" and p["probability"] > 0.5 for p in found["places"])


@pytest.mark.parametrize("every", [None, "month"])
def test_a_manifest_gives_the_same_bytes_again(ledger: Path, tmp_path: Path, every: str | None) -> None:
    question = replace(HOMS, every=every)
    page = figure_page(ledger, question) if every is None else series_page(ledger, question)
    files = figure_files(page) if every is None else series_files(page)
    write_with_manifest(tmp_path / "first", ledger, page.manifest, files)
    lines = rebuild_from(tmp_path / "first" / "manifest.json", None, tmp_path / "second", Progress())
    assert all(line.startswith("Same bytes") for line in lines)
    assert len(lines) == len(files)
    for name in (*files, "manifest.json"):
        assert (tmp_path / "second" / name).read_bytes() == (tmp_path / "first" / name).read_bytes()


def test_a_changed_manifest_is_told(ledger: Path, tmp_path: Path) -> None:
    page = figure_page(ledger, HOMS)
    write_with_manifest(tmp_path, ledger, page.manifest, figure_files(page))
    path = tmp_path / "manifest.json"
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "ledger_sha256": "0" * 64}))
    with pytest.raises(InputError, match="ledger_sha256"):
        rebuild_from(path, None, None, Progress())
    path.write_text(json.dumps({**content, "outputs": {**content["outputs"], "figure.txt": "0" * 64}}))
    with pytest.raises(InputError, match=r"other bytes: figure\.txt"):
        rebuild_from(path, None, None, Progress())
    path.write_text(json.dumps({**content, "question": {**content["question"], "from": "soon"}}))
    with pytest.raises(InputError, match="not a question"):
        rebuild_from(path, None, None, Progress())
    path.write_text("[]")
    with pytest.raises(InputError, match="not a manifest"):
        rebuild_from(path, None, None, Progress())
    with pytest.raises(InputError, match="no manifest here"):
        rebuild_from(tmp_path / "nothing.json", None, None, Progress())


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"first_day": date(2016, 5, 1)}, InputError, "runs backwards"),
        ({"last_day": date(2016, 3, 1)}, InputError, "empty"),
        ({"actor": "Islamic Stat"}, InputError, "The nearest are: Islamic State"),
        ({"actor": "Martians"}, InputError, "Its parties are: "),
        ({"actor": "Iran"}, InputError, "holds no places itself"),
        ({"countries": ("XX",), "admin": None}, SettingsError, "has no country 'XX'"),
        ({"admin": "Hogwarts"}, SettingsError, "has no unit 'Hogwarts'"),
        ({"admin": "Hogwarts", "countries": ("SY", "IQ")}, SettingsError, "none of SY, IQ has a unit 'Hogwarts'"),
        ({"admin": None, "box": (10.0, 0.0, 11.0, 1.0)}, SettingsError, "no land"),
        ({"admin": None, "box": (40.0, 0.0, 39.0, 1.0)}, SettingsError, "not a box"),
        ({"box": (38.0, 34.0, 39.0, 35.0)}, SettingsError, "both give the area"),
        ({"admin": None, "countries": ("UA",)}, InputError, "no claim says who holds a settlement in Ukraine"),
        ({"draws": 5}, SettingsError, "too few"),
        ({"known_by": parse_instant("1990-01-01")}, InputError, "no report was known"),
    ],
)
def test_what_cannot_be_answered_is_said(ledger: Path, changed: dict, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        figure_page(ledger, replace(HOMS, **changed))


def test_a_unit_of_two_countries_must_be_told_apart(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tadmur.pipeline import territory
    from tadmur.reference.scopes import scope

    monkeypatch.setattr(territory, "scope", lambda code, admin, choice: scope(code, choice=choice))
    with pytest.raises(SettingsError, match="is a unit of Syria and Iraq"):
        figure_page(ledger, replace(HOMS, countries=("SY", "IQ")))


def test_no_base_gives_an_answer_without_a_percentage(ledger: Path) -> None:
    page = figure_page(ledger, replace(HOMS, first_day=date(2001, 1, 1)))
    found = json.loads(figure_files(page)["figure.json"])
    assert found["value"] is None
    assert "cannot be said" in found["sentence"]
    assert found["settlements"]["first_assessed"] is not None
    text = figure_files(page)["figure.txt"]
    assert "cannot be said" in text
    assert "%" not in text.splitlines()[2]


def test_a_party_that_held_nothing_has_no_percentage(ledger: Path) -> None:
    page = figure_page(ledger, replace(HOMS, actor="Syrian Democratic Forces", denominator=Denominator.SETTLEMENTS))
    assert page.measures["settlements"].percent is None
    assert "per cent of the" not in json.loads(figure_files(page)["figure.json"])["sentence"].split("Counted")[0]


def test_private_names_stay_out_of_figures(ledger: Path) -> None:
    from tadmur.export.pseudonyms import private_names
    from tadmur.store.ledger import View

    with View(ledger) as view:
        names = {person.name for person in private_names(row.claim for row in view.claims())}
    assert names
    files = figure_files(figure_page(ledger, replace(HOMS, admin=None, first_day=date(2015, 6, 1))))
    assert not [name for name in names for text in files.values() if name in text]


def test_days_of_a_series() -> None:
    first, last = date(2016, 1, 31), date(2016, 4, 5)
    assert series_days(first, last, "month") == [date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31)]
    assert series_days(first, last, "week")[-1] == date(2016, 4, 3)
    assert len(series_days(first, last, "day")) == 66


def test_a_series_has_intervals_and_gaps(ledger: Path) -> None:
    question = replace(HOMS, first_day=date(2014, 9, 1), every="month", denominator=Denominator.SETTLEMENTS)
    files = series_files(series_page(ledger, question))
    rows = list(csv.DictReader(str(files["series.csv"]).splitlines()))
    assert len(rows) == 20
    assert all(row["limits"] == LIMITS for row in rows)
    empty = [row for row in rows if row["gap"]]
    told = [row for row in rows if not row["gap"]]
    assert empty
    assert told
    assert all(row["km2"] == row["settlements_high"] == "" for row in empty)
    assert all(int(row["settlements_low"]) <= int(row["settlements"]) <= int(row["settlements_high"]) for row in told)
    assert files["series.svg"].startswith(b"<?xml")
    assert files["series.png"].startswith(b"\x89PNG")
    assert LIMITS[:40].encode() in files["series.svg"]

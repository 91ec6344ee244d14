"""Files to reports, and what is refused with which words."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.ingest.decoding import decode
from tadmur.ingest.readers import ReportDefaults, make_report, read_reports
from tadmur.terms.errors import NoReports, ReportError
from tadmur.terms.report import Report, Zone

STORY = "Army takes Halas\n\n7 August, 2015\n\nThe army entered Halas on Friday, a spokesman said.\n"


def read(*paths: Path, defaults: ReportDefaults | None = None) -> tuple[list[Report], list[str]]:
    errors: list[ReportError] = []
    reports = list(read_reports(paths, defaults=defaults or ReportDefaults(), on_error=errors.append))
    assert all(error.where and error.remedy for error in errors), "every refusal says where and what next"
    return reports, [str(error) for error in errors]


def test_plain_text(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(STORY, encoding="utf-8")
    (report,), errors = read(file)
    assert errors == []
    assert report.text == STORY
    assert report.caller_id == "story.txt"
    assert report.title == "Army takes Halas"
    assert report.published_at == datetime(2015, 8, 7, tzinfo=UTC)
    assert (report.publisher, report.url, report.source_id) == (None, None, None)
    assert report.language == "en"


def test_no_date_is_kept_and_never_guessed(tmp_path: Path) -> None:
    file = tmp_path / "2016-03-20.txt"
    file.write_text("Army takes Halas\n\nThe army entered Halas in May 2015, a spokesman said.\n")
    os.utime(file, (1, 1))
    (report,), _ = read(file)
    assert report.published_at is None
    assert report.published_precision is None


def test_defaults_fill_what_the_report_leaves_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text("Rebels take Qasr\n\nRebels entered Qasr on Friday.\n")
    defaults = ReportDefaults(publisher="Wire", published_at=date(2015, 9, 1), language="en-GB", licence="CC0-1.0")
    reports, _ = read(tmp_path, defaults=defaults)
    assert [r.published_at for r in reports] == [datetime(2015, 8, 7, tzinfo=UTC), datetime(2015, 9, 1, tzinfo=UTC)]
    assert {(r.publisher, r.language, r.licence, r.published_precision) for r in reports} == {
        ("Wire", "en-GB", "CC0-1.0", "day")
    }


def test_markdown_front_matter_is_metadata_and_offsets_stay_those_of_the_file(tmp_path: Path) -> None:
    head = "---\ntitle: Army takes Halas\nsource: 'Coast: daily'\npublished_at: 2015-08-07T10:00:00Z\nid: 17\n---\n"
    text = f"{head}# Army takes Halas\n\nThe army entered Halas.\n"
    (tmp_path / "a.md").write_text(text)
    (report,), errors = read(tmp_path)
    assert errors == []
    assert report.text == text
    assert (report.publisher, report.caller_id, report.published_precision) == ("Coast: daily", "17", "instant")
    assert report.published_at == datetime(2015, 8, 7, 10, tzinfo=UTC)
    body = [text[s.start : s.end] for s in report.layout if s.zone is Zone.BODY]
    assert body == ["The army entered Halas."]


def test_broken_front_matter_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: one: two\n---\nThe army left.\n")
    reports, errors = read(tmp_path)
    assert reports == []
    assert "a.md, line 2: the front matter is not valid YAML" in errors[0]


def test_json_lines_keep_the_callers_id_and_ignore_unknown_fields(tmp_path: Path) -> None:
    rows = [
        {"id": "x-1", "title": "Army takes Halas", "text": "The army entered Halas.", "source": "Coast Daily"},
        {"id": 7, "text": "Rebels left Qasr.", "published_at": "2015-08-07", "url": "https://example.org/7", "zz": [1]},
    ]
    rows[0]["published_at"] = "2015-08-07T10:00:00+02:00"
    (tmp_path / "a.jsonl").write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf-8-sig")
    reports, errors = read(tmp_path / "a.jsonl")
    assert errors == []
    assert [r.caller_id for r in reports] == ["x-1", "7"]
    assert [r.publisher for r in reports] == ["Coast Daily", None]
    assert [r.published_at for r in reports] == [
        datetime(2015, 8, 7, 8, tzinfo=UTC),
        datetime(2015, 8, 7, tzinfo=UTC),
    ]
    assert [r.published_precision for r in reports] == ["instant", "day"]
    assert reports[1].url == "https://example.org/7"
    assert reports[0].text == "The army entered Halas."


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"text": "half a row', "not valid JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"title": "no text"}', "no 'text'"),
        ('{"text": 5}', "no 'text'"),
        ('{"text": "   "}', "no text"),
        ('{"text": "The army left.", "published_at": "soon"}', "'soon' is not a date"),
        ('{"text": "The army left.", "published_at": 1458432000}', "1458432000 is not a date"),
        ('{"text": "The army left.", "source": ["a"]}', "'source' is not a text"),
        ('{"text": "half \\ud800 a pair"}', "surrogate"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_broken_row_names_file_and_line_and_the_rest_goes_on(tmp_path: Path, row: str, said: str) -> None:
    good = json.dumps({"text": "The army entered Halas."})
    file = tmp_path / "a.ndjson"
    file.write_text(f"{good}\n{row}\n{json.dumps({'text': 'Rebels left Qasr.'})}\n")
    reports, errors = read(file)
    assert len(reports) == 2
    assert len(errors) == 1
    assert f"{file}, line 2: " in errors[0]
    assert said in errors[0]


def test_rows_that_are_not_utf_8_or_too_large(tmp_path: Path) -> None:
    good = json.dumps({"text": "The army entered Halas."}).encode()
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "caf\xe9"}\n{"text": "' + b"x" * 5000 + b'"}\n' + good)
    reports, errors = read(tmp_path, defaults=ReportDefaults(max_bytes=1000))
    assert len(reports) == 1
    assert ["not UTF-8" in errors[0], "line 2: the row has more than" in errors[1]] == [True, True]
    (tmp_path / "a.jsonl").write_bytes(good.decode().encode("utf-16"))
    assert "UTF-16" in read(tmp_path)[1][0]


def test_a_report_from_the_future_is_refused_unless_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    now = datetime(2015, 8, 6, 12, tzinfo=UTC)
    reports, errors = read(tmp_path, defaults=ReportDefaults(now=now))
    assert reports == []
    assert "dated 2015-08-07T00:00:00Z" in errors[0]
    assert len(read(tmp_path, defaults=ReportDefaults(now=now, allow_future=True))[0]) == 1
    assert len(read(tmp_path, defaults=ReportDefaults(now=datetime(2015, 8, 7, 1, tzinfo=UTC)))[0]) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        ("\u00a0\n".encode(), "only white space"),
        (bytes(range(256)) * 40, "binary"),
        (b"%PDF-1.7\n\x00\x01\x02" + os.urandom(3000), "binary"),
        (b"text with a \x00 inside", "binary"),
        (b"\xff\xfeA", "breaks off"),
    ],
)
def test_what_is_not_text_is_refused_and_the_rest_goes_on(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text(STORY)
    reports, errors = read(tmp_path)
    assert [r.caller_id for r in reports] == ["b.txt"]
    assert len(errors) == 1
    assert said in errors[0]


ARABIC = (
    "قال متحدث باسم الجيش إن القوات دخلت البلدة فجر الجمعة بعد قصف استمر يومين، وإن السكان غادروا إلى القرى المجاورة."
)
RUSSIAN = (
    "Представитель армии сообщил, что войска вошли в посёлок утром в пятницу после двух дней обстрелов, жители уехали."
)
FRENCH = (
    "L’armée a repris le village vendredi après deux jours de bombardements ; les habitants s’étaient réfugiés à côté."
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (STORY, "utf-8-sig"),
        (STORY, "utf-16"),
        (STORY, "utf-16-le"),
        (STORY, "utf-16-be"),
        (STORY, "utf-32"),
        (FRENCH, "cp1252"),
        (ARABIC, "cp1256"),
        (RUSSIAN, "cp1251"),
        (ARABIC, "utf-16"),
    ],
)
def test_other_encodings_are_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "here") == text


@given(text=st.text(min_size=1).filter(lambda t: t.strip() and "\x00" not in t and not t.startswith("\ufeff")))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "here") == text


@given(data=st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal(data: bytes) -> None:
    text, remedy = "", ""
    try:
        text = decode(data, "here")
    except ReportError as error:
        remedy = error.remedy
    assert bool(text.strip()) != bool(remedy)


def test_fifty_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    _, errors = read(file)
    assert "50.0 MB; one report may have 20.0 MB" in errors[0]


def test_folders_pass_over_what_is_no_report(tmp_path: Path) -> None:
    for name in ("a.txt", "sub/b.MD", ".hidden.txt", ".git/c.txt", "README.md", "sub/readme.txt", "truth/d.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(f"{STORY}{name}")
    (tmp_path / "monitor.yaml").write_text("a: 1")
    reports, errors = read(tmp_path)
    assert errors == []
    assert [r.caller_id for r in reports] == ["a.txt", "sub/b.MD"]


def test_globs_several_paths_and_doubles(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(STORY + (name if name != "c" else "a"))
    paths: Sequence[Path] = [tmp_path / "*.txt", tmp_path / "b.txt", tmp_path]
    first, _ = read(*paths)
    second, _ = read(*reversed(paths))
    assert [r.caller_id for r in first] == ["a.txt", "b.txt"], "c.txt has the text of a.txt"
    assert first == second
    assert "no file matches" in read(tmp_path / "*.md", tmp_path / "a.txt")[1][0]


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoReports, match="no reports to read"):
        read(tmp_path)
    assert "no such file" in read(tmp_path / "gone.txt")[1][0]
    (tmp_path / "page.pdf").write_bytes(b"%PDF")
    assert "not a kind of report" in read(tmp_path / "page.pdf")[1][0]
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in read(tmp_path / "pipe.txt")[1][0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_rights_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.txt").chmod(0)
    assert "cannot be read" in read(tmp_path)[1][0]


def test_the_id_is_the_content() -> None:
    def made(text: str = STORY, name: str = "a", **fields: str) -> Report:
        return make_report(text, fields, caller_id=name, where="here", defaults=ReportDefaults())

    assert made().report_id == made(name="b").report_id == made(url="https://example.org").report_id
    assert len({made().report_id, made(source="Wire").report_id, made(STORY + " ").report_id}) == 3
    assert made(published_at="2015-08-08").report_id != made().report_id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The army entered the village on Friday, residents said.", "en"),
        (ARABIC, "ar"),
        (RUSSIAN, "ru"),
        ("Українські військові звільнили село вранці, повідомили у штабі.", "uk"),
        (FRENCH, "fr"),
        ("OK 17", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert make_report(text, {}, caller_id=None, where="here", defaults=ReportDefaults()).language == language

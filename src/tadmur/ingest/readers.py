"""Files to reports: plain text, Markdown with front matter, and JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tadmur.ingest.datelines import find_date
from tadmur.ingest.decoding import decode
from tadmur.ingest.files import ROW_SUFFIXES, find_files
from tadmur.ingest.frontmatter import read_front_matter
from tadmur.ingest.language import detect_language
from tadmur.ingest.layout import recognise_layout
from tadmur.ingest.rows import read_rows
from tadmur.terms.clock import isoformat, parse_instant, start_of_day
from tadmur.terms.errors import ReportError
from tadmur.terms.ids import digest
from tadmur.terms.report import Report

OnError = Callable[[ReportError], None]


@dataclass(frozen=True, slots=True)
class ReportDefaults:
    """What holds for reports that do not say it themselves, and what is refused.

    Attributes:
        publisher, language, licence: used where neither the file nor the text states one.
        published_at: the same; a ``date`` has precision "day", a ``datetime`` (aware) has precision "instant".
        now: the present, for refusing reports dated after it; ``None`` checks nothing. Reading never asks the clock.
        allow_future: keep reports dated after ``now``.
        max_bytes: size of one report (a file, or a row of JSON lines) from which on it is refused.
    """

    publisher: str | None = None
    published_at: date | datetime | None = None
    language: str | None = None
    licence: str | None = None
    now: datetime | None = None
    allow_future: bool = False
    max_bytes: int = 20_000_000


def report_id_of(text: str, publisher: str | None, published_at: datetime | None) -> str:
    """The same document has the same id, on any machine and under any file name."""
    return digest({"text": text, "publisher": publisher, "published_at": isoformat(published_at)})


def _string(fields: Mapping[str, Any], name: str, where: str) -> str | None:
    value = fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ReportError(f"the field {name!r} is not a text", where=where, remedy="Write it as a string")
    return str(value).strip() or None


def _stated(value: Any, where: str) -> tuple[datetime, str] | None:
    """A date from a field, with its precision."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return parse_instant(value.isoformat()), "instant"
    if isinstance(value, date):
        return start_of_day(value), "day"
    if isinstance(value, str):
        text = value.strip()
        try:
            return parse_instant(text), "day" if len(text) == 10 else "instant"
        except ValueError:
            found = find_date(text)
            if found and found.start == 0 and found.end == len(text):
                return found.instant, found.precision
    raise ReportError(
        f"published_at {value!r} is not a date", where=where, remedy="Write it like 2016-03-20 or 2016-03-20T14:05:00Z"
    )


def _refuse_future(published_at: datetime | None, defaults: ReportDefaults, where: str) -> None:
    if published_at and defaults.now and published_at > defaults.now and not defaults.allow_future:
        raise ReportError(
            f"the report is dated {isoformat(published_at)}, after now ({isoformat(defaults.now)})",
            where=where,
            remedy="Correct its date, or allow future dates",
        )


def make_report(
    text: str,
    fields: Mapping[str, Any],
    *,
    caller_id: str | None,
    where: str,
    defaults: ReportDefaults,
    front_matter_end: int = 0,
) -> Report:
    """One report from its text and what came beside it; ``fields`` win over the text, the text over ``defaults``.

    Raises:
        ReportError: a field of the wrong type, no text, or a date after ``defaults.now``.
    """
    if not text[front_matter_end:].strip():
        raise ReportError("the report has no text", where=where, remedy="Leave it out, or fill it")
    layout = recognise_layout(text, title=_string(fields, "title", where), front_matter_end=front_matter_end)
    own = (layout.published_at, layout.published_precision) if layout.published_at else None
    stated = _stated(fields.get("published_at", fields.get("date")), where) or own
    stated = stated or _stated(defaults.published_at, where)
    published_at, precision = stated or (None, None)
    _refuse_future(published_at, defaults, where)
    publisher = _string(fields, "source", where) or _string(fields, "publisher", where)
    publisher = publisher or layout.publisher or defaults.publisher
    language = _string(fields, "language", where) or defaults.language
    retrieved = _stated(fields.get("retrieved_at"), where)
    return Report(
        report_id=report_id_of(text, publisher, published_at),
        text=text,
        layout=layout.segments,
        caller_id=_string(fields, "id", where) or caller_id,
        title=layout.title,
        publisher=publisher,
        url=_string(fields, "url", where),
        published_at=published_at,
        published_precision=precision,
        retrieved_at=retrieved[0] if retrieved else None,
        language=language or detect_language(text[front_matter_end:]),
        licence=_string(fields, "licence", where) or _string(fields, "license", where) or defaults.licence,
    )


def _read_text_file(path: Path, name: str, defaults: ReportDefaults) -> Report:
    where = str(path)
    size = path.stat().st_size
    if size > defaults.max_bytes:
        raise ReportError(
            f"the file has {size / 1e6:.1f} MB; one report may have {defaults.max_bytes / 1e6:.1f} MB",
            where=where,
            remedy="Split it into single reports, for instance as JSON lines, or raise the limit",
        )
    text = decode(path.read_bytes(), where)
    fields, end = read_front_matter(text, where) if path.suffix.lower() != ".txt" else ({}, 0)
    return make_report(text, fields, caller_id=name, where=where, defaults=defaults, front_matter_end=end)


def _read_rows_file(path: Path, defaults: ReportDefaults, on_error: OnError) -> Iterator[Report]:
    for where, row in read_rows(path, max_bytes=defaults.max_bytes, on_error=on_error):
        try:
            text = row.get("text")
            if not isinstance(text, str):
                raise ReportError("the row has no 'text'", where=where, remedy="Give the report's text as a string")
            yield make_report(text, row, caller_id=None, where=where, defaults=defaults)
        except ReportError as error:
            on_error(error)


def _read_file(path: Path, name: str, defaults: ReportDefaults, on_error: OnError) -> Iterator[Report]:
    try:
        if path.suffix.lower() in ROW_SUFFIXES:
            yield from _read_rows_file(path, defaults, on_error)
        else:
            yield _read_text_file(path, name, defaults)
    except ReportError as error:
        on_error(error)
    except OSError as error:
        on_error(ReportError(f"the file cannot be read ({error.strerror})", where=str(path), remedy="Check its rights"))


def read_reports(paths: Sequence[Path], *, defaults: ReportDefaults, on_error: OnError) -> Iterator[Report]:
    """The reports in files, folders and glob patterns, one at a time, each document once.

    Files are read in sorted order whatever the order of ``paths``; rows in the order of their file. What cannot be
    read goes to ``on_error`` and the rest of the batch goes on. A document met twice (same text, publisher and date)
    comes once, under the first name.

    Raises:
        NoReports: when ``paths`` hold no report file at all.
    """
    seen: set[str] = set()
    for path, name in find_files(paths, on_error):
        for report in _read_file(path, name, defaults, on_error):
            if report.report_id not in seen:
                seen.add(report.report_id)
                yield report

"""A situation report without the names of private persons."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from tadmur.export.pseudonyms import Pseudonyms
from tadmur.export.situation import ReportView, SituationPage

T = TypeVar("T")

_KEPT = frozenset({"private_people", "protected_names", "pseudonym_key", "map", "quantity"})
"""Fields that are not walked: the names themselves, which the page never prints, geometry, and numbers."""


def without_private_names(page: SituationPage) -> SituationPage:
    """``page`` with every private name in every text replaced, and offsets into reports moved to match.

    All strings are walked except ids, so that a field added later is covered without a thought. Rows that belong to
    one report lose the parts of its people's names too; text of no single report loses the parts of all names.
    """
    if not page.private_people:
        return page
    pseudonyms = Pseudonyms(page.private_people, key=page.pseudonym_key, protected=_protected(page))
    moved = {report.report_id: pseudonyms.redact(report.text, report.report_id) for report in page.reports}
    claims = []
    for row in page.claims:
        public = _walk(row, pseudonyms, row["report_id"])
        text = moved.get(row["report_id"])
        if text is not None:
            public["start"], public["end"] = text.offset(row["start"]), text.end_offset(row["end"])
        claims.append(public)
    bare = dataclasses.replace(page, claims=(), reports=(), private_people=())
    walked = cast(SituationPage, _walk(bare, pseudonyms, None))
    reports = tuple(_report(report, pseudonyms) for report in page.reports)
    return dataclasses.replace(walked, claims=tuple(claims), reports=reports)


def redacted_row(row: Mapping[str, Any], pseudonyms: Pseudonyms, report_id: str | None = None) -> dict[str, Any]:
    """A row of JSON with the private names in all its texts replaced, except in ids.

    Parts that name their report lose the parts of its people's names, others those of all names.
    """
    own = row.get("report_id") or report_id
    return {
        key: redacted_row(value, pseudonyms, own)
        if isinstance(value, Mapping)
        else [
            redacted_row(v, pseudonyms, own) if isinstance(v, Mapping) else _walk(v, pseudonyms, own, key)
            for v in value
        ]
        if isinstance(value, list)
        else _walk(value, pseudonyms, own, key)
        for key, value in row.items()
    }


def _protected(page: SituationPage) -> set[str]:
    """Single words that name a place, a party or an outlet on this page: alone they point to no person."""
    names = {
        *page.protected_names,
        *(place.name for place in page.places),
        *(party.name for party in page.parties),
        *(row["place_name"] for row in page.claims if row["place_name"]),
        *(report.publisher for report in page.reports if report.publisher),
    }
    return {word for name in names for word in name.replace("-", " ").split()}


def _report(report: ReportView, pseudonyms: Pseudonyms) -> ReportView:
    text = pseudonyms.redact(report.text, report.report_id)
    layout = tuple(
        dataclasses.replace(segment, start=text.offset(segment.start), end=text.end_offset(segment.end))
        for segment in report.layout
    )
    words = cast(ReportView, _walk(dataclasses.replace(report, text="", layout=()), pseudonyms, report.report_id))
    url = report.url if words.url == report.url else None
    return dataclasses.replace(words, text=text.text, layout=layout, url=url)


def _walk(value: Any, pseudonyms: Pseudonyms, report_id: str | None, name: str = "") -> Any:
    if name in _KEPT or name.endswith(("_id", "_ids")):
        return value
    if isinstance(value, str):
        return pseudonyms.redact(value, report_id).text if type(value) is str else value
    if isinstance(value, Mapping):
        return {key: _walk(item, pseudonyms, report_id, str(key)) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(_walk(item, pseudonyms, report_id) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        own_report = getattr(value, "report_id", None) or report_id
        changes = {
            f.name: _walk(getattr(value, f.name), pseudonyms, own_report, f.name) for f in dataclasses.fields(value)
        }
        return dataclasses.replace(value, **changes)
    return value

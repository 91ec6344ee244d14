"""Rows behind the pages of figures, harm and change: what takes longer than a look-up."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import msgspec

from tadmur.export.figure import figure_json
from tadmur.export.figure_text import printable_sentence
from tadmur.pipeline.belief_changes import belief_changes, change_row
from tadmur.pipeline.edition import Audience, EditionKey
from tadmur.pipeline.figure import figure_page
from tadmur.pipeline.figure_question import FigureQuestion
from tadmur.pipeline.harm import Grouping, actor_names, harm_ledger
from tadmur.pipeline.picture import Picture, on_day
from tadmur.pipeline.publication import PublicView
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.series import series_page
from tadmur.terms.errors import InputError


def figure_row(key: EditionKey, question: FigureQuestion) -> dict[str, Any]:
    """A figure as `tadmur figure` gives it, with ``claim_ids``: all that any of its places rests on."""
    page = figure_page(key.ledger, question, public=key.audience is Audience.PUBLIC)
    row: dict[str, Any] = json.loads(figure_json(page, printable_sentence(page)))
    ids = dict.fromkeys(item["claim_id"] for place in row["places"] for item in place["evidence"])
    return {**row, "claim_ids": list(ids)}


def series_rows(key: EditionKey, question: FigureQuestion) -> dict[str, Any]:
    """A series: for each day what the party held and the change since the day before, median, low and high."""
    page = series_page(key.ledger, question, public=key.audience is Audience.PUBLIC)

    def ranges(values: Any) -> dict[str, Any]:
        return {name: dict(zip(("median", "low", "high"), map(float, v), strict=True)) for name, v in values.items()}

    return {
        "actor_id": page.actor_id,
        "actor": page.actor,
        "colour": page.colour,
        "every": page.every,
        "scope": page.area,
        "boundaries": page.boundaries,
        "denominator": page.denominator,
        "draws": page.draws,
        "reports": page.reports,
        "rows": [
            {
                "day": row.cover.day.isoformat(),
                "gap": row.gap or None,
                "levels": ranges(row.levels),
                "changes": ranges(row.changes),
                "entered": row.entered,
                "area_shares": dict(row.cover.area_shares),
                "settlements": dict(row.cover.settlements),
            }
            for row in page.rows
        ],
        "manifest": page.manifest,
    }


def harm_rows(key: EditionKey, first: date | None, last: date | None, grouping: Grouping) -> dict[str, Any]:
    """The harm ledger of a period: totals of groups and the events behind them, each with its claims.

    Raises:
        InputError: the period ends before it begins.
    """
    if first is not None and last is not None and first > last:
        raise InputError(f"the period ends on {last}, before it begins", remedy="Give the earlier day first")
    with ReviewedView(key.ledger) as view:
        readable = PublicView(view) if key.audience is Audience.PUBLIC else view
        names = actor_names(readable, key.known_by)
        found = harm_ledger(readable, names, first=first, last=last, grouping=grouping, known_by=key.known_by)
    events = msgspec.to_builtins(found.events)
    for event in events:
        event["party_name"], event["by_name"] = names.get(event["party"] or ""), names.get(event["by"] or "")
    return {
        "by": grouping.value,
        "statements": found.statements,
        "copies": found.copies,
        "undated": found.undated,
        "totals": [
            {**msgspec.to_builtins(total), "grades": {g.value: n for g, n in total.grades}} for total in found.totals
        ],
        "events": events,
    }


def diff_rows(before: Picture, after: Picture, day: date | None) -> dict[str, Any]:
    """What is seen differently about a day, by default the newest of ``after``, and which new claims did it."""
    asked = day or after.as_of
    first, second = on_day(before, asked), on_day(after, asked)
    names = second.actor_names()
    known = {item.report.report_id for item in first.reports}
    new = [item.report.report_id for item in second.reports if item.report.report_id not in known]
    reports = {item.claim.claim_id: item.report.report_id for item in second.claims}
    rows: list[dict[str, Any]] = [dict(change_row(change, names)) for change in belief_changes(first, second)]
    for row in rows:
        row["because"] = [{**item, "report_id": reports[item["claim_id"]]} for item in row["because"]]
        row["claim_ids"] = [item["claim_id"] for item in row["because"]]
    return {"as_of": asked.isoformat(), "places": len(second.assessments), "new_reports": new, "changes": rows}

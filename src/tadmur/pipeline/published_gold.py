"""Statements with their verdict as gold: one item a line, each with its reports and, where given, its own areas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tadmur.ingest.readers import ReportDefaults, make_report
from tadmur.pipeline.figure_check import CheckedFigures, FigureChecker
from tadmur.reference.published_areas import PublishedArea
from tadmur.terms.errors import InputError


def gold_items(path: Path) -> list[dict[str, Any]]:
    """The items of a file in JSON Lines.

    Raises:
        InputError: a line is no item; it is named by its number.
    """
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            missing = [name for name in ("id", "reports", "verdict") if name not in item]
        except (ValueError, TypeError) as error:
            raise InputError(f"this line is no JSON object ({error})", where=f"{path}, line {number}") from error
        if missing:
            raise InputError(f"the item has no {missing[0]!r}", where=f"{path}, line {number}")
        items.append(item)
    return items


def checked(checker: FigureChecker, item: Mapping[str, Any]) -> CheckedFigures:
    """The figures of one item, against its own areas where it brings some."""
    reports = [
        make_report(
            row["text"],
            {name: value for name, value in row.items() if name != "text"},
            caller_id=f"{item['id']}-{number}",
            where=str(item["id"]),
            defaults=ReportDefaults(),
        )
        for number, row in enumerate(item["reports"], start=1)
    ]
    areas = [_area(row) for row in item["areas"]] if item.get("areas") else None
    return checker.check(reports, areas)


def _area(row: Mapping[str, Any]) -> PublishedArea:
    since = row.get("stated_since")
    return PublishedArea(
        actor_id=row["actor"],
        scope=row["scope"],
        as_of=date.fromisoformat(row["as_of"]),
        precision=row["precision"],
        area_km2=float(row["km2"]),
        publisher=row["publisher"],
        stated_loss_percent=row.get("stated_loss_percent"),
        stated_since=date.fromisoformat(since) if since else None,
    )

"""A computed figure as JSON: the value with its interval, what it rests on, and how it came about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tadmur.export.limits import LIMITS, MACHINE_CODED
from tadmur.terms.clock import isoformat

Range = tuple[float, float, float]
"""Median, low end and high end of the 90 per cent interval."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure, in km2, settlements or inhabitants; ``percent`` is ``None`` where the base may be zero."""

    base: Range
    end: Range
    change: Range
    percent: Range | None
    end_with_entered: Range


@dataclass(frozen=True, slots=True)
class CoverRow:
    """How far the evidence reaches on a day.

    Attributes:
        area_shares: assessed, contested, stale, not_assessed, unassigned; they sum to one.
        settlements, population, population_unknown: by the same names but unassigned; the last counts settlements whose
            number of inhabitants is not known.
    """

    day: date
    area_shares: Mapping[str, float]
    settlements: Mapping[str, int]
    population: Mapping[str, int]
    population_unknown: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A settlement that the party lost or gained, with the probability of that, and the evidence, strongest first.

    ``before`` and ``after`` are the neutral name of the most probable holder on the two days, and its probability.
    ``evidence`` rows have claim_id, report_id, quote, speaker, publisher, published_at, time and log_odds.
    """

    place_id: str
    name: str
    within: str
    lost: bool
    probability: float
    before: tuple[str, float]
    after: tuple[str, float]
    since_earliest: date | None
    since_latest: date | None
    km2: float
    population: int | None
    evidence: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class FigurePage:
    """All that an output of a figure prints.

    Attributes:
        known_by: as asked; ``None`` for all reports that the ledger holds, of which ``newest_report`` is the last.
        area: "Syria and Iraq"; ``boundaries`` says who drew it and how.
        compared, entered: settlements assessed on both days, and on the last only (with their names).
        first_assessed: the first day on which anything in the area is assessed.
        measures: "km2", "settlements", "population", and "km2_by_hexagons", the cross-check of the first.
        manifest: inputs, settings and code.
    """

    actor_id: str
    actor: str
    first_day: date
    last_day: date
    known_by: datetime | None
    newest_report: datetime | None
    reports: int
    area: str
    area_km2: float
    boundaries: str
    denominator: str
    settlements: int
    compared: int
    compared_population_unknown: int
    entered: int
    entered_places: tuple[str, ...]
    first_assessed: date | None
    measures: Mapping[str, MeasureRow]
    covers: tuple[CoverRow, ...]
    places: tuple[ChangedPlace, ...]
    reach_km: float
    hexagon_resolution: int
    draws: int
    manifest: Mapping[str, Any]
    coded: str = MACHINE_CODED
    """How far people have reviewed the claims behind it."""


def figure_json(page: FigurePage, sentence: str) -> str:
    """The figure as one JSON object, its keys in a fixed order."""
    chosen = page.measures[page.denominator]
    document = {
        "figure": "change of control",
        "actor_id": page.actor_id,
        "actor": page.actor,
        "from": page.first_day.isoformat(),
        "to": page.last_day.isoformat(),
        "known_by": isoformat(page.known_by),
        "newest_report": isoformat(page.newest_report),
        "reports": page.reports,
        "scope": page.area,
        "scope_km2": round(page.area_km2, 1),
        "boundaries": page.boundaries,
        "denominator": page.denominator,
        "value": _measure(page.denominator, chosen) if page.compared else None,
        "base_date": page.first_day.isoformat(),
        "measures": {name: _measure(name, row) for name, row in page.measures.items()},
        "settlements": {
            "in_scope": page.settlements,
            "compared": page.compared,
            "compared_with_unknown_population": page.compared_population_unknown,
            "first_reported_on_after_base_date": page.entered,
            "first_reported_on_after_base_date_names": list(page.entered_places),
            "first_assessed": page.first_assessed.isoformat() if page.first_assessed else None,
        },
        "coverage": [_cover(row) for row in page.covers],
        "places": [_place(place) for place in page.places],
        "sentence": sentence,
        "cells": {"reach_km": page.reach_km, "h3_resolution": page.hexagon_resolution},
        "interval": {"level": 0.9, "draws": page.draws},
        "review": page.coded,
        "limits": LIMITS,
        "manifest": page.manifest,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _measure(name: str, row: MeasureRow) -> dict[str, Any]:
    digits = 2 if name.startswith("km2") else 0
    return {
        "base": _range(row.base, digits),
        "end": _range(row.end, digits),
        "change": _range(row.change, digits),
        "change_percent_of_base": None if row.percent is None else _range(row.percent, 2),
        "end_with_places_first_reported_on_later": _range(row.end_with_entered, digits),
    }


def _range(value: Range, digits: int) -> dict[str, float]:
    median, low, high = (round(number, digits) if digits else int(number) for number in value)
    return {"median": median, "low": low, "high": high}


def _cover(row: CoverRow) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "area_shares": {name: round(share, 6) for name, share in row.area_shares.items()},
        "settlements": dict(row.settlements),
        "population": dict(row.population),
        "settlements_with_unknown_population": dict(row.population_unknown),
    }


def _place(place: ChangedPlace) -> dict[str, Any]:
    return {
        "place_id": place.place_id,
        "name": place.name,
        "within": place.within,
        "change": "lost" if place.lost else "gained",
        "probability": round(place.probability, 4),
        "before": {"state": place.before[0], "probability": round(place.before[1], 4)},
        "after": {"state": place.after[0], "probability": round(place.after[1], 4)},
        "since_earliest": place.since_earliest.isoformat() if place.since_earliest else None,
        "since_latest": place.since_latest.isoformat() if place.since_latest else None,
        "km2": round(place.km2, 2),
        "population": place.population,
        "evidence": [dict(row) for row in place.evidence],
    }

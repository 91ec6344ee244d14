"""Rows of gold and of predictions as types: gold claims by their quotes, predictions by the JSON contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tadmur.terms.clock import parse_instant
from tadmur.terms.errors import InputError

Interval = tuple[float | None, float | None, float | None]
"""Low, best and high of a quantity."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """What a careful reader finds in a report.

    Attributes:
        report: the caller's id, or the file's name.
        spans: where ``quote`` stands, offsets into the raw text; a headline may stand twice.
        denied: of a denial, the kind of the statement that is denied.
        place: as a reader would say it; ``anchor`` is the named place that it hangs on.
        actor, opponent: actor_ids.
        first, last: days of the event, or of the whole period; ``None`` is open.
        optional: a hit counts, a miss does not.
    """

    report: str
    quote: str
    spans: tuple[tuple[int, int], ...]
    kind: str
    denied: str | None
    place: str | None
    anchor: str | None
    relation: str | None
    actor: str | None
    opponent: str | None
    speaker: str
    publisher: str
    first: date | None
    last: date | None
    asserted: bool
    modality: str
    quantity: Interval | None
    unit: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class PredictedClaim:
    """A row of the JSON contract with its caller's id; times are taken as days."""

    report: str
    quote: str
    start: int
    end: int
    kind: str
    place_id: str | None
    place_name: str | None
    place_mention: str | None
    relation: str | None
    actor: str | None
    opponent: str | None
    speaker: str | None
    role: str
    publisher: str | None
    first: date | None
    last: date | None
    asserted: bool
    modality: str
    quantity: Interval | None
    unit: str | None


def gold_claim(row: Mapping[str, Any], text: str) -> GoldClaim:
    """A gold line, with its quote looked up in the report's raw text.

    Raises:
        InputError: the quote does not stand in the text, or a field is missing.
    """
    where = f"gold of {row.get('report')}"
    try:
        spans = tuple(_occurrences(text, row["quote"]))
        if not spans:
            raise InputError(f"the quote {row['quote']!r} is not in the report", where=where)
        return GoldClaim(
            report=row["report"],
            quote=row["quote"],
            spans=spans,
            kind=row["kind"],
            denied=row["of"],
            place=row["place"],
            anchor=row["anchor"],
            relation=row["place_relation"],
            actor=row["actor"],
            opponent=row["opponent"],
            speaker=row["speaker"],
            publisher=row["publisher"],
            first=_day(row["time_earliest"]),
            last=_day(row["time_latest"]),
            asserted=row["asserted"],
            modality=row["modality"],
            quantity=_interval(row["quantity"]),
            unit=_unit(row["quantity"]),
            optional=row["optional"],
        )
    except KeyError as missing:
        raise InputError(f"there is no field {missing}", where=where) from missing


def predicted_claim(row: Mapping[str, Any]) -> PredictedClaim:
    """A row of the JSON contract with the additional field ``report``.

    Raises:
        InputError: a field is missing.
    """
    try:
        return PredictedClaim(
            report=row["report"],
            quote=row["quote"],
            start=row["start"],
            end=row["end"],
            kind=row["kind"],
            place_id=row["place_id"],
            place_name=row["place_name"],
            place_mention=row["place_mention"],
            relation=row["place_relation"],
            actor=row["actor"],
            opponent=row["opponent"],
            speaker=row["speaker"],
            role=row["speaker_role"],
            publisher=row["publisher"],
            first=_day(row["time_earliest"]),
            last=_day(row["time_latest"]),
            asserted=row["asserted"],
            modality=row["modality"],
            quantity=_interval(row["quantity"]),
            unit=_unit(row["quantity"]),
        )
    except KeyError as missing:
        raise InputError(f"there is no field {missing}", where=f"prediction for {row.get('report')}") from missing


def _occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    found = []
    start = text.find(quote)
    while start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return found


def _day(text: str | None) -> date | None:
    return None if text is None else parse_instant(text).date()


def _interval(quantity: Mapping[str, Any] | None) -> Interval | None:
    """The stated bounds; ``None`` where the words give no figure at all."""
    if quantity is None:
        return None
    bounds = (quantity["low"], quantity["best"], quantity["high"])
    return None if bounds == (None, None, None) else bounds


def _unit(quantity: Mapping[str, Any] | None) -> str | None:
    return None if _interval(quantity) is None or quantity is None else str(quantity["unit"])

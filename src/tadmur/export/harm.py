"""The harm ledger as tables: for a terminal, as CSV, and as CSV with HXL tags (Humanitarian Exchange Language)."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from tadmur.export.limits import LIMITS, coded_claims
from tadmur.export.tables import text_table
from tadmur.terms.harm import EvidenceGrade, HarmEvent, HarmKind, HarmTotal

TOTAL_COLUMNS = (
    "group",
    "kind",
    "status",
    "unit",
    "at_least",
    "best",
    "at_most",
    "events",
    "without_figure",
    "share_without_figure",
    "not_added_overlaps",
    "confirmed",
    "fair",
    "weak",
    "contested",
    "discounted",
    "claim_ids",
    "review",
    "limits",
)
EVENT_COLUMNS = (
    "first_day",
    "last_day",
    "place",
    "kind",
    "object",
    "status",
    "harmed",
    "by",
    "cause",
    "unit",
    "at_least",
    "best",
    "at_most",
    "base",
    "voices",
    "grade",
    "rule",
    "claim_ids",
    "review",
    "limits",
)
_GROUP_TAGS = {"admin1": "#adm1+name", "party": "#group+name", "kind": "#event+type"}
UNKNOWN = "unknown"


def harm_table(
    totals: Sequence[HarmTotal], *, statements: int, copies: int, undated: int, reviewed: Collection[str] = ()
) -> Iterator[str]:
    """Totals for a terminal, with what they assume."""
    columns = ("Group", "Kind", "Status", "At least", "Best", "At most", "Unit", "Events", "No figure", "Evidence")
    yield from text_table(columns, [_total_cells(total) for total in totals])
    yield ""
    overlapping = sum(total.overlapping for total in totals)
    yield (
        f"From {statements} statements; {copies} more in copies of reports and {undated} without a day were left out. "
        f"{overlapping} figures were "
        "not added, since places, days and people do not tell them apart from others. Unknown is not zero: events "
        "without a figure add nothing and are counted. Shares are not added."
    )
    yield f"{_coded(totals, reviewed)}. {LIMITS}"


def _coded(items: Iterable[HarmTotal | HarmEvent], reviewed: Collection[str]) -> str:
    """How far people have reviewed the claims behind some figures, as the beginning of a sentence."""
    return coded_claims(sorted({name for item in items for name in item.claim_ids}), reviewed).capitalize()


def _total_cells(total: HarmTotal) -> tuple[str, ...]:
    return (
        total.key,
        _words(total.kind),
        total.status.value if total.status else "",
        number(total.low),
        number(total.best),
        number(total.high),
        total.unit,
        str(total.events),
        str(total.without_figure),
        ", ".join(f"{count} {grade.value}" for grade, count in total.grades),
    )


def harm_csv(totals: Iterable[HarmTotal], reviewed: Collection[str] = ()) -> Iterator[str]:
    """Totals as CSV; an unknown figure is empty, never 0."""
    yield _line(TOTAL_COLUMNS)
    for total in totals:
        yield _line(_total_row(total, reviewed))


def harm_hxl(totals: Iterable[HarmTotal], grouping: str, reviewed: Collection[str] = ()) -> Iterator[str]:
    """Totals as CSV with a second header row of HXL tags."""
    yield _line(TOTAL_COLUMNS)
    tags = {
        "group": _GROUP_TAGS[grouping],
        "kind": "#cause+type",
        "status": "#population+status",
        "unit": "#indicator+unit",
        "at_least": "#affected+num+min",
        "best": "#affected+num+best",
        "at_most": "#affected+num+max",
        "events": "#event+num",
        "without_figure": "#event+num+unknown",
        "claim_ids": "#meta+source+id",
        "review": "#meta+review",
        "limits": "#meta+caveat",
    }
    yield _line([tags.get(column, f"#indicator+{column.replace('_', '')}") for column in TOTAL_COLUMNS])
    for total in totals:
        yield _line(_total_row(total, reviewed))


def _total_row(total: HarmTotal, reviewed: Collection[str]) -> list[object]:
    grades = dict(total.grades)
    without = total.without_figure / total.events if total.events else None
    return [
        total.key,
        total.kind.value,
        total.status.value if total.status else None,
        total.unit,
        _exact(total.low),
        _exact(total.best),
        _exact(total.high),
        total.events,
        total.without_figure,
        None if without is None else round(without, 3),
        total.overlapping,
        *(grades.get(grade, 0) for grade in EvidenceGrade),
        ";".join(total.claim_ids),
        coded_claims(total.claim_ids, reviewed),
        LIMITS,
    ]


def events_table(
    events: Sequence[HarmEvent], names: Mapping[str, str], reviewed: Collection[str] = ()
) -> Iterator[str]:
    """Events for a terminal: what, where, when, how many, and the grade with its rule."""
    columns = ("Days", "Place", "Harm", "Whose", "Figure", "Grade", "Rule", "Claims")
    yield from text_table(columns, [_event_cells(event, names) for event in events])
    yield ""
    yield f"{_coded(events, reviewed)}. {LIMITS}"


def _event_cells(event: HarmEvent, names: Mapping[str, str]) -> tuple[str, ...]:
    reading = event.reading
    what = f"{_words(reading.kind)}{f' ({reading.object.value})' if reading.object else ''}"
    whose = ", ".join(
        part
        for part in (names.get(event.party or "", ""), reading.status.value if not reading.object else "")
        if part and part != UNKNOWN
    )
    return (
        _days(event.first, event.last),
        event.place_name or UNKNOWN,
        f"{what}{f', {reading.cause}' if reading.cause else ''}",
        whose or UNKNOWN,
        range_words(event),
        event.grade.value,
        event.rule,
        " ".join(claim_id[:8] for claim_id in event.claim_ids),
    )


def events_csv(events: Iterable[HarmEvent], names: Mapping[str, str], reviewed: Collection[str] = ()) -> Iterator[str]:
    """Events as CSV, one a line."""
    yield _line(EVENT_COLUMNS)
    for event in events:
        reading = event.reading
        yield _line(
            [
                event.first,
                event.last,
                event.place_name,
                reading.kind.value,
                reading.object.value if reading.object else None,
                reading.status.value,
                names.get(event.party or "", event.party),
                names.get(event.by or "", event.by),
                reading.cause,
                event.unit,
                _exact(event.low),
                _exact(event.best),
                _exact(event.high),
                event.base,
                event.voices,
                event.grade.value,
                event.rule,
                ";".join(event.claim_ids),
                coded_claims(event.claim_ids, reviewed),
                LIMITS,
            ]
        )


def range_words(event: HarmEvent) -> str:
    """ "4", "4 to 7", "at least 24", "up to 80", "about 50", "not stated", with the unit where it is not persons."""
    low, best, high = event.low, event.best, event.high
    if low is not None and low == high:
        words = number(low)
    elif low is not None and high is not None:
        words = f"{number(low)} to {number(high)}"
    elif low is not None:
        words = f"at least {number(low)}"
    elif high is not None:
        words = f"up to {number(high)}"
    elif best is not None:
        words = f"about {number(best)}"
    else:
        return "not stated"
    return words if event.unit in (None, "persons", "count") else f"{words} {_unit(event.unit)}"


def _unit(unit: str) -> str:
    return "per cent" if unit == "percent" else unit


def number(value: float | None) -> str:
    """A figure without a trailing ".0"; "unknown" for none."""
    return UNKNOWN if value is None else f"{value:,.10g}"


def _exact(value: float | None) -> str | None:
    return None if value is None else f"{value:.10g}"


def _days(first: date | None, last: date | None) -> str:
    if first == last or first is None:
        return str(last or UNKNOWN)
    return f"{first} to {last or 'open'}"


def _words(kind: HarmKind) -> str:
    return kind.value.replace("_", " ")


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()

"""Lists of the API: paging by cursor, sorting, filters, and the same rows as a file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Query
from starlette.responses import Response

from tadmur.store.catalogue import ROWS
from tadmur.store.lists import Condition, ListQuery, PageEnd
from tadmur.terms.clock import parse_instant
from tadmur.web.answers import json_answer, table_file
from tadmur.web.asked import Asked
from tadmur.web.problems import Problem

MOST = 500


class Order(StrEnum):
    """Direction of a sort."""

    ASC = "asc"
    DESC = "desc"


class Form(StrEnum):
    """How a list is given."""

    JSON = "json"
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list, in which order and form."""

    limit: int
    cursor: str | None
    sort: str | None
    order: Order | None
    form: Form


def paging_of(
    limit: Annotated[int, Query(ge=1, le=MOST, description="Rows a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=2000, description="`next` of the page before.")] = None,
    sort: Annotated[str | None, Query(max_length=40, description="The column to sort by.")] = None,
    order: Annotated[Order | None, Query(description="Direction of the sort.")] = None,
    form: Annotated[Form, Query(alias="format", description="A page as JSON, or all rows as a file.")] = Form.JSON,
) -> Paging:
    """The page that a request asks for."""
    return Paging(limit, cursor, sort, order, form)


PagingNow = Annotated[Paging, Depends(paging_of)]


def catalogue_list(
    asked: Asked,
    paging: Paging,
    *,
    view: str,
    sorts: Sequence[str],
    conditions: Sequence[Condition],
    published: tuple[date | None, date | None],
    name: str,
    default: tuple[str, Order],
) -> Response:
    """A page of a list of the catalogue, or all of it as a file."""
    sort, order = _sorted_by(paging, sorts, default)
    lists, columns = asked.shown.lists, ROWS[view]
    numbers = lists.numbers_between(view, *published)
    chosen = tuple(conditions)
    query = ListQuery(f"{view}_{asked.audience.value}", columns, sort, order is Order.DESC, chosen, numbers)
    if paging.form is not Form.JSON:
        asked.limit("export")
        return table_file(lists.every(query), columns, paging.form.value, name)
    rows, end = lists.page(query, limit=paging.limit, after=_read_cursor(paging.cursor, sort, order))
    total = asked.shown.remembered(("total", query.view, query.conditions_key), lambda: lists.count(query))
    return json_answer(
        {"items": rows, "next": end and _cursor(end, sort, order), "total": total, "revision": asked.shown.revision}
    )


def kept_list(
    asked: Asked,
    paging: Paging,
    rows: Sequence[dict[str, Any]],
    *,
    columns: tuple[str, ...],
    sorts: Sequence[str],
    name: str,
) -> Response:
    """A page of rows that are at hand, in their order unless ``sort`` names another."""
    return raw_list(
        asked,
        paging,
        range(len(rows)),
        value=lambda index, name: rows[index].get(name),
        row=lambda index: rows[index],
        columns=columns,
        sorts=sorts,
        name=name,
    )


def raw_list(
    asked: Asked,
    paging: Paging,
    chosen: Sequence[int],
    *,
    value: Callable[[int, str], Any],
    row: Callable[[int], dict[str, Any]],
    columns: tuple[str, ...],
    sorts: Sequence[str],
    name: str,
) -> Response:
    """The same of rows by number: ``value`` gives one of a column to sort by, ``row`` the whole."""
    if paging.sort is not None:
        sort, order = _sorted_by(paging, sorts, ("", Order.ASC))
        known = [index for index in chosen if value(index, sort) is not None]
        unknown = [index for index in chosen if value(index, sort) is None]
        known.sort(key=lambda index: value(index, sort), reverse=order is Order.DESC)
        chosen = [*known, *unknown]
    elif paging.order is Order.DESC:
        chosen = list(reversed(chosen))
    if paging.form is not Form.JSON:
        asked.limit("export")
        return table_file(map(row, chosen), columns, paging.form.value, name)
    start = _read_position(paging.cursor)
    end = start + paging.limit
    following = _packed([end]) if end < len(chosen) else None
    items = [row(index) for index in chosen[start:end]]
    return json_answer({"items": items, "next": following, "total": len(chosen), "revision": asked.shown.revision})


def _sorted_by(paging: Paging, sorts: Sequence[str], default: tuple[str, Order]) -> tuple[str, Order]:
    if paging.sort is None:
        return default[0], paging.order or default[1]
    if paging.sort not in sorts:
        raise Problem(422, f"This list cannot be sorted by {paging.sort!r}.", f"Sort by one of {', '.join(sorts)}")
    return paging.sort, paging.order or Order.ASC


def _cursor(end: PageEnd, sort: str, order: Order) -> str:
    instant = isinstance(end.value, datetime)
    value = end.value.replace(tzinfo=UTC).isoformat() if instant else end.value
    return _packed([sort, order.value, instant, value, end.n])


def _read_cursor(text: str | None, sort: str, order: Order) -> PageEnd | None:
    if text is None:
        return None
    match _unpacked(text):
        case [str(by), str(direction), bool(instant), value, int(n)] if (by, direction) == (sort, order.value):
            if not instant and (value is None or isinstance(value, str | int | float)):
                return PageEnd(value, n)
            if instant and isinstance(value, str):
                try:
                    return PageEnd(parse_instant(value).replace(tzinfo=None), n)
                except (ValueError, OverflowError):
                    pass
    raise _bad_cursor()


def _read_position(text: str | None) -> int:
    if text is None:
        return 0
    match _unpacked(text):
        case [int(start)] if 0 <= start < 1 << 40:
            return start
    raise _bad_cursor()


def _packed(value: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(value)).decode().rstrip("=")


def _unpacked(text: str) -> Any:
    try:
        return msgspec.json.decode(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        raise _bad_cursor() from error


def _bad_cursor() -> Problem:
    return Problem(422, "The cursor is not one of this list in this order.", "Begin again without a cursor")

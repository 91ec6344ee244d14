"""Options that several commands share, and the parsing of days and instants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tadmur.terms.clock import parse_instant

if TYPE_CHECKING:
    from tadmur.reference.scopes import BoundaryChoice

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2016-03-20", param, ctx)


class Instant(click.ParamType[datetime]):
    """A day (its end is meant) or an instant, ISO 8601; UTC unless an offset is given."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return parse_instant(str(value), end=True)
        except ValueError:
            self.fail(f"{value!r} is not a time; write it as 2016-03-20 or 2016-03-20T12:00Z", param, ctx)


class Boundaries(click.ParamType["BoundaryChoice"]):
    """A boundary set and a viewpoint, SET:VIEWPOINT; either may be left out."""

    name = "SET:VIEWPOINT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> BoundaryChoice:
        from tadmur.reference.scopes import BoundaryChoice

        return value if isinstance(value, BoundaryChoice) else BoundaryChoice.parse(str(value))


ledger = click.option(
    "--db",
    "ledger",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The ledger, as written by `tadmur run`.",
)
as_of = click.option("--as-of", type=Day(), help="Event time: the day to show. Default: the newest report's day.")
known_by = click.option(
    "--known-by", type=Instant(), help="Knowledge time: use only what was published by then. Default: everything."
)

boundaries = click.option(
    "--boundaries",
    type=Boundaries(),
    default="natural-earth:un",
    show_default=True,
    help="Boundary set and viewpoint of totals and maps: natural-earth or whos-on-first, and `un`, `administered` or a "
    "state such as UA. See `tadmur reference list`.",
)


def table_format(*names: str) -> Callable[[Command], Command]:
    """The option ``--format``, with the first name as default."""
    return click.option(
        "--format", "format_", type=click.Choice(names), default=names[0], show_default=True, help="Form of the output."
    )

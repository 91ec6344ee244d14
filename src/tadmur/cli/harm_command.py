"""``tadmur harm``: deaths, injuries, displacement and damage as ranges."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur harm --db out/demo/ledger.duckdb
  tadmur harm --db out/demo/ledger.duckdb --from 2016-03-01 --to 2016-03-31 --by admin1
  tadmur harm --db out/demo/ledger.duckdb --events
  tadmur harm --db out/demo/ledger.duckdb --by party --format hxl > harm.csv
"""


@click.command(epilog=EPILOG)
@options.ledger
@click.option("--from", "first", type=options.Day(), help="Event time: first day. Default: open.")
@click.option("--to", "last", type=options.Day(), help="Event time: last day. Default: open.")
@click.option(
    "--by",
    "grouping",
    type=click.Choice(["kind", "admin1", "party"]),
    default="kind",
    show_default=True,
    help="What totals are made for.",
)
@click.option("--events", "list_events", is_flag=True, help="The events with their evidence grades instead of totals.")
@options.known_by
@options.table_format("table", "csv", "hxl")
def command(
    ledger: Path,
    first: date | None,
    last: date | None,
    grouping: str,
    list_events: bool,
    known_by: datetime | None,
    format_: str,
) -> None:
    """Harm as ranges, with the grade of its evidence and what has no figure.

    Totals never count the same people twice: figures whose places, days and people do not tell them apart are not
    added. Unknown is not zero: a total without an upper bound says so.
    """
    from tadmur.pipeline.harm import Grouping, harm_listing

    if list_events and format_ == "hxl":
        raise click.UsageError("--events has no HXL form; use --format csv, or totals")
    for line in harm_listing(
        ledger,
        format_,
        first=first,
        last=last,
        grouping=Grouping(grouping),
        known_by=known_by,
        list_events=list_events,
    ):
        click.echo(line)

"""``tadmur control``: who holds which place on a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tadmur.cli import options

if TYPE_CHECKING:
    from tadmur.reference.scopes import BoundaryChoice

EPILOG = """\
Examples:

\b
  tadmur control --db out/demo/ledger.duckdb --as-of 2016-03-20
  tadmur control --db out/demo/ledger.duckdb --as-of 2016-03-20 --known-by 2016-03-20T12:00Z --place Palmyra
  tadmur control --db out/demo/ledger.duckdb --format geojson > control.geojson

A report that states only its day counts as known at the end of that day.
"""


@click.command(epilog=EPILOG)
@options.ledger
@options.as_of
@options.known_by
@options.boundaries
@click.option("--place", help="Only this place, under any of its names.")
@options.table_format("table", "jsonl", "csv", "geojson")
def command(
    ledger: Path,
    as_of: date | None,
    known_by: datetime | None,
    boundaries: BoundaryChoice,
    place: str | None,
    format_: str,
) -> None:
    """Who holds which place on a day, how sure, and since when."""
    from tadmur.pipeline.listing import control_listing

    for line in control_listing(ledger, format_, as_of=as_of, known_by=known_by, boundaries=boundaries, place=place):
        click.echo(line)

"""``tadmur report``: the report page for a day."""

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
  tadmur report --db out/demo/ledger.duckdb --as-of 2016-03-20 --out out/march
  tadmur report --db out/demo/ledger.duckdb --as-of 2016-03-20 --known-by 2016-03-19 --out out/before
"""


@click.command(epilog=EPILOG)
@options.ledger
@options.as_of
@options.known_by
@options.boundaries
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the page.")
def command(ledger: Path, as_of: date | None, known_by: datetime | None, boundaries: BoundaryChoice, out: Path) -> None:
    """Write the report page and the tables beside it, for a day and as known by a time."""
    from tadmur.pipeline.listing import write_report

    click.echo(f"Report          {write_report(ledger, out, as_of=as_of, known_by=known_by, boundaries=boundaries)}")

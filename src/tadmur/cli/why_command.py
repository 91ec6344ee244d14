"""``tadmur why``: the reasons of an assessment."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur why Palmyra --db out/demo/ledger.duckdb --as-of 2016-03-27
  tadmur why Palmyra --db out/demo/ledger.duckdb --as-of 2016-03-27 --known-by 2016-03-20T12:00Z
  tadmur why "al-Qaryatayn" --db out/demo/ledger.duckdb --format json

Numbers are log-odds in nats and add up: +2.2 makes a state nine times as likely as it was, -2.2 a ninth. A claim's
number is the change that it made when it came, so what only repeats an earlier one adds little.
"""


@click.command(epilog=EPILOG)
@click.argument("place")
@options.ledger
@options.as_of
@options.known_by
@options.table_format("table", "json")
def command(place: str, ledger: Path, as_of: date | None, known_by: datetime | None, format_: str) -> None:
    """Why PLACE is believed to be held as it is: claims for and against, neighbours, time."""
    from tadmur.pipeline.why import why_listing

    for line in why_listing(ledger, place, format_, as_of=as_of, known_by=known_by):
        click.echo(line)

"""``tadmur diff``: what changed in our belief, and which report did it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur diff --db out/demo/ledger.duckdb --known-by 2016-03-20 --known-by 2016-03-28
  tadmur diff --db out/demo/ledger.duckdb --known-by 2016-03-20 --known-by 2016-03-28 --as-of 2016-03-18
"""


@click.command(epilog=EPILOG)
@options.ledger
@click.option(
    "--known-by",
    "known_by",
    type=options.Instant(),
    multiple=True,
    required=True,
    help="Knowledge time; give it twice, the earlier one first.",
)
@options.as_of
@options.table_format("table", "jsonl")
def command(ledger: Path, known_by: tuple[datetime, ...], as_of: date | None, format_: str) -> None:
    """What changed in our belief about one day between two times of knowledge, and which report did it.

    The output is the analyst's own: quotes are raw.
    """
    from tadmur.pipeline.belief_changes import belief_diff

    if len(known_by) != 2:
        raise click.UsageError("--known-by is needed twice: the earlier time of knowledge, then the later one")
    for line in belief_diff(ledger, format_, earlier=known_by[0], later=known_by[1], as_of=as_of):
        click.echo(line)

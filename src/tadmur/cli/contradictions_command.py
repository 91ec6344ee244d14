"""``tadmur contradictions``: claims side by side, and how they stand to each other."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import click

from tadmur.cli import options
from tadmur.terms.comparison import ComparisonKind

EPILOG = """\
Examples:

\b
  tadmur contradictions --db out/demo/ledger.duckdb
  tadmur contradictions --db out/demo/ledger.duckdb --place Palmyra --kind dispute
  tadmur contradictions --db out/demo/ledger.duckdb --from 2016-03-01 --to 2016-03-31 --known-by 2016-03-20
  tadmur contradictions --db out/demo/ledger.duckdb --kind correction --kind copy --format jsonl

What is disputed comes first. A card never says that somebody speaks falsely: it says what cannot be true together,
what both sides concede, and what the evidence makes likely.
"""


@click.command(epilog=EPILOG)
@options.ledger
@click.option("--place", help="Only cards with a claim on this place, under any of its names.")
@click.option(
    "--from", "first", type=options.Day(), help="Event time: only cards whose claims reach this day or later."
)
@click.option("--to", "last", type=options.Day(), help="Event time: only cards whose claims begin by this day.")
@options.known_by
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in ComparisonKind]),
    help="Only cards of this kind; may be given several times. Default: all.",
)
@options.table_format("table", "jsonl", "csv")
def command(
    ledger: Path,
    place: str | None,
    first: date | None,
    last: date | None,
    known_by: datetime | None,
    kinds: tuple[str, ...],
    format_: str,
) -> None:
    """Claims side by side: what is disputed, what follows on what, what is one statement printed twice."""
    from tadmur.pipeline.contradictions import contradiction_listing

    width = max(60, min(shutil.get_terminal_size((100, 24)).columns, 120))
    for line in contradiction_listing(
        ledger, format_, place=place, first=first, last=last, kinds=kinds, known_by=known_by, width=width
    ):
        click.echo(line)

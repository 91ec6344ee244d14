"""``tadmur claims``: the ledger's claims as a table, JSON Lines or CSV."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur claims --db out/demo/ledger.duckdb
  tadmur claims --db out/demo/ledger.duckdb --format jsonl --report 3f2a
  tadmur claims --db out/demo/ledger.duckdb --kind control_gain --format csv > gains.csv
"""


@click.command(epilog=EPILOG)
@options.ledger
@options.table_format("table", "jsonl", "csv")
@click.option("--report", "report_id", help="Only this report: its id, the beginning of it, or the caller's own id.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of claim; may be given several times.")
@options.known_by
def command(
    ledger: Path, format_: str, report_id: str | None, kinds: tuple[str, ...], known_by: datetime | None
) -> None:
    """List the claims in a ledger."""
    from tadmur.pipeline.listing import claim_listing

    for line in claim_listing(ledger, format_, report_id=report_id, kinds=kinds, known_by=known_by):
        click.echo(line)

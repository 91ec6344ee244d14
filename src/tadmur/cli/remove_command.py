"""``tadmur remove``: a report taken out of a ledger."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur remove 3f2a9c --db out/demo/ledger.duckdb --reason "names a witness in danger"
  tadmur remove --list --db out/demo/ledger.duckdb
"""


@click.command(epilog=EPILOG)
@click.argument("report", required=False)
@options.ledger
@click.option("--reason", help="Why; it stays on the tombstone, so name no person in it.")
@click.option("--list", "list_", is_flag=True, help="List what was removed before.")
def command(report: str | None, ledger: Path, reason: str | None, list_: bool) -> None:
    """Remove REPORT: its text and its claims go for good, a tombstone with the reason stays.

    REPORT is its id, the beginning of it, or the caller's own id. What follows from the ledger is made anew.
    """
    from tadmur.pipeline.removal import remove, removed

    if list_:
        for line in removed(ledger):
            click.echo(line)
        return
    if not report or not reason:
        raise click.UsageError("name the report and give a --reason, or use --list")
    for line in remove(ledger, report, reason=reason, who=getpass.getuser(), now=datetime.now(UTC)):
        click.echo(line)

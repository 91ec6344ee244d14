"""``tadmur source``: the profile of one source, and an analyst's grade for it."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

import click

from tadmur.cli import options
from tadmur.terms.grading import Reliability

EPILOG = """\
Examples:

\b
  tadmur source --db out/demo/ledger.duckdb
  tadmur source "Rimal Agency" --db out/demo/ledger.duckdb
  tadmur source rimal-agency --db out/demo/ledger.duckdb --format json
  tadmur source rimal-agency --db out/demo/ledger.duckdb --grade D --by "desk 2" --note "denied the loss of Palmyra"

Grades are those of the Admiralty system, A (completely reliable) to E (unreliable), F (cannot be judged). They are
added, never changed, and stand beside what the evidence teaches; neither moves the other. Private persons have no
profile.
"""


@click.command(epilog=EPILOG)
@click.argument("name", required=False)
@options.ledger
@options.known_by
@click.option(
    "--grade", type=click.Choice([grade.value for grade in Reliability], case_sensitive=False), help="Add this grade."
)
@click.option("--by", "graded_by", help="Who gives the grade. Default: the name of this account.")
@click.option("--note", default="", help="Why, in a few words.")
@options.table_format("table", "json")
def command(
    name: str | None,
    ledger: Path,
    known_by: datetime | None,
    grade: str | None,
    graded_by: str | None,
    note: str,
    format_: str,
) -> None:
    """What is known of the source NAME: without a name, a line for each source."""
    from tadmur.pipeline.source_listing import grade_source, source_listing

    if grade is not None:
        if name is None:
            raise click.UsageError("say which source: tadmur source NAME --grade B")
        who = graded_by or getpass.getuser()
        graded = grade_source(ledger, name, grade.upper(), by=who, at=datetime.now(UTC), note=note)
        click.echo(f"{graded.name} is graded {grade.upper()} by {who}.", err=True)
    for line in source_listing(ledger, name, format_, known_by=known_by):
        click.echo(line)

"""``tadmur report``: the situation report of a period."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tadmur.cli import options

if TYPE_CHECKING:
    from tadmur.reference.scopes import BoundaryChoice

EPILOG = """\
Examples:

\b
  tadmur report --db out/demo/ledger.duckdb --from 2016-03-13 --to 2016-03-27 --out out/march
  tadmur report --db out/demo/ledger.duckdb --to 2016-03-20 --known-by 2016-03-19 --out out/before
  tadmur report --db out/demo/ledger.duckdb --admin Homs --internal --out out/homs
  tadmur report --db out/demo/ledger.duckdb --rebuild out/march/run.json --out out/again
"""


@click.command(epilog=EPILOG)
@options.ledger
@click.option("--from", "first", type=options.Day(), help="Event time: first day. Default: seven days before --to.")
@click.option(
    "--to", "--as-of", "last", type=options.Day(), help="Event time: last day. Default: the newest report's day."
)
@options.known_by
@click.option("--place", help="Only this place, under any of its names.")
@click.option("--admin", help="Only this district, governorate or country.")
@click.option(
    "--public/--internal",
    default=True,
    show_default=True,
    help="--internal keeps private names, fine positions and what is delayed; it leaves a line in the audit log.",
)
@options.boundaries
@click.option(
    "--rebuild",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Make a report again from the run.json beside it; the same ledger gives the same bytes.",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the report.")
def command(
    ledger: Path,
    first: date | None,
    last: date | None,
    known_by: datetime | None,
    place: str | None,
    admin: str | None,
    public: bool,
    boundaries: BoundaryChoice,
    rebuild: Path | None,
    out: Path,
) -> None:
    """Write the situation report of a period as HTML, Markdown and PDF, with the tables behind it.

    It says what changed, who holds what, what is contradicted, what it did to people, and what is not known. Every
    number leads to the words it rests on.
    """
    from tadmur.pipeline.bulletin import ReportRequest, rebuild_report, write_situation_report

    if place and admin:
        raise click.UsageError("--place and --admin exclude each other")
    now, who = datetime.now(UTC), getpass.getuser()
    if rebuild is not None:
        path = rebuild_report(ledger, rebuild, out, now=now, who=who)
    else:
        request = ReportRequest(first, last, known_by, place, admin, public, boundaries)
        path = write_situation_report(ledger, out, request, now=now, who=who)
    click.echo(f"Report          {path}")
    click.echo(f"                {out / 'report.pdf'}, {out / 'report.md'}, {out / 'index.html'}")

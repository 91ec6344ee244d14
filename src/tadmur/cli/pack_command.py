"""``tadmur pack``: conflict packs shown, checked and begun."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\
Examples:

\b
  tadmur pack show
  tadmur pack show syria-iraq
  tadmur pack new my-war.yaml --country SD --party "Northern Army" --party "River Front"
  tadmur pack check my-war.yaml
  tadmur run reports/ --pack my-war.yaml --out out/my-war
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Conflict packs: who is who in one war, and how its reports name them."""


@command.command()
@click.argument("pack", required=False)
def show(pack: str | None) -> None:
    """Parties, alliances and sources of PACK (an id or a file); without one, the packs that come with tadmur."""
    from tadmur.pipeline.packs import pack_lines, pack_list

    for line in pack_lines(pack) if pack else pack_list():
        click.echo(line)


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def check(file: Path) -> None:
    """Check a pack of your own: every mistake is named with its place in the FILE."""
    from tadmur.pipeline.packs import check_pack

    for line in check_pack(file):
        click.echo(line)


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--country", "countries", multiple=True, required=True, help="ISO 3166-1 alpha-2; several times for more."
)
@click.option("--party", "parties", multiple=True, required=True, help="Neutral name of a party; at least two.")
@click.option("--since", help="First day of the conflict, YYYY-MM-DD. Default: the first day of this year.")
def new(file: Path, countries: tuple[str, ...], parties: tuple[str, ...], since: str | None) -> None:
    """Begin a pack: a FILE that passes `pack check` and says in comments what to add."""
    from tadmur.pipeline.packs import begin_pack

    begin_pack(file, countries=countries, parties=parties, since=since)
    click.echo(f"{file} is a pack. Add names, backers and sources, then: tadmur pack check {file}")

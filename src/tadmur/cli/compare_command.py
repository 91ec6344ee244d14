"""``tadmur compare``: two sources of control maps side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tadmur.cli import options
from tadmur.terms.errors import SettingsError

EPILOG = """\
Examples:

\b
  tadmur compare --db out/maps.duckdb --sources "North Monitor,South Institute" --from 2016-03-01 --to 2016-03-31
  tadmur compare --db out/maps.duckdb --sources "North Monitor,South Institute" --from 2016-03-01 --to 2016-03-31 \\
      --scope SY --out out/compared

--out writes comparison.txt and .json, agreement.csv (a row a day), districts.csv and a map (differences.svg, .png).
"""


@click.command(epilog=EPILOG)
@click.option(
    "--db",
    "ledger",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The ledger that `tadmur import-control` wrote.",
)
@click.option("--sources", required=True, help='Two sources, as "A,B".')
@click.option("--from", "first_day", required=True, type=options.Day(), help="First day.")
@click.option("--to", "last_day", required=True, type=options.Day(), help="Last day; where they differ is told for it.")
@click.option("--scope", help="Countries (ISO codes, comma-separated). Default: those of the conflict pack.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for tables and map.")
@options.table_format("text", "json")
def command(
    ledger: Path, sources: str, first_day: date, last_day: date, scope: str | None, out: Path | None, format_: str
) -> None:
    """Areas by source, where and since when they differ, differences of scope, and who changed first."""
    from tadmur.export.map_comparison import comparison_json, comparison_text
    from tadmur.pipeline.control_compare import compare_sources
    from tadmur.pipeline.control_comparison import comparison_contract, write_comparison

    names = [name.strip() for name in sources.split(",") if name.strip()]
    if len(names) != 2:
        raise SettingsError("two sources can be compared", where="--sources", remedy='Give them as "A,B"')
    countries = [country.strip() for country in (scope or "").split(",") if country.strip()]
    found = compare_sources(ledger, names, first_day=first_day, last_day=last_day, countries=countries)
    contract = comparison_contract(found)
    if format_ == "json":
        click.echo(comparison_json(contract))
    else:
        for line in comparison_text(contract):
            click.echo(line)
    for path in write_comparison(found, out) if out is not None else ():
        click.echo(f"Written  {path}", err=True)

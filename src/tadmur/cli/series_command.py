"""``tadmur series``: what a party held over time, as a table and as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tadmur.cli.figure_command import question_of, question_options
from tadmur.cli.progress import bar

EPILOG = """\
Examples:

\b
  tadmur series --db out/demo/ledger.duckdb --actor "Islamic State" --every week --from 2015-05-01 --to 2016-04-05 --out out/series
  tadmur series --db out/demo/ledger.duckdb --actor IS --every month --denominator settlements --from 2015-05-01 --to 2016-04-05 --out out/months

A day for which no current evidence speaks has an empty row and a gap in the line.
"""  # noqa: E501


@click.command(epilog=EPILOG)
@question_options
@click.option("--every", type=click.Choice(["day", "week", "month"]), default="week", show_default=True, help="Step.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for series.csv, series.png, series.svg.",
)
def command(every: str, out: Path, **asked: Any) -> None:
    """What a party held over time, with intervals and with gaps where nothing can be said: CSV, PNG, SVG."""
    from tadmur.pipeline.manifests import write_with_manifest
    from tadmur.pipeline.series import series_files, series_page

    ledger, question = question_of(asked, every=every)
    with bar(enabled=True) as progress:
        page = series_page(ledger, question, progress)
        written = write_with_manifest(out, ledger, page.manifest, series_files(page))
    for line in written:
        click.echo(line)

"""``tadmur series``: what a party held over time, as a table and as pictures."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tadmur.cli.figure_command import needed, question_options
from tadmur.cli.progress import bar

if TYPE_CHECKING:
    from tadmur.reference.scopes import BoundaryChoice

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
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for series.csv, series.png, series.svg."
)
def command(
    ledger: Path | None,
    actor: str | None,
    first_day: date | None,
    last_day: date | None,
    known_by: datetime | None,
    countries: tuple[str, ...] | None,
    admin: str | None,
    box: tuple[float, float, float, float] | None,
    boundaries: BoundaryChoice,
    denominator: str,
    draws: int,
    seed: int,
    every: str,
    out: Path | None,
) -> None:
    """What a party held over time, with intervals and with gaps where nothing can be said: CSV, PNG, SVG."""
    from tadmur.measure.cells import Denominator
    from tadmur.pipeline.figure_question import FigureQuestion
    from tadmur.pipeline.manifests import write_with_manifest
    from tadmur.pipeline.series import series_files, series_page

    needed(ledger=ledger, actor=actor, first_day=first_day, last_day=last_day, out=out)
    assert ledger
    assert actor
    assert first_day
    assert last_day
    assert out
    question = FigureQuestion(
        actor, first_day, last_day, known_by, countries or (), admin, box, boundaries,
        Denominator(denominator), draws, seed, every,
    )  # fmt: skip
    with bar(enabled=True) as progress:
        page = series_page(ledger, question, progress)
        written = write_with_manifest(out, ledger, page.manifest, series_files(page))
    for line in written:
        click.echo(line)

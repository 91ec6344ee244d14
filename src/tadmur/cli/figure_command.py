"""``tadmur figure``: what a party lost or gained between two days, with everything needed to check it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tadmur.cli import options
from tadmur.cli.progress import bar

if TYPE_CHECKING:
    from tadmur.pipeline.figure_question import FigureQuestion

EPILOG = """\
Examples:

\b
  tadmur figure --db out/demo/ledger.duckdb --actor "Islamic State" --from 2015-09-01 --to 2016-04-05
  tadmur figure --db out/demo/ledger.duckdb --actor IS --from 2015-09-01 --to 2016-04-05 --admin Homs --out out/homs
  tadmur figure --rebuild out/homs/manifest.json

Counted are only settlements of which reports speak; shares of the land not assessed stand beside the figure.
docs/methods/figures.md says how it is made.
"""


class Box(click.ParamType[tuple[float, float, float, float]]):
    """West, south, east, north in degrees, with commas between."""

    name = "W,S,E,N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float, float, float]:
        try:
            west, south, east, north = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not a box; write it as 35.5,32,42.4,37.4 (west,south,east,north)", param, ctx)
        return west, south, east, north


class Countries(click.ParamType[tuple[str, ...]]):
    """ISO 3166 codes with commas between."""

    name = "SY,IQ"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(part.strip().upper() for part in str(value).split(",") if part.strip()))
        if not codes or any(len(code) != 2 or not code.isalpha() for code in codes):
            self.fail(f"{value!r} is not a list of ISO 3166 codes; write it as SY or SY,IQ", param, ctx)
        return codes


QUESTION = (
    click.option("--db", "ledger", type=click.Path(path_type=Path, dir_okay=False), help="The ledger of `tadmur run`."),
    click.option("--actor", help="The party, under any of its names."),
    click.option("--from", "first_day", type=options.Day(), help="Event time: the base day."),
    click.option("--to", "last_day", type=options.Day(), help="Event time: the last day."),
    options.known_by,
    click.option(
        "--scope",
        "countries",
        type=Countries(),
        help="Countries. Default: those of the conflict that reports speak of.",
    ),
    click.option("--admin", metavar="NAME", help="Only this governorate, oblast, state or district."),
    click.option("--bbox", "box", type=Box(), help="Only the land in this box of degrees."),
    options.boundaries,
    click.option(
        "--denominator",
        type=click.Choice(["km2", "settlements", "population"]),
        default="km2",
        show_default=True,
        help="What the sentence counts; the others stand beside it.",
    ),
    click.option("--draws", type=int, default=1000, show_default=True, help="Sampled histories behind the interval."),
    click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sampling."),
)


def question_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that ask for a figure or a series."""
    for option in reversed(QUESTION):
        command = option(command)
    return command


def question_of(asked: Mapping[str, Any], **more: Any) -> tuple[Path, FigureQuestion]:
    """The ledger and the question that :func:`question_options` put together; ``more`` goes into the question.

    Raises:
        UsageError: an option that says what is asked is missing.
    """
    from tadmur.measure.cells import Denominator
    from tadmur.pipeline.figure_question import FigureQuestion

    needed = {"ledger": "--db", "actor": "--actor", "first_day": "--from", "last_day": "--to"}
    missing = [option for name, option in needed.items() if asked[name] is None]
    if missing:
        raise click.UsageError(f"Missing {', '.join(missing)}. See the examples: --help")
    fields = {name: value for name, value in asked.items() if name != "ledger"}
    fields |= {"countries": asked["countries"] or (), "denominator": Denominator(asked["denominator"]), **more}
    return asked["ledger"], FigureQuestion(**fields)


@click.command(epilog=EPILOG)
@question_options
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for figure.json, figure.txt, manifest.json.")  # noqa: E501  # fmt: skip
@click.option("--rebuild", type=click.Path(path_type=Path, dir_okay=False), metavar="MANIFEST", help="Make the figure of a manifest.json again and compare the bytes.")  # noqa: E501  # fmt: skip
@options.table_format("text", "json")
def command(out: Path | None, rebuild: Path | None, format_: str, **asked: Any) -> None:
    """What a party lost or gained between two days: value, interval, base, coverage, places and evidence."""
    from tadmur.pipeline.figure import figure_files, figure_page
    from tadmur.pipeline.manifests import rebuild_from, write_with_manifest

    with bar(enabled=True) as progress:
        if rebuild is not None:
            written = rebuild_from(rebuild, asked["ledger"], out, progress)
            files = None
        else:
            ledger, question = question_of(asked)
            page = figure_page(ledger, question, progress)
            files = figure_files(page)
            written = write_with_manifest(out, ledger, page.manifest, files) if out else []
    if files is not None:
        click.echo(files["figure.json" if format_ == "json" else "figure.txt"], nl=False)
    for line in written:
        click.echo(line, err=files is not None)

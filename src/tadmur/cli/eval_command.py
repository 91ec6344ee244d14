"""``tadmur eval``: predictions on outside benchmarks, one file in, one file out."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\
Examples:

\b
  tadmur eval control-facts pages.jsonl --out facts.jsonl
  tadmur eval events snippets.tsv --out labels.tsv
  tadmur eval toponyms documents.jsonl --out toponyms.jsonl
  tadmur eval claims reports/ --out claims.jsonl
  tadmur eval reconcile bench/hard_0 --mode online --out pred.npz
"""

_input = click.argument("source", type=click.Path(path_type=Path, exists=True))
_out = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
_pack = click.option("--pack", default="auto", show_default=True, help="Conflict pack, as for `tadmur run`.")


@click.group(epilog=EPILOG)
def command() -> None:
    """Write predictions in the form that published benchmarks score."""


@command.command("control-facts")
@_input
@_out
@_pack
def control_facts(source: Path, out: Path, pack: str) -> None:
    """Dated gains, losses and holds of named places in pages of numbered sentences (JSON Lines)."""
    from tadmur.cli.progress import bar
    from tadmur.pipeline.evaluation import predict_control_facts

    with bar(enabled=True) as progress:
        _written(predict_control_facts(source, out, pack=pack, progress=progress), "facts", out)


@command.command("events")
@_input
@_out
def events(source: Path, out: Path) -> None:
    """An event label for each snippet of a table with the columns id and text (TSV)."""
    from tadmur.pipeline.evaluation import predict_events

    _written(predict_events(source, out), "labels", out)


@command.command("toponyms")
@_input
@_out
def toponyms(source: Path, out: Path) -> None:
    """Place names with coordinates in documents with the fields doc_id and text (JSON Lines)."""
    from tadmur.cli.progress import bar
    from tadmur.pipeline.evaluation import predict_toponyms

    with bar(enabled=True) as progress:
        _written(predict_toponyms(source, out, progress=progress), "documents", out)


@command.command("claims")
@_input
@_out
@_pack
def claims(source: Path, out: Path, pack: str) -> None:
    """The claims of a folder of plain reports, one line a claim, in the JSON contract."""
    from tadmur.cli.progress import bar
    from tadmur.pipeline.evaluation import predict_claims

    with bar(enabled=True) as progress:
        _written(predict_claims(source, out, pack=pack, progress=progress), "claims", out)


@command.command("reconcile")
@click.argument("prefix", type=click.Path(path_type=Path))
@click.option("--mode", type=click.Choice(["retro", "online"]), default="retro", show_default=True)
@click.option(
    "--days", type=click.IntRange(min=1), help="Length of the history. Default: up to the newest publication."
)
@_out
def reconcile(prefix: Path, mode: str, days: int | None, out: Path) -> None:
    """Who holds which place on which day, from simulated claims (PREFIX.claims.parquet and its siblings)."""
    from tadmur.pipeline.simulated import predict_simulated

    places, length, states = predict_simulated(prefix, out, online=mode == "online", days=days)
    click.echo(f"{places} places, {length} days, {states} states in {out}")


def _written(count: int, what: str, out: Path) -> None:
    click.echo(f"{count} {what} in {out}")

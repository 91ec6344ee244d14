"""``tadmur compare-extractors``: where two readings of the same reports differ."""

from __future__ import annotations

from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur run inbox/ --out out/frames
  tadmur run inbox/ --out out/model --extractor llm --llm-url http://localhost:11434/v1 --llm-model qwen3:8b
  tadmur compare-extractors out/frames/ledger.duckdb out/model/ledger.duckdb
"""


@click.command(epilog=EPILOG)
@click.argument("first", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("second", type=click.Path(path_type=Path, dir_okay=False))
@options.table_format("text", "jsonl")
def command(first: Path, second: Path, format_: str) -> None:
    """Where the readings in two ledgers, FIRST and SECOND, differ: claims that only one has, fields of those in both.

    Reports are the same when their text, publisher and time are. The output is the analyst's own: quotes are raw.
    """
    from tadmur.pipeline.readings import compare_ledgers

    for line in compare_ledgers(first, second, format_):
        click.echo(line)

"""``tadmur explain``: why a claim was read as it was."""

from __future__ import annotations

from pathlib import Path

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur claims --db out/demo/ledger.duckdb --format jsonl | head -1
  tadmur explain 3f2a9c --db out/demo/ledger.duckdb
  tadmur explain 3f2a9c --db out/demo/ledger.duckdb --format json
"""


@click.command(epilog=EPILOG)
@click.argument("claim_id")
@options.ledger
@options.table_format("text", "json")
def command(claim_id: str, ledger: Path, format_: str) -> None:
    """Why a claim was read as it was: trigger, frame, voices, parties, place, time and probability.

    CLAIM_ID is the claim's id or the beginning of it. The report is read again from the ledger. The output is the
    analyst's own: it names private persons.
    """
    from tadmur.pipeline.explanation import explain_claim

    for line in explain_claim(ledger, claim_id, format_):
        click.echo(line)

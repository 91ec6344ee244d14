"""``tadmur review``: the analyst's hand, at a screen in the terminal or by script."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

import click

from tadmur.cli import options

EPILOG = """\
Examples:

\b
  tadmur review --db out/demo/ledger.duckdb --as "desk 2"
  tadmur review queue --db out/demo/ledger.duckdb --limit 10
  tadmur review apply acts.jsonl --db out/demo/ledger.duckdb --as "desk 2" --dry-run
  tadmur review undo --db out/demo/ledger.duckdb --as "desk 2"
  tadmur review export --db out/demo/ledger.duckdb --pseudonyms > training.jsonl

Without a further word a screen opens: the queue on the left, the sentence in its report on the right; ? lists the
keys. An act is one JSON object, for instance

\b
  {"act": "accept", "claim_id": "1f2e..."}
  {"act": "correct", "claim_id": "1f2e...", "fields": {"place": "wof:421197935", "time": "since 3 May 2015"}}
  {"act": "grade", "source": "rimal-agency", "reliability": "D"}

docs/guides/reviewing.md describes all of them. Acts are only ever added; corrections win over the machine, survive a
new reading of the reports, and can be undone.
"""
reviewer = click.option(
    "--as", "by", envvar="TADMUR_REVIEWER", help="Who reviews: goes into the log. Default: $TADMUR_REVIEWER."
)


@click.group(epilog=EPILOG, invoke_without_command=True)
@click.option(
    "--db",
    "ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The ledger, as written by `tadmur run`.",
)
@reviewer
@options.as_of
@click.pass_context
def command(ctx: click.Context, ledger: Path | None, by: str | None, as_of: date | None) -> None:
    """Review claims: accept, correct, reject, merge, split, grade, comment, undo."""
    if ctx.invoked_subcommand is not None:
        given = {name: value for name, value in (("ledger", ledger), ("by", by)) if value is not None}
        ctx.default_map = {ctx.invoked_subcommand: given}
        return
    if ledger is None:
        raise click.UsageError("name the ledger: tadmur review --db LEDGER --as NAME")
    from tadmur.cli.review_screen import ReviewScreen
    from tadmur.pipeline.review_acts import reviewer_name
    from tadmur.pipeline.review_desk import ReviewDesk

    name = reviewer_name(by)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("the screen needs a terminal; for scripts there are: tadmur review queue, apply, log")
    click.echo("Weighing the evidence ...", err=True)
    ReviewScreen(ReviewDesk.open(ledger, name, as_of=as_of)).run()


@command.command()
@options.ledger
@options.as_of
@options.known_by
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="So many claims; 0: all.")
@click.option("--seen", is_flag=True, help="Also claims that were accepted, corrected or added before.")
@options.table_format("table", "jsonl")
def queue(ledger: Path, as_of: date | None, known_by: datetime | None, limit: int, seen: bool, format_: str) -> None:
    """What to look at first: claims whose being misread would change the picture most."""
    from tadmur.pipeline.review_script import queue_listing

    for line in queue_listing(ledger, format_, as_of=as_of, known_by=known_by, limit=limit, seen=seen):
        click.echo(line)


@command.command()
@options.ledger
@options.known_by
@click.option("--orphaned", is_flag=True, help="Only acts whose claim the present reading does not have any more.")
@options.table_format("table", "jsonl")
def log(ledger: Path, known_by: datetime | None, orphaned: bool, format_: str) -> None:
    """All acts, oldest first, undone ones included."""
    from tadmur.pipeline.review_script import log_listing

    for line in log_listing(ledger, format_, known_by=known_by, orphaned=orphaned):
        click.echo(line)


@command.command()
@options.ledger
@click.option("--pseudonyms", is_flag=True, help="Reviewers by a stable number instead of their name.")
def export(ledger: Path, pseudonyms: bool) -> None:
    """Training data, JSON Lines: what the machine read, and what people made of it."""
    from tadmur.pipeline.review_script import training_listing

    for line in training_listing(ledger, pseudonyms=pseudonyms):
        click.echo(line)


@command.command()
@click.argument("file", type=click.File(encoding="utf-8"))
@options.ledger
@reviewer
@click.option("--dry-run", is_flag=True, help="Check all acts and show what they would change; write nothing.")
@click.option("--effect", is_flag=True, help="Also show which probabilities moved.")
@click.option(
    "--expected-revision",
    type=click.IntRange(min=0),
    help="Refuse where somebody has acted on the same claim or source since this revision of the log.",
)
def apply(
    file: TextIO, ledger: Path, by: str | None, dry_run: bool, effect: bool, expected_revision: int | None
) -> None:
    """Carry out the acts in FILE (JSON Lines, - for standard input), all or none."""
    from tadmur.pipeline.review_acts import reviewer_name
    from tadmur.pipeline.review_script import acts_of, apply_acts

    name = reviewer_name(by)
    applied = apply_acts(
        ledger,
        acts_of(file.read(), file.name),
        by=name,
        at=datetime.now(UTC),
        expected_revision=expected_revision,
        dry_run=dry_run,
        effect=effect,
    )
    for line in applied.lines:
        click.echo(line)
    done = "would be written: nothing was, this is a dry run" if dry_run else f"written; revision {applied.revision}"
    click.echo(f"{applied.acts} act{'s' if applied.acts != 1 else ''} {done}.", err=True)


@command.command()
@click.argument("act_id", required=False)
@options.ledger
@reviewer
def undo(act_id: str | None, ledger: Path, by: str | None) -> None:
    """Undo the act ACT_ID, by default your newest one that counts."""
    from tadmur.pipeline.review_script import undo_listing

    applied = undo_listing(ledger, act_id, by=by or "", at=datetime.now(UTC))
    for line in applied.lines:
        click.echo(line)
    click.echo(f"Undone; revision {applied.revision}.", err=True)

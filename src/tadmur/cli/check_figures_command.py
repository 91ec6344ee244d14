"""``tadmur check-figures``: published figures of territory against published areas and one another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from tadmur.cli import options
from tadmur.terms.errors import ReportError, SettingsError

EPILOG = """\
Examples:

\b
  tadmur check-figures examples/published-figures
  tadmur check-figures article.txt another.md --format json > checks.json
  tadmur check-figures article.txt --reference my-areas.yaml
  tadmur check-figures article.txt --claimreview 7d01ae2c --author "Our Desk" --url https://example.org/check

A ClaimReview goes to standard output and nowhere else: it is published only by whoever puts it on a page.
"""


@click.command(epilog=EPILOG)
@click.argument("files", nargs=-1, required=True)
@click.option("--pack", default="auto", show_default=True, help="Conflict pack, as for `tadmur run`.")
@click.option(
    "--reference",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A list of published areas (YAML) to use instead of the one that comes with tadmur.",
)
@options.table_format("text", "json")
@click.option("--claimreview", "statement_id", metavar="ID", help="Print the verdict on this statement as ClaimReview.")
@click.option("--author", help="Who publishes the ClaimReview.")
@click.option("--url", help="Where the ClaimReview will stand.")
@click.option("--date", "published", type=options.Day(), help="Day of the ClaimReview. Default: today.")
def command(
    files: tuple[str, ...],
    pack: str,
    reference: Path | None,
    format_: str,
    statement_id: str | None,
    author: str | None,
    url: str | None,
    published: date | None,
) -> int:
    """Find figures of territory in FILES and say which agree with published areas, in which reading.

    FILES are reports: text (.txt), Markdown (.md), JSON Lines (.jsonl), or folders of them. They are held against
    one another too: copies, one estimate with two dates, shares that were added.
    """
    from tadmur.export.claim_review import claim_review
    from tadmur.export.figure_checks import figures_json, figures_text
    from tadmur.pipeline.figure_check import check_files

    if statement_id is not None and not (author and url):
        raise SettingsError(
            "a ClaimReview needs an author and an address", remedy="Add --author NAME and --url https://..."
        )
    failed: list[ReportError] = []
    now = datetime.now(UTC)
    outcome = check_files(
        [Path(file) for file in files], pack=pack, reference=reference, on_error=failed.append, now=now
    )
    for error in failed:
        click.echo(f"Error: {error.sentence()}", err=True)
    if statement_id is not None:
        day = published or now.date()
        click.echo(claim_review(outcome, statement_id, author=author or "", url=url or "", published=day))
    elif format_ == "json":
        click.echo(figures_json(outcome))
    else:
        for line in figures_text(outcome):
            click.echo(line)
    return failed[0].exit_code if failed else 0

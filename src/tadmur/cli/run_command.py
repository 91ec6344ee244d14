"""``tadmur run``: the main job."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tadmur.cli import options
from tadmur.cli.language_model_options import LanguageModelOptions, language_model_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tadmur.extract.llm.extractor import Account
    from tadmur.pipeline.picture import Unresolved
    from tadmur.pipeline.run import RunOutcome
    from tadmur.reference.scopes import BoundaryChoice

EPILOG = """\
Examples:

\b
  tadmur run examples/palmyra-2016 --out out/demo
  tadmur run report.txt --pack syria-iraq --out out/one
  tadmur run "inbox/*.jsonl" --as-of 2023-12-18 --out out/december
  tadmur run inbox/ --out out/inbox --extractor mixed --llm-url http://localhost:11434/v1 --llm-model qwen3:8b

The second run over the same reports does nothing twice; new reports are added to the ledger that is there.
"""


@click.command(epilog=EPILOG)
@click.argument("reports", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the results.")
@click.option(
    "--pack",
    default="auto",
    show_default=True,
    help="Conflict pack: a name, the path of a YAML file, `auto` (chosen for each report) or `none`.",
)
@options.as_of
@options.known_by
@options.boundaries
@click.option("--publisher", help="Publisher of the reports that do not name one.")
@click.option("--published-at", type=options.Instant(), help="Publication time of the reports that do not state one.")
@language_model_options
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
def command(
    reports: tuple[str, ...],
    out: Path,
    pack: str,
    as_of: date | None,
    known_by: datetime | None,
    boundaries: BoundaryChoice,
    publisher: str | None,
    published_at: datetime | None,
    language_model: LanguageModelOptions,
    quiet: bool,
) -> int:
    """Read REPORTS and write ledger, record of control and report page into --out.

    REPORTS are files, folders or globs: text (.txt), Markdown (.md) or JSON Lines (.jsonl).
    """
    from tadmur.cli.progress import bar
    from tadmur.ingest.readers import ReportDefaults
    from tadmur.pipeline.estimate import estimate_reading
    from tadmur.pipeline.run import run
    from tadmur.pipeline.settings import RunSettings

    now = datetime.now(UTC)
    defaults = ReportDefaults(publisher=publisher, published_at=published_at, now=now)
    paths = [Path(report) for report in reports]
    model = language_model.endpoint()
    settings = RunSettings(
        pack=pack,
        extractor=language_model.extractor,
        model=model.model if model else None,
        boundaries=boundaries,
    )
    if model is not None:
        language_model.agree(estimate_reading(paths, out, settings=settings, defaults=defaults, model=model))
    with bar(enabled=not quiet) as progress:
        outcome = run(
            paths,
            out,
            settings=settings,
            now=now,
            defaults=defaults,
            as_of=as_of,
            known_by=known_by,
            progress=progress,
            model=model,
        )
    for error in outcome.failed:
        click.echo(f"Error: {error.sentence()}", err=True)
    if not quiet:
        click.echo(_summary(outcome))
    return outcome.failed[0].exit_code if outcome.failed else 0


def _summary(outcome: RunOutcome) -> str:
    picture = outcome.picture
    counts = picture.counts()
    lines = [
        f"Reports         {counts.reports} in the ledger ({outcome.read} read now, {outcome.skipped} known before)",
        f"Duplicates      {counts.duplicates}",
        f"Claims          {counts.claims}, from {counts.speakers} speakers",
        f"Places          {counts.places} assessed as of {picture.as_of.isoformat()}",
        f"Contradictions  {counts.contradictions}",
    ]
    if outcome.by_model is not None:
        lines.append(_by_model(outcome.by_model))
    lines += _unresolved(picture.unresolved)
    if outcome.failed:
        lines.append(f"Not read        {len(outcome.failed)} (see the errors above)")
    if not outcome.written:
        lines.append("Nothing has changed since the last run.")
    lines.append(f"Report          {outcome.index}")
    return "\n".join(lines)


def _by_model(account: Account) -> str:
    dropped = "; ".join(f"{count} dropped: {reason}" for reason, count in sorted(account.dropped.items()))
    unreadable = f"; {account.unreadable} answers not of the shape asked for" if account.unreadable else ""
    return (
        f"Language model  {account.requests} answers, {account.kept} kept from before{unreadable}"
        f"{'; ' if dropped else ''}{dropped}"
    )


def _unresolved(items: Sequence[Unresolved]) -> list[str]:
    """A line for each reason with its count and commonest words."""
    if not items:
        return []
    groups: dict[tuple[str, str], list[Unresolved]] = {}
    for item in items:
        groups.setdefault((item.what, item.reason), []).append(item)
    lines = [f"Unresolved      {sum(item.times for item in items)}"]
    for (what, reason), group in sorted(groups.items(), key=lambda pair: -sum(item.times for item in pair[1])):
        words = ", ".join(item.words for item in group[:3])
        lines.append(f"  {sum(item.times for item in group):4d}  {what}: {reason.replace('_', ' ')} ({words})")
    return lines

"""The command line: parsing and messages, nothing else.

Each command is a module of its own that is imported when it is called, so that ``tadmur --help`` is quick.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from tadmur import __version__
from tadmur.cli import interrupts
from tadmur.terms.errors import TadmurError

COMMANDS = {
    "run": "Read reports and write ledger, record of control and report page.",
    "serve": "The monitor in the browser: map, claims, figures, review.",
    "claims": "List the claims in a ledger.",
    "why": "The reasons of an assessment: claims for and against, neighbours, time.",
    "control": "Who holds which place on a day, and how sure.",
    "review": "Accept, correct, reject, merge, split and grade claims; undo; queue, log, export.",
    "source": "What is known of a source: claims, contradictions, lag, copies, reliability, grade.",
    "contradictions": "Claims side by side: disputes, sequences, copies, corrections.",
    "harm": "Deaths, injuries, displacement and damage as ranges.",
    "report": "Write the situation report of a period.",
    "diff": "What changed in our belief, and which report did it.",
    "figure": "What a party lost or gained between two days.",
    "series": "What a party held day by day, week by week, month by month.",
    "remove": "Take a report out of a ledger for good.",
    "explain": "Why a claim was read as it was.",
    "compare-extractors": "Where two readings of the same reports differ.",
    "check-figures": "Hold published figures of territory against published areas.",
    "place": "What a place name means, and why.",
    "import-control": "Read control maps that others publish as claims of their source.",
    "compare": "Two sources of control maps side by side.",
    "eval": "Predictions on outside benchmarks.",
    "pack": "Show, check and begin conflict packs.",
    "reference": "Build and check gazetteer and boundaries.",
}
"""Name and one line of help of every command; the command itself is ``tadmur.cli.<name>_command.command``,
with underscores for hyphens."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells give it."""

EXAMPLES = """\
Examples:

\b
  tadmur run examples/palmyra-2016 --out out/demo
  tadmur claims --db out/demo/ledger.duckdb --format table
  tadmur control --db out/demo/ledger.duckdb --as-of 2016-03-20 --place Palmyra
  tadmur report --db out/demo/ledger.duckdb --from 2016-03-13 --to 2016-03-27 --out out/march
"""


class LazyGroup(click.Group):
    """A group that knows its commands' names and one-line help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"tadmur.cli.{cmd_name.replace('-', '_')}_command").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tadmur")
def tadmur() -> None:
    """From contradictory war reports to who holds what, since when, according to whom, and how sure."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; every error that tadmur raises on purpose becomes one sentence and an exit code."""
    interrupts.watch()
    code = call(arguments)
    if code == INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def call(arguments: Sequence[str] | None) -> int:
    """As :func:`main`, giving the exit code back."""
    try:
        outcome: Any = tadmur.main(args=arguments, prog_name="tadmur", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except TadmurError as error:
        click.echo(f"Error: {error.sentence()}", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "\nStopped. What was finished is in the ledger; the same command goes on where this one ended.", err=True
        )
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0

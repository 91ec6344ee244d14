"""The progress bar: on a terminal a live one, elsewhere a line for each stage."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from tadmur.cli import interrupts
from tadmur.pipeline.run import Progress


@contextmanager
def bar(*, enabled: bool) -> Iterator[Progress]:
    """A :class:`~tadmur.pipeline.run.Progress` drawn on standard error while the block runs."""
    if not enabled:
        yield Progress(stage=lambda name, steps: interrupts.check(), step=interrupts.check)
        return
    if not sys.stderr.isatty():
        yield Progress(stage=_print_stage, step=interrupts.check)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True)) as drawn:
        task = None

        def stage(name: str, steps: int | None) -> None:
            nonlocal task
            interrupts.check()
            if task is not None:
                drawn.update(task, total=drawn.tasks[task].total or 1)
                drawn.update(task, completed=drawn.tasks[task].total)
            task = drawn.add_task(name, total=steps)

        def step() -> None:
            interrupts.check()
            if task is not None:
                drawn.advance(task)

        yield Progress(stage, step)
        if task is not None:
            drawn.update(task, total=1, completed=1)


def _print_stage(name: str, steps: int | None) -> None:
    interrupts.check()
    click.echo(f"{name} ({steps}) ..." if steps else f"{name} ...", err=True)

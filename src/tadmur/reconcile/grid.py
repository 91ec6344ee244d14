"""The days that matter for one place: time cut into cells within which no claim begins or ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FIRST_STEPS = (4, 16)
"""Lengths of the cells that follow the last day a claim speaks of; the rest have the longest step."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of whole days, in order and without gaps.

    ``starts`` has shape (cells + 1,): cell k is days starts[k] .. starts[k + 1] - 1.
    """

    starts: NDArray[np.int64]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.starts) - 1

    def cell(self, day: int) -> int:
        """The cell that holds ``day``.

        Raises:
            ValueError: the day lies outside the grid.
        """
        if not self.starts[0] <= day < self.starts[-1]:
            raise ValueError(f"day {day} is outside {self.starts[0]}..{self.starts[-1] - 1}")
        return int(np.searchsorted(self.starts, day, side="right")) - 1

    def run_starts(self) -> NDArray[np.float64]:
        """Middle of each cell, shape (cells,): where a run that starts in the cell is taken to start."""
        return (self.starts[:-1] + self.starts[1:] - 1) / 2


def cut(days: Iterable[int], *, first_day: int, last_day: int, longest_step: int) -> Grid:
    """A grid over first_day .. last_day with a new cell at each of ``days``.

    Stretches between them are cut further, from their beginning, into steps of 4, 16 and then ``longest_step`` days,
    so that cells after the last of ``days`` do not depend on ``last_day`` (but for the last one's end).
    """
    bounds = sorted({first_day, last_day + 1, *(day for day in days if first_day < day <= last_day)})
    starts: list[int] = []
    for low, high in pairwise(bounds):
        at, step = low, 0
        while at < high:
            starts.append(at)
            at += FIRST_STEPS[step] if step < len(FIRST_STEPS) else longest_step
            step += 1
    return Grid(np.array([*starts, last_day + 1], dtype=np.int64))

"""What would be believed of a place by some of its claims only: many such questions at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.learning import Solved, read_with
from tadmur.reconcile.neighbours import neighbourhood
from tadmur.reconcile.observations import Observations

Array = NDArray[np.float64]

MOST_AT_ONCE = 200_000
"""Rows that are read in one go."""


def by_subsets(
    solved: Solved, claims: Observations, subsets: Sequence[NDArray[np.int64]], days: Sequence[NDArray[np.int64]]
) -> list[Array]:
    """P(state) of a place at the end of some days by each set of rows alone, for each set (its days, states).

    What was learned of voices stays; what is news is judged anew within each set. Neighbours and the last word are left
    out.

    Args:
        claims: the observations that ``solved`` was made from. subsets: rows of ``solved``, each set of one place.
        days: of each set, counted from the first of the grid.
    """
    result: list[Array] = []
    for low, high in _parts([len(rows) for rows in subsets]):
        sizes = [len(rows) for rows in subsets[low:high]]
        kept = np.concatenate(subsets[low:high])
        chosen = replace(claims.take(solved.rows.origin[kept]), place=np.repeat(np.arange(high - low), sizes))
        alone = replace(solved.grid, places=high - low)
        part = read_with(solved, chosen, alone, neighbourhood(None, high - low))
        asked = [len(some) for some in days[low:high]]
        place = np.repeat(np.arange(high - low), asked)
        found = part.from_own_claims(place, np.concatenate(days[low:high]))
        result += np.split(found, np.cumsum(asked)[:-1])
    return result


def _parts(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(from, to) of parts that have at most about ``MOST_AT_ONCE`` rows each."""
    low, rows = 0, 0
    for number, size in enumerate(sizes):
        if number > low and rows + size > MOST_AT_ONCE:
            yield low, number
            low, rows = number, 0
        rows += size
    if low < len(sizes):
        yield low, len(sizes)

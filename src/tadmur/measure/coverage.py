"""How much of a scope the evidence speaks for on a day: printed beside every figure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.cells import SettlementCells


class Cover(IntEnum):
    """What is known of a settlement on a day."""

    NOT_ASSESSED = 0
    """Nothing is said of it up to that day."""
    STALE = 1
    """The newest evidence is old."""
    CONTESTED = 2
    """Contested, or no party probable enough to be named."""
    ASSESSED = 3


@dataclass(frozen=True, slots=True)
class CoverRule:
    """Thresholds of the record of control: least probability of a holder, the same where claims contradict each other,
    and the age in days from which evidence is stale."""

    assessed_from: float
    settled_from: float
    stale_after_days: int

    def of(
        self,
        probabilities: NDArray[np.float64] | NDArray[np.float32],
        age_days: NDArray[np.float64],
        disputed: NDArray[np.bool_],
    ) -> NDArray[np.int64]:
        """The cover of p places from P(state), shape (p, states), contested last; the first rule that holds decides.

        Args:
            age_days: (p,) age of the newest evidence, NaN where there is none.
            disputed: (p,) claims on the place contradict each other.
        """
        holder = probabilities.argmax(axis=1)
        least = np.where(disputed, self.settled_from, self.assessed_from)
        unclear = (holder == probabilities.shape[1] - 1) | (probabilities.max(axis=1) < least)
        result = np.where(unclear, Cover.CONTESTED, Cover.ASSESSED)
        result = np.where(age_days > self.stale_after_days, Cover.STALE, result)
        return np.where(np.isnan(age_days), Cover.NOT_ASSESSED, result).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A scope on one day.

    Attributes:
        sums: (4, 4) int64, by ``Cover`` and in the order of ``MEASURES``.
        population_unknown: (4,) settlements by ``Cover`` whose number of inhabitants is not known.
        unassigned_m2, scope_m2: land within reach of no settlement, and all land.
    """

    sums: NDArray[np.int64]
    population_unknown: NDArray[np.int64]
    unassigned_m2: float
    scope_m2: float

    def area_shares(self) -> dict[str, float]:
        """Share of the scope's land: assessed, contested, stale, not_assessed and unassigned; they sum to one."""
        shares = {cover.name.lower(): float(self.sums[cover, 0]) / self.scope_m2 for cover in reversed(Cover)}
        return {**shares, "unassigned": self.unassigned_m2 / self.scope_m2}


def coverage(cells: SettlementCells, cover: NDArray[np.int64], of: NDArray[np.int64] | None = None) -> Coverage:
    """Sums by cover.

    ``cover`` has one value for each settlement of ``cells``, or for each index in ``of``; all others are not assessed.
    """
    weights = cells.weights if of is None else cells.weights[of]
    known = cells.population_known if of is None else cells.population_known[of]
    sums = np.zeros((len(Cover), weights.shape[1]), dtype=np.int64)
    for value in Cover:
        sums[value] = weights[cover == value].sum(axis=0)
    unknown = np.bincount(cover[~known], minlength=len(Cover))
    sums[Cover.NOT_ASSESSED] += cells.whole - weights.sum(axis=0)
    unknown[Cover.NOT_ASSESSED] += int((~cells.population_known).sum() - (~known).sum())
    return Coverage(sums, unknown, cells.unassigned_m2, cells.scope_m2)


def expected_totals(probabilities: NDArray[np.float64], weights: NDArray[np.int64]) -> NDArray[np.float64]:
    """Expected sum of each measure in each state, shape (states, m), from P(state), shape (p, states)."""
    result: NDArray[np.float64] = probabilities.T @ weights
    return result

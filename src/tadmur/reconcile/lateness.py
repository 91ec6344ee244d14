"""How old what a source knows is, when it says who holds a place and gives no day: learned from the claims."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TRIED = np.array([0.5, 3.0, 7.0, 15.0, 30.0, 60.0, 120.0])
"""Mean ages in days that are tried for each source."""
PRIOR_SOURCES = 2.0
"""Sources that it is worth that every age is as likely as another, against what sources show."""
ROUNDS = 8
"""Rounds in which the distribution of ages over sources is found."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Mean age in days of a source's knowledge: ``days[s]`` of source s, ``otherwise`` of those not seen."""

    days: Array
    otherwise: float

    def of(self, source: NDArray[np.int64]) -> Array:
        """The mean age behind each row's source, shape (n,)."""
        known = (source >= 0) & (source < len(self.days))
        safe = np.where(known, source, 0)
        return np.where(known, self.days[safe] if len(self.days) else self.otherwise, self.otherwise)


def lateness_from(source: NDArray[np.int64], better: Array, share: Array, sources: int) -> Lateness:
    """Ages under which each source's claims are likeliest, with a distribution of ages that all sources share.

    Empirical Bayes: the shared distribution by expectation and maximisation (Laird 1978, doi:10.2307/2286283) on the
    grid of ``TRIED``; a source's age is the geometric mean under its posterior.

    Args:
        source: (n,) of undated claims of states. better: (n, tried) likelihood of each claim under each age, on any
            scale. share: (n,) how far each claim counts.
    """
    known = source >= 0
    score = np.zeros((sources, len(TRIED)))
    np.add.at(score, source[known], share[known, None] * np.log(np.maximum(better[known], 1e-12)))
    seen = np.bincount(source[known], minlength=sources) > 0
    likelihood = np.exp(score - score.max(axis=1, keepdims=True))
    even = np.full(len(TRIED), 1 / len(TRIED))
    shared = even
    for _ in range(ROUNDS):
        posterior = likelihood * shared
        posterior /= posterior.sum(axis=1, keepdims=True)
        shared = posterior[seen].sum(axis=0) + PRIOR_SOURCES * even
        shared /= shared.sum()
    return Lateness(np.exp(posterior @ np.log(TRIED)), float(np.exp(shared @ np.log(TRIED))))

"""How far each source's word has borne out, for each party it speaks of, with what is behind the figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv  # type: ignore[import-untyped]

INTERVAL = 0.9
"""Mass of the intervals."""
PRIOR_CLAIMS = 4.0
"""Claims that the prior of a source's reliability is worth."""


@dataclass(frozen=True, slots=True)
class SourceReliability:
    """Share of true statements, by source and by source and party spoken of; one row each, sources ascending.

    Attributes:
        source: (s,) indices of the sources that have claims.
        reliability, low, high: (s,) expected share of the source's claims that were true, and its 90 per cent
            interval.
        claims: (s,) how many claims are behind it.
        party_source, party: (m,) source and party spoken of (``parties`` for contested).
        party_reliability, party_low, party_high, party_claims: (m,) the same for that pair.
    """

    source: NDArray[np.int64]
    reliability: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    claims: NDArray[np.int64]
    party_source: NDArray[np.int64]
    party: NDArray[np.int64]
    party_reliability: NDArray[np.float64]
    party_low: NDArray[np.float64]
    party_high: NDArray[np.float64]
    party_claims: NDArray[np.int64]


def reliability(
    source: NDArray[np.int64], party: NDArray[np.int64], truth: NDArray[np.float64], weight: NDArray[np.float64]
) -> SourceReliability:
    """From P(the claim is true) of each claim and how much each counts, rows without a source left out.

    A beta posterior: the truth of a source's claims is shared around the mean of all sources, at the worth of
    ``PRIOR_CLAIMS`` claims.
    """
    known = source >= 0
    source, party, truth, weight = source[known], party[known], truth[known], weight[known]
    mean = float(((truth * weight).sum() + 1) / (weight.sum() + 2))
    first = _grouped(source[:, None], truth, weight, mean)
    second = _grouped(np.column_stack((source, party)), truth, weight, mean)
    return SourceReliability(first[0][:, 0], *first[1:], second[0][:, 0], second[0][:, 1], *second[1:])


def _grouped(
    keys: NDArray[np.int64], truth: NDArray[np.float64], weight: NDArray[np.float64], mean: float
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    groups, index = np.unique(keys, axis=0, return_inverse=True)
    index = index.reshape(-1)
    right = np.bincount(index, weights=truth * weight, minlength=len(groups)) + PRIOR_CLAIMS * mean
    wrong = np.bincount(index, weights=(1 - truth) * weight, minlength=len(groups)) + PRIOR_CLAIMS * (1 - mean)
    tail = (1 - INTERVAL) / 2
    low, high = betaincinv(right, wrong, tail), betaincinv(right, wrong, 1 - tail)
    return groups, right / (right + wrong), low, high, np.bincount(index, minlength=len(groups))

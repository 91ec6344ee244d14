"""How an assessment may be shown: the one table of labels, documented in docs/labels.md."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tadmur.terms.assessment import Label

ASSESSED_FROM = 0.65
"""Least probability of a holder that is shown as assessed; below it the place is shown as contested."""
STALE_AFTER_DAYS = 90
"""Age in days of the newest evidence from which an assessment is shown as stale."""
KNOWN_FROM = 0.5
"""Least probability of the most probable state; below it claims that do not contradict each other leave it unknown."""
SETTLED_FROM = 0.9
"""Probability from which a holder is shown as assessed although claims on the place contradict each other."""


def label(
    probabilities: Sequence[float],
    *,
    has_evidence: bool,
    age_days: int | None,
    only_own_side: bool,
    disputed: bool = False,
) -> Label:
    """The label of a place on a day; the first rule that holds decides.

    1. no evidence: unknown. 2. No state reaches ``KNOWN_FROM`` and no claims contradict each other: unknown. 3. The
    newest evidence is older than ``STALE_AFTER_DAYS``: stale. 4. The most probable state is contested: contested.
    5. The most probable state rests on the word of those whom it flatters: claimed only. 6. Claims on its present
    state contradict each other and the most probable state stays below ``SETTLED_FROM``: contested. 7. No party
    reaches ``ASSESSED_FROM``: contested. 8. Else assessed.

    Args:
        probabilities: of the parties and, last, of contested; they sum to one.
        has_evidence: any claim on the place up to the day.
        age_days: days from the newest evidence to the day; ``None`` without evidence.
        only_own_side: every claim for the most probable state flatters its own speaker's side.
        disputed: claims contradict each other on who holds the place now.
    """
    if not has_evidence or age_days is None:
        return Label.UNKNOWN
    best = max(range(len(probabilities)), key=lambda state: (probabilities[state], -state))
    if probabilities[best] < KNOWN_FROM and not disputed:
        return Label.UNKNOWN
    if age_days > STALE_AFTER_DAYS:
        return Label.STALE
    if best == len(probabilities) - 1:
        return Label.CONTESTED
    if only_own_side:
        return Label.CLAIMED_ONLY
    return Label.ASSESSED if probabilities[best] >= (SETTLED_FROM if disputed else ASSESSED_FROM) else Label.CONTESTED


CODES = (Label.ASSESSED, Label.CLAIMED_ONLY, Label.CONTESTED, Label.STALE, Label.UNKNOWN)
"""Labels by the numbers that :func:`labels` gives."""


def labels(
    probabilities: NDArray[np.float64],
    *,
    age_days: NDArray[np.float64],
    only_own_side: NDArray[np.bool_],
    disputed: NDArray[np.bool_] | bool,
) -> NDArray[np.uint8]:
    """:func:`label` for n places or days at once, as indices into ``CODES``, shape (n,).

    Args:
        probabilities: (n, states), contested last.
        age_days: (n,), NaN without evidence.
    """
    best = probabilities.argmax(axis=1)
    most = probabilities.max(axis=1)
    clear = most >= np.where(disputed, SETTLED_FROM, ASSESSED_FROM)
    result = np.where(clear, CODES.index(Label.ASSESSED), CODES.index(Label.CONTESTED))
    result = np.where(only_own_side, CODES.index(Label.CLAIMED_ONLY), result)
    result = np.where(best == probabilities.shape[1] - 1, CODES.index(Label.CONTESTED), result)
    result = aged(result.astype(np.uint8), age_days)
    unknown = np.isnan(age_days) | ((most < KNOWN_FROM) & ~np.asarray(disputed))
    return np.where(unknown, CODES.index(Label.UNKNOWN), result).astype(np.uint8)


def aged(codes: NDArray[np.uint8], age_days: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The labels as the evidence grows older and nothing new comes: what is known turns stale."""
    old = (age_days > STALE_AFTER_DAYS) & (codes != CODES.index(Label.UNKNOWN))
    return np.where(old, CODES.index(Label.STALE), codes).astype(np.uint8)

"""Whether a fit can be trusted: its likelihood, what cannot be told apart, and whether claims look as it expects."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.model import Posterior
from tadmur.reconcile.voices import voices_of

ONE_SIDE = 0.9
"""Share of the evidence from voices of one side from which the truth cannot be told from its word."""
SURPRISE = 4.0
"""Standard deviations between claims expected and made from which a class of voices is named."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is to be known before a posterior is believed.

    Attributes:
        log_likelihoods: of all claims, round by round.
        favoured, said, expected, deviation: by class of voices and state named, a posterior predictive check. (c,
            parties) bool, the parties whose gain the class favours; (c, states) how often its claims name each state
            and how often that was expected; (c, states) the difference in standard deviations.
        warnings: in words; empty when there is nothing to warn of.
    """

    log_likelihoods: tuple[float, ...]
    favoured: NDArray[np.bool_]
    said: NDArray[np.float64]
    expected: NDArray[np.float64]
    deviation: NDArray[np.float64]
    warnings: tuple[str, ...]


def diagnose(posterior: Posterior) -> Diagnosis:
    """Check a posterior against its own claims (Gelman et al. 2013, "Bayesian Data Analysis", chapter 6)."""
    solved = posterior.solved
    rows = solved.rows
    claims = posterior.observations.take(rows.origin)
    voices = voices_of(claims, posterior.parties, posterior.settings)
    states = posterior.parties + 1
    belief = solved.from_own_claims(claims.place, rows.last) if len(rows) else np.zeros((0, states))
    chance = np.einsum("nz,nzy->ny", belief, solved.learned.chosen(voices))
    named = rows.fit / np.maximum(rows.fit.sum(axis=1, keepdims=True), 1e-12)
    kind = voices.voice_class[voices.voice]
    count = len(voices.classes)

    def total(values: NDArray[np.float64]) -> NDArray[np.float64]:
        result = np.zeros((count, states))
        np.add.at(result, kind, values * rows.share[:, None])
        return result

    said, expected = total(named), total(chance)
    deviation = (said - expected) / np.sqrt(np.maximum(total(chance * (1 - chance)), 1e-9))
    favoured = voices.classes[:, 1:].astype(bool)
    weight = np.bincount(kind, weights=rows.share, minlength=count).astype(np.float64)
    warnings = [*_falls(solved.log_likelihoods), *_one_sided(favoured, weight), *_surprises(favoured, deviation)]
    return Diagnosis(solved.log_likelihoods, favoured, said, expected, deviation, tuple(warnings))


def _falls(log_likelihoods: tuple[float, ...]) -> list[str]:
    return [
        f"the likelihood fell in round {number + 2}, from {before:.1f} to {after:.1f}"
        for number, (before, after) in enumerate(pairwise(log_likelihoods))
        if after < before - 1e-6 * abs(before)
    ]


def _one_sided(favoured: NDArray[np.bool_], weight: NDArray[np.float64]) -> list[str]:
    if not weight.sum() > 0:
        return ["there are no claims: every place is as before anything is known"]
    result = []
    for party in range(favoured.shape[1]):
        share = weight[favoured[:, party]].sum() / weight.sum()
        if share >= ONE_SIDE:
            result.append(
                f"{share:.0%} of the evidence comes from voices that favour party {party}: "
                "how far they speak the truth cannot be learned, only assumed"
            )
    return result


def _surprises(favoured: NDArray[np.bool_], deviation: NDArray[np.float64]) -> list[str]:
    result = []
    for kind, state in np.argwhere(np.abs(deviation) > SURPRISE).tolist():
        parties = ", ".join(str(party) for party in np.flatnonzero(favoured[kind])) or "nobody"
        often = "more" if deviation[kind, state] > 0 else "less"
        result.append(
            f"voices that favour {parties} name state {state} {often} often than expected "
            f"({abs(deviation[kind, state]):.1f} standard deviations)"
        )
    return result

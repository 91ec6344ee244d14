"""Why a state is believed: what each claim adds, and what time, the places around and the last word do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.learning import Solved, softmax
from tadmur.reconcile.model import Posterior, log_odds
from tadmur.reconcile.subsets import by_subsets
from tadmur.reconcile.weighing import AS_IT_IS


@dataclass(frozen=True, slots=True)
class Explanation:
    """Log-odds in nats of the most probable state of a place on a day, in parts that add up.

    Attributes:
        state: the most probable state; ``parties`` is contested.
        log_odds: of it; the sum of all that follows.
        prior: where nothing is known.
        claims: (row handed in, what it adds), in the order of publication; copies add nothing.
        time: what has come and gone since the newest evidence.
        caution: how far the place's own claims are taken less, or more, than at their word.
        neighbours: what is believed of the places around.
        last_word: what the last claim adds for being the last.
    """

    state: int
    log_odds: float
    prior: float
    claims: tuple[tuple[int, float], ...]
    time: float
    caution: float
    neighbours: float
    last_word: float


def explain(posterior: Posterior, place: int, day: int) -> Explanation:
    """The parts of a belief, by a telescoping sum that is exact.

    Claims are added one by one in the order in which they were published, each with what was learned of its voice. A
    claim's part is the change that it makes in the log-odds on the day of the newest evidence (at most ``day``), so
    what a claim adds depends on those before it, and the order is always the same. Time is the change from there to
    ``day``; then the weights are put in one kind of evidence after the other.

    Raises:
        ValueError: the place or the day is out of range.
    """
    final = posterior.probability(place, day)
    state = int(final.argmax())
    solved = posterior.solved
    low, high = (int(value) for value in solved.rows.bounds[place : place + 2])
    newest = posterior.last_evidence_day(place, day)
    seen = day if newest is None else min(max(newest, posterior.first_day), day)
    prior = log_odds(solved.prior[place, state])
    first = posterior.first_day
    growing = [np.arange(low, stop) for stop in range(low + 1, high + 1)]
    found = by_subsets(solved, posterior.observations, growing, [np.array([seen, day]) - first] * len(growing))
    steps = [prior, *(log_odds(part[0, state]) for part in found)]
    pulls = dict.fromkeys(posterior.claims_on(place).tolist(), 0.0)
    for row, pull in zip(solved.rows.origin[low:high].tolist(), np.diff(steps).tolist(), strict=True):
        pulls[row] = pull
    own = log_odds(found[-1][1, state]) if found else prior
    caution, neighbours, last_word = _weighed_parts(solved, place, day - posterior.first_day, state, own)
    return Explanation(
        state=state,
        log_odds=log_odds(final[state]),
        prior=prior,
        claims=tuple((int(posterior.rows[row]), pull) for row, pull in pulls.items()),
        time=own - steps[-1],
        caution=caution,
        neighbours=neighbours,
        last_word=last_word,
    )


def _weighed_parts(solved: Solved, place: int, day: int, state: int, own: float) -> tuple[float, float, float]:
    """What the weights on own claims, neighbours and the last word change, one after the other."""
    if solved.alone:
        return 0.0, 0.0, 0.0
    evidence = solved.evidence(np.array([place]), np.array([day]))
    odds = [own]
    for kinds in (1, len(AS_IT_IS) - 1, len(AS_IT_IS)):
        weights: NDArray[np.float64] = np.where(np.arange(len(AS_IT_IS)) < kinds, solved.weights, 0.0)
        odds.append(log_odds(softmax(np.einsum("f,nfs->ns", weights, evidence))[0, state]))
    caution, neighbours, last_word = np.diff(odds).tolist()
    return caution, neighbours, last_word

"""Simple rules that a model has to beat: last claim, votes, and a hidden Markov model that knows no sources."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulators.war import CAPTURED, CONTESTED, LOST, Floats, Ints, War

from .scoring import Probabilities

LAST_CLAIM_DOUBT = 0.15
"""Shared by the other states when the last claim is taken at its word."""
REFERENCE = "(map of day 0)"
"""For orientation only: it reads no claims, and is not among the baselines that the best is taken of."""
SPREAD = 0.3
"""Votes that every state has from the outset."""


def claim_days(war: War, online: bool) -> Ints:
    """The day on which a claim counts: of publication as known then, of the event in retrospect."""
    return np.asarray(war.claims["pub_day" if online else "event_day"], dtype=np.int64)


def stated_states(war: War, online: bool) -> Ints:
    """(n,) the state each claim speaks for.

    With more than two parties a loss speaks for whoever was named last before, other than the loser; failing that for
    whoever held the place at first; failing that it speaks for contested.
    """
    kind = war.claims["kind"].astype(int)
    party = war.claims["controller"].astype(int)
    stated = np.where(kind == CONTESTED, war.parties, party)
    if war.parties == 2:
        return np.where(kind == LOST, 1 - party, stated)
    place, start = war.claims["place"], war.places["start_state"].astype(int)
    named: dict[int, list[int]] = {}
    for claim in np.lexsort((war.claims["claim_id"], war.claims["pub_day"], claim_days(war, online))).tolist():
        here = int(place[claim])
        history = named.setdefault(here, [int(start[here])])
        if kind[claim] == LOST:
            others = [holder for holder in history if holder != party[claim]]
            stated[claim] = others[-1] if others else war.parties
        elif kind[claim] != CONTESTED:
            history.append(int(party[claim]))
    return stated


def last_claim(war: War, online: bool) -> Probabilities:
    """Whoever was named last holds it."""
    (places, days), parties = war.state.shape, war.parties
    label = np.repeat(war.places["start_state"].astype(int)[:, None], days, axis=1)
    day, stated = claim_days(war, online), stated_states(war, online)
    for claim in np.lexsort((war.claims["pub_day"], day)):
        label[war.claims["place"][claim], day[claim] :] = stated[claim]
    belief = np.full((places, days, parties + 1), LAST_CLAIM_DOUBT / parties, np.float32)
    np.put_along_axis(belief, label[..., None], 1 - LAST_CLAIM_DOUBT, axis=2)
    return belief


def window_vote(war: War, online: bool, window_days: int = 30) -> Probabilities:
    """A vote of the claims of a month; without any, what the last vote said."""
    (places, days), states = war.state.shape, war.parties + 1
    day, stated, place = claim_days(war, online), stated_states(war, online), war.claims["place"]
    half = window_days // 2
    first = day if online else np.maximum(day - half, 0)
    end = np.minimum(day + (window_days if online else half + 1), days)
    votes = np.zeros((places, days + 1, states), np.float32)
    np.add.at(votes, (place, first, stated), 1)
    np.add.at(votes, (place, end, stated), -1)
    votes = np.cumsum(votes[:, :-1], axis=1)
    count = votes.sum(axis=2)
    belief = (votes + SPREAD) / (count[..., None] + SPREAD * states)
    last = _start_belief(war)
    for today in range(days):
        silent = count[:, today] < 0.5
        belief[silent, today] = last[silent]
        last = belief[:, today]
    return np.asarray(belief, dtype=np.float32)


def decay_vote(war: War, online: bool, time_constant_days: float = 20.0) -> Probabilities:
    """A vote in which a claim counts exp(-age / time constant); in retrospect age runs both ways."""
    (places, days), states = war.state.shape, war.parties + 1
    day, stated = claim_days(war, online), stated_states(war, online)
    given = np.zeros((places, days, states), np.float32)
    np.add.at(given, (war.claims["place"], day, stated), 1)
    kept = float(np.exp(-1 / time_constant_days))
    votes = np.zeros(given.shape)
    running = _start_belief(war)
    for today in range(days):
        running = running * kept + given[:, today]
        votes[:, today] = running
    if not online:
        running = np.zeros_like(running)
        for today in range(days - 1, -1, -1):
            votes[:, today] += running
            running = (running + given[:, today]) * kept
    total = votes.sum(axis=2, keepdims=True)
    relative = votes / np.maximum(total, 1e-300)
    weight = np.minimum(np.maximum(total, 0.5), 50.0)
    return np.asarray((relative * weight + 0.1) / (weight + 0.1 * states), dtype=np.float32)


def plain_hmm(war: War, online: bool, iterations: int = 6) -> Probabilities:
    """One chain a place with transitions and emissions that all share, fitted by Baum-Welch (Rabiner 1989).

    As known then it is the filter, with parameters fitted to all claims: that favours it a little.
    """
    (places, days), parties = war.state.shape, war.parties
    states = parties + 1
    symbols = 3 * parties + 1
    said = np.zeros((places, days, symbols), np.float32)
    np.add.at(said, (war.claims["place"], claim_days(war, online), _symbol(war)), 1)
    transition = np.full((states, states), 0.004 / parties)
    np.fill_diagonal(transition, 0.996)
    transition[parties] = np.r_[np.full(parties, 0.2 / parties), 0.8]
    emission = np.full((states, symbols), 0.1 / symbols)
    for state in range(parties):
        emission[state, [state, parties + state]] += 0.4
        emission[state, [2 * parties + other for other in range(parties) if other != state]] += 0.1 / (parties - 1)
    emission[parties, -1] += 0.5
    emission[parties] += 0.4 / symbols
    emission /= emission.sum(axis=1, keepdims=True)
    start = 0.97 * np.eye(states)[war.places["start_state"].astype(int)] + 0.03 / states
    for _ in range(iterations):
        _, smooth, pairs = _forward_backward(said, start, transition, emission)
        transition = pairs + 1e-3
        transition /= transition.sum(axis=1, keepdims=True)
        emission = np.einsum("pts,pty->sy", smooth, said) + 0.5
        emission /= emission.sum(axis=1, keepdims=True)
    filtered, smooth, _ = _forward_backward(said, start, transition, emission)
    return np.asarray(filtered if online else smooth, dtype=np.float32)


def _symbol(war: War) -> Ints:
    kind, party = war.claims["kind"].astype(int), war.claims["controller"].astype(int)
    return np.where(kind == CONTESTED, 3 * war.parties, (kind - CAPTURED) * war.parties + party)


def _forward_backward(
    said: Probabilities, start: Floats, transition: Floats, emission: Floats
) -> tuple[Floats, Floats, Floats]:
    """Filtered and smoothed (p, t, s), and expected transitions (s, s); every step is scaled to sum to one."""
    likelihood = said @ np.log(emission).T.astype(np.float32)
    likelihood = np.exp(np.maximum(likelihood - likelihood.max(axis=2, keepdims=True), -60.0)).astype(np.float64)
    days = said.shape[1]
    filtered = np.empty(likelihood.shape)
    ahead = start
    for day in range(days):
        now = ahead * likelihood[:, day]
        filtered[:, day] = now / now.sum(axis=1, keepdims=True)
        ahead = filtered[:, day] @ transition
    smooth, pairs = filtered.copy(), np.zeros_like(transition)
    for day in range(days - 2, -1, -1):
        ratio = smooth[:, day + 1] / np.maximum(filtered[:, day] @ transition, 1e-300)
        pairs += transition * (filtered[:, day].T @ ratio)
        smooth[:, day] = filtered[:, day] * (ratio @ transition.T)
    return filtered, smooth, pairs


def day_zero(war: War, online: bool) -> Probabilities:
    """Nothing ever changes: the map of day 0, whatever is claimed."""
    belief = _start_belief(war).astype(np.float32)
    return np.repeat(belief[:, None], war.state.shape[1], axis=1)


def _start_belief(war: War) -> Floats:
    belief = np.full((len(war.state), war.parties + 1), LAST_CLAIM_DOUBT)
    belief[np.arange(len(belief)), war.places["start_state"].astype(int)] += 1
    return np.asarray(belief / belief.sum(axis=1, keepdims=True))


BASELINES: dict[str, Callable[[War, bool], Probabilities]] = {
    "last claim": last_claim,
    "window of 30 days": window_vote,
    "decay": decay_vote,
    "plain HMM": plain_hmm,
    REFERENCE: day_zero,
}

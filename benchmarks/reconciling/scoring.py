"""Scores of a reconciliation against the truth of a simulated war, for any number of parties.

With two parties the figures are those of the scorer that comes with the wars over a real front (a test compares them).
With more, a loss says only who does not hold the place, and totals are means over the parties but the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulators.war import CONTESTED, LOST, Floats, Ints, War

Probabilities = NDArray[np.float32]
"""(places, days, parties + 1); the last is contested."""
Score = dict[str, float]

NEAR_FRONT_KM = 20
ECE_BINS = 15
LASTING_DAYS = 14
MISSED_DAYS = 60
"""What a change that was never noticed counts."""
TOTALS_EVERY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a method says. ``totals`` (dates, draws): places held by party 1; ``reliability`` (sources,)."""

    probabilities: Probabilities
    totals: Floats | None = None
    reliability: Floats | None = None


def read_prediction(path: Path) -> Prediction:
    """A file of `tadmur eval reconcile`."""
    with np.load(path) as stored:
        return Prediction(
            stored["P"],
            stored["totals"].astype(float) if "totals" in stored else None,
            stored["reliability"].astype(float) if "reliability" in stored else None,
        )


def score(war: War, prediction: Prediction) -> Score:
    """All figures of a prediction; what cannot be computed is left out.

    Raises:
        ValueError: probabilities of the wrong shape, not finite, or not summing to one.
    """
    belief = np.asarray(prediction.probabilities, dtype=np.float32)
    wanted = (*war.state.shape, war.parties + 1)
    if belief.shape != wanted:
        raise ValueError(f"the probabilities have shape {belief.shape}, wanted {wanted}")
    if not (np.abs(belief.sum(axis=2) - 1) <= 0.02).all():
        raise ValueError("probabilities do not sum to one")
    ever = np.broadcast_to(war.places["ever_contested"][:, None], war.state.shape)
    figures = _zone(war, belief, ever, "ever") | _zone(war, belief, war.front_km < NEAR_FRONT_KM, "front")
    figures |= detection(war, belief) | _total_error(war, belief)
    if prediction.totals is not None:
        figures |= _intervals(war, prediction.totals)
    if prediction.reliability is not None:
        figures |= _reliability(war, prediction.reliability)
    return {name: round(float(value), 5) for name, value in figures.items() if np.isfinite(value)}


def _zone(war: War, belief: Probabilities, chosen: NDArray[np.bool_], zone: str) -> Score:
    said, true = belief[chosen], war.state[chosen]
    right = said.argmax(axis=1) == true
    given = said[np.arange(len(true)), true]
    return {
        f"err_{zone}": 1 - right.mean(),
        f"brier_{zone}": ((said**2).sum(axis=1) - 2 * given + 1).mean(),
        f"logloss_{zone}": -np.log(np.maximum(given, 1e-3)).mean(),
        f"ece_{zone}": calibration_error(said.max(axis=1), right),
    } | reliability_bins(zone, said.max(axis=1), right)


def reliability_bins(zone: str, confidence: NDArray[np.floating], right: NDArray[np.bool_]) -> Score:
    """Of each bin of confidence: share of cases, mean confidence and share right, for a reliability diagram."""
    bin_of = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    figures: Score = {}
    for number in range(ECE_BINS):
        inside = bin_of == number
        if inside.any():
            figures[f"bin_{zone}_{number}_share"] = float(inside.mean())
            figures[f"bin_{zone}_{number}_said"] = float(confidence[inside].mean())
            figures[f"bin_{zone}_{number}_right"] = float(right[inside].mean())
    return figures


def calibration_error(confidence: NDArray[np.floating], right: NDArray[np.bool_], bins: int = ECE_BINS) -> float:
    """Expected calibration error: mean over cases of |confidence - share right| by bin of confidence."""
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    sure = np.bincount(bin_of, weights=confidence, minlength=bins)
    hits = np.bincount(bin_of, weights=right, minlength=bins)
    return float(np.abs(sure - hits).sum() / len(confidence))


def followed_state(war: War) -> Ints:
    """(p, t) the truth, with street fighting counted as the state that comes out of it."""
    state = war.state.astype(np.int64)
    for day in range(state.shape[1] - 2, -1, -1):
        fought = state[:, day] == war.parties
        state[fought, day] = state[fought, day + 1]
    return state


def detection(war: War, belief: Probabilities) -> Score:
    """Median days until a lasting and reported change is the most probable state, and false alarms.

    A false alarm is a change of the most probable state to a party that is wrong for the next fortnight, per 1,000
    place-days in the ever-contested zone.
    """
    label, truth = belief.argmax(axis=2), followed_state(war)
    last_day = truth.shape[1]
    said: dict[tuple[int, int], list[int]] = {}
    for place, day, state in zip(war.claims["place"], war.claims["pub_day"], _news_state(war), strict=True):
        said.setdefault((int(place), int(state)), []).append(int(day))
    delays: list[int] = []
    changed, before = np.nonzero(truth[:, 1:] != truth[:, :-1])
    for place, day in zip(changed.tolist(), (before + 1).tolist(), strict=True):
        new = truth[place, day]
        after = np.flatnonzero(truth[place, day:] != new)
        end = day + int(after[0]) if len(after) else last_day
        lasting = end - day >= LASTING_DAYS and day + LASTING_DAYS <= last_day
        if not lasting or not any(day <= told <= day + 30 for told in said.get((place, int(new)), ())):
            continue
        if label[place, day - 1] == new:
            if (label[place, max(0, day - 30) : day] != new).any():
                delays.append(0)
            continue
        noticed = np.flatnonzero(label[place, day : min(end, day + MISSED_DAYS)] == new)
        delays.append(int(noticed[0]) if len(noticed) else MISSED_DAYS)
    ever = war.places["ever_contested"].astype(bool)
    label, truth = label[ever], truth[ever]
    false = 0
    for place, day in zip(*np.nonzero((label[:, 1:] != label[:, :-1]) & (label[:, 1:] < war.parties)), strict=True):
        false += not (truth[place, day + 1 : day + 1 + LASTING_DAYS] == label[place, day + 1]).any()
    return {
        "delay_days": float(np.median(delays)) if delays else np.nan,
        "false_alarms": 1000 * false / max(label.size, 1),
    }


def _news_state(war: War) -> Ints:
    """The state that a claim announces; with more than two parties a loss announces nobody (-1)."""
    kind, party = war.claims["kind"].astype(int), war.claims["controller"].astype(int)
    after_loss = 1 - party if war.parties == 2 else np.full_like(party, -1)
    return np.where(kind == CONTESTED, war.parties, np.where(kind == LOST, after_loss, party))


def _total_error(war: War, belief: Probabilities) -> Score:
    days = np.arange(TOTALS_EVERY_DAYS, war.state.shape[1], TOTALS_EVERY_DAYS)
    errors = [
        np.abs(belief[:, days, party].sum(axis=0) - (war.state[:, days] == party).sum(axis=0)).mean()
        for party in range(1, war.parties)
    ]
    return {"total_error_pct": 100 * float(np.mean(errors)) / len(war.state)}


def _intervals(war: War, totals: Floats) -> Score:
    """Coverage and mean width of 90 per cent intervals of levels and of changes over 90 days."""
    days = np.arange(TOTALS_EVERY_DAYS, war.state.shape[1], TOTALS_EVERY_DAYS)
    true = (war.state[:, days] == 1).sum(axis=0)
    figures: Score = {}
    for name, draws, value in (("level", totals, true), ("change", totals[3:] - totals[:-3], true[3:] - true[:-3])):
        low, high = np.quantile(draws, [0.05, 0.95], axis=1)
        for date, rank in enumerate((draws < value[:, None]).mean(axis=1) + (draws == value[:, None]).mean(axis=1) / 2):
            figures[f"rank_{name}_{date}"] = float(rank)
        figures[f"cover_{name}"] = float(((value >= low) & (value <= high)).mean())
        figures[f"width_{name}_pct"] = 100 * float((high - low).mean()) / len(war.state)
    return figures


def claim_is_true(war: War) -> NDArray[np.bool_]:
    """(n,) whether each claim was true on the day that it speaks of."""
    state = war.state[war.claims["place"], war.claims["event_day"]].astype(int)
    kind, party = war.claims["kind"], war.claims["controller"]
    gone = (state != party) & (state != war.parties)
    true = np.where(kind == LOST, gone, np.where(kind == CONTESTED, state == war.parties, state == party))
    return np.asarray(true, dtype=np.bool_)


def _reliability(war: War, reliability: Floats) -> Score:
    """Spearman's rank correlation of learned reliability with the share of true claims, over sources with any."""
    from scipy.stats import spearmanr  # type: ignore[import-untyped]

    source, count = war.claims["source"], len(war.sources["source"])
    spoke = np.bincount(source, minlength=count)
    true = np.bincount(source, weights=claim_is_true(war), minlength=count)
    known = (spoke > 0) & np.isfinite(reliability)
    if known.sum() < 3:
        return {}
    return {"reliability_rank": float(spearmanr(reliability[known], true[known] / spoke[known]).statistic)}

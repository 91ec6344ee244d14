"""The record of control against the truth: who held which place on which day, and how sure the record was."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LOG_LOSS_FLOOR = 1e-6
"""A probability below this counts as this in the log loss: one certain error costs 13.8 nats, not infinity."""
BIN_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Edges of the bins of the most probable state's probability; the last bin holds 1."""

Assess = Callable[[str, date], Mapping[str, float] | None]
"""Place name and day to probability by state (parties and "contested"); ``None`` where the record says "unknown"."""


@dataclass(frozen=True, slots=True)
class TrueHold:
    """``holder`` (an actor_id or "contested") held ``place`` from ``first`` to ``last``, both inclusive."""

    place: str
    holder: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Answer:
    """The record's word on one place and day whose holder is known."""

    place: str
    day: date
    holder: str
    probabilities: Mapping[str, float] | None

    @property
    def guess(self) -> str | None:
        """The most probable state, the first by name among equals; ``None`` for unknown."""
        if self.probabilities is None:
            return None
        return min(self.probabilities, key=lambda state: (-(self.probabilities or {})[state], state))


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Answers whose most probable state has a probability in [low, high).

    A calibrated record has ``mean_probability`` equal to ``accuracy``.
    """

    low: float
    high: float
    answers: int
    mean_probability: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class ControlScore:
    """All answers and what they are worth.

    Attributes:
        answers: one for each place and day on which the truth is known.
        accuracy: share of right holders among the answers that are not unknown.
        accuracy_with_unknown: the same with an unknown counted as wrong.
        unknown: share of answers without a word on the holder.
        brier: mean over known answers of the sum over states of (probability - truth)^2, 0 (best) to 2; Brier (1950).
        log_loss: mean over known answers of -ln probability of the true holder, nats.
        bins: calibration of the known answers; empty bins are left out.
    """

    answers: tuple[Answer, ...]
    accuracy: float | None
    accuracy_with_unknown: float | None
    unknown: float | None
    brier: float | None
    log_loss: float | None
    bins: tuple[CalibrationBin, ...]


def evaluation_days(truth: Iterable[TrueHold], published: Iterable[date]) -> list[date]:
    """Each day on which a report was published, and both ends of each interval of the truth, in order."""
    return sorted({*published, *(day for hold in truth for day in (hold.first, hold.last))})


def score_control(truth: Collection[TrueHold], days: Iterable[date], assess: Assess) -> ControlScore:
    """Ask ``assess`` about each place of the truth on each of ``days`` on which the truth knows its holder."""
    wanted = sorted(set(days))
    return summarise(
        [
            Answer(hold.place, day, hold.holder, assess(hold.place, day))
            for hold in sorted(truth, key=lambda hold: (hold.place, hold.first))
            for day in wanted
            if hold.first <= day <= hold.last
        ]
    )


def summarise(answers: Sequence[Answer]) -> ControlScore:
    """The figures for answers of one or several sets."""
    known = [answer for answer in answers if answer.probabilities is not None]
    right = sum(answer.guess == answer.holder for answer in known)
    return ControlScore(
        answers=tuple(answers),
        accuracy=right / len(known) if known else None,
        accuracy_with_unknown=right / len(answers) if answers else None,
        unknown=1 - len(known) / len(answers) if answers else None,
        brier=_mean([_brier(answer) for answer in known]),
        log_loss=_mean([-math.log(max(_probability(answer), LOG_LOSS_FLOOR)) for answer in known]),
        bins=tuple(_bins(known)),
    )


def _probability(answer: Answer) -> float:
    return (answer.probabilities or {}).get(answer.holder, 0.0)


def _brier(answer: Answer) -> float:
    probabilities = answer.probabilities or {}
    states = {*probabilities, answer.holder}
    return sum((probabilities.get(state, 0.0) - (state == answer.holder)) ** 2 for state in states)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _bins(known: Sequence[Answer]) -> Iterable[CalibrationBin]:
    judged = [(max((answer.probabilities or {}).values()), answer.guess == answer.holder) for answer in known]
    for low, high in pairwise(BIN_EDGES):
        within = [(p, ok) for p, ok in judged if low <= p < high or (high == BIN_EDGES[-1] and p >= high)]
        if within:
            yield CalibrationBin(
                low,
                high,
                len(within),
                math.fsum(p for p, _ in within) / len(within),
                sum(ok for _, ok in within) / len(within),
            )

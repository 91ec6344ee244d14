"""Drawn histories on a day, and joined over groups of places that were drawn apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.totals import DrawnHistories


def states_on(histories: DrawnHistories, day: int) -> NDArray[np.uint8]:
    """The state of each place at the end of a day in each draw, shape (draws, places)."""
    result = histories.initial.copy()
    past = histories.change_day <= day
    result[histories.change_draw[past], histories.change_place[past]] = histories.change_state[past]
    return result


def joined(parts: Sequence[DrawnHistories], states: Sequence[NDArray[np.uint8]]) -> DrawnHistories:
    """Groups of places side by side, draw by draw; ``states[i][s]`` is the common number of state s of part i.

    Raises:
        ValueError: there is no part, or the parts differ in days or number of draws.
    """
    if not parts:
        raise ValueError("no histories to join")
    if len({(part.first_day, part.last_day, len(part.initial)) for part in parts}) > 1:
        raise ValueError("histories to join must have the same days and the same number of draws")
    offsets = np.cumsum([0, *(part.initial.shape[1] for part in parts)])[:-1]
    numbered = list(zip(parts, states, strict=True))
    return _sorted(
        DrawnHistories(
            parts[0].first_day,
            parts[0].last_day,
            np.concatenate([of[part.initial] for part, of in numbered], axis=1),
            np.concatenate([part.change_draw for part in parts]),
            np.concatenate([part.change_place + np.int32(o) for part, o in zip(parts, offsets, strict=True)]),
            np.concatenate([part.change_day for part in parts]),
            np.concatenate([of[part.change_state] for part, of in numbered]),
            np.concatenate([part.assessed_from for part in parts]),
        )
    )


def _sorted(histories: DrawnHistories) -> DrawnHistories:
    order = np.lexsort((histories.change_place, histories.change_day, histories.change_draw))
    return replace(
        histories,
        change_draw=histories.change_draw[order],
        change_place=histories.change_place[order],
        change_day=histories.change_day[order],
        change_state=histories.change_state[order],
    )

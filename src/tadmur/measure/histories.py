"""Drawn histories cut to the days of a figure and joined over groups of places that were drawn apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tadmur.measure.totals import DrawnHistories


def cropped(histories: DrawnHistories, first_day: int, last_day: int) -> DrawnHistories:
    """The same draws from ``first_day`` to ``last_day``.

    Raises:
        ValueError: the days lie outside the histories or are out of order.
    """
    if not histories.first_day <= first_day <= last_day <= histories.last_day:
        raise ValueError(
            f"days {first_day}..{last_day} are not within {histories.first_day}..{histories.last_day}, in order"
        )
    kept = (histories.change_day > first_day) & (histories.change_day <= last_day)
    return replace(
        histories,
        first_day=first_day,
        last_day=last_day,
        initial=states_on(histories, first_day),
        change_draw=histories.change_draw[kept],
        change_place=histories.change_place[kept],
        change_day=histories.change_day[kept],
        change_state=histories.change_state[kept],
    )


def states_on(histories: DrawnHistories, day: int) -> NDArray[np.uint8]:
    """The state of each place at the end of a day in each draw, shape (draws, places)."""
    result = histories.initial.copy()
    past = histories.change_day <= day
    result[histories.change_draw[past], histories.change_place[past]] = histories.change_state[past]
    return result


def with_places(histories: DrawnHistories, places: NDArray[np.int64]) -> DrawnHistories:
    """The same draws of some of the places, in the order of ``places``."""
    new = np.full(histories.initial.shape[1], -1, dtype=np.int32)
    new[places] = np.arange(len(places), dtype=np.int32)
    kept = new[histories.change_place] >= 0
    return _sorted(
        replace(
            histories,
            initial=histories.initial[:, places],
            change_draw=histories.change_draw[kept],
            change_place=new[histories.change_place[kept]],
            change_day=histories.change_day[kept],
            change_state=histories.change_state[kept],
            assessed_from=histories.assessed_from[places],
        )
    )


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

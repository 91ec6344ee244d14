"""Claims as arrays: all that the model sees of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

INDEPENDENT = -1
"""Value of ``speaker_party`` and ``publisher_party``: speaks for no party."""
UNKNOWN_ALIGNMENT = -2
"""Value of ``speaker_party`` and ``publisher_party``: it is not known for whom they speak."""
OPEN_START = -(2**31)
"""``first_day`` of an interval without a beginning."""
OPEN_END = 2**31 - 1
"""``last_day`` of an interval without an end."""
START_NOT_STATED = -1
"""``start_slack`` of a state whose beginning the words do not give."""


class Symbol(IntEnum):
    """What a claim says about a place."""

    GAIN = 0
    """``party`` took it."""
    LOSS = 1
    """``party`` lost or left it."""
    HOLD = 2
    """``party`` holds it."""
    CONTESTED = 3
    """No party holds it alone."""
    BESIEGED = 4
    """``party`` surrounds it and does not hold it; ``opponent`` holds it, where given."""
    NOT_HELD = 5
    """``party`` does not hold it: a denial, a failed attempt."""


@dataclass(frozen=True, slots=True)
class Observations:
    """Claims about places, one row for each pair of claim and place, as arrays of one length n.

    Days are integers as of ``date.toordinal()``.

    Attributes:
        place: index of the place, 0 .. places - 1.
        symbol: a :class:`Symbol`.
        party: index of the party, 0 .. parties - 1; -1 where none is meant (contested).
        opponent: index of the party from whom, or who is inside a siege; -1 for none.
        first_day, last_day: event interval, both ends inclusive. The moment of an event lies inside it; a state with
            ``durative`` covers all of it. ``OPEN_START`` and ``OPEN_END`` are open ends.
        start_slack: for a durative state whose beginning is stated, the days by which it may lie after ``first_day``
            ("since May 2015": 30); ``START_NOT_STATED`` else.
        published: knowledge time in seconds since 1970 UTC (float); NaN where it is not known.
        reading_probability: that the text says this, 0 .. 1.
        weight: reliability of the source as graded, 0 .. 1; 1 is no discount.
        place_weight: share of a vague place that falls on this one, 0 .. 1.
        speaker_party: party the speaker stands with, or ``INDEPENDENT``, or ``UNKNOWN_ALIGNMENT``.
        publisher_party: the same of the publisher.
        source: index of whoever speaks; -1 where unknown. A source that repeats itself is no new evidence.
        echo_group: copies of one statement share a number; -1 for no known copy. They count once.
        durative: a state that lasted through the whole interval.
        partial: the claim concerns part of the place ("the eastern half").
        reviewed: 1 where a reviewer confirmed the claim, -1 where one rejected it, 0 else.
        speaker_allies: (n, parties) bool, parties whose gain the speaker favours on that day, itself included;
            ``None``: itself only.
    """

    place: NDArray[np.int64]
    symbol: NDArray[np.int64]
    party: NDArray[np.int64]
    opponent: NDArray[np.int64]
    first_day: NDArray[np.int64]
    last_day: NDArray[np.int64]
    start_slack: NDArray[np.int64]
    published: NDArray[np.float64]
    reading_probability: NDArray[np.float64]
    weight: NDArray[np.float64]
    place_weight: NDArray[np.float64]
    speaker_party: NDArray[np.int64]
    publisher_party: NDArray[np.int64]
    source: NDArray[np.int64]
    echo_group: NDArray[np.int64]
    durative: NDArray[np.bool_]
    partial: NDArray[np.bool_]
    reviewed: NDArray[np.int64]
    speaker_allies: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        count = len(self.place)
        for name, column in self.columns().items():
            if len(column) != count:
                raise ValueError(f"{name} has {len(column)} rows, place has {count}")
        for name in ("reading_probability", "weight", "place_weight"):
            column = getattr(self, name)
            outside = ~((column >= 0) & (column <= 1))
            if outside.any():
                row = int(np.argmax(outside))
                raise ValueError(f"{name} of row {row} is {column[row]}, not in 0..1")
        backwards = self.first_day > self.last_day
        if backwards.any():
            row = int(np.argmax(backwards))
            raise ValueError(f"row {row} runs backwards: day {self.first_day[row]} to {self.last_day[row]}")
        nobody = (self.party < 0) & (self.symbol != Symbol.CONTESTED)
        if nobody.any():
            row = int(np.argmax(nobody))
            raise ValueError(f"row {row} says {Symbol(int(self.symbol[row])).name.lower()} of no party")

    def __len__(self) -> int:
        return len(self.place)

    def columns(self) -> dict[str, NDArray[Any]]:
        """The arrays by name."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: column for name, column in every.items() if column is not None}

    @classmethod
    def of(cls, columns: Mapping[str, ArrayLike]) -> Observations:
        """From columns by name; those left out take what says least.

        ``place``, ``symbol``, ``party``, ``first_day``, ``last_day`` and ``published`` are needed.

        Raises:
            ValueError: columns of unequal length, probabilities outside 0..1, an interval that runs backwards, a
                claim of no party.
            KeyError: a needed column is missing.
        """
        count = len(np.asarray(columns["place"]))
        defaults: dict[str, Any] = {
            "opponent": -1,
            "start_slack": START_NOT_STATED,
            "reading_probability": 1.0,
            "weight": 1.0,
            "place_weight": 1.0,
            "speaker_party": UNKNOWN_ALIGNMENT,
            "publisher_party": UNKNOWN_ALIGNMENT,
            "source": -1,
            "echo_group": -1,
            "durative": False,
            "partial": False,
            "reviewed": 0,
        }
        floats = {"published", "reading_probability", "weight", "place_weight"}
        flags = {"durative", "partial", "speaker_allies"}
        known = {field.name for field in fields(cls)}
        if unknown := set(columns) - known:
            raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
        values: dict[str, Any] = {}
        for name in sorted(known - {"speaker_allies"} | (set(columns) & {"speaker_allies"})):
            dtype = np.float64 if name in floats else np.bool_ if name in flags else np.int64
            given = columns[name] if name in columns or name not in defaults else np.full(count, defaults[name])
            values[name] = np.ascontiguousarray(given, dtype=dtype)
        return cls(**values)

    def take(self, rows: NDArray[Any]) -> Observations:
        """The given rows (indices or a mask), in that order."""
        return Observations(**{name: column[rows] for name, column in self.columns().items()})

    def known_by(self, instant: float) -> NDArray[np.bool_]:
        """Mask of the rows published at or before ``instant`` (seconds since 1970 UTC).

        A row without a publication time cannot be shown to have been known, and is left out.
        """
        return self.published <= instant

"""Counts behind precision, recall and shares; what cannot be computed is ``None``, never 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Claims found and not found.

    Attributes:
        hits: pairs of a gold line and a prediction.
        misses: gold lines without a prediction, optional ones left out.
        spurious: predictions without a gold line.
    """

    hits: int = 0
    misses: int = 0
    spurious: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.misses + other.misses, self.spurious + other.spurious)

    @property
    def precision(self) -> float | None:
        """Share of the predictions that are in the gold; ``None`` without predictions."""
        return _ratio(self.hits, self.hits + self.spurious)

    @property
    def recall(self) -> float | None:
        """Share of the gold that was predicted; ``None`` without gold."""
        return _ratio(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); ``None`` without gold and predictions."""
        return _ratio(2 * self.hits, 2 * self.hits + self.misses + self.spurious)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number of cases are right."""

    right: int = 0
    cases: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.cases + other.cases)

    @classmethod
    def of(cls, verdicts: Iterable[bool | None]) -> Share:
        """Counts ``True`` among the verdicts that are not ``None``."""
        judged = [verdict for verdict in verdicts if verdict is not None]
        return cls(sum(judged), len(judged))

    @property
    def value(self) -> float | None:
        """The share; ``None`` without cases."""
        return _ratio(self.right, self.cases)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None

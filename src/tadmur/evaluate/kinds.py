"""Scores of a classification into kinds: precision, recall and F1 of each, and their plain mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindScore:
    """Counts of one kind. ``found`` is how often it was answered, ``right`` how often rightly."""

    kind: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float | None:
        """Share of the answers that are right; ``None`` without answers."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that is found; ``None`` without gold."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.gold + self.found) if self.right else 0.0


def score_kinds(answers: Iterable[tuple[str, str | None]]) -> list[KindScore]:
    """One score a kind, by name, from (gold, answer) pairs; ``None`` is no answer."""
    pairs = list(answers)
    kinds = sorted({gold for gold, _ in pairs} | {answer for _, answer in pairs if answer is not None})
    return [
        KindScore(
            kind,
            gold=sum(gold == kind for gold, _ in pairs),
            found=sum(answer == kind for _, answer in pairs),
            right=sum(gold == answer == kind for gold, answer in pairs),
        )
        for kind in kinds
    ]


def macro_f1(scores: Iterable[KindScore]) -> float | None:
    """Plain mean of F1 over the kinds that the gold has; ``None`` when it has none."""
    values = [score.f1 for score in scores if score.gold]
    return sum(values) / len(values) if values else None

"""The words that stand for a probability: one table, the same everywhere (docs/labels.md)."""

from __future__ import annotations

CONFIDENCE_WORDS = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.65, "likely"),
    (0.50, "more likely than not"),
    (0.00, "undetermined"),
)
"""(least probability, words), from the top; the last range holds everything below the one above it."""


def confidence_words(probability: float) -> str:
    """The words that stand for a probability, e.g. 0.9 is "very likely".

    Raises:
        ValueError: outside 0..1.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability} is no probability")
    return next(words for least, words in CONFIDENCE_WORDS if probability >= least)

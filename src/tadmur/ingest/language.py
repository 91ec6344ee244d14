"""The language of a text, from the text alone and without a network."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped]

LANGUAGES = (
    "ar",
    "de",
    "en",
    "es",
    "fa",
    "fr",
    "he",
    "it",
    "ku",
    "pl",
    "ps",
    "pt",
    "ru",
    "sw",
    "tr",
    "uk",
    "ur",
    "am",
    "zh",
)
"""BCP 47 codes told apart: those in which wars of the packs are reported. Fewer choices make short texts surer."""
FEWEST_LETTERS = 20
LEAST_PROBABILITY = 0.6
READ_CHARACTERS = 3_000


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(text: str) -> str | None:
    """BCP 47 code, or ``None`` when the text is too short or too mixed to tell."""
    head = text[:READ_CHARACTERS]
    if sum(map(str.isalpha, head)) < FEWEST_LETTERS:
        return None
    code, probability = _identifier().classify(head)
    return str(code) if probability >= LEAST_PROBABILITY else None

"""Whether two ways of naming a voice mean the same voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from tadmur.evaluate.rows import GoldClaim, PredictedClaim
from tadmur.reference.folding import plain_key
from tadmur.terms.source import SpeakerRole

STEM_LETTERS = 5
"""Words agree when one begins with the other and that is so long: "Russia" and "Russian"."""


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """Words that say nothing about who speaks, and words that a reader uses for each role."""

    empty_words: frozenset[str]
    role_words: Mapping[str, frozenset[str]]


def load_speaker_words() -> SpeakerWords:
    """The table that comes with this room."""
    import yaml

    raw = yaml.safe_load(files("tadmur.evaluate").joinpath("data/speakers.yaml").read_text(encoding="utf-8"))
    return SpeakerWords(
        frozenset(raw["empty_words"]),
        {SpeakerRole(role).value: frozenset(words) for role, words in raw["role_words"].items()},
    )


def same_speaker(gold: GoldClaim, predicted: PredictedClaim, words: SpeakerWords) -> bool:
    """Whether the innermost voice is the one that the reader names.

    The outlet's own voice agrees with the role of publisher. Names agree when more than half of the content words of
    the shorter one are in the other. A voice without a name agrees by its role.
    """
    if gold.speaker == gold.publisher and predicted.role == SpeakerRole.PUBLISHER:
        return True
    there = _content_words(gold.speaker, words)
    if predicted.speaker is None:
        return bool(there & words.role_words.get(predicted.role, frozenset()))
    here = _content_words(predicted.speaker, words)
    shorter, longer = sorted((here, there), key=lambda item: (len(item), sorted(item)))
    shared = sum(any(_same_word(one, other) for other in longer) for one in shorter)
    return bool(shorter) and 2 * shared > len(shorter)


def _content_words(name: str, words: SpeakerWords) -> frozenset[str]:
    spaced = name.replace("'", " ").replace("’", " ")
    return frozenset(plain_key(spaced).split()) - words.empty_words


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= STEM_LETTERS and long.startswith(short))

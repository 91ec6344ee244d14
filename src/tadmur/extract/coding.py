"""What kind of event a news snippet reports, by weighted cues: no parser, no trained weights, always an answer.

The labels are ACLED's sub-event types as spelt by CASE 2021 task 2, with crime, disasters, diplomacy and attribution
beside them. The cues are data (``data/events.yaml``), written by hand from the definitions of the types. Parties of the
conflict packs that are no state are replaced by the word "rebels", so that a cue need not know their names.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tadmur.reference.actor_finder import Use, mention_words
from tadmur.reference.alias_matcher import AliasMatcher, Phrase, fold
from tadmur.reference.packs import available_packs, load_pack

CLASS_NAME = re.compile(r"\{([a-z_]+)\}")
SENTENCE_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!Capt)(?<!Gen)[.!?]\s+(?=[A-Z0-9\"'“‘(\[])")
LONGEST_SNIPPET = 2000
"""Characters of a text that are looked at: a snippet's kind is told by its beginning."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that speaks for a label, or against it when the weight is negative."""

    label: str
    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class EventLexicon:
    """The cues of ``data/events.yaml``, compiled."""

    labels: tuple[str, ...]
    cues: tuple[Cue, ...]
    nonstate: re.Pattern[str]
    later_sentences: float
    fallback: str


def classify_event(text: str) -> tuple[str, float]:
    """The label of the event that ``text`` reports, and how far it stands out.

    Returns:
        label: one of the 30 of ``tadmur.reference.coding.event_codes().event_labels``; "OTHER" when nothing speaks.
        score: softmax of the cue sums, in 0..1. It ranks; it is not a calibrated probability.
    """
    sums = event_scores(text)
    lexicon = event_lexicon()
    best = max(lexicon.labels, key=lambda label: sums[label])
    if sums[best] <= 0:
        best = lexicon.fallback
    total = sum(math.exp(value - sums[best]) for value in sums.values())
    return best, 1 / total


def event_scores(text: str) -> dict[str, float]:
    """The sum of the cues for every label: what ``classify_event`` decides by."""
    lexicon = event_lexicon()
    snippet = _prepared(text[:LONGEST_SNIPPET])
    end = SENTENCE_END.search(snippet)
    first = end.start() + 1 if end else len(snippet)
    lower = snippet.lower()
    sums = dict.fromkeys(lexicon.labels, 0.0)
    for cue in lexicon.cues:
        match = cue.pattern.search(lower)
        if match:
            sums[cue.label] += cue.weight if match.start() < first else cue.weight * lexicon.later_sentences
    return sums


def _prepared(text: str) -> str:
    """Plain characters, single spaces, non-state parties as "rebels"."""
    folded = fold(text)
    pieces = []
    last = 0
    for match in _nonstate_matcher().find(folded):
        pieces.append(folded.plain[last : match.folded_start])
        pieces.append("rebels")
        last = match.folded_end
    pieces.append(folded.plain[last:])
    return event_lexicon().nonstate.sub("rebels", "".join(pieces))


@cache
def _nonstate_matcher() -> AliasMatcher:
    """Names of all packs' parties that are no state."""
    phrases = [
        Phrase(word.text, None, word.exact_case)
        for pack in map(load_pack, available_packs())
        for word in pack.actor_words
        if word.use is Use.NAME and pack.kinds[word.actor_id] not in ("state", "coalition")
    ]
    return AliasMatcher(phrases, word_like=mention_words().word_like)


@cache
def event_lexicon() -> EventLexicon:
    """The cues, read once."""
    import yaml

    file = resources.files("tadmur.extract") / "data" / "events.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    classes: Mapping[str, str] = data["classes"]
    return EventLexicon(
        labels=tuple(data["labels"]),
        cues=tuple(
            Cue(label, float(weight), re.compile(CLASS_NAME.sub(lambda name: classes[name[1]], pattern)))
            for label, cues in data["labels"].items()
            for weight, pattern in cues
        ),
        nonstate=re.compile(rf"\b(?:{data['nonstate_names'].replace(' |', '|')})\b", re.IGNORECASE),
        later_sentences=data["later_sentences"],
        fallback=data["fallback"],
    )

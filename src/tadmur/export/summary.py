"""Sentences of the report page that are made from assessments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tadmur.export.page_text import day, day_range, percent
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label
from tadmur.terms.confidence import confidence_words

MOST_NAMED = 6


def summary_paragraph(
    as_of: date,
    assessments: Sequence[Assessment],
    place_names: Mapping[str, str],
    actor_names: Mapping[str, str],
    *,
    reports: int,
    disputes: int,
) -> str:
    """What the page says, in one plain paragraph: holders, then what is contested or only claimed, then gaps."""
    firm = [a for a in assessments if a.label is Label.ASSESSED and a.holder != CONTESTED_STATE]
    holders = sorted({a.holder for a in firm if a.holder}, key=lambda actor: (-_held(firm, actor), actor))
    sentences = [f"From {_number(reports, 'report')}, as of {day(as_of)}."]
    for actor in holders:
        places = sorted(place_names[a.place_id] for a in firm if a.holder == actor)
        sentences.append(f"Assessed as held by {actor_names.get(actor, actor)}: {_listed(places)}.")
    for label, words in (
        (Label.CONTESTED, "Contested: {}."),
        (Label.CLAIMED_ONLY, "Held on the word of one side only: {}."),
        (Label.STALE, "Known only from old reports: {}."),
        (Label.UNKNOWN, "Nothing can be said of {}."),
    ):
        places = sorted(place_names[a.place_id] for a in assessments if a.label is label)
        if places:
            sentences.append(words.format(_listed(places)))
    if disputes:
        sentences.append(f"The reports contradict each other in {_number(disputes, 'matter')}.")
    return " ".join(sentences)


def belief_sentence(assessment: Assessment, actor_names: Mapping[str, str]) -> str:
    """What the model believes of a place, and how far back."""
    if assessment.label is Label.UNKNOWN:
        return "The claims do not say who holds it on this day."
    holder, probability = assessment.probabilities[0]
    since = day_range(assessment.since_earliest, assessment.since_latest)
    if holder == CONTESTED_STATE:
        state = "that it is contested"
    else:
        began = "" if assessment.since_earliest is None and assessment.since_latest is None else f", since {since}"
        state = f"that it is held by {actor_names.get(holder, holder)}{began}"
    alternatives = ", ".join(
        f"{'contested' if other == CONTESTED_STATE else actor_names.get(other, other)} {percent(p)}"
        for other, p in assessment.probabilities[1:3]
        if p >= 0.01
    )
    tail = f"; otherwise {alternatives}" if alternatives else ""
    return f"The model finds it {confidence_words(probability)} ({percent(probability)}) {state}{tail}."


def _held(assessments: Sequence[Assessment], actor: str) -> int:
    return sum(1 for item in assessments if item.holder == actor)


def _listed(names: Sequence[str]) -> str:
    """ "A, B and C"; a long list is cut and counted."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

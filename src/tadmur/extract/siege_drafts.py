"""Drafts of places surrounded or cut off."""

from __future__ import annotations

from dataclasses import replace

from tadmur.extract.control_drafts import control_draft
from tadmur.extract.drafts import Draft, SentenceContext, patients_of
from tadmur.extract.filling import FrameMatch
from tadmur.extract.people import is_people
from tadmur.extract.syntax import children, prepositional_objects
from tadmur.extract.word_lists import word_list

_AT = ("in", "at", "inside", "near")


def siege_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """A siege of a place, or of people at a place ("the troops in X are cut off").

    A road that is cut makes one only where it was the last ("cut the last road into X").
    """
    match = base.match
    needed = match.frame.object_modifiers
    if needed and match.construction == "light":
        modifiers = {child.lower_ for child in children(match.trigger, "amod", "det", "predet", "advmod", "nmod")}
        if not modifiers & needed:
            return None
    if match.construction == "noun" and match.trigger.dep_ in ("dobj", "nsubjpass") and _is_ended(match):
        base = replace(base, stance=replace(base.stance, asserted=False))
    return control_draft(base, context) or _of_people(base, context)


def _is_ended(match: FrameMatch) -> bool:
    """ "Lifted the siege", "the blockade was broken": it is no longer besieged."""
    return match.trigger.head.lemma_.lower() in word_list("ending")


def _of_people(base: Draft, context: SentenceContext) -> Draft | None:
    match = base.match
    if match.construction != "verb":
        return None
    people = [token for token in patients_of(match.trigger) if is_people(token, context)]
    sites = [*people, match.trigger] if people else []
    nouns = [noun for site in sites for word in _AT for noun in prepositional_objects(site).get(word, [])]
    places = next((found for found in map(context.places.phrases, nouns) if found), [])
    actor = context.known_party(token for token in match.tokens("actor") if token not in people)
    return base.finished(actor, context.known_party(people), places) if places else None

"""Place phrases as mentions: what a name, "the town" or "several hills" is tied to, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tadmur.extract.anaphora import Antecedent, Discourse, NamedPlace
from tadmur.extract.frames import load_features
from tadmur.extract.names import distance_km, feature_words_around, locates_a_speaker
from tadmur.extract.parse_tree import Doc
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.reading import Sentence
from tadmur.terms.place import FeatureClass, NameSpan, PlaceMention, PlaceRelation
from tadmur.terms.report import Report, Zone
from tadmur.terms.span import TextSpan

if TYPE_CHECKING:
    from collections.abc import Sequence


ANCHOR_DISCOUNT = 0.8
"""Of the probability that an unnamed feature without words of where lies by the place last spoken of."""
NAMED_BEFORE = 0.9
"""Probability, before that discount, that it lies by the only place named before it in its sentence."""
NAMED_LATER = 0.8
"""The same for the first place named after it, where none is named before."""
SAME_SENTENCE = 0.9
"""Probability of an antecedent in the same sentence, itself the place of a claim."""
UNKNOWN_NAME = 0.93
"""Certainty that a name which no list knows is a place, where a frame wants one."""
CLAIMED = 1.3
"""Weight in the discourse of a place that a claim was about."""
HEADING = 2.5
"""Weight of a name that makes up most of its sentence: the heading of a paragraph or list item."""
BACKGROUND = 0.1
"""Weight of a name that says where a speaker sits ("officials in X"), or stands for a government."""


@dataclass(frozen=True, slots=True)
class TiedPlace:
    """A mention, the certainty of its reading, and what an unnamed site may be called ("Kesh radio station")."""

    mention: PlaceMention
    certainty: float
    description: str | None


def note_names(
    discourse: Discourse,
    sentence: Sentence,
    names: Sequence[NameSpan],
    doc: Doc | None,
    taken: Sequence[tuple[int, int]],
) -> None:
    """Adds a sentence's names to the discourse: less prominent where a speaker sits, more where they head a list."""
    letters = sum(map(str.isalpha, sentence.text)) if names else 0
    for name in names:
        if any(start < name.end and name.start < end for start, end in taken):
            continue
        heads = 2 * (name.end - name.start) > letters or _heads_an_item(sentence.text, name)
        weight = HEADING if heads else 1.0
        if (
            sentence.zone is Zone.DATELINE
            or _is_dateline(sentence.text, name)
            or (doc is not None and locates_a_speaker(doc, name.start))
        ):
            weight = BACKGROUND
        feature = feature_words_around(sentence.text, name.start, name.end)
        words = sentence.text[name.start : name.end]
        discourse.add_place(NamedPlace(sentence.index, name.start, words, feature, name.feature_class, weight))
        if feature in load_features().site and not sentence.text[name.end :].lstrip().lower().startswith(feature):
            discourse.add_place(NamedPlace(sentence.index, name.start, words, None, name.feature_class, weight))


def _heads_an_item(text: str, name: NameSpan) -> bool:
    """ "**Kesh.** Two shops burnt down", "- Kesh: four wounded": what follows is about the name."""
    opens = not any(character.isalnum() for character in text[: name.start])
    return opens and re.match(r"\s*(?:[.:]?\s*\*\*|[.:]\s)", text[name.end :]) is not None


def _is_dateline(text: str, name: NameSpan) -> bool:
    """ "BEIRUT, 24 March (Orontes Wire) - ...": where the report was written."""
    opens = not any(character.isalnum() for character in text[: name.start])
    shouted = text[name.start : name.end].isupper()
    return opens and shouted and re.match(r"[^.!?]{0,60}?\s[-–—]{1,2}\s", text[name.end :]) is not None


def tie_place(phrase: PlacePhrase, sentence: Sentence, report: Report, discourse: Discourse) -> TiedPlace | None:
    """The mention of a phrase, through the discourse where it names nothing; ``None`` for a pronoun left hanging."""
    name, probability, alternatives = phrase.name, 1.0, ()
    found: Antecedent | None = None
    if name is None:
        found, phrase = _antecedent(phrase, sentence, discourse)
        if found is None and phrase.anaphor and phrase.feature is None:
            return None
    if found is not None:
        discount = ANCHOR_DISCOUNT if phrase.unnamed else 1.0
        name, probability = found.name, round(found.probability * discount, 2)
    elif name is not None and phrase.anaphor:
        probability = SAME_SENTENCE
    elif name is not None and not phrase.unnamed:
        discourse.add_place(
            NamedPlace(sentence.index, phrase.start, name, phrase.feature, phrase.feature_class, CLAIMED)
        )
    mention = PlaceMention(
        TextSpan.of(report.report_id, report.text, sentence.start + phrase.start, sentence.start + phrase.end),
        name,
        feature=phrase.feature,
        relation=phrase.relation,
        unnamed=phrase.unnamed,
        direction=phrase.direction,
        distance_km=distance_km(sentence.text[phrase.start : phrase.end]),
        anaphora_probability=probability,
        alternatives=found.alternatives if found is not None else alternatives,
    )
    plain = phrase.known or phrase.name is None or phrase.anaphor
    certainty = (0.5 + 0.5 * probability) * (1.0 if plain else UNKNOWN_NAME)
    named = mention.name is not None and not mention.unnamed
    return TiedPlace(mention, certainty, None if named else _description(phrase, sentence, discourse))


def _antecedent(phrase: PlacePhrase, sentence: Sentence, discourse: Discourse) -> tuple[Antecedent | None, PlacePhrase]:
    """What a nameless phrase points to. A site never named before is taken to lie in the town last spoken of."""
    if phrase.unnamed and (beside := discourse.place_beside(sentence.index, phrase.start)):
        known = discourse.place_for(None, sentence.index, phrase.start)
        others = (known.name,) if known is not None and known.name != beside.name else ()
        probability = NAMED_BEFORE if beside.position < phrase.start else NAMED_LATER
        return Antecedent(beside.name, probability, others), phrase
    feature = None if phrase.unnamed else phrase.feature
    found = discourse.place_for(feature, sentence.index, phrase.start)
    if found is not None and found.feature_class is FeatureClass.SETTLEMENT and feature in load_features().site:
        phrase = replace(phrase, feature=None)
    if found is None and phrase.anaphor and phrase.feature in load_features().site:
        found = discourse.place_for("city", sentence.index, phrase.start)
        if found is not None:
            phrase = replace(phrase, unnamed=True, relation=PlaceRelation.PART)
    if found is not None and phrase.unnamed and phrase.relation is PlaceRelation.AT:
        phrase = replace(phrase, relation=PlaceRelation.NEAR)
    return found, phrase


def _description(phrase: PlacePhrase, sentence: Sentence, discourse: Discourse) -> str | None:
    """A bare type word takes the name of the town that it is in."""
    if phrase.description is None or " " in phrase.description:
        return phrase.description
    town = discourse.place_for("city", sentence.index, phrase.start)
    return f"{town.name} {phrase.description}" if town is not None else phrase.description

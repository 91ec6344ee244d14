"""What speaks for and against a capitalised name being a place: hand-set weights in log-odds (nats)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tadmur.geocode.lexicon import demonyms, lexicon
from tadmur.geocode.namesakes import begins_a_name, inside_a_name, is_said_of_a_person
from tadmur.geocode.text_context import Context
from tadmur.reference.gazetteer import Match
from tadmur.terms.place import FeatureClass

PROMINENT = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.REGION})
_DATELINE = re.compile(r"\s*(?:,[^.\n]{0,30}?)?\s*(?:\([A-Za-z/ ]{2,30}\)\s*)?(?:--|[-–—:])\s")
_DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
_ALSO_ADJECTIVES = frozenset(("general", "private", "major", "principal", "vice", "chief", "senior", "director"))
"""Titles that are adjectives when written small: "a private Homs clinic"."""
_STATE_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]{0,4}\.?|(?:[A-Z]\.){2,3}")


def weigh(context: Context, first: int, last: int) -> float:
    """Log-odds that the words ``first`` to ``last`` name a place."""
    matches = context.candidates[first, last]
    single = last - first == 1
    total = _prior(context, matches, single)
    total += _shape(context, first, last, matches, single)
    total += _before(context, first, single)
    total += _after(context, first, last, single)
    return total


def weigh_adjective(context: Context, last: int) -> float:
    """Log-odds that a people's word ending at ``last`` stands for its country: "Syrian troops", not "in French"."""
    words, before, after = lexicon(), context.word(last - 2), context.word(last)
    score = 1.5
    if after and after.joined and after.key in words.demonym_blockers:
        score -= 3.0
    if before and before.joined and before.key in ("in", "speak", "speaks", "spoke", "speaking", "into"):
        score -= 1.0
    return score


def _prior(context: Context, matches: Sequence[Match], single: bool) -> float:
    """How well known the name is as a place."""
    exact = [m for m in matches if m.exact]
    best = max((m for m in exact), key=lambda m: _weight_of(m), default=None)
    local = _is_local(context, matches)
    score = _weight_of(best) if best else -0.4 if local else -0.8
    if not single and exact:
        score += 1.2
    if context.countries:
        score += 1.2 if local else -0.6
    return score


def _is_local(context: Context, matches: Sequence[Match]) -> bool:
    """Whether a place of the name lies in a country that the report is set in."""
    return any(m.place.country in context.countries for m in matches)


def _weight_of(match: Match) -> float:
    place = match.place
    population = place.population or 0
    if place.feature_class is FeatureClass.COUNTRY:
        return 3.0
    if place.feature_class in PROMINENT:
        return 2.2 if match.primary else 1.0
    if place.feature_class is FeatureClass.ADMIN2:
        return 0.3 if match.primary else -0.6
    scale = 1.8 if population >= 500_000 else 1.2 if population >= 100_000 else 0.6 if population >= 20_000 else 0.0
    return scale + (0.2 if match.primary else -0.8)


def _shape(context: Context, first: int, last: int, matches: Sequence[Match], single: bool) -> float:
    words, token = lexicon(), context.tokens[first]
    score = 0.0
    if not single:
        keys = [context.tokens[i].key for i in range(first, last)]
        if keys[-1] in words.features:
            score += 1.0
        elif all(key in words.common_words for key in keys):
            score -= 2.0
        if keys[-1] in words.streets:
            score -= 2.0
        if token.key in words.given_names:
            score -= 1.0
        return score
    if token.key in words.titles or token.key in words.sides:
        return -6.0
    country = any(m.exact and m.place.feature_class is FeatureClass.COUNTRY for m in matches)
    land = country or any(m.exact and m.primary and m.place.feature_class in PROMINENT for m in matches)
    if token.key in words.common_words:
        score -= 2.5 if not country else 0.5
    if token.key in context.lower_words and not country:
        score -= 1.5
    if token.key in words.given_names:
        score -= 2.0
    if token.key in context.surnames and not country:
        score -= 3.0
    if token.starts and not country:
        score -= 0.4 if any(m.exact for m in matches) or _is_local(context, matches) else 1.2
    letters = [c for c in token.text if c.isalpha()]
    numbered = token.text[-1].isdigit() and _is_local(context, matches)
    if (
        len(letters) <= 2
        and "." not in token.text
        and not numbered
        and not (token.text.isupper() and _is_nation(matches))
    ):
        score -= 3.0
    elif len(letters) == 3 and token.text.isupper() and "." not in token.text:
        score -= 0.5 if land else 2.0
    if len(letters) < 4 and not token.text.isupper() and not country:
        score -= 0.6
    return score


def _is_nation(matches: Sequence[Match]) -> bool:
    """Whether the name is that of a country or of a region above countries: "US", "UK", "EU"."""
    wide = (FeatureClass.COUNTRY, FeatureClass.REGION)
    return any(m.exact and m.primary and m.place.feature_class in wide for m in matches)


def _before(context: Context, first: int, single: bool) -> float:
    words, token, before = lexicon(), context.tokens[first], context.word(first - 1)
    if before is None:
        return 0.0
    gap = context.gap(first)
    if gap.endswith("$"):
        return -6.0
    if "," in gap and gap.strip() == "," and first in context.ends_at:
        return 1.5
    if gap.strip() == "," and first in context.starts_at and context.ends_at.get(first) is None:
        if _STATE_ABBREVIATION.fullmatch(token.text) and before.capital and token.key not in words.titles:
            return 4.0 if context.candidates.get((first, first + 1)) else 0.0
        return 0.0
    if not token.joined:
        return 0.0
    if not context.embedded and (against := inside_a_name(context, first)):
        return against
    if token.hyphen:
        if not before.capital or first in context.ends_at:
            return 0.0
        return 1.0 if len(before.key) <= 3 and before.text.isupper() else -1.5
    if before.key in words.speech_verbs:
        return -2.0
    if before.key in words.sides and before.capital:
        return 0.3
    type_word = context.word(first - 2)
    if before.key == "of" and type_word and type_word.key in words.place_types:
        return 2.5
    if before.key == "the":
        return -0.4
    if before.key in words.local_cues:
        return 1.6
    if before.key in words.weak_cues:
        return 0.7
    if not before.capital or not before.text[0].isupper():
        person = not context.embedded and before.key in words.titles and before.key not in _ALSO_ADJECTIVES
        return -3.0 if person else 0.0
    if first in context.title_cased or (before.starts and not before.text.isascii()):
        return -0.3
    if not context.embedded and not before.cut and before.key in words.given_names:
        return -4.0
    if first in context.ends_at:
        return -0.5 if context.embedded or before.cut or _is_unit_name(context, first) else -1.5
    if before.key in words.titles or before.key in words.given_names:
        return -4.0
    if before.starts and before.key in words.common_words:
        return 0.0
    if len(before.key) == 1:
        return -3.0
    if not context.embedded and single and before.key not in demonyms():
        return -3.0
    return -2.0 if single else -1.0


def _is_unit_name(context: Context, first: int) -> bool:
    """Whether the name that ends before word ``first`` is that of a country or first-level unit: "Syria Homs"."""
    matches = context.candidates.get((context.ends_at[first], first), ())
    return any(m.exact and m.place.feature_class in PROMINENT for m in matches)


def _after(context: Context, first: int, last: int, single: bool) -> float:
    words, token, after = lexicon(), context.tokens[last - 1], context.word(last)
    rest = context.text[token.end : token.end + 60]
    score = 0.0
    if rest.startswith("$"):
        return -6.0
    if context.tokens[first].key == "st" and token.cut:
        score -= 5.0
    if context.tokens[first].starts and _DATELINE.match(rest) and context.text[: token.end].rsplit("\n", 1)[-1]:
        score += 1.0 if token.text.isupper() else 0.5
    if single and not context.embedded and is_said_of_a_person(rest):
        score -= 3.0
    if after is None:
        return score
    gap = context.gap(last)
    if gap.strip() == "," and last in context.starts_at:
        return score + 2.5
    if not after.joined or token.cut:
        return score
    if context.gap(last) == "-" and after.text.isdigit() and not context.embedded:
        return score - 4.0
    if after.text.isdigit() and single and token.key in words.common_words:
        return score - 4.0
    if not context.embedded and (against := begins_a_name(context, last)):
        return score + against
    if not after.capital:
        if after.key in words.place_types:
            return score + 1.5
        if after.key in words.speech_verbs and single:
            return score - 2.0
        return score
    if after.key in words.streets:
        return score - 4.0
    if after.key in words.institutions:
        return score - 2.0
    if after.key in words.features:
        return score + 1.0
    if after.key in words.newspapers and not after.starts:
        return score - 5.0
    if after.key in words.units:
        return score + (0.0 if context.embedded else -5.0)
    if after.key in words.roles_after_place:
        return score + 0.6
    if last in context.title_cased:
        return score - 0.3
    if last in context.starts_at:
        return score - (0.3 if context.embedded or token.key not in words.given_names else 2.0)
    if after.key in words.titles:
        return score + 0.6
    if context.tokens[first].key in words.given_names and single:
        return score - 3.0
    if after.key in _DAYS:
        return score
    return score - (1.0 if context.embedded else 2.4)

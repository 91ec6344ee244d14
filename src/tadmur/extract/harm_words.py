"""What befell whom, from the words of a claim about casualties, displacement or damage.

A claim's kind says casualties; whether that is dead or wounded, civilians or fighters, homes or a school, stands in its
trigger, in its quote and, for the means, in its sentence. The words are data (``data/harm.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tadmur.extract.reading import normalise
from tadmur.terms.claim import Claim, ClaimKind
from tadmur.terms.harm import HarmKind, HarmObject, HarmReading, HarmStatus

HARM_KINDS = frozenset({ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT, ClaimKind.DAMAGE})
"""Kinds of claims that speak of harm."""
_COUNTED_HOMES = frozenset({"buildings"})


def read_harm(claim: Claim, sentence: str) -> HarmReading | None:
    """What a claim says of harm; ``None`` for one that speaks of none.

    Args:
        sentence: the one that the claim stands in, for the means by which it happened.
    """
    if claim.kind not in HARM_KINDS:
        return None
    quote, trigger = _plain(claim.span.exact), _plain(claim.trigger)
    counted, cause = _plain(claim.counted_mention or ""), _cause(normalise(sentence))
    if claim.kind is ClaimKind.DAMAGE and _held_back().search(trigger):
        return HarmReading(HarmKind.AID_BLOCKED, None, HarmStatus.UNKNOWN, cause)
    if claim.kind is ClaimKind.DAMAGE:
        damaged = _object(claim, counted, quote, _plain(sentence))
        if damaged is None:
            return HarmReading(HarmKind.AID_BLOCKED, None, HarmStatus.UNKNOWN, cause)
        return HarmReading(HarmKind.DAMAGED, damaged, HarmStatus.UNKNOWN, cause)
    if claim.kind is ClaimKind.DISPLACEMENT:
        fled = HarmStatus(_earliest(_words("statuses"), counted) or HarmStatus.CIVILIAN)
        return HarmReading(HarmKind.DISPLACED, None, fled, cause)
    kind = _longest(_kinds(), trigger) or _first(_kinds(), (quote,)) or HarmKind.KILLED_OR_INJURED.value
    return HarmReading(HarmKind(kind), None, _status(claim, counted, quote, _plain(sentence)), cause)


def _plain(words: str) -> str:
    return normalise(words).lower()


def _object(claim: Claim, counted: str, quote: str, sentence: str) -> HarmObject | None:
    """What was damaged; ``None`` where it is aid that did not come through."""
    texts = (counted, quote) if counted and not _is_bare(counted) else (counted, quote, sentence)
    found = next((name for text in texts if (name := _earliest(_words("objects"), text)) is not None), None)
    if found == "aid":
        return None
    if found is None and claim.quantity is not None and claim.quantity.unit in _COUNTED_HOMES:
        return HarmObject.HOMES
    return HarmObject(found) if found is not None else HarmObject.OTHER


def _status(claim: Claim, counted: str, quote: str, sentence: str) -> HarmStatus:
    """By the words for those counted; where these say nothing, a party's own people are its fighters.

    A number alone ("captured 31", "two of them seriously") counts those that its sentence has spoken of, where it
    speaks of one status only.
    """
    found = _earliest(_words("statuses"), counted) or _earliest(_words("statuses"), _plain(claim.actor_mention or ""))
    if found is None and claim.actor_id is not None:
        return HarmStatus.COMBATANT
    if found is None and not counted:
        found = _earliest(_words("statuses"), quote)
    if found is None and _is_bare(counted):
        others = re.sub(rf"\b(?:{_lexicon()['counted_apart']})\b", " ", sentence)
        named = {name for name, pattern in _words("statuses") if pattern.search(others)}
        found = next(iter(named)) if len(named) == 1 else None
    return HarmStatus(found) if found is not None else HarmStatus.UNKNOWN


@cache
def _held_back() -> re.Pattern[str]:
    """Words that say that aid, or those who need it, did not come through."""
    return re.compile(rf"\b(?:{'|'.join(map(_pattern, _lexicon()['held_back']))})\b")


def _is_bare(counted: str) -> bool:
    """Whether the words counted name nobody: numbers, pronouns, words for what befell them."""
    return not re.sub(rf"\b(?:{_lexicon()['no_noun']})\b|[\W\d_]+", "", counted)


@cache
def _cause_pattern() -> re.Pattern[str]:
    leads = "|".join(map(re.escape, _lexicon()["cause_lead"]))
    causes = "|".join(map(re.escape, sorted(_lexicon()["causes"], key=len, reverse=True)))
    described = rf"(?:(?!(?:{'|'.join(_lexicon()['cause_breaks'])})\b)[\w-]+\s+){{0,2}}?"
    return re.compile(rf"\b(?:{leads})\s+(?:an?\s+|the\s+)?({described}(?:{causes})(?:s|es)?)\b", re.IGNORECASE)


def _cause(sentence: str) -> str | None:
    found = _cause_pattern().search(sentence) or _doing_pattern().search(sentence)
    return found.group(1) if found is not None else None


@cache
def _doing_pattern() -> re.Pattern[str]:
    """A means in front of what it did: "barrel bombs killed", "a missile hit", "raids on the district wounded"."""
    causes = "|".join(map(re.escape, sorted(_lexicon()["causes"], key=len, reverse=True)))
    did = "|".join(_lexicon()["cause_did"])
    return re.compile(rf"\b((?:{causes})(?:s|es)?)\b(?=[^.;:]{{0,60}}?\b(?:{did})\b)", re.IGNORECASE)


def _first(words: Sequence[tuple[str, re.Pattern[str]]], texts: Iterable[str]) -> str | None:
    """The first name of the list whose words stand in one of the texts."""
    return next((name for text in texts for name, pattern in words if pattern.search(text)), None)


def _longest(words: Sequence[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    """The name whose words cover most of the text: "burned to death" before "burned"; of equals the first."""
    found = [(len(match.group()), name) for name, pattern in words for match in pattern.finditer(text)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _earliest(words: Sequence[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    """The name whose words stand first in the text."""
    found = [(match.start(), name) for name, pattern in words if (match := pattern.search(text)) is not None]
    return min(found)[1] if found else None


def _pattern(word: str) -> str:
    return rf"{re.escape(word[:-1])}\w*" if word.endswith("*") else rf"{re.escape(word)}s?"


def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return _words("kinds")


@cache
def _words(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(rf"\b(?:{'|'.join(map(_pattern, words))})\b")) for name, words in _lexicon()[part].items()
    )


@cache
def _lexicon() -> dict[str, Any]:
    source = files("tadmur.extract").joinpath("data", "harm.yaml").read_text(encoding="utf-8")
    lexicon: dict[str, Any] = yaml.safe_load(source)
    return lexicon

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
    if claim.kind is ClaimKind.DAMAGE:
        damaged = _object(claim, counted, quote)
        if damaged is None:
            return HarmReading(HarmKind.AID_BLOCKED, None, HarmStatus.UNKNOWN, cause)
        return HarmReading(HarmKind.DAMAGED, damaged, HarmStatus.UNKNOWN, cause)
    if claim.kind is ClaimKind.DISPLACEMENT:
        return HarmReading(HarmKind.DISPLACED, None, HarmStatus.CIVILIAN, cause)
    kind = _first(_kinds(), (trigger,)) or _first(_kinds(), (quote,)) or HarmKind.KILLED_OR_INJURED.value
    return HarmReading(HarmKind(kind), None, _status(claim, counted, quote), cause)


def _plain(words: str) -> str:
    return normalise(words).lower()


def _object(claim: Claim, counted: str, quote: str) -> HarmObject | None:
    """What was damaged; ``None`` where it is aid that did not come through."""
    found = _earliest(_words("objects"), counted) or _earliest(_words("objects"), quote)
    if found == "aid":
        return None
    if found is None and claim.quantity is not None and claim.quantity.unit in _COUNTED_HOMES:
        return HarmObject.HOMES
    return HarmObject(found) if found is not None else HarmObject.OTHER


def _status(claim: Claim, counted: str, quote: str) -> HarmStatus:
    """By the words for those counted; where these say nothing, a party's own people are its fighters."""
    found = _earliest(_words("statuses"), counted) or _earliest(_words("statuses"), _plain(claim.actor_mention or ""))
    if found is None and claim.actor_id is not None:
        return HarmStatus.COMBATANT
    if found is None and not counted:
        found = _earliest(_words("statuses"), quote)
    return HarmStatus(found) if found is not None else HarmStatus.UNKNOWN


@cache
def _cause_pattern() -> re.Pattern[str]:
    leads = "|".join(map(re.escape, _lexicon()["cause_lead"]))
    causes = "|".join(map(re.escape, sorted(_lexicon()["causes"], key=len, reverse=True)))
    described = rf"(?:(?!(?:{'|'.join(_lexicon()['cause_breaks'])})\b)[\w-]+\s+){{0,2}}?"
    return re.compile(rf"\b(?:{leads})\s+(?:an?\s+|the\s+)?({described}(?:{causes})(?:s|es)?)\b", re.IGNORECASE)


def _cause(sentence: str) -> str | None:
    found = _cause_pattern().search(sentence)
    return found.group(1) if found is not None else None


def _first(words: Sequence[tuple[str, re.Pattern[str]]], texts: Iterable[str]) -> str | None:
    """The first name of the list whose words stand in one of the texts."""
    return next((name for text in texts for name, pattern in words if pattern.search(text)), None)


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

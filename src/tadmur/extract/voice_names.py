"""The proper name inside a noun phrase: of a person after an office, of a body before or around its noun."""

from __future__ import annotations

import re

from tadmur.extract.voice_lexicon import voice_lexicon
from tadmur.extract.voice_tokens import ACTOR, NAME, NOUN, WORD, Token
from tadmur.terms.source import SpeakerRole


def _join(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens).removesuffix("'s").removesuffix("'")


def name_in(core: list[Token]) -> str | None:
    """The last run of name words in the core, with a leading place or outlet before a noun left out."""
    end = len(core)
    while end > 0 and core[end - 1].label != NAME:
        if core[end - 1].label == NOUN and core[end - 1].noun and any(token.label == NAME for token in core[:end]):
            return _body_name(core[:end])
        end -= 1
    start = end
    while start > 0 and (core[start - 1].label == NAME or _is_part_of_name(core[start - 1], core[start : start + 1])):
        start -= 1
    return _join(core[start:end]) if end > start else None


def _is_part_of_name(token: Token, following: list[Token]) -> bool:
    """Whether a capital noun belongs to the name of a body that goes on after it ("Media" in "Media Centre")."""
    body = token.noun is not None and not token.noun.person and token.text[0].isupper()
    return body and any(next_token.low in voice_lexicon().organisation_words for next_token in following)


_DEMONYM = re.compile(r"\w+(?:ese|ian|ean|can|ish|nch|ani|aqi|ari|oni|eni|iti|man|ek|utch)(?:-\w+)?")
"""Endings of words for where something comes from ("Lebanese"), which are no names."""


def _body_name(core: list[Token]) -> str | None:
    """The name of a body before its noun ("the Orient Star agency"); of "the Halas doctor" nothing."""
    noun = core[-1].noun
    if noun is None or noun.person or noun.plural:
        return None
    if core[-1].text[0].isupper() and core[-1].text.lower() not in ("media", "tv", "television"):
        return _join([token for token in core if token.label in (NAME, NOUN, ACTOR)])
    own = _join([token for token in core if token.label == NAME])
    return own if noun.role is SpeakerRole.NEWS_AGENCY and not _DEMONYM.fullmatch(own) else None


def name_after(tokens: list[Token]) -> str | None:
    """A person's name after ", " or at the end of "for the operation NAME NAME"."""
    run: list[Token] = []
    opened = False
    for previous, token in zip([None, *tokens], tokens, strict=False):
        if token.label == NAME and (opened or run or (previous is not None and previous.label == WORD)):
            run.append(token)
        elif token.text == ",":
            opened, run = True, []
        elif token.label not in (NOUN,) or not opened:
            if run and (opened or len(run) > 1):
                return _join(run)
            opened, run = False, []
    return _join(run) if run and (opened or len(run) > 1) else None

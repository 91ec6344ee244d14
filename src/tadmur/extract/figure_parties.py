"""Whose territory a figure is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tadmur.extract.figure_spans import FigureSpan
from tadmur.extract.figure_words import figure_words
from tadmur.reference.packs import ActorMention, Pack

OWNED = re.compile(
    r"(?:['’]s)?\s+(?:territor\w+|land|lands|ground|soil|holdings|territorial|area|possessions|"
    r"side)\b",
    re.I,
)
_HOLDER_BEHIND = re.compile(
    r"(?:held|controlled|ruled|occupied|owned|governed)\s+by\s+(?:the\s+)?$|"
    r"\bfrom\s+(?:the\s+)?$|\bof\s+(?:the\s+)?$",
    re.I,
)
_HOLDING = re.compile(r"-(?:held|controlled|occupied|ruled)\b", re.I)
DOER = re.compile(
    r"\b(?:by|to|against|from|with|backed\s+by|fighting|pressure\s+from|under)\s+(?:the\s+|"
    r"advancing\s+|local\s+)?$",
    re.I,
)
_FROM_A_PARTY = re.compile(r"[^.;]{0,40}?\bfrom\s+(?:the\s+)?([A-Z][\w'-]+(?:\s+[A-Z][\w'-]+){0,2})")


def party_of(
    text: str, span: FigureSpan, before: str, behind: str, mentions: Sequence[ActorMention], known: str | None
) -> str | None:
    """The party whose territory it is: named in the whole or as loser behind it, else nearest in front.

    ``known`` is the party that the text spoke of before.
    """
    named = [m for m in mentions if not m.generic] or list(mentions)
    stop = re.search(r"[,;:.]", behind)
    own = span.end + (stop.start() if stop else len(behind))
    for mention in named:
        if span.end <= mention.start < own and _HOLDER_BEHIND.search(text[span.end : mention.start]):
            return mention.actor_id
    doers = [m for m in mentions if m.end <= span.start and not DOER.search(text[: m.start])]
    owners = [m for m in doers if OWNED.match(text, m.end) or _HOLDING.match(text, m.end)]
    if figure_words().taken_back.search(before) and (
        others := [m for m in named if re.search(r"\bfrom\s+(?:the\s+)?$", text[: m.start], re.I)]
    ):
        return others[0].actor_id
    for group in (owners[-1:], doers[-1:]):
        if group:
            return group[-1].actor_id
    later = [m for m in named if m.start >= span.end and not DOER.search(text[: m.start])]
    if known is None and later:
        return later[0].actor_id
    if later and not re.search(r"\b(?:it|its|they|their|the\s+group)\b", text, re.I):
        return later[0].actor_id
    return known or (named[0].actor_id if named else None)


def loser_of(pack: Pack | None, before: str, behind: str) -> str | None:
    """Whom ground was taken from: "took 24,200 km2 from X"."""
    words = figure_words()
    if pack is None or not (words.taken_back.search(before) or words.gained.search(before)):
        return None
    named = _FROM_A_PARTY.match(behind)
    party = pack.actor_named(named.group(1)) if named is not None else None
    return party.actor_id if party is not None else None

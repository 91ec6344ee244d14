"""Which time in a sentence governs which words: clauses cut by punctuation and the words that open them.

A cheap stand-in for a parse, good enough to keep the time of a relative clause out of the main clause, and the other
way round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tadmur.extract.time_lexicon import alternation, time_lexicon

COMMA_COST = 1.0
COORDINATOR_COST = 1.5
SEMICOLON_COST = 8.0
LEFT_COST = 1.5
"""Of a time that stands before the words it might govern, but not in front of their clause."""
INITIAL_COST = 3.0
"""Of the adverbial that opens the sentence: it governs whatever has no time of its own."""
OUTER_COST = 2.5
"""Of a time in the main clause for words in a clause inside it."""
ACCEPTED_COST = 5.0
COARSE_LEFT_COST = 3.0
"""More for a month or a year on the left: it mostly belongs to an aside ("home to 5,000 in 2011")."""
SPEECH_COST = 2.0
"""Of a time that says when something was said: "the ministry said on Sunday"."""
STAND_INS = frozenset({"after", "following", "having", "once", "when", "while", "as"})
"""Openers of clauses whose time stands in for that of the main clause where it has none of its own."""

_FRONT = re.compile(
    r"[\s\"“”'‘(\[]*(?:(?:but|and|however|then|also|instead|still|only|just|even|it\s+was|here|again|finally|according\s+"
    r"to[\w\s'’-]{1,40})\b[\s,]*)*(?:(?:early|late|later|shortly|on|in|at|by|from|since|until|during|over|for|within|"
    r"throughout|around|about|between|as|of|after|before|the|ever|to|only)\b\s*)*$",
    re.I,
)
_PLACE_OF_A_DATELINE = re.compile(r"[\W_]*(?:[A-Z][A-Z/ .'’-]+|[A-Z][\w'’-]+(?:[ /][A-Z][\w'’-]+){0,2}),\s+")
_END_OF_A_DATELINE = re.compile(r"\s*(?:\([^)]{1,40}\)\s*[-–—.:,]?|\s[-–—]\s|[-–—:]\s)")
_SAID = re.compile(
    r"\b(?:said|says|told|reported|announced|added|stated|claimed|confirmed|wrote|tweeted|declared|published|speaking|"
    r"released)(?:\s+(?!that\b)[\w-]+){0,3}\s*(?:,\s*)?$",
    re.I,
)
_PARTICIPLE = re.compile(
    r"\b(?:an?|the|its|their|his|her|this|that|these|those|\d+|two|three|four|five|six|several)\s+"
    r"(?:(?!(?:was|were|been|be|being|had|has|have|and|or|but|not|never|then|also|they|it|he|she|we|who|which|that|to)\b)"
    r"[\w'’-]+,?\s+){1,4}(?:[a-z]+ed|taken|retaken|lost|held|built|won|freed|overrun)\s+(?:by\s+[\w\s'’-]{2,40}?\s*)?"
    r"(?:(?:only|just|earlier|back|first)\s+)?$"
)
_BOUNDARY = re.compile(r"[;,(–—]\s*(?:and|but|while)?\b|\b(?:and|but|while)\b")
_NO_OPENING_AS = re.compile(r"as\s+(?:well|many|much|far|soon|part|of)\b", re.I)
_SUPERLATIVE = re.compile(
    r"\b(?:largest|biggest|first|only|worst|heaviest|deadliest|most|last|longest|\w+est)\b[^,;]{0,70}$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause inside the main one: ``text[start:end]``, opened by ``opener``."""

    start: int
    end: int
    opener: str

    def holds(self, position: int) -> bool:
        """Whether a position lies inside."""
        return self.start <= position < self.end


@lru_cache(maxsize=1)
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[\s,;(–—-]))({alternation(time_lexicon().clause_openers)})\b", re.I)


def clauses(text: str, taken: list[tuple[int, int]]) -> list[Clause]:
    """The clauses inside the main clause of ``text``; words in ``taken`` (time expressions) open none."""
    found: list[Clause] = []
    for match in _opener().finditer(text):
        start = match.start(1)
        if match.group(1).lower() == "as" and not _opens_as(text, start):
            continue
        if any(first <= start < last for first, last in taken):
            continue
        found.append(Clause(start, _clause_end(text, start, taken), match.group(1).lower()))
    for match in re.finditer(r"\(([^()]*)\)", text):
        found.append(Clause(match.start(), match.end(), "("))
    return found


def _opens_as(text: str, start: int) -> bool:
    """Whether an "as" opens a clause: behind a comma, and not in "as well as"."""
    return text[:start].rstrip().endswith(",") and not _NO_OPENING_AS.match(text, start)


def _clause_end(text: str, start: int, taken: list[tuple[int, int]]) -> int:
    """The next comma, semicolon or dash that is not inside a date or a list of names, or the end of the sentence."""
    for match in re.finditer(r"[,;]|\s[–—-]\s", text[start:]):
        position = start + match.start()
        if any(first <= position < last for first, last in taken):
            continue
        if match.group() == "," and re.match(
            r",\s+(?:[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*)(?:,|\s+and\b)", text[position:]
        ):
            continue
        return position
    return len(text)


def opens_sentence(text: str, start: int) -> bool:
    """Whether nothing but a preposition or a conjunction stands before ``start``."""
    return _FRONT.fullmatch(text, 0, start) is not None


def compared_with(text: str, start: int) -> bool:
    """Whether a time only bounds a superlative: "the largest offensive since 2014"."""
    return bool(_SUPERLATIVE.search(text[:start]))


def shut_in(words: tuple[int, int], time: tuple[int, int], inner: list[Clause]) -> Clause | None:
    """The clause that holds the time but not the words, so that the time cannot govern them."""
    return next((clause for clause in inner if clause.holds(time[0]) and not clause.holds(words[0])), None)


def distance(text: str, words: tuple[int, int], time: tuple[int, int], inner: list[Clause], *, coarse: bool) -> float:
    """How far a time stands from the words it might govern, in costs of what lies between.

    Args:
        words: start and end of the trigger.
        time: start and end of the time expression with its preposition.
        inner: clauses of the sentence.
        coarse: the time is a month or longer.
    """
    outside = sum(clause.holds(words[0]) and not clause.holds(time[0]) for clause in inner)
    cost = OUTER_COST * outside
    left = time[1] <= words[0]
    between = text[time[1] : words[0]] if left else text[words[1] : time[0]]
    cost += COMMA_COST * between.count(",") + SEMICOLON_COST * between.count(";")
    cost += COORDINATOR_COST * len(re.findall(r"\b(?:and|but)\b", between)) + len(between) / 200
    if left and not _fronts_its_clause(text, time[0]):
        cost += LEFT_COST + (COARSE_LEFT_COST if coarse else 0)
    return cost


def tells_when_said(text: str, time: tuple[int, int]) -> bool:
    """Whether a time stands right behind a verb of saying."""
    return _SAID.search(text[: time[0]]) is not None


def dates_a_participle(text: str, end: int, start: int) -> bool:
    """Whether a time behind the words that end at ``end`` belongs to a participle: "a village captured last week"."""
    return start > end and _PARTICIPLE.search(text[end:start]) is not None


def is_dateline(text: str, time: tuple[int, int]) -> bool:
    """Whether a date belongs to a dateline: "BEIRUT, 21 May 2015 (Agency) - "."""
    return _PLACE_OF_A_DATELINE.fullmatch(text, 0, time[0]) is not None and (
        _END_OF_A_DATELINE.match(text, time[1]) is not None
    )


def _fronts_its_clause(text: str, start: int) -> bool:
    boundary = max((match.end() for match in _BOUNDARY.finditer(text, 0, start)), default=0)
    return _FRONT.fullmatch(text[boundary:start]) is not None

"""Turns of speech as data: "there is no truth in", "could fall within days" (``data/cues.yaml``), found in a parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from tadmur.extract.clause_spans import clause_head
from tadmur.extract.parse_tree import Doc, Token
from tadmur.terms.claim import ClaimKind

_GAPS: dict[str, tuple[int, frozenset[str] | None]] = {
    "_": (3, frozenset({"ADV", "ADJ", "DET", "AUX", "PART", "PRON"})),
    "...": (8, None),
}
"""What stands for other words: how many at most, and of which parts of speech."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A turn of speech; the fields are those of the data file.

    Attributes:
        scope: where the statement stands that it turns: "after", "before", "both" or "none".
        needs: what its clause must name for a claim of its own: a "party", "either" a party or a place, "claim" for a
            word for a statement, or "nothing".
    """

    name: str
    kind: ClaimKind
    scope: str
    needs: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue in a sentence: its words, and the verb that heads the clause they stand in."""

    cue: Cue
    words: tuple[Token, ...]
    clause: Token

    @property
    def trigger(self) -> Token:
        """The word of the cue that the others hang on."""
        inside = {token.i for token in self.words}
        return next((token for token in self.words if token.head.i not in inside or token.head == token), self.words[0])

    def covers(self, token: Token) -> bool:
        """Whether ``token`` belongs to what the cue turns; nothing beyond a semicolon does."""
        if token != self.clause and not self.clause.is_ancestor(token):
            return False
        first, last = self.words[0].i, self.words[-1].i
        if any(between.text == ";" for between in token.doc[min(token.i, first) : max(token.i, last)]):
            return False
        match self.cue.scope:
            case "after":
                return token.i > first
            case "before":
                return token.i < last
            case "both":
                return True
        return False


@cache
def load_cues() -> tuple[Cue, ...]:
    """The shipped cues."""
    source = files("tadmur.extract").joinpath("data", "cues.yaml").read_text(encoding="utf-8")
    return tuple(
        Cue(e["cue"], ClaimKind(e["kind"]), e["scope"], e["needs"], tuple(e["phrases"])) for e in yaml.safe_load(source)
    )


def find_cues(doc: Doc) -> list[FoundCue]:
    """The cues of a parsed sentence in order, of overlapping ones of one kind the longest."""
    found: list[FoundCue] = []
    lemmas = [token.lemma_ for token in doc]
    matches = [match for phrase in _possible(set(lemmas)) for match in _matches(doc, lemmas, phrase)]
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.start, m.phrase.key)):
        cue, words = match.phrase.cue, tuple(doc[i] for i in match.words)
        if any(other.cue.kind is cue.kind and set(other.words) & set(words) for other in found):
            continue
        found.append(FoundCue(cue, words, _clause(doc[match.start : match.end].root)))
    return sorted(found, key=lambda cue: (cue.words[0].i, cue.cue.name))


def _clause(root: Token) -> Token:
    """The verb that heads the clause of a cue: in "turned out to be wrong" the one that has the subject."""
    clause = clause_head(root)
    while clause.dep_ == "xcomp" and clause.lemma_ == "be" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    return clause


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    """One wording of a cue: its items, and for each that must be there the lemmas that it may be."""

    key: str
    cue: Cue
    items: tuple[str, ...]
    needed: tuple[frozenset[str], ...]


@cache
def _phrases() -> dict[str, list[_Phrase]]:
    """The wordings by each lemma of the item that leaves the fewest choices."""
    by_lemma: dict[str, list[_Phrase]] = {}
    for cue in load_cues():
        for number, phrase in enumerate(cue.phrases):
            items = tuple(phrase.split())
            words = (item for item in items if item not in _GAPS and not item.endswith("?"))
            needed = tuple(frozenset(item.split("|")) for item in words)
            worded = _Phrase(f"{cue.name} {number:02d}", cue, items, needed)
            for lemma in min(needed, key=len):
                by_lemma.setdefault(lemma, []).append(worded)
    return by_lemma


def _possible(lemmas: set[str]) -> list[_Phrase]:
    """The wordings all of whose words are among ``lemmas``: only these are worth a search."""
    by_lemma = _phrases()
    opened = {worded.key: worded for lemma in lemmas & by_lemma.keys() for worded in by_lemma[lemma]}
    return [worded for worded in opened.values() if all(not words.isdisjoint(lemmas) for words in worded.needed)]


@dataclass(frozen=True, slots=True)
class _Match:
    """A wording found from one token to before another; ``words`` are the indices of those that its items name."""

    phrase: _Phrase
    start: int
    end: int
    words: tuple[int, ...]


def _matches(doc: Doc, lemmas: Sequence[str], phrase: _Phrase) -> list[_Match]:
    """The places where a wording stands, each stretch once."""
    found: dict[tuple[int, int], _Match] = {}
    for start in range(len(lemmas)):
        waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, start, ())]
        while waiting:
            number, position, words = waiting.pop()
            if number == len(phrase.items):
                found.setdefault((start, position), _Match(phrase, start, position, words))
                continue
            item = phrase.items[number]
            if item in _GAPS:
                longest, parts = _GAPS[item]
                waiting.append((number + 1, position, words))
                for end in range(position + 1, min(position + longest, len(lemmas)) + 1):
                    if parts is not None and doc[end - 1].pos_ not in parts:
                        break
                    waiting.append((number + 1, end, words))
                continue
            if item.endswith("?"):
                waiting.append((number + 1, position, words))
            if position < len(lemmas) and lemmas[position] in _alternatives(item):
                waiting.append((number + 1, position + 1, (*words, position)))
    return list(found.values())


@cache
def _alternatives(item: str) -> frozenset[str]:
    return frozenset(item.rstrip("?").split("|"))

"""Turns of speech as data: "there is no truth in", "could fall within days" (``data/cues.yaml``), found in a parse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tadmur.extract.clause_spans import clause_head
from tadmur.terms.claim import ClaimKind

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Token
    from spacy.vocab import Vocab

_GAPS: dict[str, dict[str, Any]] = {
    "_": {"POS": {"IN": ["ADV", "ADJ", "DET", "AUX", "PART", "PRON"]}, "OP": "{0,3}"},
    "...": {"OP": "{0,8}"},
}


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
    matches: list[tuple[Any, ...]] = [
        (start, end, worded.key, items, worded)
        for worded in _possible({token.lemma_ for token in doc})
        for _, start, end, items in _matches(doc, worded)
    ]
    for start, end, _, items, worded in sorted(matches, key=lambda m: (m[0] - m[1], *m[:4])):
        cue, phrase = worded.cue, worded.items
        words = tuple(token for token, item in zip(doc[start:end], items, strict=True) if phrase[item] not in _GAPS)
        if any(other.cue.kind is cue.kind and set(other.words) & set(words) for other in found):
            continue
        found.append(FoundCue(cue, words, _clause(doc[start:end].root)))
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
    """The wordings all of whose words are among ``lemmas``: only these are worth a matcher."""
    by_lemma = _phrases()
    opened = {worded.key: worded for lemma in lemmas & by_lemma.keys() for worded in by_lemma[lemma]}
    return [worded for worded in opened.values() if all(not words.isdisjoint(lemmas) for words in worded.needed)]


def _matches(doc: Doc, phrase: _Phrase) -> list[Any]:
    """Name, start, end and alignment of each match."""
    return list(_matcher(doc.vocab, phrase)(doc, with_alignments=True))


@cache
def _matcher(vocab: Vocab, phrase: _Phrase) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(vocab)
    matcher.add(phrase.key, [[_pattern(item) for item in phrase.items]])
    return matcher


def _pattern(item: str) -> dict[str, Any]:
    if item in _GAPS:
        return _GAPS[item]
    words = {"LEMMA": {"IN": item.rstrip("?").split("|")}}
    return {**words, "OP": "?"} if item.endswith("?") else words

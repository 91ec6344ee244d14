"""Turns of speech as data: "there is no truth in", "could fall within days" (``data/cues.yaml``), found in a parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from tadmur.extract.clause_spans import clause_head
from tadmur.terms.claim import ClaimKind

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Span, Token
    from spacy.vocab import Vocab

_LOOSE = ["ADV", "ADJ", "DET", "AUX", "PART", "PRON"]


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
        """Whether ``token`` belongs to what the cue turns."""
        if token != self.clause and not self.clause.is_ancestor(token):
            return False
        first, last = self.words[0].i, self.words[-1].i
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
    by_name = {cue.name: cue for cue in load_cues()}
    found: list[FoundCue] = []
    matches = _matcher(doc.vocab)(doc)
    for key, start, end in sorted(matches, key=lambda m: (m[1] - m[2], m[1], m[0])):
        cue = by_name[doc.vocab.strings[key]]
        words = _own_words(cue, doc[start:end])
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


def _own_words(cue: Cue, span: Span) -> tuple[Token, ...]:
    """The tokens of a match without those in the gaps of the phrase."""
    own = {word for phrase in cue.phrases for item in phrase.split() for word in item.rstrip("?").split("|")}
    return tuple(token for token in span if token.lemma_ in own)


@cache
def _matcher(vocab: Vocab) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(vocab)
    for cue in load_cues():
        matcher.add(cue.name, [list(_pattern(phrase)) for phrase in cue.phrases])
    return matcher


def _pattern(phrase: str) -> Iterator[dict[str, Any]]:
    for item in phrase.split():
        if item == "_":
            yield {"POS": {"IN": _LOOSE}, "OP": "{0,3}"}
        elif item == "...":
            yield {"OP": "{0,8}"}
        else:
            pattern: dict[str, Any] = {"LEMMA": {"IN": item.rstrip("?").split("|")}}
            yield {**pattern, "OP": "?"} if item.endswith("?") else pattern

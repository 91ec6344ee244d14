"""A place as worded, and the words around a type word: sides, counters, what an unnamed site is called."""

from __future__ import annotations

from dataclasses import dataclass

from tadmur.extract.frames import load_features
from tadmur.extract.parse_tree import Token
from tadmur.extract.word_lists import word_list
from tadmur.terms.place import FeatureClass, PlaceRelation

_SIDES = {"north": "N", "south": "S", "east": "E", "west": "W"}
_SIDES |= {
    f"{a}{j}{b}": (a[0] + b[0]).upper() for a in ("north", "south") for b in ("east", "west") for j in ("", "-", " ")
}
COMPASS = _SIDES | {f"{word}ern": side for word, side in _SIDES.items()}
"""Words for the points of the compass, to their letters."""
_LEFT_LABELS = frozenset(
    {"compound", "amod", "nummod", "nmod", "poss", "quantmod", "advmod", "det", "case", "punct", "predet"}
)
_DESCRIBING = frozenset({"compound", "amod", "nmod", "punct", "nummod"})


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """One place as worded: ``text[start:end]`` of the sentence.

    Attributes:
        name: proper name, or ``None``.
        feature: type word, lower-case singular.
        anaphor: the words point back ("the town", "it") and name nothing themselves.
        known: the name is one that the gazetteer's recogniser found.
        description: what an unnamed site is called ("radio station"), where the words single one out.
    """

    start: int
    end: int
    name: str | None
    feature: str | None = None
    relation: PlaceRelation = PlaceRelation.AT
    unnamed: bool = False
    direction: str | None = None
    anaphor: bool = False
    plural: bool = False
    known: bool = False
    feature_class: FeatureClass | None = None
    description: str | None = None


def type_word(head: Token) -> str | None:
    """The lemma of a word for a kind of place, or of its edge; ``None`` for any other word."""
    features = load_features()
    lemma = head.lemma_.lower()
    for word in (head.lower_, lemma, head.lower_.rstrip("s")):
        if word in features.of_places or word in features.edge:
            return lemma if lemma in features.of_places or lemma in features.edge else word
    return None


def modifiers(head: Token) -> list[Token]:
    """The tokens in front of ``head`` that belong to its phrase, contiguous with it."""
    first = min([head.i, *(child.left_edge.i for child in head.lefts if child.dep_ in _LEFT_LABELS)])
    return list(head.doc[first : head.i])


def side(tokens: list[Token]) -> str | None:
    """The first point of the compass among ``tokens``."""
    return next((COMPASS[token.lower_] for token in tokens if token.lower_ in COMPASS), None)


def counts(token: Token) -> bool:
    """Whether a modifier counts, exactly or not."""
    return token.pos_ == "NUM" or token.lower_ in word_list("counters")


def extent(head: Token) -> tuple[int, int]:
    """Character offsets from the first modifier to ``head``."""
    return (modifiers(head) or [head])[0].idx, head.idx + len(head.text)


def description(head: Token) -> str:
    """What a site is called without its owner, article and judgements: "radio station"."""
    left = modifiers(head)
    owned = max((token.i for token in left if token.dep_ in ("poss", "case")), default=-1)
    inner = [token for token in left if token.i > owned and token.dep_ in _DESCRIBING]
    while inner and (inner[0].lower_ in word_list("evaluative") or inner[0].text in "-\"'"):
        inner = inner[1:]
    return str(head.doc.text[(inner or [head])[0].idx : head.idx + len(head.text)])


def kind_of_ground(head: Token, word: str) -> str:
    """The kind that a modifier gives to bare ground: "hilltop points" are hilltops, "high ground" is a kind."""
    if word not in load_features().ground:
        return word
    kinds = sorted({f"{token.lower_} {word}" for token in head.lefts} & load_features().ground)
    if kinds:
        return kinds[0]
    return next((t.lemma_.lower() for t in head.lefts if t.lemma_.lower() in load_features().site), word)

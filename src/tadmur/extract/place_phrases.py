"""The places that a noun phrase speaks of: names, type words, parts, directions, lists.

Character offsets here are into the sentence's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tadmur.extract.frames import FeatureWords, load_features
from tadmur.extract.syntax import children, conjuncts, prepositional_objects
from tadmur.terms.place import FeatureClass, NameSpan, PlaceRelation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

COMPASS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW", "southeast": "SE",
    "southwest": "SW", "north-east": "NE", "north-west": "NW", "south-east": "SE", "south-west": "SW",
    "northern": "N", "southern": "S", "eastern": "E", "western": "W", "northeastern": "NE", "northwestern": "NW",
    "southeastern": "SE", "southwestern": "SW", "north-eastern": "NE", "north-western": "NW", "south-eastern": "SE",
    "south-western": "SW",
}  # fmt: skip
NEARBY = frozenset({"near", "around", "outside", "by", "surrounding", "close", "overlooking", "along"})
INSIDE = frozenset({"in", "inside", "within", "of", "at", "on", "from", "across", "throughout"})
NOT_NAMES = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "god",
        "allah",
        "islam",
    ]
)
PRONOUNS = frozenset({"it", "them", "there", "which", "this", "these", "that", "both", "one"})
TITLES = frozenset(
    [
        "general",
        "colonel",
        "commander",
        "captain",
        "major",
        "lieutenant",
        "brigadier",
        "president",
        "minister",
        "leader",
        "emir",
        "sheikh",
        "mr",
        "dr",
        "chief",
        "spokesman",
        "spokesperson",
        "governor",
        "mayor",
    ]
)
_DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?)\s*-?(km|kilomet(?:re|er)s?|mi(?:les?)?)\b", re.I)


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """One place as worded: ``text[start:end]`` of the sentence.

    Attributes:
        name: proper name, or ``None``.
        feature: type word, lower-case singular.
        anaphor: the words point back ("the town", "it") and name nothing themselves.
        known: the name is one the gazetteer's recogniser found.
    """

    start: int
    end: int
    name: str | None
    feature: str | None = None
    relation: PlaceRelation = PlaceRelation.AT
    unnamed: bool = False
    direction: str | None = None
    distance_km: float | None = None
    anaphor: bool = False
    plural: bool = False
    known: bool = False
    feature_class: FeatureClass | None = None
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as a run of tokens ``[first, last]``."""

    first: int
    last: int
    text: str
    start: int
    end: int
    known: bool
    feature_class: FeatureClass | None


class PlaceFinder:
    """Reads place phrases in one parsed sentence.

    Args:
        doc: the parse.
        names: what the recogniser found, offsets into the sentence.
        taken: character spans of parties: a name inside one is no place.
    """

    def __init__(self, doc: Doc, names: Sequence[NameSpan], taken: Sequence[tuple[int, int]]) -> None:
        self._doc = doc
        self._words: FeatureWords = load_features()
        self._taken = taken
        self._by_token: dict[int, _Name] = {}
        for span in names:
            if any(start < span.end and span.start < end for start, end in taken):
                continue
            covered = [t for t in doc if t.idx < span.end and span.start < t.idx + len(t.text)]
            if not covered:
                continue
            name = _Name(covered[0].i, covered[-1].i, doc.text[span.start : span.end], span.start, span.end, True,
                         span.feature_class)  # fmt: skip
            for token in covered:
                self._by_token[token.i] = name

    def phrases(self, token: Token, depth: int = 0) -> list[PlacePhrase]:
        """Places that the phrase headed by ``token`` speaks of, with what is coordinated with it."""
        found: list[PlacePhrase] = []
        for head in conjuncts(token):
            if head.i != token.i and any(c.dep_ in ("nsubj", "aux") for c in head.children):
                continue
            found.extend(self._one(head, depth))
        return _without_repeats(found)

    def _one(self, head: Token, depth: int) -> list[PlacePhrase]:
        if depth > 4 or self._is_taken(head):
            return []
        low = head.lower_
        if low in PRONOUNS and head.pos_ in ("PRON", "DET", "ADV", "SCONJ"):
            return [
                PlacePhrase(
                    head.idx, head.idx + len(head.text), None, anaphor=True, plural=low in ("them", "these", "both")
                )
            ]
        word = self._type_word(head)
        name = self._by_token.get(head.i)
        if name is not None and (word is None or name.last > head.i or name.first == head.i):
            return [self._named(head, name, None), *self._appended(head, depth)]
        if word is not None:
            return self._typed(head, word, depth)
        if head.pos_ == "PROPN" or (head.text[:1].isupper() and head.i > 0 and head.pos_ in ("NOUN", "ADJ")):
            guessed = self._guessed_name(head)
            return [] if guessed is None else [self._named(head, guessed, None), *self._appended(head, depth)]
        if (
            low in COMPASS
            or low in self._words.part
            or low in self._words.whole
            or low in ("number", "dozen", "series", "network")
        ):
            return self._inside_of(head, depth)
        return []

    def _type_word(self, head: Token) -> str | None:
        lemma = head.lemma_.lower()
        for word in (head.lower_, lemma, head.lower_.rstrip("s")):
            if word in self._words.of_places or word in self._words.edge:
                return lemma if lemma in self._words.of_places or lemma in self._words.edge else word
        return None

    def _is_taken(self, token: Token) -> bool:
        return any(start <= token.idx < end for start, end in self._taken)

    def _left(self, head: Token) -> list[Token]:
        """Modifiers in front of ``head`` without articles, contiguous with it."""
        first = head.i
        for child in head.lefts:
            if child.dep_ in (
                "compound",
                "amod",
                "nummod",
                "nmod",
                "poss",
                "quantmod",
                "advmod",
                "det",
                "case",
                "punct",
            ):
                first = min(first, child.left_edge.i)
        return [t for t in self._doc[first : head.i]]

    def _guessed_name(self, head: Token) -> _Name | None:
        """A run of capitalised words ending at ``head`` that no list knows."""
        if head.lower_ in NOT_NAMES or head.ent_type_ == "DATE":
            return None
        first = head.i
        doc = self._doc
        while first > 0:
            before = doc[first - 1]
            hyphen = before.text in ("-", "'", "'s") and first > 1
            if before.i in self._by_token or before.lower_ in TITLES or self._is_taken(before):
                break
            if hyphen or before.pos_ == "PROPN" or (before.lower_ in ("al", "el", "ad", "ar", "as", "ash", "at", "az", "de", "of") and (
                before.lower_ != "of" and before.head.i >= before.i
            )) or (before.text[:1].isupper() and before.head.i == head.i and before.dep_ in ("compound", "amod", "nmod")) or (before.pos_ == "NUM" and before.head.i == head.i and first > 1 and doc[first - 2].pos_ == "PROPN"):  # fmt: skip
                first -= 1
            else:
                break
        while first < head.i and doc[first].text in ("-", "'", "'s"):
            first += 1
        if first > 0 and doc[first - 1].lower_ in TITLES:
            return None
        last = head.i
        while (
            last + 1 < len(doc)
            and doc[last + 1].pos_ == "NUM"
            and doc[last + 1].head.i == head.i
            and not (doc[last + 1].text.isdigit() and len(doc[last + 1].text) == 4)
        ):
            last += 1
        start, end = doc[first].idx, doc[last].idx + len(doc[last].text)
        text = doc.text[start:end]
        if not any(character.isupper() for character in text) or len(text) < 2:
            return None
        return _Name(first, last, text, start, end, False, None)

    def _named(self, head: Token, name: _Name, feature: str | None) -> PlacePhrase:
        start, end, text = name.start, name.end, name.text
        grown = self._guessed_name(head) if name.last == head.i and head.pos_ == "PROPN" else None
        if grown is not None and grown.start < start and self._doc[grown.first].dep_ in ("compound", "nmod"):
            start, text = grown.start, self._doc.text[grown.start : end]
        direction = next((COMPASS[t.lower_] for t in self._left(head) if t.lower_ in COMPASS and t.idx < start), None)
        relation = PlaceRelation.PART if direction else PlaceRelation.AT
        return PlacePhrase(start, end, text, feature, relation, direction=direction, known=name.known,
                           feature_class=name.feature_class)  # fmt: skip

    def _appended(self, head: Token, depth: int) -> list[PlacePhrase]:
        """Lists after "including", "such as"."""
        found: list[PlacePhrase] = []
        for words, nouns in prepositional_objects(head).items():
            if words in ("including", "such as", "like", "namely"):
                for noun in nouns:
                    found.extend(self.phrases(noun, depth + 1))
        return found

    def _typed(self, head: Token, word: str, depth: int) -> list[PlacePhrase]:
        """A phrase headed by a type word."""
        left = self._left(head)
        plural = head.tag_ in ("NNS", "NNPS")
        compound = self._compound_name(head, left)
        inner = self._of_names(head, depth)
        listed = self._appended(head, depth) + self._apposed(head, depth)
        if word in self._words.edge and not compound:
            return [replace(p, relation=PlaceRelation.NEAR, feature=word) for p in inner] or listed
        if compound is not None:
            return [self._with_compound(head, word, compound, left), *listed]
        generic = word in self._words.settlement or word in self._words.area or word in self._words.quarter
        if inner and (
            generic or word in self._words.ground or all(not p.known for p in inner) or word in self._words.part
        ):
            if word in self._words.part and not generic:
                return [replace(p, relation=PlaceRelation.PART) for p in inner]
            if word in self._words.ground or (plural and len(inner) == 1 and self._counted(left)):
                return [self._unnamed(head, word, inner[0], plural, inside=True), *listed]
            direction = next((COMPASS[t.lower_] for t in left if t.lower_ in COMPASS), None)
            part = word in self._words.quarter or direction is not None or word in ("district",)
            relation = (
                PlaceRelation.PART if part else PlaceRelation.AREA if word in self._words.area else PlaceRelation.AT
            )
            return [replace(p, feature=p.feature or word, relation=relation if p.relation is PlaceRelation.AT else p.relation,
                            direction=p.direction or direction) for p in inner] + listed  # fmt: skip
        if inner and word in self._words.site:
            return [self._unnamed(head, word, inner[0], plural, inside=True), *listed]
        if listed:
            return listed
        definite = any(t.dep_ == "det" and t.lower_ in ("the", "this", "that", "these", "those") for t in left)
        possessed = any(t.dep_ == "poss" for t in left)
        anchor = self._anchor(head)
        if definite and not plural and word in self._words.settlement and not possessed:
            start, end = self._extent(head, left)
            return [PlacePhrase(start, end, None, word, anaphor=True)]
        if definite and not plural and not possessed and anchor is None and not any(t.dep_ == "nummod" for t in left):
            start, end = self._extent(head, left)
            return [PlacePhrase(start, end, None, word, anaphor=True)]
        return [self._unnamed(head, word, anchor, plural)]

    def _counted(self, left: list[Token]) -> bool:
        return any(
            t.pos_ == "NUM" or t.lower_ in ("several", "many", "some", "few", "dozen", "dozens", "other", "all")
            for t in left
        )

    def _compound_name(self, head: Token, left: list[Token]) -> _Name | None:
        """The name in front of a type word: "Kesh airbase", "Brigade 9 base"."""
        for token in reversed(left):
            if token.i in self._by_token:
                name = self._by_token[token.i]
                if name.last < head.i and not (token.dep_ == "poss" and self._has_case(token)):
                    return name
        proper = [t for t in left if t.pos_ == "PROPN" and t.dep_ not in ("poss", "det") and not self._is_taken(t)
                  and t.lower_ not in NOT_NAMES]  # fmt: skip
        if (
            head.pos_ == "PROPN"
            and not proper
            and left
            and left[-1].text[:1].isupper()
            and left[-1].dep_ != "det"
            and not self._is_taken(left[-1])
        ):
            proper = [left[-1]]
        if not proper:
            return None
        first, last = proper[0].i, max(t.i for t in left if t.i >= proper[0].i and t.text not in ("-",))
        while first > 1 and self._doc[first - 1].text == "-" and self._doc[first - 2].i >= left[0].i:
            first -= 2
        if any(t.dep_ == "poss" or t.text == "'s" for t in self._doc[first : last + 1]):
            return None
        start, end = self._doc[first].idx, self._doc[last].idx + len(self._doc[last].text)
        return _Name(first, last, self._doc.text[start:end], start, end, False, None)

    @staticmethod
    def _has_case(token: Token) -> bool:
        return any(child.dep_ == "case" for child in token.children)

    def _with_compound(self, head: Token, word: str, name: _Name, left: list[Token]) -> PlacePhrase:
        end = head.idx + len(head.text)
        generic = word in self._words.settlement or word in self._words.area or word in self._words.quarter
        direction = next((COMPASS[t.lower_] for t in left if t.lower_ in COMPASS and t.i < name.first), None)
        capital = head.text[:1].isupper()
        if generic and not (capital and word in self._words.area):
            if word == "countryside":
                relation = PlaceRelation.AREA
            elif word in self._words.area and word not in ("district", "province", "governorate"):
                relation = PlaceRelation.AREA if name.known else PlaceRelation.AT
            else:
                relation = PlaceRelation.AT
            if direction and word in (*self._words.area, *self._words.edge):
                relation = PlaceRelation.PART
            return PlacePhrase(name.start, name.end, name.text, word, relation, direction=direction, known=name.known,
                               feature_class=name.feature_class)  # fmt: skip
        if word in self._words.edge:
            return PlacePhrase(name.start, name.end, name.text, word, PlaceRelation.NEAR, known=name.known,
                               feature_class=name.feature_class)  # fmt: skip
        if word in self._words.ground or (head.tag_ == "NNS" and name.known and word in self._words.site and word not in ("ruin",)
                                          and not capital and self._counted(left)):  # fmt: skip
            start, _ = self._extent(head, left)
            return PlacePhrase(start, end, name.text, word, PlaceRelation.NEAR, unnamed=True, plural=head.tag_ == "NNS")
        return PlacePhrase(name.start, end, self._doc.text[name.start : end], word, known=name.known and capital)

    def _of_names(self, head: Token, depth: int) -> list[PlacePhrase]:
        """Places after "of": "the village of X", "villages of X, Y and Z"."""
        found: list[PlacePhrase] = []
        for preposition in children(head, "prep"):
            if preposition.lower_ == "of":
                for noun in children(preposition, "pobj"):
                    found.extend(self.phrases(noun, depth + 1))
        return [p for p in found if not p.unnamed or p.name]

    def _apposed(self, head: Token, depth: int) -> list[PlacePhrase]:
        found: list[PlacePhrase] = []
        for noun in children(head, "appos"):
            found.extend(p for p in self.phrases(noun, depth + 1) if p.name and not p.unnamed)
        return found

    def _inside_of(self, head: Token, depth: int) -> list[PlacePhrase]:
        """ "parts of X", "the south-west of X", "all of X"."""
        found: list[PlacePhrase] = []
        for preposition in children(head, "prep"):
            if preposition.lower_ == "of":
                for noun in children(preposition, "pobj"):
                    found.extend(self.phrases(noun, depth + 1))
        low = head.lower_
        if low in self._words.whole or low in ("number", "dozen", "series", "network"):
            return found
        if low in COMPASS:
            return [replace(p, relation=PlaceRelation.DIRECTION, direction=COMPASS[low]) for p in found]
        direction = next((COMPASS[t.lower_] for t in self._left(head) if t.lower_ in COMPASS), None)
        return [replace(p, relation=PlaceRelation.PART, direction=direction) for p in found]

    def _anchor(self, head: Token) -> PlacePhrase | None:
        """The named place that an unnamed one lies by: "hills near X", "positions in X", "hills south-west of X"."""
        for site in (head, head.head if head.dep_ in ("dobj", "nsubjpass", "nsubj", "pobj") else head):
            objects = prepositional_objects(site)
            for words in sorted(objects, key=lambda w: (w.split()[0] not in NEARBY, w)):
                key = words.split()[0]
                if key not in NEARBY and key not in INSIDE and key not in COMPASS and key != "to":
                    continue
                if site != head and key in ("from", "of", "by", "to"):
                    continue
                for noun in objects[words]:
                    if noun == head:
                        continue
                    for place in self.phrases(noun, 3):
                        if place.name and not place.unnamed:
                            direction = COMPASS.get(key) or place.direction
                            relation = (
                                PlaceRelation.DIRECTION
                                if direction
                                else PlaceRelation.NEAR
                                if key in NEARBY
                                else place.relation
                            )
                            return replace(place, relation=relation, direction=direction)
        return None

    def _unnamed(
        self, head: Token, word: str, anchor: PlacePhrase | None, plural: bool, *, inside: bool = False
    ) -> PlacePhrase:
        left = self._left(head)
        start, end = self._extent(head, left)
        if anchor is None:
            return PlacePhrase(start, end, None, word, PlaceRelation.NEAR, unnamed=True, plural=plural)
        relation = anchor.relation if anchor.relation is not PlaceRelation.AT else PlaceRelation.NEAR
        if inside and anchor.relation is PlaceRelation.AT:
            relation = PlaceRelation.PART if word not in ("hill", "mountain", "ridge", "height") else PlaceRelation.NEAR
        if anchor.end > end and anchor.start - end < 60:
            end = anchor.end
        return PlacePhrase(start, end, anchor.name, word, relation, unnamed=True, direction=anchor.direction, plural=plural,
                           known=anchor.known, feature_class=anchor.feature_class)  # fmt: skip

    def _extent(self, head: Token, left: list[Token]) -> tuple[int, int]:
        """From the first modifier to ``head``."""
        first = left[0] if left else head
        return first.idx, head.idx + len(head.text)


def distance_km(text: str) -> float | None:
    """A distance as stated in ``text``, in kilometres."""
    match = _DISTANCE.search(text)
    if match is None:
        return None
    number = float(match.group(1).replace(",", "."))
    return round(number * 1.609344, 1) if match.group(2).lower().startswith("mi") else number


def _without_repeats(phrases: list[PlacePhrase]) -> list[PlacePhrase]:
    seen: set[tuple[int, int]] = set()
    unique = []
    for phrase in phrases:
        key = phrase.start, phrase.end
        if key not in seen:
            seen.add(key)
            unique.append(phrase)
    return unique

"""The places that a noun phrase speaks of: names, type words, parts, directions, lists.

Character offsets here are into the sentence's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tadmur.extract.frames import FeatureWords, load_features
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.place_lists import ListReader
from tadmur.extract.place_names import Name, NameFinder
from tadmur.extract.place_namings import called, with_side
from tadmur.extract.place_words import (
    COMPASS,
    PlacePhrase,
    counts,
    description,
    extent,
    kind_of_ground,
    modifiers,
    side,
    type_word,
)
from tadmur.extract.site_names import LOCAL_AREA, compound_name, numbered, with_compound
from tadmur.extract.syntax import children, conjuncts, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.place import NameSpan, PlaceRelation

__all__ = ["COMPASS", "PlaceFinder", "PlacePhrase"]

NEARBY = frozenset({"near", "around", "outside", "by", "surrounding", "close", "overlooking", "along", "next"})
INSIDE = frozenset({"in", "inside", "within", "of", "at", "on", "from", "across", "throughout"})
PRONOUNS = frozenset({"it", "them", "there", "which", "this", "these", "that", "both"})
_NOTHING, _BUT = frozenset({"nothing", "little"}), ("but", "except", "beyond")
"""Words of "holds nothing but X"."""
_LISTING = frozenset({"including", "include", "such as", "like", "namely"})
_DETERMINED = frozenset({"the", "this", "that", "these", "those"})
DEEPEST = 4
"""Phrases inside phrases that are followed: "parts of the east of the city of X"."""
_ANCHOR_DEPTH = 3
_ANCHOR_REACH = 60
"""Characters from an unnamed feature to the name it lies by, for one span over both."""


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
        self._names = NameFinder(doc, names, taken)
        self._lists = ListReader(doc, self._names, lambda head: self._one(head, 1))

    def phrases(self, token: Token, depth: int = 0) -> list[PlacePhrase]:
        """Places that the phrase headed by ``token`` speaks of, with what is coordinated with it."""
        found: list[PlacePhrase] = []
        for head in conjuncts(token):
            if head.i == token.i or not children(head, "nsubj", "aux"):
                found.extend(self._one(head, depth))
        if depth == 0:
            found.extend(self._shared_head(token))
        if depth == 0 and any(p.name and not p.anaphor for p in found):
            found.extend(self._lists.after(_end(found), token))
        if depth == 0 and found and not any(p.anaphor and p.feature is None for p in found):
            found.extend(self._lists.after_including(_end(found), token))
        return _without_repeats(found)

    def _shared_head(self, head: Token) -> list[PlacePhrase]:
        """ "the T-3 station and al-Hayl field", where the parser hangs the first phrase on the head of the second."""
        left = modifiers(head)
        joint = next((token for token in reversed(left) if token.lower_ in ("and", ",")), None)
        before = joint.nbor(-1) if joint is not None and joint.i else None
        if before is None or before not in left or before.pos_ not in ("NOUN", "PROPN"):
            return []
        return [p for p in self._one(before, 2) if p.name and not p.unnamed]

    def _one(self, head: Token, depth: int) -> list[PlacePhrase]:
        if depth > DEEPEST or self._names.is_taken(head):
            return []
        low = head.lower_
        if low in PRONOUNS and head.pos_ in ("PRON", "DET", "ADV", "SCONJ"):
            plural = low in ("them", "these", "both")
            return [PlacePhrase(head.idx, head.idx + len(head.text), None, anaphor=True, plural=plural)]
        word = type_word(head)
        name = self._names.ending_at(head) if self._names.is_name_like(head) else None
        if name is not None and not name.known and head.tag_ in ("NNS", "NNPS") and children(head, "nummod"):
            return []
        if word is not None and not (name is not None and self._is_whole_name(name, head)):
            return self._typed(head, word, depth)
        if name is not None:
            return [_named(head, name), *self._appended(head, depth)]
        if low in _NOTHING:
            return [
                p
                for word in _BUT
                for noun in prepositional_objects(head).get(word, [])
                for p in self.phrases(noun, depth + 1)
            ]
        partitive = self._words.part | self._words.whole | word_list("collections") | COMPASS.keys()
        fraction = low.split("-")[-1].rstrip("s")
        if {low, head.lemma_.lower(), fraction} & partitive or head.like_num:
            return self._inside_of(head, depth)
        return []

    def _is_whole_name(self, name: Name, head: Token) -> bool:
        """Whether a name that ends with a type word is known as it stands ("Bab al-Hawa Crossing")."""
        return name.known and name.first < head.i and self._names.is_known(head.i)

    def _typed(self, head: Token, word: str, depth: int) -> list[PlacePhrase]:
        """A phrase headed by a type word."""
        listed = self._appended(head, depth) + self._apposed(head, depth)
        by_number = numbered(head, word, self._names)
        if by_number:
            return [*by_number, *listed]
        named = called(head, word, self._names)
        if named is not None:
            return [named]
        compound = compound_name(head, self._names)
        if compound is not None:
            return [with_compound(head, word, compound), *listed]
        inner = self._of_names(head, depth)
        if word in self._words.edge:
            edges = [replace(place, relation=PlaceRelation.NEAR, feature=word) for place in inner]
            return edges or listed or self._pointing(head, word)
        if inner:
            return self._of_named(head, word, inner) + listed
        return listed or self._pointing(head, word)

    def _of_named(self, head: Token, word: str, inner: list[PlacePhrase]) -> list[PlacePhrase]:
        """A type word with names after "of"."""
        plural = head.tag_ in ("NNS", "NNPS")
        if word == "territory" and not plural:
            return inner
        if word in self._words.generic or word in self._words.part:
            return self._of_settlement(head, word, inner)
        first = inner[0]
        single = not plural and first.name is not None and not first.anaphor and not first.known
        if single and word in word_list("slopes"):
            return [replace(first, feature=word)]
        if single and word in self._words.site:
            return [replace(first, feature=word, start=head.idx, name=self._doc.text[head.idx : first.end])]
        return [self._unnamed(head, word, first)]

    def _of_settlement(self, head: Token, word: str, inner: list[PlacePhrase]) -> list[PlacePhrase]:
        """ "the village of X", "villages of X and Y", "the northern part of X", "several districts of X"."""
        left = modifiers(head)
        if head.tag_ in ("NNS", "NNPS") and len(inner) == 1 and any(map(counts, left)):
            return [self._unnamed(head, word, inner[0])]
        direction = side(left)
        in_part = word in self._words.part and word not in self._words.settlement
        part = in_part or direction is not None or word in self._words.quarter
        relation = PlaceRelation.PART if part else PlaceRelation.AREA if word == LOCAL_AREA else PlaceRelation.AT
        feature = word if word in self._words.generic else None
        return [
            replace(
                place,
                feature=place.feature or feature,
                relation=relation if place.relation is PlaceRelation.AT else place.relation,
                direction=place.direction or direction,
            )
            for place in inner
        ]

    def _pointing(self, head: Token, word: str) -> list[PlacePhrase]:
        """A type word without a name: "the town" points back, "several hills near X" is unnamed."""
        left = modifiers(head)
        plural = head.tag_ in ("NNS", "NNPS")
        definite = any(token.dep_ == "det" and token.lower_ in _DETERMINED for token in left)
        owners = [token for token in left if token.dep_ == "poss" and children(token, "case")]
        owner = next((place for token in owners for place in self._one(token, _ANCHOR_DEPTH)), None)
        anchor = owner or self._anchor(head)
        start, end = extent(head)
        one_site = not plural and word in self._words.site and word not in word_list("routes")
        points = definite and not plural and not owners and not any(map(counts, left))
        if points and word in self._words.settlement:
            return [PlacePhrase(start, end, None, word, anaphor=True)]
        qualified = any(t.dep_ == "compound" or (t.dep_ == "amod" and t.lower_ not in COMPASS) for t in left)
        described = qualified and word in self._words.site
        if points and anchor is None and word not in self._words.ground and not described:
            called = description(head) if one_site else None
            return [PlacePhrase(start, end, None, word, anaphor=True, description=called)]
        phrase = self._unnamed(head, word, anchor)
        if one_site and (definite or owner is not None):
            called = description(head)
            phrase = replace(phrase, description=f"{owner.name} {called}" if owner and owner.name else called)
        return [phrase]

    def _unnamed(self, head: Token, word: str, anchor: PlacePhrase | None) -> PlacePhrase:
        """An unnamed feature by ``anchor``; its span takes the anchor in where that stands close behind."""
        start, end = extent(head)
        plural = head.tag_ in ("NNS", "NNPS")
        word = kind_of_ground(head, word)
        if anchor is None:
            return PlacePhrase(start, end, None, word, PlaceRelation.NEAR, unnamed=True, plural=plural)
        anchor = with_side(head, anchor)
        relation = anchor.relation
        if relation is PlaceRelation.AT:
            relation = PlaceRelation.NEAR if word in word_list("slopes") else PlaceRelation.PART
        if anchor.end > end and anchor.start - end < _ANCHOR_REACH:
            end = anchor.end
        return replace(
            anchor,
            start=start,
            end=end,
            feature=word,
            relation=relation,
            unnamed=True,
            anaphor=False,
            plural=plural,
            description=None,
        )

    def _appended(self, head: Token, depth: int) -> list[PlacePhrase]:
        """Lists after "including", "such as"."""
        found: list[PlacePhrase] = []
        for words, nouns in prepositional_objects(head).items():
            for noun in nouns if words in _LISTING else ():
                found.extend(self.phrases(noun, depth + 1))
                if found and depth < 2:
                    found.extend(self._lists.after(_end(found), noun))
        return [p for p in found if p.name and not p.unnamed]

    def _of_names(self, head: Token, depth: int) -> list[PlacePhrase]:
        """Places after "of": "the village of X", "villages of X, Y and Z"."""
        found: list[PlacePhrase] = []
        nouns = [n for p in children(head, "prep") if p.lower_ == "of" for n in children(p, "pobj")]
        for noun in nouns:
            found.extend(self.phrases(noun, depth + 1))
            if found and depth == 0 and all(p.name for p in found):
                found.extend(self._lists.after(_end(found), noun))
        return [p for p in found if not p.unnamed or p.name]

    def _apposed(self, head: Token, depth: int) -> list[PlacePhrase]:
        nouns = children(head, "appos")
        return [p for noun in nouns for p in self.phrases(noun, depth + 1) if p.name and not p.unnamed]

    def _inside_of(self, head: Token, depth: int) -> list[PlacePhrase]:
        """ "parts of X", "the south-west of X", "all of X", "a third of the city"."""
        found = self._of_names(head, depth)
        low = head.lower_
        if {low, head.lemma_.lower()} & (self._words.whole | word_list("collections")):
            return found
        if low in COMPASS:
            return [replace(p, relation=PlaceRelation.DIRECTION, direction=COMPASS[low]) for p in found]
        if head.like_num and low not in self._words.part and any(p.plural for p in found):
            return found
        direction = side(modifiers(head))
        return [replace(p, relation=PlaceRelation.PART, direction=direction) for p in found]

    def _anchor(self, head: Token) -> PlacePhrase | None:
        """The named place that an unnamed one lies by: "hills near X", "positions in X", "hills south-west of X"."""
        governor = head.head if head.dep_ in ("dobj", "nsubjpass", "nsubj", "pobj") else head
        for site in (head, governor):
            for key, noun in _whereabouts(site, own=site == head):
                if noun == head:
                    continue
                for place in self.phrases(noun, _ANCHOR_DEPTH):
                    if place.name and not place.unnamed:
                        direction = COMPASS.get(key) or place.direction
                        near = PlaceRelation.NEAR if key in NEARBY else place.relation
                        return replace(
                            place, relation=PlaceRelation.DIRECTION if direction else near, direction=direction
                        )
        return None


def _whereabouts(site: Token, *, own: bool) -> Iterator[tuple[str, Token]]:
    """First words and objects of the prepositions of place on ``site``, those of nearness first."""
    objects = prepositional_objects(site)
    for words in sorted(objects, key=lambda w: (w.split()[0] not in NEARBY, w)):
        key = words.split()[0]
        if key not in NEARBY and key not in INSIDE and key not in COMPASS and key != "to":
            continue
        if own or key not in ("from", "of", "by", "to"):
            yield from ((key, noun) for noun in objects[words])


def _named(head: Token, name: Name) -> PlacePhrase:
    direction = side([token for token in modifiers(head) if token.i < name.first])
    relation = PlaceRelation.PART if direction else PlaceRelation.AT
    return PlacePhrase(
        name.start,
        name.end,
        name.text,
        relation=relation,
        direction=direction,
        known=name.known,
        feature_class=name.feature_class,
    )


def _end(phrases: Sequence[PlacePhrase]) -> int:
    return max(phrase.end for phrase in phrases)


def _without_repeats(phrases: list[PlacePhrase]) -> list[PlacePhrase]:
    unique: list[PlacePhrase] = []
    for phrase in phrases:
        if not any(other.start <= phrase.start and phrase.end <= other.end for other in unique):
            unique.append(phrase)
    return unique

"""The places that a noun phrase speaks of: names, type words, parts, directions, lists.

Character offsets here are into the sentence's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tadmur.extract.frames import FeatureWords, load_features
from tadmur.extract.place_names import Name, NameFinder
from tadmur.extract.syntax import children, conjuncts, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.place import FeatureClass, NameSpan, PlaceRelation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SIDES = {"north": "N", "south": "S", "east": "E", "west": "W"}
_SIDES |= {f"{a}{j}{b}": (a[0] + b[0]).upper() for a in ("north", "south") for b in ("east", "west") for j in ("", "-")}
COMPASS = _SIDES | {f"{word}ern": side for word, side in _SIDES.items()}
"""Words for the points of the compass, to their letters."""
NEARBY = frozenset({"near", "around", "outside", "by", "surrounding", "close", "overlooking", "along", "next"})
INSIDE = frozenset({"in", "inside", "within", "of", "at", "on", "from", "across", "throughout"})
PRONOUNS = frozenset({"it", "them", "there", "which", "this", "these", "that", "both"})
_LISTING = frozenset({"including", "include", "such as", "like", "namely"})
_LEFT_LABELS = frozenset(
    {"compound", "amod", "nummod", "nmod", "poss", "quantmod", "advmod", "det", "case", "punct", "predet"}
)
_LIST_JOINTS = frozenset({",", "and", "&", ";", "plus"})
_GENERIC_LOCAL = frozenset({"countryside"})


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

    def phrases(self, token: Token, depth: int = 0) -> list[PlacePhrase]:
        """Places that the phrase headed by ``token`` speaks of, with what is coordinated with it."""
        found: list[PlacePhrase] = []
        for head in conjuncts(token):
            if head.i != token.i and any(c.dep_ in ("nsubj", "aux") for c in head.children):
                continue
            found.extend(self._one(head, depth))
        if depth == 0:
            found.extend(self._shared_head(token))
        if depth == 0 and found and any(p.name and not p.anaphor for p in found):
            found.extend(self._listed_after(max(p.end for p in found), token))
        if depth == 0 and found and not any(p.anaphor and p.feature is None for p in found):
            found.extend(self._included_after(max(p.end for p in found), token))
        return _without_repeats(found)

    def _shared_head(self, head: Token) -> list[PlacePhrase]:
        """ "the T-3 station and al-Hayl field", where the parser hangs the first phrase on the head of the second."""
        left = self._left(head)
        joint = next((t for t in reversed(left) if t.lower_ in ("and", ",")), None)
        if joint is None or joint.i == 0:
            return []
        before = joint.nbor(-1)
        if before not in left or before.pos_ not in ("NOUN", "PROPN"):
            return []
        return [p for p in self._one(before, 2) if p.name and not p.unnamed]

    def _one(self, head: Token, depth: int) -> list[PlacePhrase]:
        if depth > 4 or self._names.is_taken(head):
            return []
        low = head.lower_
        if low in PRONOUNS and head.pos_ in ("PRON", "DET", "ADV", "SCONJ"):
            plural = low in ("them", "these", "both")
            return [PlacePhrase(head.idx, head.idx + len(head.text), None, anaphor=True, plural=plural)]
        word = self._type_word(head)
        name = self._names.ending_at(head) if self._names.is_name_like(head) else None
        if word is not None and not (name is not None and self._is_whole_name(name, head)):
            return self._typed(head, word, depth)
        if name is not None:
            return [self._named(head, name), *self._appended(head, depth)]
        kinds = {low, head.lemma_.lower()}
        partitive = kinds & (self._words.part | self._words.whole | word_list("collections") | COMPASS.keys())
        if partitive or head.like_num:
            return self._inside_of(head, depth)
        return []

    def _is_whole_name(self, name: Name, head: Token) -> bool:
        """Whether a name that ends with a type word is known as it stands ("Bab al-Hawa Crossing")."""
        return name.known and name.first < head.i and self._names.is_known(head.i)

    def _type_word(self, head: Token) -> str | None:
        lemma = head.lemma_.lower()
        for word in (head.lower_, lemma, head.lower_.rstrip("s")):
            if word in self._words.of_places or word in self._words.edge:
                return lemma if lemma in self._words.of_places or lemma in self._words.edge else word
        return None

    def _left(self, head: Token) -> list[Token]:
        """Modifiers in front of ``head``, contiguous with it."""
        first = head.i
        for child in head.lefts:
            if child.dep_ in _LEFT_LABELS:
                first = min(first, child.left_edge.i)
        return list(self._doc[first : head.i])

    def _named(self, head: Token, name: Name) -> PlacePhrase:
        left = [t for t in self._left(head) if t.i < name.first]
        direction = next((COMPASS[t.lower_] for t in left if t.lower_ in COMPASS), None)
        relation = PlaceRelation.PART if direction else PlaceRelation.AT
        return PlacePhrase(name.start, name.end, name.text, None, relation, direction=direction, known=name.known,
                           feature_class=name.feature_class)  # fmt: skip

    def _included_after(self, end: int, first: Token) -> list[PlacePhrase]:
        """A list that "including" opens further right, where nothing but a phrase stands between."""
        doc = self._doc
        for token in doc[next((t.i for t in doc if t.idx >= end), len(doc)) :]:
            if token.i - first.i > 25 or token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.text == ";":
                break
            if token.lower_ == "including":
                start = token.i + 1
                if start < len(doc) and doc[start].text == ":":
                    start += 1
                return self._items_from(start, first, opened=True)
        return []

    def _listed_after(self, end: int, first: Token) -> list[PlacePhrase]:
        """Names that a list goes on with, where the parser has lost it: ", A, B and C", "as well as D".

        A list without "and" needs three members, and nothing in it may be the subject of a later verb.
        """
        doc = self._doc
        index = next((t.i for t in doc if t.idx >= end), len(doc))
        while (
            index < len(doc)
            and doc[index].pos_ == "NOUN"
            and self._type_word(doc[index])
            and doc[index - 1].text not in _LIST_JOINTS
        ):
            index += 1
        if index < len(doc) and doc[index].text == "(":
            closing = next((t.i for t in doc[index : index + 15] if t.text == ")"), None)
            index = closing + 1 if closing is not None else index
        return self._items_from(index, first, opened=False)

    def _items_from(self, index: int, first: Token, *, opened: bool) -> list[PlacePhrase]:
        """Names of a list whose next item (``opened``), or the joint before it, is at ``index``."""
        doc = self._doc
        found: list[PlacePhrase] = []
        closed, began_open = False, opened
        while index < len(doc) and not closed:
            joint: str | None = ","
            if not opened:
                joint, index = self._joint(index)
            opened = False
            if joint is None:
                break
            stop = index
            while stop < len(doc) and self._in_item(doc[stop]):
                stop += 1
            head = next(
                (t for t in reversed(doc[index:stop]) if t.pos_ in ("NOUN", "PROPN") or self._names.is_name_like(t)),
                None,
            )
            named = any(self._names.is_name_like(t) for t in doc[index:stop])
            if head is None or not named:
                closed = closed or (joint != "," and stop > index)
                break
            subject = head.dep_ in ("nsubj", "nsubjpass") and head.head.i != first.head.i
            if subject or (stop < len(doc) and doc[stop].pos_ in ("VERB", "AUX") and head.dep_ != "conj"):
                break
            item = [p for p in self._one(head, 1) if p.name and not p.unnamed]
            if not item:
                break
            found.extend(item)
            closed = joint != ","
            index = stop
        if not closed and not began_open and len(found) < 2:
            return []
        return [p for p in found if p.feature_class not in (FeatureClass.COUNTRY, FeatureClass.ADMIN1)]

    def _joint(self, index: int) -> tuple[str | None, int]:
        """The words that join the next item of a list, and the index after them."""
        doc, start, kind = self._doc, index, ","
        while index < len(doc) and index - start < 4:
            low = doc[index].lower_
            if low == "as" and doc[index : index + 3].text.lower() == "as well as":
                kind, index = "and", index + 3
            elif low == "along" and index + 1 < len(doc) and doc[index + 1].lower_ == "with":
                kind, index = "and", index + 2
            elif low in _LIST_JOINTS:
                kind = "and" if low not in (",", ";") else kind
                index += 1
            else:
                break
        return (None, index) if index == start else (kind, index)

    def _in_item(self, token: Token) -> bool:
        if token.lower_ in ("and", "but", "or") or token.text in (",", ";", ".", ":", "(", ")"):
            return False
        return (
            self._names.is_name_like(token)
            or token.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "NUM", "X")
            or token.text in ("-", "'", '"', "'s")
            or token.lower_ == "of"
        )

    def _appended(self, head: Token, depth: int) -> list[PlacePhrase]:
        """Lists after "including", "such as"."""
        found: list[PlacePhrase] = []
        for words, nouns in prepositional_objects(head).items():
            if words in _LISTING:
                for noun in nouns:
                    found.extend(self.phrases(noun, depth + 1))
                    if found and depth < 2:
                        found.extend(self._listed_after(max(p.end for p in found), noun))
        return [p for p in found if p.name and not p.unnamed]

    def _typed(self, head: Token, word: str, depth: int) -> list[PlacePhrase]:
        """A phrase headed by a type word."""
        left = self._left(head)
        plural = head.tag_ in ("NNS", "NNPS")
        listed = self._appended(head, depth) + self._apposed(head, depth)
        numbered = self._numbered(head, word)
        compound = None if numbered else self._compound_name(head, left)
        if numbered:
            return [*numbered, *listed]
        inner = self._of_names(head, depth)
        generic = word in self._words.settlement or word in self._words.area or word in self._words.quarter
        if compound is not None:
            return [self._with_compound(head, word, compound, left, generic=generic), *listed]
        if word in self._words.edge:
            return (
                [replace(p, relation=PlaceRelation.NEAR, feature=word) for p in inner]
                or listed
                or self._pointing(head, word, left)
            )
        if inner and word == "territory" and not plural:
            return [*inner, *listed]
        if inner and (generic or word in self._words.part):
            return self._of_settlement(head, word, inner, left, plural=plural, generic=generic) + listed
        if inner and (word in self._words.ground or word in self._words.site):
            if (
                not plural
                and word in word_list("slopes")
                and inner[0].name
                and not inner[0].anaphor
                and not inner[0].known
            ):
                return [replace(inner[0], feature=word), *listed]
            if (
                not plural
                and word in self._words.site
                and not inner[0].known
                and not inner[0].anaphor
                and inner[0].name
            ):
                return [
                    replace(inner[0], feature=word, start=head.idx, name=self._doc.text[head.idx : inner[0].end]),
                    *listed,
                ]
            return [self._unnamed(head, word, inner[0], plural), *listed]
        if listed:
            return listed
        return self._pointing(head, word, left)

    def _of_settlement(
        self, head: Token, word: str, inner: list[PlacePhrase], left: list[Token], *, plural: bool, generic: bool
    ) -> list[PlacePhrase]:
        """ "the village of X", "villages of X and Y", "the northern part of X", "several districts of X"."""
        if plural and len(inner) == 1 and any(self._counts(t) for t in left):
            return [self._unnamed(head, word, inner[0], plural)]
        direction = next((COMPASS[t.lower_] for t in left if t.lower_ in COMPASS), None)
        in_part = word in self._words.part and word not in self._words.settlement
        part = in_part or direction is not None or word in self._words.quarter
        relation = PlaceRelation.PART if part else PlaceRelation.AREA if word in _GENERIC_LOCAL else PlaceRelation.AT
        feature = None if word in self._words.part and not generic else word
        return [
            replace(
                p,
                feature=p.feature or feature,
                relation=relation if p.relation is PlaceRelation.AT else p.relation,
                direction=p.direction or direction,
            )
            for p in inner
        ]

    def _pointing(self, head: Token, word: str, left: list[Token]) -> list[PlacePhrase]:
        """A type word without a name: "the town" points back, "several hills near X" is unnamed."""
        plural = head.tag_ in ("NNS", "NNPS")
        definite = any(t.dep_ == "det" and t.lower_ in ("the", "this", "that", "these", "those") for t in left)
        owners = [t for t in left if t.dep_ == "poss" and any(c.dep_ == "case" for c in t.children)]
        owner = next((p for t in owners for p in self._one(t, 3)), None)
        qualified = any(t.dep_ == "compound" or (t.dep_ == "amod" and t.lower_ not in COMPASS) for t in left)
        counted = any(self._counts(t) for t in left)
        start, end = self._extent(head, left)
        anchor = owner or self._anchor(head)
        beyond = definite and not plural and not owners and not counted and word not in self._words.ground
        if beyond and (anchor is None or word in self._words.settlement):
            if word in self._words.settlement:
                return [PlacePhrase(start, end, None, word, anaphor=True)]
            if not (qualified and word in self._words.site):
                words = (
                    self._description(head, left)
                    if word in self._words.site and word not in word_list("routes")
                    else None
                )
                return [PlacePhrase(start, end, None, word, anaphor=True, description=words)]
        phrase = self._unnamed(head, word, anchor, plural)
        single = (
            (definite or owner is not None)
            and not plural
            and word in self._words.site
            and word not in word_list("routes")
        )
        if single:
            words = self._description(head, left)
            phrase = replace(phrase, description=f"{owner.name} {words}" if owner and owner.name else words)
        return [phrase]

    def _description(self, head: Token, left: list[Token]) -> str:
        owned = [t.i for t in left if t.dep_ == "poss" or t.dep_ == "case"]
        inner = [
            t
            for t in left
            if t.i > max(owned, default=-1) and t.dep_ in ("compound", "amod", "nmod", "punct", "nummod")
        ]
        while inner and (inner[0].lower_ in word_list("evaluative") or inner[0].text in "-\"'"):
            inner = inner[1:]
        first = inner[0] if inner else head
        return str(self._doc.text[first.idx : head.idx + len(head.text)])

    def _counts(self, token: Token) -> bool:
        return token.pos_ == "NUM" or token.lower_ in word_list("counters")

    def _numbered(self, head: Token, word: str) -> list[PlacePhrase]:
        """ "neighbourhood 2", "District No. 4", "districts 1 and 3", "the neighbourhood 2 district": named by number."""
        doc = self._doc
        before = doc[head.i - 2 : head.i] if head.i >= 2 else doc[:0]
        if len(before) == 2 and before[1].text.isdigit() and before[0].pos_ == "NOUN" and self._type_word(before[0]):
            start, end = before[0].idx, before[1].idx + len(before[1].text)
            return [PlacePhrase(start, end, doc.text[start:end], word)]
        index = head.i + 1
        if index < len(doc) and doc[index].lower_ in ("no", "no.", "number"):
            index += 1
        numbers: list[Token] = []
        while index < len(doc) and (doc[index].text.isdigit() or (numbers and doc[index].lower_ in (",", "and"))):
            if len(doc[index].text) > 3:
                return []
            if doc[index].text.isdigit():
                numbers.append(doc[index])
            index += 1
        if not numbers:
            return []
        name = self._names.ending_at(head) if self._names.is_name_like(head) else None
        start, end = (name.start if name else head.idx), numbers[0].idx + len(numbers[0].text)
        if len(numbers) == 1 or head.tag_ not in ("NNS", "NNPS"):
            return [PlacePhrase(start, end, doc.text[start:end], word)]
        kind = doc.text[start : head.idx] + head.lemma_
        spans = [(n.idx if n.i != numbers[0].i else start, n.idx + len(n.text), n.text) for n in numbers]
        return [PlacePhrase(first, last, f"{kind} {number}", word) for first, last, number in spans]

    def _compound_name(self, head: Token, left: list[Token]) -> Name | None:
        """The name in front of a type word: "Kesh airbase", "Brigade 9 base", "the "700" district"."""
        quoted = [t for t in left if t.text == '"']
        if len(quoted) >= 2:
            inner = self._doc[quoted[0].i + 1 : quoted[-1].i]
            if len(inner):
                return Name(
                    inner[0].i, inner[-1].i, inner.text, inner[0].idx, inner[-1].idx + len(inner[-1].text), False
                )
        for token in reversed(left):
            possessive = token.dep_ == "poss" and any(c.dep_ == "case" for c in token.children)
            if possessive:
                return None
            adjective = token.pos_ == "ADJ" and token.dep_ == "amod" and not self._names.is_known(token.i)
            if self._names.is_name_like(token) and token.dep_ != "det" and not adjective:
                name = self._names.ending_at(token)
                if name is not None and name.last < head.i:
                    return name
        return None

    def _with_compound(self, head: Token, word: str, name: Name, left: list[Token], *, generic: bool) -> PlacePhrase:
        end = head.idx + len(head.text)
        capital = head.text[:1].isupper()
        direction = next((COMPASS[t.lower_] for t in left if t.lower_ in COMPASS and t.i < name.first), None)
        base = PlacePhrase(name.start, name.end, name.text, word, known=name.known, feature_class=name.feature_class)
        if word in self._words.edge and word not in self._words.area:
            return replace(base, relation=PlaceRelation.NEAR)
        if generic and not (capital and word in self._words.area):
            area = word in _GENERIC_LOCAL or (word in ("area", "region", "pocket") and name.known)
            relation = PlaceRelation.AREA if area else PlaceRelation.AT
            if direction and word in self._words.area:
                relation = PlaceRelation.PART
            return replace(base, relation=relation, direction=direction)
        plural_kind = head.tag_ == "NNS" and name.known and not capital and any(self._counts(t) for t in left)
        if word in self._words.ground or plural_kind:
            start, _ = self._extent(head, left)
            return replace(
                base, start=start, end=end, relation=PlaceRelation.NEAR, unnamed=True, plural=head.tag_ == "NNS"
            )
        return replace(
            base, end=end, name=self._doc.text[name.start : end], known=name.known and capital, feature_class=None
        )

    def _of_names(self, head: Token, depth: int) -> list[PlacePhrase]:
        """Places after "of": "the village of X", "villages of X, Y and Z"."""
        found: list[PlacePhrase] = []
        for preposition in children(head, "prep"):
            if preposition.lower_ == "of":
                for noun in children(preposition, "pobj"):
                    found.extend(self.phrases(noun, depth + 1))
                    if found and depth == 0 and all(p.name for p in found):
                        found.extend(self._listed_after(max(p.end for p in found), noun))
        return [p for p in found if not p.unnamed or p.name]

    def _apposed(self, head: Token, depth: int) -> list[PlacePhrase]:
        found: list[PlacePhrase] = []
        for noun in children(head, "appos"):
            found.extend(p for p in self.phrases(noun, depth + 1) if p.name and not p.unnamed)
        return found

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
        direction = next((COMPASS[t.lower_] for t in self._left(head) if t.lower_ in COMPASS), None)
        return [replace(p, relation=PlaceRelation.PART, direction=direction) for p in found]

    def _anchor(self, head: Token) -> PlacePhrase | None:
        """The named place that an unnamed one lies by: "hills near X", "positions in X", "hills south-west of X"."""
        governor = head.head if head.dep_ in ("dobj", "nsubjpass", "nsubj", "pobj") else head
        for site in (head, governor):
            objects = prepositional_objects(site)
            for words in sorted(objects, key=lambda w: (w.split()[0] not in NEARBY, w)):
                key = words.split()[0]
                if key not in NEARBY and key not in INSIDE and key not in COMPASS and key != "to":
                    continue
                if site != head and key in ("from", "of", "by", "to"):
                    continue
                for place in (p for noun in objects[words] if noun != head for p in self.phrases(noun, 3)):
                    if place.name and not place.unnamed:
                        direction = COMPASS.get(key) or place.direction
                        near = PlaceRelation.NEAR if key in NEARBY else place.relation
                        return replace(
                            place, relation=PlaceRelation.DIRECTION if direction else near, direction=direction
                        )
        return None

    def _unnamed(self, head: Token, word: str, anchor: PlacePhrase | None, plural: bool) -> PlacePhrase:
        start, end = self._extent(head, self._left(head))
        word = self._kind_of_ground(head, word)
        if anchor is None:
            return PlacePhrase(start, end, None, word, PlaceRelation.NEAR, unnamed=True, plural=plural)
        relation = anchor.relation
        if relation is PlaceRelation.AT:
            relation = PlaceRelation.NEAR if word in word_list("slopes") else PlaceRelation.PART
        if anchor.end > end and anchor.start - end < 60:
            end = anchor.end
        return PlacePhrase(start, end, anchor.name, word, relation, unnamed=True, direction=anchor.direction, plural=plural,
                           known=anchor.known, feature_class=anchor.feature_class)  # fmt: skip

    def _kind_of_ground(self, head: Token, word: str) -> str:
        """The kind that a compound gives to bare ground: "hilltop points" are hilltops."""
        if word not in self._words.ground:
            return word
        return next((t.lemma_.lower() for t in head.lefts if t.lemma_.lower() in self._words.site), word)

    def _extent(self, head: Token, left: list[Token]) -> tuple[int, int]:
        """From the first modifier to ``head``."""
        first = left[0] if left else head
        return first.idx, head.idx + len(head.text)


def _without_repeats(phrases: list[PlacePhrase]) -> list[PlacePhrase]:
    seen: set[tuple[int, int]] = set()
    unique = []
    for phrase in phrases:
        key = phrase.start, phrase.end
        if key not in seen and not any(s <= phrase.start and phrase.end <= e for s, e in seen):
            seen.add(key)
            unique.append(phrase)
    return unique

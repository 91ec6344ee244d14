"""Sites and quarters named by a word in front of their type word, or by a number behind it."""

from __future__ import annotations

from dataclasses import replace

from tadmur.extract.frames import load_features
from tadmur.extract.parse_tree import Token
from tadmur.extract.place_names import Name, NameFinder
from tadmur.extract.place_words import PlacePhrase, counts, extent, modifiers, side, type_word
from tadmur.terms.place import PlaceRelation

LOCAL_AREA = "countryside"
_VAGUE_AREAS = frozenset({"area", "region", "pocket"})
_LONGEST_NUMBER = 3
"""Digits; longer ones are years and counts."""


def numbered(head: Token, word: str, names: NameFinder) -> list[PlacePhrase]:
    """ "neighbourhood 2", "District No. 4", "districts 1 and 3", "the neighbourhood 2 district"."""
    doc = head.doc
    before = list(doc[max(0, head.i - 2) : head.i])
    if len(before) == 2 and before[1].text.isdigit() and before[0].pos_ == "NOUN" and type_word(before[0]):
        start, end = before[0].idx, before[1].idx + len(before[1].text)
        return [PlacePhrase(start, end, doc.text[start:end], word)]
    numbers = _numbers_after(head)
    if not numbers:
        return []
    name = names.ending_at(head) if names.is_name_like(head) else None
    start, end = (name.start if name else head.idx), numbers[0].idx + len(numbers[0].text)
    if len(numbers) == 1 or head.tag_ not in ("NNS", "NNPS"):
        return [PlacePhrase(start, end, doc.text[start:end], word)]
    kind = doc.text[start : head.idx] + head.lemma_
    spans = [(n.idx if n.i != numbers[0].i else start, n.idx + len(n.text), n.text) for n in numbers]
    return [PlacePhrase(first, last, f"{kind} {number}", word) for first, last, number in spans]


def _numbers_after(head: Token) -> list[Token]:
    doc, index = head.doc, head.i + 1
    if index < len(doc) and doc[index].lower_ in ("no", "no.", "number"):
        index += 1
    numbers: list[Token] = []
    while index < len(doc) and (doc[index].text.isdigit() or (numbers and doc[index].lower_ in (",", "and"))):
        if len(doc[index].text) > _LONGEST_NUMBER:
            return []
        if doc[index].text.isdigit():
            numbers.append(doc[index])
        index += 1
    return numbers


def compound_name(head: Token, names: NameFinder) -> Name | None:
    """The name in front of a type word: "Kesh airbase", "Brigade 9 base", "the "700" district"."""
    left = modifiers(head)
    quoted = [token for token in left if token.text == '"']
    inner = list(head.doc[quoted[0].i + 1 : quoted[-1].i]) if len(quoted) > 1 else []
    if inner:
        start, end = inner[0].idx, inner[-1].idx + len(inner[-1].text)
        return Name(inner[0].i, inner[-1].i, head.doc.text[start:end], start, end, False)
    for token in reversed(left):
        if token.dep_ == "poss" and any(child.dep_ == "case" for child in token.children):
            return None
        adjective = token.pos_ == "ADJ" and token.dep_ == "amod" and not names.is_known(token.i)
        if names.is_name_like(token) and token.dep_ != "det" and not adjective:
            name = names.ending_at(token)
            if name is not None and name.last < head.i:
                return name
    return None


def with_compound(head: Token, word: str, name: Name) -> PlacePhrase:
    """The place that a name and a type word make: "Kesh village" is Kesh, "Kesh dam" is the dam."""
    features = load_features()
    end = head.idx + len(head.text)
    capital = head.text[:1].isupper()
    left = [token for token in modifiers(head) if token.i < name.first]
    direction = side(left)
    base = PlacePhrase(name.start, name.end, name.text, word, known=name.known, feature_class=name.feature_class)
    if word in features.edge and word not in features.area:
        return replace(base, relation=PlaceRelation.NEAR)
    if word in features.generic and not (capital and word in features.area):
        area = word == LOCAL_AREA or (word in _VAGUE_AREAS and name.known)
        relation = PlaceRelation.AREA if area else PlaceRelation.AT
        if direction and word in features.area:
            relation = PlaceRelation.PART
        return replace(base, relation=relation, direction=direction)
    several = head.tag_ == "NNS" and name.known and not capital and any(map(counts, modifiers(head)))
    if word in features.ground or several:
        start, _ = extent(head)
        return replace(base, start=start, end=end, relation=PlaceRelation.NEAR, unnamed=True, plural=head.tag_ == "NNS")
    text = head.doc.text[name.start : end]
    return replace(base, end=end, name=text, known=name.known and capital, feature_class=None)

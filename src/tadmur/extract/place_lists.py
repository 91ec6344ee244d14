"""Lists of places that the parser has lost: read from the words themselves."""

from __future__ import annotations

from collections.abc import Callable

from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.place_names import NameFinder
from tadmur.extract.place_words import PlacePhrase, type_word
from tadmur.terms.place import FeatureClass

_JOINTS = frozenset({",", "and", "&", ";", "plus"})
_NOT_LISTED = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1})
"""What follows a town after a comma as its whereabouts: "Kesh, Homs province"."""
FARTHEST_LIST = 25
"""Tokens between a phrase and the "including" that lists what is in it."""


class ListReader:
    """Reads the members of lists in one sentence.

    Args:
        names: the sentence's names.
        read: the places that the phrase headed by a token speaks of.
    """

    def __init__(self, doc: Doc, names: NameFinder, read: Callable[[Token], list[PlacePhrase]]) -> None:
        self._doc, self._names, self._read = doc, names, read

    def after_including(self, end: int, first: Token) -> list[PlacePhrase]:
        """A list that "including" opens further right, where nothing but a phrase stands between."""
        doc = self._doc
        for token in doc[self._index_at(end) :]:
            if token.i - first.i > FARTHEST_LIST or token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.text == ";":
                break
            if token.lower_ == "including":
                start = token.i + 1
                if start < len(doc) and doc[start].text == ":":
                    start += 1
                return self._items(start, first, opened=True)
        return []

    def after(self, end: int, first: Token) -> list[PlacePhrase]:
        """Names that a list goes on with: ", A, B and C", "as well as D".

        A list without "and" needs three members, and nothing in it may be the subject of a later verb.
        """
        doc, index = self._doc, self._index_at(end)
        while (
            index < len(doc)
            and doc[index].pos_ == "NOUN"
            and type_word(doc[index])
            and doc[index - 1].text not in _JOINTS
        ):
            index += 1
        if index < len(doc) and doc[index].text == "(":
            closing = next((token.i for token in doc[index : index + 15] if token.text == ")"), None)
            index = closing + 1 if closing is not None else index
        return self._items(index, first, opened=False)

    def _index_at(self, position: int) -> int:
        return next((token.i for token in self._doc if token.idx >= position), len(self._doc))

    def _items(self, index: int, first: Token, *, opened: bool) -> list[PlacePhrase]:
        """Names of a list whose next item (``opened``), or the joint before it, is at ``index``."""
        found: list[PlacePhrase] = []
        complete, joint = opened, ","
        while index < len(self._doc):
            if found or not opened:
                joint, index = self._joint(index)
            if not joint:
                break
            stop = self._end_of_item(index)
            item = self._item(index, stop, first)
            complete = complete or (joint == "and" and (bool(item) or self._is_common(index, stop)))
            if not item:
                break
            found.extend(item)
            index = stop
            if joint == "and":
                break
        if not complete and len(found) < 2:
            return []
        return [phrase for phrase in found if phrase.feature_class not in _NOT_LISTED]

    def _item(self, index: int, stop: int, first: Token) -> list[PlacePhrase]:
        tokens = list(self._doc[index:stop])
        head = next((t for t in reversed(tokens) if t.pos_ in ("NOUN", "PROPN") or self._names.is_name_like(t)), None)
        if head is None or self._is_common(index, stop):
            return []
        if head.dep_ in ("nsubj", "nsubjpass") and head.head.i != first.head.i:
            return []
        if stop < len(self._doc) and self._doc[stop].pos_ in ("VERB", "AUX") and head.dep_ != "conj":
            return []
        return [phrase for phrase in self._read(head) if phrase.name and not phrase.unnamed]

    def _is_common(self, index: int, stop: int) -> bool:
        """Whether an item has words, but no name in them."""
        return stop > index and not any(self._names.is_name_like(token) for token in self._doc[index:stop])

    def _end_of_item(self, index: int) -> int:
        while index < len(self._doc) and self._in_item(self._doc[index]):
            index += 1
        return index

    def _joint(self, index: int) -> tuple[str, int]:
        """The word that joins the next item ("" where none does), and the index after it."""
        doc, start, kind = self._doc, index, ","
        while index < len(doc) and index - start < 4:
            low = doc[index].lower_
            if low == "as" and doc[index : index + 3].text.lower() == "as well as":
                kind, index = "and", index + 3
            elif low == "along" and index + 1 < len(doc) and doc[index + 1].lower_ == "with":
                kind, index = "and", index + 2
            elif low in _JOINTS:
                kind = "and" if low not in (",", ";") else kind
                index += 1
            else:
                break
        return ("", index) if index == start else (kind, index)

    def _in_item(self, token: Token) -> bool:
        if token.lower_ in ("and", "but", "or") or token.text in (",", ";", ".", ":", "(", ")"):
            return False
        return (
            self._names.is_name_like(token)
            or token.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "NUM", "X")
            or token.text in ("-", "'", '"', "'s")
            or token.lower_ == "of"
        )

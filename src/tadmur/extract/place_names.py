"""Proper names of places as runs of tokens: known ones, grown to their full extent, and unknown ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tadmur.extract.frames import load_features
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.parsing import is_article_name
from tadmur.extract.word_lists import word_list
from tadmur.terms.place import FeatureClass, NameSpan

_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "at", "az", "de", "la", "the"})
_JOINTS = frozenset({"-", "'"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a run of tokens ``[first, last]``; ``text`` as worded, offsets into the sentence."""

    first: int
    last: int
    text: str
    start: int
    end: int
    known: bool
    feature_class: FeatureClass | None = None


class NameFinder:
    """Names in one parsed sentence.

    Args:
        doc: the parse.
        names: what the recogniser found, offsets into the sentence.
        taken: character spans of parties: a name inside one is no place.
    """

    def __init__(self, doc: Doc, names: Sequence[NameSpan], taken: Sequence[tuple[int, int]]) -> None:
        self._doc, self._taken = doc, taken
        self._features = load_features()
        self._known: dict[int, NameSpan] = {}
        for span in names:
            if any(start < span.end and span.start < end for start, end in taken):
                continue
            for token in doc:
                if token.idx < span.end and span.start < token.idx + len(token.text):
                    self._known[token.i] = span

    def is_taken(self, token: Token) -> bool:
        """Whether the token belongs to the name of a party."""
        return any(start <= token.idx < end for start, end in self._taken)

    def is_known(self, index: int) -> bool:
        """Whether the recogniser found a name at this token."""
        return index in self._known

    def is_name_like(self, token: Token) -> bool:
        """Whether the token may be part of a place name: known, or a capitalised word that is nobody's."""
        if self.is_taken(token) or token.lower_ in word_list("calendar") or token.lower_ in word_list("titles"):
            return False
        if token.i in self._known:
            return True
        if not any(character.isupper() for character in token.text):
            return False
        if is_article_name(token.text):
            return True
        return token.pos_ == "PROPN" or (
            token.i > 0 and token.pos_ in ("NOUN", "ADJ", "VERB", "X", "ADV", "NUM", "ADP", "INTJ")
        )

    def ending_at(self, last: Token, floor: int = 0) -> Name | None:
        """The name that ends with ``last``, grown leftwards over what belongs to it; ``None`` where there is none."""
        if not self.is_name_like(last):
            return None
        doc = self._doc
        first = self._known_first(last.i)
        while first > floor:
            before = doc[first - 1]
            if (
                before.text in _JOINTS
                and first - 2 >= floor
                and not doc[first - 1].whitespace_
                and (self.is_name_like(doc[first - 2]) or doc[first - 2].lower_ in _ARTICLES)
            ):
                first -= 2
            elif before.lower_ in _ARTICLES - {"the"} and before.pos_ in ("PROPN", "X", "NOUN") and before.whitespace_:
                first -= 1
            elif self.is_name_like(before) and before.whitespace_ and not self._is_sentence_start(before):
                first = self._known_first(first - 1)
            elif (
                (before.like_num or before.lower_.endswith(("th", "st", "nd", "rd")))
                and before.text[:1].isdigit()
                and (before.head.i >= first or (first - 2 >= floor and self.is_name_like(doc[first - 2])))
            ):
                first -= 1
            else:
                break
        while first < last.i and (doc[first].text in _JOINTS or doc[first].lower_ == "the"):
            first += 1
        end_token = last.i
        while (
            end_token + 1 < len(doc)
            and end_token + 1 in self._known
            and self._known[end_token + 1] == self._known.get(last.i)
        ):
            end_token += 1
        while (
            end_token + 2 < len(doc)
            and doc[end_token + 1].text == "-"
            and not doc[end_token].whitespace_
            and (
                not doc[end_token + 1].whitespace_
                and doc[end_token + 2].is_alpha
                and doc[end_token + 2].pos_ in ("PROPN", "NOUN", "X")
            )
        ):
            end_token += 2
        if (
            end_token + 1 < len(doc)
            and doc[end_token + 1].text.isdigit()
            and len(doc[end_token + 1].text) <= 3
            and (doc[end_token + 1].head.i in (end_token, last.i) or doc[end_token].pos_ == "PROPN")
        ):
            end_token += 1
        span = self._known.get(last.i)
        start, end = doc[first].idx, doc[end_token].idx + len(doc[end_token].text)
        text = doc.text[start:end]
        if len(text) < 2 or not any(c.isupper() for c in text):
            return None
        return Name(first, end_token, text, start, end, span is not None, span.feature_class if span else None)

    def _is_sentence_start(self, token: Token) -> bool:
        return token.i == 0 and token.pos_ not in ("PROPN",)

    def _known_first(self, index: int) -> int:
        """The first token of the known name at ``index``, else ``index``."""
        span = self._known.get(index)
        while span is not None and index > 0 and self._known.get(index - 1) == span:
            index -= 1
        return index

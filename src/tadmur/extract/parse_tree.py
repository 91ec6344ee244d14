"""A parsed sentence as plain objects, for rules that ask a tree a hundred times what the parser said once.

Names and meanings are those of spaCy's tokens, so that its documentation serves here too. The parser's own tokens look
up each word, label and child anew whenever they are asked; on a page of battle narrative that took longer than parsing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import overload


class Token:
    """One word of a parsed sentence.

    Attributes:
        i: its index in the sentence, and ``idx`` the offset of its first character.
        whitespace_: the space behind it, or nothing.
        tag_: fine part of speech (Penn Treebank), and ``pos_`` the universal one.
        dep_: label of its dependency (CLEAR); ``head`` is the token that it hangs on, itself for a root.
        children: what hangs on it, in order.
    """

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "head",
        "i",
        "idx",
        "lemma_",
        "lower_",
        "pos_",
        "tag_",
        "text",
        "whitespace_",
    )

    doc: Doc
    head: Token

    def __init__(self, i: int, idx: int, text: str, whitespace: str) -> None:
        self.i, self.idx, self.text, self.whitespace_ = i, idx, text, whitespace
        self.lower_ = text.lower()
        self.tag_ = self.pos_ = self.dep_ = self.lemma_ = ""
        self.head = self
        self.children: list[Token] = []

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> list[Token]:
        """The children before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The children after it."""
        return [child for child in self.children if child.i > self.i]

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, the head of that, and so on to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def root(self) -> Token:
        """The root of the tree that it stands in."""
        token = self
        while token.head is not token:
            token = token.head
        return token

    @property
    def subtree(self) -> list[Token]:
        """Itself and all that hangs on it, however far down, in order."""
        found: list[Token] = []
        waiting: list[tuple[Token, bool]] = [(self, False)]
        while waiting:
            token, opened = waiting.pop()
            if opened or not token.children:
                found.append(token)
            else:
                waiting += ((child, False) for child in reversed(token.rights))
                waiting.append((token, True))
                waiting += ((child, False) for child in reversed(token.lefts))
        return found

    @property
    def left_edge(self) -> Token:
        """The first word of its subtree."""
        return self.doc[self.doc.edges[self.i][0]]

    @property
    def right_edge(self) -> Token:
        """The last word of its subtree."""
        return self.doc[self.doc.edges[self.i][1]]

    @property
    def is_space(self) -> bool:
        """Whether it is white space only."""
        return self.text.isspace()

    @property
    def is_alpha(self) -> bool:
        """Whether it is letters only."""
        return self.text.isalpha()

    @property
    def like_num(self) -> bool:
        """Whether it is a number in figures or words."""
        from spacy.lang.en import lex_attrs

        number: Callable[[str], bool] = lex_attrs.like_num
        return number(self.text)

    def is_ancestor(self, other: Token) -> bool:
        """Whether ``other`` hangs on it, at any remove."""
        return any(token is self for token in other.ancestors)

    def nbor(self, distance: int = 1) -> Token:
        """The token ``distance`` words further on.

        Raises:
            IndexError: beyond the sentence.
        """
        index = self.i + distance
        if index < 0:
            raise IndexError(index)
        return self.doc[index]


class Span(Sequence[Token]):
    """A stretch of a sentence."""

    __slots__ = ("_doc", "_tokens")

    def __init__(self, doc: Doc, tokens: Sequence[Token]) -> None:
        self._doc, self._tokens = doc, tokens

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Span: ...
    def __getitem__(self, index: int | slice) -> Token | Span:
        return Span(self._doc, self._tokens[index]) if isinstance(index, slice) else self._tokens[index]

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    @property
    def text(self) -> str:
        """Its words as they stand in the sentence."""
        if not self._tokens:
            return ""
        last = self._tokens[-1]
        return self._doc.text[self._tokens[0].idx : last.idx + len(last.text)]

    @property
    def root(self) -> Token:
        """The word that all the others hang on: of several the one nearest to the root of the sentence."""
        inside = {token.i for token in self._tokens}
        heads = (token for token in self._tokens if token.head is token or token.head.i not in inside)
        return min(heads, key=lambda token: sum(1 for _ in token.ancestors))


class Doc(Sequence[Token]):
    """A sentence: its words in order.

    Args:
        words: the tokens' texts, and ``spaces`` whether a space stands behind each.
    """

    def __init__(self, words: Sequence[str], spaces: Sequence[bool]) -> None:
        self._tokens: list[Token] = []
        position = 0
        for i, (word, space) in enumerate(zip(words, spaces, strict=True)):
            token = Token(i, position, word, " " if space else "")
            token.doc = self
            self._tokens.append(token)
            position += len(word) + space

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> Span: ...
    def __getitem__(self, index: int | slice) -> Token | Span:
        return Span(self, self._tokens[index]) if isinstance(index, slice) else self._tokens[index]

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self._tokens)

    @cached_property
    def text(self) -> str:
        """The sentence."""
        return "".join(token.text + token.whitespace_ for token in self._tokens)

    def hang(self, heads: Sequence[int]) -> None:
        """Gives each token its head, by index, and its children."""
        tokens = self._tokens
        for token, head in zip(tokens, heads, strict=True):
            token.head = tokens[head]
            if head != token.i:
                tokens[head].children.append(token)

    def move(self, token: Token, head: Token, label: str) -> None:
        """Hangs ``token`` on ``head`` instead of where it hangs."""
        if token.head is not token:
            token.head.children.remove(token)
        token.head, token.dep_ = head, label
        head.children.append(token)
        head.children.sort(key=lambda child: child.i)
        self.__dict__.pop("edges", None)

    @cached_property
    def edges(self) -> list[tuple[int, int]]:
        """Indices of the first and the last word of each token's subtree."""
        order = [token for token in self._tokens if token.head is token]
        for token in order:
            order += token.children
        found = [(token.i, token.i) for token in self._tokens]
        for token in reversed(order):
            first, last = found[token.i]
            above = found[token.head.i]
            found[token.head.i] = (min(first, above[0]), max(last, above[1]))
        return found

"""The plain tree answers as spaCy's tokens do on any tree; cues are found where spaCy's matcher finds them."""

from __future__ import annotations

import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc as SpacyDoc

from tadmur.extract.cues import _GAPS, _matches, _phrases
from tadmur.extract.parse_tree import Doc

VOCAB = spacy.blank("en").vocab
WORDS = ("Rebels", "took", "12", "villages", ",", "and", "lost", "two")


def trees() -> st.SearchStrategy[list[int]]:
    """Heads of a projective tree: each word hangs on one that comes before it in a random order of nesting."""

    def heads(draw: list[float]) -> list[int]:
        found = [0] * len(draw)

        def hang(first: int, end: int, head: int | None) -> None:
            if first < end:
                root = first + int(draw[first] * (end - first))
                found[root] = root if head is None else head
                hang(first, root, root)
                hang(root + 1, end, root)

        hang(0, len(draw), None)
        return found

    return st.lists(st.floats(0, 0.999), min_size=1, max_size=len(WORDS)).map(heads)


@given(trees())
@settings(max_examples=100, deadline=None)
def test_relations_are_those_of_spacy(heads: list[int]) -> None:
    words = WORDS[: len(heads)]
    theirs = SpacyDoc(VOCAB, words=list(words), heads=heads, deps=["dep"] * len(words))
    ours = Doc(words, [True] * len(words))
    ours.hang(heads)
    for mine, other in zip(ours, theirs, strict=True):
        for relation in ("children", "lefts", "rights", "ancestors", "subtree"):
            assert [t.i for t in getattr(mine, relation)] == [t.i for t in getattr(other, relation)], relation
        for relation in ("head", "left_edge", "right_edge"):
            assert getattr(mine, relation).i == getattr(other, relation).i, relation
        assert mine.root.i == other.sent.root.i
        assert (mine.idx, mine.like_num, mine.is_alpha) == (other.idx, other.like_num, other.is_alpha)
    for first in range(len(words)):
        for end in range(first + 1, len(words) + 1):
            assert ours[first:end].root.i == theirs[first:end].root.i
            assert ours[first:end].text == theirs[first:end].text


LEMMAS = ("each", "blame", "the", "other", "so", "not", "bear", "out", "kesh")


@given(st.lists(st.tuples(st.sampled_from(LEMMAS), st.sampled_from(["ADV", "NOUN"])), min_size=1, max_size=9))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cues_are_found_where_a_matcher_finds_them(tokens: list[tuple[str, str]]) -> None:
    lemmas, parts = [lemma for lemma, _ in tokens], [part for _, part in tokens]
    theirs = SpacyDoc(VOCAB, words=lemmas, lemmas=lemmas, pos=parts)
    ours = Doc(lemmas, [True] * len(lemmas))
    for token, (lemma, part) in zip(ours, tokens, strict=True):
        token.lemma_, token.pos_ = lemma, part
    for phrase in {p.key: p for lemma in ("blame", "bear") for p in _phrases().get(lemma, [])}.values():
        matcher = Matcher(VOCAB)
        matcher.add(phrase.key, [[_pattern(item) for item in phrase.items]])
        expected = {(start, end) for _, start, end in matcher(theirs)}
        assert {(match.start, match.end) for match in _matches(ours, lemmas, phrase)} == expected


def _pattern(item: str) -> dict[str, object]:
    if item in _GAPS:
        longest, parts = _GAPS[item]
        return {"OP": f"{{0,{longest}}}", **({"POS": {"IN": sorted(parts)}} if parts else {})}
    words: dict[str, object] = {"LEMMA": {"IN": item.rstrip("?").split("|")}}
    return {**words, "OP": "?"} if item.endswith("?") else words

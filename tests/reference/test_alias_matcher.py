"""The matcher of fixed phrases: spans, case and word boundaries on any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tadmur.reference.alias_matcher import AliasMatcher, Phrase, fold

MATCHER = AliasMatcher(
    [Phrase("IS", 1), Phrase("Islamic State", 2), Phrase("State", 3), Phrase("Ma'rib", 4), Phrase("Union", 5, True)],
    word_like=["is"],
    blocking_prefixes=["anti"],
)
TEXTS = st.text(alphabet=st.sampled_from("IS islamcteMrbUno'’\u00a0\n\tİß-é—🙂"), max_size=60)


@given(TEXTS)
def test_folding_keeps_every_offset(text: str) -> None:
    folded = fold(text)
    assert len(folded.plain) == len(folded.lower)
    positions = [folded.raw_offset(i) for i in range(len(folded.plain))]
    assert positions == sorted(set(positions))
    assert all(0 <= at < len(text) for at in positions)


@given(TEXTS, st.sampled_from(["IS", "Islamic State", "the Islamic\u00a0 State", "Ma’rib", "Union"]), TEXTS)
def test_spans_are_ordered_and_apart(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    matches = MATCHER.find(text)
    assert all(a.end <= b.start for a, b in pairwise(matches))
    for match in matches:
        assert fold(text[match.start : match.end]).lower in {"is", "islamic state", "state", "ma'rib", "union"}


def test_longest_first_and_whole_words() -> None:
    assert [m.values for m in MATCHER.find("Islamic State statements; the State")] == [(2,), (3,)]


def test_an_article_is_no_beginning() -> None:
    matcher = AliasMatcher([Phrase("the group", 1), Phrase("Group of Five", 2), Phrase("group", 3)])
    assert [m.values[0] for m in matcher.find("the Group of Five, the group")] == [2, 1]


def test_case_rules() -> None:
    assert MATCHER.find("is it a union?") == []
    assert [m.values[0] for m in MATCHER.find("IS of the Union")] == [1, 5]
    assert [m.values[0] for m in MATCHER.find("ISLAMIC STATE IS NEAR")] == [2]


def test_prefixes_that_turn_it_round() -> None:
    assert MATCHER.find("anti-IS, anti‑State") == []
    assert len(MATCHER.find("IS-held and State-run")) == 2


def test_values_of_one_phrase_come_together() -> None:
    matcher = AliasMatcher([Phrase("the army", "a"), Phrase("the army", "b")])
    assert matcher.find("The army")[0].values == ("a", "b")
    assert AliasMatcher([]).find("anything") == []

"""Which acts count, in what order, and where a review is found again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tadmur.terms.claim import ClaimKind
from tadmur.terms.review import Act, Anchor, Review, find_again, in_force, is_found_at, overlap

GAIN = frozenset({ClaimKind.CONTROL_GAIN})
START = datetime(2026, 1, 1, tzinfo=UTC)


def anchor(start: int, end: int, claim_id: str = "old", **more: int) -> Anchor:
    return Anchor("r", start, end, ClaimKind.CONTROL_GAIN, claim_id, **more)


def act(number: int, undoes: str | None = None) -> Review:
    kind = Act.UNDO if undoes else Act.ACCEPT
    return Review(f"a{number}", kind, "ana", START + timedelta(seconds=number), "r", undoes=undoes)


def counting(*acts: Review) -> list[str]:
    return [each.act_id for each in in_force(acts)]


def test_undo_of_undo_brings_back() -> None:
    assert counting(act(1), act(2)) == ["a1", "a2"]
    assert counting(act(1), act(2, "a1")) == ["a2"]
    assert counting(act(1), act(2, "a1"), act(3, "a2")) == ["a1", "a3"]
    assert counting(act(1), act(2, "a1"), act(3, "a2"), act(4, "a3")) == ["a2", "a4"]


@st.composite
def histories(draw: st.DrawFn) -> list[Review]:
    """Acts one after the other, each an accept or an undo of any earlier one."""
    made: list[Review] = []
    for number in range(draw(st.integers(1, 9))):
        undoes = draw(st.sampled_from([None, *(each.act_id for each in made)]))
        made.append(act(number, undoes))
    return made


@given(histories(), st.randoms())
def test_the_order_of_writing_changes_nothing(acts: list[Review], chance: object) -> None:
    shuffled = list(acts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_force(shuffled) == in_force(acts)


@given(histories())
def test_an_act_counts_unless_an_undo_that_counts_names_it(acts: list[Review]) -> None:
    kept = in_force(acts)
    undone = {each.undoes for each in kept if each.undoes}
    assert {each.act_id for each in acts} - undone == {each.act_id for each in kept}


@given(histories())
def test_undoing_and_undoing_that_leaves_all_as_it_was(acts: list[Review]) -> None:
    before = in_force(acts)
    target = before[0]
    undo, again = act(20, target.act_id), act(21, "a20")
    assert [each for each in in_force([*acts, undo, again]) if each.act_id != "a21"] == before


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_overlap_is_shared_over_either(start: int, length: int, other: int, other_length: int) -> None:
    end, other_end = start + length, other + other_length
    one, two = set(range(start, end)), set(range(other, other_end))
    expected = len(one & two) / len(one | two) if one & two else 0.0
    assert overlap(start, end, other, other_end) == expected
    assert overlap(other, other_end, start, end) == expected


def test_half_of_what_either_has_is_the_least() -> None:
    assert is_found_at(anchor(0, 100), anchor(0, 50, "new"), GAIN) == 0.5
    assert is_found_at(anchor(0, 100), anchor(0, 49, "new"), GAIN) == 0.0
    assert is_found_at(anchor(0, 100), anchor(0, 100, "new"), frozenset({ClaimKind.CLASH})) == 0.0


def test_place_words_tell_apart_what_one_span_says_of_two_places() -> None:
    old = anchor(0, 40, place_start=10, place_end=15)
    here = anchor(0, 40, "here", place_start=9, place_end=15)
    there = anchor(0, 40, "there", place_start=20, place_end=28)
    assert find_again(old, GAIN, [(there, "there"), (here, "here")]) == "here"
    assert find_again(old, GAIN, [(there, "there")]) is None


def test_the_same_claim_is_found_by_its_id_first() -> None:
    old = anchor(0, 40)
    assert find_again(old, GAIN, [(anchor(0, 40, "new"), "new"), (anchor(0, 30, "old"), "same")]) == "same"


def test_between_two_that_fit_equally_none_is_chosen() -> None:
    old = anchor(10, 20)
    twins = [(anchor(10, 20, "one"), "one"), (anchor(10, 20, "two"), "two")]
    assert find_again(old, GAIN, twins) is None
    assert find_again(old, GAIN, [*twins[:1], (anchor(10, 22, "two"), "two")]) == "one"

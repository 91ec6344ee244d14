"""The table of labels and of confidence words, and that its page says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.reconcile.labels import ASSESSED_FROM, CODES, KNOWN_FROM, SETTLED_FROM, STALE_AFTER_DAYS, label, labels
from tadmur.terms.assessment import Label
from tadmur.terms.confidence import CONFIDENCE_WORDS, confidence_words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "labels.md"


@pytest.mark.parametrize(
    ("probabilities", "age", "own", "expected"),
    [
        ((0.9, 0.05, 0.05), 3, False, Label.ASSESSED),
        ((0.9, 0.05, 0.05), 3, True, Label.CLAIMED_ONLY),
        ((0.6, 0.35, 0.05), 3, True, Label.CLAIMED_ONLY),
        ((0.6, 0.35, 0.05), 3, False, Label.CONTESTED),
        ((0.2, 0.2, 0.6), 3, True, Label.CONTESTED),
        ((0.9, 0.05, 0.05), STALE_AFTER_DAYS, False, Label.ASSESSED),
        ((0.9, 0.05, 0.05), STALE_AFTER_DAYS + 1, True, Label.STALE),
    ],
)
def test_labels(probabilities: tuple[float, ...], age: int, own: bool, expected: Label) -> None:
    assert label(probabilities, has_evidence=True, age_days=age, only_own_side=own) is expected


def test_without_evidence_all_is_unknown() -> None:
    assert label((0.9, 0.1), has_evidence=False, age_days=3, only_own_side=False) is Label.UNKNOWN
    assert label((0.9, 0.1), has_evidence=True, age_days=None, only_own_side=False) is Label.UNKNOWN


@given(st.floats(0, 1))
def test_every_probability_has_words(probability: float) -> None:
    words = confidence_words(probability)
    least = next(low for low, name in CONFIDENCE_WORDS if name == words)
    assert least <= probability


def test_no_words_for_what_is_no_probability() -> None:
    with pytest.raises(ValueError, match="no probability"):
        confidence_words(float("nan"))


def test_the_page_gives_the_same_numbers() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for least, words in CONFIDENCE_WORDS:
        assert f"| {words} |" in page
        if least:
            assert f"{least:.2f}" in page
    for name in Label:
        assert f"| {name.value.replace('_', ' ')} |" in page
    assert f"{STALE_AFTER_DAYS} days" in page
    for bound in (ASSESSED_FROM, KNOWN_FROM, SETTLED_FROM):
        assert f"{bound:.2f}" in page


@pytest.mark.parametrize(
    ("probability", "expected"), [(SETTLED_FROM - 0.01, Label.CONTESTED), (SETTLED_FROM, Label.ASSESSED)]
)
def test_a_dispute_is_settled_only_by_strong_evidence(probability: float, expected: Label) -> None:
    rest = (1 - probability) / 2
    shown = label([probability, rest, rest], has_evidence=True, age_days=0, only_own_side=False, disputed=True)
    assert shown is expected


def test_what_the_evidence_leaves_open_is_unknown_unless_it_is_disputed() -> None:
    shares = [0.3, 0.3, 0.25, 0.15]
    assert label(shares, has_evidence=True, age_days=0, only_own_side=False) is Label.UNKNOWN
    assert label(shares, has_evidence=True, age_days=0, only_own_side=False, disputed=True) is Label.CONTESTED


@given(
    st.lists(st.floats(0.01, 1), min_size=2, max_size=5),
    st.one_of(st.none(), st.integers(0, 200)),
    st.booleans(),
    st.booleans(),
)
def test_labels_at_once_are_those_one_by_one(weights: list[float], age: int | None, own: bool, disputed: bool) -> None:
    probabilities = np.array(weights) / sum(weights)
    alone = label(
        probabilities.tolist(), has_evidence=age is not None, age_days=age, only_own_side=own, disputed=disputed
    )
    (code,) = labels(
        probabilities[None],
        age_days=np.array([np.nan if age is None else age]),
        only_own_side=np.array([own]),
        disputed=disputed,
    )
    assert CODES[code] is alone

"""Quantities: the gold set, and what no sentence may do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.extract.number_words import number_value
from tadmur.extract.quantities import QuantitySpan, find_quantities

GOLD = Path(__file__).with_name("gold_quantities.jsonl")
WORDS = (
    "at least up to almost between and or 12 40 1,400 3.5 twenty-two dozens of several hundred thousand people "
    "killed villages per cent % km2 the its territory half of a third 93rd T-72 May 2015 Hill – - ( ) $ , . "
    "one most 5–10"
)
WORD = st.sampled_from(WORDS.split())


def readings(text: str) -> list[tuple[float | None, float | None, float | None, str, bool, str | None]]:
    found = (span.quantity for span in find_quantities(text))
    return [(item.low, item.best, item.high, item.unit, item.vague, item.base) for item in found]


def only(text: str) -> QuantitySpan:
    (span,) = find_quantities(text)
    return span


def test_gold_set_is_read() -> None:
    lines = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(lines) >= 120
    keys = ("low", "best", "high", "unit", "vague", "base")
    right = sum(
        readings(line["text"]) == [tuple(item[key] for key in keys) for item in line["quantities"]] for line in lines
    )
    assert right / len(lines) >= 0.95


def test_a_loose_word_gives_no_figure() -> None:
    quantity = only("Dozens were killed in the market.").quantity
    assert (quantity.low, quantity.best, quantity.high) == (24, None, None)
    assert quantity.vague


def test_a_share_keeps_what_it_is_a_share_of() -> None:
    span = only("The party lost 14 per cent of its land in the north since March.")
    assert span.quantity.base == "its land in the north"
    assert span.quantity.unit == "percent"


def test_the_noun_is_where_it_says() -> None:
    text = "At least 300 newly displaced families slept outside."
    span = only(text)
    assert span.noun == "families"
    assert (span.noun_start, span.noun_end) == (text.index("families"), text.index("families") + 8)
    assert text[span.start : span.end] == "At least 300 newly displaced families"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("twenty-two", 22),
        ("forty five", 45),
        ("one hundred and six", 106),
        ("two thousand three hundred", 2300),
        ("a hundred thousand", 100_000),
        ("1.5 million", 1_500_000),
        ("12,345", 12_345),
    ],
)
def test_number_words(words: str, value: float) -> None:
    assert number_value(words) == value


def test_a_word_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="is no number"):
        number_value("twenty villages")


@given(st.lists(WORD, max_size=14).map(" ".join) | st.text(max_size=60))
def test_spans_are_in_order_and_bounds_do_not_cross(text: str) -> None:
    end = 0
    for span in find_quantities(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        stated = [bound for bound in (span.quantity.low, span.quantity.best, span.quantity.high) if bound is not None]
        assert stated == sorted(stated)
        assert stated
        if span.noun is not None:
            assert text[span.noun_start : span.noun_end] == span.noun

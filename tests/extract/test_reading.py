"""Sentences: exact offsets on any text, and the cuts a reader would make."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.extract.reading import LONGEST_SENTENCE, normalise, read, split_sentences
from tadmur.terms.report import Report, Segment, Zone

AWKWARD = st.text(st.sampled_from("aB.!?\"'“”’() \u00a0\u200f\u200b\n\t–1é😀"), max_size=300)


def sentences_of(text: str) -> list[str]:
    plain = normalise(text)
    return [plain[start:end] for start, end in split_sentences(plain)]


@given(st.one_of(st.text(max_size=300), AWKWARD))
def test_normalising_keeps_every_offset(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(AWKWARD)
def test_sentences_are_ordered_disjoint_and_lose_only_blanks(text: str) -> None:
    plain = normalise(text)
    spans = split_sentences(plain)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join(plain[a:b] for a, b in spans).replace(" ", "") == plain.replace(" ", "")


@given(st.one_of(st.text(max_size=300), AWKWARD))
def test_a_sentence_quotes_the_raw_text_up_to_normalisation(text: str) -> None:
    report = Report("r", text, (Segment(0, len(text), Zone.BODY),))
    for sentence in read(report).sentences:
        assert normalise(text[sentence.start : sentence.end]) == sentence.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Omar spoke. Then he left.", 2),
        ("Shells hit 3.5 km of road at No. 4 post.", 1),
        ("The U.S. Army advanced. It halted at noon.", 2),
        ("They left the U.S. The talks ended.", 2),
        ("“We hold the ridge. Nobody else does,” said Col. J. Haddad.", 2),
        ("“Did they leave?” he asked.", 1),
        ("The village fell.Fighting went on.", 1),
        ("It fell... Then it was retaken!", 2),
    ],
)
def test_stops_and_abbreviations(text: str, expected: int) -> None:
    assert len(sentences_of(text)) == expected


@pytest.mark.parametrize("unit", ["word ", "x", "A. ", ".", '."', "? \u200f", "((", " "])
def test_cost_and_length_stay_bounded_on_a_megabyte(unit: str) -> None:
    text = normalise(unit * (1_000_000 // len(unit)))
    assert all(end - start <= LONGEST_SENTENCE for start, end in split_sentences(text))


def test_boilerplate_and_repeats_give_no_sentences() -> None:
    text = "Army enters Kesh\nArmy enters Kesh\n3 min read\nThe army entered Kesh."
    layout = (
        Segment(0, 16, Zone.HEADLINE),
        Segment(17, 33, Zone.HEADLINE, repeats=0),
        Segment(34, 44, Zone.BOILERPLATE),
        Segment(45, 67, Zone.BODY),
    )
    sentences = read(Report("r", text, layout)).sentences
    assert [(s.index, s.segment, s.zone) for s in sentences] == [(0, 0, Zone.HEADLINE), (1, 3, Zone.BODY)]
    assert sentences[1].text == "The army entered Kesh."

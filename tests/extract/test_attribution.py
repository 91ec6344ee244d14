"""Who says what: our own gold passages, and properties that hold for any text."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.extract.attribution import Attributions, attribute, has_cue
from tadmur.extract.quotations import find_quotations, masked
from tadmur.extract.reading import Reading, normalise, read
from tadmur.reference.packs import Pack, load_pack
from tadmur.terms.report import Report, Segment, Zone
from tadmur.terms.source import SpeakerRole, Voice

GOLD: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("gold_attribution.yaml").read_text(encoding="utf-8")
)


@cache
def pack(name: str) -> Pack:
    return load_pack(name)


def read_text(text: str, title: str | None = None) -> Reading:
    segments = tuple(
        Segment(found.start(), found.end(), Zone.HEADLINE if found.group() == title else Zone.BODY)
        for found in re.finditer(r"[^\n]+", text)
    )
    return read(Report("r", text, segments, language="en"))


def attributions(
    text: str, *, name: str = "syria-iraq", publisher: str | None = None, title: str | None = None
) -> Attributions:
    return attribute(read_text(text, title), pack(name), Voice(publisher, SpeakerRole.PUBLISHER))


@pytest.mark.parametrize("passage", GOLD, ids=[passage["id"] for passage in GOLD])
def test_gold(passage: dict[str, Any]) -> None:
    text = passage["text"]
    reading = read_text(text, passage.get("title"))
    publisher = Voice(passage.get("publisher"), SpeakerRole.PUBLISHER)
    found = attribute(reading, pack(passage.get("pack", "syria-iraq")), publisher)
    for expected in passage["expect"]:
        start = text.index(expected["words"])
        end = start + len(expected["words"])
        sentence = next(s for s in reading.sentences if s.start <= start < s.end)
        chain = found.chain_for(sentence.index, start, end)
        assert chain[0] == publisher
        speaker = chain[-1]
        if "chain" in expected:
            assert [voice.name or "-" for voice in chain[1:]] == expected["chain"], expected["words"]
        if "role" in expected:
            assert speaker.role.value == expected["role"]
        if "aligned" in expected:
            assert (speaker.aligned_with or "-") == expected["aligned"]
        if "private" in expected:
            assert speaker.private is expected["private"]
        if "hedge" in expected:
            assert (found.hedge_for(sentence.index, start, end) or "-") == expected["hedge"]


def test_the_gold_is_large_enough() -> None:
    assert len(GOLD) >= 60
    assert len({passage["id"] for passage in GOLD}) == len(GOLD)


def test_quotes_carry_their_speaker_and_exact_offsets() -> None:
    text = '"The army came in," resident Salma Idris said. It met a “half-hearted” defence.'
    quotes = attributions(text).quotes
    assert [text[quote.start : quote.end] for quote in quotes] == ['"The army came in,"']
    assert quotes[0].chain[-1].name == "Salma Idris"


def test_mentions_point_into_the_raw_text() -> None:
    text = "Army\u00a0left.\n\nThe army left,\u00a0resident Salma\u00a0Idris said."
    found = attributions(text)
    speaker = found.chain_for(1, text.index("The army"), text.index("left,"))[-1]
    assert speaker.mention_start is not None
    assert text[speaker.mention_start : speaker.mention_end] == "resident Salma\u00a0Idris"


def test_the_publisher_is_not_its_own_source() -> None:
    text = "Coast Daily reported that the army had left."
    assert len(attributions(text, publisher="Coast Daily").chain_for(0, 30, 44)) == 1


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The army left, residents said.", True),
        ("“We left.”", True),
        ("According to the ministry it fell.", True),
        ("The town fell, it was reported.", True),
        ("The army took the town at dawn.", False),
        ("", False),
    ],
)
def test_has_cue(text: str, cue: bool) -> None:
    assert has_cue(text) is cue


MARKS = st.sampled_from(['"', "'", "“", "”", ", ", ". ", "\n", ": ", "(", ")", "\u200f", "İ"])
CUES = st.sampled_from(
    [" said ", ", he added.", "According to ", " quoted ", " as saying ", "citing ", " the ", " who "]
)
VOICES = st.sampled_from(
    ["Omar Saleh", "It was reported that ", "residents", "the agency", "SANA", "told ", "a doctor"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(MARKS, CUES, VOICES, st.text(max_size=6)), max_size=25).map("".join))
def test_any_text_gives_a_chain_that_starts_with_the_publisher(text: str) -> None:
    reading = read_text(text)
    publisher = Voice("P", SpeakerRole.PUBLISHER)
    found = attribute(reading, pack("syria-iraq"), publisher)
    for sentence in reading.sentences:
        chain = found.chain_for(sentence.index, sentence.start, sentence.end)
        assert chain[0] == publisher
        for voice in chain[1:]:
            assert voice.mention_start is None or 0 <= voice.mention_start < (voice.mention_end or 0) <= len(text)
        hedge = found.hedge_for(sentence.index, sentence.start, sentence.end)
        assert hedge is None or hedge in text
    for quote in found.quotes:
        assert 0 <= quote.start < quote.end <= len(text)


@given(
    st.lists(st.one_of(st.sampled_from(['"', "'", " ", "word", ".", ","]), st.text(max_size=4)), max_size=20).map(
        "".join
    )
)
def test_masking_keeps_the_length(text: str) -> None:
    plain = normalise(text)
    quotations = find_quotations(plain)
    assert len(masked(plain, quotations)) == len(plain)
    for before, after in pairwise(quotations):
        assert before.end <= after.start


def test_the_same_report_gives_the_same_voices() -> None:
    text = GOLD[0]["text"] + "\n\nHe added that the mill had burned."
    first, second = attributions(text), attributions(text)
    assert first.chain_for(1, len(text) - 10, len(text) - 1) == second.chain_for(1, len(text) - 10, len(text) - 1)

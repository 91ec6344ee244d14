"""Kinds of events in Arabic, Russian and Ukrainian by word lists: unsure, without parties, never silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tadmur.extract.coarse import PROBABILITY, CoarseExtractor, coarse_languages
from tadmur.geocode.recogniser import Recogniser
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.report import Report

GOLD = [
    line.split("\t")
    for line in Path(__file__).with_name("gold_coarse.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(Gazetteer.open())


@pytest.mark.parametrize(("language", "kinds", "sentence"), GOLD)
def test_kinds_of_gold_sentences(
    recogniser: Recogniser, report_of: Callable[..., Report], language: str, kinds: str, sentence: str
) -> None:
    claims = CoarseExtractor(language, None, recogniser).extract(report_of(sentence, language=language))
    assert {claim.kind.value for claim in claims} == (set() if kinds == "-" else set(kinds.split(",")))
    for claim in claims:
        assert sentence[claim.span.start : claim.span.end] == claim.span.exact
        assert claim.trigger in sentence
        assert (claim.actor_id, claim.probability) == (None, PROBABILITY)
        assert claim.extractor.startswith(f"coarse-{language}")


def test_the_gold_covers_every_language() -> None:
    assert {language for language, _, _ in GOLD} == coarse_languages()


def test_a_place_is_named_in_its_own_script(recogniser: Recogniser, report_of: Callable[..., Report]) -> None:
    text = "Ночью обстреляли Харьков.\nУтром погибших не было."
    claims = CoarseExtractor("ru", None, recogniser).extract(report_of(text, language="ru"))
    assert claims[0].place is not None
    assert text[claims[0].place.span.start : claims[0].place.span.end] == "Харьков"

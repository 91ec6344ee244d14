"""The cheap looks before dear searches never hide what the search would find."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tadmur.extract.cues import _matches, _phrases, _possible
from tadmur.extract.language_model import load_language_model
from tadmur.extract.parsing import ParserInput, parse
from tadmur.extract.quantity_lexicon import quantity_lexicon
from tadmur.extract.reading import normalise
from tadmur.extract.time_rules import time_rules

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MADE_UP = (
    "On 3 May, the second Friday of Ramadan, at 06:30 local time, two days after the strike, half a dozen men left.",
    "In the small hours of Monday, between 20 and 30 villages fell within 48 hours of the raid; it has since held.",
    "Earlier that day a couple of shells hit; by late spring 2016 most of the town was quiet, and so far it is.",
    "SINCE JANUARY 2015 AT LEAST A HUNDRED THOUSAND PEOPLE FLED; NEARLY TWO THIRDS OF THE TOWN IS IN RUINS.",
)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    files = sorted(path for path in EXAMPLES.rglob("*") if path.suffix in (".txt", ".md", ".jsonl"))
    found = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [*MADE_UP, *map(normalise, found)]


def test_a_time_rule_matches_only_where_a_word_it_needs_stands(lines: list[str]) -> None:
    matched = set()
    for line in lines:
        searched = f"{line}\n{line.lower()}"
        for rule in time_rules():
            if rule.pattern.search(line):
                matched.add(rule.name)
                assert any(word in searched for word in rule.needs), (rule.name, line)
    assert len(matched) >= 30


def test_figures_start_where_one_may_start(lines: list[str]) -> None:
    figure = quantity_lexicon().figure
    look = re.match(r"\(\?=\\d\|.*?\)\)(?=\(\?:\\b\(\?P<hedge>)", figure.pattern)
    assert look is not None
    without = re.compile(figure.pattern[look.end() :], figure.flags)
    spans = [[m.span() for m in pattern.finditer(line)] for pattern in (figure, without) for line in lines]
    assert spans[: len(lines)] == spans[len(lines) :]
    assert sum(map(len, spans)) > 100


def test_a_wording_matches_only_where_it_was_possible() -> None:
    text = "There is no truth in reports that the town fell; the army is close to taking it."
    (doc,) = parse(load_language_model(), [ParserInput(text, [], [])])
    lemmas = [token.lemma_ for token in doc]
    possible = {phrase.key for phrase in _possible(set(lemmas))}
    phrases = {phrase.key: phrase for found in _phrases().values() for phrase in found}
    matching = {key for key, phrase in phrases.items() if _matches(doc, lemmas, phrase)}
    assert matching
    assert matching <= possible

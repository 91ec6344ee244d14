"""Copies are found, different reports of one event are not."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tadmur.ingest.duplicates import NEAR, containment, find_duplicates, story_words
from tadmur.ingest.readers import ReportDefaults, make_report
from tadmur.terms.report import Report

PAIRS = yaml.safe_load(Path(__file__).with_name("duplicate_pairs.yaml").read_text(encoding="utf-8"))


def report(text: str, day: int | None = 1, source: str = "Wire") -> Report:
    fields = {"source": source} | ({"published_at": f"2020-01-{day:02d}"} if day else {})
    return make_report(text, fields, caller_id=None, where="here", defaults=ReportDefaults(language="en"))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"] for pair in PAIRS])
def test_pairs(pair: dict[str, str]) -> None:
    earlier, later = report(pair["earlier"], 1, "Wire"), report(pair["later"], 2, "Other")
    links = find_duplicates([later, earlier])
    found = links[later.report_id].kind if later.report_id in links else "different"
    assert found == pair["relation"]
    assert earlier.report_id not in links


def test_the_earliest_is_the_original_whatever_the_order() -> None:
    text = PAIRS[0]["earlier"]
    reports = [report(text, day, source) for day, source in ((3, "C"), (1, "A"), (2, "B"), (None, "D"))]
    expected = find_duplicates(reports)
    assert {link.original_id for link in expected.values()} == {reports[1].report_id}
    assert len(expected) == 3
    for seed in range(5):
        random.Random(seed).shuffle(reports)
        assert find_duplicates(reports) == expected


def test_a_copy_of_a_copy_leads_to_the_first() -> None:
    near = next(pair for pair in PAIRS if pair["relation"] == "near")
    first, second, third = report(near["earlier"], 1), report(near["later"], 2), report(near["later"], 3)
    links = find_duplicates([third, second, first])
    assert links[second.report_id].original_id == links[third.report_id].original_id == first.report_id
    assert (links[second.report_id].kind, links[third.report_id].kind) == ("near", "exact")


def test_nothing_and_one() -> None:
    assert find_duplicates([]) == {}
    assert find_duplicates([report("Army takes Halas.")]) == {}
    assert find_duplicates([report("Army takes Halas.")] * 2) == {}


def test_furniture_does_not_make_a_difference() -> None:
    text = PAIRS[0]["earlier"]
    dressed = f"{text}\nShare on Facebook\n\nRead more: Rebels leave Qasr\n© 2020 Other Wire. All rights reserved.\n"
    links = find_duplicates([report(text, 1), report(dressed, 2)])
    assert [link.kind for link in links.values()] == ["exact"]


def test_containment_is_one_sided() -> None:
    assert containment(frozenset("ab"), frozenset("abcd")) == 1.0
    assert containment(frozenset("abcd"), frozenset("ab")) == 0.5
    assert containment(frozenset(), frozenset("ab")) == 0.0
    assert 0 < NEAR < 1


def test_story_words_leave_out_repeats() -> None:
    once = report("Army takes Halas\n\nThe army entered Halas at dawn.\n\nIt left.\n")
    twice = report("Army takes Halas\n\nArmy takes Halas\n\nThe army entered Halas at dawn.\n\nIt left.\n")
    assert story_words(once) == story_words(twice)


def test_published_at_is_knowledge_time() -> None:
    assert report("Army takes Halas.", 1).published_at == datetime(2020, 1, 1, tzinfo=UTC)

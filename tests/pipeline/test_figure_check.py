"""Statements as they come, through reading and checking, against verdicts written beforehand."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tadmur.export.claim_review import claim_review, validate_claim_review
from tadmur.export.figure_checks import figures_text
from tadmur.pipeline.figure_check import FigureChecker, check_files, contract
from tadmur.pipeline.published_gold import checked, gold_items
from tadmur.reference.published_areas import published_areas
from tadmur.terms.errors import InputError, NoReports, SettingsError

GOLD = Path(__file__).parent / "gold_published_figures.jsonl"
EXAMPLES = Path(__file__).parents[2] / "examples" / "published-figures"
ITEMS = gold_items(GOLD)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def checker() -> FigureChecker:
    return FigureChecker(published_areas())


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    return check_files([EXAMPLES], pack="auto", reference=None, on_error=lambda error: None, now=NOW)


@pytest.mark.parametrize("item", ITEMS, ids=[item["id"] for item in ITEMS])
def test_verdicts_readings_and_relations_are_those_of_the_gold(item: dict[str, Any], checker: FigureChecker) -> None:
    found = contract(checked(checker, item))
    assert found["verdict"] == item["verdict"]
    readings = [reading for check in found["checks"] for reading in check["readings"]]
    if "holds" in item:
        assert set(item["holds"]) <= {reading["reading"] for reading in readings if reading["holds"]}
    for value in item.get("computed", ()):
        assert any(abs(value - reading["computed"]) <= 0.05 + 1e-9 for reading in readings)
    assert set(item.get("relations", ())) <= {relation["relation"] for relation in found["relations"]}


def test_there_are_enough_statements_right_and_wrong() -> None:
    verdicts = [item["verdict"] for item in ITEMS]
    assert len(ITEMS) >= 40
    assert all(verdicts.count(name) >= 2 for name in ("agrees", "depends", "disagrees", "unchecked"))


def test_offsets_point_into_the_raw_text(checker: FigureChecker) -> None:
    for item in ITEMS:
        outcome = checked(checker, item)
        texts = {report.report_id: report.text for report in outcome.reports}
        for figure in outcome.figures:
            assert texts[figure.report_id][figure.span.start : figure.span.end] == figure.span.exact


def test_the_order_of_reports_changes_no_verdict(checker: FigureChecker) -> None:
    for item in ITEMS:
        turned = checked(checker, {**item, "reports": item["reports"][::-1]})
        assert turned.verdict == checked(checker, item).verdict


def test_the_text_reads_as_sentences(example: dict[str, Any]) -> None:
    text = "\n".join(figures_text(example))
    flat = " ".join(text.split())
    assert "imply a base of 91,545 km2, not 90,800." in flat
    assert "22.0 as points of the first base, 21.0 as per cent of the remainder, 9.2 as what" in flat
    assert "14 and 12 per cent are not 26 together" in flat
    assert "75 per cent of the losses in one place has become 75 per cent of the territory in another." in flat
    assert "not because it is right" in flat
    assert all(len(line) <= 100 for line in text.splitlines())


def test_a_claim_review_has_the_shape_and_no_quote(example: dict[str, Any]) -> None:
    statement = next(s for s in example["statements"] if s["quote"] == "9.4 per cent")
    document = json.loads(
        claim_review(
            example,
            statement["statement_id"][:8],
            author="Desk",
            url="https://example.org/c",
            published=date(2026, 1, 2),
        )
    )
    validate_claim_review(document)
    assert document["reviewRating"]["ratingValue"] == 1
    assert statement["sentence"] not in json.dumps(document)
    with pytest.raises(SettingsError, match="url is no web address"):
        claim_review(example, statement["statement_id"], author="Desk", url="page", published=date(2026, 1, 2))
    with pytest.raises(SettingsError, match="reviewBody is missing"):
        validate_claim_review({name: value for name, value in document.items() if name != "reviewBody"})
    with pytest.raises(SettingsError, match="extra is not part of the shape"):
        validate_claim_review({**document, "extra": 1})


def test_what_was_not_checked_cannot_be_published(example: dict[str, Any]) -> None:
    statement = next(s for s in example["statements"] if s["verdict"] == "unchecked")
    with pytest.raises(InputError, match="no verdict to publish"):
        claim_review(
            example, statement["statement_id"], author="Desk", url="https://example.org", published=date(2026, 1, 2)
        )
    with pytest.raises(InputError, match="no statement with id 'zzzz'"):
        claim_review(example, "zzzz", author="Desk", url="https://example.org", published=date(2026, 1, 2))


def test_nothing_to_read_and_a_bad_list_of_areas(tmp_path: Path) -> None:
    with pytest.raises(NoReports):
        check_files([tmp_path], pack="auto", reference=None, on_error=lambda error: None, now=NOW)
    bad = tmp_path / "areas.yaml"
    bad.write_text("areas:\n  - {actor: x, scope: y, as_of: tomorrow, precision: day, km2: 5, publisher: z}\n")
    with pytest.raises(SettingsError, match="entry 1"):
        check_files([EXAMPLES], pack="auto", reference=bad, on_error=lambda error: None, now=NOW)

"""The traps of the model report in another war, with other parties, places and words: the machinery is general."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tadmur.pipeline.monitor import find_monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.store.ledger import View
from tadmur.terms.assessment import Label
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import ComparisonKind
from tests.conftest import REPOSITORY
from tests.pipeline.claim_check import ANY, Wanted, found_as
from tests.pipeline.conftest import run_into

FOLDER = REPOSITORY / "tests" / "data" / "paraphrase"
REPORT = FOLDER / "kordofan-report.txt"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
SPEAKERS = {"Sahel Risk Review": "analyst", "Hassan Abdelmajid": "abdelmajid", "Shopkeepers": "resident"}
"""How the test recognises a speaker; the outlet itself is the publisher, a channel the party's medium."""


def wanted(row: dict[str, Any]) -> Wanted:
    text = REPORT.read_text(encoding="utf-8")
    start = text.index(row["quote"])
    speaker = "party_media rapid" if "channel" in row["speaker"] else SPEAKERS.get(row["speaker"], ANY)
    return Wanted(
        row["id"], start, start + len(row["quote"]), (ClaimKind(row["kind"]),), speaker, asserted=row["asserted"]
    )


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    out = tmp_path_factory.mktemp("paraphrase")
    run_into(out, REPORT)
    reader = ReportReader(RunSettings(), find_monitor([FOLDER]))
    with View(out / "ledger.duckdb") as view:
        return picture_of(view, reader.pack, settings=RunSettings())


def test_most_of_what_a_careful_reader_takes_from_it(picture: Picture) -> None:
    claims = [item.claim for item in picture.claims]
    missing = [row["id"] for row in EXPECTED["claims"] if found_as(wanted(row), claims) is None]
    assert len(missing) <= len(EXPECTED["claims"]) * 3 / 17, missing


@pytest.mark.parametrize("words", EXPECTED["no_claim_in"])
def test_furniture_gives_no_claim(picture: Picture, words: str) -> None:
    assert not [item for item in picture.claims if words in item.claim.span.exact]


def test_the_headline_that_stands_twice_gives_at_most_one_claim(picture: Picture) -> None:
    text = REPORT.read_text(encoding="utf-8")
    second = text.index(EXPECTED["headline_once"], text.index(EXPECTED["headline_once"]) + 1)
    end = second + len(EXPECTED["headline_once"])
    assert not [i for i in picture.claims if i.claim.span.start < end and second < i.claim.span.end]


def test_the_famous_town_has_not_changed_hands(picture: Picture) -> None:
    (town,) = [a for a in picture.assessments if picture.places[a.place_id].name == EXPECTED["places"]["famous_town"]]
    assert town.holder == "rapid-support-forces"
    assert town.probability >= 0.9


def test_the_approached_town_is_not_taken(picture: Picture) -> None:
    for item in picture.assessments:
        if picture.places[item.place_id].name == EXPECTED["places"]["approached_town"]:
            assert item.holder != "sudanese-armed-forces"


def test_the_hills_are_disputed_and_one_card_says_how(picture: Picture) -> None:
    cards = [card for card in picture.comparisons if card.state_disputed]
    assert [card.kind for card in cards] == [ComparisonKind.SEQUENCE]
    hills = [a for a in picture.assessments if a.place_id == cards[0].place_id]
    assert [a.label for a in hills] == [Label.CONTESTED]
    conceded = {claim_id for claim_id, _ in cards[0].conceded}
    quotes = {item.claim.span.exact for item in picture.claims if item.claim.claim_id in conceded}
    assert any("driven out" in quote for quote in quotes)


def test_the_private_person_is_private(picture: Picture) -> None:
    names = {v.name for item in picture.claims for v in item.claim.attribution if v.private}
    assert set(EXPECTED["private_names"]) <= names

"""The model report: a real article whose traps are the point. Its text is not ours, so only offsets stand here."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tadmur.pipeline.figures import figure_rows
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.gazetteer import Gazetteer
from tadmur.store.ledger import View
from tadmur.terms.assessment import Assessment, Label
from tadmur.terms.claim import Claim
from tadmur.terms.claim import ClaimKind as Kind
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.source import SpeakerRole
from tests.pipeline.claim_check import ANY, Wanted, found_as
from tests.pipeline.conftest import run_into

ACTIVIST, MONITOR_HOUSE, PARTY_AGENCY = "activist", "jane", "party_media islamic-state"
WANTED = [
    Wanted("C1", 362, 404, (Kind.CASUALTIES,), "publisher"),
    Wanted("C2", 544, 626, (Kind.ASSESSMENT, Kind.ADVANCE), "resident"),
    Wanted("C3", 693, 737, (Kind.CONTROL_HOLD,), ANY),
    Wanted("C4", 741, 839, (Kind.ADVANCE,), ACTIVIST),
    Wanted("C5", 840, 906, (Kind.CONTROL_GAIN,), ACTIVIST),
    Wanted("C6", 978, 1043, (Kind.SUPPORT, Kind.AIR_STRIKE), ACTIVIST),
    Wanted("C7", 1057, 1138, (Kind.DISPLACEMENT,), ACTIVIST),
    Wanted("C8", 1140, 1242, (Kind.DAMAGE,), ACTIVIST),
    Wanted("C9", 1304, 1370, (Kind.TERRITORY_FIGURE,), MONITOR_HOUSE),
    Wanted("C10", 1372, 1463, (Kind.TERRITORY_FIGURE,), MONITOR_HOUSE),
    Wanted("C11", 1515, 1655, (Kind.ASSESSMENT,), MONITOR_HOUSE),
    Wanted("C12", 1697, 1753, (Kind.ASSESSMENT,), MONITOR_HOUSE),
    Wanted("C13", 1797, 1862, (Kind.FORECAST,), MONITOR_HOUSE, asserted=False),
    Wanted("C14", 1948, 2030, (Kind.CONTRADICTION,), "publisher"),
    Wanted("C15a", 2080, 2146, (Kind.CONTROL_GAIN,), PARTY_AGENCY),
    Wanted("C15b", 2147, 2175, (Kind.CONTROL_LOSS,), PARTY_AGENCY),
    Wanted("C16", 308, 354, (Kind.ADVANCE, Kind.ASSESSMENT), "publisher"),
    Wanted("C17", 199, 249, (Kind.DISPLACEMENT,), "publisher"),
]
MINUTES_TO_READ = (251, 261)
SECOND_HEADLINE = (48, 94)


@pytest.fixture(scope="module")
def picture(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Picture:
    out = tmp_path_factory.mktemp("model-report")
    run_into(out, shared / "seed" / "palmyra-2016-03-20.txt", pack="syria-iraq")
    reader = ReportReader(RunSettings(), Monitor())
    with View(out / "ledger.duckdb") as view:
        return picture_of(view, reader.pack, settings=RunSettings())


@pytest.fixture(scope="module")
def claims(picture: Picture) -> list[Claim]:
    return [item.claim for item in picture.claims]


def assessment(picture: Picture, name: str) -> Assessment:
    (found,) = [item for item in picture.assessments if picture.places[item.place_id].name == name]
    return found


def test_what_a_careful_reader_takes_from_it(claims: list[Claim]) -> None:
    missing = [wanted.name for wanted in WANTED if found_as(wanted, claims) is None]
    assert missing == []


def test_the_spans_keep_the_words(claims: list[Claim]) -> None:
    """Each claim's span covers at least nine tenths of the words that a careful reader would quote."""
    short = []
    for wanted in WANTED:
        claim = found_as(wanted, claims)
        if claim is not None:
            covered = min(claim.span.end, wanted.end) - max(claim.span.start, wanted.start)
            if covered < 0.9 * (wanted.end - wanted.start):
                short.append(wanted.name)
    assert len(short) <= len(WANTED) - 14, short


@pytest.mark.parametrize("span", [MINUTES_TO_READ, SECOND_HEADLINE])
def test_furniture_and_repetition_give_no_claim(claims: list[Claim], span: tuple[int, int]) -> None:
    assert not [claim for claim in claims if claim.span.start < span[1] and span[0] < claim.span.end]


def test_three_names_are_one_source(claims: list[Claim]) -> None:
    house = {claim.speaker.source_id for claim in claims if claim.speaker.role is SpeakerRole.ANALYST}
    assert house == {"janes"}


def test_a_private_person_is_private(claims: list[Claim]) -> None:
    assert all(claim.speaker.private for claim in claims if claim.speaker.role is SpeakerRole.ACTIVIST)


def test_vague_stays_vague(claims: list[Claim]) -> None:
    (dead,) = [claim for claim in claims if claim.kind is Kind.CASUALTIES]
    assert dead.quantity is not None
    assert (dead.quantity.low, dead.quantity.best, dead.quantity.high) == (24, None, None)
    assert dead.quantity.vague


def test_the_famous_town_has_not_changed_hands(picture: Picture) -> None:
    town = assessment(picture, "Palmyra")
    assert town.holder == "islamic-state"
    assert town.probability >= 0.9
    assert town.label is Label.ASSESSED


def test_the_approached_town_is_not_taken(picture: Picture) -> None:
    town = assessment(picture, "al-Qaryatayn")
    assert town.holder == "islamic-state"
    assert dict(town.probabilities)["syrian-government"] < 0.5


def test_the_hills_are_disputed(picture: Picture) -> None:
    hills = assessment(picture, "hills south-west of al-Qaryatayn")
    assert hills.label in (Label.CONTESTED, Label.CLAIMED_ONLY)
    assert hills.probability < 0.9


def test_one_card_tells_the_sequence_and_what_is_conceded(picture: Picture, claims: list[Claim]) -> None:
    taken = {name: found_as(wanted, claims) for wanted in WANTED if (name := wanted.name) in ("C5", "C15a", "C15b")}
    cards = [card for card in picture.comparisons if card.state_disputed]
    assert len(cards) == 1
    assert cards[0].kind is ComparisonKind.SEQUENCE
    assert {claim.claim_id for claim in taken.values() if claim} <= set(cards[0].claim_ids)
    lost = taken["C15b"]
    assert lost is not None
    assert lost.claim_id in {claim_id for claim_id, _ in cards[0].conceded}


def test_the_figures_are_shown_in_all_three_readings(picture: Picture) -> None:
    texts = " ".join(reading.result for row in figure_rows(picture, Gazetteer.open()) for reading in row.readings)
    for outcome in ("make 22.0 per cent", "is 21.0 per cent", "is 9.2 per cent"):
        assert outcome in texts


def test_no_hindsight(picture: Picture) -> None:
    known = datetime(2016, 3, 20, 23, 59, 59, tzinfo=UTC)
    for claim in (item.claim for item in picture.claims):
        assert claim.event_time.latest is None or claim.event_time.latest <= known or claim.kind is Kind.FORECAST
    assert picture.as_of == date(2016, 3, 20)

"""The row of a claim: its fields, its order, its offsets, and what is not shown."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tadmur.export.claims import (
    CLAIM_FIELDS,
    EXTRA_FIELDS,
    ClaimContext,
    claim_row,
    claims_csv,
    claims_jsonl,
    claims_table,
)
from tadmur.export.pseudonyms import Pseudonyms, private_names
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.place import Candidate, FeatureClass, Geocoding, Place, PlaceMention
from tadmur.terms.report import Zone
from tadmur.terms.source import SpeakerRole, Voice
from tadmur.terms.span import TextSpan

TEXT = "The bridge at Wad Rahal is ours, officer Sami Karrar said. Dozens of families left, baker Huda Nasr told us."
CONTRACT = (
    "claim_id, report_id, start, end, quote, zone, kind, place_mention, place_relation, place_id, place_name, lon, "
    "lat, geo_precision, actor, opponent, supporters, speaker, speaker_role, speaker_alignment, publisher, "
    "time_earliest, time_latest, time_precision, published_at, asserted, modality, hedge, quantity, probability, "
    "acled_sub_event_type, plover_category"
)


def span(words: str) -> TextSpan:
    start = TEXT.index(words)
    return TextSpan.of("r1", TEXT, start, start + len(words))


WIRE = Voice("Wire", SpeakerRole.PUBLISHER, "independent", "wire")
CLAIM = Claim(
    claim_id="c1",
    report_id="r1",
    span=span("Dozens of families left, baker Huda Nasr told us"),
    zone=Zone.BODY,
    kind=ClaimKind.DISPLACEMENT,
    attribution=(WIRE, Voice("Huda Nasr", SpeakerRole.RESIDENT, private=True)),
    event_time=EventTime.of_days(date(2023, 12, 1), date(2023, 12, 4), Precision.VAGUE),
    asserted=True,
    modality=Modality.ACTUAL,
    probability=0.8123456,
    trigger="left",
    extractor="frames/1",
    place=PlaceMention(span("Wad Rahal"), "Wad Rahal"),
    actor_id="civilians",
    quantity=Quantity(24, None, None, "households", vague=True),
)
TOWN = Place("g:1", "Wad Rahal", FeatureClass.SETTLEMENT, 32.123456, 15.2, "SD")
BRIDGE = replace(TOWN, place_id="g:2", name="Wad Rahal bridge", feature_class=FeatureClass.SITE, lon=32.9)


def context(**changes: Any) -> ClaimContext:
    given = ClaimContext(
        actor_names={"civilians": "Civilians"},
        published={"r1": datetime(2023, 12, 5, tzinfo=UTC)},
        geocodings={"c1": Geocoding((Candidate(TOWN, 0.9, "only one"),), None, 1)},
        places={"c1": TOWN},
        settlements={},
        pseudonyms=Pseudonyms(private_names([CLAIM])),
    )
    return replace(given, **changes)


def test_fields_are_the_contract_in_order() -> None:
    assert list(CLAIM_FIELDS) == CONTRACT.split(", ")
    assert list(claim_row(CLAIM, context())) == [*CLAIM_FIELDS, *EXTRA_FIELDS]


def test_unknown_is_null_and_never_zero() -> None:
    row = claim_row(CLAIM, context(geocodings={}, places={}, published={}))
    assert row["quantity"] == {"low": 24, "best": None, "high": None, "unit": "households", "vague": True, "base": None}
    for name in ("place_id", "lon", "lat", "geo_precision", "published_at", "opponent", "speaker_alignment", "hedge"):
        assert row[name] is None


def test_an_internal_row_keeps_the_quote_of_its_offsets() -> None:
    row = claim_row(CLAIM, context(pseudonyms=None))
    assert TEXT[row["start"] : row["end"]] == row["quote"]
    assert row["speaker"] == "Huda Nasr"
    assert row["redacted"] is False


def test_a_public_row_names_no_private_person_in_any_format() -> None:
    row = claim_row(CLAIM, context())
    assert row["redacted"] is True
    assert (row["start"], row["end"]) == (CLAIM.span.start, CLAIM.span.end)
    assert row["speaker"].startswith("resident R-")
    for text in ["".join(claims_jsonl([row])), "".join(claims_csv([row])), str(list(claims_table([row])))]:
        assert "Huda" not in text
        assert "Nasr" not in text
        assert "Dozens of families" in text


def test_an_official_keeps_the_name_and_the_quote_its_offsets() -> None:
    officer = replace(
        CLAIM,
        span=span("The bridge at Wad Rahal is ours, officer Sami Karrar said"),
        attribution=(WIRE, Voice("Sami Karrar", SpeakerRole.MILITARY, "some-army")),
    )
    row = claim_row(officer, context())
    assert (row["speaker"], row["redacted"]) == ("Sami Karrar", False)
    assert TEXT[row["start"] : row["end"]] == row["quote"]


@pytest.mark.parametrize(("settlements", "expected"), [({}, (None, None)), ({"g:2": TOWN}, (32.1235, 15.2))])
def test_a_site_is_shown_at_its_settlement_or_not_at_all(
    settlements: dict[str, Place], expected: tuple[float | None, float | None]
) -> None:
    row = claim_row(CLAIM, context(places={"c1": BRIDGE}, settlements=settlements))
    assert (row["lon"], row["lat"]) == expected
    assert row["place_name"] == "Wad Rahal bridge"


def test_an_internal_row_shows_a_site_where_it_is() -> None:
    row = claim_row(CLAIM, context(places={"c1": BRIDGE}, settlements=None))
    assert (row["lon"], row["lat"]) == (32.9, 15.2)


def test_parties_have_neutral_names_with_ids_and_words_beside_them() -> None:
    named = replace(CLAIM, actor_id="army", actor_mention="the junta", opponent_mention="gunmen")
    row = claim_row(named, context(actor_names={"army": "The Army"}))
    assert (row["actor"], row["actor_id"], row["actor_mention"]) == ("The Army", "army", "the junta")
    assert (row["opponent"], row["opponent_id"]) == ("gunmen", None)


def test_csv_flattens_the_quantity_and_defuses_formulas() -> None:
    row = {**claim_row(CLAIM, context()), "place_name": "=HYPERLINK(1)", "quote": 'a "b",\nc'}
    (read,) = csv.DictReader(io.StringIO("".join(claims_csv([row]))))
    assert (read["quantity_low"], read["quantity_best"], read["quantity_vague"]) == ("24", "", "true")
    assert read["place_name"] == "'=HYPERLINK(1)"
    assert read["quote"] == 'a "b",\nc'
    assert read["attribution"].startswith("Wire (publisher);resident R-")
    assert read["lon"] == "32.1235"


def test_jsonl_reads_back() -> None:
    row = claim_row(CLAIM, context())
    assert json.loads("".join(claims_jsonl([row]))) == row

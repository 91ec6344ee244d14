"""Mentions to places: ranks, probabilities, an explicit none, precision codes."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.geocode.geocoder import Geocoder, split_type_word
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.place import FeatureClass, Geocoding, NoPlace, PlaceMention, PlaceRelation
from tadmur.terms.span import TextSpan

WAR_PLACES = list(csv.DictReader((Path(__file__).parent / "war_places.csv").open(encoding="utf-8")))
WITHIN_KM = 5.0


@pytest.fixture(scope="module")
def geocoder() -> Geocoder:
    return Geocoder(Gazetteer.open())


def mention(name: str | None, **fields: object) -> PlaceMention:
    words = name or "the hills"
    return PlaceMention(TextSpan("report", 0, len(words), words), name, **fields)  # type: ignore[arg-type]


def resolve(
    geocoder: Geocoder, name: str | None, *countries: str, near: tuple[str, ...] = (), **fields: object
) -> Geocoding:
    return geocoder.resolve([mention(name, **fields)], countries=countries, report_names=near)[0]


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    north = (other_lat - lat) * 111.2
    east = (other_lon - lon) * 111.2 * math.cos(math.radians(lat))
    return math.hypot(north, east)


@pytest.mark.parametrize("row", WAR_PLACES, ids=lambda row: row["name"])
def test_places_of_six_wars_within_five_kilometres(geocoder: Geocoder, row: dict[str, str]) -> None:
    answer = resolve(geocoder, row["name"], row["country"], feature=row["feature"] or None)
    assert answer.best is not None
    place = answer.best.place
    assert distance_km(float(row["lat"]), float(row["lon"]), place.lat, place.lon) <= WITHIN_KM


def test_villages_of_one_name_are_ambiguous_without_neighbours(geocoder: Geocoder) -> None:
    assert resolve(geocoder, "Mykilske", "UA").none_reason is NoPlace.AMBIGUOUS
    beside = "Shells fell on Mykilske, next to Vuhledar."
    start = beside.index("Mykilske")
    near = PlaceMention(TextSpan.of("report", beside, start, start + 8), "Mykilske")
    (answer,) = geocoder.resolve([near], countries=("UA",), text=beside)
    assert answer.best is not None
    assert distance_km(47.755, 37.302, answer.best.place.lat, answer.best.place.lon) < WITHIN_KM


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The frigate Aleppo sank in a storm.", "Aleppo", "SY"),
        ("Karim al-Homsi, 41, sold bread.", "al-Homsi", "SY"),
        ("Fighters of the Raqqa Revolutionaries Brigade fled.", "Raqqa", "SY"),
        ("She bought Aleppo soap at the market.", "Aleppo", "SY"),
        ("Radio Kharkiv told the story.", "Kharkiv", "UA"),
    ],
)
def test_what_only_bears_a_name_of_a_place_is_none(geocoder: Geocoder, text: str, name: str, country: str) -> None:
    start = text.index(name)
    words = PlaceMention(TextSpan.of("report", text, start, start + len(name)), name)
    (answer,) = geocoder.resolve([words], countries=(country,), text=text)
    assert (answer.none_reason, answer.candidates) == (NoPlace.NOT_A_PLACE, ())


def test_the_forces_named_in_the_sentence_settle_the_country(geocoder: Geocoder) -> None:
    text = "Rebels shelled Homs, Talbiseh and al-Rastan.\n\nIn Anbar, Iraqi forces entered Hit on Monday."
    start = text.index("Hit")
    (answer,) = geocoder.resolve(
        [PlaceMention(TextSpan.of("report", text, start, start + 3), "Hit")], countries=("SY", "IQ"), text=text
    )
    assert answer.best is not None
    assert answer.best.place.country == "IQ"


def test_where_recent_claims_lie_weighs(geocoder: Geocoder) -> None:
    vuhledar = geocoder.resolve([mention("Vuhledar")], countries=("UA",))[0].candidates[0].place
    bare, front = (
        geocoder.resolve([mention("Mykilske")], countries=("UA",), front=places)[0].candidates[0]
        for places in ((), (vuhledar,))
    )
    assert front.probability > bare.probability
    assert distance_km(47.755, 37.302, front.place.lat, front.place.lon) < WITHIN_KM


def test_neighbours_settle_an_ambiguous_name(geocoder: Geocoder) -> None:
    answer = resolve(geocoder, "Trostianets", "UA", near=("Okhtyrka", "Sumy", "Boromlia"))
    assert answer.best is not None
    assert distance_km(50.48, 34.96, answer.best.place.lat, answer.best.place.lon) < WITHIN_KM


def test_a_bare_name_is_the_town_and_a_type_word_asks_for_the_governorate(geocoder: Geocoder) -> None:
    town, governorate = resolve(geocoder, "Homs", "SY"), resolve(geocoder, "Homs", "SY", feature="province")
    assert town.best is not None
    assert town.best.place.feature_class is FeatureClass.SETTLEMENT
    assert town.precision == 1
    assert governorate.best is not None
    assert governorate.best.place.feature_class is FeatureClass.ADMIN1
    assert governorate.precision == 4
    inside = resolve(geocoder, "Homs province", "SY")
    assert inside.best is not None
    assert inside.best.place == governorate.best.place


@pytest.mark.parametrize(
    ("fields", "precision"),
    [
        ({}, 1),
        ({"relation": PlaceRelation.NEAR}, 2),
        ({"relation": PlaceRelation.AREA}, 2),
        ({"relation": PlaceRelation.DIRECTION, "direction": "SW", "unnamed": True, "feature": "hill"}, 2),
        ({"relation": PlaceRelation.TOWARDS}, 5),
    ],
)
def test_vague_relations_have_their_own_precision(
    geocoder: Geocoder, fields: dict[str, object], precision: int
) -> None:
    answer = resolve(geocoder, "al-Qaryatayn", "SY", **fields)
    assert answer.best is not None
    assert answer.best.place.name == "al-Qaryatayn"
    assert answer.precision == precision


def test_an_anaphor_with_two_readings_keeps_both(geocoder: Geocoder) -> None:
    fields = {"feature": "city", "anaphora_probability": 0.6, "alternatives": ("Palmyra",)}
    answer = resolve(geocoder, "al-Qaryatayn", "SY", **fields)
    assert [c.place.name for c in answer.candidates[:2]] == ["al-Qaryatayn", "Palmyra"]
    assert answer.candidates[0].probability == pytest.approx(0.6, abs=0.05)
    assert answer.candidates[1].probability == pytest.approx(0.4, abs=0.05)


def test_what_is_nowhere_has_a_reason(geocoder: Geocoder) -> None:
    assert resolve(geocoder, "Qwrtzabad", "SY").none_reason is NoPlace.NOT_IN_GAZETTEER
    nameless = resolve(geocoder, None, "SY", feature="hill", unnamed=True)
    assert (nameless.candidates, nameless.none_reason, nameless.precision) == ((), NoPlace.NO_NAME, None)


def test_a_village_abroad_with_the_same_name_is_not_the_answer(geocoder: Geocoder) -> None:
    answer = resolve(geocoder, "Palmyra", "SY")
    assert answer.best is not None
    assert answer.best.place.country == "SY"
    assert answer.best.probability > 0.9


def test_the_reason_says_why(geocoder: Geocoder) -> None:
    answer = resolve(geocoder, "Palmyra", "SY", near=("Sukhna", "Arak"))
    assert answer.best is not None
    assert "exact name" in answer.best.reason
    assert "in SY" in answer.best.reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Homs province", ("Homs", "province")),
        ("province of Homs", ("Homs", "province")),
        ("Homs", ("Homs", None)),
        ("province", ("province", None)),
    ],
)
def test_type_words_are_told_from_names(name: str, expected: tuple[str, str | None]) -> None:
    assert split_type_word(name) == expected


@given(
    st.lists(
        st.sampled_from(["Homs", "Palmyra", "Hims", "Bakhmut", "Tripoli", "Nowhereville", "Khartoum"]), max_size=5
    ),
    st.sampled_from([(), ("SY",), ("UA", "SY")]),
)
def test_probabilities_are_probabilities_whatever_the_order(
    geocoder: Geocoder, names: list[str], countries: tuple[str, ...]
) -> None:
    mentions = [mention(n) for n in names]
    forwards = geocoder.resolve(mentions, countries=countries)
    backwards = geocoder.resolve(mentions[::-1], countries=countries[::-1])
    assert forwards == backwards[::-1]
    for answer in forwards:
        shares = [c.probability for c in answer.candidates]
        assert shares == sorted(shares, reverse=True)
        assert all(0.0 <= p <= 1.0 for p in shares)
        assert sum(shares) <= 1.0 + 1e-9
        assert (answer.best is None) == (answer.none_reason is not None)

"""``tadmur place`` explains a name: ranks, reasons, features, and why there is none."""

from __future__ import annotations

import json

import pytest

from tadmur.cli import call


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert call(["place", *arguments, "--format", "json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_table_names_place_reasons_and_features(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["place", "Tadmor", "--country", "SY", "--near", "Homs"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Tadmor: Palmyra (settlement; ")
    assert "in a country of the conflict" in out
    assert "none of the entries" in out


def test_the_sentence_settles_the_country(capsys: pytest.CaptureFixture[str]) -> None:
    row = answer(capsys, "Hit", "--pack", "syria-iraq", "--sentence", "Iraqi forces entered Hit on Monday.")
    first = row["candidates"][0]  # type: ignore[index]
    assert (first["country"], first["place_id"]) == ("IQ", row["place_id"])
    assert first["features"]["sentence_people"] > 0


def test_features_add_up_to_the_order(capsys: pytest.CaptureFixture[str]) -> None:
    row = answer(capsys, "Palmyra", "--country", "sy", "--top", "8")
    sums = [sum(item["features"].values()) for item in row["candidates"]]  # type: ignore[attr-defined]
    assert sums == sorted(sums, reverse=True)


def test_options_may_stand_before_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        answer(capsys, "--country", "SY", "Homs")["place_id"] == answer(capsys, "Homs", "--country", "SY")["place_id"]
    )


def test_vague_words_draw_their_ground(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "Hills 10 km south-west of Palmyra were shelled."
    row = answer(capsys, "Palmyra", "--country", "SY", "--sentence", sentence)
    ground = row["ground"]
    assert (ground["shape"], ground["bearing_deg"], ground["distance_km"]) == ("sector", 225.0, 10.0)  # type: ignore[index]
    region = answer(capsys, "Kherson", "--country", "UA", "--sentence", "Kherson region lost power.")
    assert region["where_prec"] == 4
    assert region["ground"]["geometry"]["type"] in ("Polygon", "MultiPolygon")  # type: ignore[index]


def test_an_unknown_name_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    row = answer(capsys, "Qwrtzabad")
    assert (row["place_id"], row["none_reason"], row["none_probability"]) == (None, "not_in_gazetteer", 1.0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([""], "the name is empty"),
        (["Homs", "--country", "ZZ"], "there is no country 'ZZ'"),
        (["Homs", "--sentence", "Nothing here."], "does not hold 'Homs'"),
    ],
)
def test_bad_input_is_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert call(["place", *arguments]) == 3
    assert words in capsys.readouterr().err

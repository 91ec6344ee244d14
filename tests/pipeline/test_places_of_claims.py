"""Control never moves at a town because something happened near it, on the way to it, or in its province."""

from __future__ import annotations

from pathlib import Path

import pytest

from tadmur.pipeline.picture import picture_of
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.packs import load_pack
from tadmur.store.ledger import View
from tadmur.terms.assessment import Label
from tadmur.terms.place import FeatureClass
from tests.pipeline.conftest import run_into

TOWN = ("Palmyra", FeatureClass.SETTLEMENT)
ELSEWHERE = (
    "The Syrian army captured several hills south-west of Palmyra on Monday.",
    "The Syrian army seized a position 10 km from Palmyra on Monday.",
    "The Syrian army captured ground between Homs and Palmyra on Monday.",
    "The Syrian army took control of checkpoints on the road from Homs to Palmyra on Monday.",
    "The Syrian army captured two villages in the Palmyra countryside on Monday.",
    "The Syrian army seized farms on the outskirts of Palmyra on Monday.",
    "The Syrian army advanced towards Palmyra on Monday.",
    "The Syrian army took over the area near Palmyra on Monday.",
    "The Syrian army seized the Homs-Palmyra highway on Monday.",
)
AT = "The Syrian army captured Palmyra on Monday."


def places_that_move(tmp_path: Path, text: str) -> set[tuple[str, FeatureClass]]:
    """Names and classes of the places that a report's claims give to somebody."""
    report = tmp_path / "reports" / "report.txt"
    report.parent.mkdir()
    report.write_text(f"2016-03-21\n\n{text}\n", encoding="utf-8")
    run_into(tmp_path / "out", report, pack="syria-iraq")
    with View(tmp_path / "out" / "ledger.duckdb") as view:
        picture = picture_of(view, lambda pack_id: load_pack("syria-iraq"), settings=RunSettings())
    held = [item for item in picture.assessments if item.label in (Label.ASSESSED, Label.CLAIMED_ONLY)]
    return {(place.name, place.feature_class) for item in held for place in (picture.places[item.place_id],)}


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_claim_beside_a_town_leaves_the_town_alone(tmp_path: Path, text: str) -> None:
    assert TOWN not in places_that_move(tmp_path, text)


def test_a_claim_at_the_town_moves_it(tmp_path: Path) -> None:
    assert TOWN in places_that_move(tmp_path, AT)


def test_a_claim_on_a_governorate_is_not_one_on_its_capital(tmp_path: Path) -> None:
    (moved,) = places_that_move(tmp_path, "The Syrian army captured Raqqa province on Monday.")
    assert moved[1] is FeatureClass.ADMIN1

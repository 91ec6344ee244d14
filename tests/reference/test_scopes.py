"""The area of a figure: set, viewpoint, disputed areas, administrative units."""

from __future__ import annotations

import pytest
from shapely.geometry import Point

from tadmur.reference.build_shapes import area_km2
from tadmur.reference.disputed_areas import check_viewpoint, disputed_areas
from tadmur.reference.scopes import DEFAULT_BOUNDARIES, BoundaryChoice, scope
from tadmur.terms.errors import SettingsError

SIMFEROPOL, KATZRIN, HALAIB, ABYEI, LAAYOUNE = (
    Point(34.1, 44.95),
    Point(35.69, 32.99),
    Point(36.4, 22.2),
    Point(28.44, 9.59),
    Point(-13.2, 27.13),
)


def holds(country: str, choice: str, point: Point) -> bool:
    return bool(scope(country, choice=BoundaryChoice.parse(choice)).geometry.covers(point))


@pytest.mark.parametrize("set_id", ["natural-earth", "whos-on-first"])
@pytest.mark.parametrize(
    ("country", "point", "viewpoints"),
    [("UA", SIMFEROPOL, {"un", "UA"}), ("SY", KATZRIN, {"un", "SY"}), ("SD", ABYEI, {"administered", "SD", "EG"})],
)
def test_a_disputed_area_is_counted_by_its_viewpoint_in_either_set(
    set_id: str, country: str, point: Point, viewpoints: set[str]
) -> None:
    views = ("un", "administered", "UA", "RU", "SY", "IL", "SD", "SS", "EG")
    found = {view for view in views if holds(country, f"{set_id}:{view}", point)}
    seen_as_administered = {v for v in views if v not in ("un", *next(a for a in _claimed(country)).claimed_by)}
    assert found - seen_as_administered == viewpoints - seen_as_administered


def _claimed(country: str) -> list[object]:
    return [a for a in disputed_areas() if country in a.claimed_by and a.area_id in ("crimea", "golan", "abyei")]


@pytest.mark.parametrize(
    ("point", "claimants"),
    [
        (SIMFEROPOL, ("UA", "RU")),
        (KATZRIN, ("SY", "IL")),
        (HALAIB, ("EG", "SD")),
        (ABYEI, ("SD", "SS")),
        (LAAYOUNE, ("MA", "EH")),
    ],
)
@pytest.mark.parametrize("viewpoint", ["un", "administered", "UA", "RU", "SY", "IL", "EG", "SD", "SS"])
def test_no_area_is_counted_twice(point: Point, claimants: tuple[str, ...], viewpoint: str) -> None:
    assert sum(holds(country, f":{viewpoint}", point) for country in claimants) <= 1


def test_what_one_side_gains_the_other_loses() -> None:
    def area(country: str, view: str) -> float:
        return area_km2(scope(country, choice=BoundaryChoice.parse(f":{view}")).geometry)

    gained = area("UA", "un") - area("UA", "administered")
    assert gained == pytest.approx(26_950, rel=0.01)
    assert area("RU", "administered") - area("RU", "un") == pytest.approx(gained, rel=1e-3)
    assert area("SY", "un") - area("SY", "administered") == pytest.approx(1_280, rel=0.02)


def test_the_statement_names_set_version_viewpoint_and_disputed_areas() -> None:
    text = scope("SY", choice=BoundaryChoice.parse("whos-on-first:administered")).statement()
    assert text == (
        "Syria: Who's On First sy, version 2024-03-05, by who administers; without Golan Heights, Shebaa Farms."
    )
    assert "with Golan Heights" in scope("SY").statement()
    assert "Donetsk" not in scope("UA").statement()
    assert "Donetsk" in scope("UA", choice=BoundaryChoice.parse(":RU")).statement()
    assert "Halaib" in scope("EG").statement()


def test_a_unit_is_an_area_and_a_town_is_not() -> None:
    homs = scope("SY", "Homs Governorate")
    assert (homs.name, homs.level, homs.units) == ("Homs, Syria", 1, ("ne:SY-HI",))
    assert area_km2(homs.geometry) > 40_000
    district = scope("SY", "Homs District", choice=BoundaryChoice.parse("whos-on-first"))
    assert (district.level, area_km2(district.geometry) < 15_000) == (2, True)
    with pytest.raises(SettingsError, match="no unit 'Khan Shaykhun'"):
        scope("SY", "Khan Shaykhun")


def test_the_kurdistan_region_is_three_or_four_governorates() -> None:
    region = scope("IQ", "Kurdistan Region")
    assert area_km2(region.geometry) == pytest.approx(38_250, rel=0.01)
    assert len(scope("IQ", "Iraqi Kurdistan", choice=BoundaryChoice.parse("whos-on-first")).units) == 4


def test_crimea_is_a_unit_of_whoever_claims_it() -> None:
    assert scope("UA", "Crimea").units == scope("RU", "Crimea", choice=BoundaryChoice.parse(":RU")).units
    with pytest.raises(SettingsError, match="nothing is left"):
        scope("RU", "Crimea")


@pytest.mark.parametrize(
    ("country", "admin", "words"),
    [
        ("XX", None, "no country 'XX'"),
        ("SYR", None, "no country 'SYR'"),
        ("SY", " ", "empty"),
        ("UA", "Kyiv", "several units"),
        ("SY", "Al-Mayadin District", "whos-on-first"),
    ],
)
def test_what_is_not_an_area_is_said(country: str, admin: str | None, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        scope(country, admin)


def test_one_of_several_units_is_chosen_by_its_id() -> None:
    assert scope("UA", "ne:UA-30").units == ("ne:UA-30",)


def test_a_choice_is_parsed_and_checked() -> None:
    assert str(BoundaryChoice.parse("")) == str(DEFAULT_BOUNDARIES) == "natural-earth:un"
    assert str(BoundaryChoice.parse("whos-on-first:ua")) == "whos-on-first:UA"
    for wrong in ("gadm", ":XX", "natural-earth:nato"):
        with pytest.raises(SettingsError, match="Use one of"):
            BoundaryChoice.parse(wrong)
    assert check_viewpoint("UN") == "un"

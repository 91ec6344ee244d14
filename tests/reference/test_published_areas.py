"""The list of published areas: it loads in order, and a file of one's own is checked entry by entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tadmur.reference.published_areas import published_areas
from tadmur.terms.errors import SettingsError


def test_our_list_loads_in_order_of_days() -> None:
    areas = published_areas()
    assert [area.as_of for area in areas] == sorted(area.as_of for area in areas)
    by_day = {area.as_of: area.area_km2 for area in areas}
    assert by_day[date(2015, 1, 1)] == 90_800
    assert by_day[date(2017, 6, 26)] == 36_200
    assert all(area.publisher and area.scope for area in areas)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("areas: [{actor: x}]", "entry 1"),
        ("areas: [{actor: x, scope: s, as_of: soon, precision: day, km2: 1, publisher: p}]", "days such as"),
        ("areas: [{actor: x, scope: s, as_of: 2020-01-01, precision: day, km2: -1, publisher: p}]", "not negative"),
        ("nothing: here", "not a list of published areas"),
        ("[unclosed", "not a list of published areas"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "areas.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        published_areas(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.yaml"):
        published_areas(tmp_path / "none.yaml")

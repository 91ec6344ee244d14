"""Building: same entries, same bytes; duplicates merged; mistakes named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tadmur.reference.build import build_reference, merge_curated, merge_towns, write_gazetteer
from tadmur.reference.build_curated import site_entries
from tadmur.reference.entries import Entry, is_useful, merge_close
from tadmur.terms.errors import InputError
from tadmur.terms.place import FeatureClass


def town(place_id: str, name: str, lon: float, lat: float, **fields: object) -> Entry:
    entry = Entry(place_id, name, FeatureClass.SETTLEMENT, lon, lat, "SY", **fields)  # type: ignore[arg-type]
    entry.add_name(name, primary=True)
    return entry


def test_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    def entries() -> list[Entry]:
        return [town("wof:1", "Ḩamāh", 36.75, 35.13), town("wof:2", "Arak", 38.57, 34.64)]

    write_gazetteer(entries(), tmp_path / "a.sqlite")
    write_gazetteer(entries(), tmp_path / "b.sqlite")
    assert (tmp_path / "a.sqlite").read_bytes() == (tmp_path / "b.sqlite").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.sqlite", "b.sqlite"]


def test_a_twin_close_by_is_absorbed_and_one_far_away_is_not() -> None:
    near, twin, far = (
        town("wof:1", "Salma", 36.0, 35.0, population=9),
        town("wof:2", "Salma", 36.01, 35.0),
        town("wof:3", "Salma", 36.5, 35.0),
    )
    assert [e.place_id for e in merge_close([far, twin, near], within_km=2.0)] == ["wof:1", "wof:3"]


def test_a_shared_id_is_believed_only_close_by() -> None:
    village = town("wof:1", "Kyiv", 34.157, 46.322, geonames_id="703448")
    capital = town("gn:703448", "Kyiv", 30.52, 50.45, geonames_id="703448", population=2_900_000)
    assert [e.place_id for e in merge_towns([village], [capital])] == ["wof:1", "gn:703448"]


def test_our_own_table_names_a_known_town() -> None:
    known = town("wof:1", "Tadmur", 38.28, 34.56)
    ours = town("site:palmyra", "Palmyra", 38.2806, 34.5608)
    ours.add_name("Tadmur", audience="Syrians", primary=True)
    (merged,) = merge_curated([known], [ours])
    assert (merged.place_id, merged.name) == ("wof:1", "Palmyra")
    assert merged.names["Tadmur"].audience == "Syrians"


@pytest.mark.parametrize(
    ("name", "useful"), [("Palmyra", True), ("PMS", False), ("巴尔米拉", False), ("تدمر", True), ("A, B", False)]
)
def test_codes_and_other_scripts_are_left_out(name: str, useful: bool) -> None:
    assert is_useful(name) is useful


def test_our_sites_are_whole() -> None:
    sites = list(site_entries())
    assert len(sites) >= 120
    assert len({s.place_id for s in sites}) == len(sites)
    assert all(-180 <= s.lon <= 180 and -90 <= s.lat <= 90 and s.country for s in sites)


def test_an_incomplete_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="incomplete"):
        build_reference(tmp_path, tmp_path / "out")

"""Building: same entries, same bytes; duplicates merged; mistakes named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tadmur.reference.build import (
    build_reference,
    merge_curated,
    merge_towns,
    name_units_after_capitals,
    write_gazetteer,
)
from tadmur.reference.build_curated import ESTIMATE, SITE_TABLE, site_entries
from tadmur.reference.entries import Entry, is_useful, merge_close
from tadmur.terms.errors import InputError, SettingsError
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
    assert len(sites) >= 450
    assert len({s.place_id for s in sites}) == len(sites)
    assert all(-180 <= s.lon <= 180 and -90 <= s.lat <= 90 and s.country for s in sites)


def test_every_site_states_source_licence_and_precision() -> None:
    with SITE_TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row["source"] and row["licence"] and 0 < float(row["precision_km"]) <= 40 for row in rows)
    remembered = [row for row in rows if row["source"] == ESTIMATE]
    assert len(remembered) / len(rows) < 0.12
    assert {"SY", "IQ", "UA", "SD", "YE", "LY", "ML"} <= {row["country"] for row in rows}
    local = [row for row in rows if any(c > "\u0370" for c in row["names"])]
    assert len(local) / len(rows) > 0.9


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("lon", "east", "column lon is no number"),
        ("lat", "91", "column lat is 91.0, beyond 90"),
        ("name", " ", "column name is empty"),
        ("source", "", "column source is empty"),
    ],
)
def test_a_broken_row_is_named_with_its_column(column: str, value: str, words: str, tmp_path: Path) -> None:
    with SITE_TABLE.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = [next(reader), next(reader) | {column: value}]
    table = tmp_path / "sites.csv"
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(SettingsError, match=f"row 3.*{words}"):
        list(site_entries(table))


def test_a_unit_goes_by_the_names_of_the_town_it_is_called_after() -> None:
    capital = town("wof:1", "Palmyra", 38.28, 34.56, curated=True)
    capital.add_name("Tadmur", language="ar-Latn", audience="Syrians", primary=True)
    unit = Entry("wof:2", "Tadmor", FeatureClass.ADMIN2, 38.4, 34.5, "SY")
    unit.add_name("Tadmor", primary=True)
    unit.add_name("Tadmur")
    name_units_after_capitals([capital, unit])
    assert "Palmyra District" in unit.names
    assert unit.names["Tadmur District"].audience == "Syrians"
    assert "Palmyra" not in unit.names


def test_an_incomplete_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="incomplete"):
        build_reference(tmp_path, tmp_path / "out")

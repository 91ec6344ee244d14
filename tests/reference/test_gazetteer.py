"""The shipped gazetteer: hard names, ways in, and what happens when it is not there."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tadmur.reference.gazetteer import DATA, DENSE_COUNTRIES, Gazetteer
from tadmur.terms.errors import ReferenceMissing
from tadmur.terms.place import FeatureClass

MOST_BYTES = 80_000_000


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "country", "place_id"),
    [
        ("Palmyra", "SY", "wof:421197935"),
        ("Tadmur", "SY", "wof:421197935"),
        ("تدمر", "SY", "wof:421197935"),
        ("Artemivsk", "UA", "wof:101752941"),
        ("Severodonetsk", "UA", "wof:101752951"),
        ("Syria", "SY", "country:SY"),
        ("Сирия", "SY", "country:SY"),
    ],
)
def test_a_name_leads_to_its_place(gazetteer: Gazetteer, name: str, country: str, place_id: str) -> None:
    assert gazetteer.lookup(name, (country,))[0].place_id == place_id


def test_names_say_who_uses_them(gazetteer: Gazetteer) -> None:
    place = gazetteer.place("wof:421197935")
    assert place is not None
    assert place.name == "Palmyra"
    assert {(n.text, n.audience) for n in place.names} >= {("Palmyra", None), ("Tadmur", "Syrians")}


def test_exact_spelling_comes_before_a_folded_one(gazetteer: Gazetteer) -> None:
    matches = gazetteer.matches("Deir al-Zor", ("SY",))
    assert [m.exact for m in matches] == sorted((m.exact for m in matches), reverse=True)
    assert matches[0].place.feature_class is FeatureClass.SETTLEMENT


def test_spellings_vary_only_in_the_dense_countries(gazetteer: Gazetteer) -> None:
    for name in ("Saraqeeb", "Malé", "Tripoly"):
        assert {m.place.country for m in gazetteer.matches(name) if not m.exact} <= set(DENSE_COUNTRIES)
    assert gazetteer.lookup("Saraqeeb", ("SY",))[0].name == "Saraqib"


@pytest.mark.parametrize("name", ["", " ", "—", "Qwrtzabad"])
def test_no_name_and_no_place(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.lookup(name) == []
    assert not gazetteer.is_known(name)


def test_every_dense_country_has_its_villages(gazetteer: Gazetteer) -> None:
    with sqlite3.connect(f"{gazetteer.path.as_uri()}?mode=ro&immutable=1", uri=True) as file:
        counts = dict(file.execute("SELECT country, count(*) FROM place GROUP BY country"))
        broken = file.execute("SELECT count(*) FROM place WHERE abs(lon) > 18000000 OR abs(lat) > 9000000").fetchone()
    assert all(counts[country] > 500 for country in DENSE_COUNTRIES)
    assert broken == (0,)


def test_the_artefact_is_the_one_in_the_manifest(gazetteer: Gazetteer) -> None:
    gazetteer.verify()
    assert gazetteer.path.stat().st_size < MOST_BYTES
    assert all(source["licence"] for source in gazetteer.manifest["sources"])


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ReferenceMissing, match="tadmur reference build"):
        Gazetteer.open(tmp_path / "gazetteer.sqlite")


def damaged(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"not a database, but long enough to be read")
    entry = {"format_version": 1, "bytes": path.stat().st_size, "sha256": "0" * 64, **changes}
    (tmp_path / "MANIFEST.json").write_text(json.dumps({path.name: entry}), encoding="utf-8")
    return path


@pytest.mark.parametrize("changes", [{"bytes": 7}, {"format_version": 99}])
def test_a_wrong_file_is_refused_at_once(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(ReferenceMissing):
        Gazetteer.open(damaged(tmp_path, **changes))


def test_a_damaged_file_of_the_right_size_fails_with_a_sentence(tmp_path: Path) -> None:
    gazetteer = Gazetteer.open(damaged(tmp_path))
    with pytest.raises(ReferenceMissing, match="cannot be read"):
        gazetteer.lookup("Homs")
    with pytest.raises(ReferenceMissing, match="checksum"):
        gazetteer.verify()


def test_a_file_without_manifest_is_refused(tmp_path: Path) -> None:
    shutil.copy(DATA / "sites.csv", tmp_path / "gazetteer.sqlite")
    with pytest.raises(ReferenceMissing, match="manifest"):
        Gazetteer.open(tmp_path / "gazetteer.sqlite")

"""``tadmur reference add``: country gazetteers and boundary sets of a user's own."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.reference.web import Site, serving

from tadmur.cli.reference_command import command
from tadmur.reference.add_geoboundaries import add_geoboundaries
from tadmur.reference.add_geonames import add_geonames
from tadmur.reference.boundaries import boundaries, boundary_set, containing
from tadmur.reference.layers import open_gazetteer
from tadmur.reference.scopes import BoundaryChoice, scope
from tadmur.reference.user_data import added_gazetteers, data_folder
from tadmur.reference.verification import verify_all
from tadmur.terms.errors import InputError, ReferenceMissing
from tadmur.terms.place import FeatureClass


def dump(*rows: tuple[str, ...], country: str = "SY") -> bytes:
    """A zipped dump of GeoNames: (id, name, alternates, lat, lon, class, code, population) a row."""
    lines = []
    for key, name, others, lat, lon, feature_class, code, population in rows:
        lines.append(
            "\t".join([key, name, name, others, lat, lon, feature_class, code, country, "", "", "", "", "", population])
            + "\t\t0\tAsia/Damascus\t2024-01-01"
        )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{country}.txt", "\n".join(lines) + "\n")
    return packed.getvalue()


ROWS = (
    ("1", "Jabal al Ghurab Test", "جبل الغراب,Jebel Ghurab", "34.6", "38.1", "T", "MT", "0"),
    ("2", "Tadmur", "تدمر", "34.5624", "38.2840", "P", "PPL", "50000"),
    ("3", "Nahr Test", "", "34.7", "38.2", "H", "STM", "0"),
    ("4", "Test Dam", "سد الاختبار", "35.9", "38.6", "S", "DAM", "0"),
    ("5", "Ruined Test", "", "35.0", "38.0", "P", "PPLQ", "0"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TADMUR_DATA", str(tmp_path / "data"))
    boundaries.cache_clear()
    scope.cache_clear()
    return tmp_path / "data"


def test_the_data_folder_is_where_the_variables_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TADMUR_DATA", "/somewhere")
    assert data_folder() == Path("/somewhere")
    monkeypatch.delenv("TADMUR_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/share")
    assert data_folder() == Path("/share/tadmur")


def test_a_dump_adds_what_the_gazetteer_lacks(folder: Path) -> None:
    before = open_gazetteer()
    assert not before.lookup("Jabal al Ghurab Test", ["SY"])
    with serving(Site({"/SY.zip": dump(*ROWS)})) as address:
        added = add_geonames("sy", mirror=address)
    assert added.about["rows"]["place"] == 2, "Tadmur is known, the stream and the ruined village are not wanted"
    assert added.about["source"]["url"].endswith("/SY.zip")
    gazetteer = open_gazetteer()
    (hill,) = gazetteer.lookup("jebel ghurab", ["SY"])
    assert (hill.place_id, hill.feature_class, hill.admin1) == ("gn:1", FeatureClass.SITE, "Homs")
    assert gazetteer.place("gn:4") is not None
    assert gazetteer.digest != before.digest
    assert [p.place_id for p in gazetteer.lookup("Palmyra", ["SY"])] == [
        p.place_id for p in before.lookup("Palmyra", ["SY"])
    ]
    assert "geonames-sy" in list(verify_all())
    assert sorted(p.name for p in (folder / "gazetteers").iterdir()) == ["geonames-sy.json", "geonames-sy.sqlite"]


def test_a_damaged_addition_is_found(folder: Path) -> None:
    with serving(Site({"/SY.zip": dump(*ROWS)})) as address:
        added = add_geonames("SY", mirror=address)
    added.path.write_bytes(added.path.read_bytes()[:-1] + b"x")
    with pytest.raises(ReferenceMissing, match=r"checksum.*reference add"):
        list(verify_all())
    added.path.with_suffix(".json").write_text("{", encoding="utf-8")
    with pytest.raises(ReferenceMissing, match="description"):
        added_gazetteers()


@pytest.mark.parametrize("country", ["QQ", "SYR", "", "Syria"])
def test_an_unknown_country_is_refused_before_anything_is_fetched(country: str, folder: Path) -> None:
    with pytest.raises(InputError, match=r"no country.*two letters"):
        add_geonames(country, mirror="http://127.0.0.1:9")
    assert not folder.exists()


@pytest.mark.parametrize("content", [b"not a zip", dump(*ROWS, country="IQ")])
def test_a_file_that_is_no_dump_is_refused_and_removed(content: bytes, folder: Path) -> None:
    with serving(Site({"/SY.zip": content})) as address, pytest.raises(ReferenceMissing, match="no dump of GeoNames"):
        add_geonames("SY", mirror=address)
    assert list((folder / "gazetteers").iterdir()) == []


def test_a_broken_row_of_a_dump_is_named(folder: Path) -> None:
    broken = dump(ROWS[0], ("9", "Bad", "", "north", "38", "T", "MT", "0"))
    with serving(Site({"/SY.zip": broken})) as address, pytest.raises(InputError, match=r"row 2.*lon, lat"):
        add_geonames("SY", mirror=address)


def square(west: float, south: float, side: float) -> dict[str, object]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*shapes: tuple[str, dict[str, object]]) -> bytes:
    features = [
        {"type": "Feature", "geometry": geometry, "properties": {"shapeName": name, "shapeID": f"id-{name}"}}
        for name, geometry in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def about(address: str, file: str) -> bytes:
    terms = {"boundaryLicense": "CC BY 4.0", "boundarySource-1": "A mapping agency", "buildDate": "2023-12-12"}
    return json.dumps({"gjDownloadURL": f"{address}/{file}", **terms}).encode()


def test_a_boundary_set_can_be_added_and_used(folder: Path) -> None:
    site = Site()
    with serving(site) as address:
        site.files = {
            "/SYR/ADM0/": about(address, "0"),
            "/SYR/ADM1/": about(address, "1"),
            "/0": collection(("Syria", square(36, 33, 4))),
            "/1": collection(("West", square(36, 33, 2)), ("East", square(38, 33, 2))),
        }
        added = add_geoboundaries("SYR", mirror=address)
    assert added.about["rows"]["unit"] == 3
    assert boundary_set("geoboundaries-syr").licence == "CC BY 4.0"
    assert [u.name for u in boundaries("geoboundaries-syr", level=1)] == ["East", "West"]
    assert [u.name for u in containing(38.5, 34.0, set_id="geoboundaries-syr")] == ["Syria", "East"]
    chosen = scope("SY", "East", choice=BoundaryChoice.parse("geoboundaries-syr:administered"))
    assert chosen.geometry.bounds == (38.0, 33.0, 40.0, 35.0)
    assert "geoBoundaries SYR, version 2023-12-12" in chosen.statement()
    assert "geoboundaries-syr" in list(verify_all())


@pytest.mark.parametrize("country", ["SY", "QQQ", ""])
def test_boundaries_want_a_code_of_three_letters(country: str, folder: Path) -> None:
    with pytest.raises(InputError, match="three letters"):
        add_geoboundaries(country, mirror="http://127.0.0.1:9")


def test_a_level_that_is_no_geojson_is_refused(folder: Path) -> None:
    site = Site()
    with serving(site) as address:
        site.files = {"/SYR/ADM0/": about(address, "0"), "/0": b"<html>"}
        with pytest.raises(ReferenceMissing, match="no file of geoBoundaries"):
            add_geoboundaries("SYR", mirror=address)


def test_the_commands_say_what_they_did(folder: Path) -> None:
    runner = CliRunner()
    with serving(Site({"/SY.zip": dump(*ROWS)})) as address:
        outcome = runner.invoke(command, ["add", "geonames", "SY", "--mirror", address], catch_exceptions=False)
    assert "2 places that the shipped gazetteer does not have" in outcome.output
    assert "CC BY 4.0" in outcome.output
    assert "geonames-sy (added)" in runner.invoke(command, ["list"], catch_exceptions=False).output
    shown = runner.invoke(command, ["show", "geonames-sy"], catch_exceptions=False).output
    assert json.loads(shown)["country"] == "SY"
    assert "estimate" in runner.invoke(command, ["show", "sites"], catch_exceptions=False).output
    site = runner.invoke(command, ["show", "sites", "t4-airbase"], catch_exceptions=False).output
    assert "OurAirports OS72" in site
    assert "crimea" in runner.invoke(command, ["show", "disputed"], catch_exceptions=False).output
    with pytest.raises(InputError, match=r"boundaries.sqlite"):
        runner.invoke(command, ["show", "gadm"], catch_exceptions=False)

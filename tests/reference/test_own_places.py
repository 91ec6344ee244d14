"""A user's own file of places: reading, mistakes named by row and column, adding, and winning."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tadmur.cli.place_command import command
from tadmur.reference.layers import open_gazetteer
from tadmur.reference.own_places import add_place, find_places, load_places
from tadmur.terms.errors import OutputError, SettingsError
from tadmur.terms.place import FeatureClass

HEADER = "name,lon,lat,country,class,names,admin1,note\n"
HILL = 'Hill Five,37.62,34.53,SY,site,"تل خمسة@ar|Tell Khamsa@ar-Latn:Syrians",Homs,from a photo\n'


def written(tmp_path: Path, text: str, name: str = "places.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_row_is_a_place_with_names_and_note(tmp_path: Path) -> None:
    own = load_places(written(tmp_path, HEADER + HILL))
    (hill,) = own.places
    assert (hill.place_id, hill.lon, hill.lat, hill.admin1) == ("own:sy-hill-five", 37.62, 34.53, "Homs")
    assert [(n.text, n.language, n.audience) for n in hill.names] == [
        ("Hill Five", None, None),
        ("تل خمسة", "ar", None),
        ("Tell Khamsa", "ar-Latn", "Syrians"),
    ]
    assert own.notes == {"own:sy-hill-five": "from a photo"}


def test_yaml_says_the_same(tmp_path: Path) -> None:
    text = (
        "places:\n- {name: Hill Five, lon: 37.62, lat: 34.53, country: SY, class: site, admin1: Homs,\n"
        "   names: ['تل خمسة@ar', 'Tell Khamsa@ar-Latn:Syrians'], note: from a photo}\n"
    )
    by_yaml = load_places(written(tmp_path, text, "places.yaml"))
    by_csv = load_places(written(tmp_path, HEADER + HILL))
    assert by_yaml.places == by_csv.places
    assert by_yaml.digest == by_csv.digest


def test_the_digest_is_of_the_places_alone(tmp_path: Path) -> None:
    other = HILL.replace("Hill Five", "Hill Six")
    one = load_places(written(tmp_path, HEADER + HILL + other)).digest
    assert load_places(written(tmp_path, HEADER + other + HILL.replace("a photo", "a map"))).digest == one
    assert load_places(written(tmp_path, HEADER + other + HILL.replace("37.62", "37.63"))).digest != one


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",37,34,SY,site,,,", "row 3: column name is empty"),
        ("...,37,34,SY,site,,,", "row 3: column name is empty"),
        ("A,east,34,SY,site,,,", "row 3: column lon: 'east' is no number"),
        ('A,"37,5",34,SY,site,,,', "row 3: column lon: '37,5' is no number"),
        ("A,nan,34,SY,site,,,", "row 3: column lon: nan lies outside"),
        ("A,34,137,SY,site,,,", "row 3: column lat: 137 lies outside.*swapped"),
        ("A,37,34,Syria,site,,,", "row 3: column country: 'Syria' is no ISO"),
        ("A,37,34,QQ,site,,,", "row 3: column country: 'QQ' is no ISO"),
        ("A,37,34,SY,hill,,,", "row 3: column class: 'hill'.*settlement, quarter"),
        ("A,37,34,SY,country,,,", "row 3: column class"),
        ("A,37,34,SY,site,B|@ar,,", "row 3: column names: '@ar' holds no letter"),
        ("hill  five,37,34,SY,site,,,", "row 3: column name: .* stands in row 2 already"),
        ("A,37,34,SY,site", "row 3: the row has fewer cells"),
        ("A,37,34,SY,site,,,,x", "row 3: the row has more cells"),
    ],
)
def test_a_mistake_is_named_by_row_and_column(row: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=words):
        load_places(written(tmp_path, HEADER + HILL + row + "\n"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,lon,lat,country\n", "column class is missing"),
        ("name,lon,lat,country,class,colour\n", "there is no column 'colour'"),
        ("name,lon,lat,country,class,name\n", "a column stands twice"),
        ("", "column name is missing"),
    ],
)
def test_wrong_columns_are_named(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"row 1: {words}"):
        load_places(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("places: 3", "no list 'places'"),
        ("- a", "no list 'places'"),
        ("places: [a]", "entry 1: the entry is no mapping"),
        ("places: [{name: A, lon: 1, lat: 2, country: SY}]", "entry 1: column class is missing"),
        ("places: [{name: A, lon: 1, lat: 2, country: SY, class: site, x: 1}]", "entry 1: there is no column 'x'"),
        ("places: [", "not valid YAML"),
    ],
)
def test_mistakes_in_yaml_are_named_by_entry(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=words):
        load_places(written(tmp_path, text, "places.yaml"))


def test_bytes_that_are_no_text_and_two_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        find_places([tmp_path])
    written(tmp_path, "places: []", "places.yaml")
    with pytest.raises(SettingsError, match=r"two files of places: places.csv and places.yaml"):
        find_places([tmp_path])
    assert find_places([tmp_path / "nowhere"]) is None


def test_own_places_win_in_their_country_alone(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "Tadmor,37.0,36.0,SY,settlement,,,\n")
    gazetteer = open_gazetteer(load_places(path))
    plain = open_gazetteer()
    assert [p.place_id for p in gazetteer.lookup("Tadmor", ["SY"])] == ["own:sy-tadmor"]
    assert [p.place_id for p in gazetteer.lookup("tadmor")] == ["own:sy-tadmor"]
    assert gazetteer.lookup("Tadmor", ["UA"]) == plain.lookup("Tadmor", ["UA"])
    folded = gazetteer.lookup("Tadmur", ["SY"])
    assert folded[0].place_id == "own:sy-tadmor"
    assert folded[1:] == plain.lookup("Tadmur", ["SY"])
    assert gazetteer.place("own:sy-tadmor") == folded[0]
    assert gazetteer.place("own:sy-nothing") is None
    assert gazetteer.is_known("Tadmor")
    assert gazetteer.digest != plain.digest
    nearest = gazetteer.nearest_settlement(folded[0])
    assert nearest is not None
    assert nearest.feature_class is FeatureClass.SETTLEMENT


def test_a_place_is_added_and_the_file_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    row = {"name": "Hill 5", "lon": "37.62", "lat": "34.53", "country": "sy", "class": "site", "names": "تل 5@ar"}
    assert add_place(path, row).place_id == "own:sy-hill-5"
    add_place(path, {**row, "name": "Hill 6, north", "note": 'said "here"'})
    own = load_places(path)
    assert [p.name for p in own.places] == ["Hill 5", "Hill 6, north"]
    assert own.notes["own:sy-hill-6-north"] == 'said "here"'
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="in the file already"):
        add_place(path, row)
    with pytest.raises(SettingsError, match="column lat"):
        add_place(path, {**row, "name": "Hill 7", "lat": "x"})
    assert path.read_bytes() == before


def test_adding_keeps_the_order_of_columns_and_does_not_touch_a_broken_file(tmp_path: Path) -> None:
    path = written(tmp_path, "class,country,lat,lon,name")
    row = {"name": "Hill 5", "lon": "37.62", "lat": "34.53", "country": "SY", "class": "site"}
    add_place(path, row)
    assert path.read_text(encoding="utf-8") == "class,country,lat,lon,name\nsite,SY,34.53,37.62,Hill 5\n"
    path.write_text("name\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="row 1"):
        add_place(path, row)
    with pytest.raises(SettingsError, match="CSV files only"):
        add_place(tmp_path / "places.yaml", row)
    with pytest.raises(OutputError, match="--file"):
        add_place(tmp_path / "no" / "places.csv", row)


def test_the_command_adds_and_the_look_up_finds(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    runner = CliRunner()
    options = ["--lon", "37.62", "--lat", "34.53", "--country", "SY", "--file", str(file)]
    outcome = runner.invoke(command, ["add", "Hill of the Test", *options], catch_exceptions=False)
    assert "own:sy-hill-of-the-test" in outcome.output
    found = runner.invoke(
        command, ["Hill of the Test", "--country", "SY", "--places", str(file)], catch_exceptions=False
    )
    assert "own:sy-hill-of-the-test" in found.output

"""Conflict packs: what ships is sound, and text finds the right party."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tadmur.reference.packs import Pack, available_packs, choose_pack, load_pack
from tadmur.terms.errors import SettingsError

SHIPPED = ["libya", "mali-sahel", "sudan", "syria-iraq", "ukraine", "yemen"]


@pytest.fixture(scope="module")
def syria() -> Pack:
    return load_pack("syria-iraq")


def found(pack: Pack, text: str) -> list[tuple[str, str]]:
    return [(mention.text, mention.actor_id) for mention in pack.find_actors(text)]


def test_the_shipped_packs() -> None:
    assert available_packs() == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_pack_is_whole(name: str) -> None:
    pack = load_pack(name)
    assert pack.pack_id == name
    assert pack.digest == load_pack(name).digest
    for actor in pack.actors.values():
        assert actor.parent is None or actor.parent in pack.actors
        assert all(backing.actor_id in pack.actors for backing in actor.backers)
        holder = pack.actors[pack.holder_of(actor.actor_id)]
        assert holder.parent is None
        assert holder.colour is not None or not holder.holds_territory
    assert any(pack.governs(actor_id, pack.countries[0]) for actor_id in pack.actors)


@pytest.mark.parametrize(("name", "least"), [("syria-iraq", 40), ("ukraine", 40), ("sudan", 40), ("libya", 15)])
def test_a_pack_knows_its_own_sources(name: str, least: int) -> None:
    pack = load_pack(name)
    common = set.intersection(*(set(load_pack(other).sources) for other in SHIPPED))
    assert len(set(pack.sources) - common) >= least
    assert {"reuters", "ocha", "acled", "msf", "isw", "janes"} <= common


# Viénot, Machado et al. 2009 (doi:10.1109/TVCG.2009.113), severity 1; rows are linear RGB out.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def lab(colour: str, sight: np.ndarray) -> np.ndarray:
    """CIELAB of an RGB hex colour as seen."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = to_xyz @ np.clip(sight @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    x, y, z = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("sight", sorted(SIGHT))
def test_colours_stay_apart(name: str, sight: str) -> None:
    colours = [actor.colour for actor in load_pack(name).actors.values() if actor.colour]
    for one, other in itertools.combinations(colours, 2):
        distance = float(np.linalg.norm(lab(one, SIGHT[sight]) - lab(other, SIGHT[sight])))
        assert distance > 15, f"{one} and {other} are {distance:.0f} apart"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town is quiet. IS is not.", [("IS", "islamic-state")]),
        ("This is it, said the mayor.", []),
        ("FRONT LINE IS MOVING SOUTH OF THE RIVER", []),
        ("Daesh fighters left", [("Daesh fighters", "islamic-state")]),
        ("Isolated ISIL’s last pocket", [("ISIL", "islamic-state")]),
        ("the Islamic\u00a0State lost a hill", [("the Islamic\u00a0State", "islamic-state")]),
        ("The Syrian  Arab\nArmy moved in", [("Syrian  Arab\nArmy", "syrian-government")]),
        ("anti-government fighters shelled it", [("anti-government fighters", "syrian-opposition")]),
        ("an anti-ISIL drive", []),
        ("Syrian civilians and Syrian soldiers", [("Syrian soldiers", "syrian-government")]),
        ("a Kurdish village near a Russian airbase", [("Russian", "russia")]),
        ("shelling in Syria and Iraq", []),
        ("arms from Russia reached it", [("Russia", "russia")]),
        ("The Russian Defence Ministry said so", []),
        ("regime forces met rebels", [("regime forces", "syrian-government"), ("rebels", "syrian-opposition")]),
        ("opposition fighters left", [("opposition fighters", "syrian-opposition")]),
    ],
)
def test_words_that_mean_a_party(syria: Pack, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(syria, text) == expected


def test_generic_and_adjectival_words_say_so(syria: Pack) -> None:
    by_text = {
        m.text: m
        for m in syria.find_actors("ISIS-held Hit fell as rebels fled and Russian jets struck; US strikes too")
    }
    assert by_text["ISIS"].adjectival
    assert not by_text["ISIS"].generic
    assert by_text["rebels"].generic
    assert by_text["rebels"].certainty < by_text["ISIS"].certainty
    assert not by_text["Russian jets"].adjectival
    assert by_text["US"].adjectival


def test_two_adjectives_share_a_noun(syria: Pack) -> None:
    first, second = syria.find_actors("Russian and Turkish forces patrolled")
    assert (first.actor_id, first.adjectival) == ("russia", False)
    assert (second.actor_id, second.text) == ("turkey", "Turkish forces")


def test_shared_words_follow_the_discourse(syria: Pack) -> None:
    there = "The army took two districts of {}."
    in_iraq = syria.find_actors(there.format("Mosul in Iraq"))[0]
    in_syria = syria.find_actors(there.format("Aleppo"))[0]
    assert (in_iraq.actor_id, in_iraq.alternatives) == ("iraqi-government", ("syrian-government",))
    assert (in_syria.actor_id, in_syria.alternatives) == ("syrian-government", ("iraqi-government",))
    told = syria.find_actors(there.format("the town"), salient=["iraqi-government"])[0]
    assert told.actor_id == "iraqi-government"
    kurds = syria.find_actors("Kurdish advances followed; the Peshmerga hold the ridge.")[0]
    assert kurds.actor_id == "peshmerga"


def test_offsets_point_into_the_raw_text(syria: Pack) -> None:
    text = "İdlib’de\u00a0— the  Islamic State’s men;\u2003Da‘esh too. Médecins Sans Frontières said so."
    mentions = [*syria.find_actors(text), *syria.find_sources(text)]
    assert len(mentions) == 3
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)


@pytest.mark.parametrize("name", ["Jane's 360", "IHS Jane’s", "Jane's", "the IHS Jane's"])
def test_one_source_under_several_names(syria: Pack, name: str) -> None:
    source = syria.source_named(name)
    assert source is not None
    assert source.source_id == "janes"
    assert [m.source_id for m in syria.find_sources(f"the figures, {name} said, are new")] == ["janes"]


def test_sources_speak_for_parties(syria: Pack) -> None:
    aligned = {
        name: source.aligned_with
        for name in ("Amaq", "SANA", "SOHR", "Reuters")
        if (source := syria.source_named(name)) is not None
    }
    assert aligned == {
        "Amaq": "islamic-state",
        "SANA": "syrian-government",
        "SOHR": "independent",
        "Reuters": "independent",
    }
    assert syria.source_named("the baker") is None


def test_alliances_have_dates(syria: Pack) -> None:
    assert not syria.allied("russia", "syrian-government", date(2014, 6, 1))
    assert syria.allied("russia", "syrian-government", date(2016, 3, 20))
    assert syria.allied("hezbollah", "syrian-government", date(2010, 1, 1)), "one line of parents"
    assert syria.allied("us-led-coalition", "ypg", date(2016, 1, 1))
    assert not syria.allied("turkey", "syrian-democratic-forces", date(2019, 10, 9))
    assert not syria.allied("islamic-state", "syrian-government", date(2016, 3, 20))
    sudan = load_pack("sudan")
    assert sudan.allied("sudan-shield-forces", "rapid-support-forces", date(2024, 1, 1))
    assert not sudan.allied("sudan-shield-forces", "rapid-support-forces", date(2025, 1, 1))


@pytest.mark.parametrize("name", SHIPPED)
def test_allied_is_symmetric(name: str) -> None:
    pack, day = load_pack(name), date(2019, 1, 1)
    for a, b in itertools.combinations(pack.actors, 2):
        assert pack.allied(a, b, day) == pack.allied(b, a, day)


def test_control_counts_for_the_parent(syria: Pack) -> None:
    assert syria.holder_of("ypg") == "syrian-democratic-forces"
    assert syria.holder_of("russia") == "russia"
    with pytest.raises(KeyError):
        syria.holder_of("atlantis")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("syria-iraq", "Army units pushed IS out of two villages on the road to Raqqa, a monitor said."),
        ("syria-iraq", "Security forces retook a district of Mosul on Monday."),
        ("ukraine", "Russian troops pulled back from the village in Kherson oblast overnight."),
        ("sudan", "The RSF said it had entered the garrison at Nyala; the army denied it."),
        ("libya", "Fighters of the GNA took the port quarter of Sirte from the Islamic State."),
        ("yemen", "Houthi fighters shelled a camp west of Marib."),
        ("mali-sahel", "JNIM claimed an ambush on FAMa near Ansongo."),
        (None, "The council approved a new bus route and a library on the harbour."),
        (None, ""),
    ],
)
def test_the_pack_that_a_text_speaks_for(expected: str | None, text: str) -> None:
    assert choose_pack(text) == expected


SMALL = """
id: hills
name: War of the hills
countries: [AD]
period: {since: 1900-01-01}
cues: {AD: [Andorra]}
actors:
  - {id: north, name: North, kind: state, governs: [AD], colour: "#000000"}
  - {id: south, name: South, kind: rebel, colour: "#ffffff", backers: [{actor: north, until: 1901-01-01}]}
sources:
  - {id: herald, name: The Herald, kind: publisher, aligned_with: independent}
"""


def test_a_users_own_pack(tmp_path: Path) -> None:
    path = tmp_path / "hills.yaml"
    path.write_text(SMALL, encoding="utf-8")
    pack = load_pack(path)
    assert found(pack, "The South took it.") == [("South", "south")]
    assert pack.since == date(1900, 1, 1)
    assert load_pack(str(path)).digest == pack.digest


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('colour: "#000000"', 'colour: "black"', ["$.actors[0].colour", "black"]),
        ("kind: rebel", "kind: goodies", ["$.actors[1].kind", "goodies"]),
        ("actor: north", "actor: west", ["$.actors[1].backers[0].actor", "'west'"]),
        ("aligned_with: independent", "aligned_with: east", ["$.sources[0].aligned_with", "'east'"]),
        ("id: south", "id: north", ["$.actors", "'north'"]),
        ('"#ffffff"', '"#000000"', ["$.actors[1].colour", "choose another"]),
        ("name: South, kind: rebel", "name: South, kind: rebel, parent: south", ["$.actors[1].parent", "circle"]),
        ("period: {since: 1900-01-01}", "period: {since: 1900-01-01, until: 1899-01-01}", ["$.period", "swap"]),
        ("countries: [AD]", "countries: [NO, Sweden]", ["$.countries[1]", "Sweden"]),
        ("cues:", "cues: [", ["YAML", "line"]),
        ("name: War of the hills", "nom: War of the hills", ["'name' is a required property"]),
    ],
)
def test_a_wrong_pack_says_where(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    assert old in SMALL
    path = tmp_path / "wrong.yaml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_pack(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_pack_that_is_not_there() -> None:
    with pytest.raises(SettingsError, match="syria-iraq"):
        load_pack("atlantis")


@pytest.mark.parametrize(
    ("country", "words", "party"),
    [
        ("IQ", "government forces", "iraqi-government"),
        ("SY", "government forces", "syrian-government"),
        ("IQ", "Syrian government forces", "syrian-government"),
        ("LY", "the army", "syrian-government"),
    ],
)
def test_words_that_governments_share_mean_that_of_the_country(country: str, words: str, party: str) -> None:
    assert load_pack("syria-iraq").party_in(country, "syrian-government", words) == party

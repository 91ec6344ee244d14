"""Maps in the ledger: only changes are claims, order makes no difference, and two sources are compared."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tadmur.export.map_comparison import comparison_text
from tadmur.pipeline.control_compare import compare_sources
from tadmur.pipeline.control_comparison import comparison_contract, write_comparison
from tadmur.pipeline.control_import import import_control
from tadmur.pipeline.control_settings import ImportOutcome, ImportSettings, holders_of
from tadmur.pipeline.listing import control_listing
from tadmur.store.ledger import View
from tadmur.terms.claim import Claim, ClaimKind
from tadmur.terms.errors import InputError, LedgerError, SettingsError

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "control-maps"
DATA = ROOT / "tests" / "data" / "control_maps"
NORTH, SOUTH = (sorted(EXAMPLES.glob(f"{name}-*.geojson")) for name in ("north", "south"))
PARTY_A, PARTY_B = "islamic-state", "syrian-government"


def bring(ledger: Path, paths: Sequence[Path], source: str = "North Monitor", **more: object) -> ImportOutcome:
    settings = {"form": "geojson", "source": source, "pack": "syria-iraq", **more}
    return import_control(paths, ledger, ImportSettings(**settings))  # type: ignore[arg-type]


def claims_of(ledger: Path) -> list[Claim]:
    with View(ledger) as view:
        return [row.claim for row in view.claims()]


def square(folder: Path, day: str, *squares: tuple[str, float, float, float, float], **more: object) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"{party} {number}", "control": party, **more},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
            },
        }
        for number, (party, west, south, east, north) in enumerate(squares, start=1)
    ]
    path = folder / f"map-{day}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maps") / "maps.duckdb"
    bring(path, NORTH)
    bring(path, SOUTH, "South Institute")
    return path


def test_only_changes_are_claims_and_each_quotes_its_feature(ledger: Path) -> None:
    with View(ledger) as view:
        texts = {item.report.report_id: item.report.text for item in view.reports()}
    by_day: dict[str, Counter[ClaimKind]] = {}
    for claim in claims_of(ledger):
        text = texts[claim.report_id]
        assert text[claim.span.start : claim.span.end] == claim.span.exact
        assert claim.span.exact.startswith("feature ") or claim.kind is ClaimKind.CONTROL_LOSS
        if claim.publisher.name == "North Monitor":
            day = claim.event_time.latest.date().isoformat() if claim.event_time.latest else ""
            by_day.setdefault(day, Counter())[claim.kind] += 1
    assert set(by_day["2016-03-01"]) == {ClaimKind.CONTROL_HOLD}
    assert ClaimKind.CONTROL_HOLD not in by_day["2016-03-28"]
    assert sum(by_day["2016-03-15"].values()) < sum(by_day["2016-03-01"].values()) / 5


def test_claimed_land_is_said_by_the_party_and_columns_of_units_are_dropped(ledger: Path, tmp_path: Path) -> None:
    claimed = [claim for claim in claims_of(ledger) if claim.trigger == "claimed"]
    assert claimed
    assert all(claim.speaker.aligned_with == PARTY_B and claim.publisher.name == "North Monitor" for claim in claimed)
    outcome = bring(tmp_path / "one.duckdb", NORTH[:1])
    assert outcome.dropped == {"unit"}
    with View(tmp_path / "one.duckdb") as view:
        assert all("unit" not in item.report.text for item in view.reports())


def test_a_map_again_or_out_of_order_gives_the_same_ledger(tmp_path: Path) -> None:
    digests = []
    for name, order in (("a", (0, 1, 2)), ("b", (2, 0, 1)), ("c", (1, 2, 0, 1))):
        path = tmp_path / f"{name}.duckdb"
        for number in order:
            bring(path, [NORTH[number]])
        with View(path) as view:
            digests.append(view.digest())
    path = tmp_path / "d.duckdb"
    bring(path, NORTH[::-1])
    with View(path) as view:
        digests.append(view.digest())
    assert len(set(digests)) == 1


def test_land_that_changes_hands_or_is_drawn_no_more(tmp_path: Path) -> None:
    first = square(tmp_path, "2016-03-01", ("Islamic State", 38.0, 34.3, 38.6, 34.8))
    second = square(tmp_path, "2016-03-02", ("Syrian government", 38.0, 34.3, 38.6, 34.8))
    third = square(tmp_path, "2016-03-05", ("Syrian government", 36.5, 34.5, 36.8, 34.8))
    path = tmp_path / "maps.duckdb"
    outcome = bring(path, [first, second, third])
    palmyra = [c for c in claims_of(path) if c.place is not None and c.place.name in ("Tadmur", "Palmyra", "Tadmor")]
    assert [c.kind for c in palmyra] == [ClaimKind.CONTROL_HOLD, ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS]
    assert [c.actor_id for c in palmyra] == [PARTY_A, PARTY_B, PARTY_B]
    assert palmyra[1].opponent_id == PARTY_A
    assert palmyra[2].event_time.earliest is not None
    assert palmyra[2].event_time.earliest.date() == date(2016, 3, 3)
    assert any("a jump" in note.what for note in outcome.notes)
    lines = list(control_listing(path, "csv", as_of=date(2016, 3, 2), known_by=None, place=palmyra[0].place.name))  # type: ignore[union-attr]
    row = next(csv.DictReader(lines))
    assert row["place_name"] == "Palmyra"
    assert int(row["evidence_n"]) >= 2


def test_warnings_name_the_feature(tmp_path: Path) -> None:
    outcome = bring(tmp_path / "m.duckdb", [DATA / "broken.geojson"], "Broken", day=date(2016, 3, 1))
    said = " ".join(note.sentence() for note in outcome.notes)
    assert 'feature 4 "Elsewhere": it lies around' in said
    assert "(Afghanistan), far from Wars in Syria and Iraq: another country's outline (left out)" in said
    assert 'feature 1 "Bow tie": overlaps feature 5 "Shared" by' in said
    assert "feature 9 \"Stranger\": 'Nobody Known' names no party of the pack" in said
    again = bring(tmp_path / "n.duckdb", SOUTH[:2], "South Institute")
    assert [note.what for note in again.notes] == ["the map is the same as that of 2016-03-01"]


def test_labels_that_name_no_party_are_told_whose_they_are(tmp_path: Path) -> None:
    red = square(tmp_path, "2016-03-01", ("Red zone", 38.0, 34.3, 38.6, 34.8))
    with pytest.raises(InputError, match="'Red zone' names no party"):
        bring(tmp_path / "m.duckdb", [red])
    assert bring(tmp_path / "n.duckdb", [red], holders=holders_of(["Red zone=islamic-state"])).claims > 0
    with pytest.raises(SettingsError, match="has no party 'reds'"):
        bring(tmp_path / "o.duckdb", [red], holders={"Red zone": "reds"})
    with pytest.raises(SettingsError, match="LABEL=ACTOR"):
        holders_of(["Red zone"])
    with pytest.raises(SettingsError, match="which conflict"):
        bring(tmp_path / "p.duckdb", [red], pack=None)


def test_tables_of_places_and_of_areas(tmp_path: Path) -> None:
    path = tmp_path / "ua.duckdb"
    table = ImportSettings("viina", "ISW", column="status")
    outcome = import_control([DATA / "viina_control.csv"], path, table)
    kinds = [(c.kind, c.actor_id) for c in claims_of(path)]
    assert kinds == [
        (ClaimKind.CONTROL_HOLD, "russia"),
        (ClaimKind.CONTROL_HOLD, "ukraine"),
        (ClaimKind.CONTESTED, None),
    ]
    assert outcome.source == "Institute for the Study of War"
    with pytest.raises(InputError, match="is in the ledger already"):
        import_control([DATA / "viina_control.csv"], path, ImportSettings("viina", "ISW", date(2024, 1, 31)))
    areas = import_control([DATA / "liveuamap_areas.csv"], path, ImportSettings("liveuamap", "Liveuamap"))
    figures = [c for c in claims_of(path) if c.kind is ClaimKind.TERRITORY_FIGURE]
    assert areas.claims == 2
    assert [c.quantity.best for c in figures if c.quantity] == [104500.5, 104512.0]


def test_every_settlement_with_its_state_and_distance(tmp_path: Path) -> None:
    table = tmp_path / "places.csv"
    settings = ImportSettings("geojson", "North Monitor", pack="syria-iraq")
    import_control(NORTH[:1], tmp_path / "m.duckdb", settings, settlements=table)
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    assert {row["party"] for row in rows} == {PARTY_A, PARTY_B}
    assert all(0 <= float(row["distance_to_front_km"]) < 120 for row in rows if row["status"] == "assessed")
    assert len({row["place_id"] for row in rows}) > 1000


def test_two_sources_side_by_side(ledger: Path, tmp_path: Path) -> None:
    found = compare_sources(
        ledger,
        ["south institute", "North Monitor"],
        first_day=date(2016, 3, 1),
        last_day=date(2016, 3, 31),
        countries=("SY",),
    )
    assert found.sources == ("South Institute", "North Monitor")
    assert found.first.second > 0
    assert found.first.first == 0
    assert found.first.lead_days == -13
    land = found.land[-1]
    assert land.held[PARTY_A][0] > 3 * land.held[PARTY_A][1]
    assert "Natural Earth, version" in found.scope_statement
    assert "Who's On First" in found.units_statement
    said = " ".join(found.scope_differences)
    assert "a difference of scope, not of events" in said
    assert "North Monitor also draws land as claimed" in said
    total = sum(item.differ_km2 for item in found.districts)
    assert total == pytest.approx(land.different + sum(land.only), rel=0.02)
    text = "\n".join(comparison_text(comparison_contract(found)))
    assert "not what is so" in text
    assert all(len(line) <= 100 for line in text.splitlines() if not line.startswith("  "))
    one, other = tmp_path / "one", tmp_path / "other"
    write_comparison(found, one)
    write_comparison(found, other)
    for name in ("differences.svg", "differences.png", "districts.csv", "agreement.csv", "comparison.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    assert (
        b"Not for targeting" in (one / "differences.svg").read_bytes() or (one / "differences.png").stat().st_size > 0
    )


def test_one_counts_crimea_and_the_other_does_not(tmp_path: Path) -> None:
    path = tmp_path / "ua.duckdb"
    new = ("Russia", 35.0, 46.8, 37.5, 47.3)
    peninsula = ("Russia", 32.4, 44.3, 36.7, 46.15)
    east = ("Russia", 38.3, 47.8, 39.9, 49.0)
    for number, day in enumerate(("2024-01-01", "2024-02-01")):
        grown = ("Russia", 35.0, 46.8, 37.5, 47.3 + number / 10)
        bring(path, [square(tmp_path, day, grown, peninsula, east)], "Whole Atlas", pack="ukraine")
        bring(path, [square(tmp_path, day, new)], "New Atlas", pack="ukraine")
    found = compare_sources(
        path, ["Whole Atlas", "New Atlas"], first_day=date(2024, 1, 1), last_day=date(2024, 2, 1), countries=("UA",)
    )
    (sentence,) = [s for s in found.scope_differences if "difference of scope" in s]
    assert sentence.startswith("Whole Atlas gives")
    assert "Crimea" in sentence
    assert "Luhansk" in sentence


def test_what_cannot_be_compared(ledger: Path, tmp_path: Path) -> None:
    days = {"first_day": date(2016, 3, 1), "last_day": date(2016, 3, 31)}
    with pytest.raises(InputError, match="It has maps by: North Monitor, South Institute"):
        compare_sources(ledger, ["North Monitor", "Nobody"], **days)
    with pytest.raises(SettingsError, match="two different names"):
        compare_sources(ledger, ["North Monitor", "north monitor"], **days)
    with pytest.raises(SettingsError, match="the period is empty"):
        compare_sources(
            ledger, ["North Monitor", "South Institute"], first_day=date(2016, 4, 1), last_day=date(2016, 3, 1)
        )
    with pytest.raises(InputError, match="Its maps are of 2016-03-01 to 2016-03-28"):
        compare_sources(
            ledger, ["North Monitor", "South Institute"], first_day=date(2015, 1, 1), last_day=date(2015, 2, 1)
        )
    with pytest.raises(SettingsError, match="no country 'XX'"):
        compare_sources(ledger, ["North Monitor", "South Institute"], countries=("XX",), **days)
    with pytest.raises(LedgerError):
        compare_sources(tmp_path / "none.duckdb", ["A", "B"], **days)

"""The record of control in its two formats."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

from tadmur.export.control import ControlMeta, ControlRecord, control_csv, control_geojson, control_jsonl, control_rows
from tadmur.export.limits import LIMITS
from tadmur.terms.assessment import Assessment, Evidence, Label
from tadmur.terms.place import FeatureClass, Place

META = ControlMeta({"army": "The Army", "militia": "The Militia"}, "Natural Earth 10m", "5.1.1")
KNOWN = ControlRecord(
    Assessment(
        "g:2",
        date(2023, 12, 20),
        datetime(2023, 12, 20, 12, tzinfo=UTC),
        (("militia", 0.91), ("contested", 0.06), ("army", 0.03)),
        Label.ASSESSED,
        date(2023, 12, 18),
        date(2023, 12, 19),
        (Evidence("c1", 2.1), Evidence("c2", -0.3)),
        date(2023, 12, 19),
    ),
    Place("g:2", "Hasaballa", FeatureClass.SETTLEMENT, 33.512345, 14.4, "SD"),
    {"wire": "militia", "army-press": "army"},
)
UNKNOWN = ControlRecord(
    Assessment("g:1", date(2023, 12, 20), None, (("army", 0.5), ("militia", 0.5)), Label.UNKNOWN, None, None, (), None),
    Place("g:1", "Quiet dam", FeatureClass.SITE, 33.1, 14.1, "SD"),
)


def test_rows_are_ordered_and_alike_whatever_the_order_of_the_input() -> None:
    rows = control_rows([KNOWN, UNKNOWN], META)
    assert rows == control_rows([UNKNOWN, KNOWN], META)
    assert [row["place_id"] for row in rows] == ["g:1", "g:2"]
    assert list(rows[0]) == list(rows[1])


def test_a_known_place_has_probabilities_and_sources() -> None:
    row = control_rows([KNOWN, UNKNOWN], META)[1]
    assert (row["status"], row["probability"], row["p_unknown"]) == ("militia", 0.91, 0.0)
    assert (row["p_army"], row["p_militia"], row["p_contested"]) == (0.03, 0.91, 0.06)
    assert (row["status_wire"], row["status_army-press"]) == ("militia", "army")
    assert (row["last_evidence_date"], row["evidence_n"]) == ("2023-12-19", 2)
    assert (row["lon"], row["lat"]) == (33.5123, 14.4)


def test_nothing_known_is_unknown_and_not_a_coin_toss() -> None:
    row = control_rows([KNOWN, UNKNOWN], META)[0]
    assert (row["status"], row["p_unknown"]) == ("unknown", 1.0)
    assert row["p_army"] is row["probability"] is row["status_wire"] is None


def test_every_format_carries_limits_and_boundary_set() -> None:
    rows = control_rows([KNOWN, UNKNOWN], META)
    for text in ("".join(control_csv(rows)), control_geojson(rows), "".join(control_jsonl(rows))):
        assert LIMITS in text
        assert "Natural Earth 10m" in text


def test_csv_reads_back_with_empty_cells_for_unknown() -> None:
    first, second = csv.DictReader(io.StringIO("".join(control_csv(control_rows([KNOWN, UNKNOWN], META)))))
    assert first["p_army"] == ""
    assert second["p_army"] == "0.03"


def test_geojson_shows_a_site_without_its_position() -> None:
    collection = json.loads(control_geojson(control_rows([KNOWN, UNKNOWN], META)))
    site, town = collection["features"]
    assert site["geometry"] is None
    assert town["geometry"] == {"type": "Point", "coordinates": [33.5123, 14.4]}
    assert town["properties"]["holder"] == "militia"


def test_no_places_give_a_header_only() -> None:
    assert "".join(control_csv([])).startswith("place_id,place_name")
    assert json.loads(control_geojson([]))["features"] == []

"""The gold files are consistent: ids, halves, quotes, vocabularies and counts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tadmur.reference.packs import load_pack
from tadmur.terms.harm import HarmKind, HarmObject, HarmStatus

GOLD = Path(__file__).resolve().parents[2] / "benchmarks" / "gold"
FILES = ("places", "figures", "contradictions", "echoes", "harm")


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_ids_are_unique_and_halves_follow_from_them(name: str) -> None:
    items = lines(name)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        number = int(hashlib.sha256(item["id"].split(".")[0].encode()).hexdigest(), 16)
        assert item["split"] == ("held" if number % 2 else "dev"), item["id"]


def test_frames_name_shipped_parties_and_places_of_their_sentences() -> None:
    items = lines("frames")
    assert len({item["id"] for item in items}) == len(items) >= 150
    for item in items:
        number = int(hashlib.sha256(item["id"].encode()).hexdigest(), 16)
        assert item["split"] == ("dev" if number % 3 else "held"), item["id"]
        parties = {*load_pack(item["pack"]).actors, None}
        for claim in item["claims"]:
            assert {*claim["actor"], *(claim["opponent"] or ())} <= parties, item["id"]
            assert claim["place"] is None or claim["place"] in item["text"], item["id"]


def test_figures_use_the_vocabulary_and_shipped_parties() -> None:
    packs = ("syria-iraq", "ukraine", "sudan", "yemen", "libya", "mali-sahel")
    parties = {actor_id for pack in packs for actor_id in load_pack(pack).actors}
    items = lines("figures")
    assert len(items) >= 60
    assert {item["verdict"] for item in items} == {"agrees", "depends", "disagrees", "unchecked"}
    for item in items:
        assert all(report["text"] and report["published_at"] for report in item["reports"]), item["id"]
        for area in item.get("areas", ()):
            assert area["actor"] in parties, item["id"]
            assert area["km2"] > 0, item["id"]
        if item["verdict"] == "agrees":
            assert item.get("holds") != [], item["id"]


def test_contradictions_quote_their_reports() -> None:
    items = lines("contradictions")
    kinds = Counter(item["kind"] for item in items)
    assert kinds.pop("unrelated") == 30
    assert sum(kinds.values()) >= 150
    assert min(kinds.values()) >= 15
    for item in items:
        texts = {report["id"]: report["text"] for report in item["reports"]}
        for side in ("a", "b"):
            assert texts[item[side]["report"]].count(item[side]["quote"]) == 1, item["id"]
        assert ("from" in item) == (item["kind"] == "corroboration"), item["id"]
        load_pack(item["pack"])


def test_echoes_are_told_by_how() -> None:
    items = lines("echoes")
    assert len(items) >= 120
    for item in items:
        assert item["echo"] == (item["how"] in {"verbatim", "edited", "translated_quote", "rewrite"}), item["id"]
        assert item["how"] == "verbatim" or item["earlier"]["text"] != item["later"]["text"], item["id"]
        load_pack(item["pack"])
    assert 0.4 <= sum(item["echo"] for item in items) / len(items) <= 0.6


def test_harm_quantities_are_where_they_say_and_in_order() -> None:
    items = lines("harm")
    assert sum(len(item["quantities"]) for item in items) >= 200
    for item in items:
        load_pack(item["pack"])
        for quantity in item["quantities"]:
            assert item["text"][quantity["start"] : quantity["end"]] == quantity["quote"], item["id"]
            for named in (quantity["cause"], quantity["place"], quantity["base"]):
                assert named is None or named in item["text"], item["id"]
            bounds = [quantity[name] for name in ("low", "best", "high") if quantity[name] is not None]
            assert bounds == sorted(bounds), item["id"]
            assert quantity["asserted"] == bool(bounds), item["id"]
            assert HarmKind(quantity["kind"]), item["id"]
            if quantity["object"] is not None:
                assert HarmObject(quantity["object"]), item["id"]
            if quantity["status"] is not None:
                assert HarmStatus(quantity["status"]), item["id"]
            days = [day for day in (quantity["first"], quantity["last"]) if day is not None]
            assert days == sorted(days), item["id"]
            assert all(day <= item["published_at"] for day in days), item["id"]

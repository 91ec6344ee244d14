"""The shipped examples: every gold line is true to its report, and nothing in them is anybody else's sentence."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tadmur.reference.packs import load_pack
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.clock import Precision
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.place import PlaceRelation
from tadmur.terms.report import Zone
from tadmur.terms.source import INDEPENDENT, SpeakerRole

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = REPOSITORY / "examples"
PARAPHRASE = REPOSITORY / "tests" / "data" / "paraphrase"
SETS = ("palmyra-2016", "sudan-2023", "ukraine-2022")
CLAIM_FIELDS = {
    "report", "quote", "zone", "kind", "place", "place_relation", "anchor", "actor", "opponent", "supporters",
    "speaker", "publisher", "asserted", "modality", "time_earliest", "time_latest", "time_precision", "quantity",
    "of", "optional", "note",
}  # fmt: skip
QUANTITY_FIELDS = {"low", "best", "high", "unit", "vague", "base"}
PAIR_KINDS = {kind.value for kind in ComparisonKind}
COMMON_PAIR_KINDS = {"dispute", "sequence", "different_place", "copy", "corroboration"}
"""Every set has pairs of these."""
SHARED_WORDS = 8
"""So many consecutive words in common with a foreign text are a borrowed sentence."""


@dataclass(frozen=True)
class ExampleSet:
    """One set as it lies in the folder."""

    folder: Path
    texts: dict[str, str]
    claims: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    monitor: dict[str, Any]

    def rows(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "truth" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@cache
def read_set(name: str) -> ExampleSet:
    folder = EXAMPLES / name
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix in (".txt", ".md"):
            texts[path.name] = path.read_text(encoding="utf-8")
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                record = json.loads(line)
                assert record["id"] not in texts, record["id"]
                texts[record["id"]] = record["text"]
    truth = folder / "truth"
    claims = [json.loads(line) for line in (truth / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    pairs = yaml.safe_load((truth / "contradictions.yaml").read_text(encoding="utf-8"))
    monitor = yaml.safe_load((folder / "monitor.yaml").read_text(encoding="utf-8"))
    return ExampleSet(folder, texts, claims, pairs, monitor)


@pytest.fixture(params=SETS)
def example(request: pytest.FixtureRequest) -> ExampleSet:
    return read_set(request.param)


def test_three_sets_of_twelve_reports_or_more_make_thirty_six() -> None:
    counts = [len(read_set(name).texts) for name in SETS]
    assert min(counts) >= 12
    assert sum(counts) >= 36


def test_reports_have_the_length_of_news(example: ExampleSet) -> None:
    lengths = {name: len(text.split()) for name, text in example.texts.items()}
    assert {name: words for name, words in lengths.items() if not 80 <= words <= 450} == {}


def test_every_report_has_gold(example: ExampleSet) -> None:
    assert {row["report"] for row in example.claims} == set(example.texts)


def test_gold_lines_have_one_schema(example: ExampleSet) -> None:
    for row in example.claims:
        assert set(row) == CLAIM_FIELDS, row["quote"]
        ClaimKind(row["kind"])
        Modality(row["modality"])
        Zone(row["zone"])
        Precision(row["time_precision"])
        if row["of"] is not None:
            assert row["kind"] == "denial"
            ClaimKind(row["of"])
        assert (row["place"] is None) == (row["place_relation"] is None) == (row["anchor"] is None), row["quote"]
        if row["place_relation"]:
            PlaceRelation(row["place_relation"])


def test_quotes_are_verbatim_and_stand_once(example: ExampleSet) -> None:
    for row in example.claims:
        times = example.texts[row["report"]].count(row["quote"])
        assert times == 1 or (times == 2 and row["zone"] == "headline"), (row["report"], row["quote"], times)


def test_no_gold_line_stands_twice(example: ExampleSet) -> None:
    keys = [
        (row["report"], row["quote"], row["kind"], row["place"], row["actor"], str(row["quantity"]))
        for row in example.claims
    ]
    assert len(keys) == len(set(keys))


def test_gold_times_are_dates_in_order_and_not_after_publication(example: ExampleSet) -> None:
    for row in example.claims:
        first, last = row["time_earliest"], row["time_latest"]
        if first and last:
            assert date.fromisoformat(first) <= date.fromisoformat(last), row["quote"]
        if row["modality"] in ("forecast", "planned", "conditional"):
            continue
        stated = re.search(r"\d{4}-\d\d-\d\d", row["report"])
        if stated and last:
            assert last <= stated.group(), row["quote"]


def test_quantities_are_ordered_and_unknown_is_not_zero(example: ExampleSet) -> None:
    for row in example.claims:
        if (quantity := row["quantity"]) is None:
            continue
        assert set(quantity) == QUANTITY_FIELDS
        known = [quantity[key] for key in ("low", "best", "high") if quantity[key] is not None]
        assert known == sorted(known), row["quote"]
        if 0 in known:
            assert re.search(r"\b(no|nobody|without)\b", row["quote"]), row["quote"]
        if not known:
            assert quantity["vague"], row["quote"]


def test_actors_are_in_the_pack(example: ExampleSet) -> None:
    actors = load_pack(example.monitor["pack"]).actors
    used = {row[key] for row in example.claims for key in ("actor", "opponent")} - {None}
    used |= {actor for row in example.claims for actor in row["supporters"]}
    used |= {row["holder"] for row in example.rows("control.csv")} - {CONTESTED_STATE}
    assert used - set(actors) == set()


def test_sources_of_the_overlay_have_known_roles_and_sides(example: ExampleSet) -> None:
    pack = load_pack(example.monitor["pack"])
    ids = {source["id"] for source in example.monitor["sources"]}
    assert len(ids) == len(example.monitor["sources"])
    for source in example.monitor["sources"]:
        SpeakerRole(source["kind"])
        assert source["aligned_with"] in {*pack.actors, INDEPENDENT}
        assert set(source["republishes"]) <= ids
        assert source["id"] not in pack.sources, "an invented outlet must not be a real one"
    names = {source["name"] for source in example.monitor["sources"]}
    unsigned = {row["publisher"] for row in example.claims} - names
    assert unsigned <= {"Mariia V."}, "only the private letter has no outlet"


def test_truth_of_control_has_one_state_a_day(example: ExampleSet) -> None:
    by_place: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for row in example.rows("control.csv"):
        interval = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        assert interval[0] <= interval[1], row
        by_place[row["place"]].append(interval)
        assert bool(row["lon"]) == bool(row["lat"])
        if row["lon"]:
            assert -180 <= float(row["lon"]) <= 180
            assert -90 <= float(row["lat"]) <= 90
    for place, intervals in by_place.items():
        for (_, before), (after, _) in pairwise(sorted(intervals)):
            assert before < after, place


def test_contradictions_quote_their_reports(example: ExampleSet) -> None:
    kinds = {pair["kind"] for pair in example.pairs}
    assert COMMON_PAIR_KINDS <= kinds <= PAIR_KINDS
    gold_quotes = {(row["report"], row["quote"]) for row in example.claims}
    for pair in example.pairs:
        assert set(pair) - {"state_disputed"} == {"kind", "place", "a", "b", "reason"}
        assert ("state_disputed" in pair) == (pair["kind"] == "sequence"), pair["reason"]
        for side in (pair["a"], pair["b"]):
            assert side["quote"] in example.texts[side["report"]], side["quote"]
            assert (side["report"], side["quote"]) in gold_quotes, side["quote"]


def test_duplicates_name_reports_of_the_set(example: ExampleSet) -> None:
    rows = example.rows("duplicates.csv")
    assert rows
    for row in rows:
        assert row["report"] in example.texts
        assert row["duplicate_of"] in example.texts
        assert row["kind"] in ("near_verbatim", "rewrite")


def test_the_paraphrase_expects_what_its_report_says() -> None:
    expected = yaml.safe_load((PARAPHRASE / "expected.yaml").read_text(encoding="utf-8"))
    text = (PARAPHRASE / expected["report"]).read_text(encoding="utf-8")
    actors = set(load_pack(expected["pack"]).actors)
    ids = [claim["id"] for claim in expected["claims"]]
    assert len(ids) == len(set(ids)) >= 15
    for claim in expected["claims"]:
        assert text.count(claim["quote"]) == 1, claim["id"]
        ClaimKind(claim["kind"])
        Modality(claim["modality"])
        assert {claim["actor"], claim.get("opponent")} - {None} <= actors
        first, last = claim["time"]["earliest"], claim["time"]["latest"]
        assert first is None or last is None or first <= last
    assert text.count(expected["headline_once"]) == 2
    for words in expected["no_claim_in"] + expected["one_source"]["mentions"] + expected["private_names"]:
        assert words in text
    for question in expected["questions"]:
        for claim_id in question.get("card", {}).get("claims", []):
            assert claim_id in ids


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def test_no_sentence_is_borrowed(shared: Path) -> None:
    own: dict[str, str] = {}
    for name in SETS:
        own |= read_set(name).texts
    own["paraphrase"] = (PARAPHRASE / "kordofan-report.txt").read_text(encoding="utf-8")
    runs = {
        run: report
        for report, text in own.items()
        for run in zip(*(_words(text)[shift:] for shift in range(SHARED_WORDS)), strict=False)
    }
    starts = {run[0] for run in runs}
    foreign = [path for suffix in ("txt", "jsonl", "tsv") for path in sorted(shared.rglob(f"*.{suffix}"))]
    assert foreign
    for path in foreign:
        words = _words(path.read_text(encoding="utf-8", errors="replace"))
        for position, word in enumerate(words):
            if word in starts:
                run = tuple(words[position : position + SHARED_WORDS])
                assert run not in runs, (path.name, runs.get(run), " ".join(run))

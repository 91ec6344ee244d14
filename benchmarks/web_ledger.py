"""A large ledger for the browser monitor, and an edition of it, both written by rule.

    python benchmarks/web_ledger.py out/large --places 50000 --claims 1000000

Reports, claims and places are synthetic: eight sentences a report, each a claim that somebody took, lost or holds a
numbered place. The ledger is a real one, and its catalogue is made as for any other. The chronicle is not fitted: each
claim begins a run with its party at nine in ten, which fades in steps until the next claim, because a fit of this size
takes minutes and what is measured here is how fast a monitor answers. Cards and profiles are by rule, too.
"""

from __future__ import annotations

import argparse
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from tadmur.pipeline.chronicle import CONTESTED, Chronicle
from tadmur.pipeline.edition import Audience, EditionKey, ensure_catalogue, write_edition
from tadmur.pipeline.settings import RunSettings
from tadmur.reconcile.labels import CODES
from tadmur.reference.packs import load_pack
from tadmur.store.ledger import Writer
from tadmur.store.snapshot import take_snapshot
from tadmur.terms.assessment import CONTESTED_STATE, Label
from tadmur.terms.place import FeatureClass, Place, PlaceName

PACK = "syria-iraq"
PARTIES = ("iraqi-government", "islamic-state", "syrian-democratic-forces", "syrian-government")
KINDS = (
    "control_gain",
    "control_gain",
    "control_loss",
    "control_hold",
    "clash",
    "shelling",
    "casualties",
    "air_strike",
)
FIRST, LAST = date(2014, 1, 1).toordinal(), date(2018, 12, 31).toordinal()
SENTENCE = 120
A_REPORT = 8
STEPS = ((0, 90), (20, 84), (45, 77), (70, 71))
"""Days after a claim from which its party has so many per cent, until another claim."""
OUTLETS = 400

_CLAIMS = f"""
CREATE TEMP TABLE drawn AS
SELECT i, i // {A_REPORT} AS report, i % {A_REPORT} AS nth,
       CAST(hash(i, 1) % $places AS INTEGER) AS place,
       list_extract($parties, 1 + CAST(hash(i // 3, 2) % 4 AS INTEGER)) AS actor,
       list_extract($parties, 1 + CAST(hash(i // 3 + 1, 3) % 4 AS INTEGER)) AS opponent,
       list_extract($kinds, 1 + CAST(hash(i, 4) % 8 AS INTEGER)) AS kind,
       CAST(hash(i // {A_REPORT}, 5) % {OUTLETS} AS INTEGER) AS outlet,
       DATE '2014-01-01'
           + CAST(((i // {A_REPORT}) * $days) // (($claims + {A_REPORT} - 1) // {A_REPORT}) AS INTEGER) AS day
FROM range($claims) t(i);
CREATE TEMP TABLE worded AS
SELECT *, left(md5(concat('claim ', i)), 16) AS claim_id, left(md5(concat('report ', report)), 16) AS report_id,
       printf('Outlet %03d said that on %s %s took part in a %s at Numbered Place %05d.', outlet,
              CAST(day AS VARCHAR), replace(actor, '-', ' '), replace(kind, '_', ' '), place) AS quote,
       nth * {SENTENCE} AS start
FROM drawn;
"""
_REPORTS = f"""
INSERT INTO reports
SELECT report_id, concat('large-', any_value(report), '.txt'),
       printf('Dispatch %d of outlet %03d', any_value(report), any_value(outlet)),
       printf('Outlet %03d', any_value(outlet)), NULL, NULL, CAST(any_value(day) AS TIMESTAMP),
       CAST(any_value(day) AS TIMESTAMP) + INTERVAL 86399 SECOND, 'en', NULL, NULL, '{PACK}', 'by-rule',
       string_agg(rpad(quote, {SENTENCE - 1}, ' ') || chr(10), '' ORDER BY nth),
       concat('{{"report_id":"', report_id, '","text":"","layout":[{{"start":0,"end":', {SENTENCE * A_REPORT - 1},
              ',"zone":"body","repeats":null}}],"caller_id":"large-', any_value(report), '.txt","title":"Dispatch ',
              any_value(report), ' of outlet ', printf('%03d', any_value(outlet)), '","source_id":null,"publisher":"',
              printf('Outlet %03d', any_value(outlet)), '","url":null,"published_at":"',
              CAST(any_value(day) AS VARCHAR),
              'T00:00:00Z","published_precision":"day","retrieved_at":null,"language":"en","licence":null,',
              '"duplicate_of":null}}')
FROM worded GROUP BY report_id ORDER BY any_value(report);
"""
_ROWS = """
INSERT INTO claims
SELECT claim_id, report_id, start, start + length(quote), quote, kind, actor, opponent, printf('Outlet %03d', outlet),
       TRUE, 'actual', CAST(day AS TIMESTAMP), CAST(day AS TIMESTAMP) + INTERVAL 86399 SECOND, 0.9,
       printf('bench:%05d', place),
       concat('{"claim_id":"', claim_id, '","report_id":"', report_id, '","span":', span,
              ',"zone":"body","kind":"', kind,
              '","attribution":[{"name":"', printf('Outlet %03d', outlet),
              '","role":"publisher","aligned_with":null,"source_id":null,"private":false,"mention_start":null,',
              '"mention_end":null}],"event_time":{"earliest":"', CAST(day AS VARCHAR), 'T00:00:00Z","latest":"',
              CAST(day AS VARCHAR), 'T23:59:59Z","precision":"day"},"asserted":true,"modality":"actual",',
              '"probability":0.9,"trigger":"took","extractor":"by-rule","place":{"span":', span,
              ',"name":"Numbered Place","feature":null,"relation":"at","unnamed":false,"direction":null,',
              '"distance_km":null,"anaphora_probability":1.0,"alternatives":[],"other_name":null},"actor_id":"', actor,
              '","actor_mention":"', replace(actor, '-', ' '), '","opponent_id":"', opponent,
              '","opponent_mention":null,"supporter_ids":[],"counted_mention":null,"hedge":null,"quantity":null,',
              '"acled_sub_event_type":null,"plover_category":null}'),
       concat('{"candidates":[{"place":{"place_id":"', printf('bench:%05d', place), '","name":"',
              printf('Numbered Place %05d', place), '","feature_class":"settlement","lon":', lon, ',"lat":', lat,
              ',"country":"SY","admin1":"Homs","admin2":null,"population":null,"names":[]},"probability":0.99,',
              '"reason":"by rule"}],"none_reason":null,"precision":1,"other":null}')
FROM (SELECT *, concat('{"report_id":"', report_id, '","start":', start, ',"end":', start + length(quote),
                       ',"exact":"', quote, '","prefix":"","suffix":""}') AS span
      FROM worded JOIN spots USING (place)) ORDER BY i;
"""


def places_by_rule(count: int) -> list[Place]:
    """Numbered settlements on a grid over Syria and Iraq, each with a name in three scripts."""
    width = int(np.ceil(np.sqrt(count)))
    return [
        Place(
            f"bench:{n:05d}", f"Numbered Place {n:05d}", FeatureClass.SETTLEMENT,
            round(36.0 + 10.0 * (n % width) / width, 5), round(30.0 + 7.0 * (n // width) / width, 5), "SY", "Homs",
            names=(PlaceName(f"مكان {n:05d}", "ar"), PlaceName(f"Место {n:05d}", "ru")),
        )
        for n in range(count)
    ]  # fmt: skip


def write_ledger(path: Path, places: list[Place], claims: int) -> None:
    """A ledger with ``claims`` claims on ``places``."""
    with Writer(path):
        pass
    with duckdb.connect(str(path), config={"threads": 2}) as connection:
        connection.execute("CREATE TEMP TABLE spots (place INTEGER, lon DOUBLE, lat DOUBLE)")
        connection.execute(
            "INSERT INTO spots SELECT unnest($n), unnest($lon), unnest($lat)",
            {"n": list(range(len(places))), "lon": [p.lon for p in places], "lat": [p.lat for p in places]},
        )
        values = {
            "places": len(places), "claims": claims, "days": LAST - FIRST + 1, "parties": list(PARTIES),
            "kinds": list(KINDS),
        }  # fmt: skip
        drawn, worded, *_ = _CLAIMS.split(";")
        connection.execute(drawn, values)
        for statement in (worded, _REPORTS, _ROWS):
            connection.execute(statement)


def chronicle_by_rule(ledger: Path, places: list[Place]) -> Chronicle:
    """Runs from the ledger's claims on who holds what; see the module's text."""
    with duckdb.connect(str(ledger), read_only=True) as connection:
        found = connection.execute(
            "SELECT CAST(right(place_id, 5) AS INTEGER) AS place, "
            "CAST(time_earliest AS DATE) - DATE '2014-01-01' AS day, "
            "list_position($parties, actor_id) - 1 AS party, claim_id FROM claims WHERE starts_with(kind, 'control') "
            "ORDER BY place, day, claim_id",
            {"parties": list(PARTIES)},
        ).fetchnumpy()
    place, party = found["place"].astype(np.int64), found["party"].astype(np.uint8)
    day = found["day"].astype(np.int64) + FIRST
    ids = found["claim_id"].astype("S16")
    bounds = np.searchsorted(place, np.arange(len(places) + 1))
    following = np.append(day[1:], LAST + 1)
    following[bounds[1:][bounds[1:] > 0] - 1] = LAST + 1
    return _runs(places, place, day, following, party, bounds, ids)


def _runs(
    places: list[Place],
    place: NDArray[np.int64],
    day: NDArray[np.int64],
    following: NDArray[np.int64],
    party: NDArray[np.uint8],
    claim_bounds: NDArray[np.int64],
    ids: NDArray[np.bytes_],
) -> Chronicle:
    unknown, assessed, stale = (CODES.index(label) for label in (Label.UNKNOWN, Label.ASSESSED, Label.STALE))
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in ("place", "start", "top", "cent", "label", "seen")}

    def add(
        chosen: NDArray[np.bool_], start: NDArray[np.int64], cent: int, label: int, seen: NDArray[np.int64]
    ) -> None:
        full: list[NDArray[Any]] = [np.full(len(place), cent), np.full(len(place), label)]
        values: tuple[NDArray[Any], ...] = (place, start, party, *full, seen)
        for name, column in zip(columns, values, strict=True):
            columns[name].append(column[chosen])

    for after, cent in STEPS:
        add(day + after < following, day + after, cent, assessed, day)
    add(day + 91 < following, day + 91, STEPS[-1][1], stale, day)
    every = np.arange(len(places))
    before = {"start": FIRST - 1, "top": 0, "cent": 25, "label": unknown, "seen": -1}
    first = {"place": every, **{name: np.full(len(places), value) for name, value in before.items()}}
    joined = {name: np.concatenate([first[name], *parts]).astype(np.int64) for name, parts in columns.items()}
    order = np.lexsort((joined["start"], joined["place"]))
    joined = {name: column[order] for name, column in joined.items()}
    bounds = np.searchsorted(joined["place"], np.arange(len(places) + 1))
    states = len(PARTIES) + 1
    rest = (100 - joined["cent"]) // (states - 1)
    belief = np.repeat(rest[:, None], states, axis=1)
    belief[np.arange(len(belief)), joined["top"]] = joined["cent"]
    return Chronicle(
        first_day=FIRST - 1,
        last_day=LAST,
        parties=PARTIES,
        places=tuple(places),
        states=((*PARTIES, CONTESTED_STATE),),
        states_of=np.zeros(len(places), dtype=np.uint16),
        bounds=bounds,
        start=joined["start"].astype(np.int32),
        top=np.where(joined["cent"] < 30, CONTESTED, joined["top"]).astype(np.uint8),
        per_cent=joined["cent"].astype(np.uint8),
        label=joined["label"].astype(np.uint8),
        evidence=joined["seen"].astype(np.int32),
        belief=belief.astype(np.uint8).ravel(),
        belief_bounds=bounds * states,
        claim_bounds=claim_bounds,
        claim_ids=ids,
    )


def cards_by_rule(ledger: Path, count: int) -> list[dict[str, Any]]:
    """Cards of two claims on one place, a third of them disputes."""
    with duckdb.connect(str(ledger), read_only=True) as connection:
        rows = connection.execute(
            "SELECT place_id, claim_id, report_id, quote, speaker, time_earliest, lead(claim_id) OVER w, "
            "lead(report_id) OVER w, lead(quote) OVER w, lead(speaker) OVER w, lead(place_id) OVER w FROM claims "
            "WINDOW w AS (ORDER BY place_id, time_earliest, claim_id) ORDER BY hash(claim_id) LIMIT ?",
            [count],
        ).fetchall()
    return [_card(number, row) for number, row in enumerate(rows) if row[0] == row[10]]


def _card(number: int, row: tuple[Any, ...]) -> dict[str, Any]:
    place_id, day = row[0], row[5].date().isoformat()

    def claim(claim_id: str, report_id: str, quote: str, speaker: str) -> dict[str, Any]:
        return {
            "claim_id": claim_id, "report_id": report_id, "start": 0, "end": len(quote), "quote": quote,
            "kind": "control_gain", "speaker": speaker, "speaker_role": "publisher", "speaks_for": None,
            "publisher": speaker, "published_at": f"{day}T00:00:00Z", "time_earliest": None, "time_latest": None,
        }  # fmt: skip

    claims = [claim(*row[1:5]), claim(*row[6:10])]
    return {
        "comparison_id": f"card-{number}", "kind": ("dispute", "sequence", "corroboration")[number % 3],
        "topic": "control", "place_id": place_id, "place_name": f"Numbered Place {place_id[-5:]}", "since": day,
        "until": day, "state_disputed": False, "summary": f"{row[4]} and {row[9]} speak of one place.", "conceded": [],
        "disputed": "", "belief": "", "evidence": [], "claims": claims, "pairs": [],
    }  # fmt: skip


def source_by_rule(number: int, claims: int) -> dict[str, Any]:
    """A profile."""
    name = f"Outlet {number:03d}"
    learned = {"country": "SY", "party": None, "party_name": None, "share": 0.8, "low": 0.7, "high": 0.9}
    return {
        "key": f"publisher:{name}", "name": name, "other_names": [], "role": "publisher", "aligned_with": None,
        "reports": claims // A_REPORT, "printed": claims // A_REPORT, "claims": claims, "by_kind": {}, "by_party": {},
        "contradicted": number, "contradicted_by": {}, "borne_out_by": {}, "against_interest": [],
        "lag": {"known": 0, "unknown": 0, "median_days": None, "shortest_days": None, "longest_days": None},
        "copies": 0, "upstream": {}, "repeated": 0, "repeated_by": {}, "gradings": [], "speaks_for": "not known",
        "reliability": [{**learned, "claims": claims}],
    }  # fmt: skip


def about_by_rule(places: int, claims: int) -> dict[str, Any]:
    """The head of every page."""
    pack = load_pack(PACK)
    return {
        "newest_day": date.fromordinal(LAST).isoformat(), "known_by": None, "boundary_set": "none (synthetic)",
        "boundary_version": "0", "packs": {PACK: {"name": pack.name, "sha256": pack.digest}},
        "counts": {"reports": claims // A_REPORT, "duplicates": 0, "claims": claims, "speakers": OUTLETS,
                   "places": places, "contradictions": 0},
        "parties": [
            {"actor_id": a.actor_id, "name": a.name, "colour": a.colour, "pack": PACK, "parent": a.parent,
             "holds_territory": a.holds_territory}
            for a in pack.actors.values()
        ],
    }  # fmt: skip


def make(folder: Path, places: int, claims: int) -> Path:
    """The ledger in ``folder``, with catalogue and edition in the cache where ``tadmur serve`` looks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ledger.duckdb"
    path.unlink(missing_ok=True)
    begun = time.perf_counter()
    every = places_by_rule(places)
    write_ledger(path, every, claims)
    print(f"ledger     {time.perf_counter() - begun:6.1f} s  {path.stat().st_size / 1e6:,.0f} MB", flush=True)
    begun = time.perf_counter()
    snapshot = take_snapshot(path, folder / ".ledger.duckdb.cache")
    print(f"copy       {time.perf_counter() - begun:6.1f} s", flush=True)
    begun = time.perf_counter()
    catalogue = ensure_catalogue(snapshot.path)
    print(f"catalogue  {time.perf_counter() - begun:6.1f} s  {catalogue.stat().st_size / 1e6:,.0f} MB", flush=True)
    begun = time.perf_counter()
    chronicle = chronicle_by_rule(path, every)
    cards = cards_by_rule(path, claims // 50)
    sources = [source_by_rule(number, claims // OUTLETS) for number in range(OUTLETS)]
    for audience in Audience:
        key = EditionKey(snapshot.path, audience)
        write_edition(key, RunSettings(), chronicle, about_by_rule(places, claims), cards, sources)
    size = sum(file.stat().st_size for file in key.folder(RunSettings()).rglob("*") if file.is_file())
    words = f"{len(chronicle.start):,} runs, {len(cards):,} cards"
    print(f"edition    {time.perf_counter() - begun:6.1f} s  {size / 1e6:,.0f} MB  {words}", flush=True)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--places", type=int, default=50_000)
    parser.add_argument("--claims", type=int, default=1_000_000)
    given = parser.parse_args()
    make(given.folder, given.places, given.claims)

"""Reviewing a real run: acts are checked, written once, respected by everything downstream, and known from then on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tadmur.pipeline.harm import Grouping, harm_listing
from tadmur.pipeline.listing import claim_listing, ledger_picture
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.observations import source_key
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.review_acts import Recorded, record, reviewer_name
from tadmur.pipeline.review_listing import ActState, review_log, training_rows
from tadmur.pipeline.review_queue import review_queue
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.run import record_of
from tadmur.pipeline.settings import RunSettings
from tadmur.pipeline.source_profiles import learned_reliability
from tadmur.store.ledger import View, Writer
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import ClaimKind
from tadmur.terms.clock import end_of_day, isoformat
from tadmur.terms.errors import ConflictError, InputError, LedgerError
from tadmur.terms.review import ReviewStatus

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
PALMYRA = "wof:421197935"
GOLDEN = Path(__file__).with_name("golden_review.json")


@pytest.fixture
def ledger(demo: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(demo / "ledger.duckdb", tmp_path / "ledger.duckdb"))


def saying(ledger: Path, quote: str, kind: str | None = None) -> LedgerClaim:
    """The first claim with these words."""
    with ReviewedView(ledger) as view:
        rows = [row for row in view.claims() if quote in row.claim.span.exact]
    return next(row for row in rows if kind is None or row.claim.kind.value == kind)


def do(ledger: Path, *requests: Mapping[str, Any], by: str = "ana", at: datetime = NOW, **more: Any) -> Recorded:
    return record(ledger, requests, by=by, at=at, **more)


def picture(ledger: Path, as_of: date | None = None, known_by: datetime | None = None) -> Picture:
    return ledger_picture(ledger, as_of, known_by)[0]


def belief(ledger: Path, place_id: str, as_of: date) -> dict[str, float]:
    found = picture(ledger, as_of)
    return dict(next(item for item in found.assessments if item.place_id == place_id).probabilities)


def correct(row: LedgerClaim, **fields: Any) -> dict[str, Any]:
    return {"act": "correct", "claim_id": row.claim.claim_id, "payload": {"fields": fields}}


def test_a_correction_moves_a_probability_and_its_undo_moves_it_back(ledger: Path) -> None:
    day = date(2015, 11, 10)
    row = saying(ledger, "By noon the regime had left")
    assert row.geocoding is not None
    assert row.geocoding.best is not None
    mahin = row.geocoding.best.place.place_id
    before = belief(ledger, mahin, day)
    made = do(ledger, correct(row, time="2015-12-01", actor="islamic-state", opponent="syrian-government"))
    after = belief(ledger, mahin, day)
    assert max(abs(after[state] - before[state]) for state in before) > 0.01
    do(ledger, {"act": "undo", "act_id": made.reviews[0].act_id})
    assert belief(ledger, mahin, day) == before


def test_a_rejected_claim_is_in_no_listing_and_in_no_picture_but_is_listed_as_rejected(ledger: Path) -> None:
    row = saying(ledger, "captured three hills", "control_gain")
    do(ledger, {"act": "reject", "claim_id": row.claim.claim_id})
    assert row.claim.claim_id not in {item.claim.claim_id for item in picture(ledger).claims}
    listed = claim_listing(ledger, "jsonl", report_id=None, kinds=(), known_by=None)
    assert row.claim.claim_id not in {json.loads(line)["claim_id"] for line in listed}
    with ReviewedView(ledger) as view:
        assert [out.claim.claim_id for out in view.reviewed().out] == [row.claim.claim_id]
        found = view.claim(row.claim.claim_id)
    assert found.review is not None
    assert found.review.status is ReviewStatus.REJECTED
    with View(ledger) as view:
        assert view.claim(row.claim.claim_id).claim == row.claim, "the machine's reading stays in the ledger"


def test_harm_and_figures_follow_the_review(ledger: Path) -> None:
    def harm() -> list[str]:
        return list(
            harm_listing(ledger, "csv", first=None, last=None, grouping=Grouping.KIND, known_by=None, list_events=True)
        )

    before = harm()
    with View(ledger) as view:
        row = next(
            item
            for item in view.claims()
            if item.claim.kind is ClaimKind.CASUALTIES and item.claim.quantity and item.claim.quantity.best
        )
    do(ledger, correct(row, quantity={"low": 7000, "best": 7000, "high": 7000, "unit": "persons"}))
    (line,) = [line for line in harm() if "7000" in line]
    assert "1 claims reviewed" in line
    do(ledger, {"act": "reject", "claim_id": row.claim.claim_id})
    assert len(harm()) < len(before)


def test_confirming_what_is_said_teaches_the_model_whom_to_believe(ledger: Path) -> None:
    def shares() -> dict[str, float]:
        learned = learned_reliability(picture(ledger))
        return {key: rows[0].share for key, rows in learned.items()}

    before = shares()
    row = saying(ledger, "The mujahideen did withdraw from Hawwarin")
    do(ledger, {"act": "grade", "claim_id": row.claim.claim_id, "credibility": 1})
    after = shares()
    assert after[source_key(row.claim.speaker)] > before[source_key(row.claim.speaker)]


def test_a_grade_of_a_source_moves_what_is_learned_and_can_be_undone(ledger: Path) -> None:
    before = learned_reliability(picture(ledger))
    made = do(ledger, {"act": "grade", "source": "rimal-agency", "reliability": "E"})
    after = learned_reliability(picture(ledger))
    assert before != after
    with ReviewedView(ledger) as view:
        assert [(g.source, g.reliability.value, g.graded_by) for g in view.gradings()] == [("rimal-agency", "E", "ana")]
    do(ledger, {"act": "undo", "act_id": made.reviews[0].act_id})
    assert learned_reliability(picture(ledger)) == before


def test_reviews_are_known_from_their_own_time_on(ledger: Path) -> None:
    row = saying(ledger, "captured three hills", "control_gain")
    then = datetime(2016, 3, 31, tzinfo=UTC)
    before = picture(ledger, known_by=then)
    do(ledger, {"act": "reject", "claim_id": row.claim.claim_id})
    assert picture(ledger, known_by=then) == before
    assert (
        picture(ledger, known_by=NOW - timedelta(seconds=1)).claims
        == picture(ledger, known_by=then + timedelta(days=30)).claims
    )
    assert row.claim.claim_id not in {item.claim.claim_id for item in picture(ledger, known_by=NOW).claims}


def test_same_acts_same_bytes_in_whatever_order_they_were_written(ledger: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(ledger, tmp_path / "other.duckdb"))
    rows = [saying(ledger, "captured three hills", "control_gain"), saying(ledger, "By noon the regime had left")]
    with ReviewedView(ledger) as view:
        readings = [view.machine_claim(row.claim.claim_id) for row in rows]
    acts = list(do(ledger, *({"act": "reject", "claim_id": row.claim.claim_id} for row in rows)).reviews)
    with Writer(other) as writer:
        writer.add_reviews(list(zip(acts, readings, strict=True))[::-1])
    with View(ledger) as one, View(other) as two:
        assert one.digest() == two.digest()
    assert picture(ledger) == picture(other)


def test_a_reading_by_a_newer_extractor_keeps_the_review(ledger: Path) -> None:
    row = saying(ledger, "By noon the regime had left")
    do(ledger, correct(row, actor="islamic-state"))
    with View(ledger) as view:
        report = view.report(row.claim.report_id)
        claims = view.claims(report_id=row.claim.report_id)
    renamed = [LedgerClaim(_with_id(item, f"newer-{number}"), item.geocoding) for number, item in enumerate(claims)]
    with Writer(ledger) as writer:
        writer.add_reading(report.report.report_id, pack_id=report.pack_id, extraction="newer", claims=renamed)
    found = saying(ledger, "By noon the regime had left")
    assert found.claim.claim_id.startswith("newer-")
    assert found.claim.actor_id == "islamic-state"
    with Writer(ledger) as writer:
        writer.add_reading(report.report.report_id, pack_id=report.pack_id, extraction="blind", claims=[])
    with ReviewedView(ledger) as view:
        assert [entry.state for entry in review_log(view)] == [ActState.ORPHANED]


def _with_id(row: LedgerClaim, claim_id: str) -> Any:
    from dataclasses import replace

    return replace(row.claim, claim_id=claim_id)


@pytest.mark.parametrize(
    ("value", "earliest", "latest"),
    [
        ("since 3 May 2015", "2015-05-03T00:00:00Z", "2016-03-18T23:59:59Z"),
        ("2015-05-03/2015-05-04", "2015-05-03T00:00:00Z", "2015-05-04T23:59:59Z"),
        ("2015-05-03", "2015-05-03T00:00:00Z", "2015-05-03T23:59:59Z"),
        ("2015-05-03T10:30/..", "2015-05-03T10:30:00Z", None),
        ({"earliest": None, "latest": "2015-05-04"}, None, "2015-05-04T23:59:59Z"),
    ],
)
def test_times_are_read_as_words_or_as_intervals(ledger: Path, value: Any, earliest: str, latest: str | None) -> None:
    row = saying(ledger, "The town has been under")
    time = do(ledger, correct(row, time=value), dry_run=True).after[0][0].claim.event_time
    assert (isoformat(time.earliest), isoformat(time.latest)) == (earliest, latest)


def test_places_by_id_by_coordinates_and_by_name(ledger: Path) -> None:
    row = saying(ledger, "By noon the regime had left")

    def placed(value: Any) -> Any:
        (after,) = do(ledger, correct(row, place=value), dry_run=True).after[0]
        return after.geocoding.best.place if after.geocoding and after.geocoding.best else None

    assert placed(PALMYRA).name == "Palmyra"
    assert placed(None) is None
    spot = placed({"lat": 34.5, "lon": 38.2, "name": "the quarry"})
    assert (spot.name, spot.country, spot.lat, spot.lon) == ("the quarry", "SY", 34.5, 38.2)
    assert placed("34.5, 38.2").name.startswith("spot near ")
    with pytest.raises(InputError, match=r"places go by 'Tadmur'.*wof:421197935"):
        placed("Tadmur")


@pytest.mark.parametrize(
    ("value", "private"),
    [
        ({"name": "Umm Salim", "role": "resident"}, True),
        ({"name": "Umm Salim"}, True),
        ({"name": "Umm Salim", "role": "resident", "private": False}, False),
        ({"role": "resident"}, False),
        ({"name": "Col. Haddad", "role": "military", "aligned_with": "syrian-government"}, False),
        ("rimal-agency", False),
        ("publisher", False),
    ],
)
def test_a_person_named_without_an_office_is_private_unless_said(ledger: Path, value: Any, private: bool) -> None:
    row = saying(ledger, "By noon the regime had left")
    (after,) = do(ledger, correct(row, attribution=value), dry_run=True).after[0]
    assert after.claim.speaker.private is private
    assert after.claim.publisher == row.claim.publisher


def test_the_run_says_that_there_were_reviews(ledger: Path) -> None:
    def inputs() -> list[str]:
        with ReviewedView(ledger) as view:
            reader = ReportReader(RunSettings(), Monitor())
            return [item.name for item in record_of(view, reader, RunSettings(), Monitor()).inputs]

    assert "reviews" not in inputs()
    do(ledger, {"act": "accept", "claim_id": saying(ledger, "By noon the regime had left").claim.claim_id})
    assert inputs()[-1] == "reviews"


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"act": "approve"}, "'approve' is not known"),
        ({"act": "accept"}, "no claim is named"),
        ({"act": "accept", "claim_id": "nothing"}, "no claim with id"),
        ({"act": "accept", "claim": "x"}, "no such key"),
        ({"act": "correct", "fields": {}}, "no field is given"),
        ({"act": "correct", "fields": {"colour": "red"}}, "no such field"),
        ({"act": "correct", "fields": {"actor": "ruritania"}}, "no party"),
        ({"act": "correct", "fields": {"time": "in the fullness of it"}}, "names no time"),
        ({"act": "correct", "fields": {"time": "2016-03-05/2016-03-01"}}, "no interval"),
        ({"act": "correct", "fields": {"span": [0, 9_999_999]}}, "not inside a text"),
        ({"act": "correct", "fields": {"span": [5, 5]}}, "not inside a text"),
        ({"act": "correct", "fields": {"span": "no such words"}}, "nowhere in the report"),
        ({"act": "correct", "fields": {"place": "Gotham"}}, "no places go by"),
        ({"act": "correct", "fields": {"place": {"lat": 134, "lon": 3}}}, "no coordinates"),
        ({"act": "correct", "fields": {"attribution": "nobody's gazette"}}, "no source"),
        ({"act": "correct", "fields": {"modality": "perhaps"}}, "not known"),
        ({"act": "correct", "fields": {"quantity": {"low": 5, "best": 2, "unit": "persons"}}}, "no quantity"),
        ({"act": "split", "parts": [{"actor": "islamic-state"}]}, "two parts or more"),
        ({"act": "grade", "credibility": 9}, "no credibility"),
        ({"act": "grade", "source": "nobody", "reliability": "A"}, "no source has the key"),
        ({"act": "grade", "source": "rimal-agency", "reliability": "Z"}, "not known"),
        ({"act": "comment", "comment": " "}, "comment is empty"),
        ({"act": "undo", "act_id": "beef"}, "no act has the id"),
        ({"act": "add", "report_id": "11-polar-star-2016-03-27.txt", "fields": {"kind": "clash"}}, "needs its span"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(ledger: Path, request_: dict[str, Any], reason: str) -> None:
    row = saying(ledger, "By noon the regime had left")
    needs_claim = request_["act"] in ("correct", "split", "comment") or "credibility" in request_
    request = {**request_, "claim_id": row.claim.claim_id} if needs_claim else request_
    with pytest.raises((InputError, LedgerError), match=reason):
        do(ledger, request)
    with View(ledger) as view:
        assert view.review_revision() == 0


def test_acts_are_carried_out_all_or_none_and_the_wrong_one_is_named(ledger: Path) -> None:
    row = saying(ledger, "By noon the regime had left")
    good = {"act": "accept", "claim_id": row.claim.claim_id}
    with pytest.raises(InputError, match="act 2"):
        do(ledger, good, correct(row, actor="ruritania"))
    with View(ledger) as view:
        assert view.review_revision() == 0


def test_a_dry_run_shows_and_writes_nothing(ledger: Path) -> None:
    row = saying(ledger, "By noon the regime had left")
    shown = do(ledger, correct(row, actor="islamic-state"), dry_run=True)
    assert shown.before[0][0].claim.actor_id == "syrian-government"
    assert shown.after[0][0].claim.actor_id == "islamic-state"
    with View(ledger) as view:
        assert view.review_revision() == 0


def test_two_reviewers_on_one_claim_are_told(ledger: Path) -> None:
    row, other = saying(ledger, "By noon the regime had left"), saying(ledger, "captured three hills", "control_gain")
    do(ledger, {"act": "accept", "claim_id": row.claim.claim_id}, by="bo")
    with pytest.raises(ConflictError, match="bo has acted"):
        do(ledger, {"act": "reject", "claim_id": row.claim.claim_id}, expected_revision=0)
    do(ledger, {"act": "reject", "claim_id": other.claim.claim_id}, expected_revision=0)


def test_a_merge_across_reports_is_refused(ledger: Path) -> None:
    row, other = saying(ledger, "By noon the regime had left"), saying(ledger, "captured three hills", "control_gain")
    with pytest.raises(InputError, match="different reports"):
        do(ledger, {"act": "merge", "claim_id": row.claim.claim_id, "into": other.claim.claim_id})


def test_an_act_is_never_earlier_than_the_one_before_it(ledger: Path) -> None:
    row = saying(ledger, "By noon the regime had left")
    made = do(ledger, {"act": "reject", "claim_id": row.claim.claim_id})
    late = do(ledger, {"act": "undo", "act_id": made.reviews[0].act_id}, at=NOW - timedelta(days=1))
    assert late.reviews[0].at > made.reviews[0].at


@pytest.mark.parametrize("name", ["", "  ", None, "two\nlines", "x" * 81])
def test_a_reviewer_has_a_name(name: str | None) -> None:
    with pytest.raises(InputError, match="--as NAME"):
        reviewer_name(name)


def test_an_added_claim_bears_on_its_place(ledger: Path) -> None:
    with View(ledger) as view:
        report = view.report("11-polar-star-2016-03-27.txt").report
    fields = {"span": [0, 40], "kind": "control_gain", "place": PALMYRA, "actor": "syrian-government"}
    made = do(ledger, {"act": "add", "report_id": report.report_id, "fields": fields})
    (row,) = made.after[0]
    assert row.claim.span.exact == report.text[:40]
    assert row.claim.speaker.name is not None
    assert row.claim.event_time.latest == end_of_day(date(2016, 3, 27))
    assert row.claim.claim_id in {item.claim.claim_id for item in picture(ledger).claims}


def test_the_queue_leaves_out_what_was_looked_at_and_puts_first_what_moves_most(ledger: Path) -> None:
    before = review_queue(picture(ledger))
    scores = [item.score for item in before]
    assert scores == sorted(scores, reverse=True)
    first = before[0].record.claim.claim_id
    do(ledger, {"act": "accept", "claim_id": first})
    after = review_queue(picture(ledger))
    assert first not in {item.record.claim.claim_id for item in after}
    assert first in {item.record.claim.claim_id for item in review_queue(picture(ledger), seen=True)}
    assert len(after) == len(before) - 1


def golden_acts(ledger: Path) -> Iterator[dict[str, Any]]:
    """A morning's work on the first example set."""
    yield {"act": "accept", "claim_id": saying(ledger, "The mujahideen did withdraw from Hawwarin").claim.claim_id}
    row = saying(ledger, "Daesh has held al-Qaryatayn for three months")
    yield correct(
        row, time="since 5 August 2015", attribution={"name": "Umm Salim", "role": "resident", "private": True}
    )
    row = saying(ledger, "captured three hills", "control_gain")
    yield {"act": "reject", "claim_id": row.claim.claim_id, "comment": "hills without a name"}
    row = saying(ledger, "By noon the regime had left")
    parts = [{"actor": "syrian-government"}, {"kind": "control_gain", "actor": "islamic-state"}]
    yield {"act": "split", "claim_id": row.claim.claim_id, "parts": parts}


def test_golden_training_data_of_a_corrected_run(ledger: Path) -> None:
    do(ledger, *golden_acts(ledger), by="Ana Example")
    with ReviewedView(ledger) as view:
        rows = list(training_rows(view, pseudonyms=True))
        assert "Ana Example" not in json.dumps(rows)
        for row in rows:
            for side in ("machine", "reviewed"):
                if (reading := row[side]) is not None:
                    text = view.report(row["report_id"]).report.text
                    assert text[reading["start"] : reading["end"]] == reading["quote"]
                    at = reading["start"] - row["text_start"]
                    assert row["text"][at : at + len(reading["quote"])] == reading["quote"]
    kept = ("kind", "quote", "actor_id", "time_earliest", "time_latest", "speaker_role")
    found = [
        {
            "status": row["status"],
            "changed": row["changed"],
            "reviewers": row["reviewers"],
            "reviewed_at": row["reviewed_at"],
            **{side: row[side] and {name: row[side][name] for name in kept} for side in ("machine", "reviewed")},
        }
        for row in rows
    ]
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))

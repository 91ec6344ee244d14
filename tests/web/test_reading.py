"""What the API tells is what the ledger and the picture say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from tadmur.pipeline.listing import ledger_picture
from tadmur.pipeline.picture import Picture
from tadmur.terms.assessment import CONTESTED_STATE, Label
from tests.web.conftest import API, ready

PALMYRA = "wof:421197935"


@pytest.fixture(scope="module", params=["2016-04-05", "2016-03-20"])
def picture(request: pytest.FixtureRequest, ledger: Path) -> Picture:
    return ledger_picture(ledger, date.fromisoformat(request.param), None)[0]


def test_a_frame_is_the_picture_of_its_day(reader: TestClient, picture: Picture) -> None:
    meta = reader.get(f"{API}/meta").json()
    places = reader.get(f"{API}/map/places").json()
    answer = reader.get(f"{API}/map/frame", params={"as_of": picture.as_of.isoformat()})
    frame = np.frombuffer(answer.content, dtype=np.uint8).reshape(-1, 4)
    assert len(frame) == len(places["place_id"]) == len(picture.assessments)
    for item in picture.assessments:
        party, probability, label, age = frame[places["place_id"].index(item.place_id)].tolist()
        assert meta["labels"][label] == item.label.value
        assert (age == 255) == (item.last_evidence is None)
        if item.last_evidence is not None:
            assert age == min((picture.as_of - item.last_evidence).days // 4, 254)
        if item.label is Label.UNKNOWN:
            assert (party, probability) == (255, 0)
        else:
            state = CONTESTED_STATE if party == 254 else meta["parties"][party]["actor_id"]
            assert state == item.holder
            assert probability / 255 == pytest.approx(item.probability, abs=0.01)


def test_a_frame_is_not_sent_twice(reader: TestClient) -> None:
    first = reader.get(f"{API}/map/frame?as_of=2016-03-20")
    again = reader.get(f"{API}/map/frame?as_of=2016-03-20", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    other = reader.get(f"{API}/map/frame?as_of=2016-03-28", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_history_of_a_place_leads_to_sentences(reader: TestClient, picture: Picture) -> None:
    body = reader.get(f"{API}/places/{PALMYRA}/history").json()
    (item,) = [a for a in picture.assessments if a.place_id == PALMYRA]
    run = sum(day <= picture.as_of.isoformat() for day in body["from"]) - 1
    assert body["label"][run] == item.label.value
    for state, probability in item.probabilities:
        assert body["p"][state][run] == pytest.approx(probability, abs=0.0051)
    assert len(body["from"]) == len(body["label"]) == len(body["evidence"])
    assert {e.claim_id for e in item.evidence} <= {mark["claim_id"] for mark in body["claims"]}
    mark = body["claims"][0]
    page = reader.get(f"{API}/reports/{mark['report_id']}").json()
    (claim,) = [row for row in page["claims"] if row["claim_id"] == mark["claim_id"]]
    assert page["text"][claim["start"] : claim["end"]] == mark["exact"]


def test_why_adds_up(reader: TestClient) -> None:
    body = ready(reader, f"{API}/places/{PALMYRA}/why?as_of=2016-03-20").json()
    parts = sum(row["log_odds"] for row in body["claims"]) + sum(body["parts"].values())
    assert parts == pytest.approx(body["log_odds"])


def test_what_was_known_earlier_is_another_picture(reader: TestClient, ledger: Path) -> None:
    address = f"{API}/map/frame?as_of=2016-03-26&known_by=2016-03-20"
    early = np.frombuffer(ready(reader, address).content, dtype=np.uint8).reshape(-1, 4)
    known = ledger_picture(ledger, date(2016, 3, 26), datetime(2016, 3, 20, 23, 59, 59, tzinfo=UTC))[0]
    places = reader.get(f"{API}/map/places").json()["place_id"]
    labels = reader.get(f"{API}/meta").json()["labels"]
    found = {name: labels[row[2]] for name, row in zip(places, early.tolist(), strict=True)}
    expected = {item.place_id: item.label.value for item in known.assessments}
    assert {name: expected.get(name, "unknown") for name in places} == found


def test_pages_of_claims_are_all_claims_once(reader: TestClient) -> None:
    claims = reader.get(f"{API}/meta").json()["counts"]["claims"]
    for sort in ("published_at", "place_name", "probability", "time_earliest"):
        seen: list[str] = []
        cursor = None
        while True:
            params = {"limit": 50, "sort": sort, "order": "desc", **({"cursor": cursor} if cursor else {})}
            body = reader.get(f"{API}/claims", params=params).json()
            seen += [row["claim_id"] for row in body["items"]]
            cursor = body["next"]
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == body["total"] == claims


def test_a_file_holds_what_the_table_shows(reader: TestClient) -> None:
    chosen = {"kind": "control_gain", "place": PALMYRA}
    shown = reader.get(f"{API}/claims", params={**chosen, "limit": 500}).json()["items"]
    lines = reader.get(f"{API}/claims", params={**chosen, "format": "jsonl"}).text.splitlines()
    assert shown
    assert len(lines) == len(shown)
    table = reader.get(f"{API}/claims", params={**chosen, "format": "csv"})
    assert table.headers["content-disposition"] == 'attachment; filename="claims.csv"'
    assert table.text.count(shown[0]["claim_id"]) == 1


@pytest.mark.parametrize("words", ["تدمر", "Tadmur", "пальм", "palmyr", "TADMOR"])
def test_a_place_is_found_by_any_of_its_names(reader: TestClient, words: str) -> None:
    found = reader.get(f"{API}/search", params={"q": words}).json()["places"]
    assert found[0]["place_id"] == PALMYRA

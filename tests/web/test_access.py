"""Who may do what, and what no page and no answer may do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from tadmur.web.access import Limits
from tadmur.web.app import create_app
from tadmur.web.options import ServeOptions
from tadmur.web.problems import Problem
from tests.web.conftest import API, TOKEN

PRIVATE = ("Karim al-Asaad", "Umm Laith", "Thamer Fahdawi", "Asaad", "Fahdawi")


def test_every_answer_keeps_pages_to_this_server(reader: TestClient) -> None:
    for address in (f"{API}/meta", f"{API}/nothing", f"{API}/map/frame", "/static/nothing.js", "/basemap/no.pmtiles"):
        headers = reader.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_a_reader_reads_no_private_name(reader: TestClient) -> None:
    addresses = [
        "/claims?limit=500",
        "/reports?limit=500",
        "/contradictions?kind=corroboration",
        "/sources",
        "/map/places",
    ]
    reports = reader.get(f"{API}/reports?limit=500").json()["items"]
    addresses += [f"/reports/{row['report_id']}" for row in reports]
    addresses += [f"/claims/{row['claim_id']}" for row in reader.get(f"{API}/claims?limit=500").json()["items"]]
    for address in addresses:
        text = reader.get(API + address).text
        assert not [name for name in PRIVATE if name in text], address


def test_a_claim_of_a_private_person_cannot_be_asked_for_by_name(reader: TestClient) -> None:
    for key in ("resident:Thamer Fahdawi", "activist:Karim al-Asaad"):
        assert reader.get(f"{API}/claims", params={"source": key}).json()["total"] == 0
    assert reader.get(f"{API}/claims", params={"q": "Karim"}).json()["total"] == 0


def test_offsets_of_a_redacted_report_still_point_at_the_words(reader: TestClient) -> None:
    redacted = 0
    for row in reader.get(f"{API}/reports?limit=500").json()["items"]:
        page = reader.get(f"{API}/reports/{row['report_id']}").json()
        redacted += page["redacted"]
        for claim in page["claims"]:
            assert page["text"][claim["start"] : claim["end"]] == claim["quote"]
            units = page["text"].encode("utf-16-le")
            assert units[2 * claim["start_utf16"] : 2 * claim["end_utf16"]].decode("utf-16-le") == claim["quote"]
    assert redacted


def test_a_reviewer_reads_the_ledger_as_it_is(reviewer: TestClient) -> None:
    answers = [
        reviewer.get(f"{API}/reports/{row['report_id']}")
        for row in reviewer.get(f"{API}/reports?limit=500").json()["items"]
    ]
    assert any("Karim al-Asaad" in answer.text for answer in answers if answer.status_code == 200)


def test_a_reader_changes_nothing(reader: TestClient) -> None:
    for address in ("/review/acts", "/review/undo", "/reports"):
        answer = reader.post(API + address, json={"act": "accept"})
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    assert reader.get(f"{API}/review/queue").status_code == 401
    assert reader.get(f"{API}/review/log").status_code == 401


def test_a_change_needs_the_token_of_the_page(reviewer: TestClient) -> None:
    token = reviewer.headers.pop("X-CSRF-Token")
    body = {"act": "accept", "claim_id": "x"}
    assert reviewer.post(f"{API}/review/acts", json=body).status_code == 403
    assert reviewer.post(f"{API}/review/acts", json=body, headers={"X-CSRF-Token": "x" * 32}).status_code == 403
    elsewhere = {"X-CSRF-Token": token, "Origin": "https://elsewhere.example"}
    assert reviewer.post(f"{API}/review/acts", json=body, headers=elsewhere).status_code == 403
    elsewhere = {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}
    assert reviewer.post(f"{API}/review/acts", json=body, headers=elsewhere).status_code == 403
    assert reviewer.post(f"{API}/review/acts", json=body, headers={"X-CSRF-Token": token}).status_code == 404


def test_a_session_is_for_this_server_alone(reader: TestClient) -> None:
    answer = TestClient(reader.app).post(
        "/login", data={"token": TOKEN, "next": "//elsewhere.example"}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"].lower()
    assert answer.headers["location"] == "/"
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    forged = TestClient(reader.app, cookies={"tadmur_session": "eyJuYW1lIjoiQW5uIn0.forged"})
    assert forged.get(f"{API}/meta").json()["user"]["role"] == "reader"


def test_a_header_counts_only_from_the_proxy(options: ServeOptions, reader: TestClient) -> None:
    desk = reader.app.state.desk  # type: ignore[attr-defined]
    behind = replace(options, proxy_header="X-Remote-User", proxies=("testclient",))
    app = create_app(behind, desk)
    asked = {"X-Remote-User": "Bo"}
    assert TestClient(app).get(f"{API}/meta", headers=asked).json()["user"] == {"name": "Bo", "role": "reviewer"}
    elsewhere = TestClient(app, client=("203.0.113.9", 5000))
    assert elsewhere.get(f"{API}/meta", headers=asked).json()["user"]["role"] == "reader"


def test_another_name_of_the_server_is_refused(reader: TestClient) -> None:
    assert reader.get(f"{API}/meta", headers={"Host": "rebound.example"}).status_code == 421
    assert reader.get(f"{API}/meta", headers={"Host": "localhost:8620"}).status_code == 200


def test_heavy_calls_are_counted() -> None:
    limits = Limits(1.0)
    burst = int(Limits.RATES["figure"][0])
    for _ in range(burst):
        limits.take("figure", "somebody")
    with pytest.raises(Problem) as refused:
        limits.take("figure", "somebody")
    assert refused.value.status == 429
    assert refused.value.headers is not None
    assert int(refused.value.headers["Retry-After"]) >= 1
    limits.take("figure", "somebody else")
    limits.take("why", "somebody")

"""Reviews and added reports through the API, and that pages follow."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tadmur.store.ledger import Writer
from tadmur.web.app import create_app
from tadmur.web.options import ServeOptions
from tests.web.conftest import API, TOKEN, ready

PALMYRA = "wof:421197935"
OTHER_TOKEN = "another token for tests"
REPORT = """\
# Army enters Palmyra's citadel

Rimal Agency, 2 April 2016. Government troops recaptured Palmyra from Islamic State on Sunday, the army said.
"""

WRITING = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from tadmur.store.ledger import Writer
with Writer(Path(sys.argv[1])) as writer:
    writer.note(datetime.now(UTC), "a run", "goes on")
    print("open", flush=True)
    sys.stdin.read()
"""
"""Another process that holds the ledger, as a run does."""


@pytest.fixture(scope="module")
def own(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A reviewer before a server and a ledger that may be changed."""
    folder = tmp_path_factory.mktemp("own")
    copy = folder / "ledger.duckdb"
    shutil.copy(ledger, copy)
    chosen = ServeOptions(
        copy, folder / "cache", hosts=("testserver",), reviewers={"Ann": TOKEN, "Bo": OTHER_TOKEN}, limits=0
    )
    with TestClient(create_app(chosen)) as client:
        client.post("/login", data={"token": TOKEN}, follow_redirects=False)
        client.headers["X-CSRF-Token"] = client.get(f"{API}/meta").json()["csrf"]
        ready(client, f"{API}/map/frame")
        yield client


def until(found: Callable[[], Any]) -> Any:
    """What is found, once something is."""
    end = time.monotonic() + 120
    while not (value := found()):
        assert time.monotonic() < end, "the change was not seen"
        time.sleep(0.3)
    return value


def after(client: TestClient, revision: str) -> dict[str, Any]:
    """What the head of the pages says once the ledger is seen to have changed."""
    until(lambda: client.get(f"{API}/meta").json()["revision"] != revision)
    ready(client, f"{API}/map/frame")
    return client.get(f"{API}/meta").json()  # type: ignore[no-any-return]


def belief(client: TestClient) -> dict[str, Any]:
    return ready(client, f"{API}/places/{PALMYRA}?as_of=2016-04-05").json()["belief"]  # type: ignore[no-any-return]


def test_a_rejected_claim_changes_the_map_and_an_undo_brings_it_back(own: TestClient) -> None:
    meta = own.get(f"{API}/meta").json()
    before = belief(own)
    found = own.get(f"{API}/claims", params={"place": PALMYRA, "kind": "control_gain", "actor": "syrian-government"})
    acts = [{"act": "reject", "claim_id": row["claim_id"]} for row in found.json()["items"]]
    assert acts
    done = own.post(f"{API}/review/acts", json={"acts": acts, "expected_revision": meta["review_revision"]})
    assert done.status_code == 200, done.text
    later = after(own, meta["revision"])
    assert later["review_revision"] == done.json()["revision"]
    assert belief(own)["probabilities"] != before["probabilities"]
    gone = own.get(f"{API}/claims", params={"place": PALMYRA, "review": "rejected"}).json()
    assert {row["claim_id"] for row in gone["items"]} == {act["claim_id"] for act in acts}
    log = own.get(f"{API}/review/log").json()["items"]
    assert len(log) == len(acts)
    assert {row["by"] for row in log} == {"Ann"}
    for row in log:
        undone = own.post(f"{API}/review/undo", json={"act_id": row["act_id"]})
        assert undone.status_code == 200, undone.text
    assert until(lambda: belief(own) == before)


def test_two_reviewers_do_not_overwrite_each_other(own: TestClient) -> None:
    seen = own.get(f"{API}/meta").json()["review_revision"]
    claim = own.get(f"{API}/claims?limit=1").json()["items"][0]["claim_id"]
    body = {"act": "accept", "claim_id": claim, "expected_revision": seen}
    assert own.post(f"{API}/review/acts", json=body).status_code == 200
    other = TestClient(own.app)
    other.post("/login", data={"token": OTHER_TOKEN}, follow_redirects=False)
    other.headers["X-CSRF-Token"] = other.get(f"{API}/meta").json()["csrf"]
    conflict = other.post(f"{API}/review/acts", json={**body, "act": "reject"})
    assert conflict.status_code == 409
    assert conflict.json()["next"]


def test_a_report_is_shown_before_it_is_saved(own: TestClient) -> None:
    body = {"text": REPORT, "publisher": "Rimal Agency", "published_at": "2016-04-02"}
    shown = own.post(f"{API}/reports/preview", json=body).json()["reports"][0]
    claim = next(row for row in shown["claims"] if row["kind"] == "control_gain")
    assert shown["text"][claim["start"] : claim["end"]] == claim["quote"]
    assert claim["place_id"] == PALMYRA
    assert own.get(f"{API}/reports/{shown['report_id']}").status_code == 404
    file = {"file": ("report.md", REPORT.encode(), "text/markdown")}
    again = own.post(
        f"{API}/reports/preview", files=file, data={"publisher": "Rimal Agency", "published_at": "2016-04-02"}
    )
    assert again.json()["reports"][0]["report_id"] == shown["report_id"]
    saved = own.post(f"{API}/reports", json=body)
    assert saved.status_code == 201, saved.text
    assert saved.json()["report_ids"] == [shown["report_id"]]
    assert until(lambda: own.get(f"{API}/reports/{shown['report_id']}").json().get("claims"))


def test_while_a_run_writes_pages_go_on_and_changes_wait(own: TestClient) -> None:
    ledger = own.app.state.desk.options.ledger  # type: ignore[attr-defined]
    revision = own.get(f"{API}/meta").json()["revision"]
    with subprocess.Popen(
        [sys.executable, "-c", WRITING, str(ledger)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdin is not None
        assert run.stdout.readline() == b"open\n"
        refused = own.post(f"{API}/review/acts", json={"act": "comment", "claim_id": "", "comment": "x"})
        assert refused.status_code == 503
        assert "Retry-After" in refused.headers
        assert own.get(f"{API}/claims?limit=1").status_code == 200
        after(own, revision)
        run.stdin.close()
    with Writer(ledger) as writer:
        assert writer.reports()


def test_what_is_withheld_is_withheld_everywhere(own: TestClient) -> None:
    ledger = own.app.state.desk.options.ledger  # type: ignore[attr-defined]
    with Writer(ledger) as writer:
        writer.keep_delays({"control": 24.0 * 30})
    until(lambda: own.app.state.desk.shown.delays)  # type: ignore[attr-defined]
    public = TestClient(own.app)
    ready(public, f"{API}/map/frame")
    young = own.get(f"{API}/claims", params={"kind": "control_gain", "from": "2016-03-25", "limit": 500}).json()[
        "items"
    ]
    assert young
    assert not public.get(f"{API}/claims", params={"kind": "control_gain", "from": "2016-03-25"}).json()["items"]
    old = public.get(f"{API}/claims", params={"kind": "control_gain", "to": "2016-02-25"}).json()["items"]
    assert old
    shown = public.get(f"{API}/places/{PALMYRA}/history").json()["claims"]
    assert shown
    assert not {row["claim_id"] for row in young} & {mark["claim_id"] for mark in shown}
    for row in young:
        assert public.get(f"{API}/claims/{row['claim_id']}").status_code == 404
        page = public.get(f"{API}/reports/{row['report_id']}")
        assert row["claim_id"] not in page.text

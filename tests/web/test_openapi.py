"""The API does what its own description says, whatever is sent: schemathesis finds no error of the server."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance
from starlette.testclient import TestClient

from tadmur.web import jobs
from tadmur.web.app import create_app
from tadmur.web.options import ServeOptions
from tests.web.conftest import API

EXAMPLES = 12


@pytest.fixture(scope="module")
def description(reader: TestClient, options: ServeOptions) -> Any:
    desk = reader.app.state.desk  # type: ignore[attr-defined]
    return schemathesis.openapi.from_asgi(f"{API}/openapi.json", create_app(options, desk))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the worker here: 202 is an answer."""
    monkeypatch.setattr(jobs, "PATIENCE_S", 0.02)


def test_nothing_that_is_sent_breaks_the_server(description: Any) -> None:
    tried = 0
    for found in description.exclude(path_regex="/events$").get_all_operations():
        operation = found.ok()

        @hypothesis.given(case=operation.as_strategy())
        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Any) -> None:
            case.call_and_validate(checks=[not_a_server_error, content_type_conformance], timeout=120)

        check()
        tried += 1
    assert tried >= 25


def test_every_address_is_described(reader: TestClient) -> None:
    described = reader.get(f"{API}/openapi.json").json()
    assert len(described["paths"]) >= 25
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert operation["description"], path


@pytest.mark.parametrize(
    "address",
    [
        "/claims?limit=0", "/claims?limit=501", "/claims?sort=quote", "/claims?cursor=%00", "/claims?kind=gossip",
        "/claims?sort=time_earliest&cursor=WyJ0aW1lX2VhcmxpZXN0IiwiYXNjIixmYWxzZSwibm90IGEgdGltZSIsMV0",
        "/claims?known_by=never",
        "/map/frame?as_of=0001-01-01", "/map/frame?known_by=1950-01-01", "/map/frame?as_of=99999-01-01",
        "/places/nowhere", "/places/nowhere/history", "/places/nowhere/why", "/claims/nothing", "/reports/nothing",
        "/sources/nobody", "/contradictions/nothing", "/figure?actor=Nobody", "/search", "/diff", "/elsewhere",
        "/figure?actor=IS&from=2016-01-02&to=2016-01-01", "/figure?actor=IS&from=2016-01-01&to=2016-01-02&bbox=1,2,3",
        "/diff?known_by_a=2016-03-20&known_by_b=2016-03-19", "/harm?by=colour",
    ],
)  # fmt: skip
def test_every_error_has_one_shape(reader: TestClient, address: str) -> None:
    answer = reader.get(API + address)
    body = answer.json()
    assert answer.status_code in (404, 422), body
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(body) >= {"type", "title", "status", "detail", "next"}
    assert body["status"] == answer.status_code
    assert body["detail"]
    assert body["next"]


def test_another_method_is_an_error_of_the_same_shape(reader: TestClient) -> None:
    answer = reader.delete(f"{API}/meta")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"

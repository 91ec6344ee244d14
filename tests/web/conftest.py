"""A server over the first example set, shared by the tests that only read it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from tadmur.web.app import create_app
from tadmur.web.options import ServeOptions
from tests.pipeline.conftest import DEMO, run_into

TOKEN = "a token for tests alone"
API = "/api/v1"


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of a run over the first example set."""
    out = tmp_path_factory.mktemp("served")
    run_into(out, DEMO)
    return out / "ledger.duckdb"


@pytest.fixture(scope="session")
def options(ledger: Path) -> ServeOptions:
    """What the shared server is started with."""
    return ServeOptions(
        ledger, ledger.parent / "cache", hosts=("testserver",), reviewers={"Ann": TOKEN}, title="A test", limits=0
    )


@pytest.fixture(scope="session")
def reader(options: ServeOptions) -> Iterator[TestClient]:
    """Somebody who only reads."""
    with TestClient(create_app(options)) as client:
        ready(client, f"{API}/map/frame")
        yield client


@pytest.fixture
def reviewer(reader: TestClient) -> Iterator[TestClient]:
    """Somebody who is signed in."""
    client = TestClient(reader.app, headers={})
    assert client.post("/login", data={"token": TOKEN}, follow_redirects=False).status_code == 303
    client.headers["X-CSRF-Token"] = client.get(f"{API}/meta").json()["csrf"]
    yield client
    client.close()


def ready(client: TestClient, address: str, *, patience_s: float = 120.0) -> httpx.Response:
    """The answer at an address, once it is worked out."""
    end = time.monotonic() + patience_s
    while (answer := client.get(address)).status_code == 202:
        assert time.monotonic() < end, f"{address} is not ready after {patience_s} s"
        time.sleep(0.2)
    return answer  # type: ignore[no-any-return]

"""`tadmur serve` as its users start it, and pages that keep account of what they say and ask for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOKEN = "a token for tests alone"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
NOT_OURS = "GPU stall due to ReadPixels"
"""What Chromium says of its own graphics driver."""


@contextmanager
def serving(ledger: Path, folder: Path) -> Iterator[str]:
    """The address of a server in a process of its own, once it has its first picture."""
    token = folder / "ann.token"
    token.write_text(TOKEN, encoding="utf-8")
    command = [sys.executable, "-m", "tadmur", "serve", "--db", str(ledger), "--port", "0", "--rate-limits", "0"]
    command += ["--reviewer", f"Ann={token}", "--cache", str(folder / "cache"), "--title", "Homs and the Euphrates"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            url = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
            end = time.monotonic() + 180
            while httpx.get(f"{url}/api/v1/meta", timeout=60).json()["state"] != "ready":
                assert time.monotonic() < end, "the first picture is not ready after three minutes"
                time.sleep(0.3)
            yield url
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def served(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for tests that only read."""
    with serving(ledger, tmp_path_factory.mktemp("browser")) as url:
        yield url


@pytest.fixture(scope="module")
def served_copy(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a ledger of its own, for tests that change it."""
    folder = tmp_path_factory.mktemp("review")
    shutil.copy(ledger, folder / "ledger.duckdb")
    with serving(folder / "ledger.duckdb", folder) as url:
        yield url


@dataclass
class Visit:
    """A page with what its console said, and the hosts that it asked."""

    page: Page
    said: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, url: str) -> Page:
        """Go to an address, and wait until the page is there."""
        self.page.goto(url)
        self.page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        return self.page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Make visits; at the end each must have kept silent and to its host."""
    visits: list[Visit] = []

    def make(**options: Any) -> Visit:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        context.set_default_timeout(30_000)
        visits.append(Visit(context.new_page()))
        made = visits[-1]
        made.page.on("console", lambda message: NOT_OURS in message.text or made.said.append(message.text))
        made.page.on("pageerror", lambda error: made.said.append(str(error)))
        made.page.on("request", lambda request: made.hosts.add(urlsplit(request.url).hostname or request.url[:40]))
        return made

    yield make
    for each in visits:
        each.page.context.close()
        assert each.said == []
        assert each.hosts <= {"127.0.0.1"}, "a page asked another host"


def sign_in(page: Page, url: str, then: str = "/review") -> None:
    """Sign in as the reviewer with the form."""
    page.goto(f"{url}/login?next={then}")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("html[data-ready]", state="attached")

"""How fast the map of the monitor is in Chromium, drawn without a graphics card, over a large ledger.

    python -m benchmarks.web_ledger out/large --places 50000 --claims 1000000
    python -m benchmarks.web_browser out/large

Prints the time from opening the page to the first whole map (a browser that has nothing kept, each time), and how long
a step of the clock takes from the key to the painted picture: to the next day, which was fetched before it was asked
for, and to a day far off, which was not.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

FRESH = 5
STEPS = 120
FAR_STEPS = 40
_STEP = """async ([steps, days]) => {
  const { clock, frames } = window.tadmur;
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const took = [];
  for (let i = 0; i < steps; i++) {
    const started = performance.now();
    await clock.step(days * (Math.floor(i / 8) % 2 ? -1 : 1), false);
    await painted();
    took.push(performance.now() - started);
    await new Promise((done) => setTimeout(done, 60));
  }
  return took;
}"""


@contextmanager
def serving(ledger: Path) -> Iterator[str]:
    """The address of a server over a ledger, once its first picture is ready."""
    command = [sys.executable, "-m", "tadmur", "serve", "--db", str(ledger), "--port", "0", "--rate-limits", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = next((word for word in process.stdout.readline().split() if word.startswith("http://")), "").rstrip(
                "/"
            )
            if not url:
                raise SystemExit("tadmur serve did not start; its own message is above")
            while httpx.get(f"{url}/api/v1/meta", timeout=120).json()["state"] != "ready":
                time.sleep(1)
            while httpx.get(f"{url}/api/v1/map/cells", timeout=120).status_code == 202:
                time.sleep(1)
            yield url
        finally:
            process.terminate()


def opened(browser: Browser, url: str) -> tuple[Page, dict[str, float]]:
    """The map in a browser that has kept nothing, and milliseconds to its marks."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
    marks: dict[str, float] = page.evaluate(
        "Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, mark.startTime]))"
    )
    return page, marks


def row(name: str, values: list[float]) -> str:
    """One line: median, 95th percentile and worst, in milliseconds."""
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{name:<42}{median(values):>9.0f}{high:>9.0f}{ordered[-1]:>9.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of a ledger.duckdb")
    wanted = parser.parse_args()
    with serving(wanted.folder / "ledger.duckdb") as url, sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"],
        )
        places = len(httpx.get(f"{url}/api/v1/map/places", timeout=120).json()["place_id"])
        print(f"{places} places, Chromium {browser.version} at 1440 by 900, without a graphics card; milliseconds")
        print(f"{'':<42}{'median':>9}{'p95':>9}{'worst':>9}")
        first: list[dict[str, Any]] = []
        for _ in range(FRESH):
            page, marks = opened(browser, url)
            first.append(marks)
            page.context.close()
        for mark, name in (
            ("places", "places there"),
            ("first-day", "first day painted"),
            ("first-map", "first whole map"),
        ):
            print(row(name, [each[mark] for each in first]))
        page, _ = opened(browser, f"{url}?as_of=2016-03-01")
        page.wait_for_timeout(4000)
        print(row("step to the next day", page.evaluate(_STEP, [STEPS, 1])))
        print(row("step by 37 days, not fetched before", page.evaluate(_STEP, [FAR_STEPS, 37])))
        browser.close()


if __name__ == "__main__":
    main()

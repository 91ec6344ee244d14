"""Screenshots of the monitor's main pages for docs/screenshots, light and dark, on a desktop and on a phone.

    python tools/screenshots.py http://127.0.0.1:8620 [--token FILE]

The pictures in the repository are of `tadmur serve` over the first example set (`make demo`).
"""

from __future__ import annotations

import argparse
import io
import shutil
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
COLOURS = 256
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PALMYRA = "wof:421197935"
VIEWS: list[tuple[str, str, Literal["light", "dark"], str]] = [
    ("map", "/?as_of=2016-03-28", "light", "desktop"),
    ("map-dark", "/?as_of=2016-03-28", "dark", "desktop"),
    ("place", f"/?as_of=2016-03-28&place={PALMYRA}&at=34.55,38.3,8", "light", "desktop"),
    ("place-dark", f"/?as_of=2016-03-28&place={PALMYRA}&at=34.55,38.3,8", "dark", "desktop"),
    ("compare-arabic", "/?as_of=2016-04-05&before=2015-12-01&names=ar&at=34.4,37.9,7.4", "light", "desktop"),
    ("map-phone", "/?as_of=2016-03-28", "light", "phone"),
    ("place-phone-dark", f"/?as_of=2016-03-28&place={PALMYRA}", "dark", "phone"),
    ("report", "REPORT", "light", "desktop"),
    ("report-phone", "REPORT", "light", "phone"),
    ("claims", "/claims", "light", "desktop"),
    ("contradictions", "/contradictions", "light", "desktop"),
    ("source", "/sources/meridian", "light", "desktop"),
    ("figures", "/figures?actor=islamic-state&from=2015-09-01", "light", "desktop"),
    ("figures-dark", "/figures?actor=islamic-state&from=2015-09-01", "dark", "desktop"),
    ("harm", "/harm", "light", "desktop"),
    ("add", "/add", "light", "desktop"),
    ("review", "/review", "light", "desktop"),
]
PASTED = """Levant Daily, 27 March 2016

Government forces recaptured Palmyra on Sunday, the army's general command said. Islamic State had held the town since
May 2015. Residents said that clashes went on near al-Sukhna."""


def settle(page: Page, name: str) -> None:
    """Wait until a page shows all that it is going to show."""
    page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
    if name.startswith("place"):
        page.locator(".evidence .weight").first.wait_for(timeout=120_000)
    if name.startswith("figures"):
        page.locator(".figure-page tbody").first.wait_for(timeout=120_000)
    if name == "add":
        page.get_by_label("Text of the report").fill(PASTED)
        page.locator(".text mark").first.click(timeout=60_000)
    if name == "review":
        page.locator(".queue-detail[data-claim]").wait_for(timeout=120_000)
    page.wait_for_timeout(2500)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--token", type=Path, help="token of a reviewer, for the pages of review")
    parser.add_argument("--only", help="one view by its name")
    wanted = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path, scheme, size in VIEWS:
            if wanted.only and wanted.only != name:
                continue
            if name == "review" and wanted.token is None:
                continue
            width, height = SIZES[size]
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB"
            )
            page = context.new_page()
            if name == "review" and wanted.token:
                page.goto(f"{wanted.url}/login")
                page.get_by_label("Token").fill(wanted.token.read_text(encoding="utf-8").strip())
                page.get_by_role("button", name="Sign in").click()
            if path == "REPORT":
                claim = page.request.get(f"{wanted.url}/api/v1/claims?kind=control_gain&limit=1").json()["items"][0]
                path = f"/reports/{claim['report_id']}#c-{claim['claim_id']}"
            page.goto(wanted.url + path)
            settle(page, name)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE).save(
                OUT / f"{name}.png", optimize=True
            )
            context.close()
        browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")


if __name__ == "__main__":
    main()

"""The picture of the report page in the tutorial: the demo's page in a real browser.

make demo && .venv/bin/python tools/report_page_picture.py
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "out" / "demo" / "index.html"
PICTURE = REPOSITORY / "docs" / "images" / "report-page.png"


def main() -> None:
    """Write ``docs/images/report-page.png``; the page must have been made by ``make demo``."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not PAGE.is_file() or chromium is None:
        sys.exit(f"needs {PAGE} (run: make demo) and a Chromium on the path")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1500})
        page.goto(PAGE.as_uri())
        page.screenshot(path=str(PICTURE))
        browser.close()
    print(PICTURE)


if __name__ == "__main__":
    main()

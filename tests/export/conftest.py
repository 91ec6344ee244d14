"""The sample situation report and its HTML, made once."""

from __future__ import annotations

import pytest

from tadmur.export.report_page import render_report
from tadmur.export.situation import SituationPage

from .sample import sample_page


@pytest.fixture(scope="session")
def page() -> SituationPage:
    """A whole situation report of our own invention."""
    return sample_page()


@pytest.fixture(scope="session")
def html(page: SituationPage) -> str:
    """The same as a page."""
    return render_report(page)

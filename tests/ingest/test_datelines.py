"""Dates that an article states about itself."""

from __future__ import annotations

from datetime import date

import pytest

from tadmur.ingest.datelines import read_date_line, read_headline_date
from tadmur.ingest.lines import plain


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("River Voice — Thursday 26 October 2023", date(2023, 10, 26)),
        ("Week ending Sunday 5 November 2023 | compiled by volunteers", date(2023, 11, 5)),
        ("Gdansk, October 1, 2022, Harbour Dispatch", date(2022, 10, 1)),
    ],
)
def test_a_date_line_may_carry_the_outlet(line: str, day: date) -> None:
    found = read_date_line(plain(line))
    assert found is not None
    assert found.stated.instant.date() == day


@pytest.mark.parametrize(
    ("headline", "day"),
    [
        ("HARBOUR TELEGRAPH - evening digest, 9 November 2022", date(2022, 11, 9)),
        ("What the harbour saw on 9 November 2022", None),
        ("9 November 2022, the day the harbour fell", None),
    ],
)
def test_only_a_date_that_closes_a_headline_dates_the_report(headline: str, day: date | None) -> None:
    found = read_headline_date(headline)
    assert (found.instant.date() if found else None) == day

"""The gate lets through what may claim something, and little else."""

from __future__ import annotations

import pytest

from tadmur.extract.gate import load_gate


@pytest.mark.parametrize(
    "text",
    ["Rebels retook the town.", "The base was overrun.", "The city fell.", "Thousands fled.", "REBELS TAKE THE TOWN"],
)
def test_opens(text: str) -> None:
    assert load_gate().opens(text)


@pytest.mark.parametrize("text", ["", "The museum opens daily at nine.", "Bread was cheap last year."])
def test_stays_shut(text: str) -> None:
    assert not load_gate().opens(text)

"""Paragraphs that say that they correct, and paragraphs that merely use the words."""

from __future__ import annotations

import pytest

from tadmur.extract.corrections import correcting_stretches
from tadmur.ingest.layout import recognise_layout
from tadmur.terms.report import Report


def stretches(text: str) -> list[str]:
    report = Report("r", text, recognise_layout(text).segments)
    return [text[start:end] for start, end in correcting_stretches(report)]


@pytest.mark.parametrize(
    "text",
    [
        "Correction: an earlier report on this page named the wrong town.",
        "The ministry withdrew its earlier statement and said that the town is held.",
        "Our item of Friday was published in error; the bridge stands.",
        "The agency mistakenly reported that the city had fallen.",
        "That was wrong: the town is still held.",
        "The hospital lowered its count: nine bodies had been listed in two wards.",
    ],
)
def test_corrections(text: str) -> None:
    assert stretches(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Troops were withdrawn from the town on Friday.",
        "A correctional facility was hit by two shells.",
        "Rebels attacked the correction centre at dawn.",
        "The garrison lowered its flag at noon.",
        "The army said that it controls the bridge.",
    ],
)
def test_other_words(text: str) -> None:
    assert stretches(text) == []

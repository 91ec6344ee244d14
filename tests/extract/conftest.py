"""Extractors over the shipped gazetteer and packs, made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest

from tadmur.extract.extractor import Extractor
from tadmur.geocode.recogniser import Recogniser
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import load_pack
from tadmur.terms.report import Report, Segment, Zone


@cache
def _recogniser() -> Recogniser:
    return Recogniser(Gazetteer.open())


@cache
def _extractor(pack: str | None) -> Extractor:
    return Extractor(load_pack(pack) if pack else None, _recogniser())


@pytest.fixture(scope="session")
def extractor_for() -> Callable[[str | None], Extractor]:
    """The extractor of a shipped pack, by its id."""
    return _extractor


@pytest.fixture(scope="session")
def report_of() -> Callable[..., Report]:
    """A report of body paragraphs, one a line."""

    def build(text: str, **fields: object) -> Report:
        layout, position = [], 0
        for line in text.split("\n"):
            layout.append(Segment(position, position + len(line), Zone.BODY))
            position += len(line) + 1
        dated = {"published_at": datetime(2016, 3, 20, tzinfo=UTC), "published_precision": "day", **fields}
        return Report("r1", text, tuple(layout), **dated)  # type: ignore[arg-type]

    return build

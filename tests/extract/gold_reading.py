"""What the tests of one subject share: a reader of short texts, and the counts of a gold set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from tadmur.extract.extractor import Extractor
from tadmur.geocode.recogniser import Recogniser
from tadmur.ingest.layout import recognise_layout
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import load_pack
from tadmur.terms.claim import Claim
from tadmur.terms.report import Report


@dataclass
class Score:
    """Counts over the passages, and what went wrong in words."""

    hits: int = 0
    misses: int = 0
    spurious: int = 0
    right: int = 0
    fields: int = 0
    problems: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.spurious)

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.misses)


@cache
def extractor(pack: str) -> Extractor:
    """The extractor of a shipped pack, made once."""
    return Extractor(load_pack(pack), _recogniser())


@cache
def _recogniser() -> Recogniser:
    return Recogniser(Gazetteer.open())


def claims_of(text: str, pack: str = "syria-iraq") -> list[Claim]:
    """All claims of a text published on a day in 2016."""
    published = datetime(2016, 5, 6, tzinfo=UTC)
    report = Report("r", text, recognise_layout(text).segments, language="en", published_at=published)
    return extractor(pack).extract(report)

"""One document as received, never edited, and the layout that was recognised in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tadmur.terms.clock import end_of_day


class Zone(StrEnum):
    """The part of an article that a stretch of text belongs to."""

    HEADLINE = "headline"
    DECK = "deck"
    """The standfirst under the headline."""
    DATELINE = "dateline"
    """The article's own date or place line."""
    BYLINE = "byline"
    CAPTION = "caption"
    BODY = "body"
    BOILERPLATE = "boilerplate"
    """"2 min read", share buttons, copyright lines: never a claim."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One paragraph or line of a report: ``text[start:end]``, without the line break.

    ``repeats`` is the index in the layout of an earlier segment with the same words (a headline that stands twice).
    """

    start: int
    end: int
    zone: Zone
    repeats: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One document as received.

    Attributes:
        report_id: hash of text, source and publication time: the same document has the same id.
        caller_id: the id the caller gave (a JSONL ``id`` field, a file name); kept as it came.
        source_id: id of the publisher in a conflict pack, where one is known.
        publisher: the publisher's name as given, or ``None``.
        published_at: knowledge time, UTC; ``None`` when the report does not say.
        published_precision: "instant" or "day", as the report states it; ``None`` with ``published_at``.
        language: BCP 47, or ``None``.
        text: the raw text; every offset points into it.
        layout: the segments of ``text`` in order.
        duplicate_of: report_id of the earliest report with the same or nearly the same text.
    """

    report_id: str
    text: str
    layout: tuple[Segment, ...]
    caller_id: str | None = None
    title: str | None = None
    source_id: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    retrieved_at: datetime | None = None
    language: str | None = None
    licence: str | None = None
    duplicate_of: str | None = None

    @property
    def known_at(self) -> datetime | None:
        """The instant by which the report was surely public: the end of its day where it states only a day."""
        if self.published_at is not None and self.published_precision == "day":
            return end_of_day(self.published_at.date())
        return self.published_at

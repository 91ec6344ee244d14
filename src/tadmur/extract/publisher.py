"""Who printed a report: as given, else as the page itself is signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tadmur.extract.reading import normalise
from tadmur.terms.report import Report, Zone
from tadmur.terms.source import Source, SpeakerRole, Voice

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

LINES_READ = 6
"""How many lines from the top may sign a page."""
LONGEST_SIGNATURE = 100
"""Characters up to which a line of the body may be a signature."""
SIGNING_ZONES = frozenset({Zone.HEADLINE, Zone.BYLINE, Zone.DATELINE, Zone.DECK, Zone.BOILERPLATE, Zone.BODY})
_PARTS = re.compile(r"\s+[-|]+\s+|[(),:/]|\bvia\b")
_TRIMMED = " #*_.|-"


def publisher_of(report: Report, pack: Pack) -> Source | None:
    """The pack's source that printed ``report``: by the publisher given, else one that signs a line at the top.

    A line signs the page when one of its parts between bars, dashes, commas or brackets is a source's name and
    nothing else ("KHARTOUM (Nile Wire) -", "Hill Post | 3 May"); a source named in a sentence does not.
    """
    if report.publisher is not None:
        return pack.source_named(report.publisher)
    for segment in report.layout[:LINES_READ]:
        line = normalise(report.text[segment.start : segment.end])
        sentence = segment.zone is Zone.BODY and (len(line) > LONGEST_SIGNATURE or line.endswith("."))
        if segment.zone not in SIGNING_ZONES or sentence:
            continue
        for part in _PARTS.split(line):
            source = pack.source_named(part.strip(_TRIMMED)) if part.strip(_TRIMMED) else None
            if source is not None:
                return source
    return None


def publisher_voice(report: Report, pack: Pack | None) -> Voice:
    """The outlet's own voice, with the role and alignment that the pack gives it."""
    source = pack.sources.get(report.source_id) if pack is not None and report.source_id is not None else None
    if source is None:
        return Voice(report.publisher, SpeakerRole.PUBLISHER, source_id=report.source_id)
    return Voice(report.publisher or source.name, source.kind, source.aligned_with, source.source_id)

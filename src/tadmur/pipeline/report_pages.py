"""What the browser shows of one report or claim: the text with its claims, and one claim with its surroundings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from tadmur.export.claims import ClaimContext, claim_row
from tadmur.export.pseudonyms import Pseudonyms, Redacted
from tadmur.pipeline.located import places_shown
from tadmur.pipeline.redaction import Redaction
from tadmur.pipeline.situation import public_settlements
from tadmur.reference.gazetteer import Gazetteer
from tadmur.store.rows import LedgerClaim, StoredReport
from tadmur.terms.clock import isoformat
from tadmur.terms.place import FeatureClass
from tadmur.terms.review import IN_RECORD, ClaimReview

AROUND = 240
"""Characters of text shown before and after a claim."""
FINE = frozenset({FeatureClass.SITE, FeatureClass.QUARTER})


def claim_rows(
    claims: Sequence[LedgerClaim],
    report: StoredReport,
    names: Mapping[str, str],
    *,
    public: bool,
    pseudonyms: Pseudonyms | None,
) -> list[dict[str, Any]]:
    """Claims of one report with the fields of the JSON contract; for the public without private names and sites."""
    places = places_shown(claims)
    by_id = {place.place_id: place for place in places.values()}
    fine = any(place.feature_class in FINE for place in by_id.values())
    settlements = (public_settlements(by_id, Gazetteer.open()) if fine else {}) if public else None
    context = ClaimContext(
        actor_names={**{name: name for row in claims for name in row.claim.supporter_ids}, **names},
        published={report.report.report_id: report.report.published_at},
        geocodings={row.claim.claim_id: row.geocoding for row in claims if row.geocoding},
        places=places,
        settlements=settlements,
        pseudonyms=pseudonyms,
        reviews={row.claim.claim_id: row.review.status for row in claims if row.review},
    )
    return [{**claim_row(row.claim, context), "reviewed": review_row(row.review, public=public)} for row in claims]


def review_row(review: ClaimReview | None, *, public: bool) -> dict[str, Any] | None:
    """What people made of a claim, ``None`` where nobody looked at it; who did is not for the public."""
    if review is None:
        return None
    return {
        "status": review.status.value,
        "counts": review.status in IN_RECORD,
        "by": None if public else review.by,
        "at": isoformat(review.at),
        "credibility": review.credibility,
        "act_ids": list(review.act_ids),
    }


def report_page(
    stored: StoredReport,
    claims: Sequence[LedgerClaim],
    names: Mapping[str, str],
    redaction: Redaction,
    *,
    public: bool,
) -> dict[str, Any]:
    """A report with its text, layout and claims.

    Offsets point into ``text`` as given, which for the public has pseudonyms for private names; ``start`` and ``end``
    count code points, ``start_utf16`` and ``end_utf16`` the units of JavaScript's strings.
    """
    report = stored.report
    text = _redacted(report.text, report.report_id, redaction)
    units = Utf16(text.text)
    rows = claim_rows(claims, stored, names, public=public, pseudonyms=redaction.pseudonyms)
    return {
        **report_head(stored, redaction),
        "text": text.text,
        "redacted": bool(text.replaced),
        "layout": [
            {"zone": s.zone.value, "repeats": s.repeats, **units.span(text.offset(s.start), text.end_offset(s.end))}
            for s in report.layout
        ],
        "claims": [{**row, **units.span(text.offset(row["start"]), text.end_offset(row["end"]))} for row in rows],
    }


def report_head(stored: StoredReport, redaction: Redaction) -> dict[str, Any]:
    """What is known of a report beside its text."""
    report = stored.report
    head = {
        "report_id": report.report_id,
        "caller_id": report.caller_id,
        "title": report.title,
        "publisher": report.publisher,
        "source_id": report.source_id,
        "url": report.url,
        "published_at": isoformat(report.published_at),
        "published_precision": report.published_precision,
        "known_at": isoformat(report.known_at),
        "language": report.language,
        "licence": report.licence,
        "pack": stored.pack_id,
        "duplicate_of": report.duplicate_of,
        "similarity": stored.similarity,
        "characters": len(report.text),
    }
    public = redaction.row(head, report.report_id)
    return public if public["title"] == head["title"] else {**public, "url": None}


def claim_page(
    stored: StoredReport, claim: LedgerClaim, names: Mapping[str, str], redaction: Redaction, *, public: bool
) -> dict[str, Any]:
    """A claim with its report's head and the text around it."""
    text = _redacted(stored.report.text, stored.report.report_id, redaction)
    start, end = text.offset(claim.claim.span.start), text.end_offset(claim.claim.span.end)
    (row,) = claim_rows([claim], stored, names, public=public, pseudonyms=redaction.pseudonyms)
    return {
        "claim": row,
        "report": report_head(stored, redaction),
        "before": text.text[max(0, start - AROUND) : start],
        "exact": text.text[start:end],
        "after": text.text[end : end + AROUND],
    }


def _redacted(text: str, report_id: str, redaction: Redaction) -> Redacted:
    return Redacted(text, ()) if redaction.pseudonyms is None else redaction.pseudonyms.redact(text, report_id)


class Utf16:
    """Offsets in code points as offsets in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [at for at, character in enumerate(text) if ord(character) > 0xFFFF]

    def of(self, offset: int) -> int:
        """The offset of a character."""
        return offset + bisect_left(self._wide, offset)

    def span(self, start: int, end: int) -> dict[str, int]:
        """A span in both units."""
        return {"start": start, "end": end, "start_utf16": self.of(start), "end_utf16": self.of(end)}

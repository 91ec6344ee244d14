"""Why a claim was read as it was: its report is read again, and what led to each of its fields is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tadmur.export.explanation import explanation_lines
from tadmur.export.limits import REVIEW_WORDS
from tadmur.extract.assembly import DraftedClaim
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.review_overlay import BY_HAND
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.reference.packs import Pack
from tadmur.store.rows import LedgerClaim, StoredReport
from tadmur.terms.claim import Claim
from tadmur.terms.clock import isoformat
from tadmur.terms.errors import LedgerError
from tadmur.terms.place import Geocoding, PlaceMention
from tadmur.terms.report import Report
from tadmur.terms.review import ReviewStatus
from tadmur.terms.source import Voice

MOST_CANDIDATES = 5


def explain_claim(ledger: Path, claim_id: str, form: str) -> Iterator[str]:
    """Lines that say how a claim came about, as text or as one JSON object.

    Raises:
        LedgerError: no claim or several have that id, or this version reads the report differently.
    """
    explanation = explanation_of(ledger, claim_id)
    if form == "json":
        return iter([json.dumps(explanation, ensure_ascii=False, indent=2)])
    return explanation_lines(explanation)


def explanation_of(ledger: Path, claim_id: str, reader: ReportReader | None = None) -> dict[str, Any]:
    """How a claim came about as one object, with raw names; ``reader`` is one that is open already.

    Raises:
        LedgerError: as for :func:`explain_claim`.
    """
    with ReviewedView(ledger) as view:
        row = view.claim(claim_id)
        stored = view.report(row.claim.report_id)
        reader = reader or ReportReader(RunSettings(), Monitor(sources=view.sources()))
    drafted = _read_again(reader, stored, row.claim, ledger)
    return _explanation(row, stored, drafted, reader.pack(stored.pack_id))


def _read_again(reader: ReportReader, stored: StoredReport, claim: Claim, ledger: Path) -> DraftedClaim | None:
    """How the frames read it; ``None`` for a claim that a language model pointed at, or that a person made."""
    if claim.extractor.startswith(("llm-", BY_HAND)):
        return None
    report = reader.with_source(stored.report, stored.pack_id)
    for drafted in reader.extractor(stored.pack_id).extract_drafted(report):
        if drafted.claim.claim_id == claim.claim_id:
            return drafted
    raise LedgerError(
        f"claim {claim.claim_id} is of an older reading, which this version does not repeat ({claim.extractor})",
        where=str(ledger),
        remedy="Read the reports again with tadmur run, then explain one of the new claims",
    )


def _explanation(
    row: LedgerClaim, stored: StoredReport, drafted: DraftedClaim | None, pack: Pack | None
) -> dict[str, Any]:
    claim = row.claim
    derivation = drafted.derivation if drafted is not None else None
    return {
        "claim_id": claim.claim_id,
        "report": stored.report.caller_id or claim.report_id,
        "pack": stored.pack_id,
        "extractor": claim.extractor,
        "review": REVIEW_WORDS[row.review.status if row.review else ReviewStatus.MACHINE],
        "zone": claim.zone.value,
        "quote": claim.span.exact,
        "start": claim.span.start,
        "end": claim.span.end,
        "sentence": " ".join(derivation.sentence.split()) if derivation is not None else None,
        "kind": {
            "kind": claim.kind.value,
            "trigger": claim.trigger,
            "event": drafted.event if drafted is not None else None,
            "frame": derivation.frame if derivation is not None else None,
            "construction": derivation.construction if derivation is not None else None,
        },
        "stance": {"asserted": claim.asserted, "modality": claim.modality.value, "hedge": claim.hedge},
        "actor": _party(claim.actor_id, claim.actor_mention, pack),
        "opponent": _party(claim.opponent_id, claim.opponent_mention, pack),
        "attribution": [_voice(voice, stored.report) for voice in claim.attribution],
        "place": _place(claim.place, row.geocoding),
        "time": {
            "words": derivation.time_words if derivation is not None else None,
            "earliest": isoformat(claim.event_time.earliest),
            "latest": isoformat(claim.event_time.latest),
            "precision": claim.event_time.precision.value,
            "published_at": isoformat(stored.report.published_at),
        },
        "probability": {
            "claim": claim.probability,
            "frame": round(derivation.frame_probability, 3) if derivation is not None else None,
            "actor": derivation.actor_probability if derivation is not None else None,
            "place": round(derivation.place_certainty, 3) if derivation is not None else None,
        },
    }


def _party(actor_id: str | None, mention: str | None, pack: Pack | None) -> dict[str, Any] | None:
    if actor_id is None and mention is None:
        return None
    actor = pack.actors.get(actor_id) if pack is not None and actor_id is not None else None
    return {"words": mention, "actor_id": actor_id, "name": actor.name if actor is not None else None}


def _voice(voice: Voice, report: Report) -> dict[str, Any]:
    named = voice.mention_start is not None and voice.mention_end is not None
    return {
        "name": voice.name,
        "words": report.text[voice.mention_start : voice.mention_end] if named else None,
        "role": voice.role.value,
        "aligned_with": voice.aligned_with,
        "source_id": voice.source_id,
        "private": voice.private,
    }


def _place(mention: PlaceMention | None, geocoding: Geocoding | None) -> dict[str, Any] | None:
    if mention is None:
        return None
    candidates = geocoding.candidates[:MOST_CANDIDATES] if geocoding is not None else ()
    return {
        "words": mention.span.exact,
        "name": mention.name,
        "relation": mention.relation.value,
        "anaphora_probability": mention.anaphora_probability,
        "none_reason": geocoding.none_reason.value if geocoding is not None and geocoding.none_reason else None,
        "precision": geocoding.precision if geocoding is not None else None,
        "candidates": [
            {
                "place_id": item.place.place_id,
                "name": item.place.name,
                "class": item.place.feature_class.value,
                "country": item.place.country,
                "admin1": item.place.admin1,
                "probability": round(item.probability, 3),
                "reason": item.reason,
            }
            for item in candidates
        ],
    }

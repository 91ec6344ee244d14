"""Why a place is believed to be held as it is: each claim with what it adds, and what time and neighbours do."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tadmur.export.page_text import day as day_words
from tadmur.export.page_text import percent
from tadmur.export.tables import text_table
from tadmur.pipeline.listing import ledger_picture, named_places
from tadmur.pipeline.observations import ClaimRecord
from tadmur.pipeline.picture import Picture, disputed_places, label_on
from tadmur.reconcile.explaining import explain
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.errors import InputError

QUOTE_WIDTH = 60
PARTS = (
    ("prior", "where nothing is known"),
    ("time", "time since the newest evidence"),
    ("caution", "how far the place's own claims are taken at their word"),
    ("neighbours", "what is believed of the places around"),
    ("last_word", "the last claim, for being the last"),
)
"""Parts beside the claims, and the words for them."""
METHOD = "claims in the order of publication, each with the change it makes; all parts add up to log_odds"


def why_listing(ledger: Path, place: str, form: str, *, as_of: date | None, known_by: datetime | None) -> Iterator[str]:
    """Lines that say why a place is believed to be held as it is, as a table or JSON.

    Raises:
        InputError: no claim in the ledger says who holds ``place``.
    """
    picture, gazetteer = ledger_picture(ledger, as_of, known_by)
    found = list(reasons(picture, named_places(picture, place, gazetteer)))
    if not found:
        known = sorted({picture.places[item.place_id].name for item in picture.assessments})
        raise InputError(
            f"no claim known by then says who holds {place!r}",
            remedy=f"Places with an assessment: {', '.join(known[:12]) or 'none'}",
        )
    if form == "json":
        return iter([json.dumps(found, ensure_ascii=False, indent=2)])
    return (line for reason in found for line in _as_text(reason))


def reasons(picture: Picture, wanted: Collection[str], day: date | None = None) -> Iterator[dict[str, Any]]:
    """Why the places among ``wanted`` (ids) are believed to be held as they are, on ``day`` or that of the picture.

    Days before and after those that the picture knows are taken for its first and last.
    """
    names = picture.actor_names()
    disputed = disputed_places(picture.comparisons)
    asked = (day or picture.as_of).toordinal()
    for encoded, posterior in picture.groups:
        ordinal = min(max(asked, posterior.first_day), posterior.last_day)
        states = (*encoded.parties, CONTESTED_STATE)
        for index, place in enumerate(encoded.places):
            if place.place_id not in wanted:
                continue
            found = explain(posterior, index, ordinal)
            claims = [_claim(encoded.claims[row], pull) for row, pull in found.claims]
            yield {
                "place_id": place.place_id,
                "place_name": place.name,
                "as_of": date.fromordinal(ordinal).isoformat(),
                "known_by": picture.known_by.isoformat() if picture.known_by else None,
                "state": states[found.state],
                "state_name": names.get(states[found.state], states[found.state]),
                "label": label_on(posterior, index, ordinal, disputed=place.place_id in disputed).value,
                "probability": float(posterior.probability(index, ordinal)[found.state]),
                "log_odds": found.log_odds,
                "claims": sorted(claims, key=lambda item: (-abs(item["log_odds"]), item["claim_id"])),
                "parts": {name: getattr(found, name) for name, _ in PARTS},
                "method": METHOD,
            }


def _claim(item: ClaimRecord, pull: float) -> dict[str, Any]:
    speaker = item.claim.speaker
    return {
        "claim_id": item.claim.claim_id,
        "report_id": item.claim.report_id,
        "published_at": item.report.known_at.isoformat() if item.report.known_at else None,
        "speaker": None if speaker.private else speaker.name,
        "speaker_role": speaker.role.value,
        "quote": item.claim.span.exact,
        "log_odds": pull,
    }


def _as_text(reason: dict[str, Any]) -> Iterator[str]:
    day = date.fromisoformat(reason["as_of"])
    yield (
        f"{reason['place_name']} on {day_words(day)}: {reason['state_name']}, {percent(reason['probability'])}"
        f" ({reason['label'].replace('_', ' ')})"
    )
    rows = []
    for claim in reason["claims"]:
        quote = " ".join(claim["quote"].split())
        quote = quote if len(quote) <= QUOTE_WIDTH else quote[: QUOTE_WIDTH - 1].rstrip() + "…"
        who = claim["speaker"] or claim["speaker_role"].replace("_", " ")
        rows.append((_signed(claim["log_odds"]), (claim["published_at"] or "")[:10], who, f"“{quote}”"))
    rows += [(_signed(reason["parts"][name]), "", "", words) for name, words in PARTS if reason["parts"][name]]
    rows.append((_signed(reason["log_odds"]), "", "", "log-odds in all"))
    yield from text_table(("Adds", "Published", "Who", "What"), rows)
    yield ""


def _signed(value: float) -> str:
    return f"{value:+.2f}"

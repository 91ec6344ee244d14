"""A claim's row as the page shows it: its number, its words, and the way to its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tadmur.export.page_text import claim_time, published_day, quantity, slug, words
from tadmur.export.situation import SituationPage
from tadmur.terms.source import INDEPENDENT


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim, ready to print.

    Attributes:
        number: 1, 2, ... in the order of the table.
        opponent_link: the word between actor and opponent ("from", "against", "and").
        anchor: id of its row in the table of claims.
        sentence: id of its words in the report's text, or ``None`` when that report is not on the page.
        speaks_for: the party the speaker is aligned with, "independent" or "alignment not known".
    """

    number: int
    claim_id: str
    anchor: str
    sentence: str | None
    quote: str
    kind: str
    place: str
    place_note: str
    actor: str
    opponent: str
    opponent_link: str
    speaker: str
    role: str
    speaks_for: str
    publisher: str
    published: str
    time: str
    quantity: str
    modality: str
    hedge: str
    zone: str
    probability: float
    redacted: bool


_OPPONENT_LINKS = {
    "control_gain": "from",
    "control_loss": "to",
    "agreement": "with",
    **dict.fromkeys(("besieged", "advance", "attack", "air_strike", "shelling", "clash"), "against"),
}


def claim_lines(page: SituationPage) -> dict[str, ClaimLine]:
    """claim_id to what the page shows of it, in the page's order."""
    shown = {report.report_id for report in page.reports}
    return {row["claim_id"]: _line(number, row, shown) for number, row in enumerate(page.claims, start=1)}


def _line(number: int, row: Mapping[str, Any], shown: set[str]) -> ClaimLine:
    role = words(row["speaker_role"])
    stance = "" if row["asserted"] else "not asserted"
    modality = "" if row["modality"] == "actual" else words(row["modality"])
    return ClaimLine(
        number=number,
        claim_id=row["claim_id"],
        anchor=f"c-{slug(row['claim_id'])}",
        sentence=f"s-{slug(row['claim_id'])}" if row["report_id"] in shown else None,
        quote=row["quote"],
        kind=words(row["kind"]),
        place=row["place_name"] or row["place_mention"] or "",
        place_note=_place_note(row),
        actor=row["actor"] or "",
        opponent=row["opponent"] or "",
        opponent_link=_OPPONENT_LINKS.get(row["kind"], "and"),
        speaker=row["speaker"] or f"unnamed ({role})",
        role=role,
        speaks_for=_speaks_for(row["speaker_alignment"]),
        publisher=row["publisher"] or "publisher not given",
        published=published_day(row["published_at"]),
        time=claim_time(row),
        quantity=quantity(row["quantity"]) if row["quantity"] else "",
        modality=", ".join(filter(None, (stance, modality))),
        hedge=row["hedge"] or "",
        zone=words(row["zone"]),
        probability=row["probability"],
        redacted=row["redacted"],
    )


def _place_note(row: Mapping[str, Any]) -> str:
    if row["place_none_reason"]:
        return words(row["place_none_reason"])
    relation = row["place_relation"]
    return "" if relation in (None, "at") else words(relation)


def _speaks_for(alignment: str | None) -> str:
    if alignment is None:
        return "alignment not known"
    return INDEPENDENT if alignment == INDEPENDENT else f"aligned with {alignment}"

"""Cards of comparison as rows of the JSON contract, as CSV, and as text for a terminal."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tadmur.export.limits import LIMITS, MACHINE_CODED
from tadmur.export.page_text import COMPARISON_WORDS
from tadmur.terms.claim import Claim
from tadmur.terms.clock import isoformat
from tadmur.terms.comparison import Comparison, ComparisonKind
from tadmur.terms.source import INDEPENDENT, Voice

CARD_FIELDS = (
    "comparison_id", "kind", "topic", "place_id", "place_name", "since", "until", "state_disputed", "summary",
    "conceded", "disputed", "belief", "evidence", "claims", "pairs",
)  # fmt: skip
"""The contract; docs/json-contract.md explains each."""
CSV_FIELDS = (
    "comparison_id", "kind", "topic", "place_id", "place_name", "since", "until", "state_disputed", "summary",
    "disputed", "belief", "claim_ids", "speakers", "quotes", "conceded_claim_ids", "pairs",
)  # fmt: skip
LONGEST_QUOTE = 400
"""Characters of a quote on a card in a terminal; the ledger has all of it."""


@dataclass(frozen=True, slots=True)
class CardContext:
    """What rows need beyond the cards: claims by id, publication of reports, names of parties and places."""

    claims: Mapping[str, Claim]
    published: Mapping[str, Any]
    actor_names: Mapping[str, str]
    place_names: Mapping[str, str]


def card_row(card: Comparison, context: CardContext) -> dict[str, Any]:
    """A card with the fields of :data:`CARD_FIELDS`; private persons by their role alone."""
    return {
        "comparison_id": card.comparison_id,
        "kind": card.kind.value,
        "topic": card.topic,
        "place_id": card.place_id,
        "place_name": place_of(card, context),
        "since": _day(card.since),
        "until": _day(card.until),
        "state_disputed": card.state_disputed,
        "summary": card.summary,
        "conceded": [{"claim_id": claim_id, "sentence": sentence} for claim_id, sentence in card.conceded],
        "disputed": card.disputed,
        "belief": card.belief,
        "evidence": [{"claim_id": item.claim_id, "log_odds": item.log_odds} for item in card.evidence],
        "claims": [_claim(context.claims[claim_id], context) for claim_id in card.claim_ids],
        "pairs": [
            {
                "first": pair.first,
                "second": pair.second,
                "kind": pair.kind.value,
                "reason": pair.reason,
                "standing": pair.standing.value if pair.standing else None,
            }
            for pair in card.pairs
        ],
    }


def place_of(card: Comparison, context: CardContext) -> str | None:
    """How the card's place is called."""
    return context.place_names.get(card.place_id or "")


def _claim(claim: Claim, context: CardContext) -> dict[str, Any]:
    published = context.published.get(claim.report_id)
    return {
        "claim_id": claim.claim_id,
        "report_id": claim.report_id,
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.span.exact,
        "kind": claim.kind.value,
        "speaker": voice_name(claim.speaker),
        "speaker_role": claim.speaker.role.value,
        "speaks_for": stance(claim.speaker, context.actor_names),
        "publisher": claim.publisher.name,
        "published_at": isoformat(published),
        "time_earliest": isoformat(claim.event_time.earliest),
        "time_latest": isoformat(claim.event_time.latest),
    }


def voice_name(voice: Voice) -> str:
    """A voice's name; a private person or unnamed voice by its role alone."""
    return voice.name if voice.name and not voice.private else voice.role.value.replace("_", " ")


def stance(voice: Voice, names: Mapping[str, str]) -> str | None:
    """For whom a voice speaks: a party's name, "independent", or ``None`` where it is not known."""
    side = voice.aligned_with
    return side if side is None or side == INDEPENDENT else names.get(side, side)


def cards_jsonl(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One card a line."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def cards_csv(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One card a line; lists are joined by " | "."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, CSV_FIELDS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        claims = row["claims"]
        writer.writerow(
            {
                **row,
                "claim_ids": " | ".join(claim["claim_id"] for claim in claims),
                "speakers": " | ".join(claim["speaker"] for claim in claims),
                "quotes": " | ".join(" ".join(claim["quote"].split()) for claim in claims),
                "conceded_claim_ids": " | ".join(item["claim_id"] for item in row["conceded"]),
                "pairs": " | ".join(f"{p['first']} {p['kind']} {p['second']}" for p in row["pairs"]),
            }
        )
    return iter(buffer.getvalue().splitlines())


def cards_text(rows: Sequence[Mapping[str, Any]], *, width: int = 100, coded: str = MACHINE_CODED) -> Iterator[str]:
    """The cards as text, ``width`` columns wide, with what this output cannot say at the end."""
    for number, row in enumerate(rows, start=1):
        yield from _card_text(number, row, width)
        yield ""
    if rows:
        yield from textwrap.wrap(f"Claims are {coded}. {LIMITS}", width)


def _card_text(number: int, row: Mapping[str, Any], width: int) -> Iterator[str]:
    kind = COMPARISON_WORDS[ComparisonKind(row["kind"])].upper()
    if row["state_disputed"] and row["kind"] != ComparisonKind.DISPUTE:
        kind += ", PRESENT STATE DISPUTED"
    head = [f"{number}. {kind}", row["place_name"] or "", _days(row), f"card {row['comparison_id']}"]
    yield " · ".join(part for part in head if part)
    yield from textwrap.wrap(row["summary"], width, initial_indent="   ", subsequent_indent="   ")
    marks = {claim["claim_id"]: letter(index) for index, claim in enumerate(row["claims"])}
    for claim in row["claims"]:
        yield from _side(marks[claim["claim_id"]], claim, width)
    for item in row["conceded"]:
        yield from _line(f"Conceded ({marks[item['claim_id']]})", item["sentence"], width)
    if row["disputed"]:
        yield from _line("Still open", row["disputed"], width)
    if row["belief"]:
        weight = ", ".join(f"{marks.get(e['claim_id'], e['claim_id'])} {e['log_odds']:+.1f}" for e in row["evidence"])
        yield from _line("Our reading", row["belief"] + (f" Weightiest: {weight}." if weight else ""), width)


def letter(index: int) -> str:
    """a, b ... z, aa, ab ..."""
    return letter(index // 26 - 1) + letter(index % 26) if index >= 26 else chr(ord("a") + index)


def _side(mark: str, claim: Mapping[str, Any], width: int) -> Iterator[str]:
    quote = " ".join(claim["quote"].split())
    if len(quote) > LONGEST_QUOTE:
        quote = quote[: LONGEST_QUOTE - 1] + "…"
    yield from textwrap.wrap(f"({mark}) “{quote}”", width, initial_indent="   ", subsequent_indent="       ")
    speaks = claim["speaks_for"]
    side = "for whom is not known" if speaks is None else speaks if speaks == INDEPENDENT else f"stands with {speaks}"
    who = claim["speaker"]
    if claim["publisher"] and claim["publisher"] != who:
        who += f", in {claim['publisher']}"
    day = (claim["published_at"] or "no date")[:10]
    yield from textwrap.wrap(
        f"{who} ({side}), {day}, claim {claim['claim_id']}",
        width,
        initial_indent="       ",
        subsequent_indent="       ",
    )


def _line(label: str, text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(f"{label}: {text}", width, initial_indent="   ", subsequent_indent="       ")


def _days(row: Mapping[str, Any]) -> str:
    days = [day for day in dict.fromkeys((row["since"], row["until"])) if day]
    if row["since"] is None and days:
        return f"until {days[0]}"
    return " to ".join(days)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

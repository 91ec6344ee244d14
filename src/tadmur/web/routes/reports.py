"""Reports and claims: lists, one report with its text, one claim with its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from tadmur.pipeline.publication import DelayClass, delay_class
from tadmur.pipeline.report_pages import claim_page, report_page
from tadmur.store.lists import Condition, ListQuery, is_numbered, is_one_of
from tadmur.store.rows import LedgerClaim, StoredReport, naive_utc
from tadmur.terms.claim import ClaimKind, Modality
from tadmur.terms.clock import end_of_day
from tadmur.terms.report import Zone
from tadmur.terms.review import ReviewStatus
from tadmur.terms.source import SpeakerRole
from tadmur.web.answers import json_answer
from tadmur.web.asked import Asked, AskedNow, checked_day
from tadmur.web.kept_answers import kept
from tadmur.web.lists import Order, PagingNow, catalogue_list
from tadmur.web.problems import not_found

router = APIRouter(tags=["reports and claims"])
CLAIM_SORTS = (
    *("published_at", "kind", "actor_id", "opponent_id", "place_name", "speaker", "publisher", "time_earliest"),
    *("time_latest", "probability", "modality"),
)
REPORT_SORTS = ("published_at", "known_at", "title", "publisher", "language", "claims", "characters")
Words = Annotated[
    str | None,
    Query(
        max_length=200, description="Words of the quote or title, in order. Of very many claims the newest are found."
    ),
]
MOST_FOUND = 50_000
"""Claims that hold some words; of more the newest."""
Name = Annotated[str | None, Query(max_length=200)]
From = Annotated[date | None, Query(alias="from", description="Published on or after this day.")]
To = Annotated[date | None, Query(alias="to", description="Published on or before this day.")]


@router.get("/claims", summary="Claims, filtered, sorted and paged, or all as a file")
def claims(
    asked: AskedNow,
    paging: PagingNow,
    kind: Annotated[list[ClaimKind] | None, Query()] = None,
    actor: Annotated[list[str] | None, Query(description="actor_id of who acts.")] = None,
    opponent: Annotated[list[str] | None, Query(description="actor_id of against whom.")] = None,
    party: Annotated[str | None, Query(max_length=200, description="actor_id on either side.")] = None,
    place: Annotated[list[str] | None, Query(description="place_id.")] = None,
    report: Name = None,
    source: Annotated[str | None, Query(max_length=300, description="Key of the speaker, as in /sources.")] = None,
    role: Annotated[SpeakerRole | None, Query(description="In what capacity the speaker speaks.")] = None,
    zone: Annotated[Zone | None, Query()] = None,
    modality: Annotated[Modality | None, Query()] = None,
    asserted: bool | None = None,
    review: Annotated[
        ReviewStatus | None, Query(description="Where it stands after review. Default: all that count.")
    ] = None,
    located: Annotated[bool | None, Query(description="Whether the claim could be tied to a place.")] = None,
    claim_id: Annotated[list[str] | None, Query(description="Only these.")] = None,
    first: From = None,
    last: To = None,
    q: Words = None,
) -> Response:
    """``as_of`` leaves out claims that speak only of later days."""
    chosen = [
        *(is_one_of("kind", [k.value for k in kind]) for _ in [0] if kind),
        *(is_one_of("actor_id", actor) for _ in [0] if actor),
        *(is_one_of("opponent_id", opponent) for _ in [0] if opponent),
        *(is_one_of("place_id", place) for _ in [0] if place),
        *(is_one_of("claim_id", claim_id) for _ in [0] if claim_id),
    ]
    if party:
        chosen.append(Condition("actor_id = ? OR opponent_id = ?", (party, party)))
    if review is None and not claim_id:
        chosen.append(Condition("counts"))
    for column, value in (
        ("review", review and review.value),
        ("report_id", report),
        ("source_key", source),
        ("speaker_role", role and role.value),
        ("zone", zone and zone.value),
        ("modality", modality and modality.value),
        ("asserted", asserted),
    ):
        if value is not None:
            chosen.append(Condition(f"{column} = ?", (value,)))
    if located is not None:
        chosen.append(Condition(f"place_id IS {'NOT ' if located else ''}NULL"))
    if q:
        chosen.append(_with_words(asked, "claims", q))
    if asked.as_of is not None:
        day = naive_utc(end_of_day(asked.as_of))
        chosen.append(Condition("time_earliest IS NULL OR time_earliest <= ?", (day,)))
    return catalogue_list(
        asked,
        paging,
        view="claims",
        sorts=CLAIM_SORTS,
        published=_published(first, last),
        conditions=[*chosen, *_known(asked), *_not_withheld(asked)],
        name="claims",
        default=("published_at", Order.DESC),
    )


@router.get("/claims/{claim_id}", summary="A claim with all its fields and the text around it")
def claim(asked: AskedNow, claim_id: Annotated[str, Path(max_length=80)]) -> Response:
    """The fields of the JSON contract (docs/json-contract.md), the report's head, and the cards it stands on."""
    found, stored = shown_claim(asked, claim_id)
    deck = asked.main_edition().cards
    cards = [deck.line(index) for index in deck.with_claim.get(claim_id, ())]
    page = claim_page(stored, found, names_of(asked), asked.redaction, public=asked.is_public)
    return json_answer({**page, "contradictions": cards})


def shown_claim(asked: Asked, claim_id: str) -> tuple[LedgerClaim, StoredReport]:
    """A claim with its report.

    Raises:
        Problem: 404, there is none, or it is withheld from whoever asks.
    """
    lists = asked.shown.lists
    found = lists.claim(claim_id)
    stored = lists.report(found.claim.report_id) if found else None
    if found is None or stored is None or not _public_claims(asked, [found]):
        raise not_found("claim", claim_id)
    return found, stored


@router.get("/reports", summary="Reports, filtered, sorted and paged, or all as a file")
def reports(
    asked: AskedNow,
    paging: PagingNow,
    publisher: Name = None,
    source: Annotated[str | None, Query(max_length=200, description="Pack id of the publisher.")] = None,
    language: Annotated[str | None, Query(max_length=20)] = None,
    pack: Name = None,
    duplicate: Annotated[bool | None, Query(description="Whether it is a duplicate of an earlier one.")] = None,
    has_claims: bool | None = None,
    first: From = None,
    last: To = None,
    q: Words = None,
) -> Response:
    """Texts are under ``/reports/{report_id}``."""
    chosen = [
        Condition(f"{column} = ?", (value,))
        for column, value in (
            ("publisher", publisher),
            ("source_id", source),
            ("language", language),
            ("pack_id", pack),
        )
        if value is not None
    ]
    if duplicate is not None:
        chosen.append(Condition(f"duplicate_of IS {'NOT ' if duplicate else ''}NULL"))
    if has_claims is not None:
        chosen.append(Condition("claims > 0" if has_claims else "claims = 0"))
    if q:
        chosen.append(_with_words(asked, "reports", q))
    return catalogue_list(
        asked,
        paging,
        view="reports",
        sorts=REPORT_SORTS,
        published=_published(first, last),
        conditions=[*chosen, *_known(asked), *reports_not_withheld(asked)],
        name="reports",
        default=("published_at", Order.DESC),
    )


@router.get("/reports/{report_id}", summary="A report with its text, layout and claims")
def report(asked: AskedNow, report_id: Annotated[str, Path(max_length=80)]) -> Response:
    """Offsets of layout and claims point into ``text`` as given here."""
    lists = asked.shown.lists
    stored = lists.report(report_id)
    if stored is None:
        raise not_found("report", report_id)

    every = lists.claims_of(report_id)
    found = _public_claims(asked, every)
    if every and not found:
        raise not_found("report", report_id)

    def make() -> bytes:
        page = report_page(stored, found, names_of(asked), asked.redaction, public=asked.is_public)
        return msgspec.json.encode({**page, "copies": lists.copies_of(report_id)})

    return kept(asked, ("report", asked.audience.value, report_id), make)


def names_of(asked: Asked) -> dict[str, str]:
    """actor_id to neutral name."""
    found: dict[str, str] = asked.shown.remembered("actors", asked.shown.lists.actor_names)
    return found


def _with_words(asked: Asked, table: str, words: str) -> Condition:
    return is_numbered(asked.shown.lists.index.find(table, words, public=asked.is_public, most=MOST_FOUND))


def _published(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    return checked_day("from", first), checked_day("to", last)


def _known(asked: Asked) -> list[Condition]:
    return [] if asked.known_by is None else [Condition("known_at <= ?", (naive_utc(asked.known_by),))]


def _not_withheld(asked: Asked) -> list[Condition]:
    """Claims that are older than the publication delay of their class, for the public."""
    if not asked.is_public or not asked.shown.delays:
        return []
    now = naive_utc(asked.known_by) or asked.shown.remembered("newest report", asked.shown.lists.newest_report)
    found = []
    for name, hours in asked.shown.delays.items():
        kinds = [kind.value for kind in ClaimKind if delay_class(kind) is DelayClass(name)]
        if hours and now is not None:
            one = is_one_of("kind", kinds)
            found.append(Condition(f"NOT {one.sql} OR known_at <= ? - to_hours(1) * ?", (*one.values, now, hours)))
    return found


def reports_not_withheld(asked: Asked) -> list[Condition]:
    """Reports with a claim to show, or none withheld."""
    withheld = _not_withheld(asked)
    if not withheld:
        return []
    shown = " AND ".join(f"({item.sql})" for item in withheld)
    values = tuple(value for item in withheld for value in item.values)
    return [
        Condition(f"claims = 0 OR report_id IN (SELECT report_id FROM claims_public WHERE {shown})", values)
    ]  # fmt: skip


def _public_claims(asked: Asked, claims: Sequence[LedgerClaim]) -> list[LedgerClaim]:
    """Those of some claims that are not withheld."""
    withheld = _not_withheld(asked)
    if not withheld or not claims:
        return list(claims)
    chosen = is_one_of("claim_id", [row.claim.claim_id for row in claims])
    query = ListQuery("claims_public", ("claim_id",), conditions=(chosen, *withheld))
    shown = {row["claim_id"] for row in asked.shown.lists.every(query)}
    return [row for row in claims if row.claim.claim_id in shown]

"""Who speaks, and where they contradict each other."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from tadmur.pipeline.card_index import CardHead
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.source import SpeakerRole
from tadmur.web.answers import json_answer
from tadmur.web.asked import AskedNow, checked_day
from tadmur.web.lists import PagingNow, kept_list, raw_list
from tadmur.web.problems import not_found

router = APIRouter(tags=["sources and contradictions"])
SOURCE_COLUMNS = (
    *("key", "name", "role", "aligned_with", "speaks_for", "reports", "printed", "claims", "contradicted", "copies"),
    *("repeated", "share", "share_low", "share_high", "share_claims", "grade", "median_lag_days"),
)
CARD_COLUMNS = (
    *("comparison_id", "kind", "topic", "place_id", "place_name", "since", "until", "state_disputed", "summary"),
    *("disputed", "belief", "claim_ids"),
)
CARD_SORTS = ("kind", "topic", "place_name", "since", "until", "summary")


def source_head(profile: dict[str, Any]) -> dict[str, Any]:
    """The profile's line in the table; ``share`` is what the model finds true over all parties, most claims first."""
    learned = [row for row in profile["reliability"] if row["party"] is None]
    most = max(learned, key=lambda row: row["claims"], default=None)
    return {
        **{name: profile.get(name) for name in SOURCE_COLUMNS},
        "share": most and most["share"],
        "share_low": most and most["low"],
        "share_high": most and most["high"],
        "share_claims": most and most["claims"],
        "grade": profile["gradings"][-1]["reliability"] if profile["gradings"] else None,
        "median_lag_days": profile["lag"]["median_days"],
    }


@router.get("/sources", summary="Profiles of sources; private persons have none")
def sources(
    asked: AskedNow,
    paging: PagingNow,
    role: SpeakerRole | None = None,
    side: Annotated[str | None, Query(max_length=200, description="actor_id, or independent.")] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Most claims first unless sorted."""
    edition = asked.edition()
    rows = asked.shown.remembered(
        ("sources", edition.name), lambda: [source_head(profile) for profile in edition.sources]
    )
    if role is not None:
        rows = [row for row in rows if row["role"] == role.value]
    if side is not None:
        rows = [row for row in rows if row["aligned_with"] == side]
    if q:
        rows = [row for row in rows if q.casefold() in f"{row['name']} {row['key']}".casefold()]
    return kept_list(asked, paging, rows, columns=SOURCE_COLUMNS, sorts=SOURCE_COLUMNS, name="sources")


@router.get("/sources/{key:path}", summary="The profile of one source")
def source(asked: AskedNow, key: Annotated[str, Path(max_length=300)]) -> Response:
    """Counts, contradictions, lags and copies, what the model learned, and what analysts say, each apart."""
    found = next((row for row in asked.edition().sources if row["key"] == key), None)
    if found is None:
        raise not_found("source", key)
    return json_answer(found)


@router.get("/contradictions", summary="Cards of claims side by side: disputes, sequences, copies, corrections")
def contradictions(
    asked: AskedNow,
    paging: PagingNow,
    kind: Annotated[list[ComparisonKind] | None, Query(description="Default: all that is disputed.")] = None,
    place: Annotated[str | None, Query(max_length=200, description="place_id.")] = None,
    topic: Annotated[str | None, Query(max_length=40)] = None,
    source: Annotated[str | None, Query(max_length=200, description="Name of a speaker.")] = None,
    first: Annotated[date | None, Query(alias="from", description="Touching this day or a later one.")] = None,
    last: Annotated[date | None, Query(alias="to", description="Touching this day or an earlier one.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Words of the summary or a quote.")] = None,
) -> Response:
    """What is disputed comes first, then by time."""
    checked_day("from", first), checked_day("to", last)
    wanted = {item.value for item in kind} if kind else None
    words = q.lower().encode() if q else None
    cards = asked.edition().cards

    def fits(head: CardHead, row: msgspec.Raw) -> bool:
        return (
            (head.kind in wanted if wanted else head.is_disputed)
            and place in (None, head.place_id)
            and topic in (None, head.topic)
            and (source is None or any(voice.speaker == source for voice in head.claims))
            and (first is None or head.until is None or head.until >= first.isoformat())
            and (last is None or head.since is None or head.since <= last.isoformat())
            and (words is None or words in bytes(row).lower())
        )

    plain = not any((wanted, place, topic, source, first, last, words))
    chosen = cards.disputed if plain else [i for i, head in enumerate(cards.heads) if fits(head, cards.rows[i])]
    return raw_list(
        asked,
        paging,
        chosen,
        value=lambda index, name: getattr(cards.heads[index], name),
        row=lambda index: {**cards.row(index), "claim_ids": [v.claim_id for v in cards.heads[index].claims]},
        columns=CARD_COLUMNS,
        sorts=CARD_SORTS,
        name="contradictions",
    )


@router.get("/contradictions/{comparison_id}", summary="One card")
def contradiction(asked: AskedNow, comparison_id: Annotated[str, Path(max_length=120)]) -> Response:
    """The claims side by side, how each pair stands, what stays open, and what the model believes."""
    cards = asked.edition().cards
    index = cards.by_id.get(comparison_id)
    if index is None:
        raise not_found("card", comparison_id)
    return json_answer(cards.rows[index])

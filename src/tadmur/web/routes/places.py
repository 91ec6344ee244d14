"""One place: what it is, who held it when, and why that is believed."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from tadmur.pipeline.edition import Edition
from tadmur.pipeline.finder import found_rows
from tadmur.pipeline.place_pages import belief_row, history_row, marks, place_row
from tadmur.store.lists import ListQuery, is_numbered
from tadmur.web.answers import json_answer
from tadmur.web.asked import Asked, AskedNow
from tadmur.web.jobs import why
from tadmur.web.kept_answers import kept
from tadmur.web.problems import not_found
from tadmur.web.routes.reports import reports_not_withheld

router = APIRouter(tags=["places"])
MOST_FOUND = 8
PlaceId = Annotated[str, Path(max_length=200, description="As in /map/places, e.g. wof:421197935")]


def _number(edition: Edition, place_id: str) -> int:
    number = edition.chronicle.index.get(place_id)
    if number is None:
        raise not_found("place with a history", place_id)
    return number


@router.get("/places/{place_id}", summary="A place with its names and what is believed of it on a day")
def place(asked: AskedNow, place_id: PlaceId) -> Response:
    """Names in all scripts, kind, where it lies, and the belief of ``as_of``."""
    edition = asked.edition()
    number = _number(edition, place_id)
    day = asked.day(asked.main_edition()).toordinal()
    claims = edition.chronicle.claims_on(number)
    cards = [edition.cards.heads[index].comparison_id for index in edition.cards.on_place.get(place_id, ())]
    return json_answer(
        {
            **place_row(edition, number),
            "belief": belief_row(edition, number, day),
            "claims": len(claims),
            "contradictions": cards,
        }
    )


@router.get("/places/{place_id}/history", summary="The history of a place as runs of days, with its claims as marks")
def history(asked: AskedNow, place_id: PlaceId) -> Response:
    """``from``, ``label``, ``evidence`` and each list in ``p`` are of equal length: run i lasts until the day before
    ``from``[i + 1]. ``claims`` are the claims that bear on the place, by publication."""
    edition = asked.edition()
    number = _number(edition, place_id)

    def make() -> bytes:
        found, total = marks(edition, asked.shown.lists, number, audience=asked.audience.value)
        return msgspec.json.encode({**history_row(edition, number), "claims": found, "claims_total": total})

    return kept(asked, ("history", edition.name, place_id), make)


@router.get("/places/{place_id}/why", summary="Why it is believed: each claim's part in log-odds, and what else counts")
def why_believed(asked: AskedNow, place_id: PlaceId) -> Response:
    """Parts in nats that add up to ``log_odds``: claims in the order of publication, each with the change it makes,
    and time, neighbours and the prior in ``parts``. 202 while the evidence is being weighed."""
    asked.limit("why")
    edition = asked.edition()
    _number(edition, place_id)
    day = asked.day(asked.main_edition())
    return json_answer(why(asked, edition, place_id, day))


@router.get("/search", summary="Places in any script, parties, sources and reports")
def search(asked: AskedNow, q: Annotated[str, Query(min_length=1, max_length=100, description="Words.")]) -> Response:
    """At most eight of each, best first; ``matched`` is the name that fits."""
    edition = asked.main_edition()
    return json_answer(
        {
            "places": found_rows(edition.finder, edition.chronicle.places, edition.points, q, most=MOST_FOUND),
            "parties": _named(edition.about["parties"], ("name", "actor_id"), q, ("actor_id", "name", "colour")),
            "sources": _named(edition.sources, ("name", "key", "other_names"), q, ("key", "name", "role", "claims")),
            "reports": _reports(asked, q),
        }
    )


def _named(
    rows: list[dict[str, Any]], fields: tuple[str, ...], words: str, shown: tuple[str, ...]
) -> list[dict[str, Any]]:
    wanted = words.casefold().strip()

    def names(row: dict[str, Any]) -> list[str]:
        values = (row.get(field) for field in fields)
        return [str(v).casefold() for value in values if value for v in (value if isinstance(value, list) else [value])]

    found = [row for row in rows if any(wanted in name for name in names(row))]
    found.sort(key=lambda row: not any(name.startswith(wanted) for name in names(row)))
    return [{name: row.get(name) for name in shown} for row in found[:MOST_FOUND]]


def _reports(asked: Asked, words: str) -> list[msgspec.Raw]:
    lists = asked.shown.lists
    withheld = reports_not_withheld(asked)
    numbers = lists.index.find("reports", words, public=asked.is_public, most=1000 if withheld else MOST_FOUND)
    if not withheld:
        return lists.index.rows("reports", numbers, public=asked.is_public)
    conditions = (is_numbered(numbers), *withheld)
    query = ListQuery("reports_public", (), sort="published_at", descending=True, conditions=conditions)
    return lists.page(query, limit=MOST_FOUND)[0]

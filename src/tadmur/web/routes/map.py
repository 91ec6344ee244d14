"""The map: places once, then a few bytes a place for each day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from tadmur.pipeline.map_frames import aligned_frame, place_columns, vague_places
from tadmur.web import worker
from tadmur.web.answers import json_answer
from tadmur.web.asked import AskedNow, checked_day
from tadmur.web.jobs import ask
from tadmur.web.kept_answers import kept

router = APIRouter(prefix="/map", tags=["map"])


@router.get("/places", summary="All places with who-holds-it histories, as columns")
def places(asked: AskedNow) -> Response:
    """``place_id``, ``name``, ``names`` ({language: name}), ``lon``, ``lat`` (null where none is public), ``kind``,
    ``country``, ``admin1``, ``population``, ``claims`` and ``vague``, each a list in the order of frames."""
    edition = asked.main_edition()
    make = lambda: msgspec.json.encode({**place_columns(edition), "revision": asked.shown.revision})  # noqa: E731
    return kept(asked, ("places", edition.name), make, "application/json")


@router.get("/frame", summary="One day: four bytes a place")
def frame(asked: AskedNow) -> Response:
    """Four bytes a place in the order of ``/map/places``: the most probable party (index into ``parties`` of
    ``/meta``; 254 contested, 255 nothing known), its probability (0 to 255), the label (index into ``labels`` of
    ``/meta``) and the age of the newest evidence in steps of four days (255 without any)."""
    main = asked.main_edition()
    edition = asked.edition()
    day = asked.day(main).toordinal()
    make = lambda: aligned_frame(edition, main, day).tobytes()  # noqa: E731
    return kept(asked, ("frame", main.name, edition.name, day), make, "application/octet-stream")


@router.get("/cells", summary="The land that each settlement speaks for, as triangles")
def cells(asked: AskedNow) -> Response:
    """Little-endian: ``TDC1``, numbers of vertices V and of indices I (uint32), V pairs of longitude and latitude
    (float32), V numbers of places in the order of ``/map/places`` (uint32), I indices of vertices (uint32), three a
    triangle. 202 while they are drawn."""
    main = asked.main_edition()
    desk = asked.desk
    body = ask(
        asked,
        desk.belief,
        ("cells", main.name),
        "The land of each settlement",
        worker.cells,
        main.key,
        desk.options.settings,
    )
    return kept(asked, ("cells", main.name), lambda: body, "application/octet-stream")


@router.get("/changes", summary="Days on which places change hands or label")
def changes(
    asked: AskedNow,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Response:
    """``days`` and as many ``changes``: places whose most probable party or label changes on the day."""
    checked_day("from", first), checked_day("to", last)
    edition = asked.edition()
    days, counts = asked.shown.remembered(("changes", edition.name), edition.chronicle.changes)
    kept = [
        (date.fromordinal(day).isoformat(), count)
        for day, count in zip(days, counts, strict=True)
        if (first is None or day >= first.toordinal()) and (last is None or day <= last.toordinal())
    ]
    return json_answer({"days": [day for day, _ in kept], "changes": [count for _, count in kept]})


@router.get("/vague", summary="Places without exact bounds, as GeoJSON, on one day")
def vague(asked: AskedNow) -> Response:
    """Circles of uncertainty around "hills near X" and the like, with the belief of the day."""
    edition = asked.edition()
    day = asked.day(asked.main_edition()).toordinal()
    make = lambda: msgspec.json.encode(vague_places(edition, day))  # noqa: E731
    return kept(asked, ("vague", edition.name, day), make, "application/geo+json")

"""Figures of territory, harm, and what changed between two times of knowledge. Each is worked out once and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from tadmur.measure.cells import Denominator
from tadmur.pipeline.edition import EditionKey
from tadmur.pipeline.figure_question import FigureQuestion
from tadmur.pipeline.harm import Grouping
from tadmur.pipeline.page_rows import figure_row, harm_rows, series_rows
from tadmur.pipeline.series import series_days
from tadmur.web import worker
from tadmur.web.answers import json_answer, table_file
from tadmur.web.asked import Asked, AskedNow, checked_day, instant, snapped
from tadmur.web.jobs import ask
from tadmur.web.lists import Form, PagingNow, kept_list
from tadmur.web.problems import Problem
from tadmur.web.routes.reports import shown_claim

router = APIRouter(tags=["figures, harm, change"])
MOST_DAYS = 2000
Draws = Annotated[int, Query(ge=100, le=2000, description="Sampled histories behind the interval.")]


def question_of(
    asked: AskedNow,
    actor: Annotated[str, Query(min_length=1, max_length=200, description="The party, under any of its names.")],
    first: Annotated[date, Query(alias="from", description="Event time: the base day.")],
    last: Annotated[date, Query(alias="to", description="Event time: the last day.")],
    scope: Annotated[
        str | None,
        Query(max_length=100, pattern=r"^[A-Za-z]{2}(,[A-Za-z]{2})*$", description="ISO 3166 codes, e.g. SY,IQ."),
    ] = None,
    admin: Annotated[str | None, Query(max_length=200, description="A governorate, oblast, state or district.")] = None,
    bbox: Annotated[str | None, Query(max_length=100, description="west,south,east,north in degrees.")] = None,
    denominator: Denominator = Denominator.KM2,
    draws: Draws = 1000,
) -> FigureQuestion:
    """The question that a request asks."""
    checked_day("from", first), checked_day("to", last)
    question = FigureQuestion(
        actor,
        first,
        last,
        asked.known_by_asked,
        tuple(dict.fromkeys(code.upper() for code in scope.split(","))) if scope else (),
        admin,
        _box(bbox),
        asked.desk.options.settings.boundaries,
        denominator,
        draws,
    )
    question.check()
    if (last - first).days > 40 * 366:
        raise Problem(422, "The period is longer than 40 years.", "Give two days that lie closer together")
    return question


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise Problem(422, f"bbox: {text!r} is not a box.", "Write west,south,east,north in degrees") from error
    if not all(map(isfinite, (west, south, east, north))):
        raise Problem(422, f"bbox: {text!r} is not a box.", "Write west,south,east,north in degrees")
    return west, south, east, north


QuestionNow = Annotated[FigureQuestion, Depends(question_of)]


def _key(asked: Asked) -> EditionKey:
    return EditionKey(asked.shown.snapshot.path, asked.audience, asked.known_by)


@router.get("/figure", summary="What a party lost or gained between two days, with everything needed to check it")
def figure(asked: AskedNow, question: QuestionNow) -> Response:
    """``value`` with its 90 per cent interval in the chosen denominator, ``measures`` in all of them, the sentence,
    coverage, the places that changed with their evidence, and ``claim_ids``. 202 while it is worked out."""
    asked.limit("figure")
    key = ("figure", asked.audience, question)
    row = ask(asked, asked.desk.past, key, "The figure", figure_row, _key(asked), question)
    return json_answer(asked.redaction.row(row))


@router.get("/series", summary="What a party held day by day, week by week or month by month")
def series(
    asked: AskedNow,
    question: QuestionNow,
    every: Annotated[str, Query(pattern="^(day|week|month)$")] = "week",
) -> Response:
    """For each day the level and the change in all denominators, median, low and high; ``gap`` says why there is
    none. 202 while it is worked out."""
    asked.limit("figure")
    if len(series_days(question.first_day, question.last_day, every)) > MOST_DAYS:
        raise Problem(422, f"The series has more than {MOST_DAYS} days.", "Ask for weeks or months")
    key = ("series", asked.audience, question, every)
    asked_for = replace(question, every=every)
    return json_answer(ask(asked, asked.desk.past, key, "The series", series_rows, _key(asked), asked_for))


@router.get("/harm", summary="Deaths, injuries, displacement and damage as ranges, where unknown is not zero")
def harm(
    asked: AskedNow,
    paging: PagingNow,
    by: Annotated[Grouping, Query(description="What totals are made for.")] = Grouping.KIND,
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    events: Annotated[bool, Query(description="The events as a list, in place of totals.")] = False,
) -> Response:
    """``totals`` with ``statements``, ``copies`` and ``undated``; with ``events`` a list like any other."""
    checked_day("from", first), checked_day("to", last)
    key = ("harm", asked.audience, asked.known_by, first, last, by)
    found = ask(asked, asked.desk.past, key, "The harm ledger", harm_rows, _key(asked), first, last, by)
    found = asked.shown.remembered(("redacted", *key), lambda: asked.redaction.row(found))
    if events:
        return kept_list(
            asked, paging, found["events"], columns=_columns(found["events"]), sorts=EVENT_SORTS, name="harm-events"
        )
    if paging.form is not Form.JSON:
        asked.limit("export")
        return table_file(found["totals"], _columns(found["totals"]), paging.form.value, "harm")
    return json_answer(
        {name: value for name, value in found.items() if name != "events"} | {"events": len(found["events"])}
    )


EVENT_SORTS = ("place_name", "first", "last", "low", "best", "high", "voices", "grade")


def _columns(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(rows[0]) if rows else ("claim_ids",)


@router.get("/diff", summary="What changed in our belief about a day between two times of knowledge, and why")
def diff(
    asked: AskedNow,
    known_by_a: Annotated[str, Query(max_length=40, description="The earlier time of knowledge.")],
    known_by_b: Annotated[str | None, Query(max_length=40, description="The later one. Default: all.")] = None,
) -> Response:
    """Places seen differently, the greatest shift first, with the new claims that pull most. 202 while it is worked
    out."""
    asked.limit("diff")
    earlier, later = instant("known_by_a", known_by_a), instant("known_by_b", known_by_b)
    if earlier is None:
        raise Problem(422, "known_by_a: a time is missing.", "Give the earlier time of knowledge")
    if later is not None and earlier >= later:
        raise Problem(422, "The second time of knowledge is not after the first.", "Give the earlier one first")
    first, second = snapped(asked.shown, earlier), snapped(asked.shown, later)
    path, settings = asked.shown.snapshot.path, asked.desk.options.settings
    keys = (EditionKey(path, asked.audience, first), EditionKey(path, asked.audience, second))
    key = ("diff", *keys, asked.as_of)
    row = ask(asked, asked.desk.past, key, "The comparison", worker.diff, *keys, settings, asked.as_of)
    return json_answer(asked.redaction.row(row))


@router.get("/claims/{claim_id}/explain", summary="Why a claim was read as it was", tags=["reports and claims"])
def explain(asked: AskedNow, claim_id: Annotated[str, Path(max_length=80)]) -> Response:
    """Its report is read again, and what led to each field is kept: frame, voices, place candidates, time words."""
    asked.limit("why")
    found, _ = shown_claim(asked, claim_id)
    key = ("explain", claim_id)
    settings = asked.desk.options.settings
    row = ask(
        asked, asked.desk.text, key, "The reading", worker.explanation, _key(asked), settings, found.claim.claim_id
    )
    return json_answer(asked.redaction.row(row, found.claim.report_id))

"""Claims of a page of battle narrative as control facts: dated gains, losses and holds of named places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tadmur.extract.assembly import DraftedClaim
from tadmur.extract.extractor import Extractor
from tadmur.terms.claim import ClaimKind
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.ids import digest
from tadmur.terms.place import FeatureClass, PlaceRelation
from tadmur.terms.report import Report, Segment, Zone

_EVENTS = frozenset({"captured", "recaptured", "lost", "withdrew", "holds", "attacked", "besieged"})
_ELSEWHERE = frozenset({PlaceRelation.NEAR, PlaceRelation.TOWARDS, PlaceRelation.DIRECTION, PlaceRelation.BETWEEN})
SUREST_ONLY = 0.45
"""Claims read with less than this probability are not worth a line."""


def page_predictions(page: Mapping[str, Any], extractor: Extractor) -> list[dict[str, Any]]:
    """Control facts of one page.

    Args:
        page: ``page``, ``title``, ``paragraphs`` (each with ``section`` and ``text``) and ``sentences`` (each with
            ``sid``, ``paragraph``, ``text``).

    Returns:
        Lines with ``page``, ``sid``, ``sentence``, ``place``, ``actor``, ``event``, ``date``, ``date_end``,
        ``asserted`` and ``attributed_to``. Claims whose party or place is not resolved give none.
    """
    report, sids = _as_report(page)
    lines: list[dict[str, Any]] = []
    for drafted in extractor.extract_drafted(report):
        line = _line(page, drafted, extractor, sids)
        if line is not None:
            lines.append(line)
    return lines


def _as_report(page: Mapping[str, Any]) -> tuple[Report, list[tuple[int, int, int, str]]]:
    """The page as a report of one paragraph a line, and (start, end, sid, text) of its sentences."""
    pieces: list[str] = []
    segments: list[Segment] = []
    places: list[tuple[int, int, int, str]] = []
    position = 0
    sentences = list(page["sentences"])
    for number, paragraph in enumerate(page["paragraphs"]):
        text = str(paragraph["text"])
        segments.append(Segment(position, position + len(text), Zone.BODY))
        inside = 0
        for sentence in sentences:
            if sentence["paragraph"] == number:
                words = str(sentence["text"])
                at = text.find(words, inside)
                if at >= 0:
                    places.append((position + at, position + at + len(words), int(sentence["sid"]), words))
                    inside = at + len(words)
        pieces.append(text)
        position += len(text) + 1
    text = "\n".join(pieces)
    return Report(digest([page["page"], text]), text, tuple(segments), title=str(page.get("title") or "")), places


def _line(
    page: Mapping[str, Any], drafted: DraftedClaim, extractor: Extractor, sids: list[tuple[int, int, int, str]]
) -> dict[str, Any] | None:
    claim = drafted.claim
    place = claim.place
    if drafted.feature_class is FeatureClass.COUNTRY:
        return None
    if drafted.event not in _EVENTS or claim.actor_id is None or place is None:
        return None
    name = drafted.description if place.name is None or place.unnamed else place.name
    if name is None or claim.probability < SUREST_ONLY:
        return None
    if drafted.description is None and (place.unnamed or place.relation in _ELSEWHERE):
        return None
    sid, sentence = next(
        ((sid, words) for start, end, sid, words in sids if start <= claim.span.start < end), (None, None)
    )
    pack = extractor.pack
    actor = claim.actor_id if pack is None else pack.actors[pack.holder_of(claim.actor_id)].name
    date, date_end = _dates(claim.event_time, lasting=claim.kind is ClaimKind.CONTROL_HOLD)
    speaker = claim.speaker if len(claim.attribution) > 1 else None
    return {
        "page": page["page"],
        "sid": sid,
        "sentence": sentence,
        "place": name,
        "actor": actor,
        "event": drafted.event,
        "date": date,
        "date_end": date_end,
        "asserted": claim.asserted,
        "attributed_to": (speaker.name or str(speaker.role)) if speaker is not None else None,
        "quote": claim.span.exact,
        "probability": claim.probability,
    }


def _dates(time: EventTime, *, lasting: bool) -> tuple[str | None, str | None]:
    """First and last day; a month or year as such; a state by the day on which it is stated."""
    first, last = time.earliest, time.latest
    if lasting and last is not None and (first is None or (last - first).days > 31):
        first = last
    if first is None and last is None:
        return None, None
    first, last = first or last, last or first
    assert first is not None
    assert last is not None
    if time.precision is Precision.YEAR:
        return f"{first:%Y}", None
    if first.date() == last.date():
        return first.date().isoformat(), None
    return first.date().isoformat(), last.date().isoformat()

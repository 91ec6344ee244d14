"""What the browser shows of one place: who held it when, and the claims that say so."""

from __future__ import annotations

from datetime import date
from typing import Any

from tadmur.geocode.vague import anchor_of, is_vague
from tadmur.pipeline.chronicle import FULL, GOING_ON, UNTOLD
from tadmur.pipeline.edition import Edition
from tadmur.pipeline.map_frames import names_by_language
from tadmur.reconcile.labels import CODES
from tadmur.store.lists import ListQuery, Lists, is_one_of
from tadmur.terms.assessment import Label

MOST_MARKS = 2000
"""Claims shown above a history; the newest, where there are more."""
MARK_COLUMNS = (
    *("claim_id", "report_id", "span_start", "span_end", "quote", "published_at", "time_earliest", "time_latest"),
    *(
        "actor_id",
        "opponent_id",
        "speaker",
        "speaker_role",
        "publisher",
        "asserted",
        "modality",
        "hedge",
        "zone",
        "kind",
    ),
)


def place_row(edition: Edition, number: int) -> dict[str, Any]:
    """A place by its number, with all its names."""
    place, point = edition.chronicle.places[number], edition.points[number]
    return {
        "place_id": place.place_id,
        "name": place.name,
        "names": [{"text": n.text, "language": n.language, "audience": n.audience} for n in place.names],
        "by_language": names_by_language(place),
        "kind": place.feature_class.value,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "population": place.population,
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "vague": is_vague(place),
        "anchor_id": anchor_of(place),
    }


def belief_row(edition: Edition, number: int, day: int) -> dict[str, Any]:
    """What is believed of a place on a day (ordinal); where nothing is known, no probability is given."""
    chronicle = edition.chronicle
    history = chronicle.history(number)
    label = CODES[int(chronicle.frame_of(number, day)[2])]
    run = max(int(history.start.searchsorted(min(day, chronicle.last_day), side="right")) - 1, 0)
    known = label is not Label.UNKNOWN
    shares = {state: int(p) / FULL for state, p in zip(history.states, history.per_cent[run], strict=True)}
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    return {
        "day": date.fromordinal(day).isoformat(),
        "label": label.value,
        "holder": ranked[0][0] if known else None,
        "probability": ranked[0][1] if known else None,
        "probabilities": dict(ranked) if known else {},
        "last_evidence": _evidence(int(history.evidence[run]), min(day, chronicle.last_day))
        if day >= chronicle.first_day
        else None,
    }


def history_row(edition: Edition, number: int) -> dict[str, Any]:
    """The history of a place as runs of days: run i lasts from ``from``[i] to the day before ``from``[i + 1].

    ``p`` has for each state the probability in each run; where the label is "unknown" they are not to be shown.
    ``evidence`` is the day of the newest evidence: null without any, "today" while a claim speaks of the day itself.
    """
    chronicle = edition.chronicle
    history = chronicle.history(number)
    return {
        "place_id": chronicle.places[number].place_id,
        "first": date.fromordinal(chronicle.first_day).isoformat(),
        "last": date.fromordinal(chronicle.last_day).isoformat(),
        "from": [date.fromordinal(int(day)).isoformat() for day in history.start],
        "label": [CODES[int(code)].value for code in history.label],
        "evidence": [_evidence_words(int(day)) for day in history.evidence],
        "states": list(history.states),
        "p": {state: [int(v) / FULL for v in history.per_cent[:, i]] for i, state in enumerate(history.states)},
    }


def marks(edition: Edition, lists: Lists, number: int, *, audience: str) -> tuple[list[dict[str, Any]], int]:
    """The claims that bear on a place, by publication, and how many there are."""
    names = edition.chronicle.claims_on(number)
    return marks_of(lists, names[-MOST_MARKS:], audience=audience), len(names)


def marks_of(lists: Lists, claim_ids: list[str], *, audience: str) -> list[dict[str, Any]]:
    """Claims as marks, by publication."""
    if not claim_ids:
        return []
    query = ListQuery(f"claims_{audience}", MARK_COLUMNS, conditions=(is_one_of("claim_id", claim_ids),))
    return [mark_row(row) for row in lists.every(query)]


def mark_row(row: dict[str, Any]) -> dict[str, Any]:
    """A claim as a mark: what it says, of when, by whom."""
    return {
        "claim_id": row["claim_id"],
        "report_id": row["report_id"],
        "start": row["span_start"],
        "end": row["span_end"],
        "exact": row["quote"],
        "published_at": row["published_at"],
        "day_earliest": row["time_earliest"] and row["time_earliest"][:10],
        "day_latest": row["time_latest"] and row["time_latest"][:10],
        "actor_id": row["actor_id"],
        "opponent_id": row["opponent_id"],
        "speaker": row["speaker"],
        "speaker_role": row["speaker_role"],
        "publisher": row["publisher"],
        "stance": {"asserted": row["asserted"], "modality": row["modality"], "hedge": row["hedge"]},
        "zone": row["zone"],
        "kind": row["kind"],
    }


def _evidence(day: int, shown: int) -> str | None:
    if day == UNTOLD:
        return None
    return date.fromordinal(shown if day == GOING_ON else day).isoformat()


def _evidence_words(day: int) -> str | None:
    return "today" if day == GOING_ON else _evidence(day, day)

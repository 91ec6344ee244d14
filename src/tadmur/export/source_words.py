"""How a source has fared, in words: lag, what the model has learned, what analysts say."""

from __future__ import annotations

from tadmur.export.page_text import percent, short_day
from tadmur.export.situation import SourceGrade, SourceRow
from tadmur.terms.grading import RELIABILITY_WORDS
from tadmur.terms.profile import Lag, LearnedReliability

PROFILE_TITLE = "How the sources have fared"
PROFILE_COLUMNS = ("Source", "Borne out by the evidence", "From event to report", "Analyst's grade")


def lag_words(lag: Lag | None) -> str:
    """ "1 day (0 to 3) over 12 claims"."""
    if lag is None or lag.median_days is None:
        return "not known"
    days = f"{lag.median_days:g} day{'' if lag.median_days == 1 else 's'}"
    return f"{days} ({lag.shortest_days} to {lag.longest_days}) over {_claims(lag.known)}"


def learned_words(row: SourceRow) -> str:
    """ "84% (70% to 93%) from 12 claims": the share that the evidence bears out, with its 90 per cent interval."""
    return "; ".join(_learned(item, named=len(row.learned) > 1) for item in row.learned) or "nothing yet"


def grade_words(grade: SourceGrade | None) -> str:
    """ "B, usually reliable (desk 2, 1 Apr 2016; 1 older): note"."""
    if grade is None:
        return "none"
    by = f"{grade.by}, " if grade.by else ""
    older = f"; {grade.older} older" if grade.older else ""
    note = f": {grade.note}" if grade.note else ""
    return f"{grade.reliability.value}, {RELIABILITY_WORDS[grade.reliability]} ({by}{short_day(grade.on)}{older}){note}"


def _learned(item: LearnedReliability, *, named: bool) -> str:
    country = f"{item.country}: " if named else ""
    interval = f"{percent(item.low)} to {percent(item.high)}"
    return f"{country}{percent(item.share)} ({interval}) from {_claims(item.claims)}"


def _claims(count: int) -> str:
    return f"{count} claim{'' if count == 1 else 's'}"

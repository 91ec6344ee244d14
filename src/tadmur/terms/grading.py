"""An analyst's word on a source, kept apart from what is learned of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reliability(StrEnum):
    """Reliability of a source after the Admiralty system (NATO AJP-2.1)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


RELIABILITY_WORDS = {
    Reliability.A: "completely reliable",
    Reliability.B: "usually reliable",
    Reliability.C: "fairly reliable",
    Reliability.D: "not usually reliable",
    Reliability.E: "unreliable",
    Reliability.F: "reliability cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Grading:
    """One grade that an analyst gave. Gradings are only ever added: the newest counts, the older ones stay.

    Attributes:
        source: key of the source: its pack id, else its name as reports give it.
        graded_by: who gave it, in the analyst's own words.
        graded_at: when, UTC.
        note: why; may be empty.
    """

    source: str
    reliability: Reliability
    graded_by: str
    graded_at: datetime
    note: str = ""

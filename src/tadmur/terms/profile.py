"""What is known of a source: how it has spoken, how that has borne out, and what analysts say of it."""

from __future__ import annotations

from dataclasses import dataclass

from tadmur.terms.grading import Grading
from tadmur.terms.source import SpeakerRole

Tally = tuple[tuple[str, int], ...]
"""Names with counts, most first, then by name."""


@dataclass(frozen=True, slots=True)
class Lag:
    """Days from event to publication, over claims of events that state their day.

    Attributes:
        known: claims behind the figures.
        unknown: claims of events whose day or publication is not stated; they are in no figure.
        median_days, shortest_days, longest_days: ``None`` where nothing is known.
    """

    known: int
    unknown: int
    median_days: float | None
    shortest_days: int | None
    longest_days: int | None


@dataclass(frozen=True, slots=True)
class LearnedReliability:
    """Share of a source's claims on one party, in one country, that the model finds true.

    Attributes:
        party: actor_id of the party spoken of, ``CONTESTED_STATE``, or ``None`` for all.
        share, low, high: expected share, and its 90 per cent interval.
        claims: behind the figure; few claims leave it near the mean of all sources.
    """

    country: str
    party: str | None
    share: float
    low: float
    high: float
    claims: int


@dataclass(frozen=True, slots=True)
class SourceProfile:
    """One source, as the ledger knows it.

    Attributes:
        key: pack id, or role and name for a voice that no pack knows.
        aligned_with: actor_id, ``INDEPENDENT``, or ``None`` where it is not known.
        reports: in which it speaks; ``printed`` are those that it published.
        claims: of which it is the speaker.
        by_kind, by_party: the same, by kind of claim, and by neutral name of the party spoken of.
        contradicted: claims that are on a card of dispute against another voice.
        contradicted_by, borne_out_by: the other voices, with the number of claims; private persons by their role.
        against_interest: ids of the claims that harm the side it stands with.
        copies: claims it printed that repeat an earlier report.
        upstream: outlets whose reports these rest on.
        repeated: claims of its own reports that others repeat; ``repeated_by`` are those outlets.
        reliability: learned, all parties first.
        gradings: by analysts, newest last; never mixed with what is learned.
    """

    key: str
    name: str
    other_names: tuple[str, ...]
    role: SpeakerRole
    aligned_with: str | None
    reports: int
    printed: int
    claims: int
    by_kind: Tally
    by_party: Tally
    contradicted: int
    contradicted_by: Tally
    borne_out_by: Tally
    against_interest: tuple[str, ...]
    lag: Lag
    copies: int
    upstream: Tally
    repeated: int
    repeated_by: Tally
    reliability: tuple[LearnedReliability, ...]
    gradings: tuple[Grading, ...]

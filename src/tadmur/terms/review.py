"""An analyst's hand: acts of review as facts that are only ever added, tied to where in a report they apply."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TypeVar

from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime
from tadmur.terms.grading import Reliability
from tadmur.terms.place import Place, PlaceRelation
from tadmur.terms.report import Zone
from tadmur.terms.source import Voice
from tadmur.terms.span import TextSpan

LEAST_OVERLAP = 0.5
"""Characters that two spans share over those that either has, from which on they are one statement read twice."""
T = TypeVar("T")


class Act(StrEnum):
    """What a reviewer can do."""

    ACCEPT = "accept"
    """The text says what the claim says."""
    CORRECT = "correct"
    """It says so once the fields given are changed."""
    REJECT = "reject"
    """It says nothing of the kind."""
    MERGE = "merge"
    """It says no more than another claim of the same report."""
    SPLIT = "split"
    """It says several things, each of which is given."""
    ADD = "add"
    """The text says something that no claim has."""
    GRADE = "grade"
    """Reliability of a source, or credibility of what a claim says, after the Admiralty system."""
    COMMENT = "comment"
    UNDO = "undo"
    """An earlier act does not count; an undo can be undone."""


class ReviewStatus(StrEnum):
    """Where a claim stands after the acts that concern it."""

    MACHINE = "machine"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    """By hand, or as a part of a claim that was split."""
    REJECTED = "rejected"
    MERGED = "merged"
    SPLIT = "split"


IN_RECORD = frozenset({ReviewStatus.MACHINE, ReviewStatus.ACCEPTED, ReviewStatus.CORRECTED, ReviewStatus.ADDED})
"""Statuses of claims that count; the others are listed, and count for nothing."""


class Credibility(IntEnum):
    """Credibility of a piece of information after the Admiralty system (NATO AJP-2.1)."""

    CONFIRMED = 1
    PROBABLY_TRUE = 2
    POSSIBLY_TRUE = 3
    DOUBTFUL = 4
    IMPROBABLE = 5
    CANNOT_BE_JUDGED = 6


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim stands, so that it is found again when its report is read anew. It holds no word of the text.

    Attributes:
        start, end: of the claim's span, in the raw text.
        place_start, place_end: of its place words, which tell apart what one span says of two places.
        claim_id: of the claim when it was reviewed.
    """

    report_id: str
    start: int
    end: int
    kind: ClaimKind
    claim_id: str
    place_start: int | None = None
    place_end: int | None = None

    @classmethod
    def of(cls, claim: Claim) -> Anchor:
        """The anchor of a claim as the machine read it."""
        words = claim.place.span if claim.place else None
        return cls(
            claim.report_id,
            claim.span.start,
            claim.span.end,
            claim.kind,
            claim.claim_id,
            words.start if words else None,
            words.end if words else None,
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """Fields of a claim as a person reads them. Only those in ``given`` are changed, also to ``None``.

    Attributes:
        given: names of the fields below, in order.
        zone: goes with ``span``. relation: goes with ``place``.
        asserted: the polarity; False for a denial.
    """

    given: tuple[str, ...]
    span: TextSpan | None = None
    zone: Zone | None = None
    kind: ClaimKind | None = None
    place: Place | None = None
    relation: PlaceRelation | None = None
    actor_id: str | None = None
    opponent_id: str | None = None
    event_time: EventTime | None = None
    attribution: tuple[Voice, ...] = ()
    modality: Modality | None = None
    asserted: bool | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One act. Nothing is ever changed or deleted; a later act can only undo it.

    Attributes:
        by, at: who did it, and when (UTC): its knowledge time.
        anchor: the claim it concerns; ``None`` for an added claim, a grade of a source, an undo.
        changes: of a correction. parts: of a split, and the one of an added claim. into: of a merge.
        source, reliability: of a grade of a source. credibility: of a grade of a claim.
        undoes: act_id.
    """

    act_id: str
    act: Act
    by: str
    at: datetime
    report_id: str | None = None
    anchor: Anchor | None = None
    changes: Changes | None = None
    parts: tuple[Changes, ...] = ()
    into: Anchor | None = None
    source: str | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    undoes: str | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ClaimReview:
    """What people made of a claim.

    Attributes:
        by, at: of the last act that decided its status or its credibility.
        act_ids: all that concern it and count, oldest first.
        anchor: where further acts on it are tied to.
    """

    status: ReviewStatus
    by: str
    at: datetime
    act_ids: tuple[str, ...]
    anchor: Anchor
    credibility: Credibility | None = None

    @property
    def decided(self) -> bool:
        """Whether anybody decided on the reading: a note or a grade alone leaves it the machine's."""
        return self.status is not ReviewStatus.MACHINE


def in_order(reviews: Iterable[Review]) -> list[Review]:
    """By time, then id: the order in which acts count, whatever the order they were written in."""
    return sorted(reviews, key=lambda review: (review.at, review.act_id))


def in_force(reviews: Iterable[Review]) -> list[Review]:
    """The acts that count, in order: those not undone by an act that counts. An act undoes only what came before."""
    undone: set[str] = set()
    kept: list[Review] = []
    for review in reversed(in_order(reviews)):
        if review.act_id in undone:
            continue
        if review.undoes is not None:
            undone.add(review.undoes)
        kept.append(review)
    return kept[::-1]


def overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    """Characters that two stretches share over those that either has, 0..1."""
    common = min(end, other_end) - max(start, other_start)
    return max(0, common) / (max(end, other_end) - min(start, other_start))


def is_found_at(anchor: Anchor, other: Anchor, kinds: Collection[ClaimKind]) -> float:
    """How well ``other`` is where ``anchor`` was, 0..1; 0 where it is another statement.

    It must stand in the same report, be of one of ``kinds``, share ``LEAST_OVERLAP`` of the span, and where both have
    place words some of these.
    """
    if anchor.report_id != other.report_id or other.kind not in kinds:
        return 0.0
    if anchor.place_start is not None and other.place_start is not None:
        assert anchor.place_end is not None
        assert other.place_end is not None
        if min(anchor.place_end, other.place_end) <= max(anchor.place_start, other.place_start):
            return 0.0
    share = overlap(anchor.start, anchor.end, other.start, other.end)
    return share if share >= LEAST_OVERLAP else 0.0


def find_again(anchor: Anchor, kinds: Collection[ClaimKind], others: Sequence[tuple[Anchor, T]]) -> T | None:
    """What ``anchor`` was tied to, among ``others``: the same claim_id, else the one that best stands in its place.

    ``None`` where nothing does, or two do equally well: a review is not put on a claim by chance.
    """
    for other, value in others:
        if other.claim_id == anchor.claim_id:
            return value
    ranked = sorted(((is_found_at(anchor, other, kinds), i) for i, (other, _) in enumerate(others)), reverse=True)
    if not ranked or ranked[0][0] == 0.0 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return others[ranked[0][1]][1]

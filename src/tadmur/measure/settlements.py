"""How many settlements each party holds on a day, and how many are not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label


@dataclass(frozen=True, slots=True)
class SettlementCounts:
    """Settlements by label on one day; the counts add up to ``total``.

    Attributes:
        assessed: (actor_id, settlements) assessed as held, in order of actor_id.
        claimed_only: (actor_id, settlements) that a party holds by its own side's word alone.
        expected: (state, sum of probabilities) over all settlements with evidence, stale ones included, in order of
            state; a state is an actor_id or contested.
        unknown: settlements asked for without any evidence. None of them is in ``expected``.
    """

    as_of: date
    assessed: tuple[tuple[str, int], ...]
    claimed_only: tuple[tuple[str, int], ...]
    contested: int
    stale: int
    unknown: int
    expected: tuple[tuple[str, float], ...]

    @property
    def total(self) -> int:
        """All settlements asked for."""
        held = sum(count for _, count in (*self.assessed, *self.claimed_only))
        return held + self.contested + self.stale + self.unknown


def count_settlements(
    assessments: Iterable[Assessment], *, as_of: date, settlements: Iterable[str] | None = None
) -> SettlementCounts:
    """Counts of the settlements with the given place ids, by default of those that are assessed.

    A settlement without an assessment is unknown, not held by nobody. A probability of 0.51 counts as one settlement
    in ``assessed`` and as 0.51 in ``expected``.

    Raises:
        ValueError: an assessment is of another day, or two are of one place.
    """
    by_place: dict[str, Assessment] = {}
    for assessment in assessments:
        if assessment.as_of != as_of:
            raise ValueError(f"{assessment.place_id} is assessed as of {assessment.as_of}, not {as_of}")
        if assessment.place_id in by_place:
            raise ValueError(f"two assessments of {assessment.place_id}")
        by_place[assessment.place_id] = assessment
    wanted = sorted(set(by_place if settlements is None else settlements))
    assessed: Counter[str] = Counter()
    claimed: Counter[str] = Counter()
    labels: Counter[Label] = Counter()
    expected: dict[str, float] = {}
    for place_id in wanted:
        found = by_place.get(place_id)
        label = Label.UNKNOWN if found is None else found.label
        holder = None if found is None else found.holder
        if holder in (None, CONTESTED_STATE) and label in (Label.ASSESSED, Label.CLAIMED_ONLY):
            label = Label.CONTESTED
        labels[label] += 1
        if holder is not None and label in (Label.ASSESSED, Label.CLAIMED_ONLY):
            (assessed if label is Label.ASSESSED else claimed)[holder] += 1
        if found is not None and label is not Label.UNKNOWN:
            for state, probability in found.probabilities:
                expected[state] = expected.get(state, 0.0) + probability
    return SettlementCounts(
        as_of=as_of,
        assessed=tuple(sorted(assessed.items())),
        claimed_only=tuple(sorted(claimed.items())),
        contested=labels[Label.CONTESTED],
        stale=labels[Label.STALE],
        unknown=labels[Label.UNKNOWN],
        expected=tuple(sorted(expected.items())),
    )

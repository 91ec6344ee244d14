"""Two readings of the same reports beside each other: which claims both found, and where these differ.

Claims of one report are paired one to one when their kinds agree and their words overlap by half of the shorter
quote, so that as much text as possible is paired. Neither reading is taken for the truth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tadmur.evaluate.claims import OVERLAP
from tadmur.terms.claim import Claim


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two claims of one statement differ, with both values as text."""

    field: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readings compared.

    Attributes:
        pairs: claims that both have, with the fields in which they differ.
        only_first, only_second: claims that the other has not.
    """

    pairs: tuple[tuple[Claim, Claim, tuple[Difference, ...]], ...]
    only_first: tuple[Claim, ...]
    only_second: tuple[Claim, ...]

    @property
    def share(self) -> float | None:
        """Claims in common as a share of all claims, each pair counted once; ``None`` without any claim."""
        every = len(self.pairs) + len(self.only_first) + len(self.only_second)
        return len(self.pairs) / every if every else None

    def fields(self) -> Counter[str]:
        """How often each field differs among the pairs."""
        return Counter(difference.field for _, _, differences in self.pairs for difference in differences)


def compare_readings(first: Iterable[Claim], second: Iterable[Claim]) -> Agreement:
    """Pairs the claims of two readings; the order of either changes nothing."""
    by_report: dict[str, tuple[list[Claim], list[Claim]]] = defaultdict(lambda: ([], []))
    for number, claims in enumerate((first, second)):
        for claim in sorted(claims, key=lambda c: (c.span.start, c.span.end, c.claim_id)):
            by_report[claim.report_id][number].append(claim)
    pairs: list[tuple[Claim, Claim, tuple[Difference, ...]]] = []
    only: tuple[list[Claim], list[Claim]] = ([], [])
    for report_id in sorted(by_report):
        here, there = by_report[report_id]
        matches = _paired(here, there)
        pairs += [(here[i], there[j], tuple(_differences(here[i], there[j]))) for i, j in sorted(matches.items())]
        only[0].extend(claim for i, claim in enumerate(here) if i not in matches)
        only[1].extend(claim for j, claim in enumerate(there) if j not in matches.values())
    return Agreement(tuple(pairs), tuple(only[0]), tuple(only[1]))


def _paired(here: Sequence[Claim], there: Sequence[Claim]) -> dict[int, int]:
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    if not here or not there:
        return {}
    weights = np.array([[_likeness(one, other) for other in there] for one in here])
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0}


def _likeness(one: Claim, other: Claim) -> float:
    """0 where they are no pair; else 1 and, to settle ties, the words in common and the place."""
    common = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    shorter = min(len(one.span.exact), len(other.span.exact))
    if one.kind is not other.kind or common < OVERLAP * shorter:
        return 0.0
    same_place = (one.place.name if one.place else None) == (other.place.name if other.place else None)
    return 1.0 + 0.1 * common / shorter + 0.1 * same_place


def _differences(one: Claim, other: Claim) -> Iterable[Difference]:
    for field, value in _fields(one).items():
        counterpart = _fields(other)[field]
        if value != counterpart:
            yield Difference(field, value, counterpart)


def _fields(claim: Claim) -> dict[str, str]:
    time, quantity = claim.event_time, claim.quantity
    return {
        "actor": claim.actor_id or claim.actor_mention or "none",
        "opponent": claim.opponent_id or claim.opponent_mention or "none",
        "place": claim.place.name or claim.place.span.exact if claim.place else "none",
        "place relation": claim.place.relation.value if claim.place else "none",
        "speaker": claim.speaker.name or claim.speaker.role.value,
        "time": f"{time.earliest or 'open'} to {time.latest or 'open'}",
        "asserted": str(claim.asserted).lower(),
        "modality": claim.modality.value,
        "quantity": f"{quantity.low} {quantity.best} {quantity.high} {quantity.unit}" if quantity else "none",
    }

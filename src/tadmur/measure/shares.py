"""Shares of territory that a party is said to have lost, as read from claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tadmur.terms.claim import Claim, ClaimKind, Modality


@dataclass(frozen=True, slots=True)
class ShareLost:
    """ "Lost ``percent`` per cent between the two days"; the base is as stated, or not stated at all.

    ``rounding_points`` is half of the last digit given: 0.5 for "22 per cent", 0.05 for "9.4 per cent".
    """

    claim_id: str
    actor_id: str
    percent: float
    first_day: date
    last_day: date
    base: str | None = None
    rounding_points: float = 0.5


def shares_lost(claims: Iterable[Claim]) -> list[ShareLost]:
    """The stated losses among ``claims`` that have a party, an exact percentage and a period, by claim_id.

    "Almost 60 per cent" is no exact figure and is left out, as is what is forecast or not asserted.
    """
    result: list[ShareLost] = []
    for claim in claims:
        quantity, time = claim.quantity, claim.event_time
        if claim.kind is not ClaimKind.TERRITORY_FIGURE or quantity is None or claim.actor_id is None:
            continue
        if quantity.unit != "percent" or quantity.vague or quantity.best is None or not claim.asserted:
            continue
        if claim.modality not in (Modality.ACTUAL, Modality.HISTORICAL) or time.earliest is None or time.latest is None:
            continue
        result.append(
            ShareLost(
                claim.claim_id,
                claim.actor_id,
                quantity.best,
                time.earliest.date(),
                time.latest.date(),
                quantity.base,
                half_last_digit(quantity.best),
            )
        )
    return sorted(result, key=lambda share: share.claim_id)


def half_last_digit(value: float) -> float:
    """Half of the last digit that a figure shows: 22 gives 0.5, 9.4 gives 0.05."""
    decimals = len(repr(float(value)).partition(".")[2].rstrip("0"))
    return float(0.5 * 10.0**-decimals)

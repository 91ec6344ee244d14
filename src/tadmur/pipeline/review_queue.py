"""Which claims a person should look at first: those whose being misread would change the picture most.

The score of a claim is in place-days: the chance that its reading is wrong, times the days on which its place would be
shown with another holder without it, times what stands on the place. docs/methods/review.md has the formula.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tadmur.extract.harm_words import HARM_KINDS
from tadmur.pipeline.holdings import encoded_groups
from tadmur.pipeline.observations import ClaimRecord, Encoded, bearing_place
from tadmur.pipeline.picture import Picture, is_contradiction
from tadmur.pipeline.posteriors import posterior_of
from tadmur.pipeline.settings import RunSettings
from tadmur.reconcile.leaving_out import Resting, resting_by_rows, resting_on
from tadmur.reconcile.model import Posterior
from tadmur.reconcile.settings import ReconcileSettings
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind
from tadmur.terms.place import FeatureClass
from tadmur.terms.review import ReviewStatus

WITHOUT_LAND = 0.75
"""What stands on a place that is no settlement: no cell of land and no share of a figure, but a mark on the map."""
DISPUTED = 1.25
"""Factor where claims contradict each other: what a person settles there is settled for all of them."""
RECENT = 1.25
"""Factor where the place changed hands within ``RECENT_DAYS``."""
RECENT_DAYS = 30
UNUSABLE = 0.5
"""Chance that a claim on control without place or party can be made usable by a person."""
HARM_PLACE_DAYS = 30.0
"""The whole of a kind of harm weighs as much as one settlement's holder for so many days."""
FIGURE_PLACE_DAYS = 10.0
"""A published figure of territory."""
OTHER_PLACE_DAYS = 1.0
"""Any other claim."""
SOLVED_AGAIN_UP_TO = 5_000
"""Claims of one country and conflict up to which each is left out in turn; beyond, what rests on it is estimated."""
PosteriorOf = Callable[[Encoded, ReconcileSettings, Iterable[int]], Posterior]
SEEN = frozenset({ReviewStatus.ACCEPTED, ReviewStatus.CORRECTED, ReviewStatus.ADDED})


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One claim to look at.

    Attributes:
        score: expected place-days that a look would change.
        place_days: on which its place would be shown with another holder without it; ``None`` where it bears on none.
        chance_wrong: that the machine misread it.
        stake: what stands on the place: land, dispute, a recent change.
        state: who is most probable at the place on the day asked for; ``probability`` with the claim,
            ``probability_without`` without it.
        reasons: why it stands where it stands, in words.
    """

    record: ClaimRecord
    score: float
    place_days: float | None
    chance_wrong: float
    stake: float
    state: str | None
    probability: float | None
    probability_without: float | None
    reasons: tuple[str, ...]


def review_queue(
    picture: Picture,
    *,
    settings: RunSettings | None = None,
    seen: bool = False,
    posterior: PosteriorOf = posterior_of,
) -> list[QueueItem]:
    """Claims of a picture by what would change it most, the same order for the same ledger.

    Args:
        posterior: for those who keep what :func:`posterior_of` gave them.
        seen: also those that a person has accepted, corrected or added.
    """
    settings = settings or RunSettings()
    bearing = {item.record.claim.claim_id: item for item in _bearing(picture, settings, posterior)}
    typical = float(np.mean([item.place_days or 0.0 for item in bearing.values()])) if bearing else OTHER_PLACE_DAYS
    harm = _harm_totals(picture)
    items = []
    for record in picture.claims:
        if not seen and record.review is not None and record.review.status in SEEN:
            continue
        item = bearing.get(record.claim.claim_id) or _beside(record, typical, harm)
        items.append(item)
    return sorted(items, key=lambda item: (-item.score, item.record.claim.claim_id))


def _bearing(picture: Picture, settings: RunSettings, posterior: PosteriorOf) -> Iterator[QueueItem]:
    """The claims that the record of control rests on."""
    disputed = {card.place_id for card in picture.comparisons if is_contradiction(card) and card.place_id}
    since = {item.place_id: item.since_latest for item in picture.assessments}
    recent = picture.as_of - timedelta(days=RECENT_DAYS)
    changed = {name for name, day in since.items() if day is not None and recent <= day <= picture.as_of}
    for encoded in encoded_groups(picture):
        day = picture.as_of.toordinal()
        count = len(encoded.claims)
        rest = resting_on if count <= SOLVED_AGAIN_UP_TO else resting_by_rows
        resting = rest(posterior(encoded, settings.reconcile, [day]), count, day)
        yield from _weighed(encoded, resting, disputed, changed)


def _weighed(encoded: Encoded, resting: Resting, disputed: set[str], changed: set[str]) -> Iterator[QueueItem]:
    states = (*encoded.parties, CONTESTED_STATE)
    for index, record in enumerate(encoded.claims):
        place = encoded.places[int(encoded.observations.place[index])]
        settled = place.feature_class is FeatureClass.SETTLEMENT
        factors = {
            "no cell of land stands on it": 1.0 if settled else WITHOUT_LAND,
            "disputed": DISPUTED if place.place_id in disputed else 1.0,
            f"changed hands within {RECENT_DAYS} days": RECENT if place.place_id in changed else 1.0,
        }
        stake = float(np.prod(list(factors.values())))
        wrong, days = 1.0 - record.claim.probability, float(resting.place_days[index])
        used = resting.state[index] >= 0
        reasons = [f"{days:.1f} days of {place.name} rest on it", f"{wrong:.0%} chance of a misreading"]
        yield QueueItem(
            record=record,
            score=wrong * days * stake,
            place_days=days,
            chance_wrong=wrong,
            stake=stake,
            state=states[int(resting.state[index])] if used else None,
            probability=float(resting.now[index]) if used else None,
            probability_without=float(resting.without[index]) if used else None,
            reasons=(*reasons, *(words for words, factor in factors.items() if factor != 1.0)),
        )


def _beside(record: ClaimRecord, typical: float, harm: Mapping[tuple[ClaimKind, str], float]) -> QueueItem:
    """A claim that bears on no place's holder: by what else stands on it."""
    claim, wrong = record.claim, 1.0 - record.claim.probability
    if claim.kind in CONTROL_KINDS and (missing := _missing(record)):
        return _item(record, UNUSABLE * typical, wrong, (f"says who holds a place, but {missing}",))
    if claim.kind in HARM_KINDS and claim.quantity is not None:
        figure = _figure(record)
        share = figure / harm[claim.kind, claim.quantity.unit] if figure else 0.0
        words = f"{share:.0%} of the {claim.quantity.unit} in {claim.kind.value} claims"
        return _item(record, wrong * max(OTHER_PLACE_DAYS, HARM_PLACE_DAYS * share), wrong, (words,))
    days = FIGURE_PLACE_DAYS if claim.kind is ClaimKind.TERRITORY_FIGURE else OTHER_PLACE_DAYS
    return _item(record, wrong * days, wrong, (f"{wrong:.0%} chance of a misreading",))


def _item(record: ClaimRecord, score: float, wrong: float, reasons: tuple[str, ...]) -> QueueItem:
    return QueueItem(record, score, None, wrong, 1.0, None, None, None, reasons)


def _missing(record: ClaimRecord) -> str | None:
    if bearing_place(record) is None:
        return "its place is not known"
    if record.claim.actor_id is None and record.claim.kind is not ClaimKind.CONTESTED:
        return "no party is known"
    return None


def _harm_totals(picture: Picture) -> dict[tuple[ClaimKind, str], float]:
    totals: dict[tuple[ClaimKind, str], float] = defaultdict(float)
    for record in picture.claims:
        quantity = record.claim.quantity
        if record.claim.kind in HARM_KINDS and quantity is not None:
            totals[record.claim.kind, quantity.unit] += _figure(record)
    return totals


def _figure(record: ClaimRecord) -> float:
    quantity = record.claim.quantity
    known = [end for end in (quantity.best, quantity.low, quantity.high) if end] if quantity else []
    return float(known[0]) if known else 0.0

"""Which cards of a picture are shown, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tadmur.pipeline.picture import Picture, is_contradiction
from tadmur.terms.comparison import Comparison, ComparisonKind

ORDER = (
    ComparisonKind.DISPUTE,
    ComparisonKind.SEQUENCE,
    ComparisonKind.CORRECTION,
    ComparisonKind.DIFFERENT_SCOPE,
    ComparisonKind.DIFFERENT_PLACE,
    ComparisonKind.CORROBORATION,
    ComparisonKind.COPY,
)
"""What is disputed comes first."""


def chosen_cards(
    picture: Picture,
    *,
    places: set[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    kinds: Sequence[ComparisonKind] = (),
) -> list[Comparison]:
    """The cards that touch the days ``first`` to ``last`` and the places; without ``kinds`` all that is disputed.

    A card is of a place when any of its claims is, so that a card of two places is found under both.
    """
    where = {item.claim.claim_id: item.place.place_id for item in picture.claims if item.place}

    def fits(card: Comparison) -> bool:
        if kinds and card.kind not in kinds:
            return False
        if places is not None and not places & {card.place_id, *(where.get(name) for name in card.claim_ids)}:
            return False
        begun = last is None or card.since is None or card.since <= last
        return begun and (first is None or card.until is None or card.until >= first)

    def order(card: Comparison) -> tuple[bool, int, date, str]:
        return not is_contradiction(card), ORDER.index(card.kind), card.until or date.max, card.comparison_id

    return sorted(filter(fits, picture.comparisons), key=order)

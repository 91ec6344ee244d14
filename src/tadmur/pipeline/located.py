"""Where the claims of a ledger are: the place that each one's words mean."""

from __future__ import annotations

from collections.abc import Sequence

from tadmur.geocode.vague import located_places, named_place
from tadmur.store.rows import LedgerClaim
from tadmur.terms.place import Place


def places_of(claims: Sequence[LedgerClaim]) -> list[Place | None]:
    """For each claim its place, an unnamed one as a vague place; ``None`` where the words mean none."""
    return located_places(
        [(row.claim.place, row.geocoding) if row.claim.place and row.geocoding else None for row in claims]
    )


def places_shown(claims: Sequence[LedgerClaim]) -> dict[str, Place]:
    """claim_id to place, of a claim without one to the place that its words name."""
    return {
        row.claim.claim_id: place
        for row, located in zip(claims, places_of(claims), strict=True)
        if (place := located or named_place(row.geocoding))
    }

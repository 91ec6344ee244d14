"""The cards of a ledger, chosen by place, time and kind, in the forms that the command prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from tadmur.export.comparisons import CardContext, card_row, cards_csv, cards_jsonl, cards_text
from tadmur.pipeline.cards import chosen_cards
from tadmur.pipeline.listing import ledger_picture, named_places
from tadmur.pipeline.picture import Picture
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.errors import InputError


def contradiction_listing(
    ledger: Path,
    form: str,
    *,
    place: str | None,
    first: date | None,
    last: date | None,
    kinds: Sequence[str],
    known_by: datetime | None,
    width: int,
) -> Iterator[str]:
    """Lines of the cards as text ("table"), JSON Lines or CSV: what is disputed first, then by time.

    Raises:
        InputError: no claim in the ledger speaks of ``place``.
    """
    picture, gazetteer = ledger_picture(ledger, None, known_by)
    wanted = named_places(picture, place, gazetteer) if place else None
    if wanted is not None and not wanted & set(picture.places):
        cards_at = [card.place_id for card in picture.comparisons if card.place_id]
        known = sorted({picture.places[key].name for key in cards_at if key in picture.places})
        raise InputError(
            f"no claim known by then speaks of {place!r}",
            remedy=f"Places with cards: {', '.join(known[:12]) or 'none'}",
        )
    cards = chosen_cards(picture, places=wanted, first=first, last=last, kinds=[ComparisonKind(k) for k in kinds])
    context = card_context(picture)
    rows = [card_row(card, context) for card in cards]
    if form == "jsonl":
        return cards_jsonl(rows)
    if form == "csv":
        return cards_csv(rows)
    if not rows:
        return iter(["No cards: nothing in the ledger fits."])
    return cards_text(rows, width=width, coded=picture.coded())


def card_context(picture: Picture) -> CardContext:
    """What rows of cards need beyond the cards."""
    names = {place_id: place.name for place_id, place in picture.places.items()}
    return CardContext(
        claims={item.claim.claim_id: item.claim for item in picture.claims},
        published={item.report.report_id: item.report.published_at for item in picture.reports},
        actor_names=picture.actor_names(),
        place_names=names,
    )

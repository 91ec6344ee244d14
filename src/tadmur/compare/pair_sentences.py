"""The sentences on cards of figures, denials, scopes, places and corrections: neutral, from names and labels only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import position_of
from tadmur.compare.relation import Relation
from tadmur.compare.sentences import number, said, speaker_of, upper_first
from tadmur.terms.claim import ClaimKind, Quantity
from tadmur.terms.comparison import ComparisonKind

TOPIC_WORDS = {
    "control": "who holds it",
    "casualties": "casualties",
    "displacement": "people displaced",
    "damage": "damage",
    "territory_figure": "territory",
    "besieged": "whether it is surrounded",
    "advance": "an advance",
    "attack": "an attack",
    "air_strike": "an air strike",
    "shelling": "shelling",
    "clash": "a clash",
    "agreement": "an agreement",
    "denial": "what is denied",
}
COUNT_WORDS = {
    ClaimKind.CASUALTIES: "casualties",
    ClaimKind.DISPLACEMENT: "displaced",
    ClaimKind.DAMAGE: "damaged",
    ClaimKind.TERRITORY_FIGURE: "of territory",
}


LONGEST_QUOTE = 90
"""Characters of a quote in the head of a card."""


def pair_summary(
    kind: ComparisonKind,
    topic: str,
    claims: Sequence[LocatedClaim],
    relations: Mapping[tuple[str, str], Relation],
    names: Mapping[str, str],
) -> str:
    """Head of a card: the first pair that is related, and what follows from it."""
    by_id = {item.claim.claim_id: item for item in claims}
    order = {item.claim.claim_id: index for index, item in enumerate(claims)}
    pair = min(relations, key=lambda item: (order[item[0]], order[item[1]]))
    a, b = by_id[pair[0]], by_id[pair[1]]
    where = _where(claims)
    reason = relations[pair].reason
    match kind:
        case ComparisonKind.COPY:
            reports = len({item.claim.report_id for item in claims})
            return f"{where}{number(reports)} reports carry one statement about {_about(topic)}; it counts once."
        case ComparisonKind.CORRECTION:
            return (
                f"{where}{speaker_of(b)} corrects what was said before: {_clause(a, names)}; now {_clause(b, names)}."
            )
        case ComparisonKind.CORROBORATION:
            return f"{where}{speaker_of(a)} and {speaker_of(b)} agree about {_about(topic)}: {_clause(b, names)}."
    return f"{where}{speaker_of(a)}: {_clause(a, names)}; {speaker_of(b)}: {_clause(b, names)}. {upper_first(reason)}."


def disputed_sentence(kind: ComparisonKind, topic: str, claims: Sequence[LocatedClaim]) -> str:
    """What stays open on a card; empty where nothing does."""
    if kind is not ComparisonKind.DISPUTE:
        return ""
    place = next((item.place_name for item in claims if item.place_name), None)
    where = f" at {place}" if place else ""
    match topic:
        case "casualties" | "displacement" | "damage" | "territory_figure":
            return f"How much it was: {_about(topic)}{where}."
        case "control":
            return f"Who holds {place or 'it'}."
    return f"Whether it happened: {_about(topic)}{where}."


def _where(claims: Sequence[LocatedClaim]) -> str:
    places = list(dict.fromkeys(item.place_name for item in claims if item.place_name))
    return f"{upper_first(' and '.join(places[:2]))}: " if places else ""


def _about(topic: str) -> str:
    return TOPIC_WORDS.get(topic, topic.replace("_", " "))


def _clause(item: LocatedClaim, names: Mapping[str, str]) -> str:
    """What a claim says, from its fields; its quote stands on the card as it is."""
    claim = item.claim
    if claim.quantity is not None and claim.kind in COUNT_WORDS:
        return f"{quantity_words(claim.quantity)} {COUNT_WORDS[claim.kind]}"
    position = position_of(item)
    if position is not None:
        return said(position, names)
    quote = " ".join(claim.span.exact.split())
    return f"“{quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + '…'}”"


def quantity_words(quantity: Quantity) -> str:
    """A quantity as "5", "24 or more", "up to 80", "700 to 800", with its unit."""
    low, best, high = quantity.low, quantity.best, quantity.high
    unit = "" if quantity.unit == "persons" else f" {quantity.unit.replace('percent', 'per cent')}"
    if best is not None and low == best and high is None:
        return f"{best:,.10g} or more{unit}"
    if best is not None:
        return f"{'about ' if quantity.vague else ''}{best:,.10g}{unit}"
    if low is not None and high is not None:
        return f"{low:,.10g} to {high:,.10g}{unit}"
    if low is not None:
        return f"{low:,.10g} or more{unit}"
    return f"up to {high:,.10g}{unit}" if high is not None else f"an unstated number{unit}"

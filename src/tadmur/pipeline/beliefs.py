"""What the model believes of the matter of a card, and which of its claims weigh most in that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from tadmur.export.page_text import day as day_words
from tadmur.export.summary import belief_sentence
from tadmur.pipeline.observations import Encoded
from tadmur.reconcile.interest import Interest
from tadmur.terms.assessment import Assessment, Evidence, Label
from tadmur.terms.claim import Claim
from tadmur.terms.comparison import Comparison, ComparisonKind

CONTROL = "control"
WEIGHTIEST = 3
"""So many claims are named as the reasons of a belief."""
LEAST_WEIGHT = 0.05
"""Nats of log-odds below which a claim is no reason."""
INTEREST_WORDS = {
    Interest.INDEPENDENT: "an independent voice",
    Interest.UNKNOWN: "for whom it speaks is not known",
    Interest.OWN_FAVOUR: "in its own favour",
    Interest.AGAINST: "against its own side's interest",
}
Assess = Callable[[int, date], Assessment]


def days_of_beliefs(cards: Iterable[Comparison], as_of: date) -> Mapping[str, set[date]]:
    """The days of each place_id that cards need a belief of."""
    result: dict[str, set[date]] = defaultdict(set)
    for card in cards:
        if card.place_id and _was_open(card):
            result[card.place_id].add(_day_of(card, as_of))
    return result


def _was_open(card: Comparison) -> bool:
    """Whether the card is on who holds a place, and something is or was open."""
    open_once = card.kind in (ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE, ComparisonKind.CORRECTION)
    return card.topic == CONTROL and open_once


def _day_of(card: Comparison, as_of: date) -> date:
    """The last day of the card, at most ``as_of``."""
    return min(card.until or as_of, as_of)


class Beliefs:
    """Assessments of the places of several countries, on the day of each card."""

    def __init__(self, actor_names: Mapping[str, str]) -> None:
        self._names = actor_names
        self._places: dict[str, tuple[Assess, int]] = {}
        self._claims: dict[str, Claim] = {}
        self._interests: dict[str, Interest] = {}

    def add(self, encoded: Encoded, assess: Assess, interests: Mapping[str, Interest]) -> None:
        """Take in the places of one country; ``assess`` gives the assessment of a place by its index, on a day."""
        self._places |= {place.place_id: (assess, index) for index, place in enumerate(encoded.places)}
        self._claims |= {item.claim.claim_id: item.claim for item in encoded.claims}
        self._interests |= interests

    def with_belief(self, card: Comparison, as_of: date) -> Comparison:
        """The card with what the model believes on its last day, or on ``as_of`` where that is earlier.

        Only who holds a place is modelled, and only cards on which something is or was open need an answer.
        """
        found = self._places.get(card.place_id or "")
        if not _was_open(card) or found is None:
            return card
        assess, index = found
        day = _day_of(card, as_of)
        assessment = assess(index, day)
        reasons = tuple(e for e in assessment.evidence if abs(e.log_odds) >= LEAST_WEIGHT)[:WEIGHTIEST]
        belief = belief_sentence(assessment, self._names)
        sentence = f"On {day_words(day)} {belief[:1].lower()}{belief[1:]}"
        if assessment.label is not Label.UNKNOWN and reasons:
            sentence += f" {self._why(reasons)}"
        return replace(card, belief=sentence, evidence=reasons)

    def _why(self, reasons: tuple[Evidence, ...]) -> str:
        """ "It rests most on what X says (an independent voice); against it speaks Y (in its own favour)." """
        lists = [[self._voice(e) for e in reasons if (e.log_odds > 0) == favours] for favours in (True, False)]
        supporting, opposing = (list(dict.fromkeys(voices)) for voices in lists)
        parts = []
        if supporting:
            parts.append(f"it rests most on the word of {', '.join(supporting)}")
        if opposing:
            parts.append(f"against it stands the word of {', '.join(opposing)}")
        sentence = "; ".join(parts)
        return f"{sentence[:1].upper()}{sentence[1:]}."

    def _voice(self, reason: Evidence) -> str:
        voice = self._claims[reason.claim_id].speaker
        name = voice.name if voice.name and not voice.private else voice.role.value.replace("_", " ")
        return f"{name} ({INTEREST_WORDS[self._interests[reason.claim_id]]})"

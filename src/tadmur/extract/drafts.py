"""A claim in the making, and what its makers know of the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tadmur.extract.anaphora import Discourse
from tadmur.extract.filling import FrameMatch, location_tokens
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.parties import Party, PartyFinder
from tadmur.extract.place_phrases import PlaceFinder, PlacePhrase
from tadmur.extract.syntax import patients
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind, Quantity
from tadmur.terms.place import PlaceRelation

if TYPE_CHECKING:
    from tadmur.extract.quantities import QuantitySpan

_MOVES = frozenset({ClaimKind.ADVANCE, ClaimKind.ATTACK, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING})
"""Kinds whose place "it" and "them" may go on speaking of, beside those of control."""
_TOWARDS = frozenset({"towards", "toward"})
_NEAR = frozenset({"near", "around", "within", "outside"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in the making; offsets are into the sentence.

    ``places`` has one entry for each claim to be made; ``None`` stands for a claim without a place. ``counted`` is the
    index of the noun that is counted: one verb may count several ("killed 9 soldiers and 14 militants").
    """

    match: FrameMatch
    kind: ClaimKind
    event: str
    stance: Stance
    probability: float
    actor: Party | None = None
    opponent: Party | None = None
    supporters: tuple[str, ...] = ()
    places: tuple[PlacePhrase | None, ...] = (None,)
    quantity: Quantity | None = None
    counted: int | None = None

    @property
    def actor_id(self) -> str | None:
        """The actor's id, where it is resolved."""
        return self.actor.actor_id if self.actor is not None else None

    @property
    def named_places(self) -> list[PlacePhrase]:
        """The places, without the empty entry of a claim that has none."""
        return [place for place in self.places if place is not None]

    def finished(self, actor: Party | None, opponent: Party | None, places: Sequence[PlacePhrase]) -> Draft:
        """This draft with its parties and places; an unresolved party makes it less sure."""
        probability = self.probability
        if actor is not None and actor.actor_id is not None:
            probability *= 0.6 + 0.4 * actor.probability
        elif self.kind in CONTROL_KINDS:
            probability *= 0.7
        return replace(self, actor=actor, opponent=opponent, places=tuple(places) or (None,), probability=probability)


@dataclass(slots=True)
class SentenceContext:
    """One parsed sentence with its finders, and what its claims have spoken of so far.

    Attributes:
        index: of the sentence in the report.
        spoken_of: the places of the last claim about places, for "it" and "them".
        gains: drafts of control gained, for withdrawals that do not say where from.
    """

    doc: Doc
    places: PlaceFinder
    parties: PartyFinder
    quantities: Sequence[QuantitySpan]
    discourse: Discourse
    index: int
    spoken_of: list[PlacePhrase] = field(default_factory=list)
    gains: list[Draft] = field(default_factory=list)

    def made(self, draft: Draft) -> None:
        """Take note of a draft."""
        if draft.kind is ClaimKind.CONTROL_GAIN:
            self.gains.append(draft)
        if draft.kind in CONTROL_KINDS or draft.kind in _MOVES:
            self.spoken_of = draft.named_places or self.spoken_of

    def known_party(self, tokens: Iterable[Token], *, excluded: tuple[str, ...] = ()) -> Party | None:
        """The first party among ``tokens`` that resolves."""
        party = self.parties.first(tokens, excluded=excluded)
        return party if party is not None and party.actor_id is not None else None

    def place_phrases(self, match: FrameMatch) -> list[PlacePhrase]:
        """The places at the first position of the frame's place role that holds any."""
        for position, token in match.fillers.get("place", []):
            if not self._may_hold_place(match, position):
                continue
            phrases = [_related(phrase, position, match.frame.kind) for phrase in self.places.phrases(token)]
            if phrases:
                return self._carried(phrases)
        return []

    @staticmethod
    def _may_hold_place(match: FrameMatch, position: str) -> bool:
        """Verbs that need a place as object, or one to move away from, take it from nowhere else."""
        if match.construction != "verb":
            return True
        frame, verb = match.frame, match.trigger.lemma_.lower()
        moves, takes = verb in frame.needs_from, verb in frame.needs_place_object
        if moves and not takes and position == "patient":
            return False
        return not (takes and not moves and position not in ("patient", "subject"))

    def _carried(self, phrases: list[PlacePhrase]) -> list[PlacePhrase]:
        """Pronouns that stand for the places of an earlier claim of the same sentence."""
        pronoun = phrases[0]
        if not pronoun.anaphor or pronoun.feature is not None or not self.spoken_of:
            return phrases
        several = len(self.spoken_of) > 1 or self.spoken_of[0].plural
        if pronoun.plural != several:
            return phrases
        return [replace(p, start=pronoun.start, end=pronoun.end, anaphor=True) for p in self.spoken_of]

    def location(self, match: FrameMatch) -> list[PlacePhrase]:
        """The places that the clause around a trigger says it happened at."""
        for token in location_tokens(match.trigger):
            phrases = [p for p in self.places.phrases(token) if p.name or p.feature]
            if phrases:
                return phrases
        return []

    def quantity_of(self, tokens: Sequence[Token]) -> Quantity | None:
        """The number that counts the phrase of one of ``tokens``."""
        for token in tokens:
            start, end = token.left_edge.idx, token.idx + len(token.text)
            for span in self.quantities:
                if start <= span.start < end or span.start <= token.idx < span.end:
                    return span.quantity
        return None

    def token_at(self, position: int) -> Token | None:
        """The token at a character of the sentence."""
        return next((t for t in self.doc if t.idx <= position < t.idx + len(t.text) + 1), None)


def _related(phrase: PlacePhrase, position: str, kind: ClaimKind) -> PlacePhrase:
    """A place phrase with the relation that its preposition gives it."""
    if position == "from" and kind is ClaimKind.ADVANCE:
        return replace(phrase, relation=PlaceRelation.FROM)
    if phrase.relation is not PlaceRelation.AT:
        return phrase
    if position in _TOWARDS or (position == "to" and kind is ClaimKind.ADVANCE):
        return replace(phrase, relation=PlaceRelation.TOWARDS)
    return replace(phrase, relation=PlaceRelation.NEAR) if position in _NEAR else phrase


def patients_of(token: Token) -> list[Token]:
    """To whom or what it is done, where ``token`` is a verb."""
    return patients(token) if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB") else []

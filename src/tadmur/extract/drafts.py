"""From a frame match to what it claims: parties, places, figures and stance, before time and attribution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tadmur.extract.anaphora import Discourse
from tadmur.extract.frames import Frame
from tadmur.extract.matching import FrameMatch
from tadmur.extract.modality import Stance, read_stance
from tadmur.extract.parties import Party, PartyFinder
from tadmur.extract.place_phrases import PlaceFinder, PlacePhrase
from tadmur.extract.syntax import agents, children, governors, prepositional_objects
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind, Modality, Quantity
from tadmur.terms.place import PlaceRelation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tadmur.extract.quantities import QuantitySpan

CIVILIANS = frozenset(
    {"civilian", "resident", "people", "person", "family", "refugee", "villager", "local", "thousand", "hundred", "dozen", "inhabitant",
     "population", "woman", "child", "household", "man", "displaced", "million", "citizen", "townspeople", "community", "evacuee", "worker",
     "patient", "half", "many", "most", "some", "score", "everyone", "rest", "number", "ten", "majority"}
)  # fmt: skip
_EVENT_KINDS = frozenset({ClaimKind.ATTACK, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING, ClaimKind.CLASH})
_OCCURRING = frozenset(
    {"continue", "erupt", "break", "occur", "take", "intensify", "resume", "hit", "target", "kill", "destroy", "damage", "rage", "start",
     "begin", "follow", "be", "strike", "wound", "injure", "force", "escalate", "conduct", "carry", "launch", "step", "report", "flare",
     "increase", "mount", "unleash", "repel", "cause", "leave", "last", "reach", "pound", "ease", "stop", "persist", "subside"}
)  # fmt: skip
_AREA_UNITS = frozenset({"percent", "km2"})
_TENTATIVE_VERBS = frozenset(
    {"hold", "leave", "quit", "exit", "run", "level", "cross", "target", "free", "take", "lose", "secure", "hit"}
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim in the making; offsets are into the sentence.

    ``places`` has one entry for each claim to be made; ``None`` stands for a claim without a place.
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
    fillers: tuple[int, ...] = ()


class DraftMaker:
    """Makes drafts from the frame matches of one sentence."""

    def __init__(
        self,
        doc: Doc,
        places: PlaceFinder,
        parties: PartyFinder,
        quantities: Sequence[QuantitySpan],
        discourse: Discourse,
        sentence: int,
    ) -> None:
        self._doc, self._places, self._parties = doc, places, parties
        self._quantities, self._discourse, self._sentence = quantities, discourse, sentence
        self._spoken_of: list[PlacePhrase] = []
        self._gains: list[Draft] = []

    def drafts(self, matches: Sequence[FrameMatch]) -> list[Draft]:
        """Drafts of all matches that hold up, in order; readings of one trigger that exclude each other are settled."""
        made: list[Draft] = []
        ordered = sorted(matches, key=lambda m: (m.frame.kind is ClaimKind.CONTROL_LOSS, m.trigger.i))
        for match in ordered:
            draft = self._draft(match)
            if draft is not None:
                made.append(draft)
                if draft.kind is ClaimKind.CONTROL_GAIN:
                    self._gains.append(draft)
                self._spoken_of = [p for p in draft.places if p is not None] or self._spoken_of
        made = _without_restatements(made)
        made = self._with_supporters(_settled(made), matches)
        return made

    def _draft(self, match: FrameMatch) -> Draft | None:
        kind = match.frame.kind
        presupposed = match.construction == "held" or (match.construction == "state" and match.clause == match.trigger)
        stance = Stance() if presupposed else read_stance(match.clause, match.trigger)
        base = Draft(match, kind, match.event, stance, match.frame.probability)
        if match.frame.party_prepositions:
            return self._with_party(base)
        if kind is ClaimKind.TERRITORY_FIGURE:
            return self._territory(base)
        if kind is ClaimKind.SUPPORT:
            return self._support(base)
        if kind in (ClaimKind.DENIAL, ClaimKind.CONTRADICTION):
            return self._answer(base)
        if kind is ClaimKind.ASSESSMENT:
            return self._assessment(base)
        if kind in (ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT, ClaimKind.DAMAGE):
            return self._harm(base)
        if kind is ClaimKind.AGREEMENT:
            return self._agreement(base)
        if match.frame.patient_nouns:
            return self._repelled(base)
        if match.frame.patient_must_be_actor:
            return self._expelled(base)
        return self._plain(base)

    def _plain(self, base: Draft) -> Draft | None:
        match, frame = base.match, base.match.frame
        verb = match.trigger.lemma_.lower()
        if frame.fight_for and verb in frame.fight_for and not match.tokens("place"):
            return None
        if (
            frame.strike_verbs
            and verb in frame.strike_verbs
            and verb not in frame.verbs
            and not self._by_aircraft(match, frame)
        ):
            return None
        if frame.name == "clear" and match.tokens("opponent") and self._parties.first(match.tokens("opponent")) is None:
            return None
        if match.construction == "light" and any(
            c.lower_ in ("fire", "air", "traffic", "artillery") for c in children(match.trigger, "compound")
        ):
            return None
        actor = self._parties.first(match.tokens("actor"))
        if frame.agent_must_be_actor and match.construction == "verb" and actor is None:
            return None
        if actor is None and base.kind is ClaimKind.CONTROL_GAIN and match.construction == "verb":
            actor = self._implied_winner(match)
        places = self._place_phrases(match)
        if base.kind in CONTROL_KINDS:
            if not places:
                places = self._relative_place(match) or self._left_behind(match, actor) or self._elided(match, actor)
            if not places:
                return None
            if (
                match.construction == "verb"
                and verb in _TENTATIVE_VERBS
                and any(p.anaphor and not p.feature and not p.name for p in places)
            ):
                return None
        elif match.construction == "verb" and verb in frame.needs_place_object and not places:
            return None
        if base.kind is ClaimKind.ADVANCE and not self._is_advance(match, actor, places):
            return None
        if (
            base.kind is ClaimKind.ATTACK
            and match.construction == "verb"
            and verb in ("target", "raid", "storm")
            and not places
        ):
            return None
        if base.kind in _EVENT_KINDS and match.construction == "noun" and not self._stands_alone(match, places, actor):
            return None
        if verb in frame.needs_location and not places:
            return None
        if (
            base.kind in CONTROL_KINDS
            and base.kind is not ClaimKind.CONTESTED
            and match.construction == "verb"
            and actor is None
        ):
            if match.tokens("actor") and not any(t.pos_ == "PRON" for t in match.tokens("actor")):
                return None
        if (
            base.kind is ClaimKind.CONTROL_HOLD
            and match.construction in ("held", "state")
            and (actor is None or actor.actor_id is None)
        ):
            return None
        excluded = (actor.actor_id,) if actor and actor.actor_id else ()
        opponent = self._parties.first(match.tokens("opponent"), excluded=excluded)
        if opponent is not None and actor is not None and opponent.actor_id == actor.actor_id:
            opponent = None
        if base.kind is ClaimKind.CLASH and actor is not None and opponent is None and actor.others:
            opponent = Party(actor.others[0], "", actor.probability, actor.position)
        if (
            base.kind is ClaimKind.CONTROL_GAIN
            and frame.subject_must_be_place
            and match.construction == "verb"
            and not self._fell(match)
        ):
            return None
        if frame.name == "lose" and (actor is None or actor.actor_id is None) and opponent is not None and opponent.actor_id:
            return self._finished(replace(base, kind=ClaimKind.CONTROL_GAIN, event="captured"), opponent, None, places)
        if opponent is None and base.kind is ClaimKind.CONTROL_GAIN:
            opponent = self._former_holder(match, actor)
        return self._finished(base, actor, opponent, places)

    def _with_party(self, base: Draft) -> Draft | None:
        """ "X is with the rebels" only where X is a place and the rebels are a party."""
        actor = self._parties.first(base.match.tokens("actor"))
        places = self._place_phrases(base.match)
        if actor is None or actor.actor_id is None or not any(p.name or p.feature for p in places):
            return None
        return self._finished(base, actor, None, places)

    def _finished(self, base: Draft, actor: Party | None, opponent: Party | None, places: list[PlacePhrase]) -> Draft:
        probability = base.probability
        if actor is not None and actor.actor_id is not None:
            probability *= 0.6 + 0.4 * actor.probability
        elif base.kind in CONTROL_KINDS:
            probability *= 0.7
        fillers = [t.i for tokens in base.match.fillers.values() for _, t in tokens]
        return replace(
            base,
            actor=actor,
            opponent=opponent,
            places=tuple(places) or (None,),
            probability=probability,
            fillers=tuple(i for i in fillers if i >= 0),
        )

    def _place_phrases(self, match: FrameMatch) -> list[PlacePhrase]:
        frame, verb = match.frame, match.trigger.lemma_.lower()
        fillers = match.fillers.get("place", [])
        for position, token in fillers:
            if (
                match.construction == "verb"
                and verb in frame.needs_from
                and verb not in frame.needs_place_object
                and position == "patient"
            ):
                continue
            if match.construction == "verb" and verb in frame.needs_place_object and verb not in frame.needs_from and position not in (
                "patient", "subject",
            ):  # fmt: skip
                continue
            phrases = self._places.phrases(token)
            if position == "from" and frame.kind is ClaimKind.ADVANCE:
                phrases = [replace(p, relation=PlaceRelation.FROM) for p in phrases]
            if position in ("towards", "toward") or (position == "to" and frame.kind is ClaimKind.ADVANCE):
                phrases = [
                    replace(p, relation=PlaceRelation.TOWARDS) if p.relation is PlaceRelation.AT else p for p in phrases
                ]
            if position in ("near", "around", "within", "outside"):
                phrases = [
                    replace(p, relation=PlaceRelation.NEAR) if p.relation is PlaceRelation.AT else p for p in phrases
                ]
            if phrases:
                return self._carried(phrases)
        return []

    def _carried(self, phrases: list[PlacePhrase]) -> list[PlacePhrase]:
        """Pronouns that stand for the places of an earlier claim of the same sentence."""
        pronoun = phrases[0]
        if not pronoun.anaphor or pronoun.feature is not None or not self._spoken_of:
            return phrases
        several = len(self._spoken_of) > 1 or self._spoken_of[0].plural
        if pronoun.plural != several:
            return phrases
        return [replace(p, start=pronoun.start, end=pronoun.end, anaphor=True) for p in self._spoken_of]

    def _relative_place(self, match: FrameMatch) -> list[PlacePhrase]:
        """The place before a relative clause whose pronoun the parser gave to a noun that is none."""
        clause = match.clause
        if clause.dep_ not in ("relcl", "acl", "advcl") or match.construction not in ("state", "verb"):
            return []
        subject = next((t for _, t in match.fillers.get("place", []) if t.pos_ in ("NOUN", "PROPN")), None)
        if subject is None or not any(c.tag_ in ("WDT", "WP") for c in clause.children):
            return []
        best: PlacePhrase | None = None
        for token in self._doc[: clause.left_edge.i]:
            if token.dep_ in ("dobj", "pobj", "nsubj", "appos", "nsubjpass"):
                for phrase in self._places.phrases(token):
                    if phrase.known and not phrase.unnamed:
                        best = phrase
        return [] if best is None else [replace(best, anaphor=False)]

    def _left_behind(self, match: FrameMatch, actor: Party | None) -> list[PlacePhrase]:
        """Where a party withdrew from, unsaid: the place that another party gains in the same sentence."""
        frame = match.frame
        lemma = match.trigger.lemma_.lower()
        names = {lemma, *(f"{lemma} {child.lower_}" for child in match.trigger.children)}
        if match.construction != "verb" or not names & frame.needs_from or actor is None or actor.actor_id is None:
            return []
        objects = prepositional_objects(match.trigger)
        if any(word in objects for word in ("from", "out of", "to", "into", "towards", "toward")) or children(
            match.trigger, "dobj"
        ):
            return []
        if not self._is_beside_main_clause(match.trigger):
            return []
        for other in self._gains:
            if other.actor is not None and other.actor.actor_id not in (None, actor.actor_id):
                return [p for p in other.places if p is not None]
        return []

    @staticmethod
    def _elided(match: FrameMatch, actor: Party | None) -> list[PlacePhrase]:
        """ "Taken by the rebels on Sunday": the subject is what the item or headline is about."""
        verb = match.trigger
        if match.construction != "verb" or verb.head != verb or verb.tag_ != "VBN" or actor is None or not children(verb, "agent"):
            return []
        return [] if children(verb, "nsubjpass", "nsubj") else [PlacePhrase(verb.idx, verb.idx + len(verb.text), None, anaphor=True)]

    @staticmethod
    def _is_beside_main_clause(verb: Token) -> bool:
        return verb.dep_ in ("advcl", "conj", "pcomp", "ROOT") or any(
            c.dep_ in ("conj", "advcl") for c in verb.children
        )

    def _implied_winner(self, match: FrameMatch) -> Party | None:
        """Who won in a passive without an agent: the party that announces it, or the only one that the sentence names."""
        opponents = {p.actor_id for p in (self._parties.party(t) for t in match.tokens("opponent")) if p is not None}
        for governor in governors(match.trigger):
            if governor.pos_ in ("VERB", "AUX") and match.trigger.dep_ in ("ccomp", "conj"):
                party = self._parties.first(t for doer in agents(governor) for t in doer.subtree)
                if party is not None and party.actor_id is not None and party.actor_id not in opponents:
                    return replace(party, probability=0.7 * party.probability)
        return self._parties.only_party(self._doc, opponents)

    def _fell(self, match: FrameMatch) -> bool:
        """Whether "fall" is said of a place, and not of a shell, a figure or a victim."""
        return any(self._places.phrases(token) for token in match.tokens("place")) and not prepositional_objects(
            match.trigger
        ).get("on")

    def _by_aircraft(self, match: FrameMatch, frame: Frame) -> bool:
        return any(
            t.lemma_.lower() in frame.strikers
            for doer in agents(match.trigger)
            for t in (doer, *children(doer, "compound"))
        )

    def _is_advance(self, match: FrameMatch, actor: Party | None, places: list[PlacePhrase]) -> bool:
        if match.construction == "noun":
            return actor is not None and actor.actor_id is not None and bool(places)
        if match.construction == "light" and match.trigger.lemma_ in ("ground",) and match.clause.lemma_ != "gain":
            return False
        if actor is None:
            return False
        return bool(places) or match.construction in ("light", "state") or match.trigger.lemma_ == "advance"

    def _stands_alone(self, match: FrameMatch, places: list[PlacePhrase], actor: Party | None) -> bool:
        """Whether a noun of violence makes a statement of its own, rather than serving in another one."""
        noun = match.trigger
        while noun.dep_ == "conj":
            noun = noun.head
        if noun.dep_ in ("pobj", "compound", "poss", "appos", "npadvmod"):
            return (
                bool(places) and noun.dep_ == "pobj" and noun.head.lower_ in ("in", "during", "amid", "after") and False
            )
        if noun.head == noun:
            return bool(places) or actor is not None
        return noun.head.lemma_ in _OCCURRING and (bool(places) or (actor is not None and actor.actor_id is not None))

    def _former_holder(self, match: FrameMatch, actor: Party | None) -> Party | None:
        """Who held what was gained: "hills that were under the control of X", "X-held"."""
        for token in match.tokens("place"):
            for child in token.children:
                if child.dep_ not in ("relcl", "acl", "amod"):
                    continue
                tokens = [t for t in child.subtree if t.dep_ in ("pobj", "nsubj", "npadvmod", "poss")]
                for inner in tokens:
                    party = self._parties.party(inner)
                    if (
                        party is not None
                        and party.actor_id is not None
                        and (actor is None or party.actor_id != actor.actor_id)
                    ):
                        return party
        return None

    def _expelled(self, base: Draft) -> Draft | None:
        match = base.match
        losers = self._parties.first(match.tokens("opponent"))
        places = self._place_phrases(match)
        if losers is None or losers.actor_id is None:
            return None
        doers = [t for t in match.tokens("actor") if t not in match.tokens("opponent")]
        winner = self._parties.first(doers, excluded=(losers.actor_id,))
        if not places and (winner is None or winner.actor_id is None):
            places = [
                p
                for g in self._gains
                if g.actor and g.actor.actor_id == losers.actor_id
                for p in g.places
                if p is not None
            ]
        if not places:
            return None
        if winner is not None and winner.actor_id is not None and winner.actor_id != losers.actor_id:
            return self._finished(base, winner, losers, places)
        return self._finished(replace(base, kind=ClaimKind.CONTROL_LOSS, event="lost"), losers, None, places)

    def _repelled(self, base: Draft) -> Draft | None:
        match = base.match
        actor = self._parties.first(match.tokens("actor"))
        attack = next(
            (
                t
                for p in ("patient",)
                for t in _patients(match.trigger)
                if t.lemma_.lower() in match.frame.patient_nouns
            ),
            None,
        )
        attackers = self._parties.first([attack]) if attack is not None else None
        if attack is None:
            return None
        places: list[PlacePhrase] = []
        objects = prepositional_objects(attack)
        for word in ("on", "against", "at", "towards", "toward", "in", "near", "into", "around"):
            for token in objects.get(word, []):
                places = places or self._places.phrases(token)
        if not places:
            for word in ("in", "at", "near", "on"):
                for token in prepositional_objects(match.trigger).get(word, []):
                    places = places or self._places.phrases(token)
        if not places:
            return None
        return self._finished(base, actor, attackers, places)

    def _territory(self, base: Draft) -> Draft | None:
        match = base.match
        verb = match.trigger
        span = None
        for quantity in self._quantities:
            if quantity.quantity.unit in _AREA_UNITS:
                token = self._token_at(quantity.start)
                if (
                    token is not None
                    and any(t == verb for t in (token, *token.ancestors))
                    and _nearest_verb(token) == verb
                ):
                    span = quantity
                    break
        if span is None:
            return None
        words = {t.lemma_.lower() for t in verb.subtree}
        if span.quantity.unit == "percent" and not words & match.frame.base_nouns:
            return None
        actor = self._parties.first(match.tokens("actor"))
        if actor is None:
            return None
        draft = self._finished(base, actor, None, [])
        return replace(draft, quantity=span.quantity, fillers=(*draft.fillers, self._index_at(span.start)))

    def _support(self, base: Draft) -> Draft | None:
        match = base.match
        if match.construction == "held":
            return None
        supporter = self._parties.first(match.tokens("supporter"))
        if supporter is None or supporter.actor_id is None:
            return None
        supported: Party | None = None
        if match.construction == "noun":
            if match.trigger.dep_ != "pobj" or match.trigger.head.lower_ not in (
                "with",
                "under",
                "through",
                "by",
                "amid",
            ):
                return None
            governor = match.trigger.head.head
            for token in [*agents(governor), *_patients(governor)]:
                supported = supported or self._parties.party(token, excluded=(supporter.actor_id,))
            if supported is None or supported.actor_id is None:
                found = self._discourse.party_for(self._sentence, match.trigger.idx, plural=False, generic=None,
                                                  excluded=(supporter.actor_id, *self._discourse_backers(supporter)))  # fmt: skip
                supported = Party(found.name, "", found.probability, match.trigger.idx) if found else supported
        else:
            supported = self._parties.first(match.tokens("actor"), excluded=(supporter.actor_id,))
        if supported is None or supported.actor_id in (None, supporter.actor_id):
            return None
        draft = self._finished(base, supported, None, [])
        return replace(draft, supporters=(supporter.actor_id, *supporter.others))

    def _discourse_backers(self, supporter: Party) -> tuple[str, ...]:
        return supporter.others

    def _answer(self, base: Draft) -> Draft | None:
        """Denials and contradictions: what is answered is in the object or the clause after it."""
        match = base.match
        verb = match.trigger
        if match.construction == "adjective":
            places = [p for t in match.clause.subtree if t.dep_ in ("dobj", "pobj", "nsubj") for p in self._places.phrases(t) if p.name]
            return self._finished(base, None, None, places[:1])
        answered = [*_patients(verb), *children(verb, "ccomp", "xcomp", "dobj")]
        lemmas = {token.lemma_.lower() for token in answered}
        marked = any(child.lower_ == "that" for token in answered for child in children(token, "mark"))
        if (
            match.frame.needs_object
            and not lemmas & match.frame.needs_object
            and not (marked and "that" in match.frame.needs_object)
        ):
            return None
        actor = self._parties.first(match.tokens("actor"))
        places: list[PlacePhrase] = []
        for token in answered:
            for inner in token.subtree:
                if inner.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass") and not places:
                    places = [p for p in self._places.phrases(inner) if p.name]
        return self._finished(base, actor, None, places[:1])

    def _assessment(self, base: Draft) -> Draft | None:
        party = self._parties.first(t for t in base.match.tokens("actor") if not self._is_speech_object(t))
        if party is None or party.actor_id is None:
            return None
        places = [p for p in self._location(base.match) if p.name][:1]
        return self._finished(base, party, None, places)

    @staticmethod
    def _is_speech_object(token: Token) -> bool:
        return token.pos_ in ("VERB", "AUX")

    def _location(self, match: FrameMatch) -> list[PlacePhrase]:
        from tadmur.extract.matching import location_tokens

        for token in location_tokens(match.trigger):
            phrases = [p for p in self._places.phrases(token) if p.name or p.feature]
            if phrases:
                return phrases
        return []

    def _harm(self, base: Draft) -> Draft | None:
        match, frame = base.match, base.match.frame
        counted = match.tokens("counted")
        quantity = self._quantity_of(counted)
        if base.kind is ClaimKind.DISPLACEMENT:
            people = [t for t in counted if self._is_civilian(t)]
            if not people:
                return None
            quantity = self._quantity_of(people)
        if base.kind is ClaimKind.DAMAGE and match.construction == "verb" and not self._is_damageable(counted, frame):
            return None
        if base.kind is ClaimKind.CASUALTIES and match.construction == "verb":
            if match.trigger.lemma_.lower() in ("die", "perish"):
                counted = [t for p, t in match.fillers["counted"] if p == "agent"]
            else:
                counted = [t for p, t in match.fillers["counted"] if p == "patient"]
            if not counted:
                return None
            quantity = self._quantity_of(counted)
        places = [p for p in self._place_phrases(match) if p.name or p.feature][:1]
        if base.kind is ClaimKind.DAMAGE and not places:
            places = [p for t in counted for p in self._places.phrases(t) if p.name][:1]
        if base.kind is not ClaimKind.DISPLACEMENT and not places:
            places = [p for p in self._location(match) if p.name or p.feature][:1]
        if base.kind is ClaimKind.DISPLACEMENT and not places:
            places = [p for t in counted for token in _from_objects(t) for p in self._places.phrases(token)][:1]
        if base.kind is ClaimKind.CASUALTIES and match.construction == "noun" and quantity is None:
            return None
        if base.kind is ClaimKind.CASUALTIES:
            actor = self._known(t for t in counted if not self._is_civilian(t))
            killers = (t for t in match.tokens("killer") if t not in counted)
            opponent = self._known(killers, excluded=(actor.actor_id,) if actor and actor.actor_id else ())
        else:
            actor = self._known(t for p, t in match.fillers.get("actor", []) if t not in counted)
            opponent = None
        return replace(self._finished(base, actor, opponent, places), quantity=quantity)

    def _known(self, tokens: Iterable[Token], *, excluded: tuple[str, ...] = ()) -> Party | None:
        """The first party among ``tokens`` that resolves."""
        party = self._parties.first(tokens, excluded=excluded)
        return party if party is not None and party.actor_id is not None else None

    def _agreement(self, base: Draft) -> Draft | None:
        match, frame = base.match, base.match.frame
        if match.construction == "verb":
            words = {t.lemma_.lower() for t in match.trigger.subtree}
            if not words & frame.needs_object:
                return None
        elif match.trigger.dep_ in ("pobj", "compound", "poss"):
            return None
        actor = self._parties.first(match.tokens("actor"))
        places = [p for p in self._place_phrases(match) if p.name][:1]
        opponent = Party(actor.others[0], "", actor.probability, actor.position) if actor and actor.others else None
        return self._finished(base, actor, opponent, places)

    def _is_civilian(self, token: Token) -> bool:
        if self._parties.party(token) is not None and token.lemma_.lower() not in CIVILIANS:
            return False
        return token.lemma_.lower() in CIVILIANS or any(
            t.lemma_.lower() in CIVILIANS for t in children(token, "compound", "amod")
        )

    def _is_damageable(self, tokens: Sequence[Token], frame: Frame) -> bool:
        for token in tokens:
            if token.lemma_.lower() in frame.things or token.lower_ in frame.things:
                return True
            if any(t.lemma_.lower() in frame.things for nouns in prepositional_objects(token).values() for t in nouns):
                return True
        return False

    def _quantity_of(self, tokens: Sequence[Token]) -> Quantity | None:
        for token in tokens:
            start, end = token.left_edge.idx, token.idx + len(token.text)
            for span in self._quantities:
                if start <= span.start < end or span.start <= token.idx < span.end:
                    return span.quantity
        return None

    def _token_at(self, position: int) -> Token | None:
        return next((t for t in self._doc if t.idx <= position < t.idx + len(t.text) + 1), None)

    def _index_at(self, position: int) -> int:
        token = self._token_at(position)
        return token.i if token is not None else 0

    def _with_supporters(self, drafts: list[Draft], matches: Sequence[FrameMatch]) -> list[Draft]:
        """Parties said to back the actor, anywhere in the sentence, stand beside it in each of its claims."""
        backers: dict[str, list[str]] = {}
        for match in matches:
            if match.frame.kind is not ClaimKind.SUPPORT:
                continue
            supporter = self._parties.first(match.tokens("supporter"))
            supported = self._parties.first(match.tokens("actor"))
            if supporter and supported and supporter.actor_id and supported.actor_id not in (None, supporter.actor_id):
                backers.setdefault(str(supported.actor_id), []).append(supporter.actor_id)
        for draft in drafts:
            if draft.kind is ClaimKind.SUPPORT and draft.actor and draft.actor.actor_id:
                backers.setdefault(draft.actor.actor_id, []).extend(draft.supporters)
        return [
            replace(d, supporters=tuple(dict.fromkeys([*d.supporters, *backers.get(d.actor.actor_id, [])])))
            if d.actor is not None and d.actor.actor_id in backers
            else d
            for d in drafts
        ]


def _patients(verb: Token) -> list[Token]:
    from tadmur.extract.syntax import patients

    return patients(verb) if verb.pos_ in ("VERB", "AUX") or verb.tag_.startswith("VB") else []


def _from_objects(token: Token) -> list[Token]:
    return prepositional_objects(token).get("from", [])


def _nearest_verb(token: Token) -> Token | None:
    return next((t for t in (token, *token.ancestors) if t.pos_ in ("VERB", "AUX")), None)


def _without_restatements(drafts: list[Draft]) -> list[Draft]:
    """Leaves out what another draft of the sentence already says: who held what was gained, the violence that did
    the harm, what is denied."""
    kept: list[Draft] = []
    for draft in drafts:
        trigger = draft.match.trigger
        held_before = draft.kind is ClaimKind.CONTROL_HOLD and any(
            other.kind is ClaimKind.CONTROL_GAIN and other.stance.asserted and other.opponent is not None and draft.actor is not None
            and other.opponent.actor_id == draft.actor.actor_id and other.match.clause.is_ancestor(trigger)
            for other in drafts
        )  # fmt: skip
        means = draft.match.construction == "noun" and draft.kind in _EVENT_KINDS and any(
            other.kind in (ClaimKind.DAMAGE, ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT) and other.match.clause.is_ancestor(trigger)
            for other in drafts
        )  # fmt: skip
        answered = draft.match.construction == "noun" and any(
            other.kind in (ClaimKind.DENIAL, ClaimKind.CONTRADICTION) and other.match.clause.is_ancestor(trigger)
            for other in drafts
        )
        if not (held_before or means or answered):
            kept.append(draft)
    return kept


_RANK = {
    ClaimKind.TERRITORY_FIGURE: 0, ClaimKind.CONTROL_GAIN: 1, ClaimKind.CONTROL_LOSS: 1, ClaimKind.CONTROL_HOLD: 1, ClaimKind.BESIEGED: 1,
    ClaimKind.DISPLACEMENT: 2, ClaimKind.ADVANCE: 3, ClaimKind.AIR_STRIKE: 3, ClaimKind.SHELLING: 4, ClaimKind.ATTACK: 5,
    ClaimKind.DAMAGE: 5,
}  # fmt: skip


def _settled(drafts: list[Draft]) -> list[Draft]:
    """One reading for each trigger: the more specific kind; a light verb with its noun beats either alone."""
    kept: list[Draft] = []
    light = {word.i for d in drafts if d.match.construction in ("light", "state") for word in d.match.words}
    for draft in drafts:
        trigger = draft.match.trigger
        if (
            draft.match.construction in ("verb", "noun")
            and trigger.i in light
            and draft.kind is not ClaimKind.TERRITORY_FIGURE
        ):
            rivals = [
                d
                for d in drafts
                if d.match.construction in ("light", "state") and trigger.i in {w.i for w in d.match.words}
            ]
            if any(_RANK.get(d.kind, 6) <= _RANK.get(draft.kind, 6) for d in rivals):
                continue
        same = [d for d in drafts if d.match.trigger.i == trigger.i and d is not draft]
        if any(_RANK.get(d.kind, 6) < _RANK.get(draft.kind, 6) for d in same):
            continue
        if any(
            _RANK.get(d.kind, 6) == _RANK.get(draft.kind, 6)
            and drafts.index(d) < drafts.index(draft)
            and d.kind is draft.kind
            for d in same
        ):
            continue
        kept.append(draft)
    return kept


def general_forecast(doc: Doc, parties: PartyFinder, taken: set[int]) -> list[tuple[Token, Party]]:
    """Verbs said of the future ("will", "is expected to") with a party in the clause, that made no other claim."""
    found: list[tuple[Token, Party]] = []
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.i in taken:
            continue
        if not any(child.lower_ in ("will", "shall", "'ll") for child in children(token, "aux")):
            continue
        if any(t.i in taken for t in token.subtree):
            continue
        for inner in token.subtree:
            party = parties.party(inner) if inner.pos_ in ("NOUN", "PROPN") else None
            if party is not None and party.actor_id is not None:
                found.append((token, party))
                break
    return found


FORECAST_STANCE = Stance(Modality.FORECAST, False)

"""Which party a noun phrase stands for: by the pack's words, or through the discourse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tadmur.extract.anaphora import Discourse
from tadmur.extract.parse_tree import Doc, Token
from tadmur.extract.sides import Sides
from tadmur.extract.syntax import agents, children, conjuncts, governors, prepositional_objects
from tadmur.extract.word_lists import word_list

if TYPE_CHECKING:
    from tadmur.reference.packs import ActorMention

PRONOUNS = frozenset(
    {"they", "it", "them", "their", "its", "who", "which", "that", "both", "themselves", "we", "our", "us"}
)
FIRST_PERSON = frozenset({"we", "our", "us", "ours"})
_OWNERS = frozenset({"its", "their", "his"})
"""Who has "its troops": the party that the pronoun stands for, or that the speaker speaks for."""
_BETWEEN = frozenset({"and", ",", "&", "/", ", and"})
_SURE_GENERIC = 0.5
"""Certainty from which a generic word of the pack stands for its party without asking the discourse."""
_UNRESOLVED = 0.5
_CLAUSE_SUBJECTS = ("nsubj", "nsubjpass")
_SAME_SUBJECT = 0.9
"""Probability that a pronoun that opens a coordinated clause stands for the subject of the clause before."""
_ONE_OF_OURS = 0.9
"""Probability that "we" and "our forces" are the party that the speaker speaks for."""
_ENEMY = 0.75
_ONLY_ONE = 0.6
"""Probability that the only party a sentence names did what it says in the passive."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party: ``mention`` is the wording, ``probability`` that it means ``actor_id``, which may be unknown.

    ``position`` is the offset of the wording in the sentence; ``others`` are parties coordinated with it.
    """

    actor_id: str | None
    mention: str
    probability: float
    position: int
    others: tuple[str, ...] = ()


class PartyFinder:
    """Resolves party phrases in one parsed sentence.

    Args:
        mentions: what the pack found in the sentence; offsets into it.
        discourse: the parties named in earlier sentences, and so far in this one.
        sentence: its index in the report.
        sides: who "we" and "the enemy" are.
    """

    def __init__(
        self, mentions: Sequence[ActorMention], discourse: Discourse, sentence: int, sides: Sides | None = None
    ) -> None:
        self._mentions, self._discourse, self._sentence, self._sides = mentions, discourse, sentence, sides

    def first(self, tokens: Iterable[Token], *, excluded: tuple[str, ...] = ()) -> Party | None:
        """The first of ``tokens`` that stands for a party; an unresolved one only when no other resolves."""
        unresolved: Party | None = None
        for token in tokens:
            party = self.party(token, excluded=excluded)
            if party is not None and party.actor_id is not None:
                return party
            unresolved = unresolved or party
        return unresolved

    def party(self, token: Token, *, excluded: tuple[str, ...] = ()) -> Party | None:
        """The party that the phrase headed by ``token`` stands for; ``None`` where it is no party at all."""
        resolved = [self._coordinated_before(token)]
        for head in conjuncts(token):
            if head.i == token.i or head.pos_ in ("NOUN", "PROPN", "ADJ"):
                resolved.append(self._one(head, excluded))
        parties = [party for party in resolved if party is not None]
        known = [party for party in parties if party.actor_id is not None]
        if not known:
            return parties[0] if parties else None
        others = tuple(dict.fromkeys(p.actor_id for p in known[1:] if p.actor_id and p.actor_id != known[0].actor_id))
        return replace(known[0], others=others)

    def only_party(self, doc: Doc, excluded: set[str | None]) -> Party | None:
        """The one party, apart from ``excluded``, that does something in the sentence: a subject, or after "by"."""
        doers = [
            token
            for token in doc
            if (token.dep_ == "nsubj" and token.head.dep_ not in ("relcl", "acl", "pcomp"))
            or (token.dep_ == "pobj" and token.head.lower_ == "by")
        ]
        found = [mention for mention in map(self._mention_at, doers) if mention is not None]
        named = [mention for mention in found if mention.actor_id not in excluded and not mention.adjectival]
        if len({mention.actor_id for mention in named}) != 1:
            return None
        return Party(named[0].actor_id, named[0].text, _ONLY_ONE * named[0].certainty, named[0].start)

    def _coordinated_before(self, head: Token) -> Party | None:
        """ "Alpha and Beta forces": the first party stands in front of the head that both share."""
        direct = self._mention_at(head)
        for mention in self._mentions if direct is not None else ():
            assert direct is not None
            between = head.doc.text[mention.end : direct.start].strip()
            if mention.end <= direct.start and head.left_edge.idx <= mention.start and between in _BETWEEN:
                return _party(mention)
        return None

    def _one(self, head: Token, excluded: tuple[str, ...]) -> Party | None:
        low = head.lower_
        if low in ("its", "their") and head.dep_ == "poss":
            return self._owner(head, excluded) or self._anaphor(head, head.text, None, excluded)
        if self._sides is not None and low in FIRST_PERSON:
            return self._ours(head, head.text, self._sides)
        if low in word_list("countings") or low.rstrip("s") in word_list("countings"):
            counted = [self._one(noun, excluded) for noun in prepositional_objects(head).get("of", [])]
            return next((party for party in counted if party is not None), None)
        if low in PRONOUNS:
            return self._of_clause_before(head, excluded) or self._anaphor(head, head.text, None, excluded)
        if self._sides is not None and (sided := self._sided(head, self._sides)) is not None:
            return sided
        direct = self._named_behind(head) or self._mention_at(head)
        if direct is None or direct.generic:
            owned = self._owned(head, excluded)
            if owned is not None:
                return owned
        if direct is not None and not (direct.generic and direct.certainty < _SURE_GENERIC):
            if direct.generic and direct.actor_id in excluded:
                return self._anaphor(head, direct.text, None, excluded)
            return _party(direct)
        qualified = self._qualifier(head) if direct is None else None
        return _party(qualified) if qualified is not None else self._generic(head, direct, excluded)

    def _owned(self, head: Token, excluded: tuple[str, ...]) -> Party | None:
        """ "Its soldiers": those of whom "its" stands for, else of who speaks; never the pack's "soldiers"."""
        owner = next((child for child in children(head, "poss") if child.lower_ in _OWNERS), None)
        if owner is None or head.lemma_.lower() not in _force_nouns() - word_list("of_a_party"):
            return None
        party = self._owner(owner, excluded) or self._anaphor(owner, _wording(head), None, excluded)
        if party.actor_id is not None:
            return replace(party, mention=_wording(head))
        spoken = self._ours(head, _wording(head), self._sides) if self._sides is not None else None
        return spoken or Party(None, _wording(head), _UNRESOLVED, head.idx)

    def _named_behind(self, head: Token) -> ActorMention | None:
        """ "Kurdish fighters of the YPG": the party's own name behind "of" settles what stands before it."""
        if head.lemma_.lower() not in _force_nouns():
            return None
        nouns = prepositional_objects(head).get("of", [])
        return next(
            (m for m in map(self._mention_at, nouns) if m is not None and not m.generic and not m.adjectival), None
        )

    def _sided(self, head: Token, sides: Sides) -> Party | None:
        """ "Our forces", "the heroes" of an outlet that takes sides, "the enemy", "enemy troops"."""
        lemma = head.lemma_.lower()
        force = lemma in _force_nouns() or lemma in word_list("own_people")
        before = {child.lower_ for child in children(head, "poss", "compound", "amod")}
        enemy = word_list("enemies")
        if lemma in enemy or (force and before & enemy):
            side = sides.enemy(head.idx)
            return Party(side, _wording(head), _ENEMY if side else _UNRESOLVED, head.idx)
        if force and "our" in before:
            return self._ours(head, _wording(head), sides)
        bare = lemma in word_list("own_people") and self._mention_at(head) is None and self._qualifier(head) is None
        return self._ours(head, _wording(head), sides) if bare and sides.own(head.idx) else None

    def _ours(self, head: Token, wording: str, sides: Sides) -> Party | None:
        side = sides.own(head.idx)
        if side is None and sides.is_the_writer(head.idx):
            return None
        return Party(side, wording, _ONE_OF_OURS if side else _UNRESOLVED, head.idx)

    def _qualifier(self, head: Token) -> ActorMention | None:
        """The party in "Alpha fighters", "Alpha's offensive", "fighters of Alpha"."""
        force = head.lemma_.lower() in _force_nouns()
        if not force and head.pos_ != "PROPN":
            return None
        tokens: list[Token] = []
        for child in children(head, "compound", "amod", "poss", "nmod", "npadvmod", "appos"):
            tokens.append(child)
            if child.dep_ != "appos":
                tokens.extend(inner for inner in child.subtree if inner != child)
        if force:
            objects = prepositional_objects(head)
            tokens.extend(noun for preposition in ("of", "from", "by", "to") for noun in objects.get(preposition, []))
        return next((mention for mention in map(self._mention_at, tokens) if mention is not None), None)

    def _generic(self, head: Token, direct: ActorMention | None, excluded: tuple[str, ...]) -> Party | None:
        """ "the group", "troops": the discourse first, then what the pack makes of the word."""
        lemma = head.lemma_.lower()
        kind = "state" if lemma in word_list("state_forces") else None
        kind = "armed group" if lemma in word_list("armed_groups") else kind
        if kind is None and lemma not in word_list("any_forces"):
            return None
        wording = _wording(head)
        definite = any(
            child.lower_ in ("the", "these", "those", "its", "their", "same", "all") for child in head.children
        )
        if definite or kind is not None:
            found = self._anaphor(head, wording, kind, excluded)
            if found.actor_id is not None:
                return found
        return _party(direct) if direct is not None else Party(None, wording, _UNRESOLVED, head.idx)

    def _of_clause_before(self, pronoun: Token, excluded: tuple[str, ...]) -> Party | None:
        """ "the army took four hills that X had held, and it is ...": the subject of the clause it goes on from."""
        verb = pronoun.head
        if pronoun.lower_ not in ("it", "they") or pronoun.dep_ not in _CLAUSE_SUBJECTS or verb.dep_ != "conj":
            return None
        for subject in children(verb.head, *_CLAUSE_SUBJECTS):
            several = subject.tag_ in ("NNS", "NNPS") or bool(children(subject, "conj"))
            if several and pronoun.lower_ == "it":
                continue
            party = self._one(subject, excluded)
            if party is not None and party.actor_id is not None:
                return Party(party.actor_id, pronoun.text, _SAME_SUBJECT * party.probability, pronoun.idx)
        return None

    def _owner(self, pronoun: Token, excluded: tuple[str, ...]) -> Party | None:
        """The subject of the clause that a possessive stands in."""
        verb = next((token for token in governors(pronoun) if token.pos_ in ("VERB", "AUX")), None)
        doers = [t for t in agents(verb) if pronoun not in t.subtree and t.lower_ not in PRONOUNS] if verb else []
        party = self.first(doers, excluded=excluded)
        return party if party is not None and party.actor_id is not None else None

    def _mention_at(self, token: Token) -> ActorMention | None:
        return next((mention for mention in self._mentions if mention.start <= token.idx < mention.end), None)

    def _anaphor(self, head: Token, wording: str, kind: str | None, excluded: tuple[str, ...]) -> Party:
        found = self._discourse.party_for(self._sentence, head.idx, generic=kind, excluded=excluded)
        if found is None:
            return Party(None, wording, _UNRESOLVED, head.idx)
        return Party(found.name, wording, found.probability, head.idx)


def _party(mention: ActorMention) -> Party:
    return Party(mention.actor_id, mention.text, mention.certainty, mention.start)


def _force_nouns() -> frozenset[str]:
    groups = word_list("armed_groups") | word_list("state_forces") | word_list("any_forces")
    return groups | word_list("of_a_party") | word_list("own_people")


def _wording(head: Token) -> str:
    left = [child for child in head.lefts if child.dep_ in ("compound", "amod", "nmod", "poss")]
    start = left[0].left_edge.i if left else head.i
    return str(head.doc[start : head.i + 1].text)

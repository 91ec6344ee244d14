"""Which party a noun phrase stands for: by the pack's words, or through the discourse for pronouns and generic nouns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmur.extract.anaphora import Discourse
from tadmur.extract.syntax import agents, children, conjuncts, governors, prepositional_objects

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tadmur.reference.packs import ActorMention, Pack

PRONOUNS = frozenset({"they", "it", "them", "their", "its", "who", "which", "that", "both", "themselves", "we", "our"})
ARMED_GROUP_NOUNS = frozenset(
    {"group", "militant", "jihadist", "jihadi", "extremist", "terrorist", "insurgent", "organisation", "organization"}
    | {
        "gunman",
        "rebel",
        "faction",
        "movement",
        "fighter",
        "militiaman",
        "attacker",
        "caliphate",
        "separatist",
        "outfit",
    }
)
STATE_NOUNS = frozenset(
    {"army", "military", "government", "regime", "soldier", "troop", "troops", "authority", "serviceman"}
)
ANY_NOUNS = frozenset(
    {"force", "forces", "side", "unit", "defender", "ally", "invader", "occupier", "column", "convoy", "garrison", "party",
     "man", "combatant", "coalition", "alliance", "militia"}
)  # fmt: skip
FORCE_HEADS = ARMED_GROUP_NOUNS | STATE_NOUNS | ANY_NOUNS | frozenset(
    {"warplane", "jet", "aircraft", "plane", "helicopter", "artillery", "commander", "official", "brigade", "battalion", "division",
     "offensive", "attack", "assault", "advance", "push", "operation", "counterattack", "counteroffensive", "member", "element",
     "raid", "strike", "airstrike", "bombing", "shelling", "bombardment", "group", "backing", "support", "campaign", "gain", "drone",
     "missile", "navy", "tank", "regiment", "paratrooper", "marine", "spokesman", "ministry", "attempt", "fire", "rocket", "bomb"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """A resolved party: ``mention`` is the wording, ``probability`` that the words mean it; ``actor_id`` may be unknown."""

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
    """

    def __init__(
        self, mentions: Sequence[ActorMention], pack: Pack | None, discourse: Discourse, sentence: int
    ) -> None:
        self._mentions, self._pack, self._discourse, self._sentence = mentions, pack, discourse, sentence

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
        resolved: list[Party] = []
        before = self._coordinated_before(token)
        if before is not None:
            resolved.append(before)
        for head in conjuncts(token):
            if head.i != token.i and head.pos_ not in ("NOUN", "PROPN", "ADJ"):
                continue
            one = self._one(head, excluded)
            if one is not None:
                resolved.append(one)
        known = [party for party in resolved if party.actor_id is not None]
        if not known:
            return resolved[0] if resolved else None
        others = tuple(dict.fromkeys(p.actor_id for p in known[1:] if p.actor_id and p.actor_id != known[0].actor_id))
        return Party(known[0].actor_id, known[0].mention, known[0].probability, known[0].position, others)

    def _coordinated_before(self, head: Token) -> Party | None:
        """ "Alpha and Beta forces": the first party stands in front of the head that both share."""
        direct = self._mention_at(head)
        if direct is None:
            return None
        for mention in self._mentions:
            between = head.doc.text[mention.end : direct.start]
            if (
                mention.end <= direct.start
                and head.left_edge.idx <= mention.start
                and between.strip() in ("and", ",", "&", "/", ", and")
            ):
                return Party(mention.actor_id, mention.text, mention.certainty, mention.start)
        return None

    def only_party(self, doc: Doc, excluded: set[str | None]) -> Party | None:
        """The one party, apart from ``excluded``, that does something in the sentence: a subject, or after "by"."""
        doers = {
            mention.start
            for token in doc
            if (token.dep_ == "nsubj" and token.head.dep_ not in ("relcl", "acl", "pcomp"))
            or (token.dep_ == "pobj" and token.head.lower_ == "by")
            for mention in self._mentions
            if mention.start <= token.idx < mention.end
        }
        named = [m for m in self._mentions if m.actor_id not in excluded and not m.adjectival and m.start in doers]
        if len({m.actor_id for m in named}) != 1:
            return None
        return Party(named[0].actor_id, named[0].text, 0.6 * named[0].certainty, named[0].start)

    def _one(self, head: Token, excluded: tuple[str, ...]) -> Party | None:
        low, lemma = head.lower_, head.lemma_.lower()
        if low in ("its", "their") and head.dep_ == "poss":
            owner = self._owner(head, excluded)
            if owner is not None:
                return owner
        if low in PRONOUNS:
            return self._anaphor(
                head, head.text, plural=low in ("they", "them", "their", "both"), generic=None, excluded=excluded
            )
        direct = self._mention_at(head)
        if direct is not None and not (direct.generic and direct.certainty < 0.5):
            return self._of_mention(head, direct, excluded)
        if direct is None and (lemma in FORCE_HEADS or head.pos_ == "PROPN"):
            for modifier in self._modifiers(head):
                mention = self._mention_at(modifier)
                if mention is not None:
                    return self._of_mention(head, mention, excluded)
            if lemma in FORCE_HEADS:
                for words in ("of", "from", "by", "to"):
                    for noun in prepositional_objects(head).get(words, []):
                        mention = self._mention_at(noun)
                        if mention is not None:
                            return self._of_mention(head, mention, excluded)
        kind = "state" if lemma in STATE_NOUNS else "armed group" if lemma in ARMED_GROUP_NOUNS else None
        wording = self._wording(head)
        if kind is None and lemma not in ANY_NOUNS:
            return None
        definite = any(child.lower_ in ("the", "these", "those", "its", "their") for child in head.children)
        found = (
            self._anaphor(head, wording, plural=head.tag_ == "NNS", generic=kind, excluded=excluded)
            if definite or kind
            else None
        )
        if found is not None and found.actor_id is not None:
            return found
        if direct is not None:
            return Party(direct.actor_id, direct.text, direct.certainty, direct.start)
        return Party(None, wording, 0.5, head.idx)

    def _owner(self, pronoun: Token, excluded: tuple[str, ...]) -> Party | None:
        """The subject of the clause that a possessive stands in."""
        for token in governors(pronoun):
            if token.pos_ in ("VERB", "AUX"):
                doers = [
                    t for t in agents(token) if t != pronoun and pronoun not in t.subtree and t.lower_ not in PRONOUNS
                ]
                party = self.first(doers, excluded=excluded)
                return party if party is not None and party.actor_id is not None else None
        return None

    def _of_mention(self, head: Token, mention: ActorMention, excluded: tuple[str, ...]) -> Party | None:
        if mention.actor_id in excluded and mention.generic:
            return self._anaphor(head, mention.text, plural=True, generic=None, excluded=excluded)
        return Party(mention.actor_id, mention.text, mention.certainty, mention.start)

    def _modifiers(self, head: Token) -> list[Token]:
        found: list[Token] = []
        for child in children(head, "compound", "amod", "poss", "nmod", "npadvmod", "appos"):
            if child.dep_ == "appos":
                found.append(child)
                continue
            found.append(child)
            found.extend(grandchild for grandchild in child.subtree if grandchild != child)
        return found

    def _mention_at(self, token: Token) -> ActorMention | None:
        for mention in self._mentions:
            if mention.start <= token.idx < mention.end:
                return mention
        return None

    def _anaphor(
        self, head: Token, wording: str, *, plural: bool, generic: str | None, excluded: tuple[str, ...]
    ) -> Party | None:
        found = self._discourse.party_for(self._sentence, head.idx, plural=plural, generic=generic, excluded=excluded)
        if found is None:
            return Party(None, wording, 0.5, head.idx)
        return Party(found.name, wording, found.probability, head.idx)

    @staticmethod
    def _wording(head: Token) -> str:
        left = [c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod", "poss")]
        start = left[0].left_edge.i if left else head.i
        return str(head.doc[start : head.i + 1].text)

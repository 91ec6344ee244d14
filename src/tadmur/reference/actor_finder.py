"""Finds parties in running text by the words a conflict pack lists for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from tadmur.reference.alias_matcher import AliasMatcher, FoldedText, Match, Phrase, fold


class Use(StrEnum):
    """How a word of a pack stands for a party; the names are the pack's fields."""

    NAME = "aliases"
    """A name of its own: "Islamic State", "SAA"."""
    COUNTRY = "country_names"
    """A country's name, which is the party only where it does not say where: "Russia said", not "in Russia"."""
    ADJECTIVE = "adjectives"
    """"Russian air strikes"."""
    BOUND = "bound_adjectives"
    """Counts only with a noun of state forces: "Syrian soldiers", not "Syrian"."""
    GENERIC = "generic_aliases"
    """Means this party unless the discourse says otherwise: "the militants"."""
    GENERIC_ADJECTIVE = "generic_adjectives"
    """"rebel-held", "government bombing"."""


GENERIC_USES = frozenset({Use.GENERIC, Use.GENERIC_ADJECTIVE})
ADJECTIVAL_USES = frozenset({Use.ADJECTIVE, Use.BOUND, Use.GENERIC_ADJECTIVE})
CERTAINTY = {
    Use.NAME: 1.0,
    Use.COUNTRY: 0.8,
    Use.ADJECTIVE: 0.8,
    Use.BOUND: 1.0,
    Use.GENERIC: 0.6,
    Use.GENERIC_ADJECTIVE: 0.6,
}
"""How sure a word is to mean the party, where the pack does not say; set by hand, used only to rank."""


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that stand for a party: ``text`` is the raw text from ``start`` to ``end``.

    Attributes:
        generic: the words mean many parties in many wars ("the rebels"); an antecedent in the discourse beats them.
        adjectival: they qualify something else ("Russian strikes", "ISIS-held"): not a doer by themselves.
        certainty: in 0..1, that these words mean this party in this conflict; hand-set, for ranking only.
        alternatives: other parties of the pack that the same words may mean.
    """

    start: int
    end: int
    actor_id: str
    text: str
    generic: bool = False
    adjectival: bool = False
    certainty: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorWord:
    """One word or phrase of a pack that stands for a party."""

    actor_id: str
    text: str
    use: Use
    certainty: float
    exact_case: bool = False


@dataclass(frozen=True, slots=True)
class MentionWords:
    """The lists of ``data/coding/mention_words.yaml``, compiled."""

    force: re.Pattern[str]
    state_force: re.Pattern[str]
    qualified: re.Pattern[str]
    not_a_party: re.Pattern[str]
    place_before: re.Pattern[str]
    theatre_before: re.Pattern[str]
    owned_before: re.Pattern[str]
    owned_after: re.Pattern[str]
    blocking_prefixes: tuple[str, ...]
    word_like: tuple[str, ...]
    other_forces: tuple[str, ...]


COORDINATION = re.compile(r"(?:,? (?:and|or|as well as) |, ?|/| ?& ?)")
LONGEST_PLACE_PREFIX = 24
"""Characters before a country's name that are looked at; longer than the longest place preposition."""


def _alternation(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def mention_words() -> MentionWords:
    """The lists, read once."""
    import yaml

    file = resources.files("tadmur.reference") / "data" / "coding" / "mention_words.yaml"
    lists: Mapping[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    between = rf"(?:(?:{_alternation(lists['force_modifiers'])})[ -]){{0,3}}"
    return MentionWords(
        force=re.compile(rf" {between}(?:{_alternation(lists['force_nouns'])})\b(?!-)"),
        state_force=re.compile(rf" {between}(?:{_alternation(lists['state_force_nouns'])})\b(?!-)"),
        qualified=re.compile(rf"-[^\W\d_]| (?:{_alternation(lists['qualified_nouns'])})\b"),
        not_a_party=re.compile(rf"(?: [\w-]+)?[ -](?:{_alternation(lists['not_a_party'])})\b"),
        place_before=re.compile(rf"(?:^|[^\w-])(?:{_alternation(lists['place_prepositions'])}) (?:the )?$"),
        theatre_before=re.compile(rf"(?:^|[^\w-])(?:{_alternation(lists['theatre_prepositions'])}) (?:the )?$"),
        owned_before=re.compile(rf"\b(?:{_alternation(lists['owned_nouns'])}) of (?:the )?$"),
        owned_after=re.compile(rf"'s (?:{_alternation(lists['owned_nouns'])})\b"),
        blocking_prefixes=tuple(lists["blocking_prefixes"]),
        word_like=tuple(lists["word_like"]),
        other_forces=tuple(lists["other_forces"]),
    )


def with_other_forces(words: Iterable[ActorWord]) -> Iterator[ActorWord]:
    """The words of a pack; beside "X's forces" and "forces loyal to X" also "X's troops", "men loyal to X"."""
    for word in words:
        yield word
        owner = word.text.removesuffix("'s forces")
        loyal = word.text.removeprefix("forces loyal to ")
        for other in mention_words().other_forces if word.use is Use.NAME else ():
            if owner != word.text:
                yield replace(word, text=f"{owner}'s {other}")
            if loyal != word.text:
                yield replace(word, text=f"{other} loyal to {loyal}")


@dataclass(frozen=True)
class ActorFinder:
    """Finds the parties of one pack.

    Args:
        words: all words of all parties, in the order of the pack.
        holders: actor_id to the party whose control counts for it.
        countries: actor_id to the countries (ISO alpha-2) whose government it is.
        theatre: actor_ids that are the government of a country where the war is fought: its name is a place more often.
        cues: words of places and people, by country.
    """

    words: tuple[ActorWord, ...]
    holders: Mapping[str, str]
    countries: Mapping[str, tuple[str, ...]]
    theatre: frozenset[str]
    cues: AliasMatcher
    _matcher: AliasMatcher = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lists = mention_words()
        own = {word.text for word in self.words}
        words = [word for word in with_other_forces(self.words) if word in self.words or word.text not in own]
        phrases = (Phrase(word.text, word, word.exact_case) for word in words)
        matcher = AliasMatcher(phrases, word_like=lists.word_like, blocking_prefixes=lists.blocking_prefixes)
        object.__setattr__(self, "_matcher", matcher)

    def find(
        self, text: str, *, source_spans: Sequence[tuple[int, int]] = (), salient: Sequence[str] = ()
    ) -> list[ActorMention]:
        """Mentions in order, without overlaps.

        Args:
            text: any stretch of running text; the offsets given back point into it.
            source_spans: names of media and offices; a bare adjective or country inside them is no party.
            salient: actor_ids that the discourse is about, most salient first; they settle words that several
                parties share. Without it the parties named in ``text`` do, then the places named in it.
        """
        folded = fold(text)
        lists = mention_words()
        drafts: list[tuple[ActorMention, tuple[ActorWord, ...]]] = []
        reached = 0
        place_end = -1
        """Where the last country stood that said where: "in Syria and Iraq" says it twice."""
        for match in self._matcher.find(folded):
            if match.folded_start < reached:
                continue
            words = self._preferred(match.values)
            use = words[0].use
            pattern = lists.state_force if use is Use.BOUND else lists.force
            extension = pattern.match(folded.lower, match.folded_end)
            end = extension.end() if extension else match.folded_end
            if extension is None and use in (Use.ADJECTIVE, Use.BOUND, Use.COUNTRY):
                if _inside(match, source_spans) or use is Use.BOUND:
                    continue
                if use is Use.ADJECTIVE and lists.not_a_party.match(folded.lower, match.folded_end):
                    continue
                if use is Use.COUNTRY and self._says_where(folded, match, words[0].actor_id, place_end):
                    place_end = match.folded_end
                    continue
            follows = lists.qualified.match(folded.lower, end) is not None
            qualifies = follows or (extension is None and use in ADJECTIVAL_USES)
            reached = end
            stop = folded.raw_end(end)
            mention = ActorMention(
                match.start,
                stop,
                words[0].actor_id,
                text[match.start : stop],
                generic=use in GENERIC_USES,
                adjectival=qualifies,
                certainty=words[0].certainty,
            )
            drafts.append((mention, words))
        return self._settled(self._coordinated(drafts, text), folded, salient)

    @staticmethod
    def _preferred(values: Sequence[ActorWord]) -> tuple[ActorWord, ...]:
        """The specific words where there are any, else the generic ones; all of one kind."""
        specific = tuple(word for word in values if word.use not in GENERIC_USES)
        return specific or tuple(values)

    def _says_where(self, folded: FoldedText, match: Match, actor_id: str, place_end: int) -> bool:
        before = folded.lower[max(0, match.folded_start - LONGEST_PLACE_PREFIX) : match.folded_start]
        lists = mention_words()
        if lists.owned_before.search(before) or lists.owned_after.match(folded.lower, match.folded_end):
            return False
        if lists.place_before.search(before) or (actor_id in self.theatre and lists.theatre_before.search(before)):
            return True
        return place_end >= 0 and COORDINATION.fullmatch(folded.lower, place_end, match.folded_start) is not None

    @staticmethod
    def _coordinated(
        drafts: Sequence[tuple[ActorMention, tuple[ActorWord, ...]]], text: str
    ) -> list[tuple[ActorMention, tuple[ActorWord, ...]]]:
        """ "Russian and Ukrainian forces": the first adjective shares the noun of the second."""
        result = list(drafts)
        force = mention_words().force
        for index in range(len(result) - 2, -1, -1):
            (mention, words), (after, _) = result[index], result[index + 1]
            shares = words[0].use in ADJECTIVAL_USES and force.search(fold(after.text).lower)
            if mention.adjectival and shares and COORDINATION.fullmatch(text, mention.end, after.start):
                result[index] = (replace(mention, adjectival=False), words)
        return result

    def _settled(
        self,
        drafts: Sequence[tuple[ActorMention, tuple[ActorWord, ...]]],
        folded: FoldedText,
        salient: Sequence[str],
    ) -> list[ActorMention]:
        """Words that several parties share go to the one that the discourse is about."""
        mentions: list[ActorMention] = []
        rank: dict[str, Any] | None = None
        for mention, words in drafts:
            candidates = list(dict.fromkeys(word.actor_id for word in words))
            if len(candidates) == 1:
                mentions.append(mention)
                continue
            if rank is None:
                rank = self._salience(drafts, folded, salient)
            order = sorted(candidates, key=lambda actor_id: rank.get(actor_id, (len(salient), 0, 0)))
            certainty = next(word.certainty for word in words if word.actor_id == order[0])
            mentions.append(
                replace(mention, actor_id=order[0], certainty=certainty, alternatives=tuple(sorted(order[1:])))
            )
        return mentions

    def _salience(
        self,
        drafts: Sequence[tuple[ActorMention, tuple[ActorWord, ...]]],
        folded: FoldedText,
        salient: Sequence[str],
    ) -> dict[str, tuple[int, int, int]]:
        """A sort key for each party, smallest for the most salient."""
        named = Counter(
            self.holders[mention.actor_id]
            for mention, words in drafts
            if not mention.generic and len({word.actor_id for word in words}) == 1
        )
        where = Counter(country for hit in self.cues.find(folded) for country in hit.values)
        places = {actor: sum(where[country] for country in governed) for actor, governed in self.countries.items()}
        given = {actor_id: index for index, actor_id in reversed(list(enumerate(salient)))}
        return {
            actor: (given.get(actor, given.get(holder, len(salient))), -named[holder], -places.get(actor, 0))
            for actor, holder in self.holders.items()
        }


def _inside(match: Match, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in spans)

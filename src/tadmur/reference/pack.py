"""A conflict pack in memory: parties, sources and alliances, and how text names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tadmur.reference.actor_finder import ActorFinder, ActorMention, ActorWord, Use, mention_words
from tadmur.reference.alias_matcher import AliasMatcher, Match, Phrase, fold
from tadmur.terms.actor import Actor
from tadmur.terms.source import Source


@dataclass(frozen=True, slots=True)
class SourceMention:
    """Words that name a source known to the pack: ``text`` is the raw text from ``start`` to ``end``."""

    start: int
    end: int
    source_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Alliance:
    """Parties that fight on one side over an interval of event time; ``None`` is an open end."""

    actor_ids: frozenset[str]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Pack:
    """One conflict.

    Attributes:
        countries: ISO 3166-1 alpha-2, where it is fought.
        since, until: the days the pack covers; ``until`` is ``None`` while it goes on.
        actors, sources: by id, in the order of the file.
        kinds: actor_id to "state", "rebel", "political_militia", "identity_militia" or "coalition".
        governments: actor_id to the countries whose government it is.
        digest: of the file's content; part of a run's settings.
    """

    pack_id: str
    name: str
    countries: tuple[str, ...]
    since: date
    until: date | None
    actors: Mapping[str, Actor]
    sources: Mapping[str, Source]
    alliances: tuple[Alliance, ...]
    kinds: Mapping[str, str]
    governments: Mapping[str, tuple[str, ...]]
    digest: str
    actor_words: tuple[ActorWord, ...]
    source_phrases: tuple[Phrase, ...]
    cue_phrases: tuple[Phrase, ...]

    def find_actors(self, text: str, *, salient: Sequence[str] = ()) -> list[ActorMention]:
        """Parties named in ``text``, in order, without overlaps; longest match, whole words.

        ``salient``: actor_ids that the discourse is about, most salient first. They settle words that several
        parties of the pack share ("the army"); without them the rest of ``text`` does.
        """
        spans = [(mention.start, mention.end) for mention in self.find_sources(text)]
        return self._actor_finder.find(text, source_spans=spans, salient=salient)

    def find_sources(self, text: str) -> list[SourceMention]:
        """Sources named in ``text``, in order, without overlaps; longest match, whole words."""
        return [
            SourceMention(match.start, match.end, match.values[0], text[match.start : match.end])
            for match in self._source_matcher.find(text)
        ]

    def source_named(self, name: str) -> Source | None:
        """The source that goes by exactly this name or alias ("the SOHR", "Jane's 360"), if the pack has it."""
        source_id = self._source_names.get(_bare_name(name))
        return None if source_id is None else self.sources[source_id]

    def actor_named(self, name: str) -> Actor | None:
        """The party whose own name or specific alias is exactly this, if the pack has it."""
        actor_id = self._actor_names.get(_bare_name(name))
        return None if actor_id is None else self.actors[actor_id]

    def holder_of(self, actor_id: str) -> str:
        """The party whose control counts for ``actor_id``: the end of its line of parents.

        Raises:
            KeyError: when the pack has no such party.
        """
        parent = self.actors[actor_id].parent
        return actor_id if parent is None else self.holder_of(parent)

    def is_state(self, actor_id: str) -> bool:
        """Whether it is the forces of a state, at home or abroad."""
        return self.kinds[actor_id] == "state"

    def governs(self, actor_id: str, country: str | None = None) -> bool:
        """Whether the party counts as the government of ``country``, or of any country of the pack."""
        own = self.governments.get(actor_id, ())
        return bool(own) if country is None else country in own

    def party_in(self, country: str, actor_id: str, words: str) -> str:
        """The party that ``words`` mean where the place is: "government forces" are those of ``country``.

        ``actor_id`` is what they were taken for before the place was known; words that several parties do not share
        keep it.
        """
        for mention in self.find_actors(words):
            if actor_id in (mention.actor_id, *mention.alternatives):
                sharing = [mention.actor_id, *mention.alternatives]
                return next((other for other in sharing if self.governs(other, country)), actor_id)
        return actor_id

    def allied(self, a: str, b: str, on: date) -> bool:
        """Whether two parties stood on one side that day: same holder, in one alliance, or one backs the other.

        It is not transitive: two clients of one backer are not allied by that alone.
        """
        first, second = self._line(a), self._line(b)
        if self.holder_of(a) == self.holder_of(b):
            return True
        if any(
            first & alliance.actor_ids and second & alliance.actor_ids and _within(on, alliance.since, alliance.until)
            for alliance in self.alliances
        ):
            return True
        return self._backs(first, second, on) or self._backs(second, first, on)

    def _backs(self, clients: frozenset[str], patrons: frozenset[str], on: date) -> bool:
        return any(
            backing.actor_id in patrons and _within(on, backing.since, backing.until)
            for client in clients
            for backing in self.actors[client].backers
        )

    def _line(self, actor_id: str) -> frozenset[str]:
        """The party and all its parents."""
        line = {actor_id}
        parent = self.actors[actor_id].parent
        while parent is not None:
            line.add(parent)
            parent = self.actors[parent].parent
        return frozenset(line)

    def find_cues(self, text: str) -> list[Match]:
        """Words of places and people that speak for this conflict; the value of a match is the country."""
        return self._cue_matcher.find(text)

    @cached_property
    def _actor_finder(self) -> ActorFinder:
        holders = {actor_id: self.holder_of(actor_id) for actor_id in self.actors}
        theatre = frozenset(
            a for a, governed in self.governments.items() if not set(self.countries).isdisjoint(governed)
        )
        return ActorFinder(self.actor_words, holders, self.governments, theatre, self._cue_matcher)

    @cached_property
    def _source_matcher(self) -> AliasMatcher:
        return AliasMatcher(self.source_phrases, word_like=mention_words().word_like)

    @cached_property
    def _cue_matcher(self) -> AliasMatcher:
        return AliasMatcher(self.cue_phrases, word_like=mention_words().word_like)

    @cached_property
    def _source_names(self) -> dict[str, str]:
        return {_bare_name(phrase.text): phrase.value for phrase in reversed(self.source_phrases)}

    @cached_property
    def _actor_names(self) -> dict[str, str]:
        own = (word for word in reversed(self.actor_words) if word.use in (Use.NAME, Use.COUNTRY))
        return {_bare_name(word.text): word.actor_id for word in own}


def _within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)


def _bare_name(name: str) -> str:
    folded = fold(name).lower.strip().removeprefix("the ").removesuffix("'s").strip()
    return folded or fold(name).lower

"""Conflict packs: who is who in one war, and how the text of its reports names them.

A pack is a YAML file (``data/packs/*.yaml``, or a user's own) checked against ``pack_schema.json``. It says which
parties there are and which words mean them, who backs whom and when, and which sources speak for whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tadmur.reference.actor_finder import CERTAINTY, ActorFinder, ActorMention, ActorWord, Use, mention_words
from tadmur.reference.alias_matcher import AliasMatcher, Phrase, fold
from tadmur.reference.pack_files import parse_pack, shipped_packs
from tadmur.terms.actor import Actor, Backing
from tadmur.terms.errors import SettingsError
from tadmur.terms.ids import digest
from tadmur.terms.source import Source, SpeakerRole

__all__ = ["ActorMention", "Alliance", "Pack", "SourceMention", "available_packs", "choose_pack", "load_pack"]


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


def available_packs() -> list[str]:
    """Ids of the packs that come with tadmur, sorted."""
    return list(shipped_packs())


def load_pack(name_or_path: str | Path) -> Pack:
    """A shipped pack by its id, or a user's own by the path of its YAML file.

    Raises:
        SettingsError: no such pack, or the file is not a pack; the message says where and what to do.
    """
    if isinstance(name_or_path, str) and name_or_path in shipped_packs():
        return _shipped_pack(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        raise SettingsError(
            f"there is no conflict pack {str(name_or_path)!r}",
            remedy=f"choose one of {', '.join(shipped_packs())}, or give the path of a YAML file",
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as err:
        raise SettingsError("not UTF-8 text", where=str(path), remedy="save the pack as UTF-8") from err
    return _build(parse_pack(text, str(path)))


@cache
def _shipped_pack(name: str) -> Pack:
    return _build(parse_pack(shipped_packs()[name], f"pack {name}"))


def choose_pack(text: str) -> str | None:
    """The shipped pack that ``text`` speaks for most, or ``None`` when nothing speaks for any.

    Each place or person the packs list as a cue counts a point, each party named by a name of its own and each
    party's medium one more, shared among the packs that have it. Within a word's own count, repeats weigh little
    (square root). Between equals the first by id is taken.
    """
    packs = [_shipped_pack(name) for name in available_packs()]
    shared_actors = Counter(actor_id for pack in packs for actor_id in pack.actors)
    shared_sources = Counter(source_id for pack in packs for source_id in pack.sources)
    scores: dict[str, float] = {}
    for pack in packs:
        counts: Counter[tuple[str, str]] = Counter()
        weights: dict[tuple[str, str], float] = {}
        for match in pack._cue_matcher.find(text):
            key = ("cue", fold(text[match.start : match.end]).lower)
            counts[key] += 1
            weights[key] = 1.0
        for mention in pack.find_actors(text):
            if not mention.generic:
                key = ("actor", mention.actor_id)
                counts[key] += 1
                weights[key] = 1.0 / shared_actors[mention.actor_id] ** 2
        for source in pack.find_sources(text):
            if pack.sources[source.source_id].aligned_with is not None and shared_sources[source.source_id] == 1:
                key = ("source", source.source_id)
                counts[key] += 1
                weights[key] = 1.0
        scores[pack.pack_id] = sum(weights[key] * count**0.5 for key, count in counts.items())
    best = max(sorted(scores), key=lambda name: scores[name])
    return best if scores[best] >= 1.0 else None


def _build(data: Mapping[str, Any]) -> Pack:
    """A checked pack as frozen types."""
    actor_words = tuple(word for row in data["actors"] for word in _actor_words(row))
    sources = {row["id"]: _source(row) for row in data["sources"]}
    return Pack(
        pack_id=data["id"],
        name=data["name"],
        countries=tuple(data["countries"]),
        since=date.fromisoformat(data["period"]["since"]),
        until=_day(data["period"].get("until")),
        actors={row["id"]: _actor(row) for row in data["actors"]},
        sources=sources,
        alliances=tuple(
            Alliance(frozenset(row["between"]), _day(row.get("since")), _day(row.get("until")))
            for row in data.get("alliances", [])
        ),
        kinds={row["id"]: row["kind"] for row in data["actors"]},
        governments={row["id"]: tuple(row.get("governs", ())) for row in data["actors"]},
        digest=digest(data),
        actor_words=actor_words,
        source_phrases=tuple(
            Phrase(text, row["id"], exact)
            for row in data["sources"]
            for text, exact, _ in map(_word, [row["name"], *row.get("aliases", [])])
        ),
        cue_phrases=tuple(
            Phrase(text, country, exact)
            for country, words in data["cues"].items()
            for text, exact, _ in map(_word, words)
        ),
    )


def _word(entry: str | Mapping[str, Any]) -> tuple[str, bool, float | None]:
    """(text, exact case, certainty) of an entry that is a plain string or a mapping."""
    if isinstance(entry, str):
        return entry, False, None
    return entry["text"], entry.get("exact_case", False), entry.get("certainty")


def _actor_words(row: Mapping[str, Any]) -> list[ActorWord]:
    words = []
    if all(_word(entry)[0] != row["name"] for use in Use for entry in row.get(use.value, [])):
        words.append(ActorWord(row["id"], row["name"], Use.NAME, 1.0))
    for use in Use:
        for entry in row.get(use.value, []):
            text, exact, certainty = _word(entry)
            words.append(ActorWord(row["id"], text, use, CERTAINTY[use] if certainty is None else certainty, exact))
    return words


def _actor(row: Mapping[str, Any]) -> Actor:
    named = [*row.get("aliases", []), *row.get("country_names", []), *row.get("generic_aliases", [])]
    return Actor(
        actor_id=row["id"],
        name=row["name"],
        aliases=tuple(_word(entry)[0] for entry in named),
        parent=row.get("parent"),
        backers=tuple(
            Backing(backer["actor"], _day(backer.get("since")), _day(backer.get("until")))
            for backer in row.get("backers", [])
        ),
        holds_territory=row.get("holds_territory", True),
        colour=row.get("colour"),
        acled_name=row.get("acled_name"),
        ucdp_name=row.get("ucdp_name"),
    )


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        source_id=row["id"],
        name=row["name"],
        kind=SpeakerRole(row["kind"]),
        aligned_with=row.get("aligned_with"),
        aliases=tuple(_word(entry)[0] for entry in row.get("aliases", [])),
        republishes=tuple(row.get("republishes", ())),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

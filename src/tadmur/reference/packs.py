"""Conflict packs: who is who in one war, and how the text of its reports names them.

A pack is a YAML file (``data/packs/*.yaml``, or a user's own) checked against ``pack_schema.json``. It says which
parties there are and which words mean them, who backs whom and when, and which sources speak for whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tadmur.reference.actor_finder import CERTAINTY, ActorMention, ActorWord, Use
from tadmur.reference.alias_matcher import Phrase, fold
from tadmur.reference.pack import Alliance, Pack, SourceMention
from tadmur.reference.pack_files import parse_pack, shipped_packs
from tadmur.terms.actor import Actor, Backing
from tadmur.terms.errors import SettingsError
from tadmur.terms.ids import digest
from tadmur.terms.source import Source, SpeakerRole

__all__ = ["ActorMention", "Alliance", "Pack", "SourceMention", "available_packs", "choose_pack", "load_pack"]


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
        for match in pack.find_cues(text):
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

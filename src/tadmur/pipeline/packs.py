"""What the commands show of conflict packs, and a pack's beginning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from tadmur.export.atomic import write_whole
from tadmur.export.tables import text_table
from tadmur.reference.pack import Pack
from tadmur.reference.pack_template import identifier, new_pack
from tadmur.reference.packs import available_packs, load_pack
from tadmur.terms.errors import OutputError, SettingsError

FEW_SOURCES = 40
"""Sources under which a pack leaves many speakers without a known side."""


def pack_list() -> Iterator[str]:
    """One line a shipped pack."""
    packs = [load_pack(name) for name in available_packs()]
    rows = [(p.pack_id, p.name, _period(p.since, p.until), str(len(p.actors)), str(len(p.sources))) for p in packs]
    return text_table(("Pack", "Conflict", "Period", "Parties", "Sources"), rows)


def pack_lines(name_or_path: str) -> Iterator[str]:
    """A pack's parties, alliances and sources."""
    pack = load_pack(name_or_path)
    yield f"{pack.name} ({pack.pack_id}): {', '.join(pack.countries)}, {_period(pack.since, pack.until)}"
    yield ""
    yield from text_table(("Party", "Kind", "Counts under", "Backed by", "Also called"), [*_parties(pack)])
    if pack.alliances:
        yield ""
        sides = [(", ".join(sorted(a.actor_ids)), _period(a.since, a.until)) for a in pack.alliances]
        yield from text_table(("On one side", "Period"), sides)
    yield ""
    sources = [
        (s.name, s.kind.value.replace("_", " "), s.aligned_with or "not known", ", ".join(s.aliases[:3]))
        for s in sorted(pack.sources.values(), key=lambda s: (s.aligned_with or "", s.name.casefold()))
    ]
    yield from text_table(("Source", "Kind", "Stands with", "Also called"), sources)


def check_pack(file: Path) -> Iterator[str]:
    """Says that a pack is sound and what it would do better with.

    Raises:
        SettingsError: it is no pack; all mistakes at once, each with its place.
    """
    pack = load_pack(file)
    yield f"{file}: a sound pack with {len(pack.actors)} parties and {len(pack.sources)} sources"
    yield from (f"  worth adding: {advice}" for advice in _advice(pack))


def begin_pack(file: Path, *, countries: Sequence[str], parties: Sequence[str], since: str | None) -> None:
    """Writes a new pack.

    Raises:
        OutputError: the file is there already.
        SettingsError: names, countries or the day cannot be used.
    """
    if file.exists():
        raise OutputError("there is a file here already", where=str(file), remedy="Choose another name")
    try:
        first_day = date.fromisoformat(since) if since else datetime.now(UTC).date().replace(month=1, day=1)
    except ValueError as error:
        raise SettingsError(f"{since!r} is not a day", remedy="Write it as 2024-01-31") from error
    text = new_pack(identifier(file.stem), countries=countries, parties=parties, since=first_day)
    write_whole(file, [text])


def _advice(pack: Pack) -> Iterator[str]:
    if not pack.cue_phrases:
        yield "cues (cities, regions, people), else `--pack auto` never chooses it"
    for actor in pack.actors.values():
        if not actor.aliases:
            yield f"aliases of {actor.name!r}: reports seldom use only the full name"
    sided = [source for source in pack.sources.values() if source.aligned_with in pack.actors]
    for actor in pack.actors.values():
        voices = any(source.aligned_with == actor.actor_id for source in sided)
        if actor.holds_territory and actor.parent is None and not voices:
            yield f"a source that speaks for {actor.name!r}: without one its claims look like anybody's"
    if len(pack.sources) < FEW_SOURCES:
        yield f"more sources: {len(pack.sources)} of the {FEW_SOURCES} that a war usually needs"
    owners: dict[str, set[str]] = defaultdict(set)
    for phrase in pack.source_phrases:
        owners[phrase.text.casefold()].add(phrase.value)
    for text, ids in sorted(owners.items()):
        if len(ids) > 1:
            yield f"one owner of the source name {text!r}, which {' and '.join(sorted(ids))} share"


def _parties(pack: Pack) -> Iterator[tuple[str, ...]]:
    for actor in pack.actors.values():
        yield (
            actor.name,
            pack.kinds[actor.actor_id].replace("_", " "),
            pack.actors[actor.parent].name if actor.parent else "",
            "; ".join(f"{pack.actors[b.actor_id].name} {_period(b.since, b.until)}".strip() for b in actor.backers),
            ", ".join(actor.aliases[:3]),
        )


def _period(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return ""
    return f"{since or 'open'} to {until or 'today'}"

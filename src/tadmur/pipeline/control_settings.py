"""What an import of maps is told, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tadmur.ingest.control_maps.nouns import MapNote
from tadmur.pipeline.control_parties import DEFAULT_PACKS
from tadmur.reference.packs import Pack, load_pack
from tadmur.terms.errors import SettingsError
from tadmur.terms.source import Source, SpeakerRole, Voice


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """What an import is told beside its files.

    Attributes:
        holders: label to actor_id, for labels that name no party by themselves.
        largest_jump: share by which a party's area may change from map to map without a warning.
    """

    form: str
    source: str
    day: date | None = None
    pack: str | None = None
    holders: Mapping[str, str] = field(default_factory=dict)
    column: str | None = None
    largest_jump: float = 0.2


@dataclass(slots=True)
class ImportOutcome:
    """What an import did. ``again`` are maps of later days that were compared anew."""

    source: str
    days: list[date] = field(default_factory=list)
    polygons: int = 0
    rows: int = 0
    claims: int = 0
    again: int = 0
    replaced: int = 0
    notes: list[MapNote] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)


def pack_of(settings: ImportSettings) -> Pack:
    """The pack of an import: named, or the one that the format is usually of.

    Raises:
        SettingsError: the format is of no conflict in particular, and none is named.
    """
    name = settings.pack or DEFAULT_PACKS.get(settings.form)
    if name is None:
        raise SettingsError(
            f"the format {settings.form} does not say which conflict the map is of",
            remedy="Name the conflict pack, e.g. --pack syria-iraq",
        )
    return load_pack(name)


def map_source(name: str, pack: Pack) -> tuple[str, Source | None, Voice]:
    """(name, source, voice) of who drew a map: a source of the pack, else a monitor of that name."""
    source = pack.source_named(name)
    if source is None:
        return name, None, Voice(name, SpeakerRole.MONITOR)
    return source.name, source, Voice(source.name, source.kind, source.aligned_with, source.source_id)


def holders_of(words: Sequence[str]) -> dict[str, str]:
    """ "Label=actor" as a mapping.

    Raises:
        SettingsError: a word has no "=".
    """
    found: dict[str, str] = {}
    for word in words:
        label, sign, actor = word.rpartition("=")
        if not sign or not label.strip() or not actor.strip():
            raise SettingsError(
                f"--holder {word!r} is not of the form LABEL=ACTOR", remedy="E.g. --holder 'Red zone=russia'"
            )
        found[label.strip()] = actor.strip()
    return found

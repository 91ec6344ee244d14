"""``monitor.yaml``: what a folder of reports says about itself (title, pack, publishers of its own)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tadmur.pipeline.publication import DelayClass
from tadmur.reference.own_places import OwnPlaces, find_places
from tadmur.terms.errors import SettingsError
from tadmur.terms.source import Source, SpeakerRole

FILE_NAME = "monitor.yaml"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string"},
        "pack": {"type": "string"},
        "publication_delay_hours": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name.value: {"type": "number", "minimum": 0} for name in DelayClass},
        },
        "sources": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "name", "kind"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
                    "name": {"type": "string", "minLength": 1},
                    "kind": {"enum": [role.value for role in SpeakerRole]},
                    "aligned_with": {"type": ["string", "null"]},
                    "aliases": {"type": "array", "items": {"type": "string"}},
                    "republishes": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Monitor:
    """A folder's own settings.

    ``pack`` is used when the command names none; ``delays`` are the hours by which claims of a class
    (:class:`tadmur.pipeline.publication.DelayClass`) are kept from the public.
    """

    title: str | None = None
    pack: str | None = None
    sources: tuple[Source, ...] = ()
    delays: Mapping[str, float] = field(default_factory=dict)
    places: OwnPlaces | None = None
    """The file of places beside the reports."""


def find_monitor(paths: Sequence[Path]) -> Monitor:
    """The settings beside the reports: the first ``monitor.yaml`` and the first file of places in their folders.

    Raises:
        SettingsError: the file is not what it should be; the message names the place in it.
    """
    folders = list(dict.fromkeys(path if path.is_dir() else path.parent for path in sorted(paths)))
    files = [folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()]
    monitor = load_monitor(files[0]) if files else Monitor()
    return replace(monitor, places=find_places(folders))


def load_monitor(file: Path) -> Monitor:
    """Read and check one ``monitor.yaml``."""
    import jsonschema
    import yaml

    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise SettingsError(f"not valid YAML ({reason})", where=str(file), remedy="Mend the line named") from error
    problem = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(SCHEMA).iter_errors(raw))
    if problem is not None:
        spot = "/".join(str(part) for part in problem.absolute_path) or "top"
        raise SettingsError(f"at {spot}: {problem.message}", where=str(file), remedy="See docs/monitor.md for the keys")
    return Monitor(
        title=raw.get("title"),
        pack=raw.get("pack"),
        delays=raw.get("publication_delay_hours", {}),
        sources=tuple(
            Source(
                source_id=entry["id"],
                name=entry["name"],
                kind=SpeakerRole(entry["kind"]),
                aligned_with=entry.get("aligned_with"),
                aliases=tuple(entry.get("aliases", ())),
                republishes=tuple(entry.get("republishes", ())),
            )
            for entry in raw.get("sources", ())
        ),
    )

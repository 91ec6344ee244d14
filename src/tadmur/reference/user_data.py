"""What a user has added to the shipped artefacts: country gazetteers and boundary sets in a folder of their own.

The folder is ``$TADMUR_DATA``, else ``$XDG_DATA_HOME/tadmur``, else ``~/.local/share/tadmur``. Each addition is one
SQLite file with ``NAME.json`` beside it: source, licence, version, checksum, day and address of the download.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmur.terms.errors import ReferenceMissing

VARIABLE = "TADMUR_DATA"
GAZETTEERS, BOUNDARIES = "gazetteers", "boundaries"
_NEEDED = frozenset(("name", "version", "licence", "attribution", "viewpoint", "bytes", "sha256"))


@dataclass(frozen=True)
class Added:
    """One addition: its id, its file and what its description says."""

    name: str
    path: Path
    about: dict[str, Any]


def data_folder() -> Path:
    """Where additions are kept; it need not exist."""
    if stated := os.environ.get(VARIABLE):
        return Path(stated)
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "tadmur"


def added_sets() -> dict[str, Added]:
    """Boundary sets that the user has added, by id."""
    return _added(BOUNDARIES)


def added_gazetteers() -> dict[str, Added]:
    """Country gazetteers that the user has added, by id."""
    return _added(GAZETTEERS)


def _added(kind: str) -> dict[str, Added]:
    folder = data_folder() / kind
    files = sorted(folder.glob("*.sqlite")) if folder.is_dir() else []
    return {path.stem: Added(path.stem, path, _describe(path)) for path in files}


def _describe(path: Path) -> dict[str, Any]:
    description = path.with_suffix(".json")
    remedy = f"Remove {path.name} and add it again: tadmur reference add"
    try:
        about = json.loads(description.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReferenceMissing(
            f"the description cannot be read ({error})", where=str(description), remedy=remedy
        ) from error
    if not isinstance(about, dict) or not set(about) >= _NEEDED:
        raise ReferenceMissing("the description is incomplete", where=str(description), remedy=remedy)
    return about

"""A chronicle as a folder of plain arrays, which are mapped into memory rather than read."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

import msgspec
import numpy as np

from tadmur.pipeline.chronicle import Chronicle
from tadmur.terms.place import Place

FORMAT = 1
"""Changed whenever the files are."""
ARRAYS = (
    *("states_of", "bounds", "start", "top", "per_cent", "label", "evidence", "belief", "belief_bounds"),
    *("claim_bounds", "claim_ids"),
)


class _About(msgspec.Struct):
    format: int
    first_day: int
    last_day: int
    parties: tuple[str, ...]
    places: tuple[Place, ...]
    states: tuple[tuple[str, ...], ...]


def save_chronicle(chronicle: Chronicle, folder: Path) -> None:
    """Writes a chronicle; the folder is whole or not there."""
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    draft.mkdir(parents=True)
    try:
        for name in ARRAYS:
            np.save(draft / f"{name}.npy", getattr(chronicle, name), allow_pickle=False)
        about = _About(
            FORMAT, chronicle.first_day, chronicle.last_day, chronicle.parties, chronicle.places, chronicle.states
        )
        (draft / "about.json").write_bytes(msgspec.json.encode(about))
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load_chronicle(folder: Path) -> Chronicle | None:
    """The chronicle of a folder, or ``None`` when there is none that this version reads."""
    try:
        about = msgspec.json.decode((folder / "about.json").read_bytes(), type=_About)
        if about.format != FORMAT:
            return None
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in ARRAYS}
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    return Chronicle(about.first_day, about.last_day, about.parties, about.places, about.states, **arrays)

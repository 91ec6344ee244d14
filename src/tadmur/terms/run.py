"""How a result came about: a PROV Activity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file or report used or made by a run, with its SHA-256 in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the pipeline. It holds no wall-clock time: same inputs, same bytes."""

    run_id: str
    code_version: str
    settings_hash: str
    inputs: tuple[Artefact, ...]
    outputs: tuple[Artefact, ...]
    references: tuple[Artefact, ...]

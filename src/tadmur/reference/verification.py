"""Whether the artefacts on the disk are the ones that were built."""

from __future__ import annotations

import hashlib

from tadmur.reference.artefacts import REMEDY, read_manifest
from tadmur.reference.gazetteer import DATA
from tadmur.terms.errors import ReferenceMissing


def verify_artefact(name: str) -> None:
    """Read an artefact whole and compare its checksum with the manifest's.

    Raises:
        ReferenceMissing: it is absent, or not the one in the manifest.
    """
    path = DATA / name
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ReferenceMissing(f"the artefact cannot be read ({error})", where=str(path), remedy=REMEDY) from error
    stated = read_manifest()[name]["sha256"]
    if found != stated:
        raise ReferenceMissing(f"checksum {found[:12]} instead of {stated[:12]}", where=str(path), remedy=REMEDY)

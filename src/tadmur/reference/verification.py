"""Whether the artefacts on the disk are the ones in the manifest."""

from __future__ import annotations

from tadmur.reference.artefacts import REMEDY, read_manifest
from tadmur.reference.checksums import verify_checksum
from tadmur.reference.gazetteer import DATA


def verify_artefact(name: str) -> None:
    """Read an artefact whole and compare its checksum with the manifest's.

    Raises:
        ReferenceMissing: it is absent, or not the one in the manifest.
    """
    verify_checksum(DATA / name, read_manifest()[name]["sha256"], remedy=REMEDY)

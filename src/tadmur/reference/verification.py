"""Whether the artefacts on the disk are the ones in their manifests."""

from __future__ import annotations

from collections.abc import Iterator

from tadmur.reference.artefacts import REMEDY, read_manifest
from tadmur.reference.checksums import verify_checksum
from tadmur.reference.gazetteer import DATA
from tadmur.reference.user_data import added_gazetteers, added_sets


def verify_artefact(name: str) -> None:
    """Read an artefact whole and compare its checksum with the manifest's.

    Raises:
        ReferenceMissing: it is absent, or not the one in the manifest.
    """
    verify_checksum(DATA / name, read_manifest()[name]["sha256"], remedy=REMEDY)


def verify_all() -> Iterator[str]:
    """Check what ships and what the user has added, one after the other; gives the name of each that is whole.

    Raises:
        ReferenceMissing: one is absent, or not the one that was built.
    """
    for name in sorted(read_manifest()):
        verify_artefact(name)
        yield name
    for name, added in sorted({**added_gazetteers(), **added_sets()}.items()):
        verify_checksum(added.path, added.about["sha256"], remedy="Add it again: tadmur reference add")
        yield name

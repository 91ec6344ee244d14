"""What `tadmur reference` prints of artefacts, additions, boundary sets, sites and packs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tadmur.reference.artefacts import read_manifest
from tadmur.reference.boundaries import available_sets, boundary_set
from tadmur.reference.build_curated import ESTIMATE, site_rows
from tadmur.reference.disputed_areas import ADMINISTERED, UNITED_NATIONS, disputed_areas
from tadmur.reference.packs import available_packs, load_pack
from tadmur.reference.user_data import added_gazetteers, added_sets
from tadmur.terms.errors import InputError


def artefact_rows() -> list[tuple[str, ...]]:
    """Name, size, checksum and sources of what ships, then of what the user has added."""
    shipped: list[tuple[str, ...]] = [
        (name, _size(entry), entry["sha256"][:12], "; ".join(s["name"] for s in entry["sources"]))
        for name, entry in sorted(read_manifest().items())
    ]
    added: list[tuple[str, ...]] = [
        (f"{name} (added)", _size(entry.about), entry.about["sha256"][:12], entry.about["attribution"])
        for name, entry in sorted({**added_gazetteers(), **added_sets()}.items())
    ]
    return shipped + added


def _size(entry: dict[str, Any]) -> str:
    return f"{entry['bytes'] / 1e6:.1f} MB"


def set_rows() -> list[tuple[str, ...]]:
    """Id, version and licence of every boundary set."""
    return [(s, (about := boundary_set(s)).version, about.licence) for s in available_sets()]


def viewpoint_rows() -> list[tuple[str, ...]]:
    """Each viewpoint, and which disputed area it counts to whom."""
    states = sorted({country for area in disputed_areas() for country in area.claimed_by})
    return [
        (view, ", ".join(f"{area.area_id} {area.owner(view)}" for area in disputed_areas()))
        for view in (UNITED_NATIONS, ADMINISTERED, *states)
    ]


def pack_rows() -> list[tuple[str, ...]]:
    """Id, name, numbers of parties and sources, and digest of every pack."""
    packs = [load_pack(name) for name in available_packs()]
    return [(p.pack_id, p.name, str(len(p.actors)), str(len(p.sources)), p.digest) for p in packs]


def describe(name: str, key: str | None) -> Iterator[str]:
    """Lines about an artefact, an addition, a boundary set, a site or the disputed areas.

    Raises:
        InputError: nothing goes by that name.
    """
    added = {**added_gazetteers(), **added_sets()}
    if name == "sites":
        yield from _site(key)
    elif name == "disputed":
        for area in disputed_areas():
            un = area.united_nations or "no position"
            claims = ", ".join(area.claimed_by)
            yield f"{area.area_id}: {area.name}. Administered by {area.administered_by}; claimed by {claims}; UN: {un}."
            yield f"  {area.note}"
    elif name in read_manifest():
        yield json.dumps(read_manifest()[name], indent=1, sort_keys=True, ensure_ascii=False)
    elif name in added:
        yield json.dumps(added[name].about, indent=1, sort_keys=True, ensure_ascii=False)
    elif name in available_sets():
        about = boundary_set(name)
        yield f"{about.name}, version {about.version}"
        yield f"Licence: {about.licence}"
        yield f"Attribution: {about.attribution}"
        yield f"Viewpoint: {about.viewpoint}"
    else:
        known = ", ".join([*sorted(read_manifest()), *sorted(added), *available_sets(), "sites", "disputed"])
        raise InputError(f"there is no artefact {name!r}", remedy=f"Use one of: {known}")


def _site(key: str | None) -> Iterator[str]:
    rows = {row["site_id"]: row for _, row in site_rows()}
    if key is None:
        remembered = sum(row["source"] == ESTIMATE for row in rows.values())
        yield f"{len(rows)} sites; the points of {len(rows) - remembered} have a source, {remembered} are estimates."
        yield ", ".join(sorted(rows))
        return
    row = rows.get(key.removeprefix("site:"))
    if row is None:
        raise InputError(f"there is no site {key!r}", remedy="See all with: tadmur reference show sites")
    yield from (f"{column}: {value}" for column, value in row.items())

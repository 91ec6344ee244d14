"""``tadmur reference add geonames SY``: a country's dump of GeoNames as a gazetteer of the user's own.

The dump has what the shipped gazetteer lacks: hills, passes, dams, airfields, oil fields, camps. Places that the
shipped one knows by name close by are left out, so that a village does not stand twice.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from tadmur.reference.artefacts import replace_file
from tadmur.reference.boundaries import DEFAULT_SET, DETAILED_SET, boundaries, containing
from tadmur.reference.build import SAME_TOWN_KM, write_gazetteer
from tadmur.reference.checksums import sha256_of
from tadmur.reference.downloads import Progress, fetch
from tadmur.reference.entries import Entry, distance_km, is_useful
from tadmur.reference.gazetteer import DENSE_COUNTRIES, FORMAT_VERSION, Gazetteer
from tadmur.reference.user_data import GAZETTEERS, Added, data_folder
from tadmur.terms.errors import InputError, ReferenceMissing
from tadmur.terms.place import FeatureClass, Place

MIRROR = "https://download.geonames.org/export/dump"
_FIELDS = (
    *("geonameid", "name", "asciiname", "alternatenames", "lat", "lon", "feature_class", "code", "country", "cc2"),
    *("admin1", "admin2", "admin3", "admin4", "population", "elevation", "dem", "timezone", "changed"),
)
_SITE_CODES = frozenset(
    (
        *("MT", "MTS", "HLL", "HLLS", "PK", "PKS", "PASS", "RDGE", "CAPE", "ISL", "ISLS", "PT", "SPUR", "VLC"),
        *("AIRP", "AIRB", "AIRF", "AIRH", "DAM", "BDG", "BP", "PRT", "PS", "PSN", "PSH", "OILR", "OILT", "GOSP"),
        *("FT", "CSTL", "MILB", "INSM", "CMP", "CMPRF", "PRN", "RSTN", "CTRR", "MN", "FCL", "PMPO", "REFG"),
        *("OILF", "GASF", "RSV", "LK", "TNL", "RUIN", "ANS", "MNMT", "UNIV", "HSP", "STDM"),
    )
)
_REGION_CODES = frozenset(("RGN", "RGNE", "RGNH", "DSRT", "PEN", "PLN", "PLAT", "FRST", "VAL", "GULF", "BAY", "STRT"))
_QUARTER_CODES = frozenset(("PPLX",))
_GONE_CODES = frozenset(("PPLH", "PPLQ", "PPLW", "PPLCH"))


def add_geonames(
    country: str,
    *,
    mirror: str = MIRROR,
    sha256: str | None = None,
    progress: Progress = lambda done, expected: None,
) -> Added:
    """Download a country's dump, build its gazetteer in the user's data folder, and describe it.

    Raises:
        InputError: unknown country, or a dump that is no dump of GeoNames.
        ReferenceMissing: no network, or a wrong checksum.
        OutputError: the data folder cannot be written.
    """
    code = country.strip().upper()
    if not boundaries(DEFAULT_SET, level=0, countries=(code,)):
        remedy = "Give an ISO 3166-1 code of two letters, such as SY"
        raise InputError(f"there is no country {country!r}", where="tadmur reference add geonames", remedy=remedy)
    folder = data_folder() / GAZETTEERS
    url = f"{mirror.rstrip('/')}/{code}.zip"
    archive = folder / f"{code}.zip"
    checksum = fetch(url, archive, sha256=sha256, progress=progress)
    entries = sorted(_new_entries(archive, code), key=lambda entry: entry.place_id)
    path = folder / f"geonames-{code.lower()}.sqlite"
    rows = write_gazetteer(entries, path, folded_countries=(code,))
    about = {
        "name": f"GeoNames dump of {code}",
        "version": datetime.now(UTC).date().isoformat(),
        "licence": "CC BY 4.0",
        "attribution": "GeoNames (www.geonames.org)",
        "viewpoint": "none: a gazetteer draws no borders",
        "country": code,
        "rows": rows,
        "format_version": FORMAT_VERSION,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "source": {"url": url, "sha256": checksum, "bytes": archive.stat().st_size},
        "built_by": f"tadmur reference add geonames {code}",
    }
    text = json.dumps(about, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    replace_file(path.with_suffix(".json"), text.encode("utf-8"))
    archive.unlink()
    return Added(path.stem, path, about)


def _new_entries(archive: Path, country: str) -> Iterator[Entry]:
    """Places of the dump that the shipped gazetteer does not know."""
    gazetteer = Gazetteer.open()
    for entry in read_dump(archive, country):
        if not any(_same(entry, place) for place in gazetteer.lookup(entry.name, [country])):
            entry.admin1 = _admin1(entry, gazetteer)
            yield entry


def read_dump(archive: Path, country: str) -> Iterator[Entry]:
    """Entries of ``SY.zip``: settlements, units, and the kinds of sites and regions that war reports name.

    Raises:
        InputError: the file is no such archive; the row and column that are wrong are named.
    """
    member = f"{country}.txt"
    try:
        with zipfile.ZipFile(archive) as packed, packed.open(member) as stream:
            lines = TextIOWrapper(stream, encoding="utf-8", newline="")
            rows = csv.DictReader(lines, fieldnames=_FIELDS, delimiter="\t", quoting=csv.QUOTE_NONE)
            for number, row in enumerate(rows, start=1):
                if entry := _entry(row, f"{archive}, {member}, row {number}"):
                    yield entry
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, OSError) as error:
        archive.unlink(missing_ok=True)
        what = f"this is no dump of GeoNames ({error})"
        raise ReferenceMissing(what, where=str(archive), remedy="It has been removed: run the command again") from error


def _entry(row: dict[str, str], where: str) -> Entry | None:
    feature_class = _class_of(row["feature_class"], row["code"])
    if feature_class is None:
        return None
    try:
        lon, lat, population = float(row["lon"]), float(row["lat"]), int(row["population"] or 0)
    except (TypeError, ValueError) as error:
        what = f"columns lon, lat or population hold no numbers ({error})"
        raise InputError(what, where=where, remedy="The file is no dump of GeoNames, or is damaged") from error
    entry = Entry(
        f"gn:{row['geonameid']}",
        row["asciiname"] or row["name"],
        feature_class,
        lon,
        lat,
        row["country"],
        population=population or None,
        geonames_id=row["geonameid"],
    )
    for name in (entry.name, row["name"]):
        entry.add_name(name, primary=True)
    entry.add_names(name for name in (row["alternatenames"] or "").split(",") if is_useful(name))
    return entry if entry.names else None


def _class_of(feature_class: str, code: str) -> FeatureClass | None:
    if feature_class == "P":
        gone, quarter = code in _GONE_CODES, code in _QUARTER_CODES
        return None if gone else FeatureClass.QUARTER if quarter else FeatureClass.SETTLEMENT
    if feature_class == "A" and code in ("ADM1", "ADM2"):
        return FeatureClass.ADMIN1 if code == "ADM1" else FeatureClass.ADMIN2
    if code in _SITE_CODES:
        return FeatureClass.SITE
    return FeatureClass.REGION if code in _REGION_CODES else None


def _same(entry: Entry, place: Place) -> bool:
    other = Entry(place.place_id, place.name, place.feature_class, place.lon, place.lat, place.country)
    units = (FeatureClass.ADMIN1, FeatureClass.ADMIN2)
    if place.feature_class is not entry.feature_class:
        return False
    return entry.feature_class in units or distance_km(entry, other) < SAME_TOWN_KM


def _admin1(entry: Entry, gazetteer: Gazetteer) -> str | None:
    """The first-level unit around an entry, under the name that the shipped gazetteer gives it."""
    if entry.feature_class is FeatureClass.ADMIN1:
        return None
    set_id = DETAILED_SET if entry.country in DENSE_COUNTRIES else DEFAULT_SET
    for unit in containing(entry.lon, entry.lat, set_id=set_id):
        if unit.level == 1 and unit.country == entry.country:
            place = gazetteer.place(unit.boundary_id)
            return place.name if place else unit.name
    return None

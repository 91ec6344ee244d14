"""Entries of our own tables: sites that no dump has, renamed towns, regions, counties of the United States."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from tadmur.reference.entries import Entry
from tadmur.reference.gazetteer import DATA
from tadmur.terms.errors import SettingsError
from tadmur.terms.place import FeatureClass

_CLASS_OF_KIND = {
    "town": FeatureClass.SETTLEMENT,
    "quarter": FeatureClass.QUARTER,
    "peninsula": FeatureClass.REGION,
    "strait": FeatureClass.REGION,
    "forest": FeatureClass.REGION,
}
COUNTY_TABLE = DATA / "us_counties.csv"
_COUNTY_WORDS = (" County", " Parish", " Borough", " Census Area", " Municipality", " city")


def site_entries() -> Iterator[Entry]:
    """data/sites.csv: one named site or renamed town a row.

    Raises:
        SettingsError: a row has no name or no usable coordinates; the row is named.
    """
    for number, row in _rows(DATA / "sites.csv"):
        try:
            lon, lat = float(row["lon"]), float(row["lat"])
        except ValueError as error:
            what = f"row {number} ({row['site_id']}) has no usable coordinates: {error}"
            raise SettingsError(what, where=str(DATA / "sites.csv"), remedy="Give lon and lat in degrees") from error
        kind = _CLASS_OF_KIND.get(row["kind"], FeatureClass.SITE)
        entry = Entry(f"site:{row['site_id']}", row["name"], kind, lon, lat, row["country"], row["admin1"] or None)
        entry.add_name(row["name"], language="en", primary=True)
        for spec in filter(None, row["names"].split("|")):
            text, _, usage = spec.partition("@")
            language, _, audience = usage.partition(":")
            entry.add_name(text, language=language or None, audience=audience or None, primary=True)
        yield entry


def region_entries() -> Iterator[Entry]:
    """data/regions.csv: continents, seas and regions without one administration."""
    for _, row in _rows(DATA / "regions.csv"):
        population = int(row["population"]) if row["population"] else None
        entry = Entry(
            f"region:{row['region_id']}",
            row["name"],
            FeatureClass.REGION,
            float(row["lon"]),
            float(row["lat"]),
            row["country"],
            population=population,
        )
        entry.add_name(row["name"], language="en", primary=True)
        for spec in filter(None, row["names"].split("|")):
            text, _, language = spec.partition("@")
            entry.add_name(text, language=language or None, primary=True)
        yield entry


def county_entries(state_names: dict[str, str], table: Path = COUNTY_TABLE) -> Iterator[Entry]:
    """Rows of ``us_counties.csv``; ``state_names`` maps the two-letter code to the state."""
    for _, row in _rows(table):
        state = state_names.get(row["state"])
        name = row["name"]
        entry = Entry(
            f"fips:{row['fips']}",
            name,
            FeatureClass.ADMIN2,
            float(row["lon"]),
            float(row["lat"]),
            "US",
            state,
        )
        entry.add_name(name, language="en", primary=True)
        for word in _COUNTY_WORDS:
            if name.endswith(word):
                entry.add_name(name.removesuffix(word), language="en")
                entry.add_name(f"{name.removesuffix(word)} Co.", language="en")
        yield entry


def _rows(table: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with table.open(encoding="utf-8", newline="") as stream:
        yield from enumerate(csv.DictReader(stream), start=2)

"""Entries of the densely covered countries, from the admin extracts of Who's On First."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from tadmur.reference.entries import Entry, is_latin, merge_close
from tadmur.reference.gazetteer import DENSE_COUNTRIES
from tadmur.terms.place import FeatureClass

_CLASS_OF = {
    "region": FeatureClass.ADMIN1,
    "county": FeatureClass.ADMIN2,
    "localadmin": FeatureClass.ADMIN2,
    "locality": FeatureClass.SETTLEMENT,
    "neighbourhood": FeatureClass.QUARTER,
    "campus": FeatureClass.SITE,
}
DUPLICATES_WITHIN_KM = 2.0


def dense_files(geo: Path) -> list[Path]:
    """The extracts, one a country."""
    return [geo / "wof" / f"wof-admin-{country.lower()}.tsv.gz" for country in DENSE_COUNTRIES]


def dense_entries(geo: Path) -> list[Entry]:
    """Current places of the dense countries; same-named ones less than 2 km apart are one."""
    entries: list[Entry] = []
    for country, path in zip(DENSE_COUNTRIES, dense_files(geo), strict=True):
        entries += merge_close(list(_read(path, country)), within_km=DUPLICATES_WITHIN_KM)
    return entries


def _read(path: Path, country: str) -> Iterator[Entry]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            feature_class = _CLASS_OF.get(row["placetype"])
            if feature_class is None or row["current"] != "1" or not row["lat"]:
                continue
            yield _entry(row, country, feature_class)


def _entry(row: dict[str, str], country: str, feature_class: FeatureClass) -> Entry:
    main = _split_parentheses(row["name"])
    others = [n for n in row["names"].split("|") if n]
    shown = next((n for n in main if is_latin(n)), None) or _likely_english(others) or main[0]
    population = int(float(row["population"])) if row["population"] else 0
    entry = Entry(
        f"wof:{row['wof_id']}",
        shown,
        feature_class,
        float(row["lon"]),
        float(row["lat"]),
        country,
        _clean(row["admin1"]) if feature_class is not FeatureClass.ADMIN1 else None,
        _clean(row["admin2"]) if feature_class not in (FeatureClass.ADMIN1, FeatureClass.ADMIN2) else None,
        population or None,
        row["geonames_id"] or None,
    )
    for name in [shown, *main]:
        entry.add_name(name, primary=True)
    entry.add_names(others)
    return entry


def _split_parentheses(name: str) -> list[str]:
    """ "Homs (Hims)" is two names."""
    match = re.fullmatch(r"(.+?)\s*\((.+)\)", name)
    return [match[1], match[2]] if match else [name]


def _clean(name: str) -> str | None:
    return _split_parentheses(name)[0] if name else None


def _likely_english(names: list[str]) -> str | None:
    """The Latin spelling that most names come close to: the one sharing the most letter pairs with the others.

    The extracts do not say which language a name is in. Only plain ASCII spellings are eligible.
    """
    latin = [n for n in names if is_latin(n)]
    eligible = [n for n in latin if n.isascii() and "(" not in n] or latin

    def pairs(name: str) -> set[str]:
        return {name[i : i + 2].lower() for i in range(len(name) - 1)}

    def closeness(name: str) -> float:
        own = pairs(name)
        return sum(len(own & pairs(o)) / max(1, len(own | pairs(o))) for o in latin)

    return max(eligible, key=lambda n: (closeness(n), n), default=None)

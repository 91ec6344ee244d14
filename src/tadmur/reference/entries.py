"""What the builders of the gazetteer pass to each other: one mutable entry a place, and the merging of two."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from tadmur.reference.folding import folded_key, language_of, plain_key
from tadmur.terms.place import FeatureClass, PlaceName

LARGE_TOWN, LARGE_TOWN_KM = 20_000, 7.0
_SCRIPTS = (
    ("\u0370", "\u03ff"),
    ("\u0530", "\u05ff"),
    ("\u0700", "\u0d7f"),
    ("\u0e00", "\u1cff"),
    ("\u2c00", "\uabff"),
)
_CODE = re.compile(r"[A-Z0-9]{2,4}")
SAME_ID_KM = 25.0
"""Two sources that share a GeoNames id are believed only when they lie closer than this."""


@dataclass
class Entry:
    """A place while the gazetteer is being built. ``primary`` holds the plain keys of its main names."""

    place_id: str
    name: str
    feature_class: FeatureClass
    lon: float
    lat: float
    country: str
    admin1: str | None = None
    admin2: str | None = None
    population: int | None = None
    geonames_id: str | None = None
    names: dict[str, PlaceName] = field(default_factory=dict)
    primary: set[str] = field(default_factory=set)
    curated: bool = False
    """Our own tables name and place it."""

    def add_name(
        self, text: str, *, language: str | None = None, audience: str | None = None, primary: bool = False
    ) -> None:
        """Add a name; the first word on a spelling stays, but a stated audience or language completes it."""
        text = " ".join(text.split())
        key = plain_key(text)
        if not key or len(key) > 80:
            return
        old = self.names.get(text)
        if old is None or (audience and not old.audience):
            self.names[text] = PlaceName(text, language or language_of(text), audience)
        if primary:
            self.primary.add(key)

    def add_names(self, texts: Iterable[str]) -> None:
        """Add alternates, leaving out codes and scripts that are not looked up."""
        for text in texts:
            if is_useful(text):
                self.add_name(text)

    def shown_name(self) -> str:
        """The name in plain letters: accents and the signs for ayn and hamza are left out."""
        text = unicodedata.normalize("NFKD", self.name)
        return "".join(c for c in text if not unicodedata.combining(c) and c not in "‘’ʻʼʾʿ`")

    def absorb(self, other: Entry) -> None:
        """Take over what ``other``, the same place in another source, knows beside."""
        for name in other.names.values():
            self.add_name(name.text, language=name.language, audience=name.audience)
        self.primary |= other.primary
        self.population = self.population or other.population
        self.admin1 = self.admin1 or other.admin1
        self.admin2 = self.admin2 or other.admin2
        self.geonames_id = self.geonames_id or other.geonames_id


def is_useful(name: str) -> bool:
    """Whether an alternate name is in Latin, Arabic or Cyrillic script, and not a code ("PMS") or a list."""
    if _CODE.fullmatch(name) or "," in name or "http" in name or len(name) > 60:
        return False
    return all(c < "\u2c00" and not any(low <= c <= high for low, high in _SCRIPTS) for c in name)


def is_latin(name: str) -> bool:
    """Whether all letters of the name are Latin ones."""
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or not c.isalpha() for c in name)


def distance_km(a: Entry, b: Entry) -> float:
    """Great-circle distance; the haversine formula on a sphere of 6371 km is good to 0.5 per cent."""
    phi_a, phi_b = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def merge_close(entries: list[Entry], *, within_km: float, folded: bool = False) -> list[Entry]:
    """Merge entries of one class and country that share a main name and lie close together.

    The richer one stays (one of our own tables, then population, number of names, the smaller id); the others are
    absorbed. With ``folded`` the folded keys are compared, and a town of 20,000 inhabitants absorbs from up to 7 km.
    """
    entries = sorted(entries, key=lambda e: (not e.curated, -(e.population or 0), -len(e.names), e.place_id))
    by_key: dict[tuple[str, FeatureClass, str], list[Entry]] = {}
    kept: list[Entry] = []
    for entry in entries:
        names = {folded_key(name) for name in entry.primary} if folded else entry.primary
        keys = sorted({(entry.country, entry.feature_class, key) for key in names})
        twin = next((o for key in keys for o in by_key.get(key, ()) if _close(entry, o, within_km, folded)), None)
        if twin is not None:
            twin.absorb(entry)
            continue
        kept.append(entry)
        for key in keys:
            by_key.setdefault(key, []).append(entry)
    return kept


def _close(entry: Entry, richer: Entry, within_km: float, folded: bool) -> bool:
    large = folded and (richer.population or 0) >= LARGE_TOWN and richer.feature_class is FeatureClass.SETTLEMENT
    return distance_km(entry, richer) < (LARGE_TOWN_KM if large else within_km)

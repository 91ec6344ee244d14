"""Toponyms of a document whose countries are not known: recognition and resolution as geoparsing benchmarks want it."""

from __future__ import annotations

from dataclasses import dataclass

from tadmur.geocode.recogniser import FoundName, Recogniser
from tadmur.reference.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a document, ``text[start:end] == name``, and the place it most probably means."""

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    place_id: str | None
    country: str | None
    probability: float


def find_toponyms(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    """All toponyms of ``text`` in order: literal ones, names inside names, and adjectives of peoples."""
    recogniser = Recogniser(gazetteer)
    found = recogniser.find(text, embedded=True)
    return [_toponym(n) for n in found]


def _toponym(n: FoundName) -> Toponym:
    p = n.matches[0].place
    return Toponym(n.start, n.end, n.name, p.lat, p.lon, p.place_id, p.country, n.score)

"""Toponyms of a document whose countries are not known: recognition and resolution as geoparsing benchmarks want it."""

from __future__ import annotations

from dataclasses import dataclass

from tadmur.geocode.features import Query
from tadmur.geocode.ranking import Ranked, rank
from tadmur.geocode.recogniser import FoundName, Recogniser
from tadmur.geocode.weights import load_weights
from tadmur.reference.folding import plain_key
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.place import FeatureClass, Place

_AREAS = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1})


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
    """All toponyms of ``text`` in order: literal ones, names inside names, and adjectives of peoples.

    ``probability`` is that of the place, given that the words name one; countries come from the document itself.
    """
    found = Recogniser(gazetteer).find(text, embedded=True)
    containers = {i: _container(text, found, i) for i in range(len(found))}
    keys = [(plain_key(n.name), plain_key(c.name) if (c := containers[i]) else "") for i, n in enumerate(found)]
    with_container = {key: full for full in keys if full[1] for key in (full[0],)}
    keys = [with_container.get(name, (name, "")) if not inside else (name, inside) for name, inside in keys]
    queries: dict[tuple[str, str], Query] = {}
    for i, (key, name) in enumerate(zip(keys, found, strict=True)):
        inside = containers[i]
        known = queries.get(key)
        places = tuple(m.place for m in inside.matches if m.place.feature_class in _AREAS) if inside else ()
        queries[key] = Query(
            name.name,
            name.matches,
            frozenset(),
            places or (known.containers if known else ()),
            (known.count if known else 0) + 1,
        )
    order = sorted(queries)
    ranked = dict(
        zip(order, rank([queries[k] for k in order], countries=(), weights=load_weights("world")), strict=True)
    )
    return [_toponym(name, ranked[key]) for name, key in zip(found, keys, strict=True)]


def _container(text: str, found: list[FoundName], index: int) -> FoundName | None:
    """The name right after a comma, when it is that of a country or first-level unit: "Paris, Texas"."""
    if index + 1 == len(found):
        return None
    name, after = found[index], found[index + 1]
    if text[name.end : after.start].strip() not in (",", ", in", "("):
        return None
    return after if any(m.exact and m.place.feature_class in _AREAS for m in after.matches) else None


def _toponym(name: FoundName, ranked: tuple[Ranked, ...]) -> Toponym:
    if not ranked:
        return Toponym(name.start, name.end, name.name, None, None, None, None, 0.0)
    place: Place = ranked[0].place
    return Toponym(
        name.start,
        name.end,
        name.name,
        place.lat,
        place.lon,
        place.place_id,
        place.country or None,
        round(ranked[0].probability, 4),
    )

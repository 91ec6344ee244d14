"""The gazetteer with what a user has added: country gazetteers, and the places of a file of their own.

A place of the user's own file wins: where it bears a name as spelt, and its country is in question, it alone is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from tadmur.reference.gazetteer import Gazetteer, Match
from tadmur.reference.own_places import PREFIX, OwnIndex, OwnPlaces
from tadmur.reference.user_data import added_gazetteers
from tadmur.terms.ids import digest
from tadmur.terms.place import Place


def open_gazetteer(own: OwnPlaces | None = None, *, path: Path | None = None) -> Gazetteer:
    """The shipped gazetteer (or the one at ``path``) under the user's additions.

    Raises:
        ReferenceMissing: a file is absent or damaged.
    """
    base = Gazetteer.open(path)
    added = [Gazetteer(entry.path, entry.about) for entry in added_gazetteers().values()]
    if not added and not (own and own.places):
        return base
    return LayeredGazetteer(base, added, own)


class LayeredGazetteer(Gazetteer):
    """A gazetteer over others: own places first, then the shipped ones, then those of added countries."""

    def __init__(self, base: Gazetteer, added: Sequence[Gazetteer], own: OwnPlaces | None) -> None:
        super().__init__(base.path, base.manifest)
        self._layers = (base, *added)
        self._own = OwnIndex(own) if own else None
        self._layered = lru_cache(maxsize=20_000)(self._find_layered)

    @property
    def digest(self) -> str:
        """Hash of all layers and of the user's own places."""
        own = [self._own.own.digest] if self._own else []
        return digest([*(layer.digest for layer in self._layers), *own])

    def matches(self, name: str, countries: Sequence[str] = ()) -> tuple[Match, ...]:
        return self._layered(name, tuple(countries))

    def _find_layered(self, name: str, countries: tuple[str, ...]) -> tuple[Match, ...]:
        exact, folded = self._own.named(name) if self._own else ([], [])
        first = [Match(place, True, True) for place in exact if not countries or place.country in countries]
        if first:
            return tuple(first)
        first = [Match(place, False, False) for place in folded if not countries or place.country in countries]
        found = [match for layer in self._layers for match in layer.matches(name, countries)]
        found.sort(key=lambda m: (not m.exact, not m.primary, -(m.place.population or 0), m.place.place_id))
        return (*first, *found)

    def is_known(self, name: str) -> bool:
        return bool(self._own and self._own.knows(name)) or any(layer.is_known(name) for layer in self._layers)

    def place(self, place_id: str) -> Place | None:
        if place_id.startswith(PREFIX):
            return self._own.by_id.get(place_id) if self._own else None
        return next((place for layer in self._layers if (place := layer.place(place_id))), None)

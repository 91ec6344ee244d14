"""Finding a place of an edition by any of its names, in any script, while somebody types."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tadmur.reference.folding import folded_key, plain_key
from tadmur.terms.place import Place

EXACT, BEGINS, WORD_BEGINS, HOLDS = range(4)
"""How well a name fits, best first."""


@dataclass(frozen=True)
class PlaceFinder:
    """All names of all places, folded, in one text that is searched as a whole.

    Attributes:
        text: names, each between line feeds. starts: where each begins. owners: place of each, by number.
        weights: by place; of two that fit equally the weightier comes first.
    """

    text: str
    starts: list[int]
    owners: list[int]
    names: list[str]
    weights: list[int]

    @classmethod
    def of(cls, places: Sequence[Place], weights: Sequence[int]) -> PlaceFinder:
        """Of some places; ``weights`` are their numbers of claims."""
        pieces, starts, owners, names, at = [], [], [], [], 1
        for number, place in enumerate(places):
            for name in dict.fromkeys([place.name, *(item.text for item in place.names)]):
                for key in dict.fromkeys((plain_key(name), folded_key(name))):
                    if key:
                        pieces.append(key)
                        starts.append(at)
                        owners.append(number)
                        names.append(name)
                        at += len(key) + 1
        return cls(f"\n{chr(10).join(pieces)}\n", starts, owners, names, list(weights))

    def find(self, words: str, *, most: int = 12) -> list[tuple[int, str]]:
        """(place by number, the name that fits), best first."""
        best: dict[int, tuple[int, int, str]] = {}
        for key in dict.fromkeys((plain_key(words), folded_key(words))):
            if not key:
                continue
            for rank, pattern in ((EXACT, f"\n{key}\n"), (BEGINS, f"\n{key}"), (WORD_BEGINS, f" {key}"), (HOLDS, key)):
                if len(best) >= 4 * most or (rank == HOLDS and len(key) < 3):
                    break
                for at in _positions(self.text, pattern, 50 * most):
                    index = bisect_right(self.starts, at + (rank != HOLDS)) - 1
                    owner = self.owners[index]
                    best.setdefault(owner, (rank, -self.weights[owner], self.names[index]))
        ordered = sorted(best.items(), key=lambda item: (item[1][0], item[1][1], item[0]))
        return [(owner, name) for owner, (_, _, name) in ordered[:most]]


def _positions(text: str, pattern: str, most: int) -> Iterator[int]:
    at = -1
    for _ in range(most):
        at = text.find(pattern, at + 1)
        if at < 0:
            return
        yield at


def found_rows(
    finder: PlaceFinder,
    places: Sequence[Place],
    points: Sequence[tuple[float, float] | None],
    words: str,
    *,
    most: int,
) -> list[dict[str, Any]]:
    """Places that go by words, as rows."""
    rows = []
    for number, name in finder.find(words, most=most):
        place, point = places[number], points[number]
        rows.append(
            {
                "place_id": place.place_id,
                "name": place.name,
                "matched": name,
                "kind": place.feature_class.value,
                "admin1": place.admin1,
                "country": place.country,
                "lon": point[0] if point else None,
                "lat": point[1] if point else None,
                "claims": finder.weights[number],
            }
        )
    return rows

"""Names on a map: where each goes so that none lies on another, on a symbol or over the edge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_NARROW, _WIDE = "ijl.,:;'|!I()[] -’‑", "mwMW@%—"
_LATIN_CAPITAL, _LATIN_SMALL, _OTHER = 0.74, 0.61, 0.68


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any inside."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to place beside the point ``(x, y)``, ``gap`` pixels clear of it.

    ``must`` names are moved away with a leader line rather than left out.
    """

    key: str
    text: str
    x: float
    y: float
    size: float
    gap: float
    must: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with its place: baseline start (or middle, or end) at ``(x, y)``; ``leader`` (from the symbol's edge
    to the name) when it stands apart."""

    key: str
    text: str
    x: float
    y: float
    anchor: str
    size: float
    leader: tuple[float, float, float, float] | None


def text_width(text: str, size: float) -> float:
    """Width in pixels in the widest of the usual sans-serif fonts, in bold: no reader's font needs more."""
    return size * sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 0.95
    if character.isascii():
        return _LATIN_CAPITAL if character.isupper() else _LATIN_SMALL
    return 1.0 if "\u2e80" <= character <= "\uffef" else _OTHER


def place_labels(wanted: Sequence[Wanted], obstacles: Sequence[Box], width: float, height: float) -> list[Placed]:
    """Places for the names, most important first: each takes the first free spot around its point.

    Spots are tried in the order cartographers prefer (Imhof 1975): right and a little above, right, left, above,
    below, then the corners; then, for names that must stand, rings further out with a leader line. A name without
    a free spot is left out, or, if it must stand, put where it overlaps least.
    """
    taken = list(obstacles)
    placed: list[Placed] = []
    for name in wanted:
        candidates = [*_spots(name, 0.0), *(_rings(name) if name.must else ())]
        inside = [(spot, box) for spot, box in candidates if _fits(box, width, height)]
        free = next((pair for pair in inside if not any(pair[1].overlaps(other) for other in taken)), None)
        if free is None and name.must and inside:
            free = min(inside, key=lambda pair: sum(pair[1].overlaps(other) for other in taken))
        if free is not None:
            placed.append(free[0])
            taken.append(free[1])
    return placed


def _fits(box: Box, width: float, height: float) -> bool:
    return box.left >= 4 and box.top >= 4 and box.right <= width - 4 and box.bottom <= height - 4


def _rings(name: Wanted) -> list[tuple[Placed, Box]]:
    return [pair for distance in (14.0, 26.0, 40.0, 56.0) for pair in _spots(name, distance)]


def _spots(name: Wanted, distance: float) -> list[tuple[Placed, Box]]:
    """The eight spots around a point, each with the box its words fill."""
    span, ascent, descent = text_width(name.text, name.size), name.size * 0.76, name.size * 0.22
    gap, near = name.gap + distance, (name.gap + distance) * 0.72
    middle = (ascent - descent) / 2
    spots = []
    for anchor, dx, dy in (
        ("start", near + 1, -near + descent),
        ("start", gap + 2, middle),
        ("end", -gap - 2, middle),
        ("middle", 0.0, -gap - descent - 1),
        ("middle", 0.0, gap + ascent + 1),
        ("start", near + 1, near + ascent * 0.8),
        ("end", -near - 1, -near + descent),
        ("end", -near - 1, near + ascent * 0.8),
    ):
        x, y = name.x + dx, name.y + dy
        left = {"start": x, "middle": x - span / 2, "end": x - span}[anchor]
        box = Box(left - 1, y - ascent - 1, left + span + 1, y + descent + 1)
        leader = None
        if distance:
            nearest_x = min(max(name.x, box.left), box.right)
            nearest_y = min(max(name.y, box.top), box.bottom)
            apart = max(1.0, math.hypot(nearest_x - name.x, nearest_y - name.y))
            share = min(1.0, name.gap / apart)
            start_x, start_y = name.x + share * (nearest_x - name.x), name.y + share * (nearest_y - name.y)
            leader = (start_x, start_y, nearest_x, nearest_y)
        spots.append((Placed(name.key, name.text, x, y, anchor, name.size, leader), box))
    return spots

"""Symbols of the map and the tables: a shape for each party, so that the page can be read without colour."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from tadmur.export.situation import Party
from tadmur.terms.assessment import CONTESTED_STATE, Label

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d00", "#56b4e9", "#7a5195", "#6b6b6b")
"""Okabe and Ito's colours for every kind of colour vision, darkened where they would be faint on paper."""

STRENGTHS = ((0.95, "strong"), (0.80, "firm"), (0.55, "fair"), (0.0, "weak"))
"""Lower end of a probability's range to the strength of its fill; the ends are those of the confidence words."""

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def party_colours(parties: Sequence[Party]) -> dict[str, str]:
    """actor_id to RGB hex: the party's own colour where it has a well-formed one, else the next of the palette."""
    own = {party.actor_id: party.colour.lower() for party in parties if party.colour and _HEX.match(party.colour)}
    spare = [colour for colour in PALETTE if colour not in own.values()] or list(PALETTE)
    colours = {}
    for party in parties:
        if party.actor_id in own:
            colours[party.actor_id] = own[party.actor_id]
        else:
            colours[party.actor_id] = spare[len(colours) % len(spare)]
            spare.remove(colours[party.actor_id]) if len(spare) > 1 else None
    return colours


def strength(probability: float | None) -> str:
    """The strength of fill for a probability."""
    return next(name for low, name in STRENGTHS if (probability or 0.0) >= low)


def shape_path(index: int, radius: float) -> str:
    """Path data of the ``index``-th party's shape around the origin: circle, square, triangle, diamond, ..."""
    kinds = (_circle, _square, _triangle, _diamond, _pentagon, _inverted, _hexagon, _plus)
    return kinds[index % len(kinds)](radius)


def symbol_class(state: str | None, label: Label, probability: float | None) -> str:
    """CSS classes that say how a symbol is drawn; shape and hatching carry the meaning as well as colour."""
    if label is Label.UNKNOWN or state is None:
        return "sym sym-unknown"
    if label is Label.CONTESTED or state == CONTESTED_STATE:
        return "sym sym-contested"
    return f"sym sym-{label.value.replace('_', '-')} {strength(probability)}"


def _polygon(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _regular(corners: int, radius: float, turn_deg: float) -> str:
    angles = [math.radians(turn_deg + 360.0 * corner / corners) for corner in range(corners)]
    return _polygon([(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles])


def _circle(radius: float) -> str:
    r = f"{radius:.1f}"
    return f"M-{r} 0A{r} {r} 0 1 1 {r} 0A{r} {r} 0 1 1 -{r} 0Z"


def _square(radius: float) -> str:
    return _regular(4, radius * 1.25, 45.0)


def _diamond(radius: float) -> str:
    return _regular(4, radius * 1.3, 0.0)


def _triangle(radius: float) -> str:
    return _regular(3, radius * 1.35, -90.0)


def _inverted(radius: float) -> str:
    return _regular(3, radius * 1.35, 90.0)


def _pentagon(radius: float) -> str:
    return _regular(5, radius * 1.15, -90.0)


def _hexagon(radius: float) -> str:
    return _regular(6, radius * 1.12, 0.0)


def _plus(radius: float) -> str:
    a, b = radius * 1.15, radius * 0.45
    return _polygon(
        [(-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b), (-b, -b)]
    )

"""Whether two claims speak of one place, of a part and its whole, or of two places."""

from __future__ import annotations

import re
from enum import Enum

from tadmur.compare.located import LocatedClaim
from tadmur.terms.place import PlaceRelation

WHOLE = re.compile(
    r"\b(?:all of|all the|the whole|whole of|entire|entirely|every|complete|completely|full control|fully|"
    r"in its entirety|total control|totally|100 per ?cent)\b",
    re.IGNORECASE,
)
"""Words that say that nothing of a place is left out."""


class Ground(Enum):
    """How the places of two claims stand to each other."""

    SAME = "same"
    PART = "part"
    """One is part of the other."""
    APART = "apart"
    UNKNOWN = "unknown"
    """At least one of them speaks of no place that is known."""


def is_part(located: LocatedClaim) -> bool:
    """Whether the words speak of some of the place only ("the eastern half of X")."""
    place = located.claim.place
    return place is not None and place.relation is PlaceRelation.PART


def ground(a: LocatedClaim, b: LocatedClaim) -> Ground:
    """How the places of the two stand to each other; the order of the two makes no difference."""
    if a.place_key is None or b.place_key is None:
        return Ground.UNKNOWN
    if a.place_key == b.place_key:
        return Ground.SAME if is_part(a) == is_part(b) else Ground.PART
    return Ground.PART if b.place_key in a.within or a.place_key in b.within else Ground.APART


def whole_of(a: LocatedClaim, b: LocatedClaim) -> LocatedClaim:
    """Of two on the ground of part and whole, the one that speaks of the whole."""
    if a.place_key == b.place_key:
        return b if is_part(a) else a
    return b if b.place_key in a.within else a


def says_all(located: LocatedClaim) -> bool:
    """Whether its words leave no part of the place out ("the whole of X", "X is ours, all of it")."""
    span = located.claim.span
    rest_of_sentence = re.split(r"[.!?;\n]", span.suffix, maxsplit=1)[0]
    return WHOLE.search(span.exact + rest_of_sentence) is not None

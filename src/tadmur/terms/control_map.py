"""Maps and tables of control that others publish: what they say of a piece of land, kept apart by how they say it."""

from __future__ import annotations

from enum import StrEnum

NO_LANGUAGE = "zxx"
"""BCP 47 for a document without words of a language: a map, a table."""


class MapStatus(StrEnum):
    """In which sense a map gives land to a party."""

    ASSESSED = "assessed"
    """The map's maker says that the party holds it."""
    CLAIMED = "claimed"
    """The map's maker passes on that the party says so."""
    ADVANCE = "advance"
    """The party operates there; the maker does not say that it holds the land."""
    LOSS = "loss"
    """The party has lost it."""
    CONTESTED = "contested"
    UNKNOWN = "unknown"
    """The maker does not know, or does not say."""

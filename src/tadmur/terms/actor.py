"""A party to a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Backing:
    """Somebody who supports a party, over an interval of event time; ``None`` is an open end."""

    actor_id: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to a conflict.

    Attributes:
        name: neutral label, the only one shown as ours ("Syrian government", "Islamic State").
        aliases: words that mean it in this war ("regime forces", "SAA", "IS").
        parent: actor_id of the party whose control counts for both ("YPG" inside "Syrian Democratic Forces").
        holds_territory: false for backers that never hold places themselves.
        colour: RGB hex for maps, chosen to stay apart for colour-blind readers.
        acled_name, ucdp_name: the labels of those data sets.
    """

    actor_id: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    backers: tuple[Backing, ...] = ()
    holds_territory: bool = True
    colour: str | None = None
    acled_name: str | None = None
    ucdp_name: str | None = None

"""What a figure is asked of: party, days, area, measure; read from a command or from a manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from tadmur.measure.cells import Denominator
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.territory import Box
from tadmur.reference.pack import Pack
from tadmur.reference.scopes import DEFAULT_BOUNDARIES, BoundaryChoice
from tadmur.terms.clock import isoformat, parse_instant
from tadmur.terms.errors import InputError, SettingsError

DRAWS = 1000
FEWEST_DRAWS = 100
"""Below this the ends of an interval are the luck of a few draws."""


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """A question about one party.

    Attributes:
        first_day, last_day: event time; the change is counted from the end of one to the end of the other.
        known_by: knowledge time; ``None`` for all that the ledger holds.
        countries: ISO alpha-2; empty for those of the conflict.
        every: for a series "day", "week" or "month"; ``None`` for a single figure.
    """

    actor: str
    first_day: date
    last_day: date
    known_by: datetime | None = None
    countries: tuple[str, ...] = ()
    admin: str | None = None
    box: Box | None = None
    boundaries: BoundaryChoice = DEFAULT_BOUNDARIES
    denominator: Denominator = Denominator.KM2
    draws: int = DRAWS
    seed: int = 0
    every: str | None = None

    def check(self) -> None:
        """Refuse what cannot be answered.

        Raises:
            InputError: the period runs backwards or is empty.
            SettingsError: the area is given twice, or there are too few draws.
        """
        if self.first_day > self.last_day:
            what = f"the period runs backwards: from {self.first_day} to {self.last_day}"
            raise InputError(what, where="--from", remedy="Give the earlier day with --from")
        if self.first_day == self.last_day:
            what = f"the period is empty: it begins and ends on {self.first_day}"
            raise InputError(what, where="--to", remedy="Give two different days")
        if self.admin is not None and self.box is not None:
            raise SettingsError("--admin and --bbox both give the area", remedy="Give one of them")
        if self.draws < FEWEST_DRAWS:
            what = f"{self.draws} draws are too few for an interval"
            raise SettingsError(what, where="--draws", remedy=f"Give at least {FEWEST_DRAWS}")

    def as_json(self) -> dict[str, Any]:
        """The question as it stands in a manifest."""
        return {
            "actor": self.actor,
            "from": self.first_day.isoformat(),
            "to": self.last_day.isoformat(),
            "known_by": isoformat(self.known_by),
            "scope": list(self.countries),
            "admin": self.admin,
            "bbox": None if self.box is None else list(self.box),
            "boundaries": str(self.boundaries),
            "denominator": self.denominator.value,
            "draws": self.draws,
            "seed": self.seed,
            "every": self.every,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any], *, where: str) -> FigureQuestion:
        """The question of a manifest.

        Raises:
            InputError: the manifest lacks something, or a value cannot be read.
        """
        try:
            return cls(
                actor=str(row["actor"]),
                first_day=date.fromisoformat(row["from"]),
                last_day=date.fromisoformat(row["to"]),
                known_by=None if row["known_by"] is None else parse_instant(row["known_by"]),
                countries=tuple(map(str, row["scope"])),
                admin=row["admin"],
                box=None if row["bbox"] is None else _box(row["bbox"]),
                boundaries=BoundaryChoice.parse(row["boundaries"]),
                denominator=Denominator(row["denominator"]),
                draws=int(row["draws"]),
                seed=int(row["seed"]),
                every=row["every"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"not a question of a figure ({error})",
                where=where,
                remedy="Give the manifest.json that tadmur figure --out wrote",
            ) from error


def _box(values: Any) -> Box:
    west, south, east, north = map(float, values)
    return west, south, east, north


def party_named(name: str, picture: Picture) -> tuple[str, str]:
    """actor_id and neutral name of the party that ``name`` means in the packs of the ledger.

    Raises:
        InputError: no pack knows the name (the nearest are offered), or the party holds no ground itself.
    """
    known: dict[str, tuple[Pack, str]] = {}
    for pack in picture.packs.values():
        for actor in pack.actors.values():
            for word in (actor.actor_id, actor.name, *actor.aliases):
                known.setdefault(word.casefold(), (pack, actor.actor_id))
    for pack in picture.packs.values():
        if (named := pack.actor_named(name)) is not None:
            known.setdefault(name.casefold(), (pack, named.actor_id))
    if name.casefold() not in known:
        raise InputError(f"no party is called {name!r}", where="--actor", remedy=_nearest(name, picture))
    pack, actor_id = known[name.casefold()]
    holder = pack.actors[pack.holder_of(actor_id)]
    if not holder.holds_territory:
        what = f"{holder.name} holds no places itself in this conflict, it backs others"
        raise InputError(what, where="--actor", remedy=_nearest("", picture))
    return holder.actor_id, holder.name


def _nearest(name: str, picture: Picture) -> str:
    names = sorted({a.name for pack in picture.packs.values() for a in pack.actors.values() if a.holds_territory})
    words = {word.casefold(): pack.actors[pack.holder_of(actor.actor_id)].name
             for pack in picture.packs.values() for actor in pack.actors.values() if actor.holds_territory
             for word in (actor.name, *actor.aliases)}  # fmt: skip
    close = list(dict.fromkeys(words[w] for w in get_close_matches(name.casefold(), sorted(words), n=5, cutoff=0.65)))
    if close:
        return f"The nearest are: {', '.join(close[:3])}"
    return f"Its parties are: {', '.join(names) or 'none, for no report fits a conflict pack'}"

"""Whose side "we" and "the enemy" are: the one that the speaker, or the outlet itself, speaks for, and its opponent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tadmur.terms.source import INDEPENDENT, Voice

if TYPE_CHECKING:
    from datetime import date

    from tadmur.reference.packs import ActorMention, Pack

_SURE = 0.5
"""Certainty from which a word counts as naming its party."""
_CLEARLY = 2


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of one sentence.

    Attributes:
        chain_at: the voices that speak at a character of the sentence, the speaker last.
        enemy_of: the opponent, in this report, of the party that is given.
    """

    chain_at: Callable[[int], Sequence[Voice]]
    enemy_of: Callable[[str], str | None]

    def own(self, position: int) -> str | None:
        """The party that who speaks at ``position`` speaks for: of several voices the innermost whose side is known."""
        sides = (voice.aligned_with for voice in reversed(self.chain_at(position)))
        side = next((side for side in sides if side is not None), None)
        return side if side != INDEPENDENT else None

    def enemy(self, position: int) -> str | None:
        """The opponent of :meth:`own`; ``None`` where either is not known."""
        own = self.own(position)
        return self.enemy_of(own) if own is not None else None

    def is_the_writer(self, position: int) -> bool:
        """Whether nobody but the outlet itself speaks: its "we" are reporters."""
        return len(self.chain_at(position)) == 1


def plain_enemies(pack: Pack | None, mentions: Iterable[ActorMention], on: date | None) -> Callable[[str], str | None]:
    """Against whom a party fights where the words do not say: the hostile territorial party that the report is about.

    That is the only one it names, or one named at least ``_CLEARLY`` times as often as the next; where it names none,
    the only one that the pack has; else nobody.
    """
    if pack is None:
        return lambda own: None
    counts = Counter(pack.holder_of(m.actor_id) for m in mentions if not m.generic or m.certainty >= _SURE)
    holders = {pack.holder_of(party) for party in pack.actors}
    day = on or pack.since

    def enemy_of(own: str) -> str | None:
        holder = pack.holder_of(own)
        if not pack.actors[holder].holds_territory:
            return None
        hostile = sorted((p for p in holders if _fights(pack, holder, p, day)), key=lambda p: (-counts[p], p))
        named = [party for party in hostile if counts[party]] or hostile
        first, others = named[:1], named[1:2]
        clear = all(counts[first[0]] >= _CLEARLY * max(1, counts[other]) for other in others)
        return first[0] if first and clear else None

    return enemy_of


def enemies(pack: Pack | None, mentions: Iterable[ActorMention], on: date | None) -> Callable[[str], str | None]:
    """Who the enemy of a party is: the territorial party named most in the report that is neither it nor its ally.

    Where the report names none, the only one that the pack has.
    """
    if pack is None:
        return lambda own: None
    counts = Counter(pack.holder_of(m.actor_id) for m in mentions if not m.generic or m.certainty >= _SURE)
    ranked = sorted(counts, key=lambda party: (-counts[party], party))
    day = on or pack.since

    def enemy_of(own: str) -> str | None:
        def opposed(party: str) -> bool:
            return (
                party != pack.holder_of(own) and pack.actors[party].holds_territory and not pack.allied(own, party, day)
            )

        named = next((party for party in ranked if opposed(party)), None)
        if named is not None or own not in pack.actors:
            return named
        others = sorted({pack.holder_of(party) for party in pack.actors if opposed(pack.holder_of(party))})
        return others[0] if len(others) == 1 else None

    return enemy_of


def _fights(pack: Pack, own: str, other: str, day: date) -> bool:
    return other != own and pack.actors[other].holds_territory and not pack.allied(own, other, day)

"""Whose land a label of a map means: the words of a map and the parties of a conflict pack."""

from __future__ import annotations

from collections.abc import Mapping

from tadmur.ingest.control_maps.readers import OCCUPIED
from tadmur.reference.packs import Pack
from tadmur.terms.errors import SettingsError

DEFAULT_PACKS = {"deepstate": "ukraine", "isw": "ukraine", "nzz": "ukraine", "liveuamap": "ukraine", "viina": "ukraine",
                 "carter": "syria-iraq"}  # fmt: skip
"""The conflict that a format is usually of."""
OCCUPIERS = {"ukraine": "russia"}
"""Whose land a map of "occupied" land shows, by pack."""
NOBODY = "none"


class PartyFinder:
    """Labels to parties.

    Args:
        holders: the user's own word on labels: label to actor_id, or "none" for land of no party.

    Raises:
        SettingsError: ``holders`` names a party that the pack does not have.
    """

    def __init__(self, pack: Pack, holders: Mapping[str, str]) -> None:
        self._pack = pack
        self._holders = {" ".join(label.casefold().split()): actor for label, actor in holders.items()}
        for label, actor in holders.items():
            if actor != NOBODY and actor not in pack.actors:
                known = ", ".join(sorted(name for name, a in pack.actors.items() if a.holds_territory))
                raise SettingsError(
                    f"the pack {pack.pack_id} has no party {actor!r}",
                    where=f"--holder {label}={actor}",
                    remedy=f"Use one of: {known}",
                )
        self._known: dict[str, str | None] = {}

    def of(self, label: str) -> str | None:
        """The party that a label gives land to, ``None`` where it names none; "Claimed Russian Control" is Russia's."""
        if label not in self._known:
            self._known[label] = self._find(label)
        return self._known[label]

    def _find(self, label: str) -> str | None:
        folded = " ".join(label.casefold().split())
        for words in (folded, *sorted(self._holders, key=len, reverse=True)):
            if words in self._holders and words in folded:
                return None if self._holders[words] == NOBODY else self._holders[words]
        if folded == OCCUPIED:
            return OCCUPIERS.get(self._pack.pack_id)
        if label in self._pack.actors:
            return self._pack.holder_of(label)
        named = self._pack.actor_named(label)
        if named is not None:
            return self._pack.holder_of(named.actor_id)
        if len(folded) == 2 and folded.isalpha():
            for actor_id in self._pack.actors:
                if self._pack.governs(actor_id, folded.upper()):
                    return actor_id
        mentions = self._pack.find_actors(label) or self._pack.find_actors(f"{label} forces")
        return self._pack.holder_of(mentions[0].actor_id) if mentions else None

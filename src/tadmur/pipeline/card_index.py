"""The cards of an edition, found by what they are about; their rows are kept as they are sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec


class _Voice(msgspec.Struct):
    claim_id: str
    speaker: str | None = None


class CardHead(msgspec.Struct):
    """What cards are chosen and sorted by."""

    comparison_id: str
    kind: str
    topic: str
    place_id: str | None
    place_name: str | None
    since: str | None
    until: str | None
    state_disputed: bool
    summary: str
    claims: list[_Voice]

    @property
    def is_disputed(self) -> bool:
        """Whether something is disputed, now or at the time."""
        return self.kind == "dispute" or self.state_disputed


@dataclass(frozen=True)
class Cards:
    """All cards in their order.

    Attributes:
        rows: each as JSON. by_id, on_place, with_claim, disputed: their numbers.
    """

    heads: Sequence[CardHead]
    rows: Sequence[msgspec.Raw]
    by_id: Mapping[str, int]
    on_place: Mapping[str, list[int]]
    with_claim: Mapping[str, list[int]]
    disputed: Sequence[int]

    @classmethod
    def of(cls, rows: Sequence[msgspec.Raw]) -> Cards:
        """The cards of a list of JSON objects."""
        decoder = msgspec.json.Decoder(CardHead)
        heads = [decoder.decode(row) for row in rows]
        on_place: dict[str, list[int]] = defaultdict(list)
        with_claim: dict[str, list[int]] = defaultdict(list)
        for index, head in enumerate(heads):
            if head.place_id is not None:
                on_place[head.place_id].append(index)
            for voice in head.claims:
                with_claim[voice.claim_id].append(index)
        by_id = {head.comparison_id: index for index, head in enumerate(heads)}
        disputed = [index for index, head in enumerate(heads) if head.is_disputed]
        return cls(heads, rows, by_id, on_place, with_claim, disputed)

    def row(self, index: int) -> dict[str, Any]:
        """A card as an object."""
        found: dict[str, Any] = msgspec.json.decode(self.rows[index])
        return found

    def line(self, index: int) -> dict[str, Any]:
        """A card in a few words."""
        head = self.heads[index]
        return {
            "comparison_id": head.comparison_id,
            "kind": head.kind,
            "summary": head.summary,
            "place_id": head.place_id,
        }

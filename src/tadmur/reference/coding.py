"""Claims in the words of other data sets: ACLED sub-event types and PLOVER categories.

The tables are data (``data/coding/event_codes.yaml``). ACLED's territory events turn on who ends up with the place: its
"Government regains territory" is for the country's government, "Non-state actor overtakes territory" for non-state
parties and for foreign states that act for themselves (ACLED codebook 2024, event types).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from tadmur.reference.pack import Pack
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind

ANY = "any"
NONVIOLENT = "nonviolent"
CIVILIANS = "civilians"


class Side(StrEnum):
    """Which of ACLED's two sides of a territory event a party is on."""

    GOVERNMENT = "government"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EventCode:
    """What a claim is called elsewhere; ``None`` where the other scheme has nothing for it."""

    acled_sub_event_type: str | None
    plover_category: str | None


@dataclass(frozen=True, slots=True)
class EventCodes:
    """The tables, as read."""

    acled_event_types: Mapping[str, str]
    plover_categories: tuple[str, ...]
    acled_by_claim_kind: Mapping[ClaimKind, Mapping[str, str]]
    plover_by_claim_kind: Mapping[ClaimKind, Mapping[str, str]]
    acled_by_event_label: Mapping[str, str]
    event_labels: tuple[str, ...]


@cache
def event_codes() -> EventCodes:
    """The tables, read once."""
    import yaml

    file = resources.files("tadmur.reference") / "data" / "coding" / "event_codes.yaml"
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return EventCodes(
        acled_event_types=data["acled_event_types"],
        plover_categories=tuple(data["plover_categories"]),
        acled_by_claim_kind={ClaimKind(kind): row for kind, row in data["acled_by_claim_kind"].items()},
        plover_by_claim_kind={ClaimKind(kind): row for kind, row in data["plover_by_claim_kind"].items()},
        acled_by_event_label=data["acled_by_event_label"],
        event_labels=tuple(sorted([*data["acled_by_event_label"], *data["event_labels_without_acled_type"]])),
    )


def side_of(pack: Pack, actor_id: str, country: str | None = None, opponent_id: str | None = None) -> Side:
    """Whether a party fights on the side of the country's government.

    Args:
        country: ISO alpha-2 of the place; without it the pack's first country is asked first, then any country that
            the party governs, unless the opponent governs one too.
        opponent_id: the other party, where it is known.
    """
    if country is not None:
        places = {country}
    elif opponent_id is not None and pack.governs(pack.holder_of(opponent_id)):
        places = {pack.countries[0]}
    else:
        places = set(pack.countries)
    governments = {other for other in pack.actors if any(pack.governs(other, place) for place in places)}
    if pack.holder_of(actor_id) in governments:
        return Side.GOVERNMENT
    backs = any(backing.actor_id == actor_id for other in governments for backing in pack.actors[other].backers)
    return Side.GOVERNMENT if backs else Side.OTHER


def code_claim(
    kind: ClaimKind,
    *,
    pack: Pack | None = None,
    actor_id: str | None = None,
    opponent_id: str | None = None,
    country: str | None = None,
    asserted: bool = True,
    violent: bool = True,
    against_civilians: bool = False,
) -> EventCode:
    """The codes of a claim.

    Args:
        kind: the claim's kind.
        actor_id, opponent_id: as in the claim. A loss is coded by who gained, its opponent; where that is not known,
            by who can have gained: the other side than the loser's.
        country: ISO alpha-2 of the place, where it is known.
        asserted: what is denied, planned, attempted or forecast is no event and has no code.
        violent: false for a place handed over, left or taken without a fight.
        against_civilians: the target is not a party.
    """
    if not asserted:
        return EventCode(None, None)
    cases = [NONVIOLENT] if not violent else []
    if against_civilians:
        cases.append(CIVILIANS)
    if kind in CONTROL_KINDS and pack is not None:
        side = _winning_side(kind, pack, actor_id, opponent_id, country)
        if side is not None:
            cases.append(side)
    cases.append(ANY)
    codes = event_codes()
    return EventCode(
        _first(codes.acled_by_claim_kind.get(kind, {}), cases), _first(codes.plover_by_claim_kind.get(kind, {}), cases)
    )


def _winning_side(
    kind: ClaimKind, pack: Pack, actor_id: str | None, opponent_id: str | None, country: str | None
) -> Side | None:
    winner, loser = (opponent_id, actor_id) if kind is ClaimKind.CONTROL_LOSS else (actor_id, opponent_id)
    if winner is not None:
        return side_of(pack, winner, country, loser)
    if kind is ClaimKind.CONTROL_LOSS and loser is not None:
        return Side.OTHER if side_of(pack, loser, country) is Side.GOVERNMENT else None
    return None


def _first(row: Mapping[str, str], cases: list[str]) -> str | None:
    return next((row[case] for case in cases if case in row), None)

"""Claims in ACLED's and PLOVER's words."""

from __future__ import annotations

import pytest

from tadmur.reference.coding import EventCode, Side, code_claim, event_codes, side_of
from tadmur.reference.packs import available_packs, load_pack
from tadmur.terms.claim import ClaimKind

REGAINS = "Government regains territory"
OVERTAKES = "Non-state actor overtakes territory"
TRANSFER = "Non-violent transfer of territory"


def test_every_code_is_in_the_published_list() -> None:
    codes = event_codes()
    assert len(codes.acled_event_types) == 25
    assert len(codes.plover_categories) == 16
    assert len(codes.event_labels) == 30
    assert {code for row in codes.acled_by_claim_kind.values() for code in row.values()} <= set(codes.acled_event_types)
    assert {c for row in codes.plover_by_claim_kind.values() for c in row.values()} <= set(codes.plover_categories)
    assert sorted(codes.acled_by_event_label.values()) == sorted(codes.acled_event_types)


@pytest.mark.parametrize(
    ("pack", "kind", "actor", "opponent", "country", "expected"),
    [
        ("syria-iraq", ClaimKind.CONTROL_GAIN, "syrian-government", "islamic-state", "SY", REGAINS),
        ("syria-iraq", ClaimKind.CONTROL_GAIN, "russia", "islamic-state", "SY", REGAINS),
        ("syria-iraq", ClaimKind.CONTROL_GAIN, "iraqi-government", None, None, REGAINS),
        ("syria-iraq", ClaimKind.CONTROL_GAIN, "turkey", "islamic-state", "SY", OVERTAKES),
        ("syria-iraq", ClaimKind.CONTROL_GAIN, "islamic-state", "syrian-government", None, OVERTAKES),
        ("syria-iraq", ClaimKind.CONTROL_LOSS, "islamic-state", "hezbollah", "SY", REGAINS),
        ("syria-iraq", ClaimKind.CONTROL_LOSS, "syrian-government", None, "SY", OVERTAKES),
        ("syria-iraq", ClaimKind.CONTROL_LOSS, "islamic-state", None, "SY", None),
        ("syria-iraq", ClaimKind.CONTROL_GAIN, None, None, None, None),
        ("ukraine", ClaimKind.CONTROL_GAIN, "russia", "ukraine", None, OVERTAKES),
        ("ukraine", ClaimKind.CONTROL_GAIN, "russia", "ukraine", "RU", REGAINS),
        ("ukraine", ClaimKind.CONTROL_GAIN, "ukraine", "russia", "UA", REGAINS),
        ("sudan", ClaimKind.CONTROL_GAIN, "rapid-support-forces", None, None, OVERTAKES),
        ("sudan", ClaimKind.CONTROL_GAIN, "joint-force", None, None, REGAINS),
    ],
)
def test_territory_events(
    pack: str, kind: ClaimKind, actor: str | None, opponent: str | None, country: str | None, expected: str | None
) -> None:
    code = code_claim(kind, pack=load_pack(pack), actor_id=actor, opponent_id=opponent, country=country)
    assert code == EventCode(expected, "ASSAULT")


def test_without_a_fight() -> None:
    pack = load_pack("syria-iraq")
    code = code_claim(ClaimKind.CONTROL_LOSS, pack=pack, actor_id="syrian-opposition", violent=False)
    assert code == EventCode(TRANSFER, "RETREAT")


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_what_did_not_happen_has_no_code(kind: ClaimKind) -> None:
    assert code_claim(kind, asserted=False) == EventCode(None, None)


def test_kinds_without_an_event() -> None:
    for kind in (ClaimKind.CONTROL_HOLD, ClaimKind.TERRITORY_FIGURE, ClaimKind.FORECAST, ClaimKind.CASUALTIES):
        assert code_claim(kind).acled_sub_event_type is None
    assert code_claim(ClaimKind.ATTACK, against_civilians=True).acled_sub_event_type == "Attack"
    assert code_claim(ClaimKind.AIR_STRIKE).acled_sub_event_type == "Air/drone strike"


@pytest.mark.parametrize("name", available_packs())
def test_every_party_is_on_a_side(name: str) -> None:
    pack = load_pack(name)
    sides = {actor_id: side_of(pack, actor_id, pack.countries[0]) for actor_id in pack.actors}
    assert set(sides.values()) == {Side.GOVERNMENT, Side.OTHER}

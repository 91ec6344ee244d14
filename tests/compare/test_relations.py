"""Pairs of claims: one kind and one reason each, by the table of docs/methods/contradictions.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.compare.test_cards import FIRST_DAY, GAIN, HOLD, LOSS, NAMES, allied, says

from tadmur.compare.cards import compare_claims
from tadmur.compare.located import LocatedClaim
from tadmur.compare.relations import relate
from tadmur.terms.claim import ClaimKind, Modality, Quantity
from tadmur.terms.comparison import ComparisonKind, Standing
from tadmur.terms.place import PlaceRelation

DISPUTE, SEQUENCE = ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE
PLACE, SCOPE = ComparisonKind.DIFFERENT_PLACE, ComparisonKind.DIFFERENT_SCOPE
COPY, AGREES, CORRECTS = ComparisonKind.COPY, ComparisonKind.CORROBORATION, ComparisonKind.CORRECTION


def kind(a: LocatedClaim, b: LocatedClaim) -> ComparisonKind | None:
    found, back = relate(a, b, allied), relate(b, a, allied)
    assert found == back
    return found.kind if found else None


def counts(name: str, number: float, words: str = "people were killed", **more: Any) -> LocatedClaim:
    """Casualties, stated exactly unless ``quantity`` says otherwise."""
    quantity = more.pop("quantity", Quantity(number, number, number, "persons"))
    more.setdefault("speaker", name)
    made = says(name, ClaimKind.CASUALTIES, None, words=f"{number:g} {words}", **more)
    return replace(made, claim=replace(made.claim, quantity=quantity, trigger="killed"))


def test_figures_that_no_number_satisfies_are_a_dispute() -> None:
    assert kind(counts("a", 9), counts("b", 23)) is DISPUTE
    assert kind(counts("a", 9), counts("b", 9)) is AGREES


def test_at_least_leaves_room_above() -> None:
    least = counts("a", 5, quantity=Quantity(5, 5, None, "persons", vague=True))
    assert kind(least, counts("b", 7)) is AGREES
    assert kind(least, counts("b", 3)) is DISPUTE


def test_rounded_figures_are_one_within_a_tenth() -> None:
    assert kind(counts("a", 300), counts("b", 320)) is AGREES
    assert kind(counts("a", 300), counts("b", 700)) is DISPUTE


def test_a_toll_that_has_risen_is_a_sequence() -> None:
    later = counts("b", 34, "people are dead; the toll has risen", day=1)
    assert kind(counts("a", 21), later) is SEQUENCE
    assert kind(counts("a", 21), counts("b", 34, speaker="a", day=1)) is SEQUENCE


def test_children_are_part_of_all_and_another_town_is_another_place() -> None:
    assert kind(counts("a", 51), counts("b", 6, "children were killed")) is SCOPE
    assert kind(counts("a", 51), counts("b", 51, "civilians were killed")) is AGREES
    assert kind(counts("a", 51), counts("b", 6, place="mill")) is PLACE


def test_figures_of_two_weeks_have_nothing_to_do_with_each_other() -> None:
    assert kind(counts("a", 9), counts("b", 23, day=9)) is None


def test_a_claim_and_its_denial() -> None:
    siege = says("a", ClaimKind.BESIEGED, "north", speaker="Radio North", stands_with="north")
    denied = says("b", ClaimKind.BESIEGED, "north", speaker="Radio South", stands_with="south", asserted=False)
    assert kind(siege, denied) is DISPUTE
    own = replace(denied, speaker_actor="north")
    assert kind(siege, own) is None


def test_what_had_not_happened_yet_is_no_dispute() -> None:
    not_yet = says("a", ClaimKind.ADVANCE, "north", speaker="Wire", asserted=False)
    assert kind(not_yet, says("b", ClaimKind.ADVANCE, "north", speaker="Bureau", day=1)) is SEQUENCE
    assert kind(not_yet, says("b", ClaimKind.ADVANCE, "north", speaker="Bureau", day=0)) is DISPUTE


def test_an_aim_and_its_deed() -> None:
    aim = says("a", GAIN, "north", speaker="Wire", asserted=False, modality=Modality.PLANNED)
    assert kind(aim, says("b", GAIN, "north", speaker="Bureau", day=5)) is SEQUENCE
    assert kind(aim, says("b", GAIN, "south", speaker="Bureau", day=5)) is None


def test_part_and_whole() -> None:
    part = says("a", GAIN, "north", speaker="Wire", relation=PlaceRelation.PART)
    assert kind(part, says("b", HOLD, "south", speaker="Bureau")) is SCOPE
    assert kind(part, says("b", HOLD, "south", speaker="Bureau", words="all of the ford is ours")) is DISPUTE
    quarter = replace(says("a", GAIN, "north", speaker="Wire", place="quarter"), within=("ford",), part_of="ford")
    assert kind(quarter, says("b", HOLD, "south", speaker="Bureau")) is SCOPE


def test_namesakes_are_two_places() -> None:
    one = says("a", HOLD, "north", speaker="Wire")
    other = replace(says("b", HOLD, "south", speaker="Bureau"), place_key="another ford")
    assert kind(one, other) is PLACE
    (card,) = compare_claims([one, other], allied=allied, names=NAMES)
    assert card.kind is PLACE
    assert not card.state_disputed


def test_rewritten_statements_are_copies_only_where_an_echo_is_known() -> None:
    first = says("a", GAIN, "north", speaker="Wire", words="they walked in at dawn")
    second = says("b", GAIN, "north", speaker="Post", words="entered early in the morning", day=1)
    assert kind(first, second) is AGREES
    assert kind(replace(first, echo="a"), replace(second, echo="a")) is COPY


def test_an_outlet_takes_back_what_it_said() -> None:
    said = says("a", GAIN, "north", speaker="Page", report="r1")
    mended = replace(says("b", HOLD, "south", speaker="Page", report="r2", day=1), corrects=True)
    assert kind(said, mended) is CORRECTS
    (card,) = compare_claims([said, mended], allied=allied, names=NAMES)
    assert card.kind is CORRECTS
    assert card.claim_ids == ("a", "b")
    assert not card.state_disputed
    assert kind(said, replace(mended, corrects=False)) is SEQUENCE


@pytest.mark.parametrize(
    ("stands_with", "standing"),
    [("south", Standing.AGAINST_INTEREST), ("north", Standing.OWN_SIDE), (None, Standing.UNKNOWN)],
)
def test_a_corroboration_says_from_which_side_it_comes(stands_with: str | None, standing: Standing) -> None:
    claim = says("a", GAIN, "north", opponent="south", speaker="Radio North", stands_with="north")
    found = relate(claim, says("b", LOSS, "south", opponent="north", speaker="Voice", stands_with=stands_with), allied)
    assert found is not None
    assert found.kind is AGREES
    assert found.standing is standing


def test_a_capture_disputed_long_after_may_have_been_undone() -> None:
    taken = says("a", GAIN, "north", speaker="Wire")
    assert kind(taken, says("b", HOLD, "south", speaker="Bureau", day=12)) is SEQUENCE
    assert kind(taken, says("b", HOLD, "south", speaker="Bureau", day=12, words="still holds the ford")) is DISPUTE


def test_what_is_taken_back_had_been_taken() -> None:
    taken = says("a", GAIN, "north", speaker="Radio North", stands_with="north")
    back = says("b", GAIN, "south", speaker="Radio South", stands_with="south")
    assert kind(taken, back) is DISPUTE
    retaken = replace(back, claim=replace(back.claim, trigger="taken back"))
    assert kind(taken, retaken) is SEQUENCE
    (card,) = compare_claims([taken, retaken], allied=allied, names=NAMES)
    assert card.kind is SEQUENCE
    assert card.state_disputed
    held = says("c", HOLD, "north", speaker="Radio North", stands_with="north")
    assert kind(held, retaken) is DISPUTE


def test_a_headline_that_names_another_town_is_shown() -> None:
    from tadmur.terms.report import Zone

    head = says("a", GAIN, "north", speaker="Page", report="r1", place="city")
    head = replace(head, claim=replace(head.claim, zone=Zone.HEADLINE))
    body = says("b", GAIN, "north", speaker="Page", report="r1", offset=90)
    (card,) = compare_claims([head, body], allied=allied, names=NAMES)
    assert card.kind is PLACE
    also = says("c", GAIN, "north", speaker="Page", report="r1", place="city", offset=200)
    assert [c.kind for c in compare_claims([head, body, also], allied=allied, names=NAMES)] == []


def test_cards_say_when() -> None:
    (card,) = compare_claims([counts("a", 9), counts("b", 23, day=1)], allied=allied, names=NAMES)
    assert (card.since, card.until) == (FIRST_DAY.date(), FIRST_DAY.date() + timedelta(days=1))
    assert isinstance(card.since, date)
    assert card.topic == "casualties"
    assert card.disputed == "How much it was: casualties at Ford."

"""Cards: dispute, sequence, corroboration and copy told apart, the same whatever the order of the claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tadmur.compare.cards import compare_claims
from tadmur.compare.located import LocatedClaim
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.comparison import Comparison, ComparisonKind
from tadmur.terms.place import PlaceMention, PlaceRelation
from tadmur.terms.report import Zone
from tadmur.terms.source import INDEPENDENT, SpeakerRole, Voice
from tadmur.terms.span import TextSpan

NAMES = {"north": "Northern Army", "south": "Southern government", "east": "Eastern League"}
FIRST_DAY = datetime(2020, 5, 4, tzinfo=UTC)
GAIN, LOSS, HOLD = ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS, ClaimKind.CONTROL_HOLD


def allied(a: str, b: str, on: date) -> bool:
    return {a, b} == {"south", "east"}


def says(
    claim_id: str,
    kind: ClaimKind,
    holder: str | None,
    *,
    speaker: str,
    day: float = 0,
    opponent: str | None = None,
    stands_with: str | None = INDEPENDENT,
    report: str | None = None,
    words: str | None = None,
    place: str | None = "ford",
    since: float | None = None,
    relation: PlaceRelation = PlaceRelation.AT,
    offset: int = 0,
    **more: Any,
) -> LocatedClaim:
    """One claim, published at noon of ``day`` about that day, or about the days from ``since`` on."""
    published = FIRST_DAY + timedelta(days=day, hours=12)
    begin = FIRST_DAY + timedelta(days=day if since is None else since)
    report_id = report or f"report of {claim_id}"
    exact = words or f"words of {claim_id}"
    span = TextSpan(report_id, offset, offset + len(exact), exact)
    named = more.pop("named", speaker)
    voice = Voice(named, more.pop("role", SpeakerRole.NEWS_AGENCY), stands_with, private=more.pop("private", False))
    original = more.pop("original", report_id)
    claim = Claim(
        claim_id=claim_id,
        report_id=report_id,
        span=span,
        zone=Zone.BODY,
        kind=kind,
        attribution=(Voice(f"publisher of {report_id}", SpeakerRole.PUBLISHER), voice),
        event_time=EventTime(begin, published, Precision.DAY),
        asserted=more.pop("asserted", True),
        modality=more.pop("modality", Modality.ACTUAL),
        probability=1.0,
        trigger="",
        extractor="test",
        place=PlaceMention(span, place, relation=relation),
        actor_id=holder,
        opponent_id=opponent,
    )
    assert not more, f"unused: {more}"
    name = None if place is None else place.title()
    return LocatedClaim(claim, place, name, published, holder, opponent, stands_with, original)


def cards(*claims: LocatedClaim) -> list[Comparison]:
    return compare_claims(claims, allied=allied, names=NAMES)


def one_card(*claims: LocatedClaim) -> Comparison:
    found = cards(*claims)
    assert len(found) == 1, [card.summary for card in found]
    return found[0]


def regained_after_losing() -> list[LocatedClaim]:
    """An activist on one side's advance, and the other side's agency on a gain that undoes it."""
    hills = {"place": "hills near Ford", "day": 1.0}
    agency = {"speaker": "Voice of the South", "stands_with": "south", "report": "r2"}
    return [
        says("a", GAIN, "north", opponent="south", speaker="Ada", report="r1", role=SpeakerRole.ACTIVIST, **hills),  # type: ignore[arg-type]
        says("b", GAIN, "south", **agency, **hills),  # type: ignore[arg-type]
        says("c", LOSS, "south", modality=Modality.HISTORICAL, since=-20, **agency, **hills),  # type: ignore[arg-type]
    ]


def test_regained_after_losing_is_a_sequence_with_the_present_disputed() -> None:
    card = one_card(*regained_after_losing())
    assert card.kind is ComparisonKind.SEQUENCE
    assert card.state_disputed
    assert card.claim_ids == ("a", "b", "c")
    assert card.place_id == "hills near Ford"
    assert [claim_id for claim_id, _ in card.conceded] == ["c"]
    assert card.conceded[0][1] == (
        "Voice of the South, standing with the Southern government, says that the Southern government had lost Hills "
        "Near Ford before."
    )
    assert card.summary == (
        "Hills Near Ford: the claims about the Northern Army and the Southern government can be true one after the "
        "other, but the present state is disputed; a source that stands with the Southern government concedes what "
        "speaks against its own side."
    )


def test_a_contradiction_joins_the_card_of_its_report() -> None:
    remark = says("d", ClaimKind.CONTRADICTION, None, speaker="Daily", report="r2", place="city", day=1)
    elsewhere = [
        says("x", GAIN, "north", speaker="X", place="mill"),
        says("y", HOLD, "south", speaker="Y", place="mill"),
    ]
    found = cards(*regained_after_losing(), remark, *elsewhere)
    assert [("d" in card.claim_ids, card.place_id) for card in found] == [(True, "hills near Ford"), (False, "mill")]


def test_a_denial_without_parties_joins_the_card_of_its_place() -> None:
    denial = says("d", ClaimKind.DENIAL, None, speaker="Spokesman", place="mill")
    found = one_card(
        says("x", GAIN, "north", speaker="X", place="mill"), says("y", HOLD, "south", speaker="Y", place="mill"), denial
    )
    assert set(found.claim_ids) == {"x", "y", "d"}


def test_two_holders_at_one_time_are_a_dispute() -> None:
    card = one_card(
        says("a", GAIN, "north", speaker="Radio North", stands_with="north"),
        says("b", HOLD, "south", speaker="Radio South", stands_with="south"),
    )
    assert card.kind is ComparisonKind.DISPUTE
    assert card.state_disputed
    assert card.conceded == ()
    assert card.summary == (
        "Ford: Radio North says that the Northern Army took Ford, Radio South says that the Southern government holds "
        "Ford; both cannot be true at one time, and neither accounts for the other."
    )
    assert "false" not in card.summary


def test_a_denied_capture_is_a_dispute() -> None:
    card = one_card(
        says("a", GAIN, "north", speaker="Radio North", stands_with="north"),
        says("b", GAIN, "north", speaker="Radio South", stands_with="south", asserted=False),
    )
    assert card.kind is ComparisonKind.DISPUTE


def test_capture_and_later_recapture_are_a_settled_sequence() -> None:
    card = one_card(
        says("a", GAIN, "north", speaker="Wire", day=0),
        says("b", GAIN, "south", opponent="north", speaker="Bureau", day=3),
    )
    assert card.kind is ComparisonKind.SEQUENCE
    assert not card.state_disputed
    assert card.summary == (
        "Ford: the claims about the Northern Army and the Southern government fit together, one after the other."
    )


def test_a_hold_until_the_capture_is_a_settled_sequence() -> None:
    one_text = {"speaker": "Wire", "report": "r1"}
    for hold in (
        says("a", HOLD, "south", since=-300, **one_text),  # type: ignore[arg-type]
        says("a", HOLD, "south", since=-300, day=-0.1, speaker="Bureau"),
    ):
        card = one_card(hold, says("b", GAIN, "north", opponent="south", **one_text))  # type: ignore[arg-type]
        assert card.kind is ComparisonKind.SEQUENCE
        assert not card.state_disputed


def test_a_hold_said_after_the_capture_disputes_it() -> None:
    capture = says("a", GAIN, "north", opponent="south", speaker="Wire")
    still = says("b", HOLD, "south", speaker="Radio South", stands_with="south", day=2)
    assert one_card(capture, still).kind is ComparisonKind.DISPUTE
    retaken = says("c", GAIN, "south", opponent="north", speaker="Bureau", day=1)
    assert one_card(capture, still, retaken).kind is ComparisonKind.SEQUENCE


def test_a_failed_attempt_before_the_capture_is_no_dispute() -> None:
    failed = says("a", GAIN, "north", speaker="Wire", asserted=False, modality=Modality.FAILED)
    assert one_card(failed, says("b", GAIN, "north", speaker="Bureau", day=1)).kind is ComparisonKind.SEQUENCE


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.FORECAST, Modality.CONDITIONAL])
def test_plans_dispute_nothing(modality: Modality) -> None:
    plan = says("a", GAIN, "north", speaker="Wire", asserted=False, modality=modality)
    assert cards(plan, says("b", HOLD, "south", speaker="Bureau"), says("c", GAIN, "north", speaker="Wire")) != []
    assert cards(plan, says("b", HOLD, "south", speaker="Bureau")) == []


def test_allies_do_not_dispute_each_other() -> None:
    card = one_card(says("a", GAIN, "south", speaker="Wire"), says("b", HOLD, "east", speaker="Bureau"))
    assert card.kind is ComparisonKind.CORROBORATION


def test_part_of_a_place_leaves_room_for_the_rest() -> None:
    part = says("a", GAIN, "north", speaker="Wire", relation=PlaceRelation.PART)
    card = one_card(part, says("b", HOLD, "south", speaker="Bureau"))
    assert card.kind is ComparisonKind.DIFFERENT_SCOPE
    assert not card.state_disputed
    assert cards(part, says("b", HOLD, "north", speaker="Bureau")) == []


def test_whoever_claims_all_of_it_disputes_the_part_that_others_hold() -> None:
    part = says("a", HOLD, "north", speaker="Wire", relation=PlaceRelation.PART)
    whole = says("b", HOLD, "south", speaker="Bureau", words="the whole of the ford is in our hands")
    assert one_card(part, whole).kind is ComparisonKind.DISPUTE


def test_an_advance_towards_a_place_says_nothing_of_it() -> None:
    near = says("a", GAIN, "north", speaker="Wire", relation=PlaceRelation.TOWARDS)
    assert cards(near, says("b", HOLD, "south", speaker="Bureau")) == []


def test_other_places_and_other_months_are_other_matters() -> None:
    gain = says("a", GAIN, "north", speaker="Wire")
    assert cards(gain, says("b", HOLD, "south", speaker="Bureau", place="mill")) == []
    assert cards(gain, says("b", GAIN, "south", speaker="Bureau", day=60)) == []


def test_corroboration_from_the_adverse_side_is_named() -> None:
    card = one_card(
        says("a", GAIN, "north", speaker="Wire", opponent="south"),
        says("b", LOSS, "south", speaker="Radio South", stands_with="south", day=1),
    )
    assert card.kind is ComparisonKind.CORROBORATION
    assert [claim_id for claim_id, _ in card.conceded] == ["b"]
    assert card.summary == (
        "Ford: two voices independent of each other say that the Northern Army took Ford from the Southern government; "
        "a source that stands with the Southern government concedes what speaks against its own side."
    )


def test_one_side_does_not_corroborate_itself() -> None:
    assert (
        cards(
            says("a", GAIN, "south", speaker="Radio South", stands_with="south"),
            says("b", GAIN, "south", speaker="Eastern Post", stands_with="east"),
        )
        == []
    )
    assert cards(says("a", GAIN, "south", speaker="Wire"), says("b", GAIN, "south", speaker="Wire", day=1)) == []


def test_copies_are_one_voice() -> None:
    words = "the column entered the ford before dawn and raised its flag over the customs house"
    first = says("a", GAIN, "north", speaker="Wire", words=words)
    reworded = says(
        "b", GAIN, "north", speaker="Post", words=words.upper().replace("BEFORE DAWN", "BEFORE DAWN,"), day=1
    )
    linked = says("c", GAIN, "north", speaker="Sun", original=first.original_report, day=1)
    card = one_card(first, reworded, linked)
    assert card.kind is ComparisonKind.COPY
    assert card.claim_ids == ("a", "b", "c")
    assert card.summary == "Ford: three reports carry one statement, that the Northern Army took Ford; it counts once."


def test_private_persons_are_named_by_their_role() -> None:
    found = one_card(
        says("a", GAIN, "north", speaker="Zofia Q", private=True, role=SpeakerRole.RESIDENT),
        says("b", HOLD, "south", speaker="Bureau"),
    )
    assert "Zofia" not in found.summary
    assert "a resident says that the Northern Army took Ford" in found.summary


def test_nothing_to_compare() -> None:
    assert cards() == []
    assert cards(says("a", GAIN, "north", speaker="Wire")) == []
    assert cards(says("a", GAIN, None, speaker="Wire"), says("b", HOLD, "north", speaker="Bureau")) == []
    assert (
        cards(says("a", GAIN, "south", speaker="W", place=None), says("b", HOLD, "north", speaker="B", place=None))
        == []
    )


@st.composite
def any_claim(draw: st.DrawFn, *, number: int) -> LocatedClaim:
    day = draw(st.integers(0, 20))
    actors = st.sampled_from(["north", "south", "east", None])
    return says(
        f"c{number}",
        draw(st.sampled_from([GAIN, LOSS, HOLD, ClaimKind.BESIEGED, ClaimKind.CONTRADICTION, ClaimKind.CONTESTED])),
        draw(actors),
        opponent=draw(actors),
        speaker=draw(st.sampled_from(["A", "B", "C"])),
        stands_with=draw(st.sampled_from(["north", "south", INDEPENDENT, None])),
        report=draw(st.sampled_from(["r1", "r2", "r3"])),
        place=draw(st.sampled_from(["ford", "mill", None])),
        day=day,
        since=day - draw(st.integers(0, 30)),
        asserted=draw(st.booleans()),
        relation=draw(st.sampled_from([PlaceRelation.AT, PlaceRelation.AT, PlaceRelation.PART])),
    )


@st.composite
def many_claims(draw: st.DrawFn) -> Sequence[LocatedClaim]:
    return [draw(any_claim(number=number)) for number in range(draw(st.integers(0, 9)))]


@settings(max_examples=150, deadline=None)
@given(many_claims(), st.randoms(use_true_random=False))
def test_order_of_claims_changes_nothing(claims: Sequence[LocatedClaim], random: Any) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    found = cards(*claims)
    assert cards(*shuffled) == found
    known = {item.claim.claim_id for item in claims}
    for card in found:
        assert len(card.claim_ids) >= 2
        assert set(card.claim_ids) <= known
        assert {claim_id for claim_id, _ in card.conceded} <= set(card.claim_ids)
        assert card.summary.endswith(".")
    disputes = [c.place_id for c in found if c.kind in (ComparisonKind.DISPUTE, ComparisonKind.SEQUENCE)]
    assert len(disputes) <= len({item.place_key for item in claims}) * 3
    assert len({card.comparison_id for card in found}) == len(found)


def test_two_holds_at_different_times_are_no_dispute() -> None:
    then = says("a", HOLD, "south", speaker="Wire", since=-40, day=-12)
    taken = says("b", GAIN, "north", speaker="Bureau", day=-6)
    now = says("c", HOLD, "north", speaker="Relief Desk", since=-6, day=0)
    assert one_card(then, taken, now).kind is ComparisonKind.SEQUENCE

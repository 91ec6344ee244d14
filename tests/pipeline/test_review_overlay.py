"""Acts of review laid over claims: the last word wins, in any order of writing, and after the report is read anew."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tadmur.pipeline.review_overlay import overlay
from tadmur.reconcile.grades import READ_BY_A_PERSON
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.place import Candidate, FeatureClass, Geocoding, Place, PlaceMention, PlaceRelation
from tadmur.terms.report import Zone
from tadmur.terms.review import Act, Anchor, Changes, Credibility, Review, ReviewStatus
from tadmur.terms.source import SpeakerRole, Voice
from tadmur.terms.span import TextSpan

TEXT = "The army took Halfaya and Morek on Tuesday, then the rebels left Kafr Zita, the council said later that week."
START = datetime(2026, 5, 1, tzinfo=UTC)
MOREK = Place("wof:2", "Morek", FeatureClass.SETTLEMENT, 36.7, 35.4, "SY")
HALFAYA = Place("wof:1", "Halfaya", FeatureClass.SETTLEMENT, 36.6, 35.2, "SY")
ZITA = Place("wof:3", "Kafr Zita", FeatureClass.SETTLEMENT, 36.6, 35.4, "SY")


def machine(name: str, start: int, end: int, kind: ClaimKind, place: Place) -> LedgerClaim:
    at = TEXT.index(place.name)
    mention = PlaceMention(TextSpan.of("r", TEXT, at, at + len(place.name)), place.name)
    claim = Claim(
        name,
        "r",
        TextSpan.of("r", TEXT, start, end),
        Zone.BODY,
        kind,
        (Voice("Orontes Wire", SpeakerRole.PUBLISHER),),
        EventTime.of_days(date(2016, 3, 1), date(2016, 3, 3), Precision.DAY),
        asserted=True,
        modality=Modality.ACTUAL,
        probability=0.8,
        trigger="took",
        extractor="test",
        place=mention,
        actor_id="army",
    )
    return LedgerClaim(claim, Geocoding((Candidate(place, 0.9, "name"),), None, 1))


CLAIMS = [
    machine("one", 0, 31, ClaimKind.CONTROL_GAIN, HALFAYA),
    machine("two", 0, 31, ClaimKind.CONTROL_GAIN, MOREK),
    machine("three", 44, 74, ClaimKind.CONTROL_LOSS, ZITA),
]


def on(row: LedgerClaim, kind: Act, number: int, **more: object) -> Review:
    anchor = Anchor.of(row.claim)
    return Review(f"a{number}", kind, "ana", START + timedelta(hours=number), "r", anchor, **more)  # type: ignore[arg-type]


def status(rows: tuple[LedgerClaim, ...]) -> dict[str, str]:
    return {row.claim.claim_id: row.review.status.value if row.review else "machine" for row in rows}


def test_without_acts_nothing_is_touched() -> None:
    assert overlay(CLAIMS, []).claims == tuple(CLAIMS)


def test_accepting_makes_the_reading_as_sure_as_a_person_is() -> None:
    (one, two, _) = overlay(CLAIMS, [on(CLAIMS[0], Act.ACCEPT, 1)]).claims
    assert one.claim.probability == READ_BY_A_PERSON
    assert two == CLAIMS[1]


def test_a_correction_changes_what_was_given_and_no_more() -> None:
    given_ = Changes(("place", "opponent"), place=ZITA, opponent_id="rebels")
    (one, *_) = overlay(CLAIMS, [on(CLAIMS[0], Act.CORRECT, 1, changes=given_)]).claims
    assert one.geocoding is not None
    assert one.geocoding.best is not None
    assert one.geocoding.best.place == ZITA
    assert one.claim == replace(CLAIMS[0].claim, opponent_id="rebels", probability=READ_BY_A_PERSON), (
        "the words that name the place stay what they are"
    )


def test_the_last_word_on_a_field_wins_and_other_fields_stay() -> None:
    acts = [
        on(CLAIMS[0], Act.CORRECT, 1, changes=Changes(("actor", "place"), actor_id="rebels", place=ZITA)),
        on(CLAIMS[0], Act.CORRECT, 2, changes=Changes(("actor",), actor_id=None)),
        on(CLAIMS[0], Act.ACCEPT, 3),
    ]
    (one, *_) = overlay(CLAIMS, acts).claims
    assert one.claim.actor_id is None
    assert one.geocoding is not None
    assert one.geocoding.candidates[0].place == ZITA
    assert one.review is not None
    assert one.review.status is ReviewStatus.CORRECTED


def test_rejected_claims_are_out_and_listed_and_can_come_back() -> None:
    found = overlay(CLAIMS, [on(CLAIMS[0], Act.REJECT, 1)])
    assert status(found.claims) == {"two": "machine", "three": "machine"}
    assert status(found.out) == {"one": "rejected"}
    again = overlay(CLAIMS, [on(CLAIMS[0], Act.REJECT, 1), on(CLAIMS[0], Act.ACCEPT, 2)])
    assert status(again.claims)["one"] == "accepted"


def test_a_merged_claim_is_out_and_no_circle_loses_both() -> None:
    one, two = CLAIMS[0], CLAIMS[1]
    into = [
        on(one, Act.MERGE, 1, into=Anchor.of(two.claim)),
        on(two, Act.MERGE, 2, into=Anchor.of(one.claim)),
    ]
    found = overlay(CLAIMS, into)
    assert status(found.claims) == {"two": "machine", "three": "machine"}
    assert [act.act_id for act in found.orphaned] == ["a2"]


def test_parts_of_a_split_stand_for_the_whole_and_can_be_reviewed_themselves() -> None:
    parts = (Changes(("place",), place=HALFAYA), Changes(("place", "actor"), place=ZITA, actor_id="rebels"))
    split = on(CLAIMS[0], Act.SPLIT, 1, parts=parts)
    found = overlay(CLAIMS, [split])
    made = [row for row in found.claims if row.review]
    assert status(found.out) == {"one": "split"}
    assert [row.claim.actor_id for row in sorted(made, key=lambda row: row.claim.actor_id or "")] == ["army", "rebels"]
    assert all(row.claim.probability == READ_BY_A_PERSON for row in made)
    again = overlay(CLAIMS, [split, on(made[0], Act.REJECT, 2)])
    assert len([row for row in again.claims if row.review]) == 1


def test_an_added_claim_stands_where_its_words_stand() -> None:
    part = Changes(
        ("span", "kind", "attribution", "time"),
        span=TextSpan.of("r", TEXT, 32, 42),
        kind=ClaimKind.CLASH,
        attribution=CLAIMS[0].claim.attribution,
        event_time=EventTime.unknown(),
    )
    add = Review("a1", Act.ADD, "ana", START, "r", parts=(part,))
    found = overlay(CLAIMS, [add])
    assert [row.claim.span.start for row in found.claims] == [0, 0, 32, 44]
    assert found.claims[2].claim.span.exact == TEXT[32:42]
    assert len(overlay([], [add]).claims) == 1, "also in a report in which the machine found nothing"


def test_a_relation_can_be_set_right_alone() -> None:
    acts = [on(CLAIMS[0], Act.CORRECT, 1, changes=Changes(("relation",), relation=PlaceRelation.NEAR))]
    (one, *_) = overlay(CLAIMS, acts).claims
    assert one.claim.place is not None
    assert (one.claim.place.relation, one.geocoding and one.geocoding.precision) == (PlaceRelation.NEAR, 2)


def test_credibility_is_kept_apart_from_the_reading() -> None:
    graded = overlay(CLAIMS, [on(CLAIMS[0], Act.GRADE, 1, credibility=Credibility.CONFIRMED)]).claims[0]
    assert graded.review is not None
    assert (graded.review.credibility, graded.review.status) == (Credibility.CONFIRMED, ReviewStatus.MACHINE)
    assert graded.claim == CLAIMS[0].claim


def read_anew(shift: int, kind: ClaimKind = ClaimKind.CONTROL_GAIN) -> list[LedgerClaim]:
    """The same report by a newer extractor: other ids, spans moved a little."""
    return [
        machine("new-one", 0, 31 - shift, kind, HALFAYA),
        machine("new-two", 0, 31 - shift, kind, MOREK),
        machine("new-three", 44, 74, ClaimKind.CONTROL_LOSS, ZITA),
    ]


def test_a_review_is_found_again_after_a_new_reading() -> None:
    acts = [on(CLAIMS[1], Act.REJECT, 1), on(CLAIMS[0], Act.CORRECT, 2, changes=Changes(("actor",), actor_id="x"))]
    found = overlay(read_anew(9), acts)
    assert status(found.claims) == {"new-one": "corrected", "new-three": "machine"}
    assert status(found.out) == {"new-two": "rejected"}
    assert found.orphaned == ()


def test_a_kind_that_was_corrected_is_found_when_the_machine_has_learned_it() -> None:
    acts = [on(CLAIMS[0], Act.CORRECT, 1, changes=Changes(("kind",), kind=ClaimKind.CONTROL_HOLD))]
    found = overlay(read_anew(0, ClaimKind.CONTROL_HOLD), acts)
    assert status(found.claims)["new-one"] == "corrected"


def test_a_review_that_finds_no_claim_is_orphaned_not_lost() -> None:
    acts = [on(CLAIMS[0], Act.REJECT, 1), on(CLAIMS[2], Act.ACCEPT, 2)]
    found = overlay(read_anew(20), acts)
    assert [act.act_id for act in found.orphaned] == ["a1"]
    assert status(found.claims)["new-three"] == "accepted"
    assert overlay(CLAIMS, acts).orphaned == (), "and counts again once its claim is back"


@st.composite
def several_acts(draw: st.DrawFn) -> list[Review]:
    made: list[Review] = []
    for number in range(draw(st.integers(1, 8))):
        row = draw(st.sampled_from(CLAIMS))
        kind = draw(st.sampled_from([Act.ACCEPT, Act.REJECT, Act.CORRECT, Act.MERGE, Act.SPLIT, Act.UNDO]))
        if kind is Act.UNDO:
            if made:
                target = draw(st.sampled_from(made))
                made.append(replace(target, act_id=f"a{number}", act=Act.UNDO, at=START + timedelta(hours=number),
                                    changes=None, parts=(), into=None, undoes=target.act_id))  # fmt: skip
            continue
        more: dict[str, object] = {}
        if kind is Act.CORRECT:
            more["changes"] = Changes(("actor",), actor_id=draw(st.sampled_from(["x", "y", None])))
        if kind is Act.MERGE:
            more["into"] = Anchor.of(draw(st.sampled_from(CLAIMS)).claim)
        if kind is Act.SPLIT:
            more["parts"] = (Changes(("actor",), actor_id="x"), Changes(("actor",), actor_id="y"))
        made.append(on(row, kind, number, **more))
    return made


@given(several_acts(), st.integers())
def test_neither_the_order_of_acts_nor_that_of_claims_changes_anything(acts: list[Review], seed: int) -> None:
    chance = random.Random(seed)
    shuffled_acts, shuffled_rows = list(acts), list(CLAIMS)
    chance.shuffle(shuffled_acts)
    chance.shuffle(shuffled_rows)
    here, there = overlay(CLAIMS, acts), overlay(shuffled_rows, shuffled_acts)
    assert sorted(here.claims, key=repr) == sorted(there.claims, key=repr)
    assert sorted(here.out, key=repr) == sorted(there.out, key=repr)
    assert here.orphaned == there.orphaned


@given(several_acts())
def test_no_machine_claim_is_ever_lost(acts: list[Review]) -> None:
    found = overlay(CLAIMS, acts)
    names = [row.claim.claim_id for row in (*found.claims, *found.out)]
    assert len(names) == len(set(names))
    assert {"one", "two", "three"} <= set(names)


@given(several_acts())
def test_undoing_the_last_act_gives_what_was_before_it(acts: list[Review]) -> None:
    last = acts[-1] if acts else None
    if last is None:
        return
    undo = replace(last, act_id="undo", act=Act.UNDO, at=START + timedelta(days=9), changes=None, parts=(), into=None,
                   undoes=last.act_id)  # fmt: skip
    assert overlay(CLAIMS, [*acts, undo]) == overlay(CLAIMS, acts[:-1])

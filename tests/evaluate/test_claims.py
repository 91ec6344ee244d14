"""Claims against gold, with rows made by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.evaluate.claims import (
    ClaimsScore,
    Judge,
    Pair,
    add_scores,
    overlap,
    parties_of,
    same_kind,
    score_claims,
    verdicts,
)
from tadmur.evaluate.rows import GoldClaim, PredictedClaim, gold_claim, predicted_claim
from tadmur.evaluate.scores import Score, Share
from tadmur.evaluate.speakers import load_speaker_words, same_speaker
from tadmur.reference.packs import load_pack
from tadmur.terms.claim import ClaimKind
from tadmur.terms.errors import InputError
from tadmur.terms.source import SpeakerRole

TEXT = (
    "Army takes Qaryat. On Tuesday the army entered Qaryat and 11 soldiers and 26 militants died there, "
    "the River Observatory said. The rebels deny that the town fell."
)
JUDGE = Judge(
    party_of=lambda name: {"Republican Guard": "gov", "guard": "gov", "Government": "gov", "Rebels": "reb"}.get(
        name or "", name if name in ("gov", "reb") else None
    ),
    speaker_words=load_speaker_words(),
    names_of=lambda place_id: {"x:1": ("Qaryat", "Karyet")}.get(place_id, ()),
)


def gold(quote: str, kind: str, **changes: Any) -> GoldClaim:
    row = {
        "report": "r", "quote": quote, "kind": kind, "of": None, "place": "Qaryat", "anchor": "Qaryat",
        "place_relation": "at", "actor": "gov", "opponent": "reb", "speaker": "River Observatory",
        "publisher": "Wire", "asserted": True, "modality": "actual", "time_earliest": "2020-03-03",
        "time_latest": "2020-03-03", "quantity": None, "optional": False,
    }  # fmt: skip
    return gold_claim(row | changes, TEXT)


def found(quote: str, kind: str, **changes: Any) -> PredictedClaim:
    start = TEXT.index(quote)
    row = {
        "report": "r", "quote": quote, "start": start, "end": start + len(quote), "kind": kind, "place_id": "x:1",
        "place_name": "Karyet", "place_mention": "Qaryat", "place_relation": "at", "actor": "Government",
        "opponent": "Rebels", "speaker": "River Observatory", "speaker_role": "monitor", "publisher": "Wire",
        "asserted": True, "modality": "actual", "time_earliest": "2020-03-03T00:00:00Z",
        "time_latest": "2020-03-03T23:59:59Z", "quantity": None,
    }  # fmt: skip
    return predicted_claim(row | changes)


def figure(low: float | None, best: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"low": low, "best": best, "high": high, "unit": "persons", "vague": False, "base": None}


def test_a_perfect_prediction_is_right_in_everything() -> None:
    score = score_claims([gold("the army entered Qaryat", "advance")], [found("entered Qaryat", "advance")], JUDGE)
    assert score.total == Score(1, 0, 0)
    assert score.total.f1 == 1.0
    assert score.by_kind == {"advance": Score(1, 0, 0)}
    assert score.attributes["quantity"] == Share(0, 0)
    assert {name for name, share in score.attributes.items() if share.value not in (None, 1.0)} == set()


@pytest.mark.parametrize(
    "changes",
    [{"report": "another"}, {"kind": "attack"}, {"place_id": "x:2", "place_name": "Elsewhere"}],
)
def test_report_kind_and_place_must_agree(changes: dict[str, Any]) -> None:
    row = replace(found("entered Qaryat", "advance"), **changes)
    score = score_claims([gold("the army entered Qaryat", "advance")], [row], JUDGE)
    assert score.total == Score(0, 1, 1)
    assert score.total.f1 == 0.0


def test_half_of_the_shorter_quote_must_be_shared() -> None:
    line = gold("the army entered Qaryat", "advance")
    whole_sentence = found(TEXT[TEXT.index("On Tuesday") : TEXT.index(" The rebels")], "advance")
    apart = found("Qaryat and 11 soldiers", "advance")
    assert overlap(line, whole_sentence) == 1.0
    assert overlap(line, apart) == pytest.approx(6 / 22)
    assert score_claims([line], [apart], JUDGE).total == Score(0, 1, 1)


def test_a_headline_that_stands_twice_is_found_at_either_place() -> None:
    line = replace(gold("Army takes Qaryat", "control_gain"), spans=((0, 17), (100, 117)))
    late = replace(found("Army takes Qaryat", "control_gain"), start=100, end=117)
    assert overlap(line, late) == 1.0


def test_a_place_that_one_side_leaves_out_is_compatible_but_not_right() -> None:
    nowhere = found("entered Qaryat", "advance", place_id=None, place_name=None, place_mention="the town")
    score = score_claims([gold("the army entered Qaryat", "advance")], [nowhere], JUDGE)
    assert score.total.hits == 1
    assert score.attributes["place"] == Share(0, 1)


def test_part_of_a_place_is_compatible_with_its_anchor() -> None:
    line = gold("the army entered Qaryat", "advance", place="northern quarters of Qaryat")
    airport = found("entered Qaryat", "advance", place_id=None, place_name="Qaryat International Hub")
    score = score_claims([line], [airport], JUDGE)
    assert score.total.hits == 1
    assert score.attributes["place"] == Share(0, 1)
    anchor = score_claims([line], [found("entered Qaryat", "advance")], JUDGE)
    assert anchor.attributes["place"] == Share(1, 1)


def test_lines_with_one_quote_find_the_prediction_most_like_them() -> None:
    quote = "11 soldiers and 26 militants died"
    ours = gold(quote, "casualties", actor="gov", opponent=None, quantity=figure(11, 11, 11))
    theirs = gold(quote, "casualties", actor="reb", opponent=None, quantity=figure(26, 26, 26))
    rows = [
        found(quote, "casualties", actor="Rebels", opponent=None, quantity=figure(26, 26, 26)),
        found(quote, "casualties", actor="Republican Guard", opponent=None, quantity=figure(11, 11, 11)),
    ]
    score = score_claims([ours, theirs], rows, JUDGE)
    assert score.total == Score(2, 0, 0)
    assert score.attributes["quantity"] == Share(2, 2)
    assert score.attributes["actor"] == Share(2, 2)


def test_an_optional_line_counts_only_when_hit() -> None:
    line = gold("the army entered Qaryat", "advance", optional=True)
    assert score_claims([line], [], JUDGE).total == Score(0, 0, 0)
    assert score_claims([line], [found("entered Qaryat", "advance")], JUDGE).total == Score(1, 0, 0)


def test_a_required_line_goes_before_an_optional_one() -> None:
    optional = gold("entered Qaryat", "advance", optional=True)
    required = gold("the army entered Qaryat", "advance", actor="reb", speaker="rebels", asserted=False)
    score = score_claims([optional, required], [found("entered Qaryat", "advance")], JUDGE)
    assert [pair.gold for pair in score.pairs] == [required]
    assert score.missed == ()


def test_a_denial_agrees_with_the_kind_it_denies_and_counts_as_denial() -> None:
    line = gold("deny that the town fell", "denial", of="control_gain", asserted=False)
    as_gain = found("the town fell", "control_gain", asserted=False)
    assert same_kind(line, as_gain)
    assert same_kind(line, replace(as_gain, kind="denial"))
    assert not same_kind(line, replace(as_gain, kind="control_loss"))
    assert score_claims([line], [as_gain], JUDGE).by_kind == {"denial": Score(1, 0, 0)}
    plain = gold("the town fell", "control_gain")
    assert not same_kind(plain, replace(as_gain, kind="denial"))


@pytest.mark.parametrize(
    ("changes", "overlaps", "equal"),
    [
        ({}, True, True),
        ({"time_earliest": None}, True, False),
        ({"time_earliest": "2020-03-01T00:00:00Z"}, True, False),
        ({"time_earliest": "2020-03-04T00:00:00Z", "time_latest": "2020-03-05T00:00:00Z"}, False, False),
        ({"time_earliest": None, "time_latest": "2020-03-02T23:59:59Z"}, False, False),
        ({"time_earliest": None, "time_latest": None}, True, False),
    ],
)
def test_times_are_days_and_null_is_open(changes: dict[str, Any], overlaps: bool, equal: bool) -> None:
    pair = Pair(gold("the army entered Qaryat", "advance"), found("entered Qaryat", "advance", **changes))
    assert verdicts(pair, JUDGE)["time_overlap"] is overlaps
    assert verdicts(pair, JUDGE)["time_equal"] is equal


def test_no_figure_is_neither_zero_nor_a_case() -> None:
    line = gold("26 militants died", "casualties", quantity=figure(None))
    nothing = found("26 militants died", "casualties")
    zero = found("26 militants died", "casualties", quantity=figure(0, 0, 0))
    assert verdicts(Pair(line, nothing), JUDGE)["quantity"] is None
    assert verdicts(Pair(line, zero), JUDGE)["quantity"] is False
    assert verdicts(Pair(line, zero), JUDGE)["unit"] is None


def speaks(name: str | None, role: SpeakerRole, reader: str, publisher: str = "Wire") -> bool:
    line = gold("died there", "casualties", speaker=reader, publisher=publisher)
    row = found("died there", "casualties", speaker=name, speaker_role=role.value)
    return same_speaker(line, row, JUDGE.speaker_words)


def test_speakers_agree_by_name_or_without_a_name_by_role() -> None:
    assert speaks("Wire", SpeakerRole.PUBLISHER, "Wire")
    assert speaks(None, SpeakerRole.PUBLISHER, "Wire")
    assert not speaks("Wire", SpeakerRole.PUBLISHER, "River Observatory")
    assert speaks("the River Observatory", SpeakerRole.MONITOR, "River Observatory")
    assert speaks("Ruritanian Defence Ministry", SpeakerRole.OFFICIAL, "Ruritania's Defence Ministry")
    assert not speaks("Ruritanian Observatory", SpeakerRole.MONITOR, "a Ruritanian officer")
    assert speaks(None, SpeakerRole.RESIDENT, "residents and a monitor")
    assert not speaks(None, SpeakerRole.RESIDENT, "a captain of the border guard")


def test_speaker_table_covers_every_role_but_the_publisher() -> None:
    assert set(JUDGE.speaker_words.role_words) == {role.value for role in SpeakerRole} - {"publisher"}


def test_gold_must_be_true_to_its_report() -> None:
    with pytest.raises(InputError, match="not in the report"):
        gold("the army left Qaryat", "advance")
    with pytest.raises(InputError, match="place_id"):
        predicted_claim({"report": "r", "quote": "q", "start": 0, "end": 1, "kind": "attack"})


def test_parties_are_named_by_id_or_name_and_stand_for_their_holder() -> None:
    pack = load_pack("syria-iraq")
    party_of = parties_of(pack)
    child = next(actor for actor in pack.actors.values() if actor.parent)
    assert party_of(child.name) == party_of(child.actor_id) == pack.holder_of(child.actor_id)
    assert party_of(None) is None
    assert party_of("nobody of that name") is None


def test_scores_add_up_over_sets() -> None:
    one = score_claims([gold("the army entered Qaryat", "advance")], [found("entered Qaryat", "advance")], JUDGE)
    two = score_claims([gold("the town fell", "control_gain")], [found("the town fell", "attack")], JUDGE)
    both = add_scores([one, two])
    assert both.total == Score(1, 1, 1)
    assert both.by_kind == {
        "advance": Score(1, 0, 0),
        "control_gain": Score(0, 1, 0),
        "attack": Score(0, 0, 1),
    }
    assert both.attributes == one.attributes
    assert add_scores([]).total.precision is None


QUOTES = ("Army takes Qaryat", "the army entered Qaryat", "11 soldiers and 26 militants died", "the town fell")
KINDS = (ClaimKind.CONTROL_GAIN.value, ClaimKind.ADVANCE.value)
cell = st.tuples(st.sampled_from(QUOTES), st.sampled_from(KINDS), st.booleans())


@given(st.lists(cell, max_size=6), st.lists(cell, max_size=6), st.randoms())
def test_every_line_is_counted_once_whatever_the_order(
    lines: list[tuple[str, str, bool]], rows: list[tuple[str, str, bool]], order: random.Random
) -> None:
    there = [gold(quote, kind, optional=optional) for quote, kind, optional in lines]
    here = [found(quote, kind, asserted=asserted) for quote, kind, asserted in rows]
    score = score_claims(there, here, JUDGE)
    assert len(score.pairs) + len(score.spurious) == len(here)
    required = sum(not pair.gold.optional for pair in score.pairs)
    assert required + len(score.missed) == sum(not line.optional for line in there)
    assert all(0 <= (share.value or 0) <= 1 for share in score.attributes.values())
    order.shuffle(there)
    order.shuffle(here)
    again: ClaimsScore = score_claims(there, here, JUDGE)
    assert again == score


@given(st.lists(cell, max_size=8))
def test_gold_against_itself_is_perfect(lines: list[tuple[str, str, bool]]) -> None:
    there = [gold(quote, kind, optional=optional) for quote, kind, optional in lines]
    here = [found(quote, kind) for quote, kind, _ in lines]
    assert score_claims(there, here, JUDGE).total == Score(len(lines), 0, 0)

"""The model: it finds the truth of a simulated war, weighs interest, counts copies once, and knows no tomorrow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_war import DAY_SECONDS, claim, observe, war

from tadmur.reconcile.model import Posterior, log_odds, reconcile
from tadmur.reconcile.observations import INDEPENDENT, OPEN_END, OPEN_START, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings

DAYS = 120


def one_place(*claims: dict[str, Any], parties: int = 2, **more: Any) -> Posterior:
    return reconcile(observe(*claims), places=1, parties=parties, first_day=0, last_day=DAYS, **more)


@st.composite
def claims(draw: st.DrawFn, *, parties: int = 3, places: int = 2) -> dict[str, Any]:
    first = draw(st.integers(-20, DAYS + 5))
    last = first + draw(st.sampled_from([0, 0, 1, 30, 400]))
    symbol = draw(st.sampled_from(list(Symbol)))
    party = -1 if symbol is Symbol.CONTESTED else draw(st.integers(0, parties - 1))
    return claim(
        symbol,
        party,
        first,
        last_day=last,
        place=draw(st.integers(0, places - 1)),
        opponent=draw(st.sampled_from([o for o in range(-1, parties) if o != party or o == -1])),
        published=draw(st.integers(0, DAYS)) * DAY_SECONDS,
        speaker_party=draw(st.integers(-2, parties - 1)),
        publisher_party=draw(st.integers(-2, parties - 1)),
        source=draw(st.integers(-1, 2)),
        echo_group=draw(st.integers(-1, 1)),
        start_slack=draw(st.sampled_from([-1, 0, 30])),
        durative=draw(st.booleans()),
        partial=draw(st.booleans()),
        reading_probability=draw(st.sampled_from([0.0, 0.5, 1.0])),
    )


def whole(observations: Observations, **more: Any) -> Posterior:
    return reconcile(observations, places=2, parties=3, first_day=0, last_day=DAYS, **more)


@settings(max_examples=60, deadline=None)
@given(st.lists(claims(), max_size=7), st.integers(0, DAYS))
def test_probabilities_are_probabilities(rows: list[dict[str, Any]], day: int) -> None:
    table = whole(observe(*rows)).at(day)
    assert np.isfinite(table).all()
    assert (table >= 0).all()
    np.testing.assert_allclose(table.sum(axis=1), 1, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_order_of_input_changes_no_byte(rows: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, other = whole(observe(*rows)), whole(observe(*shuffled))
    for day in (0, 40, DAYS):
        assert one.at(day).tobytes() == other.at(day).tobytes()


@settings(max_examples=40, deadline=None)
@given(st.lists(claims(), min_size=1, max_size=7), st.integers(0, DAYS))
def test_what_is_published_later_changes_no_byte(rows: list[dict[str, Any]], day: int) -> None:
    cut = day * DAY_SECONDS
    known = [row for row in rows if row["published"] <= cut]
    then = whole(observe(*rows), known_by=cut)
    without = whole(observe(*known))
    for as_of in (0, day, DAYS):
        assert then.at(as_of).tobytes() == without.at(as_of).tobytes()
        assert then.since(0, as_of) == without.since(0, as_of)
        assert (then.has_evidence(as_of) == without.has_evidence(as_of)).all()


def test_truth_of_a_simulated_war_is_found() -> None:
    holder, observations = war(np.random.default_rng(7), places=150, days=DAYS)
    posterior = reconcile(observations, places=150, parties=2, first_day=0, last_day=DAYS - 1)
    days = range(0, DAYS, 10)
    wrong = np.mean([posterior.most_probable(day) != holder[:, day] for day in days])
    surest = np.concatenate([posterior.at(day)[:, :2] for day in days]).max(axis=1)
    assert wrong < 0.15
    assert abs((1 - wrong) - surest.mean()) < 0.08, "says about as often right as it is"


def test_three_parties() -> None:
    holder, observations = war(np.random.default_rng(3), places=80, days=DAYS, parties=3)
    posterior = reconcile(observations, places=80, parties=3, first_day=0, last_day=DAYS - 1)
    assert np.mean([posterior.most_probable(day) != holder[:, day] for day in range(0, DAYS, 10)]) < 0.2


def test_one_witness_beats_a_partisan_who_repeats_himself() -> None:
    boasts = [claim(Symbol.HOLD, 0, day, speaker_party=0, source=day % 3) for day in range(10, 60)]
    witness = claim(Symbol.HOLD, 1, 40, speaker_party=INDEPENDENT, source=9)
    posterior = one_place(*boasts, witness)
    assert posterior.probability(0, 60)[1] > 0.65


def test_boasts_of_many_outlets_stay_one_sides_word() -> None:
    one = one_place(claim(Symbol.HOLD, 0, 10, speaker_party=0, source=1))
    many = one_place(*(claim(Symbol.HOLD, 0, 10 + n % 5, speaker_party=0, source=n) for n in range(40)))
    assert one.only_own_side(0, 20)
    assert many.only_own_side(0, 20)
    assert many.probability(0, 14)[0] < 0.85
    witness = one_place(claim(Symbol.HOLD, 0, 14, speaker_party=INDEPENDENT))
    assert witness.probability(0, 14)[0] > many.probability(0, 14)[0]


def test_an_admission_outweighs_many_claims_in_the_own_favour() -> None:
    boasts = [claim(Symbol.HOLD, 0, day, speaker_party=0, source=day % 4) for day in range(10, 40)]
    admission = claim(Symbol.LOSS, 0, 40, speaker_party=0, source=8)
    said_by_the_enemy = claim(Symbol.LOSS, 0, 40, speaker_party=1, source=8)
    admitted = one_place(*boasts, admission).probability(0, 41)
    boasted = one_place(*boasts, said_by_the_enemy).probability(0, 41)
    assert admitted[0] < 0.3
    assert boasted[0] > admitted[0] + 0.1


def test_an_allys_gain_flatters_too() -> None:
    hold = claim(Symbol.HOLD, 2, 10, speaker_party=0)
    neutral = one_place(hold, parties=3).probability(0, 10)[2]
    allied = one_place({**hold, "speaker_allies": [True, False, True]}, parties=3).probability(0, 10)[2]
    assert allied < neutral, "to praise an ally is worth less than to admit a stranger's hold"


def test_a_publisher_picks_what_flatters_its_side() -> None:
    quoted = claim(Symbol.HOLD, 0, 10)
    by_party_paper = one_place({**quoted, "publisher_party": 0}).probability(0, 10)[0]
    assert by_party_paper < one_place(quoted).probability(0, 10)[0]


@pytest.mark.parametrize("copies", [2, 100])
def test_copies_count_once(copies: int) -> None:
    original = claim(Symbol.GAIN, 0, 50, speaker_party=INDEPENDENT, source=1, echo_group=4)
    echoes = [{**original, "source": 2 + n, "published": (51 + n) * DAY_SECONDS} for n in range(copies - 1)]
    base = log_odds(one_place(claim(Symbol.HOLD, 1, 20)).probability(0, 60)[0])
    once = log_odds(one_place(claim(Symbol.HOLD, 1, 20), original).probability(0, 60)[0])
    often = log_odds(one_place(claim(Symbol.HOLD, 1, 20), original, *echoes).probability(0, 60)[0])
    assert abs(often - once) <= 0.05 * abs(once - base)


def test_unlinked_repeats_by_one_source_add_little() -> None:
    once = one_place(claim(Symbol.HOLD, 0, 50, speaker_party=INDEPENDENT, source=1)).probability(0, 50)[0]
    often = one_place(*(claim(Symbol.HOLD, 0, 50, speaker_party=INDEPENDENT, source=1) for _ in range(50)))
    other = one_place(*(claim(Symbol.HOLD, 0, 50, speaker_party=INDEPENDENT, source=n) for n in range(2)))
    assert once <= often.probability(0, 50)[0] < other.probability(0, 50)[0]


def test_nothing_known_is_unknown() -> None:
    posterior = reconcile(observe(), places=3, parties=2, first_day=0, last_day=9)
    assert not posterior.has_evidence(9).any()
    assert posterior.probability(1, 5)[0] == posterior.probability(1, 5)[1]
    assert posterior.last_evidence_day(0, 9) is None
    assert posterior.evidence(0, 9) == []
    assert posterior.since(0, 9) == (None, None)
    assert not posterior.only_own_side(0, 9)
    assert reconcile(observe(), places=0, parties=1, first_day=0, last_day=0).at(0).shape == (0, 2)


def test_certainty_fades_with_silence_but_an_old_hold_is_firm() -> None:
    taken = one_place(claim(Symbol.GAIN, 0, 5, speaker_party=INDEPENDENT))
    held = one_place(claim(Symbol.HOLD, 0, 5, speaker_party=INDEPENDENT))
    assert taken.probability(0, 5)[0] > taken.probability(0, 30)[0] > taken.probability(0, DAYS)[0] > 0.5
    assert held.probability(0, DAYS)[0] > taken.probability(0, DAYS)[0], "a place just taken is often lost again"


def test_recapture_is_evidence_of_who_held_it_before() -> None:
    """A place nobody had spoken of: that it was retaken from party 1 says that party 1 had it."""
    posterior = one_place(claim(Symbol.GAIN, 0, 60, opponent=1, speaker_party=INDEPENDENT), parties=3)
    assert posterior.probability(0, 50)[1] > 0.7
    assert posterior.probability(0, 60)[0] > 0.85
    earliest, latest = posterior.since(0, 70)
    assert earliest is not None
    assert latest is not None
    assert 57 <= earliest <= latest <= 60


def test_regained_after_losing_leaves_the_present_open() -> None:
    """One side's activist on a gain, the other's agency on the loss and, the day after, on a gain of its own."""
    gain = claim(Symbol.GAIN, 1, 80, first_day=79, opponent=0, source=1)
    lost = claim(Symbol.LOSS, 0, 79, first_day=OPEN_START, published=80 * DAY_SECONDS, speaker_party=0, source=2)
    regained = claim(Symbol.GAIN, 0, 80, speaker_party=0, source=2)
    posterior = one_place(gain, lost, regained)
    assert posterior.probability(0, 79)[1] > 0.75, "lost by then, says its own agency; the activist leaves the day open"
    assert 0.2 < posterior.probability(0, 80)[0] < 0.5


def test_a_later_report_moves_the_belief_about_the_past() -> None:
    early = claim(Symbol.HOLD, 0, 10)
    late = claim(Symbol.HOLD, 1, 20, first_day=5, durative=True, start_slack=0, published=100 * DAY_SECONDS)
    then = one_place(early, late, known_by=50 * DAY_SECONDS)
    now = one_place(early, late)
    assert now.probability(0, 12)[1] > then.probability(0, 12)[1]


def test_a_hold_since_reaches_back() -> None:
    since = claim(Symbol.HOLD, 0, 110, first_day=20, start_slack=30, durative=True, speaker_party=INDEPENDENT)
    posterior = one_place(since)
    assert posterior.probability(0, 110)[0] > 0.85
    assert posterior.probability(0, 70)[0] > 0.85
    assert posterior.probability(0, 5)[0] < 0.65
    assert posterior.last_evidence_day(0, 60) == 60


def test_part_of_a_place_is_contested_rather_than_taken() -> None:
    posterior = one_place(claim(Symbol.GAIN, 0, 50, partial=True, speaker_party=INDEPENDENT))
    assert posterior.most_probable(50)[0] == 2


def test_a_siege_leaves_the_besieged_inside() -> None:
    named = one_place(claim(Symbol.BESIEGED, 0, 50, opponent=1, speaker_party=INDEPENDENT))
    unnamed = one_place(claim(Symbol.BESIEGED, 0, 50, speaker_party=INDEPENDENT))
    assert named.probability(0, 50)[1] > 0.8
    assert unnamed.probability(0, 50)[0] < 0.25


def test_vague_times() -> None:
    """A capture within a month is likelier and likelier within it; an open start reaches back to the first day."""
    vague = one_place(
        claim(Symbol.HOLD, 1, 10, speaker_party=INDEPENDENT),
        claim(Symbol.GAIN, 0, 70, first_day=40, speaker_party=INDEPENDENT),
    )
    path = [vague.probability(0, day)[0] for day in (30, 45, 55, 70)]
    assert path == sorted(path)
    assert path[0] < 0.2
    assert path[-1] > 0.8
    open_ended = one_place(claim(Symbol.GAIN, 0, 0, first_day=OPEN_START, last_day=OPEN_END))
    assert open_ended.probability(0, DAYS)[0] > 0.6


def test_claims_before_the_first_day_speak_of_it_and_after_the_last_are_dropped() -> None:
    before = one_place(claim(Symbol.HOLD, 0, -300, speaker_party=INDEPENDENT))
    assert before.probability(0, 0)[0] > 0.85
    after = one_place(claim(Symbol.HOLD, 0, DAYS + 1, speaker_party=INDEPENDENT))
    assert not after.has_evidence(DAYS).any()


def test_evidence_is_exact_leave_one_out() -> None:
    rows = [
        claim(Symbol.GAIN, 0, 40, speaker_party=INDEPENDENT, source=1, echo_group=3),
        claim(Symbol.GAIN, 0, 40, source=2, echo_group=3, published=41 * DAY_SECONDS),
        claim(Symbol.LOSS, 1, 42, speaker_party=1, source=3),
        claim(Symbol.HOLD, 1, 45, speaker_party=1, source=4),
    ]
    as_given = ReconcileSettings(iterations=0)
    posterior = one_place(*rows, settings=as_given)
    pulls = dict(posterior.evidence(0, 50))
    full = log_odds(posterior.probability(0, 50)[0])
    without = {
        row: log_odds(
            one_place(*(r for n, r in enumerate(rows) if n not in left_out), settings=as_given).probability(0, 50)[0]
        )
        for row, left_out in ((0, {0, 1}), (2, {2}), (3, {3}))
    }
    assert pulls[1] == 0.0, "a copy adds nothing"
    for row, value in without.items():
        assert pulls[row] == pytest.approx(full - value)
    assert pulls[2] > 0 > pulls[3]
    assert [abs(p) for _, p in posterior.evidence(0, 50)] == sorted((abs(p) for p in pulls.values()), reverse=True)


def test_a_claim_without_publication_time_is_never_known_by_a_time() -> None:
    rows = observe(claim(Symbol.HOLD, 0, 5, published=float("nan")))
    assert reconcile(rows, places=1, parties=2, first_day=0, last_day=9).has_evidence(9)[0]
    assert not reconcile(rows, places=1, parties=2, first_day=0, last_day=9, known_by=1e12).has_evidence(9)[0]


def test_a_vague_place_spreads_its_claim() -> None:
    full = one_place(claim(Symbol.HOLD, 0, 5, speaker_party=INDEPENDENT)).probability(0, 5)[0]
    half = one_place(claim(Symbol.HOLD, 0, 5, speaker_party=INDEPENDENT, place_weight=0.5)).probability(0, 5)[0]
    none = one_place(claim(Symbol.HOLD, 0, 5, speaker_party=INDEPENDENT, place_weight=0.0))
    assert none.probability(0, 5)[0] < half < full
    assert not none.has_evidence(5)[0]


def test_one_party_alone() -> None:
    table = one_place(claim(Symbol.HOLD, 0, 5), parties=1).probability(0, 5)
    assert table.sum() == pytest.approx(1)
    assert table[0] > 0.95


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": [1]}, "place must lie in 0..0"),
        ({"party": [2]}, "party must lie in -1..1"),
        ({"weight": [float("nan")]}, "weight of row 0 is nan"),
        ({"reading_probability": [1.5]}, "not in 0..1"),
        ({"first_day": [9], "last_day": [3]}, "runs backwards"),
        ({"party": [-1]}, "says hold of no party"),
        ({"published": [1.0, 2.0]}, "published has 2 rows"),
    ],
)
def test_bad_input_is_named(change: dict[str, Any], message: str) -> None:
    columns: dict[str, Any] = {name: [value] for name, value in claim(Symbol.HOLD, 0, 5).items()}
    with pytest.raises(ValueError, match=message):
        reconcile(Observations.of({**columns, **change}), places=1, parties=2, first_day=0, last_day=9)


def test_bad_questions_are_named() -> None:
    posterior = one_place(claim(Symbol.HOLD, 0, 5))
    with pytest.raises(ValueError, match=r"day 121 is outside 0\.\.120"):
        posterior.at(DAYS + 1)
    with pytest.raises(ValueError, match="place 3"):
        posterior.probability(3, 0)
    with pytest.raises(ValueError, match="after last_day"):
        reconcile(observe(), places=1, parties=2, first_day=9, last_day=0)
    with pytest.raises(KeyError, match="no such column: colour"):
        Observations.of({"place": [], "colour": []})


def test_settings_have_a_digest_and_bounds() -> None:
    assert ReconcileSettings().digest() == ReconcileSettings().digest()
    assert ReconcileSettings(hold_shape=0.4).digest() != ReconcileSettings().digest()
    with pytest.raises(ValueError, match="before_share"):
        ReconcileSettings(before_share=2)
    with pytest.raises(ValueError, match="hold_scale_days"):
        ReconcileSettings(hold_scale_days=0)

"""Denials, contradictions, forecasts, assessments, territory figures, support, agreements, advances: our own gold."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.gold_reading import Score, claims_of

from tadmur.extract.cues import load_cues
from tadmur.terms.claim import CONTROL_KINDS, Claim, ClaimKind
from tadmur.terms.place import PlaceRelation

GOLD: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("gold_speech.yaml").read_text(encoding="utf-8"))
KINDS = frozenset(
    {ClaimKind.DENIAL, ClaimKind.CONTRADICTION, ClaimKind.FORECAST, ClaimKind.ASSESSMENT, ClaimKind.TERRITORY_FIGURE,
     ClaimKind.SUPPORT, ClaimKind.AGREEMENT, ClaimKind.ADVANCE}
)  # fmt: skip


def _fits(claim: Claim, expected: dict[str, Any], text: str) -> bool:
    """Of the kind, or of the kind that is denied; and of the words."""
    start = text.index(expected["words"]) if "words" in expected else 0
    end = start + len(expected["words"]) if "words" in expected else len(text)
    denied = expected["kind"] == "denial" and claim.kind == expected["of"] and not claim.asserted
    return (denied or claim.kind == expected["kind"]) and claim.span.start < end and start < claim.span.end


def _value(claim: Claim, key: str) -> Any:
    if key == "place":
        return claim.place.name if claim.place else None
    if key == "quantity":
        quantity = claim.quantity
        return [quantity.low, quantity.best, quantity.high, quantity.unit] if quantity else None
    if key == "words":
        return claim.span.exact
    if key == "supporters":
        return list(claim.supporter_ids)
    return getattr(claim, {"actor": "actor_id", "opponent": "opponent_id"}.get(key, key))


def _wrong(claim: Claim, expected: dict[str, Any]) -> list[str]:
    return [
        f"{key} {_value(claim, key)!r} for {wanted!r}"
        for key, wanted in expected.items()
        if key not in ("kind", "of")
        and (wanted not in _value(claim, key) if key == "words" else _value(claim, key) != wanted)
    ]


@cache
def score() -> Score:
    """All sentences against what was found in them; denied propositions count where they are expected as denials."""
    total, problems = Score(), []
    for passage in GOLD:
        text = passage["text"]
        left = claims_of(text, passage["pack"])
        for expected in passage["claims"]:
            fits = sorted((c for c in left if _fits(c, expected, text)), key=lambda c: len(_wrong(c, expected)))
            if not fits:
                total.misses += 1
                problems.append(f"missed {expected['kind']} in «{text}»")
                continue
            left.remove(fits[0])
            total.hits += 1
            wrong = _wrong(fits[0], expected)
            total.fields += len(expected) - 1 - ("of" in expected)
            total.right += len(expected) - 1 - ("of" in expected) - len(wrong)
            problems += [f"{expected['kind']}: {problem} in «{text}»" for problem in wrong]
        spurious = [c for c in left if c.kind in KINDS]
        total.spurious += len(spurious)
        problems += [f"spurious {c.kind} {c.actor_id} «{c.span.exact}» in «{text}»" for c in spurious]
        problems += [
            f"(beside: {c.kind} {c.asserted} {c.modality} {c.actor_id} «{c.span.exact}»)"
            for c in left
            if c.kind not in KINDS
        ]
    total.problems = tuple(problems)
    return total


def test_the_gold_is_large_enough() -> None:
    assert len(GOLD) >= 60


def test_the_gold_is_read() -> None:
    found = score()
    assert found.precision >= 0.9, found.problems
    assert found.recall >= 0.85, found.problems
    assert found.right >= 0.95 * found.fields, found.problems


@settings(deadline=None, max_examples=12)
@given(
    st.sampled_from(
        ["There is no truth in reports that {}.", "It is not true that {}.", "Observers found no evidence that {}.",
         "The ministry denied that {}.", "The paper wrongly reported that {}.",
         "Reports that {} turned out to be false."]
    ),
    st.sampled_from(
        ["the Islamic State has captured Tabqa", "the Syrian army has left Palmyra", "rebels have entered Idlib",
         "Tabqa has fallen to the Islamic State"]
    ),
)  # fmt: skip
def test_what_is_denied_is_never_asserted(frame: str, statement: str) -> None:
    text = frame.format(statement)
    claims = claims_of(text)
    assert claims
    assert not any(claim.asserted for claim in claims if claim.kind in CONTROL_KINDS | {ClaimKind.ADVANCE})
    assert all(claim.span.exact == text[claim.span.start : claim.span.end] for claim in claims)


def test_what_is_denied_is_one_claim() -> None:
    claims = claims_of("The Syrian army denied that its troops had pulled out of Saraqib.")
    assert [(claim.kind, claim.asserted) for claim in claims] == [(ClaimKind.CONTROL_LOSS, False)]


def test_who_did_not_deny_has_not_asserted() -> None:
    claims = claims_of("Russia did not deny that its troops had left Lyman.", "ukraine")
    assert [(claim.kind, claim.asserted) for claim in claims] == [(ClaimKind.CONTROL_LOSS, False)]


def test_said_of_nobody_is_denied() -> None:
    for text in ("Neither side controls Aleppo.", "No rebel unit controls Aleppo."):
        assert not any(claim.asserted for claim in claims_of(text))


def test_a_fact_beside_a_forecast_stays_one() -> None:
    claims = claims_of("The loss of Tabqa will make it harder for the Islamic State to supply Raqqa.")
    assert {(claim.kind, claim.asserted) for claim in claims} >= {
        (ClaimKind.CONTROL_LOSS, True),
        (ClaimKind.FORECAST, False),
    }


def test_a_subject_of_several_parts_is_quoted_whole() -> None:
    text = "Bad harvests as well as increasing Russian air strikes, and desertions have exhausted the Islamic State."
    assessments = [claim for claim in claims_of(text) if claim.kind is ClaimKind.ASSESSMENT]
    assert [claim.span.exact for claim in assessments] == [text.rstrip(".")]


def test_two_things_said_of_one_party_are_two_assessments() -> None:
    claims = claims_of("The Islamic State is increasingly weakened, and being seen as in retreat.")
    assert [claim.kind for claim in claims] == [ClaimKind.ASSESSMENT, ClaimKind.ASSESSMENT]


def test_standing_before_a_place_is_never_control() -> None:
    for words in ("at the gates of", "on the outskirts of", "12 km from", "within striking distance of"):
        claims = claims_of(f"The Syrian army is {words} Raqqa.")
        assert [claim.kind for claim in claims] == [ClaimKind.ADVANCE]
        assert claims[0].place is not None
        assert claims[0].place.relation is PlaceRelation.NEAR


def test_a_comparison_takes_the_party_and_the_base() -> None:
    claims = claims_of("Rebels hold 60 per cent of Idlib province, up from 45 per cent a year ago.")
    figures = [claim for claim in claims if claim.kind is ClaimKind.TERRITORY_FIGURE]
    assert sorted(claim.quantity.best or 0 for claim in figures if claim.quantity) == [45, 60]
    assert {claim.actor_id for claim in figures} == {"syrian-opposition"}
    assert not any(claim.kind in CONTROL_KINDS for claim in claims)


def test_every_phrase_of_a_cue_can_match() -> None:
    for cue in load_cues():
        assert cue.scope in {"after", "before", "both", "none"}
        assert cue.needs in {"party", "place", "either", "claim", "nothing"}
        assert all(any(letter.isalpha() for letter in phrase) for phrase in cue.phrases)

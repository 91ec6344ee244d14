"""Violence and harm: our own gold passages as a score with floors, and what must hold of every reading."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.gold_reading import Score
from tests.extract.gold_reading import claims_of as all_claims_of

from tadmur.terms.claim import Claim, ClaimKind, Modality

GOLD: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("gold_violence.yaml").read_text(encoding="utf-8"))
KINDS = frozenset(
    {ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT, ClaimKind.DAMAGE, ClaimKind.AIR_STRIKE, ClaimKind.SHELLING,
     ClaimKind.CLASH, ClaimKind.ATTACK, ClaimKind.BESIEGED}
)  # fmt: skip


def claims_of(text: str, pack: str = "syria-iraq") -> list[Claim]:
    """The claims of the violent kinds."""
    return [claim for claim in all_claims_of(text, pack) if claim.kind in KINDS]


def _place(claim: Claim) -> str | None:
    return claim.place.name if claim.place else None


def _bounds(claim: Claim) -> list[float | None] | None:
    return [claim.quantity.low, claim.quantity.best, claim.quantity.high] if claim.quantity else None


@cache
def score() -> Score:
    """All passages against what was found in them; a claim pairs with a statement of its kind that it overlaps."""
    total, problems = Score(), []
    for passage in GOLD:
        left = claims_of(passage["text"], passage["pack"])
        for expected in passage["expect"]:
            start = passage["text"].index(expected["words"])
            end = start + len(expected["words"])
            fits = [c for c in left if c.kind == expected["kind"] and c.span.start < end and start < c.span.end]
            fits.sort(key=lambda c: (_bounds(c) != expected.get("quantity"), _place(c) != expected["place"]))
            if not fits:
                if not expected.get("optional"):
                    total.misses += 1
                    problems.append(f"{passage['id']}: missed {expected['kind']} «{expected['words']}»")
                continue
            found = fits[0]
            left.remove(found)
            total.hits += 1
            fields = {
                "place": (_place(found), expected["place"]),
                "actor": (found.actor_id, expected.get("actor")),
                "opponent": (found.opponent_id, expected.get("opponent", found.opponent_id)),
                "quantity": (_bounds(found), expected.get("quantity")),
                "asserted": (found.asserted, expected.get("asserted", True)),
            }
            if expected.get("actor") == "?" or (expected.get("actor") is None and found.actor_id is not None):
                fields.pop("actor")
            for name, (got, wanted) in fields.items():
                total.fields += 1
                total.right += got == wanted
                if got != wanted:
                    problems.append(f"{passage['id']}: {name} {got} for {wanted} «{expected['words']}»")
        total.spurious += len(left)
        problems += [f"{passage['id']}: spurious {c.kind} at {_place(c)} «{c.span.exact}»" for c in left]
    total.problems = tuple(problems)
    return total


def test_the_gold_is_large_enough() -> None:
    assert len(GOLD) >= 60
    assert len({passage["id"] for passage in GOLD}) == len(GOLD)


def test_the_gold_is_found() -> None:
    found = score()
    assert found.precision >= 0.95, found.problems
    assert found.recall >= 0.95, found.problems
    assert found.right >= 0.97 * found.fields, found.problems


def test_each_count_is_a_claim_of_its_own() -> None:
    claims = claims_of("A raid on Azaz killed 9 soldiers and 14 militants.")
    counts = [_bounds(claim) for claim in claims if claim.kind is ClaimKind.CASUALTIES]
    assert sorted(counts, key=str) == [[14, 14, 14], [9, 9, 9]]
    assert len({claim.claim_id for claim in claims}) == len(claims)


def test_a_stated_unknown_is_neither_asserted_nor_a_number() -> None:
    claims = claims_of("The army shelled Saraqib on Friday. How many people were killed is not known.")
    unknown = [claim for claim in claims if claim.kind is ClaimKind.CASUALTIES]
    assert [(claim.asserted, claim.quantity, _place(claim)) for claim in unknown] == [(False, None, "Saraqib")]


def test_nobody_is_zero() -> None:
    claims = claims_of("Rebels fired rockets at Saraqib. Nobody was hurt.")
    harmed = [claim for claim in claims if claim.kind is ClaimKind.CASUALTIES]
    assert [(claim.asserted, _bounds(claim)) for claim in harmed] == [(True, [0, 0, 0])]


def test_a_place_of_the_passage_is_less_sure_than_one_in_the_words() -> None:
    said, implied = (claim.place for claim in claims_of("Jets bombed Saraqib on Friday. Seven people died.")[:2])
    assert said is not None
    assert implied is not None
    assert said.anaphora_probability == 1.0
    assert implied.name == "Saraqib"
    assert implied.anaphora_probability < 1.0


def test_a_country_is_no_scene() -> None:
    claims = claims_of("The army is tired, and Syria is poor. Seven people died.")
    assert [_place(claim) for claim in claims if claim.kind is ClaimKind.CASUALTIES] == [None]


def test_an_attack_beaten_off_failed() -> None:
    claims = claims_of("The army repelled an attack by Islamic State on Saraqib.")
    attacks = [claim for claim in claims if claim.kind is ClaimKind.ATTACK]
    assert [(claim.asserted, claim.modality, claim.actor_id) for claim in attacks] == [
        (False, Modality.FAILED, "islamic-state")
    ]


@given(
    number=st.integers(2, 999),
    people=st.sampled_from(["soldiers", "civilians", "people", "fighters"]),
    fate=st.sampled_from(["killed", "wounded", "injured"]),
)
@settings(max_examples=12, deadline=None)
def test_any_number_is_kept_as_stated(number: int, people: str, fate: str) -> None:
    text = f"In the army's raid on Azaz, {number} {people} were {fate}."
    counts = [claim for claim in claims_of(text) if claim.kind is ClaimKind.CASUALTIES]
    assert [_bounds(claim) for claim in counts] == [[number, number, number]]
    assert all(claim.span.exact == text[claim.span.start : claim.span.end] for claim in counts)

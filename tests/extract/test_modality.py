"""Whether a clause asserts: read from the verb upwards."""

from __future__ import annotations

import pytest

from tadmur.extract.language_model import load_language_model
from tadmur.extract.modality import read_stance
from tadmur.terms.claim import Modality

CASES = [
    ("The army captured the town.", "captured", Modality.ACTUAL, True),
    ("The army did not capture the town.", "capture", Modality.ACTUAL, False),
    ("The army managed to capture the town.", "capture", Modality.ACTUAL, True),
    ("The army failed to capture the town.", "capture", Modality.FAILED, False),
    ("The army tried to capture the town.", "capture", Modality.ATTEMPTED, False),
    ("The army wants to capture the town.", "capture", Modality.PLANNED, False),
    ("The army will capture the town.", "capture", Modality.FORECAST, False),
    ("The army might capture the town.", "capture", Modality.CONDITIONAL, False),
    ("If the army captures the town, thousands will flee.", "captures", Modality.CONDITIONAL, False),
    ("The general denied that the army had captured the town.", "captured", Modality.ACTUAL, False),
    ("The goal was to capture the town.", "capture", Modality.PLANNED, False),
    ("Troops were prevented from capturing the town.", "capturing", Modality.FAILED, False),
    ("The army succeeded in capturing the town.", "capturing", Modality.ACTUAL, True),
    ("The army stopped short of capturing the town.", "capturing", Modality.FAILED, False),
    ("The army nearly captured the town.", "captured", Modality.FAILED, False),
    ("The army is said to have captured the town.", "captured", Modality.ACTUAL, True),
    ("There are fears that the army captured the town.", "captured", Modality.CONDITIONAL, False),
]


@pytest.mark.parametrize(("text", "verb", "modality", "asserted"), CASES, ids=[case[0] for case in CASES])
def test_stance(text: str, verb: str, modality: Modality, asserted: bool) -> None:
    token = next(t for t in load_language_model()(text) if t.text == verb)
    stance = read_stance(token, token)
    assert (stance.modality, stance.asserted) == (modality, asserted)


def test_a_hedge_is_kept_as_it_stands() -> None:
    text = "The army reportedly captured the town."
    token = next(t for t in load_language_model()(text) if t.text == "captured")
    hedge = read_stance(token, token).hedge
    assert hedge is not None
    assert text[hedge[0] : hedge[1]] == "reportedly"

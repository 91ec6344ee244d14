"""Reviewed claims are anchors, and grades weigh."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from simulated_war import claim, observe
from tests.conftest import REPOSITORY

from tadmur.reconcile.grades import GRADE_WEIGHT
from tadmur.reconcile.model import reconcile
from tadmur.reconcile.observations import INDEPENDENT, Symbol

BOASTS = [claim(Symbol.HOLD, 0, day, source=1, speaker_party=0, place=day % 20) for day in range(1, 60)]


def probability(*claims: dict[str, object]) -> float:
    posterior = reconcile(observe(*claims), places=20, parties=2, first_day=0, last_day=60)
    return float(posterior.probability(5, 45)[0])


def test_a_confirmed_claim_is_believed_and_a_rejected_one_is_not_there() -> None:
    denial = claim(Symbol.HOLD, 1, 45, source=2, speaker_party=1, place=5)
    assert probability(*BOASTS, {**denial, "reviewed": 1}) < 0.05
    assert probability(*BOASTS, {**denial, "reviewed": 0}) > 0.2
    assert probability(*BOASTS, {**denial, "reviewed": -1}) == probability(*BOASTS)


def test_reviews_teach_how_a_source_speaks() -> None:
    """Thirty boasts shown to be false lower what the next one is worth."""
    shown = [
        claim(Symbol.HOLD, 1, day, source=2, speaker_party=INDEPENDENT, place=day % 20, reviewed=1)
        for day in range(1, 60)
        if day % 20 != 5
    ]
    assert probability(*BOASTS, *shown) < probability(*BOASTS)


def test_the_page_has_the_table() -> None:
    page = (Path(REPOSITORY) / "docs" / "methods" / "grades.md").read_text()
    for grade, weight in GRADE_WEIGHT.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| {grade.value} |")]
        assert np.isclose(float(row.split("|")[3].split(",")[0]), weight)

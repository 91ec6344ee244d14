"""What an analyst's grades mean to the model: one table, written out in docs/methods/grades.md."""

from __future__ import annotations

from tadmur.terms.grading import Reliability

GRADE_WEIGHT = {
    Reliability.A: 1.0,
    Reliability.B: 0.95,
    Reliability.C: 0.8,
    Reliability.D: 0.5,
    Reliability.E: 0.1,
    Reliability.F: 1.0,
}
"""Chance that a claim of a source so graded bears on the place at all; F says nothing, so nothing changes."""
CONFIRMED_RATE = 0.995
"""P(a claim that a reviewer confirmed is as it says); it is neither an echo nor anybody's interest."""

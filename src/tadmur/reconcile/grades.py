"""What an analyst's grades mean to the model: one table, written out in docs/methods/grades.md."""

from __future__ import annotations

from tadmur.terms.grading import Reliability
from tadmur.terms.review import Credibility

GRADE_WEIGHT = {
    Reliability.A: 1.0,
    Reliability.B: 0.95,
    Reliability.C: 0.8,
    Reliability.D: 0.5,
    Reliability.E: 0.1,
    Reliability.F: 1.0,
}
"""Chance that a claim of a source so graded bears on the place at all; F says nothing, so nothing changes."""
CREDIBILITY_WEIGHT = {
    Credibility.CONFIRMED: 1.0,
    Credibility.PROBABLY_TRUE: 1.0,
    Credibility.POSSIBLY_TRUE: 0.8,
    Credibility.DOUBTFUL: 0.5,
    Credibility.IMPROBABLE: 0.1,
    Credibility.CANNOT_BE_JUDGED: 1.0,
}
"""Chance that what a claim so graded says bears on its place; 1 is an anchor besides, 6 changes nothing."""
READ_BY_A_PERSON = 0.99
"""P(the text says this), where a person has accepted or corrected the reading, or made it."""
CONFIRMED_RATE = 0.995
"""P(a claim of credibility 1 is as it says); it is neither an echo nor anybody's interest."""

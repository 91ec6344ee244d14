"""The sentences of a page read as English, whatever the party is called."""

from __future__ import annotations

from datetime import date

from tadmur.export.summary import belief_sentence, summary_paragraph
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label

DAY = date(2023, 12, 18)
ACTORS = {"north": "Northland", "south": "Southern Front"}


def assessment(place: str, label: Label, *states: tuple[str, float]) -> Assessment:
    return Assessment(place, DAY, None, states, label, date(2023, 12, 1), date(2023, 12, 4), (), DAY)


def test_holders_first_then_what_is_open() -> None:
    held = assessment("a", Label.ASSESSED, ("north", 0.97), ("south", 0.03))
    open_ = assessment("b", Label.CONTESTED, ("south", 0.6), ("north", 0.4))
    boast = assessment("c", Label.CLAIMED_ONLY, ("south", 0.6), ("north", 0.4))
    text = summary_paragraph(
        DAY, [held, open_, boast], {"a": "Alder", "b": "Birch", "c": "Cedar"}, ACTORS, reports=1, disputes=2
    )
    assert text == (
        "From 1 report, as of 18 December 2023. Assessed as held by Northland: Alder. Contested: Birch. "
        "Held on the word of one side only: Cedar. The reports contradict each other in 2 matters."
    )


def test_a_long_list_is_cut_and_counted() -> None:
    names = {str(number): f"Place {number}" for number in range(9)}
    held = [assessment(name, Label.ASSESSED, ("north", 0.9)) for name in names]
    assert "and 3 more." in summary_paragraph(DAY, held, names, ACTORS, reports=2, disputes=0)


def test_belief_gives_number_words_and_alternatives() -> None:
    text = belief_sentence(assessment("a", Label.ASSESSED, ("north", 0.9), (CONTESTED_STATE, 0.1)), ACTORS)
    assert text == (
        "The model finds it very likely (90%) that it is held by Northland, since 1–4 Dec 2023; "
        "otherwise contested 10%."
    )


def test_nothing_known_is_said_so() -> None:
    assert "do not say who" in belief_sentence(assessment("a", Label.UNKNOWN, ("north", 0.5), ("south", 0.5)), ACTORS)

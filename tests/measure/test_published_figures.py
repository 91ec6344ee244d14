"""The checker on structured figures: readings, bases, sums, relations, and what cannot be checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.measure.published_checks import ReadingKind, Verdict
from tadmur.measure.published_figures import check_figures, implied_base
from tadmur.measure.published_relations import Relation, relations_of
from tadmur.reference.published_areas import PublishedArea, published_areas
from tadmur.terms.figure import Direction, Firmness, StatedFigure, Whole
from tadmur.terms.span import TextSpan

AREAS = published_areas()
NEW_YEAR = date(2015, 1, 1)


def figure(
    value: float, first: date | None, last: date | None, *, name: str = "a", slack: float = 0.5, **more: object
) -> StatedFigure:
    values: dict[str, object] = {
        "figure_id": name,
        "span": TextSpan(
            f"report-{name}" if more.pop("apart", False) else "report", ord(name[0]), ord(name[0]) + 1, "x"
        ),
        "sentence": "",
        "actor_id": "islamic-state",
        "value": value,
        "unit": "percent",
        "low": value - slack,
        "high": value + slack,
        "firmness": Firmness.EXACT,
        "direction": Direction.LOST,
        "whole": Whole.UNSAID,
        "first_day": first,
        "last_day": last,
        "dated": True,
    }
    return StatedFigure(**{**values, **more})  # type: ignore[arg-type]


def area(value: float, day: date, *, name: str = "a", **more: object) -> StatedFigure:
    return figure(value, day, day, name=name, slack=50, unit="km2", direction=Direction.HELD, **more)


def test_twenty_two_and_eight_have_three_readings() -> None:
    pair = [
        figure(22, NEW_YEAR, date(2016, 3, 15)),
        figure(8, date(2015, 12, 15), date(2016, 3, 15), name="b"),
    ]
    (check,) = check_figures(pair, AREAS, {})
    assert check.verdict is Verdict.DEPENDS
    assert [round(reading.computed, 1) for reading in check.readings] == [22.0, 21.0, 9.2]
    assert [reading.holds for reading in check.readings] == [True, False, False]
    assert check.readings[0].sentence == (
        "If the 8 are points of the base of 1 January 2015, 14 lost until 14 December 2015 and 8 after make 22.0 per "
        "cent, which agrees with the stated 22."
    )
    points = check_figures([pair[0], replace(pair[1], whole=Whole.POINTS)], AREAS, {})
    assert [c.verdict for c in points] == [Verdict.AGREES]
    remainder = check_figures([pair[0], replace(pair[1], whole=Whole.FIRST_DAY)], AREAS, {})
    assert [c.verdict for c in remainder] == [Verdict.DISAGREES]


@pytest.mark.parametrize(
    ("percent", "first", "last", "computed", "verdict"),
    [
        (14, NEW_YEAR, date(2015, 12, 14), 14.1, Verdict.AGREES),
        (9.4, NEW_YEAR, date(2015, 6, 30), 8.7, Verdict.DISAGREES),
        (12, date(2015, 12, 31), date(2016, 7, 10), 12.4, Verdict.AGREES),
        (26, NEW_YEAR, date(2016, 7, 4), 24.8, Verdict.DISAGREES),
        (28, NEW_YEAR, date(2016, 10, 3), 27.9, Verdict.AGREES),
        (40, date(2016, 12, 31), date(2017, 6, 26), 40.1, Verdict.AGREES),
    ],
)
def test_single_figures(percent: float, first: date, last: date, computed: float, verdict: Verdict) -> None:
    (check,) = check_figures([figure(percent, first, last, slack=0.05 if percent == 9.4 else 0.5)], AREAS, {})
    assert round(check.readings[0].computed, 1) == computed
    assert check.verdict is verdict


def test_a_share_that_disagrees_names_the_base_it_implies_or_the_day_it_is_counted_from() -> None:
    printed = figure(9.4, NEW_YEAR, date(2015, 6, 30), slack=0.05)
    (check,) = check_figures([printed], AREAS, {})
    assert check.sentence.endswith("imply a base of 91,545 km2, not 90,800.")
    (relation,) = relations_of([printed], [check], AREAS)
    assert relation.relation is Relation.MOVING_BASE
    (older,) = check_figures([figure(60, date(2016, 12, 31), date(2017, 6, 26))], AREAS, {})
    assert older.sentence.endswith("counted from 90,800 km2 on 1 January 2015 (IHS Jane's) it would agree.")
    assert implied_base(replace(printed, value=100.0), 5.0) is None


def test_fourteen_and_twelve_are_not_twenty_six() -> None:
    parts = [
        figure(14, NEW_YEAR, date(2015, 12, 31)),
        figure(12, date(2016, 1, 1), date(2016, 7, 4), name="b"),
        figure(26, NEW_YEAR, date(2016, 7, 4), name="c"),
    ]
    checks = check_figures(parts, AREAS, {})
    (total,) = [check for check in checks if check.kind is ReadingKind.SUM_OF_SHARES]
    assert total.sentence == (
        "14 and 12 per cent are not 26 together: they are shares of different bases, and make 24.3 per cent of the "
        "first."
    )
    assert Relation.SUM_OF_SHARES in {item.relation for item in relations_of(parts, checks, AREAS)}
    points = [parts[0], replace(parts[1], whole=Whole.POINTS), parts[2]]
    (fitting,) = [c for c in check_figures(points, AREAS, {}) if c.kind is ReadingKind.SUM_OF_SHARES]
    assert fitting.verdict is Verdict.AGREES


def test_sums_across_reports_only_where_they_were_added() -> None:
    parts = [
        figure(14, NEW_YEAR, date(2015, 12, 31), name="a", apart=True),
        figure(12, date(2016, 1, 1), date(2016, 7, 4), name="b", apart=True),
    ]
    added = figure(26, NEW_YEAR, date(2016, 7, 4), name="c", apart=True)
    right = figure(25, NEW_YEAR, date(2016, 7, 4), name="d", apart=True)
    kinds = [check.kind for check in check_figures([*parts, added, right], AREAS, {})]
    assert kinds.count(ReadingKind.SUM_OF_SHARES) == 1


def test_a_share_of_the_losses_is_none_of_the_territory() -> None:
    share = figure(75, NEW_YEAR, date(2015, 12, 14), whole=Whole.LOSSES, scope=("Syria",))
    (check,) = check_figures([share], AREAS, {})
    assert check.verdict is Verdict.UNCHECKED
    whole = figure(12_800, NEW_YEAR, date(2015, 12, 14), name="b", unit="km2", slack=50)
    part = figure(9_600, NEW_YEAR, date(2015, 12, 14), name="c", unit="km2", slack=50, scope=("Syria",))
    (parts,) = [c for c in check_figures([share, whole, part], AREAS, {}) if c.kind is ReadingKind.SHARE_OF_LOSSES]
    assert parts.verdict is Verdict.AGREES
    mistaken = replace(share, figure_id="d", whole=Whole.UNSAID, scope=())
    found = relations_of([share, mistaken], check_figures([share, mistaken], AREAS, {}), AREAS)
    assert [item.relation for item in found] == [Relation.LOSSES_AS_TERRITORY]


def test_one_estimate_with_two_dates_and_one_in_two_reports() -> None:
    first = area(78_000, date(2015, 12, 14), apart=True)
    later = area(78_000, date(2016, 2, 1), name="b", apart=True)
    copy = area(78_000, date(2015, 12, 14), name="c", apart=True)
    checks = check_figures([first, later, copy], AREAS, {})
    relations = [item.relation for item in relations_of([first, later, copy], checks, AREAS)]
    assert relations.count(Relation.COPIED) == 1
    assert relations.count(Relation.REDATED) == 3  # against each of the two others, and against what was published


def test_two_publishers_are_two_readings_unless_one_is_named() -> None:
    other = [
        replace(item, publisher="Beta", area_km2=item.area_km2 * 0.9 if item.as_of.month == 12 else item.area_km2)
        for item in AREAS
    ]
    stated = figure(14, NEW_YEAR, date(2015, 12, 14))
    (check,) = check_figures([stated], [*AREAS, *other], {})
    assert check.verdict is Verdict.DEPENDS
    (named,) = check_figures([stated], [*AREAS, *other], {"report": "Beta counted it."})
    assert named.verdict is Verdict.DISAGREES


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (figure(22, NEW_YEAR, date(2015, 12, 14), actor_id="nobody"), "no area of this party"),
        (figure(22, date(2013, 1, 1), date(2015, 12, 14)), "within 21 days of 1 January 2013"),
        (figure(22, None, date(2015, 12, 14)), "since when"),
        (figure(22, date(2015, 12, 14), date(2015, 12, 14)), "its period is empty"),
        (figure(22, NEW_YEAR, None), "for which day"),
        (figure(22, NEW_YEAR, date(2015, 12, 14), actor_id=None), "whose territory"),
        (figure(22, NEW_YEAR, date(2015, 12, 14), checkable=False), "foreseen, aimed at or denied"),
        (figure(22, NEW_YEAR, date(2015, 12, 14), whole=Whole.OTHER), "a country, a province or a town"),
        (figure(22, NEW_YEAR, date(2015, 12, 14), scope=("Iraq",)), "in Iraq"),
    ],
)
def test_what_cannot_be_checked_says_why(stated: StatedFigure, why: str) -> None:
    (check,) = check_figures([stated], AREAS, {})
    assert check.verdict is Verdict.UNCHECKED
    assert why in check.sentence


def test_a_base_of_zero_checks_nothing() -> None:
    nothing = [PublishedArea("x", "s", day, "day", 0.0, "p") for day in (NEW_YEAR, date(2015, 12, 14))]
    (check,) = check_figures([figure(5, NEW_YEAR, date(2015, 12, 14), actor_id="x")], nothing, {})
    assert check.verdict is Verdict.UNCHECKED


@given(st.floats(1000, 1e6), st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.permutations([0, 1]))
def test_true_figures_agree_in_the_reading_they_were_made_in(
    base_km2: float, kept: float, kept_later: float, order: list[int]
) -> None:
    """Whatever the areas: a share of the remainder and the whole loss it leads to agree in readings 2 and 3."""
    first, middle, end = date(2020, 1, 1), date(2020, 7, 1), date(2020, 12, 1)
    areas = [
        PublishedArea("x", "s", first, "day", base_km2, "p"),
        PublishedArea("x", "s", middle, "day", base_km2 * kept, "p"),
    ]
    figures = [
        figure(100 * (1 - kept * kept_later), first, end, name="l", slack=1e-6, actor_id="x"),
        figure(100 * (1 - kept_later), middle, end, name="s", slack=1e-6, actor_id="x"),
    ]
    (check,) = check_figures([figures[i] for i in order], areas, {})
    assert check.readings[1].holds
    assert check.readings[2].holds

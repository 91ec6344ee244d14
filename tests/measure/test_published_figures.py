"""The checker: three readings of nested figures, single figures against published areas, rounding, want of a base."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tadmur.measure.published_figures import ReadingKind, check_figures, check_nested, check_single
from tadmur.measure.shares import ShareLost, half_last_digit, shares_lost
from tadmur.reference.published_areas import PublishedArea, published_areas
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.report import Zone
from tadmur.terms.source import SpeakerRole, Voice
from tadmur.terms.span import TextSpan

AREAS = published_areas()
NEW_YEAR = date(2015, 1, 1)


def lost(percent: float, first: date, last: date, claim_id: str = "a", actor: str = "islamic-state") -> ShareLost:
    return ShareLost(claim_id, actor, percent, first, last, rounding_points=half_last_digit(percent))


def test_twenty_two_and_eight_have_three_readings() -> None:
    longer = lost(22, NEW_YEAR, date(2016, 3, 20), "since 2015")
    shorter = lost(8, date(2015, 12, 20), date(2016, 3, 20), "three months")
    (check,) = check_figures([shorter, longer], AREAS)
    assert check.claim_ids == ("since 2015", "three months")
    assert [reading.kind for reading in check.readings] == [
        ReadingKind.POINTS_OF_FIRST_BASE,
        ReadingKind.SHARE_OF_REMAINDER,
        ReadingKind.IMPLIED_BY_LONGER,
    ]
    assert [round(reading.computed_percent, 1) for reading in check.readings] == [22.0, 21.0, 9.2]
    assert [reading.consistent for reading in check.readings] == [True, False, False]
    assert [round(reading.difference_points, 1) for reading in check.readings] == [0.0, -1.0, 1.2]
    assert "\n".join(reading.sentence for reading in check.readings) == (
        "If the 8 are points of the base of 1 January 2015, 14 lost until 14 December 2015 and 8 after make 22.0 per "
        "cent, which agrees with the stated 22.\n"
        "If the 8 are per cent of the 78,000 km2 left on 14 December 2015, the whole loss is 21.0 per cent, which "
        "differs from the stated 22 by 1.0 points, more than rounding explains.\n"
        "If 22 per cent of 90,800 km2 are gone, 70,824 km2 are left, and the loss since 14 December 2015 is 9.2 per "
        "cent, which differs from the stated 8 by 1.2 points, more than rounding explains."
    )
    assert check.summary == ("The figures agree in 1 of 3 readings of their bases; the words do not say which.")


@pytest.mark.parametrize(
    ("percent", "first", "last", "computed", "consistent"),
    [
        (14, NEW_YEAR, date(2015, 12, 14), 14.1, True),
        (9.4, NEW_YEAR, date(2015, 6, 30), 8.7, False),
        (12, date(2015, 12, 31), date(2016, 7, 10), 12.4, True),
        (26, NEW_YEAR, date(2016, 7, 4), 24.8, False),
    ],
)
def test_single_figures(percent: float, first: date, last: date, computed: float, consistent: bool) -> None:
    check = check_single(lost(percent, first, last), AREAS)
    assert check is not None
    (reading,) = check.readings
    assert round(reading.computed_percent, 1) == computed
    assert reading.consistent is consistent


def test_a_figure_that_disagrees_names_the_base_it_implies() -> None:
    check = check_single(lost(9.4, NEW_YEAR, date(2015, 6, 30)), AREAS)
    assert check is not None
    assert check.summary == (
        "From 90,800 km2 on 1 January 2015 (IHS Jane's) to 82,940 km2 on 30 June 2015 (IHS Jane's) is a loss of 8.7 "
        "per cent, which differs from the stated 9.4 by 0.7 points, more than rounding explains; a loss of 9.4 per "
        "cent down to 82,940 km2 implies a base of 91,545 km2."
    )


def test_what_cannot_be_checked_is_left_out() -> None:
    unknown = lost(22, NEW_YEAR, date(2015, 12, 14), actor="nobody")
    undated = lost(22, date(2013, 1, 1), date(2015, 12, 14))
    assert check_figures([unknown, undated], AREAS) == []
    same_start = [lost(5, NEW_YEAR, date(2015, 3, 1), "a"), lost(6, NEW_YEAR, date(2015, 3, 1), "b")]
    assert check_nested(*same_start, AREAS) is None
    apart = [lost(5, NEW_YEAR, date(2015, 3, 1), "a"), lost(6, date(2015, 12, 14), date(2016, 3, 1), "b")]
    assert check_nested(*apart, AREAS) is None
    nothing = [PublishedArea("x", "s", day, "day", 0.0, "p") for day in (NEW_YEAR, date(2015, 12, 14))]
    assert check_single(lost(5, NEW_YEAR, date(2015, 12, 14), actor="x"), nothing) is None


@given(
    st.floats(1000, 1e6),
    st.floats(0.05, 0.9),
    st.floats(0.05, 0.9),
    st.permutations([0, 1]),
)
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
        ShareLost("long", "x", 100 * (1 - kept * kept_later), first, end, rounding_points=1e-6),
        ShareLost("short", "x", 100 * (1 - kept_later), middle, end, rounding_points=1e-6),
    ]
    (check,) = check_figures([figures[i] for i in order], areas)
    assert check.readings[1].consistent
    assert check.readings[2].consistent


def test_rounding_is_read_off_the_figure() -> None:
    assert half_last_digit(22) == 0.5
    assert half_last_digit(9.4) == pytest.approx(0.05)
    assert half_last_digit(8.25) == pytest.approx(0.005)


def figure_claim(quantity: Quantity | None, **more: object) -> Claim:
    values: dict[str, object] = {
        "claim_id": "c",
        "report_id": "r",
        "span": TextSpan("r", 0, 1, "x"),
        "zone": Zone.BODY,
        "kind": ClaimKind.TERRITORY_FIGURE,
        "attribution": (Voice("Monitor", SpeakerRole.MONITOR),),
        "event_time": EventTime(datetime(2015, 1, 1, tzinfo=UTC), datetime(2016, 3, 20, tzinfo=UTC), Precision.DAY),
        "asserted": True,
        "modality": Modality.ACTUAL,
        "probability": 1.0,
        "trigger": "lost",
        "extractor": "test",
        "actor_id": "islamic-state",
        "quantity": quantity,
    }
    return Claim(**{**values, **more})  # type: ignore[arg-type]


def test_shares_are_read_from_claims() -> None:
    exact = Quantity(22, 22, 22, "percent", base="its territory")
    assert shares_lost([figure_claim(exact)]) == [
        ShareLost("c", "islamic-state", 22, NEW_YEAR, date(2016, 3, 20), "its territory", 0.5)
    ]
    left_out = [
        figure_claim(None),
        figure_claim(Quantity(50, None, 60, "percent", vague=True)),
        figure_claim(Quantity(9, 9, 9, "km2")),
        figure_claim(exact, kind=ClaimKind.DAMAGE),
        figure_claim(exact, actor_id=None),
        figure_claim(exact, modality=Modality.FORECAST),
        figure_claim(exact, asserted=False),
        figure_claim(exact, event_time=EventTime.unknown()),
    ]
    assert shares_lost(left_out) == []

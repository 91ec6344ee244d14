"""What a check of published figures is made of: readings, their outcome, and the sentences for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tadmur.reference.published_areas import PublishedArea
from tadmur.terms.figure import Direction, Firmness, StatedFigure

EPSILON = 1e-9
MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


class Verdict(StrEnum):
    """The outcome of a check, gravest last."""

    UNCHECKED = "unchecked"
    """There is nothing to hold it against."""
    AGREES = "agrees"
    """Every reading that the words allow is within rounding."""
    DEPENDS = "depends"
    """Some readings hold and some do not; the words do not say which is meant."""
    DISAGREES = "disagrees"
    """No reading holds."""


GRAVITY = tuple(Verdict)


def gravest(verdicts: Sequence[Verdict]) -> Verdict:
    """The gravest of several verdicts; unchecked where there is none."""
    return max(verdicts, key=GRAVITY.index, default=Verdict.UNCHECKED)


class ReadingKind(StrEnum):
    """What a stated figure can be a figure of."""

    AREA_ON_DAY = "area_on_day"
    AREA_CHANGE = "area_change"
    """Square kilometres lost or gained between two days."""
    SHARE_OF_BASE = "share_of_base"
    """Per cent of the area on the period's first day."""
    OWN_AREAS = "own_areas"
    """Per cent, against two areas that the same report states."""
    POINTS_OF_FIRST_BASE = "points_of_first_base"
    """Two nested periods: the shorter one's per cent are points of the longer one's base."""
    SHARE_OF_REMAINDER = "share_of_remainder"
    """Two nested periods: the shorter one's per cent are of what was left when it began."""
    IMPLIED_BY_LONGER = "implied_by_longer"
    """Two nested periods: what the longer one's figure implies for the shorter one."""
    SUM_OF_SHARES = "sum_of_shares"
    """Shares of periods that follow one another, and one of them all."""
    SHARE_OF_LOSSES = "share_of_losses"
    """A share of what was lost, against the part and the whole of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning and what follows from it.

    Attributes:
        computed: what the figure would be under this reading, in ``unit``; ``computed_low`` to ``computed_high`` where
            other stated figures, themselves rounded, go into it.
        stated: the figure it is held against; its words allow ``low`` to ``high``.
        sentence: the reading and its outcome in one sentence.
    """

    kind: ReadingKind
    computed: float
    computed_low: float
    computed_high: float
    stated: float
    low: float
    high: float
    unit: str
    sentence: str

    @property
    def difference(self) -> float:
        """Computed less stated: percentage points, or km2."""
        return self.computed - self.stated

    @property
    def holds(self) -> bool:
        """Whether rounding and the words' own looseness explain the difference."""
        return within(self.computed_low, self.computed_high, self.low, self.high)


def within(computed_low: float, computed_high: float, low: float, high: float) -> bool:
    """Whether the two ranges have a value in common."""
    return computed_low <= high + EPSILON and computed_high >= low - EPSILON


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """One figure, or several that belong together, in every reading that words and published areas allow.

    ``areas`` are those used, by day. ``sentence`` tells the outcome; without readings it tells why there are none.
    """

    kind: ReadingKind | None
    figures: tuple[StatedFigure, ...]
    areas: tuple[PublishedArea, ...]
    readings: tuple[Reading, ...]
    sentence: str

    @property
    def verdict(self) -> Verdict:
        """The outcome over all readings."""
        if not self.readings:
            return Verdict.UNCHECKED
        holding = sum(reading.holds for reading in self.readings)
        if holding == len(self.readings):
            return Verdict.AGREES
        return Verdict.DEPENDS if holding else Verdict.DISAGREES


def unchecked(figure: StatedFigure, why: str) -> FigureCheck:
    """A figure that nothing can be held against, with the reason."""
    return FigureCheck(None, (figure,), (), (), f"{as_stated(figure)} is not checked: {why}.")


def outcome(computed: float, figure: StatedFigure, *, low: float | None = None, high: float | None = None) -> str:
    """ "agrees with the stated 22", or by how much it differs; ``low`` and ``high`` as in :class:`Reading`."""
    lowest, highest = computed if low is None else low, computed if high is None else high
    stated = loosely(figure)
    if within(lowest, highest, figure.low, figure.high):
        return f"agrees with the stated {stated}"
    difference = abs(computed - figure.value)
    apart = f"{difference:.1f} points" if figure.unit == "percent" else f"{difference:,.0f} km2"
    if figure.firmness in (Firmness.AT_LEAST, Firmness.AT_MOST):
        return f"lies {apart} from the stated {stated}"
    return f"differs from the stated {stated} by {apart}, more than rounding explains"


def loosely(figure: StatedFigure) -> str:
    """The figure with its hedge: "more than 10", "about 78,000 km2"."""
    words = {Firmness.ABOUT: "about ", Firmness.AT_LEAST: "at least ", Firmness.AT_MOST: "at most "}
    if figure.firmness is Firmness.BETWEEN:
        return f"{amount(figure.low, figure.unit)} to {amount(figure.high, figure.unit)}"
    return words.get(figure.firmness, "") + amount(figure.value, figure.unit)


def as_stated(figure: StatedFigure) -> str:
    """ "22 per cent lost since 1 January 2015": how a sentence names a figure."""
    what = loosely(figure) + (" per cent" if figure.unit == "percent" else "")
    if figure.direction is Direction.HELD:
        return what if figure.last_day is None else f"{what} on {day(figure.last_day)}"
    what += {Direction.LOST: " lost", Direction.GAINED: " gained", Direction.LEFT: " left"}[figure.direction]
    if figure.first_day is not None and figure.last_day is not None:
        return f"{what} between {day(figure.first_day)} and {day(figure.last_day)}"
    return what


def amount(value: float, unit: str) -> str:
    """ "22", "9.4", "78,000 km2"."""
    return number(value) if unit == "percent" else f"{value:,.0f} km2"


def number(value: float) -> str:
    """The figure with at most one digit after the point: 22, 9.4."""
    return f"{value:.1f}".removesuffix(".0")


def km2(area: PublishedArea) -> str:
    """ "90,800 km2 on 1 January 2015 (publisher)"."""
    return f"{area.area_km2:,.0f} km2 on {day(area.as_of)} ({area.publisher})"


def day(value: date) -> str:
    """ "1 January 2015", whatever the locale."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"

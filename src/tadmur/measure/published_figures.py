"""The checker of published figures: what a stated share can mean, and which meanings agree with published areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from tadmur.measure.shares import ShareLost
from tadmur.reference.published_areas import PublishedArea

DAY_TOLERANCE = timedelta(days=21)
"""How far the day of a published area may lie from the day that a statement counts from or to."""
SAME_END = timedelta(days=31)
"""How far apart two periods may end and still be read as ending together."""
EPSILON = 1e-9
MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


class ReadingKind(StrEnum):
    """What a stated share can be a share of."""

    SHARE_OF_BASE = "share_of_base"
    """One figure: per cent of the area on its first day."""
    POINTS_OF_FIRST_BASE = "points_of_first_base"
    """Two nested figures: the shorter period's per cent are points of the longer period's base."""
    SHARE_OF_REMAINDER = "share_of_remainder"
    """Two nested figures: the shorter period's per cent are of what was left when it began."""
    IMPLIED_BY_LONGER = "implied_by_longer"
    """Two nested figures: what the longer period's figure implies for the shorter period."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning and what follows from it.

    Attributes:
        computed_percent: what the figure would be under this reading.
        stated_percent: the figure it is held against.
        allowance_points: by how much rounding alone can set the two apart.
        sentence: the reading and its outcome in one sentence.
    """

    kind: ReadingKind
    computed_percent: float
    stated_percent: float
    allowance_points: float
    sentence: str

    @property
    def difference_points(self) -> float:
        """Computed less stated, in percentage points."""
        return self.computed_percent - self.stated_percent

    @property
    def consistent(self) -> bool:
        """Whether rounding alone explains the difference."""
        return abs(self.difference_points) <= self.allowance_points + EPSILON


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """One statement, or two nested ones, read in every way that the published areas allow.

    ``areas`` are those used, in order of their days. ``summary`` is one sentence for the head.
    """

    claim_ids: tuple[str, ...]
    actor_id: str
    areas: tuple[PublishedArea, ...]
    readings: tuple[Reading, ...]
    summary: str


def check_figures(shares: Sequence[ShareLost], areas: Sequence[PublishedArea]) -> list[FigureCheck]:
    """Checks of all statements for which there are published areas: single ones first, then nested pairs.

    Nested are two statements about one party whose periods end together and begin apart. What cannot be checked for
    want of a published area is left out.
    """
    ordered = sorted(shares, key=lambda share: (share.actor_id, share.first_day, -share.percent, share.claim_id))
    checks = [check for share in ordered if (check := check_single(share, areas)) is not None]
    for longer, shorter in combinations(ordered, 2):
        if (check := check_nested(longer, shorter, areas)) is not None:
            checks.append(check)
    return checks


def check_single(share: ShareLost, areas: Iterable[PublishedArea]) -> FigureCheck | None:
    """One statement against the areas published for its first and last day; ``None`` without both."""
    own = [area for area in areas if area.actor_id == share.actor_id]
    begin, end = nearest(own, share.first_day), nearest(own, share.last_day)
    if begin is None or end is None or begin.as_of >= end.as_of or begin.scope != end.scope or not begin.area_km2:
        return None
    loss = 100 * (1 - end.area_km2 / begin.area_km2)
    outcome = agreement(loss, share.percent, share.rounding_points)
    sentence = f"From {km2(begin)} to {km2(end)} is a loss of {loss:.1f} per cent, which {outcome}"
    reading = Reading(ReadingKind.SHARE_OF_BASE, loss, share.percent, share.rounding_points, sentence + ".")
    if not reading.consistent and share.percent < 100:
        base = end.area_km2 / (1 - share.percent / 100)
        reading = Reading(
            ReadingKind.SHARE_OF_BASE,
            loss,
            share.percent,
            share.rounding_points,
            f"{sentence}; a loss of {figure(share.percent)} per cent down to {end.area_km2:,.0f} km2 implies a base of "
            f"{base:,.0f} km2.",
        )
    return FigureCheck((share.claim_id,), share.actor_id, (begin, end), (reading,), summary_of([reading]))


def check_nested(longer: ShareLost, shorter: ShareLost, areas: Iterable[PublishedArea]) -> FigureCheck | None:
    """Two statements on nested periods that end together, in three readings; ``None`` where they are not such a pair.

    With B the area published for the longer period's first day, M that for the shorter period's first day, P and p
    the two stated losses: (1) points of the first base, L + p with L the loss from B to M as its publisher printed
    it, or 100 (1 - M/B); (2) per cent of the remainder, 100 (1 - M/B (1 - p/100)); (3) what P implies for the
    shorter period, 100 (1 - B (1 - P/100) / M). (1) and (2) are held against P, (3) against p.
    """
    if longer.actor_id != shorter.actor_id or longer.first_day >= shorter.first_day:
        return None
    if abs(longer.last_day - shorter.last_day) > SAME_END:
        return None
    own = [area for area in areas if area.actor_id == longer.actor_id]
    base, middle = nearest(own, longer.first_day), nearest(own, shorter.first_day)
    if base is None or middle is None or base.as_of >= middle.as_of or base.scope != middle.scope:
        return None
    if not base.area_km2 or not middle.area_km2:
        return None
    stated, recent = figure(longer.percent), figure(shorter.percent)
    left = middle.area_km2 / base.area_km2
    printed = middle.stated_loss_percent if middle.stated_since == base.as_of else None
    before = 100 * (1 - left) if printed is None else printed
    points = before + shorter.percent
    rounding = longer.rounding_points + shorter.rounding_points
    first = Reading(
        ReadingKind.POINTS_OF_FIRST_BASE,
        points,
        longer.percent,
        rounding,
        f"If the {recent} are points of the base of {day(base.as_of)}, {figure(before)} lost until {day(middle.as_of)} "
        f"and {recent} after make {points:.1f} per cent, which {agreement(points, longer.percent, rounding)}.",
    )
    remainder = 100 * (1 - left * (1 - shorter.percent / 100))
    rounding = longer.rounding_points + left * shorter.rounding_points
    second = Reading(
        ReadingKind.SHARE_OF_REMAINDER,
        remainder,
        longer.percent,
        rounding,
        f"If the {recent} are per cent of the {middle.area_km2:,.0f} km2 left on {day(middle.as_of)}, the whole loss "
        f"is {remainder:.1f} per cent, which {agreement(remainder, longer.percent, rounding)}.",
    )
    end_km2 = base.area_km2 * (1 - longer.percent / 100)
    implied = 100 * (1 - end_km2 / middle.area_km2)
    rounding = shorter.rounding_points + longer.rounding_points / left
    third = Reading(
        ReadingKind.IMPLIED_BY_LONGER,
        implied,
        shorter.percent,
        rounding,
        f"If {stated} per cent of {base.area_km2:,.0f} km2 are gone, {end_km2:,.0f} km2 are left, and the loss since "
        f"{day(middle.as_of)} is {implied:.1f} per cent, which {agreement(implied, shorter.percent, rounding)}.",
    )
    readings = (first, second, third)
    claim_ids = (longer.claim_id, shorter.claim_id)
    return FigureCheck(claim_ids, longer.actor_id, (base, middle), readings, summary_of(readings))


def nearest(areas: Iterable[PublishedArea], wanted: date) -> PublishedArea | None:
    """The area published for the day closest to ``wanted``, within ``DAY_TOLERANCE``."""
    close = [area for area in areas if abs(area.as_of - wanted) <= DAY_TOLERANCE]
    return min(close, key=lambda area: (abs(area.as_of - wanted), area.as_of, area.publisher), default=None)


def agreement(computed: float, stated: float, allowance: float) -> str:
    """ "agrees with the stated 22" or "differs from the stated 22 by 1.0 points, more than rounding explains"."""
    difference = abs(computed - stated)
    if difference <= allowance + EPSILON:
        return f"agrees with the stated {figure(stated)}"
    return f"differs from the stated {figure(stated)} by {difference:.1f} points, more than rounding explains"


def summary_of(readings: Sequence[Reading]) -> str:
    """How many of the readings hold, in one sentence."""
    holding = sum(reading.consistent for reading in readings)
    if len(readings) == 1:
        return "The figure agrees with the published areas." if holding else readings[0].sentence
    if holding == len(readings):
        return "The figures agree in every reading."
    if not holding:
        return "The figures agree in no reading of their bases."
    return f"The figures agree in {holding} of {len(readings)} readings of their bases; the words do not say which."


def km2(area: PublishedArea) -> str:
    """ "90,800 km2 on 1 January 2015 (publisher)"."""
    return f"{area.area_km2:,.0f} km2 on {day(area.as_of)} ({area.publisher})"


def day(value: date) -> str:
    """ "1 January 2015", whatever the locale."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def figure(value: float) -> str:
    """The figure with at most one digit after the point: 22, 9.4."""
    return f"{value:.1f}".removesuffix(".0")

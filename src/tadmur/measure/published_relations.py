"""How stated figures stand to one another and to what was published: copies, new dates, other bases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations

from tadmur.measure.published_checks import FigureCheck, ReadingKind, Verdict, as_stated, day, gravest, loosely, number
from tadmur.measure.published_figures import implied_base
from tadmur.measure.published_series import DAY_TOLERANCE, same_scope
from tadmur.reference.published_areas import PublishedArea
from tadmur.terms.figure import Direction, Firmness, StatedFigure, Whole

UNDATED_TOLERANCE = timedelta(days=60)
"""How far a report's own day may lie from another's stated one for an undated figure to be a copy."""


class Relation(StrEnum):
    """A relation between figures that a reader should know."""

    REDATED = "redated"
    """One estimate, stated for different days."""
    COPIED = "copied"
    """One figure in several reports: one voice, not two."""
    SUM_OF_SHARES = "sum_of_shares"
    """Shares of different bases were added."""
    LOSSES_AS_TERRITORY = "losses_as_territory"
    """A share of the losses is repeated as a share of the territory."""
    MOVING_BASE = "moving_base"
    """A share fits another base than the one published."""


@dataclass(frozen=True, slots=True)
class FigureRelation:
    """A relation, the figures that stand in it, and one sentence about it."""

    relation: Relation
    figures: tuple[StatedFigure, ...]
    sentence: str


def relations_of(
    figures: Sequence[StatedFigure], checks: Sequence[FigureCheck], areas: Sequence[PublishedArea]
) -> list[FigureRelation]:
    """All relations among ``figures``, in the order of the enumeration."""
    found: list[FigureRelation] = []
    for one, other in combinations(sorted(figures, key=lambda f: (f.report_id, f.span.start)), 2):
        if (pair := _pair(one, other)) is not None:
            found.append(pair)
    found += [item for figure in figures if (item := _redated(figure, checks, areas)) is not None]
    found += [item for check in checks if (item := _sum(check)) is not None]
    found += [item for check in checks if (item := _moving_base(check, checks)) is not None]
    order = list(Relation)
    return sorted(found, key=lambda item: order.index(item.relation))


def _pair(one: StatedFigure, other: StatedFigure) -> FigureRelation | None:
    same = (one.actor_id, one.unit, one.value) == (other.actor_id, other.unit, other.value)
    if not same or not (one.checkable and other.checkable):
        return None
    share, territory = (one, other) if one.whole is Whole.LOSSES else (other, one)
    if share.whole is Whole.LOSSES and territory.whole is not Whole.LOSSES and territory.direction is Direction.LOST:
        return FigureRelation(
            Relation.LOSSES_AS_TERRITORY,
            (share, territory),
            f"{number(share.value)} per cent of the losses in one place has become {number(share.value)} per cent of "
            "the territory in another.",
        )
    if one.direction is not other.direction or not one.same_ground(other) or one.last_day is None:
        return None
    if other.last_day is None or one.whole is Whole.LOSSES or Firmness.BETWEEN in (one.firmness, other.firmness):
        return None
    if one.direction is not Direction.HELD:
        if one.first_day is None or other.first_day is None:
            return None
        if one.first_day > other.last_day or other.first_day > one.last_day:
            return None
    starts = (one.first_day or one.last_day, other.first_day or other.last_day)
    moved = one.direction is not Direction.HELD and abs(starts[0] - starts[1]) > DAY_TOLERANCE
    undated = not (one.dated and other.dated) and abs(one.last_day - other.last_day) <= UNDATED_TOLERANCE
    if moved or (abs(one.last_day - other.last_day) > DAY_TOLERANCE and not undated):
        if one.report_id == other.report_id and one.direction is not Direction.HELD:
            return None
        return FigureRelation(
            Relation.REDATED,
            (one, other),
            f"The same {loosely(one)}{_unit(one)} is stated for {day(one.last_day)} and for {day(other.last_day)}: "
            "probably one estimate with two dates.",
        )
    if one.report_id != other.report_id:
        return FigureRelation(
            Relation.COPIED,
            (one, other),
            f"{as_stated(one)} stands in two reports; one repeats the other or both repeat a third, and it counts "
            "once.",
        )
    return None


def _unit(figure: StatedFigure) -> str:
    return " per cent" if figure.unit == "percent" else ""


def _redated(
    figure: StatedFigure, checks: Sequence[FigureCheck], areas: Sequence[PublishedArea]
) -> FigureRelation | None:
    """A figure that is not right for its own day and was published for another."""
    own = [check for check in checks if check.figures[0] is figure and len(check.figures) == 1]
    if gravest([check.verdict for check in own]) in (Verdict.AGREES, Verdict.DEPENDS) or not figure.checkable:
        return None
    for area in areas:
        if area.actor_id != figure.actor_id or figure.last_day is None or not same_scope(figure.scope, area.scope):
            continue
        if abs(area.as_of - figure.last_day) <= DAY_TOLERANCE or figure.firmness is not Firmness.EXACT:
            continue
        held = figure.direction is Direction.HELD and figure.unit == "km2" and figure.value == area.area_km2
        lost = (
            figure.direction is Direction.LOST
            and figure.unit == "percent"
            and figure.value == area.stated_loss_percent
            and figure.whole is not Whole.LOSSES
            and figure.first_day is not None
            and area.stated_since is not None
            and abs(figure.first_day - area.stated_since) <= DAY_TOLERANCE
        )
        if held or lost:
            return FigureRelation(
                Relation.REDATED,
                (figure,),
                f"{loosely(figure)}{_unit(figure)} was published for {day(area.as_of)} ({area.publisher}), not for "
                f"{day(figure.last_day)}: an older estimate with a new date.",
            )
    return None


def _sum(check: FigureCheck) -> FigureRelation | None:
    if check.kind is not ReadingKind.SUM_OF_SHARES or check.verdict is not Verdict.DISAGREES:
        return None
    whole, *parts = check.figures
    if abs(sum(part.value for part in parts) - whole.value) >= 0.05:
        return None
    return FigureRelation(Relation.SUM_OF_SHARES, check.figures, check.sentence)


def _moving_base(check: FigureCheck, checks: Sequence[FigureCheck]) -> FigureRelation | None:
    """A share that disagrees although the area at its end is the published one, or its publisher printed it."""
    if check.kind is not ReadingKind.SHARE_OF_BASE or check.verdict is not Verdict.DISAGREES or len(check.areas) != 2:
        return None
    figure, (begin, end) = check.figures[0], check.areas
    base = implied_base(figure, end.area_km2)
    if "; counted from " in check.sentence and figure.firmness is Firmness.EXACT:
        return FigureRelation(
            Relation.MOVING_BASE,
            (figure,),
            f"{loosely(figure)} per cent is {check.sentence.rpartition('; ')[2].removesuffix(' it would agree.')}, not "
            f"from {day(begin.as_of)}: the base has moved.",
        )
    printed = (
        figure.direction is Direction.LOST
        and end.stated_loss_percent == figure.value
        and end.stated_since == begin.as_of
    )
    stated = any(
        other.kind is ReadingKind.AREA_ON_DAY
        and other.verdict is Verdict.AGREES
        and other.figures[0].report_id == figure.report_id
        and end in other.areas
        for other in checks
    )
    if base is None or figure.firmness is not Firmness.EXACT or not (printed or stated):
        return None
    why = f"{end.publisher} printed it" if printed else "the report has the published area at the end"
    return FigureRelation(
        Relation.MOVING_BASE,
        (figure,),
        f"{loosely(figure)} per cent fits a base of {base:,.0f} km2, not the {begin.area_km2:,.0f} km2 published for "
        f"{day(begin.as_of)}: {why}, so the base has moved.",
    )

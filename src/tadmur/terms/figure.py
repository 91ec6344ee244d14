"""A figure of territory as stated: how much, of what, from when to when, where, and in which direction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tadmur.terms.span import TextSpan


class Direction(StrEnum):
    """What the figure says of the party's territory."""

    HELD = "held"
    """So much is held on a day."""
    LOST = "lost"
    GAINED = "gained"
    LEFT = "left"
    """So much of an earlier extent is still held."""


class Whole(StrEnum):
    """What a share is a share of, as far as the words say."""

    UNSAID = "unsaid"
    """The words leave open which day's territory is the whole ("8 per cent in three months")."""
    FIRST_DAY = "first_day"
    """The territory held when the period began ("of what was left", "of the land it held in January")."""
    POINTS = "points"
    """Percentage points of an earlier base, or a base named as earlier than the period."""
    LOSSES = "losses"
    """Of what was lost: no share of the territory."""
    OTHER = "other"
    """Of a country, a province or a town."""


class Firmness(StrEnum):
    """How the words bound the figure."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One figure of territory in one report.

    Attributes:
        figure_id: hash of report and words.
        span: the figure's words; ``sentence`` is the sentence that they stand in.
        value: per cent, or km2; of a range its middle.
        unit: "percent" or "km2".
        low, high: the values that the words allow, by rounding or by their hedge.
        first_day, last_day: of a change, from when to when; of what is held, the days between which its day lies.
            ``None`` where nothing says.
        dated: false where ``last_day`` is the report's own day, for want of another.
        scope: names of the countries or areas that the figure is for; empty where the words set no limit.
        checkable: false for a forecast, an aim, a denial.
    """

    figure_id: str
    span: TextSpan
    sentence: str
    actor_id: str | None
    value: float
    unit: str
    low: float
    high: float
    firmness: Firmness
    direction: Direction
    whole: Whole
    first_day: date | None
    last_day: date | None
    dated: bool
    scope: tuple[str, ...] = ()
    checkable: bool = True

    def same_ground(self, other: StatedFigure) -> bool:
        """Whether two scopes may be one: equal, or several countries named by one and none by the other."""
        several = 2
        if self.scope == other.scope:
            return True
        return not (self.scope and other.scope) and len(self.scope or other.scope) >= several

    @property
    def report_id(self) -> str:
        """The report that it stands in."""
        return self.span.report_id

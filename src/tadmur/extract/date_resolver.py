"""Dates with missing parts: which year, which month, which week is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tadmur.extract.time_calendar import Interval, add_months, days, month_of, part_of, season_of, week_of, year_of
from tadmur.extract.time_forms import Anchor, Calendar
from tadmur.extract.time_lexicon import TimeLexicon
from tadmur.extract.time_situation import Situation, Style
from tadmur.terms.clock import Precision


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


SEASON_DAYS = 92
"""Length of a season: "last summer" began longer ago than that."""


def calendar_interval(form: Calendar, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    """The interval of a date, its missing parts filled in from the situation; ``None`` where that cannot be."""
    if form.day is not None:
        day = _day_of(form, situation, lexicon)
        return None if day is None else days(day, day)
    if form.weekday is not None:
        day = _weekday(form, situation)
        return None if day is None else days(day, day)
    if form.feast is not None:
        return _feast(form, situation, lexicon)
    if form.month is not None and form.from_story:
        return _month_from_story(form.month, form.which or 1, situation)
    if form.month is not None:
        month = form.month
        year = form.year or _year_for(
            lambda year: date(year, month, 1), situation, lexicon, which=form.which, whole_months=True
        )
        return None if year is None else part_of(month_of(year, month), form.portion)
    if form.season is not None:
        season = form.season
        year = form.year or _year_for(lambda year: date(year, season, 1), situation, lexicon, which=form.which)
        return None if year is None else part_of(season_of(year, season), form.portion)
    if form.year is not None:
        return part_of(year_of(form.year), form.portion)
    return None


def _month_from_story(month: int, which: int, situation: Situation) -> Interval | None:
    """ "The following July": the first July after the story's date."""
    anchor = situation.anchor(Anchor.STORY)
    if anchor is None:
        return None
    base = anchor.first_day
    year = base.year
    if which > 0 and month <= base.month:
        year += 1
    if which < 0 and month >= base.month:
        year -= 1
    return month_of(year, month)


def _feast(form: Calendar, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    length, firsts = lexicon.feasts[form.feast or ""]
    dates = {first.year: first for first in firsts}
    year = form.year or _year_for(lambda year: dates.get(year), situation, lexicon, which=form.which)
    if year is None or year not in dates:
        return None
    first = dates[year]
    precision = Precision.MONTH if length > 7 else Precision.DAY
    return days(first, first + timedelta(days=length - 1), precision)


def _day_of(form: Calendar, situation: Situation, lexicon: TimeLexicon) -> date | None:
    day = form.day
    assert day is not None
    if form.month is None:
        return _day_of_the_month(day, situation)
    month = form.month
    if form.year is not None:
        return _safe_date(form.year, month, day)
    year = _year_for(lambda year: _safe_date(year, month, day), situation, lexicon)
    return None if year is None else _safe_date(year, month, day)


def _day_of_the_month(day: int, situation: Situation) -> date | None:
    """ "On the 21st": of the story's month, or the next where that would step back; in news the last one."""
    if situation.story is not None:
        base = situation.story.first_day
        candidates = [base.replace(day=1), add_months(base.replace(day=1), 1)]
        found = [_safe_date(month.year, month.month, day) for month in candidates]
        if situation.story.precision is Precision.DAY and day < base.day and situation.style is Style.NARRATIVE:
            found.reverse()
        return next((date_ for date_ in found if date_ is not None), None)
    if situation.published is None:
        return None
    base = situation.published.end.date()
    for back in (0, 1, 2):
        month = add_months(base.replace(day=1), -back)
        candidate = _safe_date(month.year, month.month, day)
        if candidate is not None and candidate <= base:
            return candidate
    return None


def _year_for(
    on: Callable[[int], date | None],
    situation: Situation,
    lexicon: TimeLexicon,
    *,
    which: int | None = None,
    whole_months: bool = False,
) -> int | None:
    """The year that a date without one belongs to.

    In a narrative the nearest to the date reached, steps back counting more unless a new section begins, and years
    other than the title's at a cost; otherwise the last one that is not after publication (in a sentence
    about the future the nearest).
    """
    reached = situation.story or situation.title
    if reached is not None and which is None:
        return _nearest_year(on, reached, situation, lexicon)
    if situation.published is None:
        return None
    base = situation.published.end.date()
    behind = next(
        (year for year in range(base.year, base.year - 5, -1) if _is_before(on(year), base, which, whole_months)), None
    )
    ahead = next((year for year in range(base.year, base.year + 3) if (told := on(year)) and told >= base), None)
    if which == 1:
        return ahead
    if which is None and situation.future and ahead is not None and behind is not None:
        near, far = on(ahead), on(behind)
        assert near is not None
        assert far is not None
        return ahead if near - base < base - far else behind
    return behind


def _is_before(told: date | None, base: date, which: int | None, whole_months: bool) -> bool:
    """Whether a date is not after ``base``; "last October" is not this month, "last summer" not the present season."""
    if told is None or told > base:
        return False
    if which != -1:
        return True
    return (told.year, told.month) != (base.year, base.month) if whole_months else (base - told).days >= SEASON_DAYS


def _nearest_year(
    on: Callable[[int], date | None], reached: Interval, situation: Situation, lexicon: TimeLexicon
) -> int | None:
    title = situation.title
    back = 1.0 if situation.new_section else lexicon.step_back_penalty

    def cost(year: int) -> float:
        candidate = on(year)
        if candidate is None:
            return float("inf")
        ahead = (candidate - reached.end.date()).days
        behind = (reached.first_day - candidate).days
        off_title = title is not None and not title.first_day.year <= year <= title.end.year
        return max(ahead, back * behind, 0) + (lexicon.off_title_penalty if off_title else 0)

    known = [reached] if title is None else [reached, title]
    years = sorted({interval.first_day.year + step for interval in known for step in (-1, 0, 1)})
    published = situation.published.end.date() if situation.published else None
    allowed = [year for year in years if (told := on(year)) and (published is None or told <= published)]
    best = min(allowed or years, key=cost)
    return best if on(best) else None


def _weekday(form: Calendar, situation: Situation) -> date | None:
    assert form.weekday is not None
    if form.week_shift is not None and situation.published is not None:
        monday = week_of(situation.published.end.date()).start.date()
        return monday + timedelta(days=7 * form.week_shift + form.weekday)
    narrative = situation.style is Style.NARRATIVE and situation.story is not None
    anchor = situation.story if narrative else situation.published
    if anchor is None:
        return None
    base = anchor.start.date() if narrative else anchor.end.date()
    if narrative and form.which is None:
        return base + timedelta(days=(form.weekday - base.weekday()) % 7)
    if form.which == 1 or (situation.future and form.which is None):
        ahead = (form.weekday - base.weekday()) % 7
        return base + timedelta(days=ahead or 7)
    back = (base.weekday() - form.weekday) % 7
    if form.which == -1 and back == 0:
        back = 7
    return base - timedelta(days=back)

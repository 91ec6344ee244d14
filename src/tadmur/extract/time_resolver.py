"""From the words of a time to an interval, given where in the story and when the report stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from tadmur.extract.time_calendar import (
    DAY,
    SECOND,
    Interval,
    add_months,
    days,
    month_of,
    part_of,
    season_of,
    week_of,
    year_of,
)
from tadmur.extract.time_forms import (
    Anchor,
    Calendar,
    Clock,
    Duration,
    FixedDate,
    Form,
    Frequency,
    Loose,
    Moment,
    Named,
    NearEvent,
    Relation,
    Shift,
    Stretch,
    TimeExpression,
    Unit,
    Window,
)
from tadmur.extract.time_lexicon import TimeLexicon
from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day


class Style(StrEnum):
    """How a text tells its times."""

    NEWS = "news"
    """From the day of publication: "on Monday" is the last Monday."""
    NARRATIVE = "narrative"
    """From date to date: a date holds until the next one."""


class TimeKind(StrEnum):
    """What a resolved time says."""

    POINT = "point"
    PERIOD = "period"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"
    BY = "by"
    DURATION = "duration"
    FREQUENCY = "frequency"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a time is resolved against.

    Attributes:
        published: first and last instant at which the report may have come out, or ``None``.
        story: what the narrative has reached, or ``None``.
        title: the year or month of a title or heading.
        new_section: no date since the last heading.
        future: the sentence speaks of what is to come.
        zone: the clock on which unnamed times of day are read.
    """

    style: Style
    published: Interval | None
    story: Interval | None
    title: Interval | None
    new_section: bool = False
    future: bool = False
    zone: tzinfo = UTC

    def anchor(self, anchor: Anchor) -> Interval | None:
        """The interval that a relative time counts from."""
        if anchor is Anchor.STORY and self.story is not None:
            return self.story
        if anchor is Anchor.STORY and self.style is Style.NARRATIVE:
            return None
        return self.published


@dataclass(frozen=True, slots=True)
class Resolution:
    """An event time, its kind, and the bare interval that the words name, where there is one.

    ``state`` is the time of a lasting state told with the same words, where that differs ("for months").
    """

    time: EventTime
    kind: TimeKind
    named: Interval | None
    state: EventTime | None = None


def resolve(expression: TimeExpression, situation: Situation, lexicon: TimeLexicon) -> Resolution:
    """The time that an expression states; ``EventTime.unknown()`` where there is nothing to count from."""
    form = expression.form
    match form:
        case Frequency():
            return Resolution(EventTime.unknown(), TimeKind.FREQUENCY, None)
        case Duration():
            return _duration(form, situation)
        case NearEvent():
            return Resolution(_near_event(form, situation), TimeKind.PERIOD, None)
        case Loose():
            return Resolution(_loose(form, situation), TimeKind.PERIOD, None)
    named = _interval(form, situation, lexicon)
    if named is None:
        return Resolution(EventTime.unknown(), TimeKind.POINT, None)
    named = _at_time_of_day(named, expression, situation, lexicon)
    return _related(named, expression, situation)


def _related(named: Interval, expression: TimeExpression, situation: Situation) -> Resolution:
    latest = situation.published.end if situation.published else None
    told = expression.form
    precision = named.precision
    match expression.relation:
        case Relation.SINCE:
            end = latest
            if situation.style is Style.NARRATIVE and situation.story and situation.story.end >= named.start:
                end = situation.story.end
            return Resolution(_bounded(named.start, end, precision, None), TimeKind.SINCE, named)
        case Relation.UNTIL:
            return Resolution(EventTime(None, named.end, precision), TimeKind.UNTIL, named)
        case Relation.BEFORE | Relation.AFTER if _in_a_day(expression):
            kind = TimeKind(expression.relation.value)
            return Resolution(_bounded(*_side_of(named, expression), Precision.VAGUE, latest), kind, named)
        case Relation.BEFORE:
            return Resolution(EventTime(None, named.start - SECOND, precision), TimeKind.BEFORE, named)
        case Relation.AFTER:
            return Resolution(_bounded(named.end + SECOND, latest, precision, None), TimeKind.AFTER, named)
        case Relation.BY:
            if expression.day_part and not isinstance(told, Calendar | FixedDate):
                return Resolution(_bounded(named.start, named.end, precision, latest), TimeKind.BY, named)
            anchor = situation.story if isinstance(told, Shift | Named) else None
            start = anchor.start if anchor and anchor.start <= named.end else None
            return Resolution(_bounded(start, named.end, precision, latest), TimeKind.BY, named)
    past = latest if not situation.future else None
    kind = TimeKind.PERIOD if isinstance(told, Stretch | Window) or _is_long(named) else TimeKind.POINT
    return Resolution(_bounded(named.start, named.end, precision, past), kind, named)


def _in_a_day(expression: TimeExpression) -> bool:
    """Whether "before" and "after" stand in front of a time of day: "before dawn", "after midnight"."""
    return expression.clock is not None or (expression.day_part is not None and isinstance(expression.form, Moment))


def _side_of(named: Interval, expression: TimeExpression) -> tuple[datetime, datetime]:
    day = named.start.date()
    if expression.clock is None:
        return start_of_day(day), end_of_day(day)
    if expression.relation is Relation.AFTER:
        return named.start, end_of_day(day)
    return start_of_day(day), named.end


def _is_long(interval: Interval) -> bool:
    return interval.end - interval.start > timedelta(days=2)


def _bounded(start: datetime | None, end: datetime | None, precision: Precision, latest: datetime | None) -> EventTime:
    """The interval, cut at ``latest`` where it reaches past it."""
    if latest is not None and end is not None and end > latest and (start is None or start <= latest):
        end = latest
    if start is not None and end is not None and end < start:
        end = None
    return EventTime(start, end, precision)


def _interval(form: Form, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    match form:
        case FixedDate():
            return days(form.day, form.day)
        case Calendar():
            return _calendar(form, situation, lexicon)
        case Shift():
            return _shift(form, situation, lexicon)
        case Window():
            return _window(form, situation)
        case Named():
            return _named(form, situation)
        case Moment():
            return _moment(form, situation)
        case Stretch():
            return _stretch(form, situation, lexicon)
    return None


def _moment(form: Moment, situation: Situation) -> Interval | None:
    anchor = situation.anchor(form.anchor)
    if anchor is None or form.stated:
        return anchor
    day = anchor.start.date()
    return Interval(start_of_day(day), anchor.end, Precision.PUBLISHED)


def _stretch(form: Stretch, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    first, last = form.first, form.last
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        if first.year is None and last.year is not None:
            year = last.year
            if first.month and last.month and first.month > last.month:
                year -= 1
            first = _with_year(first, year)
        elif last.year is None and first.year is not None:
            year = first.year
            if first.month and last.month and first.month > last.month:
                year += 1
            last = _with_year(last, year)
    end = _interval(last, situation, lexicon)
    start = _interval(first, situation, lexicon)
    if start is None or end is None:
        return None
    if start.start > end.end and isinstance(first, Calendar) and first.weekday is not None:
        start = Interval(start.start - 7 * DAY, start.end - 7 * DAY, start.precision)
    if start.start > end.end and isinstance(first, Calendar) and first.year is None and first.month:
        start = _calendar(_with_year(first, start.first_day.year - 1), situation, lexicon)
    if start is None or start.start > end.end:
        return None
    order = list(Precision)
    coarser = max(start.precision, end.precision, key=order.index)
    return Interval(start.start, end.end, coarser)


def _with_year(form: Calendar, year: int) -> Calendar:
    return Calendar(year, form.month, form.day, form.weekday, form.season, form.feast, form.portion)


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _calendar(form: Calendar, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
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
    other than the title's at a cost; otherwise the last one that is not after publication (the next one, in a
    sentence about the future).
    """
    reached = situation.story or situation.title
    if reached is not None and which is None:
        return _nearest_year(on, reached, situation, lexicon)
    if situation.published is None:
        return None
    base = situation.published.end.date()
    forwards = which == 1 or (situation.future and which is None)
    for year in range(base.year, base.year + 3) if forwards else range(base.year, base.year - 5, -1):
        candidate = on(year)
        if candidate is None:
            continue
        if which == -1 and candidate.year == base.year and candidate.month == base.month:
            continue
        if which == -1 and not whole_months and (base - candidate).days < 92:
            continue
        if (candidate >= base) if forwards else (candidate <= base):
            return year
    return None


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


def _shift(form: Shift, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    anchor = situation.anchor(form.anchor)
    if anchor is None:
        return None
    least, most = sorted((form.sign * form.count.least, form.sign * form.count.most))
    loose = Precision.VAGUE if not form.count.exact else None
    base = anchor.end.date() if form.anchor is Anchor.SPEECH else anchor.start.date()
    if form.sign > 0 and form.anchor is Anchor.STORY and anchor.precision is Precision.DAY:
        base = anchor.start.date()
    match form.unit:
        case Unit.DAY:
            return days(base + timedelta(days=least), base + timedelta(days=most), loose or Precision.DAY)
        case Unit.WEEK:
            slack = lexicon.slack_days["week" if most in (1, -1) else "several_weeks"]
            first = base + timedelta(days=7 * least - (0 if loose else slack))
            return days(first, base + timedelta(days=7 * most + (0 if loose else slack)), loose or Precision.WEEK)
        case Unit.MONTH:
            first, last = add_months(base, int(least)), add_months(base, int(most))
            end = month_of(last.year, last.month).end
            return Interval(month_of(first.year, first.month).start, end, loose or Precision.MONTH)
        case Unit.YEAR:
            start = year_of(base.year + int(least)).start
            return Interval(start, year_of(base.year + int(most)).end, loose or Precision.YEAR)
    if form.anchor is Anchor.STORY:
        return Interval(anchor.start, anchor.end + DAY, Precision.VAGUE)
    step = timedelta(hours=1) if form.unit is Unit.HOUR else timedelta(minutes=1)
    precision = loose or (Precision.HOUR if form.unit is Unit.HOUR else Precision.MINUTE)
    slack_time = timedelta(0) if loose else step
    return Interval(anchor.start + least * step - slack_time, anchor.end + most * step + slack_time, precision)


def _stepped(day: datetime, unit: Unit, count: float) -> datetime:
    match unit:
        case Unit.MINUTE:
            return day + timedelta(minutes=count)
        case Unit.HOUR:
            return day + timedelta(hours=count)
        case Unit.DAY:
            return day + timedelta(days=count)
        case Unit.WEEK:
            return day + timedelta(weeks=count)
    months = count if unit is Unit.MONTH else 12 * count
    return datetime.combine(add_months(day.date(), round(months)), day.timetz())


_UNIT_PRECISION = {
    Unit.MINUTE: Precision.MINUTE,
    Unit.HOUR: Precision.HOUR,
    Unit.DAY: Precision.DAY,
    Unit.WEEK: Precision.WEEK,
    Unit.MONTH: Precision.MONTH,
    Unit.YEAR: Precision.YEAR,
}


def _window(form: Window, situation: Situation) -> Interval | None:
    anchor = situation.anchor(form.anchor)
    if anchor is None:
        return None
    unit, most = form.unit, form.count.most
    if unit is Unit.HOUR and most % 24 == 0 and anchor.precision is not Precision.MINUTE:
        unit, most = Unit.DAY, most / 24
    precision = _UNIT_PRECISION[unit] if form.count.exact else Precision.VAGUE
    if form.sign < 0:
        return Interval(_stepped(anchor.start, unit, -most), anchor.end, precision)
    return Interval(anchor.start, _stepped(anchor.end, unit, most), precision)


def _named(form: Named, situation: Situation) -> Interval | None:
    anchor = situation.anchor(form.anchor)
    if anchor is None:
        return None
    base = anchor.end.date() if form.anchor is Anchor.SPEECH else anchor.start.date()
    match form.unit:
        case Unit.WEEK:
            week = week_of(base + timedelta(days=7 * form.which))
            if form.weekend:
                if form.which == 0 and form.anchor is Anchor.SPEECH and base.weekday() < 5:
                    week = week_of(base - timedelta(days=7))
                return days(week.end.date() - DAY, week.end.date())
            return week
        case Unit.MONTH:
            month = add_months(base, form.which)
            return part_of(month_of(month.year, month.month), form.portion)
        case Unit.YEAR:
            return part_of(year_of(base.year + form.which), form.portion)
    return days(base, base)


def _loose(form: Loose, situation: Situation) -> EventTime:
    anchor = situation.anchor(form.anchor)
    if anchor is None:
        return EventTime(None, None, Precision.VAGUE)
    if form.days_after is None:
        return EventTime(None, anchor.end, Precision.VAGUE)
    if situation.story is None:
        return EventTime(None, anchor.end, Precision.VAGUE)
    latest = situation.published.end if situation.published else None
    end = end_of_day(anchor.start.date() + timedelta(days=form.days_after))
    return _bounded(anchor.start, max(end, anchor.end), Precision.VAGUE, latest)


def _near_event(form: NearEvent, situation: Situation) -> EventTime:
    """Some time from the date reached to so long after it; before an event, nothing but the upper bound."""
    latest = situation.published.end if situation.published else None
    if situation.story is None or form.sign < 0:
        bound = situation.story.end if situation.story else latest
        return EventTime(None, bound, Precision.VAGUE)
    day = situation.story.start
    reach = _stepped(day, form.unit, form.count.most) if form.count else day + 2 * DAY
    end = end_of_day(max(reach.date(), day.date() + DAY))
    return _bounded(day, end, Precision.VAGUE, latest)


def _duration(form: Duration, situation: Situation) -> Resolution:
    """A state told "for three weeks" reaches back from the anchor by what is certain; an event gets no time from it."""
    anchor = situation.anchor(Anchor.STORY) if situation.style is Style.NARRATIVE else situation.published
    precision = _UNIT_PRECISION[form.unit] if form.count.exact else Precision.VAGUE
    if anchor is None:
        return Resolution(EventTime.unknown(), TimeKind.DURATION, None)
    base = start_of_day(anchor.end.date())
    state = EventTime(_stepped(base, form.unit, -form.count.least), anchor.end, precision)
    return Resolution(EventTime.unknown(), TimeKind.DURATION, None, state)


def _at_time_of_day(
    named: Interval, expression: TimeExpression, situation: Situation, lexicon: TimeLexicon
) -> Interval:
    if named.end - named.start > 2 * DAY:
        return named
    if expression.clock is not None:
        return _at_clock(named, expression.clock, situation)
    if expression.day_part is None or isinstance(expression.form, Stretch):
        return named
    first, last = lexicon.day_parts[expression.day_part]
    ending = expression.day_part == "overnight" and isinstance(expression.form, Moment) and situation.story is None
    day = start_of_day(named.start.date()) - (DAY if ending else timedelta(0))
    precision = Precision.DAY if named.precision in (Precision.MINUTE, Precision.HOUR) else named.precision
    if named.precision is Precision.PUBLISHED:
        precision = Precision.DAY
    return Interval(day + timedelta(hours=first), day + timedelta(hours=last) - SECOND, precision)


def _at_clock(named: Interval, clock: Clock, situation: Situation) -> Interval:
    zone = ZoneInfo(clock.zone) if clock.zone else situation.zone
    day = named.start.date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    start = (midnight + timedelta(hours=clock.hour, minutes=clock.minute or 0)).astimezone(UTC)
    if clock.minute is None:
        return Interval(start, start + timedelta(hours=1) - SECOND, Precision.HOUR)
    return Interval(start, start + timedelta(minutes=1) - SECOND, Precision.MINUTE)

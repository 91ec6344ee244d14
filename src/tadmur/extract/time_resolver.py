"""From the words of a time to an interval, given where in the story and when the report stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tadmur.extract.date_resolver import calendar_interval
from tadmur.extract.relative_time_resolver import (
    bounded,
    duration_resolution,
    loose_time,
    named_interval,
    near_event_time,
    shift_interval,
    window_interval,
)
from tadmur.extract.time_calendar import DAY, SECOND, Interval, days
from tadmur.extract.time_forms import (
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
    Window,
)
from tadmur.extract.time_lexicon import TimeLexicon
from tadmur.extract.time_situation import Resolution, Situation, Style, TimeKind
from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day


def resolve(expression: TimeExpression, situation: Situation, lexicon: TimeLexicon) -> Resolution:
    """The time that an expression states; ``EventTime.unknown()`` where there is nothing to count from."""
    form = expression.form
    match form:
        case Frequency():
            return Resolution(EventTime.unknown(), TimeKind.FREQUENCY, None)
        case Duration():
            return duration_resolution(form, situation)
        case NearEvent():
            return Resolution(near_event_time(form, situation), TimeKind.PERIOD, None)
        case Loose():
            return Resolution(loose_time(form, situation), TimeKind.PERIOD, None)
    if isinstance(form, Moment):
        named = _moment(form, situation, of_day=expression.day_part is not None or expression.clock is not None)
    else:
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
            return Resolution(bounded(named.start, end, precision, None), TimeKind.SINCE, named)
        case Relation.UNTIL:
            return Resolution(EventTime(None, named.end, precision), TimeKind.UNTIL, named)
        case Relation.BEFORE | Relation.AFTER if _in_a_day(expression):
            kind = TimeKind(expression.relation.value)
            precision = Precision.VAGUE if expression.clock else Precision.DAY
            return Resolution(bounded(*_side_of(named, expression), precision, latest), kind, named)
        case Relation.BEFORE:
            return Resolution(EventTime(None, named.start - SECOND, precision), TimeKind.BEFORE, named)
        case Relation.AFTER:
            return Resolution(bounded(named.end + SECOND, latest, precision, None), TimeKind.AFTER, named)
        case Relation.BY:
            if expression.clock and isinstance(told, Moment):
                return Resolution(_until(named, latest), TimeKind.BY, named)
            if expression.day_part and not isinstance(told, Calendar | FixedDate):
                return Resolution(bounded(named.start, named.end, precision, latest), TimeKind.BY, named)
            anchor = situation.story if isinstance(told, Shift | Named) else None
            start = anchor.start if anchor and anchor.start <= named.end else None
            return Resolution(bounded(start, named.end, precision, latest), TimeKind.BY, named)
    past = latest if not situation.future else None
    kind = TimeKind.PERIOD if isinstance(told, Stretch | Window) or _is_long(named) else TimeKind.POINT
    return Resolution(bounded(named.start, named.end, precision, past), kind, named)


def _until(named: Interval, latest: datetime | None) -> EventTime:
    """From the start of the day to an hour of it: "by noon"."""
    return bounded(start_of_day(named.start.date()), named.end, named.precision, latest)


def _in_a_day(expression: TimeExpression) -> bool:
    """Whether "before" and "after" stand in front of a time of day: "before dawn", "after midnight"."""
    return expression.clock is not None or expression.day_part is not None


def _side_of(named: Interval, expression: TimeExpression) -> tuple[datetime, datetime]:
    day = named.start.date()
    if expression.clock is None:
        return start_of_day(day), end_of_day(day)
    if expression.relation is Relation.AFTER:
        return named.start, end_of_day(day)
    return start_of_day(day), named.end


def _is_long(interval: Interval) -> bool:
    return interval.end - interval.start > timedelta(days=2)


def _interval(form: Form, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    match form:
        case FixedDate():
            return days(form.day, form.day)
        case Calendar():
            return calendar_interval(form, situation, lexicon)
        case Shift():
            return shift_interval(form, situation, lexicon)
        case Window():
            return window_interval(form, situation)
        case Named():
            return named_interval(form, situation)
        case Stretch():
            return _stretch(form, situation, lexicon)
    return None


def _moment(form: Moment, situation: Situation, *, of_day: bool) -> Interval | None:
    anchor = situation.anchor(form.anchor)
    if of_day and situation.nearby is None and not situation.held and situation.published is not None:
        return situation.published
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
        start = calendar_interval(_with_year(first, start.first_day.year - 1), situation, lexicon)
    if start is None or start.start > end.end:
        return None
    order = list(Precision)
    coarser = max(start.precision, end.precision, key=order.index)
    return Interval(start.start, end.end, coarser)


def _with_year(form: Calendar, year: int) -> Calendar:
    return Calendar(year, form.month, form.day, form.weekday, form.season, form.feast, form.portion)


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
    bare = isinstance(expression.form, Moment) and named is situation.published
    day = start_of_day(named.start.date()) - (DAY if bare and last > 24 else timedelta(0))
    precision = Precision.DAY if named.precision in (Precision.MINUTE, Precision.HOUR) else named.precision
    if named.precision is Precision.PUBLISHED:
        precision = Precision.DAY
    return Interval(day + timedelta(hours=first), day + timedelta(hours=last) - SECOND, precision)


def _at_clock(named: Interval, clock: Clock, situation: Situation) -> Interval:
    zone = ZoneInfo(clock.zone) if clock.zone else situation.zone
    day = named.start.date()
    if clock.hour == 24 and named is situation.published:
        day -= DAY
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    start = (midnight + timedelta(hours=clock.hour, minutes=clock.minute or 0)).astimezone(UTC)
    if clock.last is not None:
        end = midnight + timedelta(hours=clock.last.hour, minutes=clock.last.minute or 0)
        end += timedelta(hours=1) if clock.last.minute is None else timedelta(minutes=1)
        return Interval(start, max(end.astimezone(UTC), start + SECOND) - SECOND, Precision.HOUR)
    if clock.minute is None:
        return Interval(start, start + timedelta(hours=1) - SECOND, Precision.HOUR)
    return Interval(start, start + timedelta(minutes=1) - SECOND, Precision.MINUTE)

"""Times that count from somewhere: from the story's date, or from the day of publication."""

from __future__ import annotations

from datetime import datetime, timedelta

from tadmur.extract.time_calendar import DAY, Interval, add_months, days, month_of, part_of, week_of, year_of
from tadmur.extract.time_forms import Anchor, Duration, Loose, Named, NearEvent, Shift, Unit, Window
from tadmur.extract.time_lexicon import TimeLexicon
from tadmur.extract.time_situation import Resolution, Situation, Style, TimeKind
from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day


def bounded(start: datetime | None, end: datetime | None, precision: Precision, latest: datetime | None) -> EventTime:
    """The interval, cut at ``latest`` where it reaches past it."""
    if latest is not None and end is not None and end > latest and (start is None or start <= latest):
        end = latest
    if start is not None and end is not None and end < start:
        end = None
    return EventTime(start, end, precision)


def shift_interval(form: Shift, situation: Situation, lexicon: TimeLexicon) -> Interval | None:
    """So many units from the anchor.

    Weeks keep some slack, months and years are whole ones. In news "after nine days of fighting" with nothing to count
    from is the stretch up to publication.
    """
    anchor = situation.anchor(form.anchor)
    if anchor is None:
        return None
    ahead = form.sign > 0 and form.anchor is Anchor.STORY and form.count.most > 0
    if ahead and anchor is situation.published and not situation.future:
        return window_interval(Window(form.count, form.unit, -1, Anchor.SPEECH), situation)
    least, most = sorted((form.sign * form.count.least, form.sign * form.count.most))
    loose = Precision.VAGUE if not form.count.exact else None
    base = anchor.end.date() if form.anchor is Anchor.SPEECH else anchor.start.date()
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


def window_interval(form: Window, situation: Situation) -> Interval | None:
    """The stretch that ends or begins at the anchor."""
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


def named_interval(form: Named, situation: Situation) -> Interval | None:
    """The calendar unit counted from the anchor's own."""
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


def loose_time(form: Loose, situation: Situation) -> EventTime:
    """Up to the anchor, or from it on for "soon after"."""
    anchor = situation.anchor(form.anchor)
    if anchor is None:
        return EventTime(None, None, Precision.VAGUE)
    if form.days_after is None:
        return EventTime(None, anchor.end, Precision.VAGUE)
    if situation.story is None:
        return EventTime(None, anchor.end, Precision.VAGUE)
    latest = situation.published.end if situation.published else None
    end = end_of_day(anchor.start.date() + timedelta(days=form.days_after))
    return bounded(anchor.start, max(end, anchor.end), Precision.VAGUE, latest)


def near_event_time(form: NearEvent, situation: Situation) -> EventTime:
    """Some time from the date reached to so long after it; before an event, nothing but the upper bound."""
    latest = situation.published.end if situation.published else None
    if situation.story is None or form.sign < 0:
        bound = situation.story.end if situation.story else latest
        return EventTime(None, bound, Precision.VAGUE)
    day = situation.story.start
    reach = _stepped(day, form.unit, form.count.most) if form.count else day + 2 * DAY
    end = end_of_day(max(reach.date(), day.date() + DAY))
    return bounded(day, end, Precision.VAGUE, latest)


def duration_resolution(form: Duration, situation: Situation) -> Resolution:
    """A state told "for three weeks" reaches back from the anchor by what is certain; an event gets no time from it."""
    anchor = situation.anchor(Anchor.STORY) if situation.style is Style.NARRATIVE else situation.published
    precision = _UNIT_PRECISION[form.unit] if form.count.exact else Precision.VAGUE
    if anchor is None:
        return Resolution(EventTime.unknown(), TimeKind.DURATION, None)
    base = start_of_day(anchor.end.date())
    state = EventTime(_stepped(base, form.unit, -form.count.least), anchor.end, precision)
    return Resolution(EventTime.unknown(), TimeKind.DURATION, None, state)

"""The state of a narrative: which date it has reached, and for how long that date holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tadmur.extract.time_calendar import Interval, days, month_of, year_of
from tadmur.extract.time_forms import Calendar, FixedDate, Moment, Named, Shift, Stretch, TimeExpression, Window
from tadmur.extract.time_grammar import find_times
from tadmur.extract.time_situation import Resolution, Style
from tadmur.terms.clock import Precision

NEWS_CARRY_SENTENCES = 2
"""Sentences for which a date holds in a news report."""
NEWS_ANCHOR_SENTENCES = 10
"""Sentences for which "the next day" may still count from a date in a news report."""
DATED_SENTENCES_OF_A_NARRATIVE = 3
OLD_NARRATIVE = timedelta(days=21)

FINE = (Precision.DAY, Precision.HOUR, Precision.MINUTE)


@dataclass(frozen=True, slots=True)
class Story:
    """What the narrative has reached.

    Attributes:
        reached: the interval of the last date told as one of the story's own.
        title: the year or month in a title or heading, within which the story is told.
        age: sentences since ``reached`` was set.
        new_section: no date since the last heading; a new section may well go back in time.
        new_paragraph: no date since the paragraph began.
    """

    reached: Interval | None = None
    title: Interval | None = None
    age: int = 0
    new_section: bool = False
    new_paragraph: bool = False

    def holds(self, style: Style) -> bool:
        """Whether the date reached is that of a sentence without one."""
        return style is Style.NARRATIVE or (self.age <= NEWS_CARRY_SENTENCES and not self.new_paragraph)


def infer_style(sentences: Sequence[str], published_at: datetime | None) -> Style:
    """Narrative where dates follow one another through the text, news where it looks back from its own day.

    A text without a date of its own, or with several sentences opening on a day that lies weeks before it, is a
    narrative.
    """
    if published_at is None:
        return Style.NARRATIVE
    opening: set[tuple[int | None, int | None]] = set()
    old = 0
    for sentence in sentences:
        for expression in find_times(sentence):
            form = expression.form
            if isinstance(form, Calendar) and form.day is not None and form.month is not None:
                opening.add((form.month, form.day))
                if _days_before(form, published_at) > OLD_NARRATIVE.days:
                    old += 1
    if len(opening) >= DATED_SENTENCES_OF_A_NARRATIVE and old >= len(opening) / 2:
        return Style.NARRATIVE
    return Style.NEWS


def _days_before(form: Calendar, published_at: datetime) -> int:
    assert form.month is not None
    assert form.day is not None
    base = published_at.date()
    try:
        day = date(form.year or base.year, form.month, form.day)
    except ValueError:
        return 0
    if form.year is None and day > base:
        day = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - timedelta(days=365)
    return (base - day).days


def with_heading(story: Story, text: str, published_at: datetime | None) -> Story:
    """The story after a title or heading: a year or month in it guides the dates that follow.

    The date reached holds on, unless the heading names another time, or it was an aside, years off the title.
    """
    month, year = _month_and_year(text)
    if year is None and month is not None:
        known = story.reached or story.title
        year = known.first_day.year if known else published_at.year if published_at else None
    reached, title = story.reached, story.title
    if year is not None:
        title = month_of(year, month) if month else year_of(year)
        if reached is not None and not (reached.start <= title.end and title.start <= reached.end):
            reached = None
    elif reached is not None and title is not None and abs(reached.first_day.year - title.first_day.year) > 1:
        reached = None
    return Story(reached, title, story.age, True)


def _month_and_year(text: str) -> tuple[int | None, int | None]:
    month: int | None = None
    year: int | None = None
    for expression in find_times(text):
        form = expression.form.first if isinstance(expression.form, Stretch) else expression.form
        if isinstance(form, Calendar):
            month, year = form.month or month, form.year or year
        elif isinstance(form, FixedDate):
            month, year = form.day.month, form.day.year
    if year is None:
        plain = re.search(r"\b((?:19|20)\d\d)\b", text)
        year = int(plain.group(1)) if plain else None
    return month, year


def advanced(story: Story, expression: TimeExpression, resolution: Resolution, style: Style, *, opening: bool) -> Story:
    """The story after a time of its own.

    A day moves it. A month, a season or a year moves it from the front of a sentence, or where nothing was known.

    Args:
        opening: the expression opens its sentence.
    """
    named = resolution.named
    if named is None or expression.attributive:
        return story
    if isinstance(expression.form, Moment) and expression.clock is None and expression.day_part is None:
        return story
    if named.precision in FINE and not isinstance(expression.form, Window):
        if not isinstance(expression.form, Stretch):
            day = named.start.date()
            named = days(day, day)
        return Story(named, story.title)
    told = isinstance(expression.form, Calendar | Shift | Named | Stretch)
    reached = story.reached
    refines = reached is None or (reached.start <= named.start and named.end <= reached.end)
    if style is Style.NARRATIVE and told and (opening or (refines and not _is_fine(reached))):
        return Story(named, story.title)
    return story


def is_told(expression: TimeExpression) -> bool:
    """Whether a time is one that "the next day" may count from: not one in a name, nor "now", nor a stretch of days."""
    return not expression.attributive and isinstance(expression.form, Shift | Calendar | FixedDate | Named | Stretch)


def _is_fine(reached: Interval | None) -> bool:
    return reached is not None and reached.precision in FINE


def aged(story: Story, style: Style) -> Story:
    """The story one sentence later."""
    if style is Style.NEWS and story.age >= NEWS_ANCHOR_SENTENCES:
        return Story(None, story.title, 0, story.new_section)
    return replace(story, age=story.age + 1)

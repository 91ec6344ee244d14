"""The state of a narrative: which date it has reached, and for how long that date holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tadmur.extract.time_calendar import Interval, days
from tadmur.extract.time_forms import Calendar, FixedDate, Moment, Named, Relation, Shift, Stretch, TimeExpression
from tadmur.extract.time_grammar import find_times
from tadmur.extract.time_resolver import Resolution, Style
from tadmur.terms.clock import Precision

NEWS_CARRY_SENTENCES = 2
"""Sentences for which a date holds in a news report."""
DATED_SENTENCES_OF_A_NARRATIVE = 3
OLD_NARRATIVE = timedelta(days=21)

FINE = (Precision.DAY, Precision.HOUR, Precision.MINUTE)


@dataclass(frozen=True, slots=True)
class Story:
    """What the narrative has reached.

    Attributes:
        reached: the interval of the last date told as one of the story's own.
        hint: a date from titles and headings, and from coarse dates; good for the year.
        age: sentences since ``reached`` was set.
    """

    reached: Interval | None = None
    hint: date | None = None
    age: int = 0


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
    """The story after a title or heading: its year, or its month, guides dates to come; the date reached is kept.

    A title is read for a year in brackets, too ("Battle of X (2013)").
    """
    hint = story.hint
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
    if year is None and month is not None:
        base = story.reached.first_day if story.reached else hint or (published_at.date() if published_at else None)
        year = base.year if base else None
    if year is None:
        return story
    hint = date(year, month or 1, 1)
    if month is None:
        return replace(story, hint=hint)
    reached = story.reached
    if reached is not None and (reached.first_day.year, reached.first_day.month) != (year, month):
        reached = None
    return replace(story, hint=hint, reached=reached)


def advanced(story: Story, expression: TimeExpression, resolution: Resolution, style: Style) -> Story:
    """The story after a time of its own: a day moves it, a month or year at the front of a sentence guides it."""
    named = resolution.named
    if named is None or expression.attributive:
        return story
    if expression.relation in (Relation.BEFORE, Relation.UNTIL):
        return story
    if isinstance(expression.form, Moment) and expression.clock is None and expression.day_part is None:
        return story
    if isinstance(expression.form, Moment | Shift | Calendar | FixedDate) and named.precision in FINE:
        day = named.start.date()
        return Story(days(day, day), day, 0)
    if isinstance(expression.form, Stretch) and named.precision in FINE:
        return Story(named, named.first_day, 0)
    if isinstance(expression.form, Calendar | Shift | Named | Stretch):
        coarse = Interval(named.start, named.end, named.precision)
        if style is Style.NARRATIVE:
            return Story(coarse, named.first_day, 0)
    return story


def aged(story: Story, style: Style) -> Story:
    """The story one sentence later; in news a date holds for two sentences."""
    if style is Style.NEWS and story.age >= NEWS_CARRY_SENTENCES:
        return Story(None, None, 0)
    return replace(story, age=story.age + 1)

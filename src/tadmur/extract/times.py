"""When a claim happened, as far as the words of the report say.

:func:`find_times` finds the expressions of one sentence. :class:`TimeReader` reads the sentences of a report in order
and gives intervals: it keeps the date that the narrative has reached ("On 13 May ... The next day ...") and knows
the day of publication ("yesterday").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from tadmur.extract.narrative_time import Story, advanced, aged, infer_style, is_told, with_heading
from tadmur.extract.time_calendar import Interval
from tadmur.extract.time_clauses import (
    ACCEPTED_COST,
    INITIAL_COST,
    SPEECH_COST,
    STAND_INS,
    Clause,
    clauses,
    compared_with,
    dates_a_participle,
    distance,
    is_dateline,
    opens_sentence,
    shut_in,
    tells_when_said,
)
from tadmur.extract.time_forms import Frequency, Loose, Moment, Relation, TimeExpression
from tadmur.extract.time_grammar import find_times
from tadmur.extract.time_lexicon import time_lexicon
from tadmur.extract.time_resolver import resolve
from tadmur.extract.time_situation import Resolution, Situation, Style, TimeKind
from tadmur.terms.clock import EventTime, Precision, end_of_day, start_of_day

__all__ = ["ResolvedTime", "Style", "TimeExpression", "TimeKind", "TimeReader", "find_times", "infer_style"]

_FUTURE = re.compile(
    r"(?<!own\s)(?<!free\s)(?<!the\s)\bwill\b(?!\s*[,.;])|\b(?:shall|'ll|’ll|tomorrow|upcoming|forthcoming)\b|"
    r"\b(?:is|are|was|were)\s+(?:due|set|expected|scheduled|planned|slated|to\s+be)\b|\bplans?\s+to\b|\bintends?\s+to\b",
    re.I,
)
_PRESENT_VERB = re.compile(r"\b(?:has|have|is|are|remains?|now|continues?)\b[^,;]{0,25}$", re.I)
_PLUPERFECT = re.compile(
    r"\bhad(?:\s+(?:been|already|previously|earlier|long|once|also|recently|fully|now|successfully))*\s+$", re.I
)
_WAS_THEN = re.compile(r"\bhad\b[^,;:.\"]{0,30}$", re.I)
_EVER_SINCE = re.compile(r"[^,;.]{0,40}?\b(?:ever\s+since|since\s+then|since)\s*(?=[,;.!?\"\u201d]|$)", re.I)
COARSE = (Precision.MONTH, Precision.SEASON, Precision.YEAR)
_RELATIVE = frozenset({"which", "who", "whom", "whose", "where"})


@dataclass(frozen=True, slots=True)
class ResolvedTime:
    """A time expression with its meaning: ``text[start:end]`` of the sentence, its interval and its kind."""

    start: int
    end: int
    time: EventTime
    kind: TimeKind


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was made of one sentence."""

    text: str
    expressions: tuple[TimeExpression, ...]
    resolutions: tuple[Resolution, ...]
    inner: tuple[Clause, ...]
    before: Story
    after: Story


class TimeReader:
    """Reads the sentences of one report in order.

    Args:
        published_at: knowledge time, or ``None`` where the report has none.
        published_precision: "instant" or "day", how finely ``published_at`` is known.
        style: how the text tells its times; see :func:`infer_style` to find out from the sentences.
        zone: the clock on which times of day without a named zone are read.
    """

    def __init__(
        self,
        published_at: datetime | None,
        published_precision: str | None = "day",
        *,
        style: Style = Style.NEWS,
        zone: tzinfo = UTC,
    ) -> None:
        self._published_at = published_at
        self._published = _published(published_at, published_precision)
        self._style = style if published_at is not None else Style.NARRATIVE
        self._zone = zone
        self._story = Story()
        self._readings: dict[int, _Reading] = {}

    def heading(self, text: str) -> None:
        """Take note of a title or a section heading: a month or year in it guides the dates that follow."""
        self._story = with_heading(self._story, text, self._published_at)

    def paragraph(self) -> None:
        """Take note of a new paragraph: in news a date does not hold beyond its own."""
        self._story = replace(self._story, new_paragraph=True)

    def read(self, sentence_index: int, text: str) -> list[ResolvedTime]:
        """The times of a sentence, in order; offsets are into ``text``. Sentences come in the order of the text."""
        self._story = aged(self._story, self._style)
        before = self._story
        lexicon = time_lexicon()
        expressions = find_times(text)
        inner = clauses(text, [(time.relation_start, time.end) for time in expressions])
        future = bool(_FUTURE.search(text))
        local, after = before, before
        nearby: Interval | None = None
        resolutions: list[Resolution] = []
        for expression in expressions:
            situation = Situation(
                self._style,
                self._published,
                local.reached,
                local.title,
                nearby,
                local.holds(self._style),
                local.new_section,
                future and expression.relation is not Relation.SINCE,
                self._zone,
            )
            resolution = resolve(expression, situation, lexicon)
            resolutions.append(resolution)
            nearby = resolution.named if is_told(expression) and resolution.named else nearby
            if is_dateline(text, (expression.start, expression.end)):
                continue
            opening = opens_sentence(text, expression.relation_start)
            local = advanced(local, expression, resolution, self._style, opening=opening)
            if opening or _tells_the_story(expression, inner):
                after = advanced(after, expression, resolution, self._style, opening=opening)
            elif after is before and _stands_in(expression, inner):
                after = advanced(after, expression, resolution, self._style, opening=False)
        self._story = after
        self._readings[sentence_index] = _Reading(
            text, tuple(expressions), tuple(resolutions), tuple(inner), before, after
        )
        return [
            ResolvedTime(expression.start, expression.end, resolution.time, resolution.kind)
            for expression, resolution in zip(expressions, resolutions, strict=True)
        ]

    def event_time(self, sentence_index: int, start: int, end: int, *, durative: bool) -> EventTime:
        """The time of the claim whose trigger is at ``[start, end)`` of a sentence that was read.

        The nearest time of the same clause, else the one that opens the sentence, else the date that the narrative has
        reached, else the day of publication: for a state or the present tense that day, for an event up to that day.

        Args:
            durative: the claim is a state or a process that lasts ("holds", "besieged"), not an event.

        Raises:
            KeyError: when the sentence was not read.
        """
        reading = self._readings[sentence_index]
        if durative and (lasting := self._lasting_since(reading, start, end)) is not None:
            return lasting
        governing = self._governing(reading, start, end, durative=durative)
        if governing is not None:
            number, resolution = governing
            if durative and resolution.state is not None:
                return self._until_the_story(reading, resolution.state, start)
            if reading.expressions[number].relation is Relation.SINCE and self._opens_state(reading, number, start):
                return resolution.named.event_time() if resolution.named else resolution.time
            if not durative and self._only_said_by_then(reading, number, start):
                return EventTime(None, resolution.time.latest, resolution.time.precision)
            return self._until_the_story(reading, resolution.time, start) if durative else resolution.time
        return self._carried(reading, start, durative=durative)

    def governing_words(self, sentence_index: int, start: int, end: int, *, durative: bool) -> tuple[int, int] | None:
        """Where in the sentence the words stand that :meth:`event_time` goes by; ``None`` where it goes by none."""
        reading = self._readings[sentence_index]
        if durative and self._lasting_since(reading, start, end) is not None:
            return None
        governing = self._governing(reading, start, end, durative=durative)
        if governing is None:
            return None
        expression = reading.expressions[governing[0]]
        return expression.relation_start, expression.end

    def _until_the_story(self, reading: _Reading, state: EventTime, start: int) -> EventTime:
        """A state told in the pluperfect ("had been in their hands since April") was over by publication."""
        told = _WAS_THEN.search(reading.text, 0, start)
        if told is None or self._published is None or self._style is Style.NARRATIVE:
            return state
        before = end_of_day(self._published.start.date() - timedelta(days=1))
        if state.latest is None or state.latest <= before or (state.earliest is not None and state.earliest > before):
            return state
        return EventTime(state.earliest, before, state.precision)

    def _governing(self, reading: _Reading, start: int, end: int, *, durative: bool) -> tuple[int, Resolution] | None:
        own: list[tuple[float, int]] = []
        borrowed: list[tuple[float, int]] = []
        inner = list(reading.inner)
        for number, (expression, resolution) in enumerate(zip(reading.expressions, reading.resolutions, strict=True)):
            extra = _unfitness(expression, resolution, durative=durative)
            if extra is None or is_dateline(reading.text, (expression.start, expression.end)):
                continue
            if resolution.kind is TimeKind.SINCE and compared_with(reading.text, expression.relation_start):
                continue
            time = (expression.relation_start, expression.end)
            cost = distance(reading.text, (start, end), time, inner, coarse=resolution.time.precision in COARSE)
            cost += SPEECH_COST if tells_when_said(reading.text, time) else 0.0
            barrier = shut_in((start, end), time, inner)
            if dates_a_participle(reading.text, end, time[0]):
                continue
            if opens_sentence(reading.text, expression.relation_start):
                own.append((min(cost, INITIAL_COST) + extra if barrier is None else INITIAL_COST + extra, number))
            elif barrier is None and cost <= ACCEPTED_COST:
                own.append((cost + extra, number))
            elif barrier is not None and barrier.opener in STAND_INS and resolution.named is not None:
                borrowed.append((cost + extra, number))
        candidates = own or borrowed
        if not candidates:
            return None
        number = min(candidates)[1]
        return number, reading.resolutions[number]

    def _lasting_since(self, reading: _Reading, start: int, end: int) -> EventTime | None:
        """ "was taken in May and has been theirs ever since": a state from the time named last before it, up to now."""
        if self._published is None or _EVER_SINCE.match(reading.text, end) is None:
            return None
        before = [
            resolution.named
            for expression, resolution in zip(reading.expressions, reading.resolutions, strict=True)
            if expression.end <= start and resolution.named is not None and is_told(expression)
        ]
        began = before[-1] if before else reading.before.reached
        if began is None or began.start > self._published.end:
            return None
        return EventTime(began.start, self._published.end, began.precision)

    def _opens_state(self, reading: _Reading, number: int, start: int) -> bool:
        """Whether the words say what began the state: "since mid-June, when the column arrived"."""
        when = next((clause for clause in reading.inner if clause.opener == "when" and clause.holds(start)), None)
        return when is not None and 0 <= when.start - reading.expressions[number].end <= len(", ")

    def _only_said_by_then(self, reading: _Reading, number: int, start: int) -> bool:
        """In news, "said on Saturday that it had left": it had happened by Saturday."""
        expression, resolution = reading.expressions[number], reading.resolutions[number]
        if self._style is Style.NARRATIVE or resolution.kind is not TimeKind.POINT:
            return False
        said = tells_when_said(reading.text, (expression.relation_start, expression.end))
        return said and expression.end <= start and _PLUPERFECT.search(reading.text, expression.end, start) is not None

    def _carried(self, reading: _Reading, start: int, *, durative: bool) -> EventTime:
        reached = reading.after.reached if reading.after.holds(self._style) else None
        clause = next((clause for clause in reading.inner if clause.holds(start)), None)
        if clause is not None and clause.opener in _RELATIVE and _PLUPERFECT.search(reading.text, 0, start):
            end = reached.end if reached else self._published.end if self._published else None
            return EventTime(None, end, Precision.VAGUE)
        if reached is not None and not self._speaks_of_now(reading, start, durative=durative):
            return reached.event_time()
        if self._published is None or self._style is Style.NARRATIVE:
            return EventTime.unknown()
        now = self._speaks_of_now(reading, start, durative=durative)
        day = start_of_day(self._published.start.date()) if now else None
        return EventTime(day, self._published.end, Precision.PUBLISHED)

    def _speaks_of_now(self, reading: _Reading, start: int, *, durative: bool) -> bool:
        if self._style is Style.NARRATIVE:
            return False
        return durative or bool(_PRESENT_VERB.search(reading.text, 0, start))


def _tells_the_story(expression: TimeExpression, inner: list[Clause]) -> bool:
    """Whether a time inside a sentence moves the story: not one of a clause inside, nor the start or end of a state."""
    if expression.relation in (Relation.SINCE, Relation.UNTIL, Relation.BEFORE):
        return False
    return not any(clause.holds(expression.relation_start) for clause in inner)


def _stands_in(expression: TimeExpression, inner: list[Clause]) -> bool:
    """Whether a time stands in a clause that follows what the main clause tells: "after an assault on 1 March"."""
    holding = [clause for clause in inner if clause.holds(expression.relation_start)]
    return len(holding) == 1 and holding[0].opener in STAND_INS and expression.relation is Relation.AT


def _unfitness(expression: TimeExpression, resolution: Resolution, *, durative: bool) -> float | None:
    """What speaks against a time as the time of a claim, beside its distance; ``None`` rules it out."""
    if isinstance(expression.form, Frequency):
        return None
    if resolution.kind is TimeKind.DURATION:
        return 0.5 if durative and resolution.state is not None else None
    if resolution.time.precision is Precision.UNKNOWN:
        return None
    if isinstance(expression.form, Loose):
        return 2.0 if expression.form.days_after is None else 0.5
    if isinstance(expression.form, Moment) and not expression.form.stated:
        return 1.0
    if expression.attributive:
        return 3.0
    if resolution.kind is TimeKind.SINCE:
        return -2.0 if durative else 0.5
    if resolution.kind in (TimeKind.BEFORE, TimeKind.AFTER):
        return 1.0
    if resolution.kind is TimeKind.UNTIL:
        return 0.0 if durative else 2.0
    return 0.0


def _published(at: datetime | None, precision: str | None) -> Interval | None:
    if at is None:
        return None
    if precision == "instant":
        return Interval(at, at, Precision.MINUTE)
    return Interval(start_of_day(at.date()), end_of_day(at.date()), Precision.DAY)

"""Figures of territory in a report: each share and each area with its party, whole, period, scope and direction.

The reading goes by words and order, without a parse: a figure is told in few ways, and its parts stand near it.
Parties, times, numbers and places are found as everywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from tadmur.extract.figure_direction import direction_of, retakes
from tadmur.extract.figure_neighbours import Draft, stretch_of, with_periods_of_neighbours, with_restatements
from tadmur.extract.figure_parties import loser_of, party_of
from tadmur.extract.figure_periods import Period, SentencePeriods
from tadmur.extract.figure_scopes import is_land, name_of, scope_of
from tadmur.extract.figure_spans import AREA, FigureSpan, figure_spans
from tadmur.extract.figure_whole import is_said, phrase, whole_of
from tadmur.extract.figure_words import figure_words
from tadmur.extract.quantities import PERCENT
from tadmur.extract.reading import Sentence, normalise, read
from tadmur.extract.times import ResolvedTime, TimeReader
from tadmur.reference.packs import ActorMention, Pack
from tadmur.terms.figure import Direction, StatedFigure, Whole
from tadmur.terms.ids import digest
from tadmur.terms.place import NameSpan, PlaceRecogniser
from tadmur.terms.report import Report
from tadmur.terms.span import TextSpan

_ALONE = re.compile(
    r"\b(?:alone|only|excluding|without|not\s+counting|leaving\s+out|leaves\s+out|"
    r"does\s+not\s+count|not\s+include\w*|exclude\w*)\b",
    re.I,
)
_ABOUT_FIGURES = re.compile(r"\b(?:figures?|numbers?|estimates?|totals?|percentages?|count|counts|series)\b", re.I)
_CLAUSE = re.compile(r"[;:]|,\s+(?:but|while|whereas|and|after|which|who)\b|\s(?:but|while|whereas)\s", re.I)
_OF_THE_FIRST = re.compile(r"\s*of\s+(?:the|its|their|these|those)\s+(?:\w+\s+)?$", re.I)
_OF_THAT = re.compile(r"(?:^|[,;]\s*)\s*(?:of\s+(?:that|this|these|those|which|it|them)|some\s+of\s+it)\b", re.I)
_COMPARATIVE = re.compile(r"\s*(?:less|smaller|lower|down|more|larger|bigger|higher|up)\b", re.I)
_TOTAL = re.compile(
    r"\b(?:in\s+all|altogether|in\s+total|together|combined|overall|a\s+total\s+of|add(?:s|ed|"
    r"ing)?\s+up|adds?\s+to|makes?|making|brings?|bringing|sums?\s+(?:up\s+)?to|summing|"
    r"comes?\s+to|amounts?\s+to|cumulative(?:ly)?|total\s+(?:loss|losses))\b",
    re.I,
)
_SUMMED_BEHIND = re.compile(
    r"\s*(?:of\s+(?:its|their|the)\s+\w+\s+)?(?:altogether|in\s+all|in\s+total|all\s+told|together|combined|overall|in\s+sum|taken\s+together)\b",
    re.I,
)


class FigureReader:
    """Reads the figures of territory in reports of one conflict."""

    def __init__(self, pack: Pack | None, recogniser: PlaceRecogniser) -> None:
        self._pack, self._recogniser = pack, recogniser

    def figures(self, report: Report) -> list[StatedFigure]:
        """The figures of a report in the order of the text."""
        sentences = read(report).sentences
        if not any(figure_spans(sentence.text) for sentence in sentences):
            return []
        return list(_ReportFigures(report, self._pack, self._recogniser).read(sentences))


class _ReportFigures:
    """One report, sentence by sentence; what was told last holds on."""

    def __init__(self, report: Report, pack: Pack | None, recogniser: PlaceRecogniser) -> None:
        self._report, self._pack, self._recogniser = report, pack, recogniser
        self._published: date | None = report.published_at.date() if report.published_at else None
        self._times = TimeReader(report.published_at, report.published_precision)
        self._actor: str | None = None
        self._period: Period | None = None
        self._direction: Direction | None = None
        self._salient: list[str] = []
        self._about_land = False
        self._scope: tuple[str, ...] = ()
        self._changes: list[Period] = []
        self._held: list[date] = []
        self._told_in_km2 = False
        if pack is not None:
            counts = Counter(m.actor_id for m in pack.find_actors(report.text) if not m.generic)
            self._salient = sorted(counts, key=lambda actor: (-counts[actor], actor))
        if report.title:
            self._times.heading(report.title)
            self._note_parties(self._mentions(normalise(report.title)))

    def read(self, sentences: Sequence[Sentence]) -> Iterator[StatedFigure]:
        self._scope = next((scope for s in sentences if (scope := self._limit_of_all(s.text))), ())
        segment: int | None = None
        for sentence in sentences:
            if sentence.segment != segment:
                self._times.paragraph()
                segment = sentence.segment
            times = self._times.read(sentence.index, sentence.text)
            yield from self._of_sentence(sentence, times)

    def _mentions(self, text: str) -> list[ActorMention]:
        return self._pack.find_actors(text, salient=self._salient) if self._pack is not None else []

    def _note_parties(self, mentions: Sequence[ActorMention]) -> None:
        named = [m for m in mentions if not m.generic] or list(mentions)
        if named and (self._actor is None or any(not m.generic for m in named)):
            self._actor = named[0].actor_id

    def _limit_of_all(self, text: str) -> tuple[str, ...]:
        """ "The figures are for Iraq alone": what a sentence without figures says of all of them."""
        if figure_spans(text) or not (_ABOUT_FIGURES.search(text) and _ALONE.search(text)):
            return ()
        return tuple(sorted({name_of(text, name) for name in self._names(text) if is_land(name)}))

    def _names(self, text: str) -> list[NameSpan]:
        countries = self._pack.countries if self._pack is not None else ()
        return self._recogniser.recognise(text, countries=countries)

    def _of_sentence(self, sentence: Sentence, times: Sequence[ResolvedTime]) -> Iterator[StatedFigure]:
        text = sentence.text
        mentions = self._mentions(text)
        spans = figure_spans(text, told_in_km2=self._told_in_km2)
        self._told_in_km2 = self._told_in_km2 or any(span.unit == AREA for span in spans)
        taken = [(m.start, m.end) for m in mentions]
        names = [n for n in self._names(text) if not any(s < n.end and n.start < e for s, e in taken)] if spans else []
        periods = SentencePeriods(text, times, self._published, self._period)
        told: Period | None = None
        last_direction = self._direction if not mentions else None
        made: list[Draft] = []
        held = self._held
        for span in spans:
            before, behind = self._window(text, span, spans)
            if not self._is_land(text, span, before, behind, names, told is not None):
                continue
            direction = direction_of(text, span, before, behind, last_direction)
            whole = whole_of(text, span, behind, names, direction)
            change = direction in (Direction.LOST, Direction.GAINED, Direction.LEFT)
            period = periods.of(span, spans, told, change=change)
            if change and period.first is None and _COMPARATIVE.match(behind) and held:
                # "... 14 per cent less": less than what was held before
                last = period.last or (held[-1] if len(held) > 1 else None)
                earlier = [day for day in held if last is None or day < last]
                period = Period(earlier[-1] if earlier else None, last, last is not None)
            if change and period.first is None and not period.stated and len(held) > 1 and held[-2] < held[-1]:
                period = Period(held[-2], held[-1])
            summed = _SUMMED_BEHIND.match(behind) or _TOTAL.search(before[-40:])
            if change and (summed or (not period.stated and _TOTAL.search(before + behind))) and len(self._changes) > 1:
                period = stretch_of(self._changes)
            if change and period.first is not None and period.last is not None and span.unit == PERCENT:
                self._changes.append(period)
            part = _OF_THAT.search(before) is not None or (span.start > 0 and _OF_THAT.match(text) is not None)
            part = part or (span is not spans[0] and _OF_THE_FIRST.fullmatch(text[: spans[0].start]) is not None)
            context = told or self._period
            lossy = (made[-1][1] if made else self._direction) is not Direction.HELD
            if part and context is not None and lossy and not span.points:
                whole = Whole.LOSSES
                direction = Direction.LOST if direction is Direction.HELD or direction is Direction.LEFT else direction
                period = context if period.first is None else period
            loser = loser_of(self._pack, before, behind)
            actor = loser or party_of(text, span, before, behind, mentions, self._actor)
            if loser is not None:
                direction = Direction.LOST
            elif direction is Direction.LOST and retakes(text, before, span, actor, mentions):
                direction = Direction.GAINED
            scope = scope_of(text, span, spans, names) or self._scope
            made.append((span, direction, whole, period, actor, scope))
            if not change and period.first is not None and period.first == period.last:
                held.append(period.first)
            if period.last is not None:
                told = period
            last_direction = direction
        made = with_periods_of_neighbours(text, with_restatements(text, made))
        for span, direction, whole, period, actor, scope in made:
            yield self._figure(sentence, span, direction, whole, period, actor, scope)
        self._note_parties(mentions)
        if made:
            self._about_land = True
            self._direction = made[-1][1]
            changes = [item for item in made if item[3].last is not None]
            if changes:
                self._period = changes[-1][3]
            if made[0][4] is not None:
                self._actor = made[0][4]
        elif re.search(figure_words().land, text) and mentions:
            self._about_land = True

    def _window(self, text: str, span: FigureSpan, spans: Sequence[FigureSpan]) -> tuple[str, str]:
        """The words before a figure from the one before it, and those behind it up to the next."""
        first = max((s.end for s in spans if s.end <= span.start), default=0)
        last = min((s.start for s in spans if s.start >= span.end), default=len(text))
        return text[first : span.start], text[span.end : last]

    def _is_land(
        self, text: str, span: FigureSpan, before: str, behind: str, names: Sequence[NameSpan], follows: bool
    ) -> bool:
        words = figure_words()
        own = phrase(behind)
        if re.match(r"\s*of\b", own) and words.not_land.search(own) and not words.land.search(own):
            return False
        if span.unit == AREA:
            return bool(self._actor or self._pack is None or self._mentions(text))
        clause = _CLAUSE.split(before)[-1]
        if re.search(r"\b(?:residential|built-up|housing|farm\w*)\b", own, re.I):
            return False
        if words.not_land.search(clause) and not words.land.search(clause + own):
            return False
        if words.land.search(own) or words.losses.search(behind) or words.remainder.search(behind):
            return True
        if words.land.search(text) or follows or self._about_land:
            return True
        verbs = (
            words.kept.search(before)
            or words.lost.search(text)
            or words.gained.search(text)
            or words.taken_back.search(text)
        )
        return bool(verbs and (self._mentions(text) or self._actor))

    def _figure(
        self,
        sentence: Sentence,
        span: FigureSpan,
        direction: Direction,
        whole: Whole,
        period: Period,
        actor: str | None,
        scope: tuple[str, ...],
    ) -> StatedFigure:
        report = self._report
        start, end = sentence.start + span.start, sentence.start + span.end
        first, last, dated = period.first, period.last, period.stated
        if last is None:
            last, dated = self._published, False
            first = last if direction is Direction.HELD and first is None else first
        if self._published is not None and last is not None and last > self._published:
            last = self._published
            first = min(first, last) if first is not None else None
        return StatedFigure(
            figure_id=digest([report.report_id, start, end, "figure"]),
            span=TextSpan.of(report.report_id, report.text, start, end),
            sentence=report.text[sentence.start : sentence.end],
            actor_id=actor,
            value=span.value,
            unit=span.unit,
            low=span.low,
            high=span.high,
            firmness=span.firmness,
            direction=direction,
            whole=whole,
            first_day=first,
            last_day=last,
            dated=dated,
            scope=scope,
            checkable=is_said(sentence.text, span),
        )

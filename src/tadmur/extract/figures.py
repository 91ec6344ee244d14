"""Figures of territory in a report: each share and each area with its party, whole, period, scope and direction.

The reading goes by words and order, without a parse: a figure is told in few ways, and its parts stand near it.
Parties, times, numbers and places are found as everywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from tadmur.extract.figure_periods import Period, SentencePeriods
from tadmur.extract.figure_spans import AREA, FigureSpan, figure_spans
from tadmur.extract.figure_words import figure_words
from tadmur.extract.quantities import PERCENT
from tadmur.extract.reading import Sentence, normalise, read
from tadmur.extract.times import ResolvedTime, TimeReader
from tadmur.reference.packs import ActorMention, Pack
from tadmur.terms.figure import Direction, StatedFigure, Whole
from tadmur.terms.ids import digest
from tadmur.terms.place import FeatureClass, NameSpan, PlaceRecogniser
from tadmur.terms.report import Report
from tadmur.terms.span import TextSpan

_LANDS = frozenset({FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.ADMIN2, FeatureClass.REGION})
_IN = re.compile(
    r"\b(?:in|of|across|within|inside|throughout|for|on)\s+(?:both\s+|"
    r"all\s+of\s+)?(?:the\s+)?(?:(?:northern|southern|eastern|western|central|north|south|east|"
    r"west|province\s+of|"
    r"governorate\s+of|whole\s+of|north-eastern|north-western)\s+)*$",
    re.I,
)
_JOINED = re.compile(r"\s*(?:and|or|,\s*and)\s*(?:in\s+)?$", re.I)
_LISTED = re.compile(r"\s*,\s*$")
_LIST_GOES_ON = re.compile(r"\s*(?:,|and|or|,\s*and)\s+(?:in\s+)?[A-Z]")
_OWNED = re.compile(
    r"(?:['’]s)?\s+(?:territor\w+|land|lands|ground|soil|holdings|territorial|area|possessions|"
    r"side)\b",
    re.I,
)
_ALONE = re.compile(
    r"\b(?:alone|only|excluding|without|not\s+counting|leaving\s+out|leaves\s+out|"
    r"does\s+not\s+count|not\s+include\w*|exclude\w*)\b",
    re.I,
)
_ABOUT_FIGURES = re.compile(r"\b(?:figures?|numbers?|estimates?|totals?|percentages?|count|counts|series)\b", re.I)
_OF_PLACE = re.compile(r"\s+of\s+(?:all\s+(?:of\s+)?)?(?:the\s+)?(?:whole\s+of\s+)?$", re.I)
_CLAUSE = re.compile(r"[;:]|,\s+(?:but|while|whereas|and|after|which|who)\b|\s(?:but|while|whereas)\s", re.I)
_HOLDER_BEHIND = re.compile(
    r"(?:held|controlled|ruled|occupied|owned|governed)\s+by\s+(?:the\s+)?$|"
    r"\bfrom\s+(?:the\s+)?$|\bof\s+(?:the\s+)?$",
    re.I,
)
_HOLDING = re.compile(r"-(?:held|controlled|occupied|ruled)\b", re.I)
_DOER = re.compile(
    r"\b(?:by|to|against|from|with|backed\s+by|fighting|pressure\s+from|under)\s+(?:the\s+|"
    r"advancing\s+|local\s+)?$",
    re.I,
)
_RESTATED = re.compile(
    r"\b(?:that|which|this|it)\s+(?:is|was|makes|amounts\s+to|represents|equals|"
    r"comes\s+to)\s+(?:about\s+)?$|(?:,|\()\s*(?:or|i\.e\.,?|equal\s+to|equivalent\s+to|"
    r"representing|amounting\s+to)\s+(?:about\s+)?$",
    re.I,
)
_ON_A_BASE = re.compile(
    r"\b(?:measured|counted|reckoned|calculated|taken|expressed)\s+(?:against|on|from|as\s+a\s+share\s+of)\s+(?:the|its)\s+"
    r"(?:\w+\s+)?(?:\d{4}|original|same|first|initial|earlier|starting)\b|"
    r"\bof\s+the\s+(?:original|first|same|initial)\s+(?:base|area|total)\b",
    re.I,
)
_OF_A_UNIT = re.compile(
    r"of\s+(?:the|this|that)\s+(?:\w+\s+)?(?:province|governorate|region|district|country|nation|valley|city|town)\b",
    re.I,
)
_IT_LOST = re.compile(r"\s*(?:that\s+|which\s+)?(?:the\s+)?[\w' ]{0,30}\b(?:lost|gave\s+up|ceded)\b", re.I)
_OF_THE_FIRST = re.compile(r"\s*of\s+(?:the|its|their|these|those)\s+(?:\w+\s+)?$", re.I)
_TIMES_WORD = re.compile(r"halv|doubl|tripl|trebl", re.I)
_BY = re.compile(r"\bby\s+(?:\w+\s+){0,2}$", re.I)
_OF_THAT = re.compile(r"(?:^|[,;]\s*)\s*(?:of\s+(?:that|this|these|those|which|it|them)|some\s+of\s+it)\b", re.I)
_IT_HELD = re.compile(
    r"\s*(?:that\s+)?(?:it|they|the\s+\w+)\s+(?:had\s+)?(?:once\s+)?(?:held|controlled|ruled)\b", re.I
)
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
_FROM_A_PARTY = re.compile(r"[^.;]{0,40}?\bfrom\s+(?:the\s+)?([A-Z][\w'-]+(?:\s+[A-Z][\w'-]+){0,2})")
_FIRST_DAY_BASE = re.compile(
    r"\bof\s+(?:what|the\s+(?:territory|land|area|ground)|all\s+that)\s+(?:that\s+)?(?:it|they|"
    r"the\s+\w+|is|isis|isil|daesh)?\s*(?:had\s+|once\s+)?(?:held|controlled|ruled|had|did)\b",
    re.I,
)
_Made = tuple[FigureSpan, Direction, Whole, Period, str | None, tuple[str, ...]]


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
        return tuple(sorted({_name(text, name) for name in self._names(text) if _is_land(name)}))

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
        made: list[_Made] = []
        held = self._held
        for span in spans:
            before, behind = self._window(text, span, spans)
            if not self._is_land(text, span, before, behind, names, told is not None):
                continue
            direction = self._direction_of(text, span, before, behind, last_direction)
            whole = _whole(text, span, behind, names, direction)
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
                period = _whole_of(self._changes)
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
            loser = self._loser(before, behind)
            actor = loser or self._party(text, span, before, behind, mentions)
            if loser is not None:
                direction = Direction.LOST
            elif direction is Direction.LOST and _retakes(text, before, span, actor, mentions):
                direction = Direction.GAINED
            scope = self._scope_of(text, span, spans, names)
            made.append((span, direction, whole, period, actor, scope))
            if not change and period.first is not None and period.first == period.last:
                held.append(period.first)
            if period.last is not None:
                told = period
            last_direction = direction
        made = _with_periods_of_neighbours(text, _with_restatements(text, made))
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
        own = _phrase(behind)
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

    def _direction_of(self, text: str, span: FigureSpan, before: str, behind: str, last: Direction | None) -> Direction:
        words = figure_words()
        near_behind = behind[:24]
        if span.unit == PERCENT and (turn := _TIMES_WORD.match(text, span.start)) is not None:
            return Direction.LOST if turn.group().lower() == "halv" else Direction.GAINED
        if span.unit in (PERCENT, AREA):
            if words.less_behind.match(near_behind.lstrip()):
                return Direction.LOST
            if words.more_behind.match(near_behind.lstrip()):
                return Direction.GAINED
        if span.unit == AREA and (part := _area_part(before)) is not None:
            if part is Direction.HELD:
                return Direction.HELD
            own = _nearest(before)
            return own if own in (Direction.LOST, Direction.GAINED) else (last or Direction.LOST)
        if last is not None and _RESTATED.search(before):
            return last
        if span.unit == AREA and _IT_HELD.match(behind):
            return Direction.HELD
        if span.unit == AREA and re.fullmatch(r"\s*of\s+(?:its|their|the)\s+(?:\w+\s+)?", before):
            return Direction.HELD
        if span.unit == AREA and _IT_LOST.match(behind):
            return Direction.LOST
        if span.unit == AREA and (
            turn := re.search(r"(?<!gave )(?<!given )(?<!give )(?<!giving )\b(up|down)\s+(?:by\s+)?$", before, re.I)
        ):
            return Direction.GAINED if turn.group(1).lower() == "up" else Direction.LOST
        found = _nearest(before, changes_only=_BY.search(before) is not None)
        if span.unit == AREA:
            return found or (Direction.HELD if last is None else last)
        if found is None or (found is Direction.HELD and _is_auxiliary(before)):
            told = last if behind.lstrip().startswith("of what") and last is not Direction.HELD else None
            found = _nearest(before, changes_only=True) or told or _first(behind) or found
        if found is None:
            found = last or (Direction.LOST if span.unit == PERCENT else Direction.HELD)
        if span.unit == PERCENT and found is Direction.HELD:
            return Direction.LEFT
        return found

    def _party(
        self, text: str, span: FigureSpan, before: str, behind: str, mentions: Sequence[ActorMention]
    ) -> str | None:
        """The party whose territory it is: named in the whole or as loser behind it, else nearest in front."""
        named = [m for m in mentions if not m.generic] or list(mentions)
        stop = re.search(r"[,;:.]", behind)
        own = span.end + (stop.start() if stop else len(behind))
        for mention in named:
            if span.end <= mention.start < own and _HOLDER_BEHIND.search(text[span.end : mention.start]):
                return mention.actor_id
        doers = [m for m in mentions if m.end <= span.start and not _DOER.search(text[: m.start])]
        owners = [m for m in doers if _OWNED.match(text, m.end) or _HOLDING.match(text, m.end)]
        if figure_words().taken_back.search(before) and (
            others := [m for m in named if re.search(r"\bfrom\s+(?:the\s+)?$", text[: m.start], re.I)]
        ):
            return others[0].actor_id
        for group in (owners[-1:], doers[-1:]):
            if group:
                return group[-1].actor_id
        later = [m for m in named if m.start >= span.end and not _DOER.search(text[: m.start])]
        if self._actor is None and later:
            return later[0].actor_id
        if later and not re.search(r"\b(?:it|its|they|their|the\s+group)\b", text, re.I):
            return later[0].actor_id
        return self._actor or (named[0].actor_id if named else None)

    def _loser(self, before: str, behind: str) -> str | None:
        """Whom ground was taken from: "took 24,200 km2 from X"."""
        words = figure_words()
        if self._pack is None or not (words.taken_back.search(before) or words.gained.search(before)):
            return None
        named = _FROM_A_PARTY.match(behind)
        party = self._pack.actor_named(named.group(1)) if named is not None else None
        return party.actor_id if party is not None else None

    def _scope_of(
        self, text: str, span: FigureSpan, spans: Sequence[FigureSpan], names: Sequence[NameSpan]
    ) -> tuple[str, ...]:
        """Where the figure counts: places behind "in" near it, an adjective of its land, or the sentence's opening."""
        first = max((s.end for s in spans if s.end <= span.start), default=0)
        last = min((s.start for s in spans if s.start >= span.end), default=len(text))
        found: list[str] = []
        joined = False
        for name in names:
            if not _is_land(name):
                joined = False
                continue
            head = text[: name.start]
            inside = first <= name.start < last or (not found and _IN.search(head) and not head[:-12].strip(" ,"))
            opening = name.start < 25 and re.match(r"(?i)(?:in|across|inside|within)\b", text) is not None
            placed = _IN.search(head) is not None or _OWNED.match(text, name.end) is not None
            goes_on = _LISTED.search(head) is not None and _LIST_GOES_ON.match(text, name.end) is not None
            if joined and (goes_on or _JOINED.search(head)):
                placed = True
            joined = placed and (bool(inside) or opening)
            if joined:
                found.append(_name(text, name))
        return tuple(sorted(set(found))) or self._scope

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
            checkable=_is_said(sentence.text, span),
        )


def _with_periods_of_neighbours(text: str, made: Sequence[_Made]) -> list[_Made]:
    """Areas without a day of their own take that of the share beside them: its first behind "from", else its last."""
    changes = [item for item in made if item[1] is not Direction.HELD and item[3].first and item[3].last]
    change = next((item[3] for item in sorted(changes, key=lambda item: item[0].unit != PERCENT)), None)
    days = [item[3] for item in made if item[1] is Direction.HELD and item[3].last is not None]
    result: list[_Made] = []
    for span, direction, whole, period, actor, scope in made:
        new = period
        if direction is Direction.HELD and period.last is None:
            leaving = re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", text[: span.start], re.I)
            if change is not None and leaving:
                new = Period(change.first, change.first)
            elif change is not None:
                new = Period(change.last, change.last)
        elif (
            direction is Direction.HELD
            and change is not None
            and period.first != period.last
            and (period.first, period.last) == (change.first, change.last)
        ):
            leaving = re.search(r"\b(?:from|of\s+(?:its|their|the))\s+(?:\w+\s+){0,2}$", text[: span.start], re.I)
            day = change.first if leaving else change.last
            new = Period(day, day)
        elif direction is not Direction.HELD and period.first is None and len(days) >= 2:
            new = Period(days[0].first, days[-1].last)
        result.append((span, direction, whole, new, actor, scope))
    if change is None:
        result = _with_ends_of_areas(text, result)
    return result


def _with_restatements(text: str, made: Sequence[_Made]) -> list[_Made]:
    """ "6,500 km2, two thirds, lay in Iraq", "12,800 of its 90,800 km2": such figures are for one place and period."""
    result = list(made)
    for n in range(len(made) - 1):
        span, direction, whole, period, actor, scope = made[n]
        gap = text[span.end : made[n + 1][0].start]
        if re.fullmatch(r"\s*[,(]\s*(?:or\s+|i\.e\.,?\s+|that\s+is,?\s+)?|\s+of\s+(?:its|their|the)\s+", gap):
            behind = made[n + 1]
            if period.first is None and direction is not Direction.HELD:
                period = behind[3]
            result[n] = (span, direction, whole, period, actor, scope or behind[5])
    return result


def _with_ends_of_areas(text: str, made: Sequence[_Made]) -> list[_Made]:
    """ "From A to B between January and June": the areas stand at the two ends of one stretch."""
    result: list[_Made] = []
    for span, direction, whole, period, actor, scope in made:
        new = period
        long = period.first is not None and period.last is not None and (period.last - period.first).days > 31
        if direction is Direction.HELD and long:
            head = text[: span.start]
            if re.search(r"\bfrom\s+(?:\w+\s+){0,2}$", head, re.I):
                new = Period(period.first, period.first)
            elif re.search(r"\b(?:to|leaving|at)\s+(?:\w+\s+){0,2}$", head, re.I):
                new = Period(period.last, period.last)
        result.append((span, direction, whole, new, actor, scope))
    return result


def _retakes(text: str, before: str, span: FigureSpan, actor: str | None, mentions: Sequence[ActorMention]) -> bool:
    """Whether the party itself took ground back: it is the doer of "regained", not the one whose ground it was."""
    verbs = list(figure_words().taken_back.finditer(before))
    if not verbs or re.search(r"\b(?:was|were|been|being|be)\s+(?:\w+\s+)?$", before[: verbs[-1].start()], re.I):
        return False
    position = span.start - len(before) + verbs[-1].start()
    doers = [m for m in mentions if m.end <= position and not _DOER.search(text[: m.start])]
    return bool(doers) and doers[-1].actor_id == actor and not _OWNED.match(text, doers[-1].end)


def _whole_of(periods: Sequence[Period]) -> Period:
    """The stretch that several periods make up."""
    return Period(min(p.first for p in periods if p.first), max(p.last for p in periods if p.last))


def _is_land(name: NameSpan) -> bool:
    return name.feature_class in _LANDS


def _name(text: str, name: NameSpan) -> str:
    return text[name.start : name.end]


def _phrase(behind: str, *, longest: int = 60) -> str:
    """The words of a figure's whole: up to the next stop, comma or time word."""
    stop = re.search(
        r"[,;:.()]|\b(?:since|during|between|by|in\s+(?:the\s+(?:first|last|past)|\d{4})|over|"
        r"compared|after|from\s+\d)\b",
        behind,
    )
    return behind[: min(longest, stop.start() if stop else len(behind))]


def _nearest(before: str, *, changes_only: bool = False) -> Direction | None:
    """What the word for a change or a hold nearest in front of a figure says."""
    words = figure_words()
    patterns = [(words.lost, Direction.LOST), (words.gained, Direction.GAINED), (words.taken_back, Direction.LOST)]
    if not changes_only:
        patterns.append((words.kept, Direction.HELD))
    found = [(match.end(), -n, direction) for n, (p, direction) in enumerate(patterns) for match in p.finditer(before)]
    return max(found)[2] if found else None


def _first(behind: str) -> Direction | None:
    """What the first word for a change behind a figure says: "a quarter of its land has gone"."""
    words = figure_words()
    patterns = [(words.lost, Direction.LOST), (words.gained, Direction.GAINED), (words.taken_back, Direction.LOST)]
    found = [(match.start(), n, direction) for n, (p, direction) in enumerate(patterns) if (match := p.search(behind))]
    return min(found)[2] if found else None


def _is_auxiliary(before: str) -> bool:
    return re.search(
        r"\b(?:has|had|have|was|were|is|are|at|left|leaving)\b[^,;]*$", before, re.I
    ) is not None and not re.search(
        r"\b(?:held|controlled|ruled|kept|retained|retains|controls|holds|left\s+with|remain\w*|"
        r"stood|stands)\b",
        before,
        re.I,
    )


def _area_part(before: str) -> Direction | None:
    """What the words in front of an area make of it: held at an end ("to", "from", "leaving"), or a change ("by")."""
    words = figure_words()
    tail = re.sub(
        r"(?i)\b(?:only|just|about|some|around|roughly|nearly|almost|no\s+more\s+than|"
        r"an\s+estimated|a\s+total\s+of|the|its|a)\b",
        " ",
        before[-40:],
    )
    last = re.search(r"([\w-]+)\s*[\"'(]*$", tail.rstrip())
    if last is None:
        return None
    word = last.group(1)
    if words.area_reached.fullmatch(word) or words.area_left_behind.fullmatch(word):
        return Direction.HELD
    if words.area_changed.fullmatch(word):
        return Direction.LOST
    return None


def _whole(text: str, span: FigureSpan, behind: str, names: Sequence[NameSpan], direction: Direction) -> Whole:
    """What a share is a share of."""
    words = figure_words()
    if span.unit != PERCENT:
        return Whole.UNSAID
    own = behind.lstrip()
    lead = re.match(r"(?:of|the|its|their)\b", own)
    phrase = _phrase(behind, longest=90).lower()
    if lead and (
        words.losses.match(own)
        or re.search(
            r"\bof\b.{0,60}\b(?:it|they|is|isis|isil|daesh|state|group|organi[sz]ation|"
            r"caliphate)\s+(?:has\s+|had\s+)?(?:lost|gave\s+up)\b",
            phrase,
        )
    ):
        return Whole.LOSSES
    if re.match(r"of\s+(?:the|its|their|all|these|those)\b[^,.;]{0,30}\b(?:loss|losses)\b", own, re.I):
        return Whole.LOSSES
    if span.points:
        return Whole.POINTS
    if _ON_A_BASE.search(behind):
        return Whole.POINTS
    if lead and words.remainder.match(own):
        return Whole.FIRST_DAY
    if lead and words.first_base.match(own):
        return Whole.POINTS
    if (
        direction is Direction.LEFT
        and not _FIRST_DAY_BASE.search(" " + phrase)
        and not re.search(
            r"\b(?:january|february|march|april|may|june|july|august|september|october|november|"
            r"december|\d{4}|once|earlier|original|peak|then|former|previous\w*|had)\b",
            phrase + text[span.end : span.end + 60].lower(),
        )
    ):
        return Whole.OTHER
    if _OF_A_UNIT.match(own):
        return Whole.OTHER
    for name in names:
        if (
            name.start >= span.end
            and _OF_PLACE.fullmatch(text[span.end : name.start])
            and not _OWNED.match(text, name.end)
        ):
            return Whole.OTHER
    return Whole.UNSAID


def _is_the_month(text: str, match: re.Match[str]) -> bool:
    """Whether "May" is the month, not the verb."""
    if match.group() != "May":
        return False
    return (
        re.match(r",?\s+\d", text[match.end() :]) is not None
        or re.search(r"(?:\d|\b(?:in|since|by|until|from|to|of|early|late|mid-?))\s*$", text[: match.start()])
        is not None
    )


def _is_said(text: str, span: FigureSpan) -> bool:
    """Whether the figure is said to be so, not foreseen, aimed at or denied."""
    words = figure_words()
    clause_start = max(
        (m.end() for m in re.finditer(r"[;:]|,\s+(?:but|while|and|after)\b", text[: span.start])), default=0
    )
    clause = text[clause_start : span.start]
    found = [m for m in words.not_said.finditer(clause) if not _is_the_month(clause, m)]
    if not found:
        return True
    match = found[-1]
    return (
        re.fullmatch(r"(?i)not", match.group()) is not None
        and re.match(r"\s+(?:only|just|merely|least)\b", clause[match.end() :]) is not None
    )

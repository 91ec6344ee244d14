"""Statements of harm gathered into events, each with a range over its voices and a grade of its evidence.

The grades follow the published practice of casualty recorders, who range figures over sources instead of choosing one
and name the strength of evidence of each event (e.g. Airwars' and Every Casualty's published standards).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import median_low

from tadmur.terms.harm import (
    EvidenceGrade,
    HarmEvent,
    HarmObject,
    HarmReading,
    HarmStatement,
    HarmStatus,
)
from tadmur.terms.source import INDEPENDENT

LONGEST_EVENT_DAYS = 7
"""A statement over more days is a figure for a period, not for an event."""
PERIOD_SLACK_DAYS = 3
"""Two figures for a period are of one period when both ends agree so far."""
UNDATED_WITHIN_DAYS = 7
"""What has no day of its own lies in the week before its publication."""
FAR_APART = 2.0
"""Figures that do not overlap contradict each other when they differ by more than this factor."""


def interval(statement: HarmStatement) -> tuple[date | None, date | None]:
    """The days of a statement; an open start is closed a week before the end."""
    last = statement.last or statement.published
    first = statement.first
    if first is None and last is not None:
        first = last - timedelta(days=UNDATED_WITHIN_DAYS)
    return first, last


def harm_events(statements: Iterable[HarmStatement]) -> list[HarmEvent]:
    """Events in order of their days, places and claims; the order of the statements changes nothing."""
    ordered = sorted(statements, key=lambda s: (s.published or date.max, s.claim_id))
    groups: list[list[HarmStatement]] = []
    near: dict[tuple[object, ...], list[list[HarmStatement]]] = defaultdict(list)
    for statement in ordered:
        block = near[statement.reading.kind, statement.reading.object, statement.place_id]
        home = next((group for group in block if any(_same_event(statement, other) for other in group)), None)
        if home is None:
            home = []
            groups.append(home)
            block.append(home)
        home.append(statement)
    events = [_event(group) for group in groups]
    return sorted(events, key=lambda e: (e.last or date.max, e.place_id or "", e.reading.kind, e.claim_ids))


def _same_event(one: HarmStatement, other: HarmStatement) -> bool:
    """For two statements of one kind of harm at one place, or both without one."""
    if one.report_id == other.report_id and one.voice == other.voice:
        return _same_words(one, other)
    if one.place_id is None or not _one_time(one, other):
        return False
    if not _units_agree(one, other):
        return False
    alike = one.reading.status is other.reading.status and one.party == other.party
    return alike or (_compatible(one, other) and _figures_agree(one, other))


def _same_words(one: HarmStatement, other: HarmStatement) -> bool:
    """A report that says a thing twice: the same figure of the same people."""
    return one.quantity is not None and one.quantity == other.quantity and _compatible(one, other)


def _compatible(one: HarmStatement, other: HarmStatement) -> bool:
    statuses = {one.reading.status, other.reading.status} - {HarmStatus.UNKNOWN}
    parties = {one.party, other.party} - {None}
    return len(statuses) < 2 and len(parties) < 2


def _units_agree(one: HarmStatement, other: HarmStatement) -> bool:
    return one.quantity is None or other.quantity is None or one.quantity.unit == other.quantity.unit


def _figures_agree(one: HarmStatement, other: HarmStatement) -> bool:
    if one.quantity is None or other.quantity is None:
        return False
    first, second = one.quantity, other.quantity
    return (first.best if first.best is not None else first.low) == (
        second.best if second.best is not None else second.low
    )


def _one_time(one: HarmStatement, other: HarmStatement) -> bool:
    (first, last), (start, end) = interval(one), interval(other)
    if first is None or last is None or start is None or end is None:
        return False
    long = [(b - a).days > LONGEST_EVENT_DAYS for a, b in ((first, last), (start, end))]
    if any(long):
        apart = max(abs((first - start).days), abs((last - end).days))
        return all(long) and apart <= PERIOD_SLACK_DAYS
    return first <= end and start <= last


def _event(statements: Sequence[HarmStatement]) -> HarmEvent:
    """One event; of each voice the newest word on its figure counts, copies of a report are one."""
    newest: dict[str, HarmStatement] = {}
    for statement in statements:
        known = newest.get(statement.voice)
        if known is None or statement.quantity is not None or not statement.asserted:
            newest[statement.voice] = statement
    voices = list(newest.values())
    told = [statement for statement in voices if statement.asserted and statement.quantity is not None]
    figures = [statement.quantity for statement in told if statement.quantity is not None]
    lows = [q.low for q in figures if q.low is not None]
    bests = [q.best for q in figures if q.best is not None]
    highs = [q.high for q in figures]
    grade, rule = grade_of(voices)
    spans = [interval(statement) for statement in statements]
    first = [start for start, _ in spans if start is not None]
    last = [end for _, end in spans if end is not None]
    clearest = min(statements, key=lambda s: (s.reading.status is HarmStatus.UNKNOWN, s.party is None))
    causes = [s.reading.cause for s in statements if s.reading.cause is not None]
    reading = clearest.reading
    return HarmEvent(
        reading=HarmReading(reading.kind, reading.object, reading.status, causes[0] if causes else None),
        party=clearest.party,
        by=next((s.by for s in statements if s.by is not None), None),
        place_id=clearest.place_id,
        place_name=clearest.place_name,
        containers=clearest.containers,
        first=max(first) if first else None,
        last=min(last) if last else None,
        low=min(lows) if lows else None,
        best=median_low(bests) if bests else None,
        high=max(high for high in highs if high is not None) if highs and None not in highs else None,
        unit=figures[0].unit if figures else None,
        base=next((q.base for q in figures if q.base), None),
        vague=any(q.vague for q in figures),
        claim_ids=tuple(statement.claim_id for statement in statements),
        voices=len(voices),
        grade=grade,
        rule=rule,
    )


def grade_of(voices: Sequence[HarmStatement]) -> tuple[EvidenceGrade, str]:
    """The grade of an event from the newest word of each voice, with the rule that gave it."""
    said = [voice for voice in voices if voice.asserted]
    denied = [voice for voice in voices if not voice.asserted and voice.quantity is not None]
    if not said and denied:
        return EvidenceGrade.DISCOUNTED, "nobody upholds it"
    if not said:
        return EvidenceGrade.WEAK, "said not to be known, or not reported"
    if denied:
        return EvidenceGrade.CONTESTED, "one account says it, another denies it"
    doers = {voice.by for voice in said} - {None}
    if len(doers) > 1:
        return EvidenceGrade.CONTESTED, "accounts name different sides as the cause"
    if _far_apart(said):
        return EvidenceGrade.CONTESTED, "the figures differ by more than a factor of two"
    if any(_admits(voice) for voice in said):
        return EvidenceGrade.CONFIRMED, "the side that did it, or whose own it cost, says so itself"
    independent = sum(1 for voice in said if voice.side == INDEPENDENT)
    if len(said) > 1 and independent:
        return EvidenceGrade.FAIR, f"{len(said)} accounts, {independent} of no side"
    if len(said) > 1:
        return EvidenceGrade.WEAK, f"{len(said)} accounts, none known to be of no side"
    return EvidenceGrade.WEAK, "one account"


def _admits(voice: HarmStatement) -> bool:
    """Whether a side speaks against its interest: of its own losses, or of harm it did to those who do not fight."""
    if voice.side is None or voice.side == INDEPENDENT:
        return False
    fighting = voice.reading.status is HarmStatus.COMBATANT or voice.reading.object is HarmObject.VEHICLES
    return voice.side == voice.party or (voice.side == voice.by and not fighting)


def _far_apart(voices: Sequence[HarmStatement]) -> bool:
    """Whether two voices give figures that neither overlap nor are near each other."""
    ranges = []
    for voice in voices:
        if voice.quantity is None:
            continue
        low = voice.quantity.low if voice.quantity.low is not None else voice.quantity.best
        high = voice.quantity.high if voice.quantity.high is not None else voice.quantity.best
        ranges.append((low, high))
    return any(
        high is not None and low is not None and high < low and low > FAR_APART * max(high, 1)
        for low, _ in ranges
        for _, high in ranges
    )

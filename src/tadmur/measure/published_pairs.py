"""Figures that belong together: nested periods, periods in a row with their sum, parts of a loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from tadmur.measure.published_checks import FigureCheck, Reading, ReadingKind, Verdict, day, loosely, number, outcome
from tadmur.measure.published_series import DAY_TOLERANCE, Series, nearest, own_areas
from tadmur.reference.published_areas import PublishedArea
from tadmur.terms.figure import Direction, StatedFigure, Whole

SAME_END = timedelta(days=31)
"""How far apart two periods may end and still be read as ending together."""
SAME_FIGURE = 0.05
"""Per cent within which two figures are the same one."""
LONGEST_SUM = 3
"""Periods in a row that are tried as the parts of one."""


def nested_checks(figures: Sequence[StatedFigure], series: Mapping[str, Sequence[Series]]) -> list[FigureCheck]:
    """Pairs of losses whose periods end together and begin apart, where no area is known for their end."""
    lost = [figure for figure in figures if _is_loss(figure)]
    found = []
    for one, other in combinations(lost, 2):
        longer, shorter = (one, other) if one.first_day < other.first_day else (other, one)  # type: ignore[operator]
        if longer.actor_id != shorter.actor_id:
            continue
        for own in series[longer.figure_id]:
            if own in series[shorter.figure_id] and (check := _nested(longer, shorter, own, figures)) is not None:
                found.append(check)
    return _distinct(found)


def _is_loss(figure: StatedFigure) -> bool:
    return figure.direction is Direction.LOST and figure.value < 100 and _is_change(figure)


def _is_change(figure: StatedFigure) -> bool:
    return (
        figure.direction in (Direction.LOST, Direction.GAINED)
        and figure.unit == "percent"
        and figure.checkable
        and figure.actor_id is not None
        and figure.whole not in (Whole.LOSSES, Whole.OTHER)
        and figure.first_day is not None
        and figure.last_day is not None
        and figure.first_day < figure.last_day
    )


def _nested(
    longer: StatedFigure, shorter: StatedFigure, series: Series, figures: Sequence[StatedFigure]
) -> FigureCheck | None:
    """Two nested losses in the readings that the words allow; ``None`` where they are not such a pair.

    With B the area published for the longer period's first day, M that for the shorter period's first day, P and p
    the two stated losses: (1) points of the first base, L + p with L the loss from B to M as its publisher printed
    it, or 100 (1 - M/B); (2) per cent of the remainder, 100 (1 - M/B (1 - p/100)); (3) what P implies for the
    shorter period, 100 (1 - B (1 - P/100) / M). (1) and (2) are held against P, (3) against p.
    """
    assert longer.first_day is not None
    assert longer.last_day is not None
    assert shorter.first_day is not None
    assert shorter.last_day is not None
    if abs(longer.last_day - shorter.last_day) > SAME_END or shorter.first_day - longer.first_day <= DAY_TOLERANCE:
        return None
    if nearest(series, longer.last_day) or own_areas(longer, figures)[1] is not None:
        return None
    base, middle = nearest(series, longer.first_day)[:1], nearest(series, shorter.first_day)[:1]
    if not base or not middle or base[0].as_of >= middle[0].as_of or not base[0].area_km2 or not middle[0].area_km2:
        return None
    readings = _nested_readings(longer, shorter, base[0], middle[0])
    if shorter.whole is Whole.POINTS:
        readings = readings[:1]
    elif shorter.whole is Whole.FIRST_DAY:
        readings = readings[1:]
    check = FigureCheck(ReadingKind.POINTS_OF_FIRST_BASE, (longer, shorter), (base[0], middle[0]), readings, "")
    return FigureCheck(check.kind, check.figures, check.areas, readings, _nested_sentence(check))


def _nested_readings(
    longer: StatedFigure, shorter: StatedFigure, base: PublishedArea, middle: PublishedArea
) -> tuple[Reading, ...]:
    stated, recent = loosely(longer), loosely(shorter)
    left = middle.area_km2 / base.area_km2
    printed = middle.stated_loss_percent if middle.stated_since == base.as_of else None
    before = 100 * (1 - left) if printed is None else printed

    def against(figure: StatedFigure, kind: ReadingKind, values: tuple[float, float, float], sentence: str) -> Reading:
        computed, low, high = values[0], min(values[1:]), max(values[1:])
        result = f"{sentence}, which {outcome(computed, figure, low=low, high=high)}."
        return Reading(kind, computed, low, high, figure.value, figure.low, figure.high, "percent", result)

    points = [before + p for p in (shorter.value, shorter.low, shorter.high)]
    remainder = [100 * (1 - left * (1 - p / 100)) for p in (shorter.value, shorter.low, shorter.high)]
    ends_km2 = [base.area_km2 * (1 - p / 100) for p in (longer.value, longer.low, longer.high)]
    implied = [100 * (1 - end / middle.area_km2) for end in ends_km2]
    since = day(middle.as_of)
    return (
        against(
            longer,
            ReadingKind.POINTS_OF_FIRST_BASE,
            (points[0], points[1], points[2]),
            f"If the {recent} are points of the base of {day(base.as_of)}, {number(before)} lost until {since} and "
            f"{recent} after make {points[0]:.1f} per cent",
        ),
        against(
            longer,
            ReadingKind.SHARE_OF_REMAINDER,
            (remainder[0], remainder[1], remainder[2]),
            f"If the {recent} are per cent of the {middle.area_km2:,.0f} km2 left on {since}, the whole loss is "
            f"{remainder[0]:.1f} per cent",
        ),
        against(
            shorter,
            ReadingKind.IMPLIED_BY_LONGER,
            (implied[0], implied[1], implied[2]),
            f"If {stated} per cent of {base.area_km2:,.0f} km2 are gone, {ends_km2[0]:,.0f} km2 are left, and the loss "
            f"since {since} is {implied[0]:.1f} per cent",
        ),
    )


_READING_WORDS = {
    ReadingKind.POINTS_OF_FIRST_BASE: "as points of the first base",
    ReadingKind.SHARE_OF_REMAINDER: "as per cent of the remainder",
    ReadingKind.IMPLIED_BY_LONGER: "as what the longer period implies",
}


def _nested_sentence(check: FigureCheck) -> str:
    longer, shorter = check.figures
    since = [day(figure.first_day) for figure in check.figures if figure.first_day is not None]
    pair = f"{loosely(longer)} per cent since {since[0]} and {loosely(shorter)} since {since[-1]}"
    values = ", ".join(f"{r.computed:.1f} {_READING_WORDS[r.kind]}" for r in check.readings)
    if len(check.readings) == 1:
        return check.readings[0].sentence
    match check.verdict:
        case Verdict.AGREES:
            return f"{pair} agree in every reading that the words allow: {values}."
        case Verdict.DISAGREES:
            return f"{pair} agree in no reading that the words allow: {values}."
    holding = sum(reading.holds for reading in check.readings)
    return f"{pair} agree in {holding} of {len(check.readings)} readings, and the words do not say which: {values}."


def sum_checks(
    figures: Sequence[StatedFigure], nested: Sequence[FigureCheck], series: Mapping[str, Sequence[Series]]
) -> list[FigureCheck]:
    """Losses, or gains, of periods in a row against the one of them all: shares of different bases do not add up.

    Figures of different reports are taken together only where the whole is their plain sum. A whole and a last part
    that ``nested`` holds already are left to it.
    """
    done = {check.figures for check in nested}
    changed = [figure for figure in figures if _is_change(figure)]
    found = []
    for whole in changed:
        parts = [
            f
            for f in changed
            if f is not whole
            and f.direction is whole.direction
            and f.actor_id == whole.actor_id
            and _same_ground(f, whole, series)
        ]
        for size in range(2, LONGEST_SUM + 1):
            found += [
                _sum(whole, row)
                for row in _rows(whole, parts, size)
                if (whole, row[-1]) not in done
                and (len({f.report_id for f in (whole, *row)}) == 1 or _is_plain_sum(whole, row))
            ]
    return _distinct(found)


def _same_ground(one: StatedFigure, other: StatedFigure, series: Mapping[str, Sequence[Series]]) -> bool:
    """Whether two figures are for the same ground: by their words, or by what they may be held against."""
    known = series[one.figure_id]
    return one.same_ground(other) or (bool(known) and known == series[other.figure_id])


def _rows(whole: StatedFigure, parts: Sequence[StatedFigure], size: int) -> Iterator[tuple[StatedFigure, ...]]:
    """Rows of ``size`` parts whose periods follow one another and together are the period of ``whole``."""

    def go_on(row: tuple[StatedFigure, ...], since: date | None) -> Iterator[tuple[StatedFigure, ...]]:
        if len(row) == size:
            if _meet(row[-1].last_day, whole.last_day):
                yield row
            return
        for part in parts:
            if _meet(part.first_day, since) and all(part is not other for other in row):
                yield from go_on((*row, part), part.last_day)

    return go_on((), whole.first_day)


def _meet(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= DAY_TOLERANCE


def _is_plain_sum(whole: StatedFigure, row: Sequence[StatedFigure]) -> bool:
    return abs(sum(part.value for part in row) - whole.value) < SAME_FIGURE


def _sum(whole: StatedFigure, row: Sequence[StatedFigure]) -> FigureCheck:
    points = all(part.whole is Whole.POINTS for part in row[1:])

    def together(shares: Sequence[float]) -> float:
        if points:
            return sum(shares)
        sign = 1 if whole.direction is Direction.GAINED else -1
        left = 1.0
        for share in shares:
            left *= 1 + sign * share / 100
        return sign * 100 * (left - 1)

    computed, low, high = (
        together(shares) for shares in ([p.value for p in row], [p.low for p in row], [p.high for p in row])
    )
    names = " and ".join(loosely(part) for part in row)
    if points:
        sentence = f"{names} points of one base make {computed:.1f} per cent"
    else:
        sentence = f"{names} per cent, each of what was held when its period began, make {computed:.1f} per cent"
    result = outcome(computed, whole, low=low, high=high)
    reading = Reading(
        ReadingKind.SUM_OF_SHARES,
        computed,
        low,
        high,
        whole.value,
        whole.low,
        whole.high,
        "percent",
        f"{sentence}, which {result}.",
    )
    told = reading.sentence
    if not reading.holds and not points and _is_plain_sum(whole, row):
        told = (
            f"{names} per cent are not {number(whole.value)} together: they are shares of different bases, and make "
            f"{computed:.1f} per cent of the first."
        )
    return FigureCheck(ReadingKind.SUM_OF_SHARES, (whole, *row), (), (reading,), told)


def loss_checks(figures: Sequence[StatedFigure]) -> list[FigureCheck]:
    """Shares of the losses, where the same report states the whole loss and the part of it."""
    found = []
    for share in figures:
        if share.whole is not Whole.LOSSES or not share.checkable:
            continue
        lost = [
            f
            for f in figures
            if f is not share
            and f.report_id == share.report_id
            and f.actor_id == share.actor_id
            and f.direction is Direction.LOST
            and f.checkable
        ]
        for unit in ("km2", "percent"):
            wholes = [f for f in lost if f.unit == unit and f.whole is not Whole.LOSSES and f.value]
            whole = max(wholes, key=lambda f: f.value, default=None)
            parts = [
                f for f in lost if f.unit == unit and whole is not None and f is not whole and f.value < whole.value
            ]
            own = [f for f in parts if f.scope == share.scope or f.whole is Whole.LOSSES]
            if whole is not None and own:
                found.append(_share_of_losses(share, own[0], whole))
                break
    return found


def _share_of_losses(share: StatedFigure, part: StatedFigure, whole: StatedFigure) -> FigureCheck:
    computed = 100 * part.value / whole.value
    low = 100 * part.low / whole.high
    high = 100 * part.high / whole.low if whole.low > 0 else computed
    sentence = (
        f"{_plain(part)} of {_plain(whole)} lost are {computed:.1f} per cent of the losses, which "
        f"{outcome(computed, share, low=low, high=high)}; they are no share of the territory."
    )
    reading = Reading(
        ReadingKind.SHARE_OF_LOSSES, computed, low, high, share.value, share.low, share.high, "percent", sentence
    )
    return FigureCheck(ReadingKind.SHARE_OF_LOSSES, (share, part, whole), (), (reading,), sentence)


def _plain(figure: StatedFigure) -> str:
    return loosely(figure) + (" points" if figure.unit == "percent" else "")


def _distinct(checks: Sequence[FigureCheck]) -> list[FigureCheck]:
    """One check for each set of equal figures: an estimate told twice is counted once."""
    return list(_firsts(checks))


def _firsts(checks: Sequence[FigureCheck]) -> Iterator[FigureCheck]:
    seen: set[tuple[object, ...]] = set()
    for check in checks:
        key = (
            check.kind,
            tuple((f.actor_id, f.value, f.first_day, f.last_day, f.whole) for f in check.figures),
            tuple(area.publisher for area in check.areas),
        )
        if key not in seen:
            seen.add(key)
            yield check

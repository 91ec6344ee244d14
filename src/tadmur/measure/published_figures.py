"""The checker of published figures: which readings of what is stated agree with published areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tadmur.measure.published_checks import (
    FigureCheck,
    Reading,
    ReadingKind,
    Verdict,
    amount,
    as_stated,
    day,
    km2,
    number,
    outcome,
    unchecked,
    within,
)
from tadmur.measure.published_pairs import loss_checks, nested_checks, sum_checks
from tadmur.measure.published_series import DAY_TOLERANCE, Series, ends, nearest, own_areas, series_for
from tadmur.reference.published_areas import PublishedArea
from tadmur.terms.figure import Direction, Firmness, StatedFigure, Whole


def check_figures(
    figures: Sequence[StatedFigure], areas: Sequence[PublishedArea], texts: Mapping[str, str]
) -> list[FigureCheck]:
    """Checks of all figures: each by itself, then those that belong together.

    Every figure is in at least one check; one that cannot be checked comes with the reason. ``texts`` is what each
    report says (its text and publisher), by report_id: a publisher that is named there rules out the others.
    """
    ordered = sorted(figures, key=lambda f: (f.report_id, f.span.start))
    series = {figure.figure_id: series_for(figure, areas, texts) for figure in ordered}
    nested = nested_checks(ordered, series)
    together = [*nested, *sum_checks(ordered, nested, series), *loss_checks(ordered)]
    paired = {figure.figure_id for check in together for figure in check.figures}
    single = [check for figure in ordered for check in check_single(figure, ordered, series[figure.figure_id])]
    single = [c for c in single if c.readings or c.figures[0].figure_id not in paired]
    return [*single, *together]


def check_single(figure: StatedFigure, figures: Sequence[StatedFigure], series: Sequence[Series]) -> list[FigureCheck]:
    """One figure against published areas, and against areas that its own report states."""
    if why := _not_checkable(figure):
        return [unchecked(figure, why)]
    own = _against_own_areas(figure, figures)
    if not series:
        what = f"in {' and '.join(figure.scope)} " if figure.scope else ""
        return [own] if own else [unchecked(figure, f"no area of this party {what}is in the list of published areas")]
    if figure.direction is Direction.HELD:
        return [_area_on_day(figure, series)]
    published = _change(figure, figures, series)
    if own is not None and not published.readings:
        return [own]
    return [published] if own is None else [published, own]


def _not_checkable(figure: StatedFigure) -> str:
    if not figure.checkable:
        return "it is foreseen, aimed at or denied, not said to be so"
    if figure.actor_id is None:
        return "the words do not say whose territory it is"
    if figure.whole is Whole.LOSSES:
        return "it is a part of the losses, not of the territory"
    if figure.whole is Whole.OTHER:
        return "it is a share of a country, a province or a town, not of the party's territory"
    if figure.last_day is None:
        return "neither the words nor the report say for which day it is"
    if figure.direction is not Direction.HELD and figure.first_day is None:
        return "the words do not say since when"
    if figure.direction is not Direction.HELD and figure.first_day is not None and figure.first_day >= figure.last_day:
        return "its period is empty"
    return ""


def _no_area(figure: StatedFigure, series: Sequence[Series]) -> FigureCheck:
    days = [figure.last_day] if figure.direction is Direction.HELD else [figure.first_day, figure.last_day]
    missing = [wanted for wanted in days if wanted is not None and not any(nearest(own, wanted) for own in series)]
    when = " or ".join(day(wanted) for wanted in missing or [d for d in days if d is not None])
    return unchecked(figure, f"no area is published for a day within {DAY_TOLERANCE.days} days of {when}")


def _area_on_day(figure: StatedFigure, series: Sequence[Series]) -> FigureCheck:
    assert figure.last_day is not None
    found = [area for own in series for area in nearest(own, figure.first_day or figure.last_day, figure.last_day)]
    if not found:
        return _no_area(figure, series)
    readings = [
        Reading(
            ReadingKind.AREA_ON_DAY,
            area.area_km2,
            area.area_km2,
            area.area_km2,
            figure.value,
            figure.low,
            figure.high,
            "km2",
            f"The area published for {day(area.as_of)} ({area.publisher}), {area.area_km2:,.0f} km2, "
            f"{outcome(area.area_km2, figure)}.",
        )
        for area in found
    ]
    return _of_readings(ReadingKind.AREA_ON_DAY, figure, found, readings)


def _change(figure: StatedFigure, figures: Sequence[StatedFigure], series: Sequence[Series]) -> FigureCheck:
    pairs = [(begin, end) for begin, end in ends(figure, series) if begin.area_km2]
    if not pairs:
        return _with_one_own_area(figure, figures, series)
    if figure.unit == "km2":
        kind = ReadingKind.AREA_CHANGE
        readings = [_area_change(figure, begin, end) for begin, end in pairs]
    else:
        kind = ReadingKind.SHARE_OF_BASE
        readings = [_share_of_base(figure, begin, end, series) for begin, end in pairs]
    return _of_readings(kind, figure, sorted({a for pair in pairs for a in pair}, key=lambda a: a.as_of), readings)


def _area_change(figure: StatedFigure, begin: PublishedArea, end: PublishedArea) -> Reading:
    gained = figure.direction is Direction.GAINED
    change = (end.area_km2 - begin.area_km2) * (1 if gained else -1)
    sentence = (
        f"From {km2(begin)} to {km2(end)} is a {_change_word(change, gained)} of {abs(change):,.0f} km2, which "
        f"{outcome(change, figure)}."
    )
    return Reading(
        ReadingKind.AREA_CHANGE, change, change, change, figure.value, figure.low, figure.high, "km2", sentence
    )


def _change_word(change: float, gained: bool) -> str:
    return "gain" if (change >= 0) == gained else "loss"


def _share(figure: StatedFigure, begin: float, end: float) -> float:
    """The figure that two areas give: per cent lost, gained, or left."""
    left = 100 * end / begin
    return {Direction.LOST: 100 - left, Direction.GAINED: left - 100}.get(figure.direction, left)


def _share_of_base(figure: StatedFigure, begin: PublishedArea, end: PublishedArea, series: Sequence[Series]) -> Reading:
    share = _share(figure, begin.area_km2, end.area_km2)
    sentence = f"From {km2(begin)} to {km2(end)} {_makes(figure, share)}, which {outcome(share, figure)}"
    agrees = within(share, share, figure.low, figure.high)
    exact = figure.firmness is Firmness.EXACT
    if not agrees and exact and (other := _other_base(figure, begin, end, series)) is not None:
        sentence += f"; counted from {km2(other)} it would agree"
    elif not agrees and exact and (base := implied_base(figure, end.area_km2)) is not None:
        sentence += (
            f"; {number(figure.value)} per cent {figure.direction.value} and {end.area_km2:,.0f} km2 at the end imply "
            f"a base of {base:,.0f} km2, not {begin.area_km2:,.0f}"
        )
    return Reading(
        ReadingKind.SHARE_OF_BASE, share, share, share, figure.value, figure.low, figure.high, "percent", sentence + "."
    )


def _other_base(
    figure: StatedFigure, begin: PublishedArea, end: PublishedArea, series: Sequence[Series]
) -> PublishedArea | None:
    """An area of the same series, of another day, from which the share would be right."""
    for own in series:
        for area in own:
            if area == begin or area.as_of >= end.as_of or not area.area_km2 or end not in own:
                continue
            share = _share(figure, area.area_km2, end.area_km2)
            if within(share, share, figure.low, figure.high):
                return area
    return None


def implied_base(figure: StatedFigure, end_km2: float) -> float | None:
    """The area on the first day that a stated share and the area on the last day imply, in km2."""
    share = figure.value / 100
    left = {Direction.LOST: 1 - share, Direction.GAINED: 1 + share}.get(figure.direction, share)
    return end_km2 / left if left > 0 else None


def _makes(figure: StatedFigure, share: float) -> str:
    if figure.direction is Direction.LEFT:
        return f"leaves {share:.1f} per cent"
    word = _change_word(share, figure.direction is Direction.GAINED)
    return f"is a {word} of {abs(share):.1f} per cent"


def _against_own_areas(figure: StatedFigure, figures: Sequence[StatedFigure]) -> FigureCheck | None:
    """A change against the two areas that the same report gives for its ends; ``None`` without both."""
    if figure.direction is Direction.HELD:
        return None
    begin, end = own_areas(figure, figures)
    if begin is None or end is None or not begin.value:
        return None
    if figure.unit == "km2":
        sign = 1 if figure.direction is Direction.GAINED else -1
        change = sign * (end.value - begin.value)
        slack = (end.high - end.low + begin.high - begin.low) / 2
        low, high = change - slack, change + slack
        makes = f"is a {_change_word(change, sign > 0)} of {abs(change):,.0f} km2"
    else:
        change = _share(figure, begin.value, end.value)
        corners = [_share(figure, b, e) for b in (begin.low, begin.high) for e in (end.low, end.high) if b > 0]
        low, high = min(corners), max(corners)
        makes = _makes(figure, change)
    sentence = (
        f"From {amount(begin.value, 'km2')} to {amount(end.value, 'km2')}, as the report itself has it, {makes}, which "
        f"{outcome(change, figure, low=low, high=high)}."
    )
    reading = Reading(
        ReadingKind.OWN_AREAS, change, low, high, figure.value, figure.low, figure.high, figure.unit, sentence
    )
    return FigureCheck(ReadingKind.OWN_AREAS, (figure, begin, end), (), (reading,), sentence)


def _with_one_own_area(figure: StatedFigure, figures: Sequence[StatedFigure], series: Sequence[Series]) -> FigureCheck:
    """A share between a published area at one end and one that the report itself states at the other."""
    begin, end = own_areas(figure, figures)
    readings: list[Reading] = []
    used: list[PublishedArea] = []
    for own in series:
        for stated, wanted, other in (
            (begin, figure.first_day, figure.last_day),
            (end, figure.last_day, figure.first_day),
        ):
            published = nearest(own, other) if other is not None else []
            if stated is None or wanted is None or not published or figure.unit != "percent":
                continue
            area = published[0]
            first, last = (stated.value, area.area_km2) if stated is begin else (area.area_km2, stated.value)
            days = (wanted, area.as_of) if stated is begin else (area.as_of, wanted)
            if not first or days[0] >= days[1]:
                continue
            share = _share(figure, first, last)
            spread = abs(_share(figure, first, last * 1.0) - share)
            sentence = (
                f"From {_either(stated, area, first=True, own_first=stated is begin)} to "
                f"{_either(stated, area, first=False, own_first=stated is begin)} {_makes(figure, share)}, which "
                f"{outcome(share, figure)}."
            )
            readings.append(
                Reading(
                    ReadingKind.SHARE_OF_BASE,
                    share,
                    share - spread,
                    share + spread,
                    figure.value,
                    figure.low,
                    figure.high,
                    "percent",
                    sentence,
                )
            )
            used.append(area)
    if not readings:
        return _no_area(figure, series)
    return _of_readings(ReadingKind.SHARE_OF_BASE, figure, used, readings)


def _either(stated: StatedFigure, area: PublishedArea, *, first: bool, own_first: bool) -> str:
    if first == own_first:
        when = f" on {day(stated.last_day)}" if isinstance(stated.last_day, date) else ""
        return f"{amount(stated.value, 'km2')}{when} (as the report has it)"
    return km2(area)


def _of_readings(
    kind: ReadingKind, figure: StatedFigure, areas: Sequence[PublishedArea], readings: Sequence[Reading]
) -> FigureCheck:
    """A check of one figure; its sentence names the readings that hold where they differ."""
    check = FigureCheck(kind, (figure,), tuple(areas), tuple(readings), "")
    if len(readings) == 1:
        sentence = readings[0].sentence
    elif check.verdict is Verdict.AGREES:
        sentence = f"{as_stated(figure)} agrees with every published area that it may mean."
    elif check.verdict is Verdict.DISAGREES:
        values = " or ".join(amount(r.computed, r.unit) if r.unit == "km2" else number(r.computed) for r in readings)
        sentence = f"{as_stated(figure)} agrees with no published area that it may mean: they give {values}."
    else:
        holding = [r for r in readings if r.holds]
        failing = [r for r in readings if not r.holds]
        sentence = f"{as_stated(figure)} is right or wrong by the base: {_short(holding[0])}; but {_short(failing[0])}."
    return FigureCheck(kind, (figure,), tuple(areas), tuple(readings), sentence)


def _short(reading: Reading) -> str:
    """A reading's sentence inside another: without its stop and what it adds behind a semicolon."""
    words = reading.sentence.partition(";")[0].rstrip(".")
    return words[0].lower() + words[1:]

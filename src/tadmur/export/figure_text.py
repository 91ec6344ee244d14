"""A computed figure in words: the sentence that a writer may print, and the page for a terminal around it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from tadmur.export.figure import ChangedPlace, CoverRow, FigurePage, MeasureRow, Range
from tadmur.export.limits import LIMITS
from tadmur.export.page_text import day, instant, percent
from tadmur.export.tables import text_table

LIKELY = 0.5
"""A change at least this probable is told of its place; a less probable one is named only."""
EVIDENCE_SHOWN = 3
NAMES_SHOWN = 12
WIDTH = 100
COVER_WORDS = {
    "assessed": "assessed",
    "contested": "contested or unclear",
    "stale": "stale (last evidence older than 90 days)",
    "not_assessed": "not assessed (no report speaks of it)",
    "unassigned": "unassigned (no settlement near)",
}
UNITS = {"km2": "km2", "settlements": "settlements", "population": "inhabitants", "km2_by_hexagons": "km2"}
MEASURE_WORDS = {
    "km2": "land, km2",
    "settlements": "settlements",
    "population": "inhabitants",
    "km2_by_hexagons": "land by hexagons, km2",
}


def printable_sentence(page: FigurePage) -> str:
    """The figure with base, days, area, interval and limits, as a writer may print it."""
    return " ".join([_finding(page), *_basis(page)])


def _finding(page: FigurePage) -> str:
    first, last = day(page.first_day), day(page.last_day)
    if not page.compared:
        told = (
            f"The first day of which they do is {day(page.first_assessed)}."
            if page.first_assessed
            else "They speak of none by the last day either."
        )
        return (
            f"What {page.actor} gained or lost between {first} and {last} cannot be said: the reports speak of no "
            f"settlement in {page.area} as it stood on {first}. {told}"
        )
    row, unit = page.measures[page.denominator], UNITS[page.denominator]
    if row.base[2] == 0 and row.end[2] == 0:
        return (
            f"Of the settlements in {page.area} that reports speak of, {page.actor} is assessed to have held none, on "
            f"{first} or on {last}."
        )
    if row.percent is None:
        return (
            f"Of what reports speak of in {page.area}, {page.actor} held {_amount(row.base[0], unit)} on {first} and "
            f"{_amount(row.end[0], unit)} on {last}; the change lies between {_signed(row.change[1])} and "
            f"{_signed(row.change[2])} {unit} (90 per cent interval). No percentage is given, for the base may be zero."
        )
    if row.change[1] < 0 < row.change[2]:
        return (
            f"Whether {page.actor} gained or lost between {first} and {last} is not certain: the change lies between "
            f"{_signed_percent(row.percent[1])} and {_signed_percent(row.percent[2])} of {_base(page, row)}."
        )
    if row.change == (0.0, 0.0, 0.0):
        return f"Between {first} and {last} {page.actor} neither lost nor gained any of {_base(page, row)}."
    size = abs(row.percent[0])
    ends = sorted((abs(row.percent[1]), abs(row.percent[2])))
    verb = "lost" if row.change[0] < 0 else "gained"
    relation = "of" if verb == "lost" else "on top of"
    amount = _amount(abs(row.change[0]), unit)
    return (
        f"Between {first} and {last} {page.actor} {verb} {size:.0f} per cent (90 per cent interval {ends[0]:.0f} to "
        f"{ends[1]:.0f}) {relation} {_base(page, row)}: {amount}."
    )


def _base(page: FigurePage, row: MeasureRow) -> str:
    what = {"km2": "land", "settlements": "settlements", "population": "inhabitants"}[page.denominator]
    return (
        f"the {what} that reports place under its control on {day(page.first_day)} in {page.area} "
        f"({_amount(row.base[0], UNITS[page.denominator])})"
    )


def _amount(value: float, unit: str) -> str:
    """ "1 settlement", "4,310 km2"."""
    singular = {"settlements": "settlement", "inhabitants": "inhabitant"}
    return f"{rounded(value)} {singular.get(unit, unit) if value == 1 else unit}"


def _basis(page: FigurePage) -> Iterator[str]:
    """What the figure rests on, and what it leaves out."""
    if page.compared:
        settlements = "settlement" if page.compared == 1 else "settlements"
        share = 100 * page.compared / page.settlements
        yield (
            f"Counted: the {page.compared} {settlements} assessed from reports on both days, {_few(share)} of the "
            f"{page.settlements:,} there; nothing is said of the rest."
        )
        if page.denominator == "population" and page.compared_population_unknown:
            yield f"For {page.compared_population_unknown} of them the number of inhabitants is not known."
    if page.entered:
        yield (
            f"{page.entered} more came into the reports after {day(page.first_day)} and count neither as gained nor as "
            "lost."
        )
    known = f"known by {instant(page.known_by)}" if page.known_by else "in the ledger"
    newest = f", the newest of {day(page.newest_report.date())}" if page.newest_report else ""
    reports = "report" if page.reports == 1 else "reports"
    yield f"Source: {page.reports} {reports} {known}{newest}, {page.coded}; computed with tadmur."
    yield f"Boundaries: {page.boundaries}"


def figure_text(page: FigurePage) -> Iterator[str]:
    """Lines of the figure for a terminal."""
    known = f", known by {instant(page.known_by)}" if page.known_by else ""
    yield f"{page.actor}, {page.area}: {day(page.first_day)} to {day(page.last_day)}{known}"
    yield ""
    yield from wrap(printable_sentence(page), WIDTH)
    yield ""
    yield from _measures(page)
    yield ""
    yield from _coverage(page)
    yield ""
    yield from _places(page)
    yield ""
    yield from wrap(
        f"Area of the scope {page.area_km2:,.0f} km2, geodesic on WGS 84. A settlement speaks for the land nearest to "
        f"it within {page.reach_km:g} km; hexagons are H3, resolution {page.hexagon_resolution}. Medians of "
        f"{page.draws:,} sampled histories; medians need not add up.",
        WIDTH,
    )
    yield from wrap(LIMITS, WIDTH)


def _measures(page: FigurePage) -> Iterator[str]:
    if not page.compared:
        return
    order = [page.denominator, *(name for name in page.measures if name != page.denominator)]
    header = ("Measure", f"On {page.first_day}", f"On {page.last_day}", "Change", "Per cent of base")
    rows = []
    for name in order:
        row = page.measures[name]
        rows.append(
            (
                MEASURE_WORDS[name],
                _with_interval(row.base),
                _with_interval(row.end),
                _with_interval(row.change, signed=True),
                "none: the base may be zero" if row.percent is None else _percent_interval(row.percent),
            )
        )
    yield from text_table(header, rows)
    unknown = page.compared_population_unknown
    if unknown:
        yield (
            f"Inhabitants leave out {unknown} of the {page.compared} settlements compared: their number is not known."
        )


def _coverage(page: FigurePage) -> Iterator[str]:
    yield "How far the reports reach (share of the land; settlements)"
    rows = [(words, *(_cover_cell(row, name) for row in page.covers)) for name, words in COVER_WORDS.items()]
    yield from text_table(("", *(f"{row.day}" for row in page.covers)), rows)


def _cover_cell(row: CoverRow, name: str) -> str:
    share = _few(100 * row.area_shares[name], sign=True)
    return share if name == "unassigned" else f"{share}; {row.settlements[name]:,}"


def _places(page: FigurePage) -> Iterator[str]:
    likely = [place for place in page.places if place.probability >= LIKELY]
    others = [place for place in page.places if place.probability < LIKELY]
    if not likely:
        yield "No settlement is more likely than not to have changed hands."
    else:
        yield "Settlements that changed"
    for place in likely:
        yield from _place(place)
    if others:
        names = ", ".join(
            f"{place.name} ({'lost' if place.lost else 'gained'}, {percent(place.probability)})" for place in others
        )
        yield from wrap(f"Possible, but less likely than not: {names}.", WIDTH)
    if page.entered_places:
        shown = page.entered_places[:NAMES_SHOWN]
        more = f" and {len(page.entered_places) - len(shown)} more" if len(page.entered_places) > len(shown) else ""
        yield from wrap(f"First spoken of after {day(page.first_day)}: {', '.join(shown)}{more}.", WIDTH)


def _place(place: ChangedPlace) -> Iterator[str]:
    days = [day(value) for value in dict.fromkeys((place.since_earliest, place.since_latest)) if value]
    since = f", since {' to '.join(days)}" if days else ""
    size = f"{place.km2:,.0f} km2" + (f", {place.population:,} inhabitants" if place.population else "")
    verb = "lost" if place.lost else "gained"
    yield f"  {place.name} ({place.within}; {size}): {verb}, {percent(place.probability)}{since}"
    yield f"    {place.before[0]} {percent(place.before[1])} -> {place.after[0]} {percent(place.after[1])}"
    for row in place.evidence[:EVIDENCE_SHOWN]:
        quote = " ".join(str(row["quote"]).split())
        speaker = row["speaker"] or str(row["speaker_role"]).replace("_", " ")
        voice = speaker if row["publisher"] in (None, speaker) else f"{speaker}, in {row['publisher']}"
        published = str(row["published_at"] or "undated")[:10]
        yield from wrap(
            f"“{quote}” ({voice}, {published}; claim {row['claim_id'][:8]})",
            WIDTH,
            initial_indent="    ",
            subsequent_indent="      ",
        )


def rounded(value: float) -> str:
    """Three significant digits, with thousands apart: 18,700."""
    if abs(value) < 1000:
        return f"{value:,.0f}"
    step = 10 ** (len(str(int(abs(value)))) - 3)
    return f"{round(value / step) * step:,.0f}"


def _few(share: float, *, sign: bool = False) -> str:
    """A share in per cent with one digit where it is small; never a false zero."""
    unit = "%" if sign else " per cent"
    if share == 0:
        return f"0{unit}"
    if share < 0.1:
        return f"less than 0.1{unit}" if not sign else "< 0.1%"
    return f"{share:.1f}{unit}" if share < 10 else f"{share:.0f}{unit}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{rounded(value)}"


def _signed_percent(value: float) -> str:
    if round(value) == 0:
        return "0 per cent"
    return f"{'a loss' if value < 0 else 'a gain'} of {abs(value):.0f} per cent"


def _with_interval(value: Range, *, signed: bool = False) -> str:
    form = _signed if signed else rounded
    return f"{form(value[0])} ({form(value[1])} to {form(value[2])})"


def _percent_interval(value: Range) -> str:
    return f"{value[0]:+.1f} ({value[1]:+.1f} to {value[2]:+.1f})"

"""The map of a situation report: an inline SVG that needs no network, no script and no colour to be read."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tadmur.export.limits import LIMITS
from tadmur.export.map_frame import Frame
from tadmur.export.map_labels import Box, Placed, Wanted, place_labels, text_width
from tadmur.export.map_symbols import shape_path, symbol_class
from tadmur.export.page_text import LABEL_WORDS, percent, slug
from tadmur.export.situation import GeoJson, MapPlace, MapView, Meta, Party
from tadmur.terms.assessment import CONTESTED_STATE, Label

LAYERS = ("land", "lakes", "admin1", "rivers", "coastline", "borders", "disputed")
"""Basemap layers in the order they are drawn; a layer of another name is not drawn."""

MAX_PROBABILITIES = 30
"""With more places than this the labels are names only."""


MAX_MUST = 40
"""Places, most important first, whose names are moved rather than left out."""


MIN_AREA_RADIUS = 13.0
"""Pixels: a vague place never shrinks to something that looks like a point."""


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Sizes in pixels of one shape of the map."""

    name: str
    width: int
    flattest: float
    tallest: float
    label_size: float
    symbol_radius: float
    probabilities: bool


WIDE = MapStyle("wide", 960, 0.5, 0.76, 14.0, 7.5, True)
NARROW = MapStyle("narrow", 400, 0.8, 1.3, 12.5, 6.5, False)


def draw_map(view: MapView, meta: Meta, parties: Sequence[Party], style: MapStyle, *, key: str = "") -> Markup:
    """The map as one ``<svg>`` element; its symbols link to the places' rows on the page.

    ``key`` keeps the ids of several maps on one page apart.
    """
    frame = Frame.around(view.extent, style.width, flattest=style.flattest, tallest=style.tallest)
    order = {party.actor_id: index for index, party in enumerate(parties)}
    names = {party.actor_id: party.name for party in parties}
    foot = _foot(meta, style)
    total = frame.height + len(foot) * 16 + 8
    title = f"Who holds what on {meta.as_of.isoformat()}; the table below says the same in words"
    parts = [
        Markup('<svg class="map map-{}" viewBox="0 0 {} {}" role="group" aria-label="{}">').format(
            style.name, style.width, total, title
        ),
        _clip(style, frame, key),
        Markup('<g clip-path="url(#map-{}{}-frame)">').format(style.name, key),
        Markup('<rect class="sea" width="{}" height="{}"/>').format(frame.width, frame.height),
        *_basemap(view.layers, frame),
        *_marks(view, frame, style, order, names),
        Markup("</g>"),
        Markup('<rect class="frame" x=".5" y=".5" width="{}" height="{}"/>').format(frame.width - 1, frame.height - 1),
        *_scale_bar(frame),
        *_north(frame),
        *(
            Markup('<text class="foot" x="1" y="{}">{}</text>').format(frame.height + 18 + 16 * index, line)
            for index, line in enumerate(foot)
        ),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


PATTERNS = Markup(
    '<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="4" height="4"/><rect class="hatch-line" width="1.7" height="4"/></pattern>'
    '<pattern id="vague" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">'
    '<rect class="vague-line" width="1.2" height="9"/></pattern></defs></svg>'
)
"""Hatchings that maps, legend and tables share; it stands once on the page."""


def _clip(style: MapStyle, frame: Frame, key: str) -> Markup:
    return Markup('<defs><clipPath id="map-{}{}-frame"><rect width="{}" height="{}"/></clipPath></defs>').format(
        style.name, key, frame.width, frame.height
    )


def _basemap(layers: Mapping[str, Sequence[GeoJson]], frame: Frame) -> list[Markup]:
    drawn = []
    for name in LAYERS:
        data = sorted(frame.path(geometry, tolerance=0.35) for geometry in layers.get(name, ()))
        if path := "".join(data):
            drawn.append(Markup('<path class="{}" d="{}"/>').format(name, path))
    return drawn


def _marks(
    view: MapView, frame: Frame, style: MapStyle, order: Mapping[str, int], names: Mapping[str, str]
) -> list[Markup]:
    """Areas, towns, symbols and all names, in the order they lie on each other."""
    areas = sorted(view.areas, key=lambda area: area.place_id)
    places = sorted(view.places, key=lambda place: (place.rank, place.name, place.place_id))
    place_points = _apart(frame.points([(place.lon, place.lat) for place in places]), style.symbol_radius)
    shown = {place.name for place in places}
    towns = sorted((t for t in view.towns if t.name not in shown), key=lambda t: (t.rank, t.name, t.lon))
    town_points = frame.points([(town.lon, town.lat) for town in towns])

    radius = style.symbol_radius
    obstacles = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in place_points]
    obstacles += [Box(x - 2, y - 2, x + 2, y + 2) for x, y in town_points]
    obstacles += [_scale_box(frame), Box(frame.width - 38, 0, frame.width, 56)]
    wanted = [
        Wanted(f"p{index}", place.name, x, y, style.label_size, radius + 1.5, must=index < MAX_MUST)
        for index, (place, (x, y)) in enumerate(zip(places, place_points, strict=True))
        if frame.contains(x, y)
    ]
    reaches = [_reach(frame, area.geometry) for area in areas]
    for area, reach in zip(areas, reaches, strict=True):
        x, y = _centre(frame, area.geometry)
        obstacles.append(Box(x - reach, y - reach, x + reach, y + reach))
    area_paths = [_area_path(frame, area.geometry, reach) for area, reach in zip(areas, reaches, strict=True)]
    wanted += [
        Wanted(f"a{index}", area.name, *_centre(frame, area.geometry), style.label_size - 1.5, reach + 3, must=True)
        for index, (area, reach) in enumerate(zip(areas, reaches, strict=True))
        if area_paths[index]
    ]
    wanted += [
        Wanted(f"t{index}", town.name, x, y, style.label_size - 2.5, 4.5)
        for index, (town, (x, y)) in enumerate(zip(towns, town_points, strict=True))
        if frame.contains(x, y, inset=6)
    ]
    show_probability = style.probabilities and len(places) <= MAX_PROBABILITIES
    suffixes = {f"p{index}": _suffix(place) if show_probability else "" for index, place in enumerate(places)}
    wanted = [Wanted(w.key, w.text + suffixes.get(w.key, ""), w.x, w.y, w.size, w.gap, w.must) for w in wanted]
    labels = place_labels(wanted, obstacles, frame.width, frame.height)
    labelled = {label.key for label in labels}

    marks = [_area(area.place_id, area.name, path) for area, path in zip(areas, area_paths, strict=True) if path]
    marks += [
        Markup('<circle class="town" cx="{:.1f}" cy="{:.1f}" r="1.9"/>').format(x, y)
        for index, (x, y) in enumerate(town_points)
        if f"t{index}" in labelled
    ]
    marks += [
        Markup('<line class="leader" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(*label.leader)
        for label in labels
        if label.leader
    ]
    marks += [
        _symbol(place, x, y, style, order, names)
        for place, (x, y) in reversed(list(zip(places, place_points, strict=True)))
        if frame.contains(x, y)
    ]
    marks += [_label(label, suffixes.get(label.key, "")) for label in labels]
    return marks


def _apart(points: Sequence[tuple[float, float]], radius: float) -> list[tuple[float, float]]:
    """Places at one spot (sites shown at the same settlement) fanned out around it, so that none hides another."""
    spots: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (x, y) in enumerate(points):
        spots[round(x), round(y)].append(index)
    apart = list(points)
    for shared in spots.values():
        reach = 0.0 if len(shared) == 1 else radius * max(1.2, 1.2 / math.sin(math.pi / len(shared)))
        for step, index in enumerate(shared):
            angle = 2 * math.pi * step / len(shared)
            x, y = points[index]
            apart[index] = (x + reach * math.cos(angle), y + reach * math.sin(angle))
    return apart


def _area(place_id: str, name: str, path: str) -> Markup:
    return Markup(
        '<a href="#p-{}" aria-label="{}: a vague place"><path class="vague" d="{}"/>'
        '<path class="vague-fill" fill="url(#vague)" d="{}"/></a>'
    ).format(slug(place_id), name, path, path)


def _suffix(place: MapPlace) -> str:
    split = place.label is Label.CONTESTED and place.state != CONTESTED_STATE
    if split or place.label is Label.UNKNOWN or place.probability is None:
        return ""
    return f" {percent(place.probability)}"


def _centre(frame: Frame, geometry: GeoJson) -> tuple[float, float]:
    from shapely.geometry import shape

    middle = shape(geometry.get("geometry", geometry)).centroid
    return frame.points([(middle.x, middle.y)])[0]


def _reach(frame: Frame, geometry: GeoJson) -> float:
    """Half the smaller side of an area's bounding box in pixels: how far a name must stay from its middle."""
    from shapely.geometry import shape

    west, south, east, north = shape(geometry.get("geometry", geometry)).bounds
    (x0, y0), (x1, y1) = frame.points([(west, south), (east, north)])
    return max(MIN_AREA_RADIUS, min(abs(x1 - x0), abs(y1 - y0)) / 2)


def _area_path(frame: Frame, geometry: GeoJson, reach: float) -> str:
    """The outline of an area; one too small to be seen at this scale becomes a circle that can be."""
    if reach > MIN_AREA_RADIUS:
        return frame.path(geometry, tolerance=0.2)
    x, y = _centre(frame, geometry)
    if not frame.contains(x, y):
        return ""
    arc = f"a{reach:g} {reach:g} 0 1 1"
    return f"M{x - reach:.1f} {y:.1f}{arc} {2 * reach:g} 0{arc} -{2 * reach:g} 0Z"


def _symbol(
    place: MapPlace, x: float, y: float, style: MapStyle, order: Mapping[str, int], names: Mapping[str, str]
) -> Markup:
    classes = symbol_class(place.state, place.label, place.probability)
    holder = "contested" if place.state == CONTESTED_STATE else names.get(place.state or "", "unknown")
    words = f"{place.name}: {holder}, {percent(place.probability)}. {LABEL_WORDS[place.label]}."
    if place.label is Label.CONTESTED and place.state != CONTESTED_STATE:
        words = f"{place.name}: contested; most probable {holder}, {percent(place.probability)}."
    if place.label is Label.UNKNOWN or place.state is None:
        words = f"{place.name}: unknown."
    return Markup(
        '<a href="#p-{}" aria-label="{}" transform="translate({:.1f} {:.1f})"><title>{}</title>{}</a>'
    ).format(slug(place.place_id), words, x, y, words, symbol(place.state, classes, order, style))


def symbol(state: str | None, classes: str, order: Mapping[str, int], style: MapStyle) -> Markup:
    """The symbol of one state around the origin: paper below, party colour or hatching above, outline last."""
    radius = style.symbol_radius
    if "sym-unknown" in classes:
        return Markup('<g class="{}"><circle class="ground" r="{}"/><text y="{}" class="mark">?</text></g>').format(
            classes, f"{radius * 0.92:.1f}", f"{radius * 0.52:.1f}"
        )
    if "sym-contested" in classes:
        path = shape_path(0, radius * 1.12)
        return Markup('<g class="{}"><path class="fill" fill="url(#hatch)" d="{}"/></g>').format(classes, path)
    path = shape_path(order.get(state or "", len(order)), radius)
    return Markup('<g class="{} party-{}"><path class="ground" d="{}"/><path class="fill" d="{}"/></g>').format(
        classes, order.get(state or "", 0), path, path
    )


def _label(label: Placed, suffix: str) -> Markup:
    kind = {"p": "name", "a": "name-vague", "t": "name-town"}[label.key[0]]
    text = escape(label.text.removesuffix(suffix)) if suffix else escape(label.text)
    if suffix:
        text += Markup('<tspan class="share">{}</tspan>').format(suffix)
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{}">{}</text>').format(
        kind, label.x, label.y, label.anchor, f"{label.size:g}", text
    )


def _scale_length(frame: Frame) -> tuple[int, float]:
    """A round number of kilometres of about a sixth to a third of the width, and its pixels."""
    longest_km = frame.width * 0.28 * frame.metres_per_pixel / 1000
    power = 10 ** math.floor(math.log10(longest_km))
    kilometres = next(step * power for step in (5, 2, 1) if step * power <= longest_km)
    return max(1, round(kilometres)), max(1, round(kilometres)) * 1000 / frame.metres_per_pixel


def _scale_box(frame: Frame) -> Box:
    _, pixels = _scale_length(frame)
    return Box(0, frame.height - 40, 28 + pixels + 16, frame.height)


def _scale_bar(frame: Frame) -> list[Markup]:
    kilometres, pixels = _scale_length(frame)
    x, y = 16.0, frame.height - 16.0
    return [
        Markup('<g class="furniture"><path class="bar-halo" d="M{0} {1}h{2:.1f}"/>').format(x, y, pixels),
        Markup('<path class="bar" d="M{0} {1}v-6M{0} {1}h{2:.1f}m0 0v-6m-{3:.1f} 6v-4"/>').format(
            x, y, pixels, pixels / 2
        ),
        Markup('<text class="bar-text" x="{}" y="{}">{} km</text></g>').format(x, y - 11, kilometres),
    ]


def _north(frame: Frame) -> list[Markup]:
    x = frame.width - 20
    return [
        Markup(
            '<g class="furniture" transform="translate({} 12)"><path class="needle" d="M0 0L5 20L0 15.5L-5 20Z"/>'
        ).format(x),
        Markup('<text class="north" y="34" text-anchor="middle">N</text></g>'),
    ]


def _foot(meta: Meta, style: MapStyle) -> list[str]:
    """Boundary set and limits, broken into lines that fit."""
    sentences = [
        f"Boundaries: {meta.boundary_set}, version {meta.boundary_version}. They imply no position on any dispute.",
        LIMITS,
    ]
    return [line for sentence in sentences for line in _wrapped(sentence, style.width - 4, 11.5)]


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

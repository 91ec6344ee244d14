"""Two sources of maps side by side as a picture: a map of where they differ."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tadmur.export.limits import LIMITS
from tadmur.export.map_frame import Frame, extent_of
from tadmur.export.page_text import day as day_words

COLOURS = {"same": "#b8c4bb", "first": "#c8553d", "second": "#2f6690", "different": "#5c4d7d"}
"""Both the same, only the first, only the second, different parties; apart in lightness as well as in hue."""
HATCHES = {"same": "", "first": "////", "second": "....", "different": "xxxx"}
PIXELS = 1400
DPI = 140


def draw_comparison(
    contract: Mapping[str, Any],
    shapes: Mapping[str, Any],
    outline: Any,
    layers: Mapping[str, Sequence[Mapping[str, Any]]],
    towns: Sequence[tuple[str, float, float, int]],
    paths: Sequence[Path],
) -> None:
    """A map of where two sources differ, as SVG or PNG by the suffix of each path; the same data give the same bytes.

    ``shapes`` are polygons in degrees named as in :data:`COLOURS`; ``layers`` is a basemap, ``towns`` are (name, lon,
    lat, rank) for orientation.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    frame = Frame.around(map_extent(shapes, outline), PIXELS, flattest=0.5, tallest=0.9)
    with mpl.rc_context({"svg.hashsalt": "tadmur", "font.family": "DejaVu Sans", "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(PIXELS / DPI, (frame.height + 260) / DPI), dpi=DPI)
        axes = figure.add_axes((0.01, 190 / (frame.height + 260), 0.98, frame.height / (frame.height + 260)))
        axes.set_xlim(0, frame.width)
        axes.set_ylim(frame.height, 0)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.set_facecolor("#dfe9ef")
        _draw_basemap(axes, frame, layers)
        _draw_towns(axes, frame, towns)
        handles = _draw_shapes(axes, frame, shapes, contract["sources"])
        one, other = contract["sources"]
        figure.text(
            0.01, 0.985, f"{one} and {other} on {day_words(_day(contract['to']))}", fontsize=13, va="top", weight="bold"
        )
        figure.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.055), ncol=2, fontsize=8.5, frameon=False
        )
        foot = f"{contract['scope']} Both maps are what their sources say. {LIMITS}"
        figure.text(0.01, 0.01, "\n".join(textwrap.wrap(foot, 150)), fontsize=6.5, va="bottom", color="#333333")
        for path in paths:
            if path.suffix == ".svg":
                FigureCanvasSVG(figure).print_svg(path, metadata={"Date": None, "Creator": "tadmur"})  # type: ignore[no-untyped-call]
            else:
                FigureCanvasAgg(figure).print_png(path, metadata={"Software": "tadmur"})  # type: ignore[no-untyped-call]


def map_extent(shapes: Mapping[str, Any], outline: Any) -> tuple[float, float, float, float]:
    """West, south, east, north around all that is drawn, else around the whole ground."""
    import shapely

    drawn = [shape for shape in shapes.values() if not shape.is_empty]
    west, south, east, north = shapely.union_all(drawn).bounds if drawn else outline.bounds
    extent = extent_of([(west, south), (east, north)])
    assert extent is not None
    return extent


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _draw_basemap(axes: Any, frame: Frame, layers: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    from shapely.geometry import shape

    styles: dict[str, dict[str, Any]] = {
        "land": {"facecolor": "#f6f4ee", "edgecolor": "none"},
        "lakes": {"facecolor": "#dfe9ef", "edgecolor": "none"},
        "admin1": {"facecolor": "none", "edgecolor": "#c9c5ba", "linewidth": 0.5},
        "rivers": {"facecolor": "none", "edgecolor": "#a9c3d3", "linewidth": 0.7},
        "coastline": {"facecolor": "none", "edgecolor": "#8aa3b0", "linewidth": 0.6},
        "borders": {"facecolor": "none", "edgecolor": "#555555", "linewidth": 1.0},
        "disputed": {"facecolor": "none", "edgecolor": "#555555", "linewidth": 1.0, "linestyle": "--"},
    }
    for level, (name, style) in enumerate(styles.items()):
        for geometry in layers.get(name, ()):
            _draw(axes, frame, shape(geometry), zorder=level, **style)


def _draw_towns(axes: Any, frame: Frame, towns: Sequence[tuple[str, float, float, int]]) -> None:
    """Towns for orientation, named inside the window."""
    from matplotlib.patheffects import withStroke

    for (name, *_), (x, y) in zip(towns, frame.points([(lon, lat) for _, lon, lat, _ in towns]), strict=True):
        if frame.contains(x, y, inset=12):
            axes.plot([x], [y], "o", color="#222222", markersize=2.4, zorder=8)
            left = x > 0.85 * frame.width
            text = axes.text(
                x + (-7 if left else 7), y, name, fontsize=7, ha="right" if left else "left", va="center", zorder=9
            )
            text.set_path_effects([withStroke(linewidth=2.0, foreground="#ffffff")])


def _draw_shapes(axes: Any, frame: Frame, shapes: Mapping[str, Any], sources: Sequence[str]) -> list[Any]:
    from matplotlib.patches import Patch

    words = {
        "same": "both, the same party",
        "different": "both, different parties",
        "first": f"only {sources[0]}",
        "second": f"only {sources[1]}",
    }
    handles = []
    for name, label in words.items():
        style: dict[str, Any] = {
            "facecolor": COLOURS[name],
            "hatch": HATCHES[name],
            "edgecolor": "#ffffff",
            "alpha": 0.72,
        }
        shape = shapes.get(name)
        if shape is not None and not shape.is_empty:
            _draw(axes, frame, shape, zorder=3.5, linewidth=0.4, **style)
        handles.append(Patch(label=label, linewidth=0, **style))
    return handles


def _draw(axes: Any, frame: Frame, geometry: Any, **style: Any) -> None:
    import numpy as np
    import shapely
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    clipped = shapely.clip_by_rect(geometry, *frame.window)
    if clipped.is_empty:
        return
    projected = shapely.transform(clipped, frame.to_pixels).simplify(0.4)
    points, codes = [], []
    for part in shapely.get_parts(projected):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            line = shapely.get_coordinates(ring)
            if len(line) < 2:
                continue
            points.append(line)
            codes.append(np.array([Outline.MOVETO] + [Outline.LINETO] * (len(line) - 1), dtype=Outline.code_type))
    if points:
        patch = PathPatch(Outline(np.concatenate(points), np.concatenate(codes)), **style)
        axes.add_patch(patch)

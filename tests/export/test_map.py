"""The map: names never overlap, scale and frame are right, symbols differ without colour."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from tadmur.export.map_frame import Frame, basemap_extent, circle, extent_of
from tadmur.export.map_labels import Box, Wanted, place_labels, text_width
from tadmur.export.map_symbols import PALETTE, party_colours, shape_path, symbol_class
from tadmur.export.situation import MapArea, MapPlace, MapView, Meta, Party, SituationPage
from tadmur.export.static_map import NARROW, WIDE, draw_map
from tadmur.terms.assessment import Label

EXTENT = (32.0, 13.0, 34.0, 15.0)


def boxes(labels: list[Wanted], width: float, height: float) -> list[Box]:
    found = []
    for label in place_labels(labels, [], width, height):
        span = text_width(label.text, label.size)
        left = {"start": label.x, "middle": label.x - span / 2, "end": label.x - span}[label.anchor]
        found.append(Box(left, label.y - label.size * 0.7, left + span, label.y + label.size * 0.2))
    return found


@given(
    st.lists(st.tuples(st.floats(0, 600), st.floats(0, 400), st.text("abcM ", min_size=3, max_size=12)), max_size=25)
)
@settings(max_examples=60, deadline=None)
def test_names_that_may_be_left_out_never_overlap_or_leave_the_map(points: list[tuple[float, float, str]]) -> None:
    wanted = [Wanted(str(i), text, x, y, 12.0, 6.0) for i, (x, y, text) in enumerate(points)]
    placed = boxes(wanted, 600, 400)
    for index, box in enumerate(placed):
        assert box.left >= 0
        assert box.right <= 600
        assert not any(box.overlaps(other) for other in placed[index + 1 :])


def test_important_names_are_moved_with_a_leader_rather_than_lost() -> None:
    wanted = [Wanted(str(i), f"Place {i}", 300, 200, 12.0, 6.0, must=True) for i in range(14)]
    placed = place_labels(wanted, [], 600, 400)
    assert len(placed) == 14
    assert placed[0].leader is None
    assert placed[-1].leader is not None
    assert len({(label.x, label.y) for label in placed}) == 14


def test_distances_on_the_map_are_true() -> None:
    frame = Frame.around(EXTENT, 960, flattest=0.5, tallest=0.8)
    (x0, y0), (x1, y1) = frame.points([(33.0, 14.0), (33.4, 14.3)])
    _, _, metres = Geod(ellps="WGS84").inv(33.0, 14.0, 33.4, 14.3)
    assert math.hypot(x1 - x0, y1 - y0) * frame.metres_per_pixel == pytest.approx(metres, rel=0.002)


@given(
    st.lists(st.tuples(st.floats(-170, 170), st.floats(-60, 70)), min_size=1, max_size=5).filter(
        lambda points: (
            max(p[0] for p in points) - min(p[0] for p in points) < 30
            and max(p[1] for p in points) - min(p[1] for p in points) < 20
        )
    )
)
@settings(max_examples=30, deadline=None)
def test_all_places_are_in_view_and_north_is_up(points: list[tuple[float, float]]) -> None:
    extent = extent_of(points)
    assert extent is not None
    for style in (WIDE, NARROW):
        frame = Frame.around(extent, style.width, flattest=style.flattest, tallest=style.tallest)
        assert all(frame.contains(x, y) for x, y in frame.points(points))
    west, south, east, north = basemap_extent(extent)
    assert west < extent[0] < extent[2] < east
    assert south < extent[1] < extent[3] < north
    (_, y0), (_, y1) = frame.points([points[0], (points[0][0], points[0][1] + 0.1)])
    assert y1 < y0


def test_no_point_has_no_extent() -> None:
    assert extent_of([]) is None


def test_a_basemap_covers_the_frame_to_its_corners() -> None:
    for extent in (EXTENT, (30.0, 10.0, 42.0, 11.0), (30.0, 10.0, 31.0, 22.0)):
        west, south, east, north = basemap_extent(extent)
        square = {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north]]]}
        square["coordinates"][0].append([west, south])
        for style in (WIDE, NARROW):
            frame = Frame.around(extent, style.width, flattest=style.flattest, tallest=style.tallest)
            numbers = [float(n) for n in re.findall(r"-?\d+\.\d", frame.path(square, tolerance=0.1))]
            xs, ys = numbers[::2], numbers[1::2]
            assert min(xs) <= 0
            assert max(xs) >= frame.width
            assert min(ys) <= 0
            assert max(ys) >= frame.height


def test_a_circle_is_round_on_the_ground() -> None:
    for lon, lat in circle(37.2, 34.1, 8.0)["coordinates"][0]:
        _, _, metres = Geod(ellps="WGS84").inv(37.2, 34.1, lon, lat)
        assert metres == pytest.approx(8000, abs=5)


def test_every_party_has_its_own_shape_and_colour() -> None:
    assert len({shape_path(index, 7.0) for index in range(8)}) == 8
    parties = [Party("a", "A", PALETTE[1].upper()), Party("b", "B"), Party("c", "C", "not a colour"), Party("d", "D")]
    assert len(set(party_colours(parties).values())) == 4
    assert party_colours(parties)["a"] == PALETTE[1]


@pytest.mark.parametrize("other", [Label.CLAIMED_ONLY, Label.CONTESTED, Label.STALE, Label.UNKNOWN])
def test_each_state_of_the_evidence_has_a_class_of_its_own(other: Label) -> None:
    assert symbol_class("a", other, 0.97) != symbol_class("a", Label.ASSESSED, 0.97)
    assert symbol_class("a", Label.ASSESSED, 0.97) != symbol_class("a", Label.ASSESSED, 0.6)


def test_sites_at_one_settlement_do_not_hide_each_other(page: SituationPage) -> None:
    places = tuple(MapPlace(f"p{i}", f"Site {i}", 33.0, 14.0, "a", 0.9, Label.ASSESSED, i) for i in range(3))
    svg = draw_map(MapView(EXTENT, {}, places), page.meta, (Party("a", "A"),), WIDE)
    assert len(set(re.findall(r'href="#p-p\d" [^>]*transform="(translate[^"]+)"', svg))) == 3


def test_a_vague_place_never_shrinks_to_a_point(page: SituationPage) -> None:
    area = MapArea("vague:1", "Hills", circle(33.0, 14.0, 2.0))
    wide = (20.0, 5.0, 45.0, 25.0)
    svg = draw_map(MapView(wide, {}, (), (area,)), page.meta, (), WIDE)
    assert re.search(r'class="vague" d="M[\d. ]+a13 13 ', svg)


def test_the_order_of_places_does_not_matter(page: SituationPage) -> None:
    view = page.map
    assert view is not None
    meta: Meta = page.meta
    turned = MapView(view.extent, view.layers, view.places[::-1], view.areas[::-1], view.towns[::-1])
    assert draw_map(view, meta, page.parties, WIDE) == draw_map(turned, meta, page.parties, WIDE)

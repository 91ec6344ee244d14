"""The area that a figure is counted over: a country or one of its units, in a boundary set, under a viewpoint.

"Syria in Natural Earth as resolutions of the United Nations see it" holds the Golan Heights; "by who administers" it
does not. Nothing is counted over an area without saying which of these it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tadmur.reference.artefacts import query_file
from tadmur.reference.boundaries import (
    DEFAULT_SET,
    DETAILED_SET,
    Boundary,
    BoundarySet,
    available_sets,
    boundaries,
    boundary_of,
    boundary_set,
    set_file,
    units_named,
    unpack_shape,
)
from tadmur.reference.disputed_areas import (
    UNITED_NATIONS,
    DisputedArea,
    check_viewpoint,
    describe_viewpoint,
    disputed_areas,
)
from tadmur.reference.gazetteer import DENSE_COUNTRIES
from tadmur.terms.errors import SettingsError

KURDISTAN_REGION = ("kurdistan", "kurdistan region", "kurdistan region of iraq", "iraqi kurdistan", "krg")
_KURDISTAN_UNITS = frozenset(
    ("ne:IQ-AR", "ne:IQ-DA", "ne:IQ-SU", "wof:85672425", "wof:85672417", "wof:85672475", "wof:1108804835")
)
"""Erbil, Duhok, Sulaymaniyah and Halabja, the governorates of the Region by the constitution of 2005 and later law."""


@dataclass(frozen=True, slots=True)
class BoundaryChoice:
    """A boundary set and a viewpoint, as the option ``--boundaries`` gives them: "natural-earth:un"."""

    set_id: str = DEFAULT_SET
    viewpoint: str = UNITED_NATIONS

    @classmethod
    def parse(cls, text: str) -> BoundaryChoice:
        """ "whos-on-first:un", "natural-earth" or ":UA"; what is left out is the default.

        Raises:
            SettingsError: there is no such set or viewpoint.
        """
        set_id, _, viewpoint = text.partition(":")
        choice = cls(set_id or DEFAULT_SET, check_viewpoint(viewpoint or UNITED_NATIONS))
        boundary_set(choice.set_id)
        return choice

    def describe(self) -> tuple[str, str]:
        """Name of the set; its version and the viewpoint: what every output prints."""
        about = boundary_set(self.set_id)
        return about.name, f"{about.version}, {describe_viewpoint(self.viewpoint)}"

    def __str__(self) -> str:
        return f"{self.set_id}:{self.viewpoint}"


DEFAULT_BOUNDARIES = BoundaryChoice()


@dataclass(frozen=True, slots=True)
class Scope:
    """The area of a figure.

    Attributes:
        country: ISO alpha-2.
        name: "Syria", or "Homs, Syria".
        level: 0 for a country, 1 and 2 for its units.
        units: ids of the units it is made of, as the set draws them.
        counted, left_out: disputed areas that the viewpoint adds to or keeps in it, and that it takes away.
        geometry: shapely polygon or multipolygon in WGS 84 degrees.
    """

    country: str
    name: str
    level: int
    choice: BoundaryChoice
    boundary_set: BoundarySet
    units: tuple[str, ...]
    counted: tuple[DisputedArea, ...]
    left_out: tuple[DisputedArea, ...]
    geometry: Any = field(repr=False, compare=False)

    def statement(self) -> str:
        """One sentence that every output of a figure prints."""
        return f"{self.name}: {'; '.join((self._drawn(), *self._exceptions()))}."

    def _drawn(self) -> str:
        about = self.boundary_set
        return f"{about.name}, version {about.version}, {describe_viewpoint(self.choice.viewpoint)}"

    def _exceptions(self) -> tuple[str, ...]:
        told = tuple(area for area in self.counted if _is_open(area, self.country))
        found = (f"with {_list(told)}" if told else "", f"without {_list(self.left_out)}" if self.left_out else "")
        return tuple(text for text in found if text)


def joint_statement(scopes: Sequence[Scope]) -> str:
    """The statements of several areas; one sentence where one set and version draws them all."""
    if len({item._drawn() for item in scopes}) > 1 or len(scopes) == 1:
        return " ".join(item.statement() for item in scopes)
    names = f"{', '.join(item.name for item in scopes[:-1])} and {scopes[-1].name}"
    told = [f"{item.name} {' and '.join(found)}" for item in scopes if (found := item._exceptions())]
    return f"{names}: {'; '.join((scopes[0]._drawn(), *told))}."


def _is_open(area: DisputedArea, country: str) -> bool:
    """Whether it needs saying that a country is counted with the area: another runs it, or the matter is open."""
    return area.administered_by != country or area.united_nations != country


def _list(areas: tuple[DisputedArea, ...]) -> str:
    return ", ".join(area.name for area in areas)


@cache
def scope(country: str, admin: str | None = None, *, choice: BoundaryChoice | None = None) -> Scope:
    """The area of a country, or of its unit called ``admin`` in any spelling.

    A bare name is the unit of the highest level that bears it; "Homs District" is the second level. A district is never
    its capital: a name that only a town bears is an error.

    Raises:
        SettingsError: unknown country, unit, set or viewpoint; or the name means several units.
        ReferenceMissing: the artefact is not installed.
    """
    choice = choice or DEFAULT_BOUNDARIES
    code = country.upper()
    about = boundary_set(choice.set_id, country=code)
    whole = boundaries(choice.set_id, level=0, countries=(code,))
    if not whole:
        raise SettingsError(
            f"the boundary set {choice.set_id} has no country {country!r}",
            remedy="Give an ISO 3166 code such as SY; natural-earth has all countries",
        )
    units = list(whole) if admin is None else _admin_units(whole[0], admin, choice.set_id)
    moved = [piece for piece in _pieces(choice.set_id) if _concerns(piece, code, units, admin is None)]
    geometry, counted, left_out = _apply(units, moved, code, choice.viewpoint)
    if geometry.is_empty:
        what = f"nothing is left of {admin or whole[0].name} {describe_viewpoint(choice.viewpoint)}"
        raise SettingsError(what, where="--boundaries", remedy="Choose another viewpoint, such as un")
    name = whole[0].name if admin is None else f"{_title(units, admin)}, {whole[0].name}"
    ids = tuple(unit.boundary_id for unit in units)
    return Scope(code, name, units[0].level, choice, about, ids, counted, left_out, geometry)


def _title(units: list[Boundary], admin: str) -> str:
    return units[0].name if len(units) == 1 else admin


def _admin_units(whole: Boundary, admin: str, set_id: str) -> list[Boundary]:
    country = whole.country or ""
    if country == "IQ" and " ".join(admin.casefold().split()) in KURDISTAN_REGION:
        return [u for u in boundaries(set_id, level=1, countries=("IQ",)) if u.boundary_id in _KURDISTAN_UNITS]
    countries = {country, *(a.administered_by for a in disputed_areas() if country in a.claimed_by)}
    by_id = boundary_of(admin) if ":" in admin else None
    found = [by_id] if by_id else units_named(admin, set_id=set_id, countries=sorted(countries))
    found = [u for u in found if u.level > 0]
    found = [u for u in found if u.country == country or _may_be_of(u, country, set_id)]
    found = [u for u in found if u.level == found[0].level]
    if len(found) == 1:
        return found
    if found:
        known = ", ".join(f"{u.name} ({u.boundary_id})" for u in found)
        what = f"{admin!r} is the name of several units of {whole.name}: {known}"
        raise SettingsError(what, where="--admin", remedy="Give the id of one of them")
    others = [s for s in available_sets() if s != set_id and units_named(admin, set_id=s, countries=(country,))]
    hint = f"The set {others[0]} has it: --boundaries {others[0]}" if others else _units_of(set_id, country)
    if not others and set_id != DETAILED_SET and country in DENSE_COUNTRIES:
        hint += f". Districts are in the set {DETAILED_SET}: --boundaries {DETAILED_SET}"
    raise SettingsError(f"{whole.name} has no unit {admin!r} in the set {set_id}", where="--admin", remedy=hint)


def _units_of(set_id: str, country: str) -> str:
    names = sorted(unit.name for unit in boundaries(set_id, level=1, countries=(country,)))
    return f"Its units of the first level are: {', '.join(names)}" if names else "The set has no units below it"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a disputed area, and the unit that the set draws it in."""

    area: DisputedArea
    country: str | None
    unit_id: str
    packed: bytes


@cache
def _pieces(set_id: str) -> tuple[_Piece, ...]:
    areas = {area.area_id: area for area in disputed_areas()}
    rows = query_file(
        set_file(set_id),
        "SELECT area_id, country, id, disputed.shape FROM disputed JOIN unit ON unit.number = disputed.unit "
        "WHERE boundary_set = ? ORDER BY area_id, id",
        set_id,
    )
    return tuple(_Piece(areas[row[0]], *row[1:]) for row in rows)


def _may_be_of(unit: Boundary, country: str, set_id: str) -> bool:
    """Whether a unit drawn with another country lies whole in an area that this one claims (Crimea)."""
    return any(p.unit_id == unit.boundary_id and country in p.area.claimed_by for p in _pieces(set_id))


def _concerns(piece: _Piece, country: str, units: list[Boundary], whole: bool) -> bool:
    """Whether a disputed piece may be in the area: for a country what it claims, for a unit what is drawn in it."""
    if whole:
        return country in (piece.country, *piece.area.claimed_by)
    return any(piece.unit_id == u.boundary_id or (u.level == 2 and u.country == piece.country) for u in units)


def _apply(
    units: list[Boundary], pieces: list[_Piece], country: str, viewpoint: str
) -> tuple[Any, tuple[DisputedArea, ...], tuple[DisputedArea, ...]]:
    from shapely import union_all

    geometry = union_all([unit.geometry for unit in units])
    counted: dict[str, DisputedArea] = {}
    left_out: dict[str, DisputedArea] = {}
    drawn_here = all(unit.country == country for unit in units)
    for piece in pieces:
        shape = unpack_shape(piece.packed)
        ours = piece.area.owner(viewpoint) == country
        if units[0].level > 0 and not geometry.intersects(shape):
            continue
        if ours and units[0].level == 0:
            geometry = geometry.union(shape)
        elif not ours and (drawn_here or units[0].level > 0):
            geometry = geometry.difference(shape)
        (counted if ours else left_out)[piece.area.area_id] = piece.area
    return geometry, tuple(counted.values()), tuple(left_out.values())

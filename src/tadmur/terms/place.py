"""Places: gazetteer entries, the words that mention them, and the link between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tadmur.terms.span import TextSpan


class FeatureClass(StrEnum):
    """What kind of thing a place is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    """Governorate, oblast, state."""
    ADMIN2 = "admin2"
    """District, raion, county."""
    SETTLEMENT = "settlement"
    QUARTER = "quarter"
    """A neighbourhood of a town."""
    SITE = "site"
    """Dam, airbase, hill, crossing, camp, field, bridge: a named spot that is not a settlement."""
    REGION = "region"
    """Countryside, mountain range, desert, sea: named, but without an administration."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One name of a place. ``audience`` says who uses it ("Syrians"), where that is known."""

    text: str
    language: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. ``place_id`` is ``gazetteer:key``, e.g. ``wof:421183235``; lon/lat are WGS 84 degrees."""

    place_id: str
    name: str
    feature_class: FeatureClass
    lon: float
    lat: float
    country: str
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    admin2: str | None = None
    population: int | None = None
    names: tuple[PlaceName, ...] = ()


class PlaceRelation(StrEnum):
    """How the claim's location relates to the named place."""

    AT = "at"
    NEAR = "near"
    TOWARDS = "towards"
    DIRECTION = "direction"
    """A compass side outside or of the place: "south-west of X", "in the southwest of X"."""
    AREA = "area"
    """"the X area", "the X countryside"."""
    PART = "part"
    """Some of it: "the eastern half of X", "parts of X"."""
    BETWEEN = "between"
    FROM = "from"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """The words of a claim that say where.

    Attributes:
        span: the words, in the raw text; for an anaphor ("the town") the anaphor itself.
        name: the proper name that anchors the place, as worded ("al-Qaryatayn"), also through an anaphor;
            ``None`` where there is none to be had.
        feature: a type word in lower-case singular ("hill", "village", "city", "dam"), or ``None``.
        relation: how the location relates to the named place.
        unnamed: the location is an unnamed feature by the named place ("several hills near X").
        direction: compass point ("SW"), with ``DIRECTION``.
        distance_km: as stated, else ``None``.
        anaphora_probability: 1.0 for a name in the sentence, lower for one carried from elsewhere.
        alternatives: other names that the anaphor may stand for.
        other_name: the name at the other end of a line ("between X and Y", "the road from X to Y").
    """

    span: TextSpan
    name: str | None
    feature: str | None = None
    relation: PlaceRelation = PlaceRelation.AT
    unnamed: bool = False
    direction: str | None = None
    distance_km: float | None = None
    anaphora_probability: float = 1.0
    alternatives: tuple[str, ...] = ()
    other_name: str | None = None


class NoPlace(StrEnum):
    """Why a mention has no place: absence has a name."""

    NOT_IN_GAZETTEER = "not_in_gazetteer"
    AMBIGUOUS = "ambiguous"
    NOT_A_PLACE = "not_a_place"
    NO_NAME = "no_name"
    """The words name no place at all ("the hills")."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gazetteer entry that a mention may mean, with its probability and the reason for its rank."""

    place: Place
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class Geocoding:
    """What a mention means.

    Attributes:
        candidates: ranked, most probable first; their probabilities and that of "none" sum to one.
        none_reason: set when no candidate is good enough to be used.
        precision: UCDP ``where_prec``: 1 exact settlement, 2 near it or part of it, 3 district, 4 governorate,
            5 a vague line or area between, 6 country.
        other: the place at the other end of a line, where the mention has one.
    """

    candidates: tuple[Candidate, ...]
    none_reason: NoPlace | None
    precision: int | None
    other: Place | None = None

    @property
    def best(self) -> Candidate | None:
        """The candidate to use, or ``None`` with its reason in ``none_reason``."""
        return self.candidates[0] if self.candidates and self.none_reason is None else None


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A place name found in running text: ``text[start:end]``; ``score`` in 0..1 is how sure it is a place."""

    start: int
    end: int
    score: float
    feature_class: FeatureClass | None = None


class PlaceRecogniser(Protocol):
    """Finds place names in running text; the gazetteer is behind it."""

    def recognise(self, text: str, *, countries: Sequence[str] = ()) -> list[NameSpan]:
        """Names in ``text`` in order, without overlaps. ``countries`` (ISO alpha-2) are where the report is set."""
        ...

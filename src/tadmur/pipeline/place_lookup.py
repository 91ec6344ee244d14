"""What one name means and why: the ranking of the geocoder laid open, for `tadmur place`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tadmur.geocode.features import FEATURES
from tadmur.geocode.geocoder import Geocoder
from tadmur.geocode.geometry import Ground, ground_of
from tadmur.geocode.ranking import Ranked
from tadmur.geocode.weights import load_weights
from tadmur.reference.boundaries import boundary_of
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import load_pack
from tadmur.terms.errors import InputError
from tadmur.terms.place import Geocoding, NoPlace, Place, PlaceMention
from tadmur.terms.span import TextSpan

REASONS = {
    NoPlace.NOT_IN_GAZETTEER: "no entry of the gazetteer fits",
    NoPlace.AMBIGUOUS: "several entries fit about as well; name a country or neighbours",
    NoPlace.NOT_A_PLACE: "the words name no place",
    NoPlace.NO_NAME: "the words hold no name",
}
"""Why a name has no place, in words."""


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """What a name means: the geocoding, the ground that the words speak of, and every candidate with its features."""

    name: str
    countries: tuple[str, ...]
    mention: PlaceMention
    geocoding: Geocoding
    ground: Ground | None
    ranked: tuple[Ranked, ...]

    @property
    def none_probability(self) -> float:
        """Probability that no entry of the gazetteer is meant."""
        return max(0.0, 1.0 - sum(item.probability for item in self.ranked))


def look_up_place(
    name: str,
    *,
    countries: Sequence[str] = (),
    near: Sequence[str] = (),
    pack: str | None = None,
    feature: str | None = None,
    sentence: str = "",
    gazetteer: Gazetteer | None = None,
) -> PlaceAnswer:
    """Rank what ``name`` may mean.

    Args:
        gazetteer: the shipped one unless given, such as one with a user's own places.
        countries: ISO 3166-1 alpha-2; added to those of the pack.
        near: other names of the report.
        feature: a type word ("province", "dam").
        sentence: words that hold the name, for what stands around it.

    Raises:
        InputError: the name is empty, a country is unknown, or the sentence does not hold the name.
    """
    name = " ".join(name.split())
    if not any(character.isalnum() for character in name):
        raise InputError("the name is empty", remedy='Give a name with letters: tadmur place "Tadmor"')
    gazetteer = gazetteer or Gazetteer.open()
    wanted = dict.fromkeys([*(load_pack(pack).countries if pack else ()), *(code.upper() for code in countries)])
    for code in wanted:
        if gazetteer.place(f"country:{code}") is None:
            raise InputError(
                f"there is no country {code!r} in the gazetteer",
                remedy="Give an ISO 3166-1 code of two letters, such as SY or UA",
            )
    if sentence and name not in sentence:
        raise InputError(f"the sentence does not hold {name!r}", remedy="Write the name as it stands in the sentence")
    geocoder, text = Geocoder(gazetteer), sentence or name
    start = text.index(name)
    context = geocoder.context(text, tuple(wanted))
    stated = PlaceMention(TextSpan.of("", text, start, start + len(name)), name, feature)
    (mention,) = geocoder.complete([stated], text, context)
    (geocoding,) = geocoder.resolve([mention], countries=tuple(wanted), text=text, context=context, report_names=near)
    ranked = geocoder.candidates(mention, text, countries=tuple(wanted), report_names=near)
    return PlaceAnswer(name, tuple(wanted), mention, geocoding, ground_of(mention, geocoding, outline_of), ranked)


def outline_of(place: Place) -> dict[str, Any] | None:
    """The polygon of an administrative unit as GeoJSON, or ``None`` where the boundaries lack it."""
    from shapely.geometry import mapping

    found = boundary_of(place.place_id)
    return None if found is None else dict(mapping(found.geometry))


def answer_row(answer: PlaceAnswer, *, shown: int) -> dict[str, Any]:
    """The answer as an object: the place used or the reason for none, then candidates with their features in nats."""
    weights = load_weights("war")
    best = answer.geocoding.best
    return {
        "name": answer.name,
        "countries": list(answer.countries),
        "place_id": best.place.place_id if best else None,
        "probability": round(best.probability, 4) if best else None,
        "where_prec": answer.geocoding.precision,
        "ground": _ground_row(answer),
        "none_reason": answer.geocoding.none_reason.value if answer.geocoding.none_reason else None,
        "none_probability": round(answer.none_probability, 4),
        "candidates": [
            {
                "place_id": item.place.place_id,
                "name": item.place.name,
                "class": item.place.feature_class.value,
                "country": item.place.country,
                "admin1": item.place.admin1,
                "admin2": item.place.admin2,
                "lat": item.place.lat,
                "lon": item.place.lon,
                "population": item.place.population,
                "probability": round(item.probability, 4),
                "reason": item.reason,
                "features": {
                    feature: round(weights.of.get(feature, 0.0) * item.features[feature], 3)
                    for feature in FEATURES
                    if item.features.get(feature)
                },
            }
            for item in answer.ranked[:shown]
        ],
    }


def _ground_row(answer: PlaceAnswer) -> dict[str, Any] | None:
    """The ground that the words speak of: its shape, point, uncertainty and geometry."""
    ground = answer.ground
    if ground is None:
        return None
    return {
        "relation": answer.mention.relation.value,
        "shape": ground.shape.value,
        "lat": ground.lat,
        "lon": ground.lon,
        "uncertainty_km": ground.uncertainty_km,
        "bearing_deg": ground.bearing_deg,
        "distance_km": ground.distance_km,
        "to": answer.geocoding.other.name if answer.geocoding.other else None,
        "geometry": ground.geometry,
    }

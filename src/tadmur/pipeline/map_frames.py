"""What the map of the browser is drawn from: columns of places, frames of days, shapes of vague places."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur.export.map_frame import circle
from tadmur.geocode.vague import RADIUS_KM, anchor_of, is_vague
from tadmur.pipeline.chronicle import CONTESTED, NO_EVIDENCE, NO_PARTY
from tadmur.pipeline.edition import Edition
from tadmur.reconcile.labels import CODES
from tadmur.terms.assessment import Label
from tadmur.terms.place import Place

LANGUAGES = ("ar", "ru", "uk")
"""Languages that the map can be labelled in beside the names in Latin letters."""


def place_columns(edition: Edition) -> dict[str, list[Any]]:
    """The places of an edition, a list a column."""
    chronicle = edition.chronicle
    places = chronicle.places
    return {
        "place_id": [place.place_id for place in places],
        "name": [place.name for place in places],
        "names": [_names_of_the_map(place) for place in places],
        "lon": [point[0] if point else None for point in edition.points],
        "lat": [point[1] if point else None for point in edition.points],
        "kind": [place.feature_class.value for place in places],
        "country": [place.country for place in places],
        "admin1": [place.admin1 for place in places],
        "population": [place.population for place in places],
        "claims": np.diff(chronicle.claim_bounds).tolist(),
        "vague": [is_vague(place) for place in places],
    }


def _names_of_the_map(place: Place) -> dict[str, str]:
    return {language: name for language, name in names_by_language(place).items() if language in LANGUAGES}


def names_by_language(place: Place) -> dict[str, str]:
    """One name for each language that the gazetteer has one in."""
    found: dict[str, str] = {}
    for name in place.names:
        if name.language is not None:
            found.setdefault(name.language, name.text)
    return found


def aligned_frame(edition: Edition, main: Edition, day: int) -> NDArray[np.uint8]:
    """The frame of a day in the numbers of places and parties of another edition, shape (places, 4).

    Places that the edition does not know are unknown.
    """
    own = edition.chronicle.frame(day)
    if edition is main:
        return own
    result = np.empty((len(main.chronicle.places), 4), dtype=np.uint8)
    result[:] = (NO_PARTY, 0, CODES.index(Label.UNKNOWN), NO_EVIDENCE)
    number = {name: index for index, name in enumerate(main.chronicle.parties)}
    parties = np.arange(256, dtype=np.uint8)
    for index, name in enumerate(edition.chronicle.parties):
        parties[index] = number.get(name, NO_PARTY)
    parties[CONTESTED], parties[NO_PARTY] = CONTESTED, NO_PARTY
    rows = [
        (main.chronicle.index[name], i) for name, i in edition.chronicle.index.items() if name in main.chronicle.index
    ]
    if rows:
        target, source = np.array(rows).T
        result[target] = own[source]
        result[target, 0] = parties[own[source, 0]]
    return result


def vague_places(edition: Edition, day: int) -> dict[str, Any]:
    """The vague places of an edition as GeoJSON, with what is believed of each on a day (ordinal)."""
    chronicle = edition.chronicle
    frame = chronicle.frame(day)
    features = []
    for number, (place, point) in enumerate(zip(chronicle.places, edition.points, strict=True)):
        if not is_vague(place) or point is None:
            continue
        top, probability, label, age = (int(value) for value in frame[number])
        features.append(
            {
                "type": "Feature",
                "id": place.place_id,
                "geometry": circle(*point, RADIUS_KM),
                "properties": {
                    "place_id": place.place_id,
                    "name": place.name,
                    "anchor_id": anchor_of(place),
                    "party": top,
                    "probability": round(probability / 255, 3),
                    "label": CODES[label].value,
                    "age": age,
                    "claims": int(chronicle.claim_bounds[number + 1] - chronicle.claim_bounds[number]),
                    "radius_km": RADIUS_KM,
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}

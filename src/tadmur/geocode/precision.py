"""UCDP's ``where_prec``: how exactly the words place an event."""

from __future__ import annotations

from tadmur.terms.place import FeatureClass, PlaceMention, PlaceRelation

_VAGUE = frozenset({PlaceRelation.NEAR, PlaceRelation.DIRECTION, PlaceRelation.AREA, PlaceRelation.PART})
_LINE = frozenset({PlaceRelation.TOWARDS, PlaceRelation.BETWEEN, PlaceRelation.FROM})
_OF_CLASS = {
    FeatureClass.SETTLEMENT: 1,
    FeatureClass.QUARTER: 1,
    FeatureClass.SITE: 1,
    FeatureClass.ADMIN2: 3,
    FeatureClass.ADMIN1: 4,
    FeatureClass.REGION: 5,
    FeatureClass.COUNTRY: 6,
}


UNIT_WORDS = frozenset(
    ("province", "governorate", "oblast", "region", "state", "district", "county", "raion", "subdistrict")
)
"""Type words of administrative units."""


def is_unit_around(mention: PlaceMention, feature_class: FeatureClass) -> bool:
    """Whether the words mean the unit around a town, while the gazetteer has the town only: "the Nikopol district"."""
    return feature_class is FeatureClass.SETTLEMENT and mention.feature in UNIT_WORDS and not mention.unnamed


def precision_code(mention: PlaceMention, feature_class: FeatureClass) -> int:
    """UCDP ``where_prec`` of a mention that resolved to a place of this class (UCDP GED codebook, where_prec)."""
    by_class = _OF_CLASS[feature_class]
    if by_class >= 3:
        return by_class
    if is_unit_around(mention, feature_class):
        return 3
    if mention.relation in _LINE:
        return 5
    if mention.unnamed or mention.relation in _VAGUE:
        return 2
    return by_class

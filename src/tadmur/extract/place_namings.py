"""Names given beside a description ("the junction, which villagers call X"), and sides right before a name."""

from __future__ import annotations

from dataclasses import replace

from tadmur.extract.frames import load_features
from tadmur.extract.parse_tree import Token
from tadmur.extract.place_names import NameFinder
from tadmur.extract.place_words import COMPASS, PlacePhrase
from tadmur.extract.syntax import children, prepositional_objects
from tadmur.extract.word_lists import word_list
from tadmur.terms.place import FeatureClass, PlaceRelation


def called(head: Token, word: str, names: NameFinder) -> PlacePhrase | None:
    """The place that a clause of naming after ``head`` names: "the town, better known as X", "a hill called X".

    A site that goes by the name of a settlement is that settlement.
    """
    for clause in children(head, "relcl", "acl"):
        if clause.lemma_.lower() not in word_list("naming"):
            continue
        given = [token for token in children(clause, "oprd", "dobj", "attr") if token.i > clause.i]
        for site in (clause, *children(clause, "prep", "prt")):
            given += prepositional_objects(site).get("as", [])
        given += [token for as_ in children(clause, "prep") if as_.lower_ == "as" for token in children(as_, "pobj")]
        for token in given:
            name = names.ending_at(token) if names.is_name_like(token) else None
            if name is not None:
                settlement = name.feature_class is FeatureClass.SETTLEMENT and word in load_features().site
                return PlacePhrase(
                    name.start,
                    name.end,
                    name.text,
                    None if settlement else word,
                    known=name.known,
                    feature_class=name.feature_class,
                )
    return None


def with_side(head: Token, anchor: PlacePhrase) -> PlacePhrase:
    """``anchor`` with the point of the compass right before its name, whatever the parser hung that on."""
    first = next((token.i for token in head.doc if token.idx >= anchor.start), 0)
    before = [token.lower_ for token in head.doc[max(head.i + 1, first - 2) : first]]
    if anchor.direction is not None or len(before) < 2 or before[0] not in COMPASS or before[1] not in ("of", "from"):
        return anchor
    return replace(anchor, relation=PlaceRelation.DIRECTION, direction=COMPASS[before[0]])

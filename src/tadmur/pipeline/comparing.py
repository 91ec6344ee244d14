"""Claims made ready for comparison: their places with what these are part of, their parties, what they echo."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tadmur.compare.located import LocatedClaim
from tadmur.extract.corrections import correcting_stretches
from tadmur.geocode.features import distance_km
from tadmur.geocode.vague import NOWHERE_RELATIONS, anchor_of, lies_inside
from tadmur.pipeline.observations import ClaimRecord, holder
from tadmur.reference.folding import folded_key
from tadmur.reference.packs import Pack
from tadmur.terms.claim import Claim, ClaimKind
from tadmur.terms.place import FeatureClass, Place
from tadmur.terms.source import INDEPENDENT, SpeakerRole

TOWN_RADIUS_KM = 8.0
"""A quarter or site so near a settlement of which claims speak is taken to be part of it."""
OF_THE_HOUSE = frozenset({SpeakerRole.JOURNALIST, SpeakerRole.MILITARY, SpeakerRole.UNNAMED, SpeakerRole.PARTY_MEDIA})
"""Roles that speak for the side of the outlet that prints them, where nothing says otherwise."""
OWN_DEED = re.compile(
    r"\b(?:liberat|clear|secur|retak|retook|recaptur|regain|freed|taken|ours?|our hands)", re.IGNORECASE
)
"""Words that a side has for what it did itself."""
SAME_PASSAGE = 240
"""Characters between two figures that are told in one breath."""
FINE = frozenset({FeatureClass.QUARTER, FeatureClass.SITE})


def claims_to_compare(records: Sequence[ClaimRecord], pack: Pack) -> list[LocatedClaim]:
    """The claims of one pack's reports, located."""
    places = {item.place.place_id: item.place for item in records if item.place}
    within = containing_places(places)
    reports = {item.report.report_id: item.report for item in records}
    corrected = {name: correcting_stretches(report) for name, report in reports.items()}
    located = [_located(item, pack, within, corrected[item.report.report_id]) for item in records]
    return with_places_of_figures(located)


def with_places_of_figures(located: Sequence[LocatedClaim]) -> list[LocatedClaim]:
    """A figure without a place, with that of the same figure beside it in the text, or of the only one before it."""
    figures: dict[str, list[LocatedClaim]] = defaultdict(list)
    for item in located:
        if item.claim.quantity is not None:
            figures[item.claim.report_id].append(item)
    return [_with_place_of_figure(item, figures[item.claim.report_id]) for item in located]


def _with_place_of_figure(item: LocatedClaim, figures: Sequence[LocatedClaim]) -> LocatedClaim:
    claim = item.claim
    if item.place_key is not None or claim.quantity is None:
        return item
    near = [
        (other.claim.quantity != claim.quantity, distance, other.claim.claim_id, other)
        for other in figures
        if other.place_key is not None
        and other.claim.kind is claim.kind
        and (distance := abs(other.claim.span.start - claim.span.start)) <= SAME_PASSAGE
    ]
    if not near:
        return item
    other = min(near, key=lambda found: found[:3])[3]
    return replace(
        item, place_key=other.place_key, place_name=other.place_name, within=other.within, part_of=other.part_of
    )


def _located(
    item: ClaimRecord,
    pack: Pack,
    within: Mapping[str, tuple[str, ...]],
    corrected: Sequence[tuple[int, int]],
) -> LocatedClaim:
    claim, place = item.claim, item.place
    side = side_of(claim)
    key, name = (place.place_id, place.name) if place else _words_for_place(item)
    anchor = anchor_of(place) if place else None
    outside = anchor is not None and place is not None and not lies_inside(place)
    return LocatedClaim(
        claim=claim,
        place_key=key,
        place_name=name,
        published_at=item.report.known_at,
        holder_actor=holder(claim.actor_id, pack) or _own_deed(claim, side, pack),
        opponent_actor=holder(claim.stated_opponent_id, pack),
        speaker_actor=pack.holder_of(side) if side and side in pack.actors else side,
        original_report=item.report.duplicate_of or item.report.report_id,
        within=within.get(key or "", ()),
        part_of=_town_of(place, within.get(key or "", ())) if place else None,
        beside=anchor if outside else None,
        echo=item.echo,
        corrects=any(start <= claim.span.start and claim.span.end <= end for start, end in corrected),
    )


def _own_deed(claim: Claim, side: str | None, pack: Pack) -> str | None:
    """Whose a taking or holding is that its teller leaves unsaid: the teller's own side's ("X has been liberated")."""
    own = claim.kind in (ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_HOLD) and claim.asserted
    if not own or claim.actor_mention or claim.stated_opponent_id or not OWN_DEED.search(claim.trigger):
        return None
    return holder(side, pack)


def side_of(claim: Claim) -> str | None:
    """For whom a claim's speaker speaks; a party's own outlet lends its side to nameless soldiers and its reporters."""
    speaker, publisher = claim.speaker, claim.publisher
    if speaker.aligned_with is not None or publisher.aligned_with in (None, INDEPENDENT):
        return speaker.aligned_with
    of_the_house = speaker.role in OF_THE_HOUSE or (speaker.role is SpeakerRole.OFFICIAL and not speaker.name)
    return publisher.aligned_with if of_the_house and publisher.role is not SpeakerRole.ACTIVIST else None


def _words_for_place(item: ClaimRecord) -> tuple[str | None, str | None]:
    """A key of its own for a name that no gazetteer knows: two claims that use it speak of one place."""
    mention = item.claim.place
    if mention is None or mention.name is None or mention.unnamed or mention.relation in NOWHERE_RELATIONS:
        return None, None
    return f"name:{folded_key(mention.name)}", mention.name


def containing_places(places: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
    """place_id to the ids, among ``places``, of what it is part of: town, province, country; the nearest first."""
    provinces = {
        (place.country, folded_key(place.name)): place_id
        for place_id, place in sorted(places.items())
        if place.feature_class is FeatureClass.ADMIN1
    }
    countries = {p.country: name for name, p in sorted(places.items()) if p.feature_class is FeatureClass.COUNTRY}
    towns = [place for _, place in sorted(places.items()) if place.feature_class is FeatureClass.SETTLEMENT]
    result: dict[str, tuple[str, ...]] = {}
    for place_id, place in places.items():
        found = []
        if (anchor := anchor_of(place)) is not None and lies_inside(place):
            found.append(anchor)
        if place.feature_class in FINE and (town := _nearest(place, towns)) is not None:
            found.append(town.place_id)
        if place.admin1 and (province := provinces.get((place.country, folded_key(place.admin1)))):
            found.append(province)
        if country := countries.get(place.country):
            found.append(country)
        result[place_id] = tuple(name for name in dict.fromkeys(found) if name != place_id)
    return result


def _town_of(place: Place, within: Sequence[str]) -> str | None:
    """The first of what a place is part of, where it is a town: for quarters, sites and vague parts of one."""
    has_town = place.feature_class in FINE or lies_inside(place)
    return within[0] if has_town and within else None


def _nearest(place: Place, towns: Sequence[Place]) -> Place | None:
    """The nearest of the towns, of equals the first by id, if it lies within ``TOWN_RADIUS_KM``."""
    ranked = [
        (distance, town.place_id, town) for town in towns if (distance := distance_km(place, town)) <= TOWN_RADIUS_KM
    ]
    return min(ranked, key=lambda item: item[:2])[2] if ranked else None

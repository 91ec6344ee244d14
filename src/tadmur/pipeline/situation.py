"""A picture as the page of a situation report: every value looked up here, none decided here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tadmur import __version__
from tadmur.export.claims import ClaimContext, claim_row
from tadmur.export.map_frame import basemap_extent, circle, extent_of
from tadmur.export.pseudonyms import Pseudonyms, private_names
from tadmur.export.situation import (
    ContradictionCard,
    Count,
    EvidenceLine,
    HarmRow,
    LicenceRow,
    MapArea,
    MapPlace,
    MapTown,
    MapView,
    Meta,
    Party,
    PlaceRow,
    ReportView,
    SituationPage,
    UnresolvedRow,
)
from tadmur.export.summary import summary_paragraph
from tadmur.geocode.geometry import GeoJson, ground_of
from tadmur.geocode.vague import RADIUS_KM, is_vague, named_place
from tadmur.pipeline.cards import chosen_cards
from tadmur.pipeline.figures import figure_rows
from tadmur.pipeline.picture import Picture
from tadmur.pipeline.source_rows import source_rows
from tadmur.reconcile.interest import Interest
from tadmur.reference.basemap import basemap_for
from tadmur.reference.boundaries import boundary_set
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.orientation import orientation_towns
from tadmur.terms.assessment import CONTESTED_STATE, Assessment, Label
from tadmur.terms.claim import ClaimKind
from tadmur.terms.comparison import Comparison
from tadmur.terms.grading import Grading
from tadmur.terms.place import FeatureClass, Place
from tadmur.terms.run import Run

HARM_WORDS = {
    ClaimKind.CASUALTIES: "casualties",
    ClaimKind.DISPLACEMENT: "displacement",
    ClaimKind.DAMAGE: "damage",
}
INTEREST_NOTES = {
    Interest.INDEPENDENT: "independent voice",
    Interest.UNKNOWN: "",
    Interest.OWN_FAVOUR: "in the speaker's own favour",
    Interest.AGAINST: "against the speaker's own interest",
}


def situation_page(
    picture: Picture,
    run: Run,
    gazetteer: Gazetteer,
    *,
    title: str | None,
    public: bool = True,
    gradings: Sequence[Grading] = (),
    since: date | None = None,
) -> SituationPage:
    """The page of a picture; ``run`` says how the ledger behind it came about.

    A page that is not ``public`` keeps private names, shows sites where they are, and says who gave a source its
    grade. Contradictions whose claims all speak of days before ``since`` are left out.
    """
    context = claim_context(picture, gazetteer, public=public)
    return replace(
        day_page(picture, run, gazetteer, title=title, public=public),
        claims=tuple(claim_row(item.claim, context) for item in picture.claims),
        reports=tuple(_reports(picture)),
        counts=_counts(picture),
        contradictions=tuple(_card(card, picture) for card in chosen_cards(picture, first=since)),
        figures=tuple(figure_rows(picture, gazetteer)),
        harm=tuple(_harm(picture, context)),
        sources=tuple(source_rows(picture, gradings, public=public)),
        unresolved=tuple(_unresolved(picture)),
        limits=(
            "The areas shaded for vague places are wide on purpose: the reports do not say where exactly.",
            f"Borders are drawn from one viewpoint: {boundary_set().viewpoint}.",
            "Probabilities come from a first model with fixed weights for sources (docs/methods/reconcile.md).",
        ),
        licences=tuple(_licences(gazetteer)),
    )


def day_page(
    picture: Picture, run: Run, gazetteer: Gazetteer, *, title: str | None, public: bool = True
) -> SituationPage:
    """Who holds what on the day of a picture, with its map, without claims and reports."""
    names = picture.actor_names()
    boundary_name, boundary_version = picture.boundaries.describe()
    return SituationPage(
        meta=Meta(
            title=title or "Situation report",
            summary=summary_paragraph(
                picture.as_of,
                picture.assessments,
                {place_id: place.name for place_id, place in picture.places.items()},
                names,
                reports=len(picture.reports),
                disputes=picture.counts().contradictions,
            ),
            as_of=picture.as_of,
            known_by=picture.known_by,
            boundary_set=boundary_name,
            boundary_version=boundary_version,
            code_version=__version__,
            settings_hash=run.settings_hash,
            run_id=run.run_id,
            pack=", ".join(pack.name for pack in picture.packs.values()) or "none",
            public=public,
        ),
        parties=tuple(_parties(picture)),
        places=tuple(_place_rows(picture)),
        claims=(),
        reports=(),
        map=_map(picture, public_settlements(picture.places, gazetteer) if public else {}),
        private_people=private_names(item.claim for item in picture.claims),
        protected_names=tuple(sorted({place.name for place in picture.places.values()})),
    )


def claim_context(picture: Picture, gazetteer: Gazetteer, *, public: bool = True) -> ClaimContext:
    """What the rows of claims need beyond the claims; see :func:`situation_page` for ``public``."""
    places = {place.name for place in picture.places.values()}
    people = private_names(item.claim for item in picture.claims)
    return ClaimContext(
        actor_names=picture.actor_names(),
        published={item.report.report_id: item.report.published_at for item in picture.reports},
        geocodings={item.claim.claim_id: item.geocoding for item in picture.claims if item.geocoding},
        places={
            item.claim.claim_id: place
            for item in picture.claims
            if (place := item.place or named_place(item.geocoding))
        },
        settlements=public_settlements(picture.places, gazetteer) if public else None,
        pseudonyms=Pseudonyms(people, protected={word for name in places for word in name.replace("-", " ").split()})
        if public
        else None,
        reviews={item.claim.claim_id: item.review.status for item in picture.claims if item.review},
    )


def public_settlements(places: Mapping[str, Place], gazetteer: Gazetteer) -> dict[str, Place]:
    """place_id of every site and quarter to the settlement at whose centre it may be shown."""
    fine = (FeatureClass.SITE, FeatureClass.QUARTER)
    return {
        place_id: settlement
        for place_id, place in sorted(places.items())
        if place.feature_class in fine and (settlement := gazetteer.nearest_settlement(place)) is not None
    }


def _parties(picture: Picture) -> Iterator[Party]:
    shown = {state for item in picture.assessments for state, _ in item.probabilities} - {CONTESTED_STATE}
    for pack in picture.packs.values():
        for actor in pack.actors.values():
            if actor.actor_id in shown:
                shown.remove(actor.actor_id)
                yield Party(actor.actor_id, actor.name, actor.colour)


def _place_rows(picture: Picture) -> Iterator[PlaceRow]:
    def order(item: Assessment) -> tuple[bool, str, str]:
        place = picture.places[item.place_id]
        return (item.label is Label.UNKNOWN, place.name, place.place_id)

    for item in sorted(picture.assessments, key=order):
        place = picture.places[item.place_id]
        known = item.label is not Label.UNKNOWN
        yield PlaceRow(
            place_id=item.place_id,
            name=place.name,
            probabilities=item.probabilities if known else (),
            label=item.label,
            since_earliest=item.since_earliest if known else None,
            since_latest=item.since_latest if known else None,
            last_evidence=item.last_evidence,
            evidence=tuple(
                EvidenceLine(e.claim_id, e.log_odds, INTEREST_NOTES[picture.interests[e.claim_id]])
                for e in item.evidence
            ),
            other_names=tuple(dict.fromkeys(n.text for n in place.names if n.audience and n.text != place.name)),
            within=", ".join(part for part in (place.admin1, place.country) if part),
            vague=is_vague(place),
        )


def _reports(picture: Picture) -> Iterator[ReportView]:
    for stored in picture.reports:
        report = stored.report
        yield ReportView(
            report_id=report.report_id,
            title=report.title,
            text=report.text,
            layout=report.layout,
            publisher=report.publisher,
            published_at=report.published_at,
            published_precision=report.published_precision,
            language=report.language,
            licence=report.licence,
            url=report.url,
            caller_id=report.caller_id,
            duplicate_of=report.duplicate_of,
        )


def _map(picture: Picture, settlements: Mapping[str, Place]) -> MapView | None:
    points: dict[str, MapPlace] = {}
    areas: list[MapArea] = []
    grounds = _grounds(picture)
    ranked = sorted(picture.assessments, key=lambda a: (-(picture.places[a.place_id].population or 0), a.place_id))
    for rank, item in enumerate(ranked):
        place = picture.places[item.place_id]
        if is_vague(place):
            if item.label in (Label.UNKNOWN, Label.STALE):
                continue
            ground = grounds.get(place.place_id) or circle(place.lon, place.lat, RADIUS_KM)
            areas.append(MapArea(place.place_id, place.name, ground))
            continue
        if place.feature_class in (FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.ADMIN2, FeatureClass.REGION):
            continue
        shown = settlements.get(place.place_id, place)
        known = item.label is not Label.UNKNOWN
        points[place.place_id] = MapPlace(
            place_id=place.place_id,
            name=place.name,
            lon=shown.lon,
            lat=shown.lat,
            state=item.holder,
            probability=item.probability if known else None,
            label=item.label,
            rank=rank,
        )
    mentioned = [(p.lon, p.lat) for p in points.values()]
    mentioned += [(picture.places[a.place_id].lon, picture.places[a.place_id].lat) for a in areas]
    extent = extent_of(mentioned)
    if extent is None:
        return None
    named = {point.name for point in points.values()}
    towns = tuple(MapTown(*town) for town in orientation_towns(extent) if town[0] not in named)
    layers = {name: tuple(shapes) for name, shapes in basemap_for(basemap_extent(extent)).items()}
    return MapView(extent, layers, tuple(points.values()), tuple(areas), towns)


def _grounds(picture: Picture) -> dict[str, GeoJson]:
    """Where the vague places of a picture lie, by the words of the first claim on each that draw an area."""
    found: dict[str, GeoJson] = {}
    for item in picture.claims:
        mention, place = item.claim.place, item.place
        if mention is None or item.geocoding is None or place is None or not is_vague(place) or place.place_id in found:
            continue
        ground = ground_of(mention, item.geocoding)
        if ground is not None and ground.geometry["type"] in ("Polygon", "MultiPolygon"):
            found[place.place_id] = ground.geometry
    return found


def _counts(picture: Picture) -> tuple[Count, ...]:
    counts = picture.counts()
    return (
        Count("reports", counts.reports, "reports"),
        Count("claims", counts.claims, "claims"),
        Count("places assessed", counts.places, "places"),
        Count("contradictions", counts.contradictions, "contradictions"),
    )


def _card(card: Comparison, picture: Picture) -> ContradictionCard:
    place = picture.places.get(card.place_id or "")
    return ContradictionCard(
        comparison_id=card.comparison_id,
        kind=card.kind,
        state_disputed=card.state_disputed,
        place=place.name if place else "",
        summary=card.summary,
        claim_ids=card.claim_ids,
        conceded=card.conceded,
        disputed=card.disputed,
        belief=card.belief,
    )


def _harm(picture: Picture, context: ClaimContext) -> Iterator[HarmRow]:
    for item in picture.claims:
        if item.claim.kind in HARM_WORDS and not item.report.duplicate_of:
            row = claim_row(item.claim, context)
            yield HarmRow(
                claim_id=item.claim.claim_id,
                what=HARM_WORDS[item.claim.kind],
                place=row["place_name"] or row["place_mention"] or "",
                cause=item.claim.opponent_mention or "",
            )


def _unresolved(picture: Picture) -> Iterator[UnresolvedRow]:
    for item in picture.unresolved:
        yield UnresolvedRow(item.words, item.what, item.reason, item.times, item.claim_ids, item.report_id)


def _licences(gazetteer: Gazetteer) -> Iterator[LicenceRow]:
    for source in gazetteer.manifest["sources"]:
        yield LicenceRow(source["name"], gazetteer.digest[:12], source["licence"], source["attribution"])

"""A situation report to render in tests: our own short reports about central Sudan, December 2023.

The outlets and the people are invented; the towns and the two armies are real.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tadmur.export.claims import ClaimContext, claim_row
from tadmur.export.map_frame import circle, extent_of
from tadmur.export.pseudonyms import PrivateName
from tadmur.export.situation import (
    ContradictionCard,
    Count,
    EvidenceLine,
    FigureReading,
    FigureRow,
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
    SourceRow,
    UnresolvedRow,
)
from tadmur.terms.assessment import Label
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.comparison import ComparisonKind
from tadmur.terms.place import Candidate, FeatureClass, Geocoding, NoPlace, Place, PlaceMention, PlaceRelation
from tadmur.terms.report import Segment, Zone
from tadmur.terms.source import INDEPENDENT, SpeakerRole, Voice
from tadmur.terms.span import TextSpan

SAF, RSF = "sudanese-armed-forces", "rapid-support-forces"
NAMES = {SAF: "Sudanese Armed Forces", RSF: "Rapid Support Forces", "civilians": "Civilians"}
PRIVATE = "Hiba Karrar"

_REPORT_FACTS = {
    "wire": (datetime(2023, 12, 18, 16, 40, tzinfo=UTC), "instant", "Basin Wire"),
    "army": (datetime(2023, 12, 18, 10, 5, tzinfo=UTC), "instant", "Armed Forces Press Office"),
    "rsf": (datetime(2023, 12, 19, 8, 0, tzinfo=UTC), "instant", "Support Media"),
    "room": (datetime(2023, 12, 20, tzinfo=UTC), "day", "Gezira Emergency Room"),
    "copy": (datetime(2023, 12, 18, 18, 0, tzinfo=UTC), "instant", "Morning Courier"),
    "un": (datetime(2023, 12, 21, tzinfo=UTC), "day", "United Nations field update"),
}
_TEXTS = Path(__file__).parent / "sample_reports"
REPORTS = {
    report_id: (*facts, (_TEXTS / f"{report_id}.txt").read_text(encoding="utf-8"))
    for report_id, facts in _REPORT_FACTS.items()
}
TITLES = {
    "wire": "Paramilitaries enter Wad Madani as families take the road south",
    "army": "Communiqué",
    "rsf": "Announcement of 19 December",
    "room": "Daily digest, 20 December",
    "copy": "Fighters drive into Wad Madani",
    "un": "Gezira: field update 2",
}
TOWNS = {
    "Wad Madani": (33.52, 14.4),
    "Hasaheisa": (33.296, 14.752),
    "Rufaa": (33.365, 14.765),
    "Al-Managil": (32.985, 14.245),
    "Sennar": (33.567, 13.567),
    "Kosti": (32.663, 13.163),
    "Al-Kamlin": (33.181, 15.086),
}
CANALS = "Canal villages west of Hasaheisa"


def _gazetteer(name: str) -> Place:
    lon, lat = TOWNS[name]
    return Place(f"demo:{name}", name, FeatureClass.SETTLEMENT, lon, lat, "SD", "Gezira")


_WIRE = Voice("Basin Wire", SpeakerRole.PUBLISHER, INDEPENDENT, "basin-wire")
_ARMY = Voice("Armed Forces Press Office", SpeakerRole.MILITARY, SAF, "saf-press")
_RSF = Voice("Support Media", SpeakerRole.PARTY_MEDIA, RSF, "support-media")
_ROOM = Voice("Gezira Emergency Room", SpeakerRole.ACTIVIST, INDEPENDENT, "gezira-room")
_COPY = Voice("Morning Courier", SpeakerRole.PUBLISHER, INDEPENDENT, "courier")
_UN = Voice("United Nations field update", SpeakerRole.UN, INDEPENDENT, "un-field")
_HIBA = Voice(PRIVATE, SpeakerRole.RESIDENT, private=True)
_RESIDENTS = Voice(None, SpeakerRole.RESIDENT)

_CLAIMS: tuple[tuple[Any, ...], ...] = (
    # id, report, words, kind, voices, place, actor, opponent, first day, last day, quantity, asserted
    ("k1", "wire", "Fighters of the Rapid Support Forces drove into Wad Madani on Monday", ClaimKind.CONTROL_GAIN,
     (_WIRE, _RESIDENTS), "Wad Madani", RSF, SAF, 18, 18, None, True),
    ("k2", "wire", "a morning of clashes at the bridge east of the city", ClaimKind.CLASH,
     (_WIRE, _RESIDENTS), "Wad Madani", RSF, SAF, 18, 18, None, True),
    ("k3", "wire", "there is no soldier left in our street", ClaimKind.CONTROL_LOSS,
     (_WIRE, _HIBA), "Wad Madani", SAF, None, 18, 18, None, True),
    ("k4", "wire", "Karrar said dozens of families had left her quarter since Friday", ClaimKind.DISPLACEMENT,
     (_WIRE, _HIBA), "Wad Madani", "civilians", None, 15, 18, Quantity(24, None, None, "households", True), True),
    ("k5", "wire", "Its press office had said at noon that the city was firmly in its hands", ClaimKind.CONTROL_HOLD,
     (_WIRE, _ARMY), "Wad Madani", SAF, None, 18, 18, None, True),
    ("k6", "army", "Our forces hold Wad Madani and all its approaches", ClaimKind.CONTROL_HOLD,
     (_ARMY,), "Wad Madani", SAF, RSF, 18, 18, None, True),
    ("k7", "army", "repelled an attempt by the rebel militia to cross the eastern bridge", ClaimKind.ATTACK,
     (_ARMY,), "Wad Madani", RSF, SAF, 18, 18, None, False),
    ("k8", "rsf", "announce the liberation of Wad Madani", ClaimKind.CONTROL_GAIN,
     (_RSF,), "Wad Madani", RSF, SAF, 18, 19, None, True),
    ("k9", "rsf", "Our units returned to the canal villages west of Hasaheisa after pulling back from them on Sunday",
     ClaimKind.CONTROL_GAIN, (_RSF,), CANALS, RSF, SAF, 18, 19, None, True),
    ("k10", "rsf", "pulling back from them on Sunday", ClaimKind.CONTROL_LOSS, (_RSF,), CANALS, RSF, None, 17, 17,
     None, True),
    ("k11", "rsf", "We will move on Sennar soon", ClaimKind.FORECAST, (_RSF,), "Sennar", RSF, SAF, 19, None, None,
     False),
    ("k12", "room", "Hasaheisa: Rapid Support Forces vehicles at the market since Tuesday; no army presence",
     ClaimKind.CONTROL_HOLD, (_ROOM,), "Hasaheisa", RSF, SAF, 19, 20, None, True),
    ("k13", "room", "Canal villages west of Hasaheisa: residents report shelling, both sides claim to be there",
     ClaimKind.CONTESTED, (_ROOM, _RESIDENTS), CANALS, None, None, 19, 20, None, True),
    ("k14", "room", "almost 40 per cent of the houses near the canal office are damaged", ClaimKind.DAMAGE, (_ROOM,),
     "Al-Managil", None, None, 19, 20, Quantity(38, None, 40, "percent", True, "the houses near the canal office"),
     True),
    ("k15", "copy", "Fighters of the Rapid Support Forces drove into Wad Madani on Monday", ClaimKind.CONTROL_GAIN,
     (_COPY, _RESIDENTS), "Wad Madani", RSF, SAF, 18, 18, None, True),
    ("k16", "un", "Between 250,000 and 300,000 people have left Wad Madani since 15 December", ClaimKind.DISPLACEMENT,
     (_UN,), "Wad Madani", "civilians", None, 15, 21, Quantity(250_000, None, 300_000, "persons"), True),
    ("k17", "un", "Partners cannot say how many people were killed", ClaimKind.CASUALTIES, (_UN,), "Wad Madani",
     "civilians", None, 15, 21, None, True),
    ("k18", "un", "Sennar remains under the control of the Sudanese Armed Forces", ClaimKind.CONTROL_HOLD, (_UN,),
     "Sennar", SAF, None, 20, 21, None, True),
    ("k19", "army", "The situation in Sennar and Kosti is calm", ClaimKind.ASSESSMENT, (_ARMY,), "Kosti", SAF, None,
     18, 18, None, True),
)  # fmt: skip


def _claim(row: tuple[Any, ...]) -> tuple[Claim, Geocoding]:
    claim_id, report_id, said, kind, voices, where, actor, opponent, first, last, quantity, asserted = row
    text = REPORTS[report_id][3]
    start = text.index(said)
    span = TextSpan.of(report_id, text, start, start + len(said))
    vague = where == CANALS
    claim = Claim(
        claim_id=claim_id,
        report_id=report_id,
        span=span,
        zone=Zone.BODY,
        kind=kind,
        attribution=voices,
        event_time=EventTime(
            datetime(2023, 12, first, tzinfo=UTC),
            None if last is None else datetime(2023, 12, last, 23, 59, 59, tzinfo=UTC),
            Precision.DAY,
        ),
        asserted=asserted,
        modality=Modality.FORECAST if kind is ClaimKind.FORECAST else Modality.ACTUAL,
        probability=0.8,
        trigger=said.split()[0],
        extractor="frames/1",
        place=PlaceMention(
            _mention_span(report_id, text, span, where),
            "Hasaheisa" if vague else where,
            relation=PlaceRelation.DIRECTION if vague else PlaceRelation.AT,
        ),
        actor_id=actor,
        opponent_id=opponent,
        quantity=quantity,
    )
    if vague:
        return claim, Geocoding((), NoPlace.NO_NAME, 5)
    return claim, Geocoding((Candidate(_gazetteer(where), 0.95, "only one"),), None, 1)


def _mention_span(report_id: str, text: str, span: TextSpan, where: str) -> TextSpan:
    words = where.lower()
    start = text.lower().find(words, span.start)
    if start < 0:
        start = text.lower().rfind(words, 0, span.start)
    return span if start < 0 else TextSpan.of(report_id, text, start, start + len(words))


CLAIMS = [_claim(row) for row in _CLAIMS]


def claim_rows() -> list[dict[str, Any]]:
    """The contract rows of the sample, not yet redacted: the page does that itself."""
    context = ClaimContext(
        actor_names=NAMES,
        published={report_id: report[0] for report_id, report in REPORTS.items()},
        geocodings={claim.claim_id: geocoding for claim, geocoding in CLAIMS},
        places={claim.claim_id: geocoding.best.place for claim, geocoding in CLAIMS if geocoding.best},
        settlements={},
    )
    return [claim_row(claim, context) for claim, _ in CLAIMS]


def _report(report_id: str) -> ReportView:
    published, precision, publisher, text = REPORTS[report_id]
    segments: list[Segment] = []
    cursor = 0
    seen: dict[str, int] = {}
    for line in text.split("\n"):
        if line.strip():
            zone = Zone.BODY
            if report_id in ("wire", "army", "room", "un") and (not segments or line in seen):
                zone = Zone.HEADLINE
            if line.endswith("min read"):
                zone = Zone.BOILERPLATE
            segments.append(Segment(cursor, cursor + len(line), zone, seen.get(line)))
            seen.setdefault(line, len(segments) - 1)
        cursor += len(line) + 1
    return ReportView(
        report_id,
        TITLES[report_id],
        text,
        tuple(segments),
        publisher,
        published,
        precision,
        language="en",
        caller_id=f"{report_id}.txt",
        url="javascript:alert(1)" if report_id == "room" else f"https://{report_id}.example/2023/12",
        duplicate_of="wire" if report_id == "copy" else None,
    )


def _place(
    name: str, states: dict[str, float], label: Label, since: tuple[date | None, date | None], **more: Any
) -> PlaceRow:
    return PlaceRow(
        place_id=more.pop("place_id", f"demo:{name}"),
        name=name,
        probabilities=tuple(sorted(states.items(), key=lambda item: -item[1])),
        label=label,
        since_earliest=since[0],
        since_latest=since[1],
        last_evidence=more.pop("last_evidence", date(2023, 12, 20)),
        evidence=more.pop("evidence", ()),
        **more,
    )


def _dec(day: int) -> date:
    return date(2023, 12, day)


PLACES = (
    _place("Wad Madani", {RSF: 0.972, "contested": 0.02, SAF: 0.008}, Label.ASSESSED, (_dec(18), _dec(18)),
           within="Gezira, Sudan", other_names=("Medani", "ود مدني"), evidence=(
               EvidenceLine("k3", 1.9, "a resident of the place, no party’s voice"),
               EvidenceLine("k1", 1.6, "an independent wire; its copy in Morning Courier adds nothing"),
               EvidenceLine("k8", 0.5, "in the speaker’s own favour, so it counts for less"),
               EvidenceLine("k6", -0.4, "in the speaker’s own favour, and before the newer reports"),
               EvidenceLine("k5", -0.1, "the same statement, repeated by the wire"))),
    _place("Hasaheisa", {RSF: 0.86, "contested": 0.11, SAF: 0.03}, Label.ASSESSED, (_dec(19), _dec(19)),
           within="Gezira, Sudan", evidence=(EvidenceLine("k12", 1.7),)),
    _place(CANALS, {"contested": 0.55, RSF: 0.38, SAF: 0.07}, Label.CONTESTED, (None, _dec(20)),
           within="Gezira, Sudan", vague=True, place_id="vague:canals", evidence=(
               EvidenceLine("k13", 1.2),
               EvidenceLine("k9", -0.6, "in the speaker’s own favour"),
               EvidenceLine("k10", 0.4, "against the speaker’s own interest"))),
    _place("Sennar", {SAF: 0.93, RSF: 0.04, "contested": 0.03}, Label.ASSESSED, (None, _dec(20)),
           within="Sennar, Sudan", evidence=(EvidenceLine("k18", 2.0),)),
    _place("Kosti", {SAF: 0.71, RSF: 0.2, "contested": 0.09}, Label.CLAIMED_ONLY, (None, _dec(18)),
           within="White Nile, Sudan", last_evidence=_dec(18), evidence=(EvidenceLine("k19", 0.6),)),
    _place("Al-Kamlin", {RSF: 0.58, SAF: 0.3, "contested": 0.12}, Label.STALE, (date(2023, 9, 2), date(2023, 10, 1)),
           within="Gezira, Sudan", last_evidence=date(2023, 10, 3),
           note="The last word on this town is eleven weeks old."),
    _place("Rufaa", {SAF: 0.5, RSF: 0.5}, Label.UNKNOWN, (None, None), within="Gezira, Sudan", last_evidence=None),
)  # fmt: skip


def _map(layers: dict[str, tuple[Any, ...]] | None) -> MapView:
    places = tuple(
        MapPlace(
            row.place_id,
            row.name,
            *TOWNS[row.name],
            state=row.probabilities[0][0],
            probability=row.probabilities[0][1],
            label=row.label,
            rank=rank,
        )
        for rank, row in enumerate(PLACES)
        if not row.vague
    )
    extent = extent_of(TOWNS.values())
    assert extent is not None
    area = MapArea("vague:canals", CANALS, circle(33.19, 14.72, 8.0))
    towns = (
        MapTown("Al-Managil", *TOWNS["Al-Managil"]),
        MapTown("Ad-Duwaym", 32.31, 14.0),
        MapTown("Singa", 33.93, 13.15),
    )
    return MapView(extent, COARSE_LAYERS if layers is None else layers, places, (area,), towns)


COARSE_LAYERS: dict[str, tuple[Any, ...]] = {
    "land": ({"type": "Polygon", "coordinates": [[[20, 5], [45, 5], [45, 25], [20, 25], [20, 5]]]},),
    "rivers": (
        {"type": "LineString", "coordinates": [[34.4, 11.9], [33.95, 13.1], [33.55, 14.4], [33.2, 15.1], [32.5, 15.6]]},
        {"type": "LineString", "coordinates": [[32.7, 12.2], [32.66, 13.2], [32.3, 14.0], [32.4, 15.2], [32.5, 15.6]]},
    ),
    "admin1": ({"type": "LineString", "coordinates": [[32.3, 13.6], [33.2, 13.75], [34.6, 13.9]]},),
}
"""A few lines drawn by hand, so that tests need no boundary data."""


def sample_page(layers: dict[str, tuple[Any, ...]] | None = None) -> SituationPage:
    """The whole page; ``layers`` replace the coarse basemap."""
    return SituationPage(
        meta=Meta(
            title="Central Sudan: the fall of Wad Madani",
            summary=(
                "The Rapid Support Forces hold Wad Madani, almost certainly since 18 December, although the army’s "
                "press office said that day that the city was in its hands. Hasaheisa followed on 19 December. Who is "
                "in the canal villages west of it is disputed. Sennar stays with the army. Between 250,000 and "
                "300,000 people have left Wad Madani; how many were killed nobody says."
            ),
            as_of=date(2023, 12, 21),
            known_by=datetime(2023, 12, 21, 12, tzinfo=UTC),
            boundary_set="Natural Earth 1:10m",
            boundary_version="5.1.1",
            code_version="0.1.0",
            settings_hash="9b1f6a2c44d0e7b3",
            run_id="run-51c0ffee",
            pack="sudan",
        ),
        parties=(Party(SAF, NAMES[SAF], "#0072b2"), Party(RSF, NAMES[RSF], "#d55e00")),
        places=PLACES,
        claims=tuple(claim_rows()),
        reports=tuple(_report(report_id) for report_id in REPORTS),
        map=_map(layers),
        counts=(
            Count("reports, 1 of them a copy", 6, "reports"),
            Count("claims", len(CLAIMS), "claims"),
            Count("places", len(PLACES), "places"),
            Count("contradictions", 2, "contradictions"),
            Count("not resolved", 2, "unresolved"),
        ),
        contradictions=(
            ContradictionCard(
                "x1", ComparisonKind.DISPUTE, True, "Wad Madani",
                "Army and Rapid Support Forces both claim Wad Madani for 18 December",
                ("k6", "k8", "k3"), (),
                "Whether the army still held any part of the city on the evening of the 18th.",
                "The Rapid Support Forces hold the city (97%): a resident and an independent wire say so, and no later "
                "report supports the army.",
            ),
            ContradictionCard(
                "x2", ComparisonKind.SEQUENCE, True, CANALS,
                "The Rapid Support Forces left the canal villages on Sunday and say that they have returned",
                ("k10", "k9", "k13"), (("k10", "They had pulled back on Sunday."),),
                "Who is in the villages now.",
                "Contested (55%): the withdrawal is conceded by the side it hurts, the return is its own word alone.",
            ),
        ),
        figures=(
            FigureRow(
                "k14", "“Almost 40 per cent” of houses damaged at Al-Managil", "the houses near the canal office",
                (
                    FigureReading("A share of the houses near the office", "38 to 40% of an unknown number", None),
                    FigureReading("A share of all houses in the town", "more damage than any other report has", False),
                ),
                "The denominator is not defined; no number of houses is made of it.",
            ),
        ),
        harm=(
            HarmRow("k16", "displacement", "Wad Madani", "civilians", "fighting"),
            HarmRow("k4", "displacement", "Wad Madani, one quarter", "civilians"),
            HarmRow("k17", "deaths", "Wad Madani"),
            HarmRow("k14", "damage to homes", "Al-Managil", cause="not stated"),
        ),
        sources=(
            SourceRow("Basin Wire", "publisher", "independent", 1, 5, other_names=("the Wire",)),
            SourceRow("Armed Forces Press Office", "military", NAMES[SAF], 1, 4, contradicted=1),
            SourceRow("Support Media", "party_media", NAMES[RSF], 1, 4, against_interest=1, contradicted=1),
            SourceRow("Gezira Emergency Room", "activist", "independent", 1, 3),
            SourceRow("United Nations field update", "un", "independent", 1, 3),
            SourceRow("Morning Courier", "publisher", "independent", 1, 1, copies=1),
            SourceRow(PRIVATE, "resident", None, 1, 2),
        ),
        unresolved=(
            UnresolvedRow("the canal villages", "place", "no_name", 2, ("k9", "k13")),
            UnresolvedRow("the First Division’s headquarters", "place", "not_in_gazetteer", report_id="rsf"),
        ),
        limits=("The reports are in English only.",),
        licences=(
            LicenceRow("Natural Earth", "5.1.1", "Public domain", "Made with Natural Earth."),
            LicenceRow("Who’s On First", "2025-01", "CC BY 4.0", "Who’s On First, whosonfirst.org"),
        ),
        private_people=(PrivateName("wire", PRIVATE, SpeakerRole.RESIDENT),),
    )  # fmt: skip

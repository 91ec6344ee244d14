"""The situation report of a period: two pictures, the harm between them, and the files they are printed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tadmur.export.atomic import write_if_changed
from tadmur.export.bulletin import Bulletin
from tadmur.export.bulletin_html import bulletin_html
from tadmur.export.bulletin_lead import BulletinInput
from tadmur.export.bulletin_markdown import bulletin_markdown
from tadmur.export.bulletin_pdf import bulletin_pdf
from tadmur.export.bulletin_text import write_bulletin
from tadmur.export.claims import claim_row, claims_jsonl
from tadmur.export.control import control_csv, control_geojson
from tadmur.export.page_text import day_range
from tadmur.export.provenance import provenance_json
from tadmur.export.redaction import without_private_names
from tadmur.export.report_page import render_report
from tadmur.export.situation import SituationPage
from tadmur.pipeline.cards import chosen_cards
from tadmur.pipeline.harm import actor_names, harm_ledger
from tadmur.pipeline.listing import named_places
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.observations import bearing_place
from tadmur.pipeline.outputs import control_table, make_folder
from tadmur.pipeline.picture import Picture, Readable, on_day, picture_of
from tadmur.pipeline.publication import PublicView
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.settings import RunSettings
from tadmur.pipeline.situation import claim_context, day_page, situation_page
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.scopes import BoundaryChoice
from tadmur.store.ledger import View, Writer
from tadmur.terms.clock import isoformat, parse_instant
from tadmur.terms.errors import InputError, LedgerError, SettingsError
from tadmur.terms.place import FeatureClass, Place
from tadmur.terms.run import Artefact, Run

DEFAULT_PERIOD = timedelta(days=7)
ARGUMENTS = "tadmur:arguments"


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What a report is asked for; with the ledger's digest it decides every byte.

    Attributes:
        first, last: days of event time; by default the last seven days up to the newest report.
        known_by: nothing published later is used.
        place, admin: limits the report to a place, or to a district, governorate or country, by any of its names.
        public: pseudonyms, coarse positions and publication delays; else all that the ledger has.
    """

    first: date | None = None
    last: date | None = None
    known_by: datetime | None = None
    place: str | None = None
    admin: str | None = None
    public: bool = True
    boundaries: BoundaryChoice = field(default_factory=BoundaryChoice)

    def arguments(self) -> dict[str, str | bool | None]:
        """As JSON, for ``run.json``."""
        return {
            "from": str(self.first) if self.first else None,
            "to": str(self.last) if self.last else None,
            "known_by": isoformat(self.known_by),
            "place": self.place,
            "admin": self.admin,
            "public": self.public,
            **{f"boundaries_{name}": value for name, value in asdict(self.boundaries).items()},
        }

    @classmethod
    def from_record(cls, record: Path) -> tuple[ReportRequest, str]:
        """The request that ``run.json`` keeps, and the digest of the ledger that it was made from.

        Raises:
            SettingsError: the file is no record of a report.
        """
        try:
            document = json.loads(record.read_text(encoding="utf-8"))
            (activity,) = document["activity"].values()
            kept = activity[ARGUMENTS]
            ledger = document["entity"]["tadmur:ledger.duckdb"]["tadmur:sha256"]
            choice = {key.removeprefix("boundaries_"): v for key, v in kept.items() if key.startswith("boundaries_")}
            return cls(
                first=date.fromisoformat(kept["from"]) if kept["from"] else None,
                last=date.fromisoformat(kept["to"]) if kept["to"] else None,
                known_by=parse_instant(kept["known_by"]) if kept["known_by"] else None,
                place=kept["place"],
                admin=kept["admin"],
                public=kept["public"],
                boundaries=BoundaryChoice(**choice),
            ), ledger
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingsError(
                f"this is no record of a report ({error})",
                where=str(record),
                remedy="Give the run.json that tadmur report wrote beside it",
            ) from error


def write_situation_report(ledger: Path, out: Path, request: ReportRequest, *, now: datetime, who: str) -> Path:
    """Write the report in all its forms into ``out``; returns the HTML's path.

    ``now`` and ``who`` go only into the audit log, which every report that is not public adds a line to.

    Raises:
        InputError: the period ends before it begins, or nothing known by then lies in the scope asked for.
        LedgerError: no day is given and none is known, or the run that made the ledger did not end.
    """
    with ReviewedView(ledger) as view:
        runs = view.runs()
        digest = view.digest()
        if not runs:
            raise LedgerError(
                "the run that made this ledger did not end", where=str(ledger), remedy="Run the same tadmur run again"
            )
        reader = ReportReader(RunSettings(boundaries=request.boundaries), Monitor(sources=view.sources()))
        given, pictures = given_for(view, request, reader, runs[-1])
    make_folder(out)
    _write_files(out, write_bulletin(given), pictures[1], given.after, reader.gazetteer, request, runs[-1], digest)
    if not request.public:
        with Writer(ledger) as writer:
            writer.note(
                now.astimezone(UTC), who, f"internal report {day_range(given.first, given.last)} into {out.name}"
            )
    return out / "report.html"


def rebuild_report(ledger: Path, record: Path, out: Path, *, now: datetime, who: str) -> Path:
    """Make a report again from its ``run.json``: the same ledger gives the same bytes.

    Raises:
        LedgerError: the ledger is not the one that the report was made from.
        SettingsError: ``record`` is no record of a report.
    """
    request, digest = ReportRequest.from_record(record)
    with ReviewedView(ledger) as view:
        if view.digest() != digest:
            raise LedgerError(
                "the ledger has changed since the report was made",
                where=str(ledger),
                remedy="Use the ledger of that time, or make a new report with --from and --to",
            )
    return write_situation_report(ledger, out, request, now=now, who=who)


def given_for(
    view: View, request: ReportRequest, reader: ReportReader, run: Run
) -> tuple[BulletinInput, tuple[Picture, Picture]]:
    """What a report is written from, and the pictures of its first and its last day.

    Raises:
        InputError: the period ends before it begins, or nothing known by then lies in the scope asked for.
    """
    readable: Readable = PublicView(view) if request.public else view
    settings = RunSettings(boundaries=request.boundaries)
    after = picture_of(readable, reader.pack, settings=settings, as_of=request.last, known_by=request.known_by)
    last = after.as_of
    first = request.first or last - DEFAULT_PERIOD
    if first > last:
        raise InputError(f"the period ends on {last}, before it begins", remedy="Give the earlier day with --from")
    if all(posterior.first_day <= first.toordinal() <= posterior.last_day for _, posterior in after.groups):
        before = on_day(after, first)
    else:
        before = picture_of(readable, reader.pack, settings=settings, as_of=first, known_by=request.known_by)
    keep = _scope(after, request, reader.gazetteer)
    before, after = _limited(before, keep), _limited(after, keep)
    if not after.claims:
        raise InputError("no claim known by then speaks of the place asked for", remedy="Widen --place or --admin")
    title, gradings = _title(request, after, view), readable.gradings(known_by=request.known_by)
    pages = [
        day_page(before, run, reader.gazetteer, title=title, public=request.public),
        situation_page(
            after, run, reader.gazetteer, title=title, public=request.public, gradings=gradings, since=first
        ),
    ]
    if request.public:
        pages = [without_private_names(page) for page in pages]
    names = actor_names(readable, request.known_by)
    harm = harm_ledger(readable, names, first=first, last=last, known_by=request.known_by, keep=keep)
    withheld = len(readable.withheld(known_by=request.known_by)) if isinstance(readable, PublicView) else 0
    return BulletinInput(
        before=pages[0],
        after=pages[1],
        first=first,
        last=last,
        totals=harm.totals,
        events=harm.events,
        withheld=withheld,
        earlier_contradictions=len(chosen_cards(after)) > len(pages[1].contradictions),
        delay_hours=readable.longest_delay_hours if isinstance(readable, PublicView) else 0.0,
        scope=request.place or request.admin or "",
    ), (before, after)


def _title(request: ReportRequest, picture: Picture, view: View) -> str:
    where = request.place or request.admin or view.title() or ", ".join(pack.name for pack in picture.packs.values())
    return where or "Situation report"


def _scope(picture: Picture, request: ReportRequest, gazetteer: Gazetteer) -> Callable[[Place | None], bool]:
    """Which places a report is limited to."""
    if request.place is not None:
        wanted = named_places(picture, request.place, gazetteer)
        return lambda place: place is not None and place.place_id in wanted
    if request.admin is not None:
        wanted_areas = {request.admin.casefold()}
        for place in gazetteer.lookup(request.admin):
            wanted_areas |= _own_area(place)
        return lambda place: place is not None and bool(wanted_areas & _areas(place))
    return lambda place: True


def _own_area(place: Place) -> set[str]:
    """The names under which a place holds others; none for a settlement."""
    if place.feature_class is FeatureClass.COUNTRY:
        return {place.name.casefold(), place.country.casefold()}
    return {place.name.casefold()} if place.feature_class in (FeatureClass.ADMIN1, FeatureClass.ADMIN2) else set()


def _areas(place: Place) -> set[str]:
    around = {part.casefold() for part in (place.admin1, place.admin2, place.country) if part}
    return around | _own_area(place)


def _limited(picture: Picture, keep: Callable[[Place | None], bool]) -> Picture:
    """The picture of the places that are asked for, with the claims and cards that speak of them."""
    kept = {place_id for place_id, place in picture.places.items() if keep(place)}
    cited = {e.claim_id for a in picture.assessments if a.place_id in kept for e in a.evidence}
    cards = tuple(card for card in picture.comparisons if keep(picture.places.get(card.place_id or "")))
    cited |= {claim_id for card in cards for claim_id in card.claim_ids}
    claims = tuple(
        item for item in picture.claims if item.claim.claim_id in cited or keep(item.place) or keep(bearing_place(item))
    )
    ids = {item.claim.claim_id for item in claims}
    reports = {item.claim.report_id for item in claims}
    return replace(
        picture,
        claims=claims,
        assessments=tuple(item for item in picture.assessments if item.place_id in kept),
        comparisons=cards,
        reports=tuple(item for item in picture.reports if item.report.report_id in reports or keep(None)),
        unresolved=tuple(item for item in picture.unresolved if ids & set(item.claim_ids) or keep(None)),
    )


def _write_files(
    out: Path,
    bulletin: Bulletin,
    picture: Picture,
    page: SituationPage,
    gazetteer: Gazetteer,
    request: ReportRequest,
    run: Run,
    digest: str,
) -> None:
    context = claim_context(picture, gazetteer, public=request.public)
    rows = control_table(picture, gazetteer)
    files: Mapping[str, bytes] = {
        "claims.jsonl": "".join(claims_jsonl(claim_row(i.claim, context) for i in picture.claims)).encode("utf-8"),
        "control.csv": "".join(control_csv(rows)).encode("utf-8"),
        "control.geojson": control_geojson(rows).encode("utf-8"),
        "index.html": render_report(page).encode("utf-8"),
        "report.html": bulletin_html(bulletin).encode("utf-8"),
        "report.md": bulletin_markdown(bulletin).encode("utf-8"),
        "report.pdf": bulletin_pdf(bulletin),
    }
    ledger = Artefact("ledger.duckdb", digest)
    made = [Artefact(name, sha256(content).hexdigest()) for name, content in files.items()]
    record = provenance_json(replace(run, inputs=(ledger,), outputs=tuple(made)), arguments=request.arguments())
    for name, content in {**files, "run.json": record.encode("utf-8")}.items():
        write_if_changed(out / name, content)

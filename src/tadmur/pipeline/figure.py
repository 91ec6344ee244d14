"""A figure of change from a ledger: computed, written with its manifest, and rebuilt from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmur import __version__
from tadmur.export.claims import claim_row
from tadmur.export.figure import ChangedPlace, CoverRow, FigurePage, MeasureRow, Range, figure_json
from tadmur.export.figure_text import figure_text, printable_sentence
from tadmur.measure.cells import MEASURES
from tadmur.measure.coverage import Cover, coverage
from tadmur.measure.figure import Figure, MeasuredChange, figure
from tadmur.measure.geodesic import SQUARE_METRES_PER_KM2
from tadmur.measure.totals import Interval
from tadmur.pipeline.figure_question import FigureQuestion, party_named
from tadmur.pipeline.holdings import Holdings, assessed_settlements, holdings_of
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.picture import Picture, picture_of
from tadmur.pipeline.publication import PublicView
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.reviewed import ReviewedView
from tadmur.pipeline.run import Progress
from tadmur.pipeline.settings import RunSettings
from tadmur.pipeline.situation import claim_context
from tadmur.pipeline.territory import Territory, territory_of
from tadmur.reference.artefacts import read_manifest
from tadmur.reference.boundaries import ARTEFACT
from tadmur.reference.gazetteer import Gazetteer
from tadmur.terms.assessment import CONTESTED_STATE
from tadmur.terms.errors import InputError
from tadmur.terms.ids import digest
from tadmur.terms.place import Place

SHOWN_FROM = 0.1
"""Least probability of a change with which its place is listed."""
FORMAT = 1


@dataclass(frozen=True)
class Ground:
    """What figures and series of one question stand on."""

    question: FigureQuestion
    picture: Picture
    gazetteer: Gazetteer
    actor_id: str
    actor: str
    territory: Territory
    holdings: Holdings | None
    indices: NDArray[np.int64]
    """Index in the territory of each place of the holdings."""
    manifest: dict[str, Any]

    @property
    def state(self) -> int:
        """The party's number in the histories; one that occurs nowhere when no claim in the area names it."""
        assert self.holdings is not None
        states = self.holdings.states
        return states.index(self.actor_id) if self.actor_id in states else len(states)

    @property
    def weights(self) -> NDArray[np.int64]:
        """Weights of the places of the holdings, in the order of ``MEASURES``."""
        found: NDArray[np.int64] = self.territory.cells.weights[self.indices]
        return found


def ground_of(
    ledger: Path, question: FigureQuestion, progress: Progress | None = None, *, public: bool = False
) -> Ground:
    """Read the ledger, settle party and area, and draw histories; ``public`` leaves out what is withheld.

    Raises:
        InputError: the period is empty or backwards, or no party has the name.
        SettingsError: no such area in the boundary set.
        LedgerError: there is no ledger.
    """
    progress = progress or Progress()
    question.check()
    settings = RunSettings(boundaries=question.boundaries)
    progress.stage("Weighing the evidence", None)
    with ReviewedView(ledger) as view:
        reader = ReportReader(settings, Monitor(sources=view.sources()))
        picture = picture_of(
            PublicView(view) if public else view,
            reader.pack,
            settings=settings,
            as_of=question.last_day,
            known_by=question.known_by,
        )
        ledger_digest = view.digest()
    if not picture.reports:
        raise InputError(
            "no report was known by then", where="--known-by", remedy="Give a later time, or none for all reports"
        )
    actor_id, actor = party_named(question.actor, picture)
    progress.stage("Drawing the cells", None)
    assessed = assessed_settlements(picture)
    countries = question.countries or _countries_of(picture, actor_id, assessed)
    territory = territory_of(countries, question.admin, question.box, question.boundaries, assessed)
    progress.stage("Sampling histories", None)
    index = {place.place_id: i for i, place in enumerate(territory.places)}
    days = (question.first_day.toordinal(), question.last_day.toordinal())
    holdings = holdings_of(picture, settings, within=index, days=days, draws=question.draws, seed=question.seed)
    indices = np.array([index[place.place_id] for place in holdings.places] if holdings else [], dtype=np.int64)
    manifest = {
        "format": FORMAT,
        "tadmur": __version__,
        "question": question.as_json(),
        "ledger_sha256": ledger_digest,
        "gazetteer_sha256": reader.gazetteer.digest,
        "boundaries_sha256": read_manifest()[ARTEFACT]["sha256"],
        "packs": {name: pack.digest for name, pack in sorted(picture.packs.items())},
        "settings": settings.digest(),
        "reports_sha256": digest([item.report.report_id for item in picture.reports], length=64),
    }
    return Ground(question, picture, reader.gazetteer, actor_id, actor, territory, holdings, indices, manifest)


def figure_page(
    ledger: Path, question: FigureQuestion, progress: Progress | None = None, *, public: bool = False
) -> FigurePage:
    """The figure that a question asks for; ``public`` and errors as for :func:`ground_of`."""
    ground = ground_of(ledger, question, progress, public=public)
    first, last = question.first_day.toordinal(), question.last_day.toordinal()
    if ground.holdings is None:
        raise InputError(
            f"no claim says who holds a settlement in {ground.territory.name}",
            remedy="Choose another area with --scope, --admin or --bbox",
        )
    found = figure(ground.holdings.histories, ground.state, ground.weights, first, last)
    histories, cells = ground.holdings.histories, ground.territory.cells
    compared = histories.assessed_from <= first
    entered = (histories.assessed_from <= last) & ~compared
    begin = int(histories.assessed_from.min())
    return FigurePage(
        actor_id=ground.actor_id,
        actor=ground.actor,
        first_day=question.first_day,
        last_day=question.last_day,
        known_by=question.known_by,
        newest_report=newest_report(ground.picture),
        reports=len(ground.picture.reports),
        coded=ground.picture.coded(),
        area=ground.territory.name,
        area_km2=cells.scope_m2 / SQUARE_METRES_PER_KM2,
        boundaries=ground.territory.statement,
        denominator=question.denominator.value,
        settlements=len(ground.territory.places),
        compared=found.compared,
        compared_population_unknown=int((~cells.population_known[ground.indices][compared]).sum()),
        entered=found.entered,
        entered_places=tuple(
            f"{ground.holdings.places[i].name} ({_state_name(ground.holdings.belief(int(i), last)[0], ground.picture)})"
            for i in np.flatnonzero(entered)
        ),
        first_assessed=date.fromordinal(begin) if begin <= last else None,
        measures={name: _measure_row(name, row) for name, row in found.measures.items()},
        covers=tuple(cover_row(ground, day) for day in (question.first_day, question.last_day)),
        places=tuple(_changed(ground, found)),
        reach_km=cells.reach_km,
        hexagon_resolution=cells.hexagon_resolution,
        draws=question.draws,
        manifest=ground.manifest,
    )


def figure_files(page: FigurePage) -> dict[str, str]:
    """Name and content of the files of a figure."""
    return {
        "figure.json": figure_json(page, printable_sentence(page)),
        "figure.txt": "".join(f"{line}\n" for line in figure_text(page)),
    }


def cover_row(ground: Ground, day: date) -> CoverRow:
    """How far the evidence reaches on a day."""
    assert ground.holdings is not None
    found = coverage(ground.territory.cells, ground.holdings.cover(day.toordinal()), ground.indices)

    def by_name(values: Any) -> dict[str, int]:
        return {cover.name.lower(): int(values[cover]) for cover in reversed(Cover)}

    return CoverRow(
        day=day,
        area_shares=found.area_shares(),
        settlements=by_name(found.sums[:, MEASURES.index("settlements")]),
        population=by_name(found.sums[:, MEASURES.index("population")]),
        population_unknown=by_name(found.population_unknown),
    )


def newest_report(picture: Picture) -> datetime | None:
    """When the newest report was published, of those that say."""
    return max((item.report.known_at for item in picture.reports if item.report.known_at), default=None)


def _countries_of(picture: Picture, actor_id: str, assessed: Sequence[Place]) -> tuple[str, ...]:
    """The countries of the party's conflicts of whose settlements reports speak; all, where they speak of none."""
    every = {c for pack in picture.packs.values() if actor_id in pack.actors for c in pack.countries}
    spoken_of = every & {place.country for place in assessed}
    return tuple(sorted(spoken_of or every))


def unit_of(measure: str) -> float:
    """What one of a measure's printed units is in its weights."""
    return SQUARE_METRES_PER_KM2 if measure.startswith("km2") else 1.0


def _measure_row(name: str, row: MeasuredChange) -> MeasureRow:
    unit = unit_of(name)

    def scaled(value: Interval) -> Range:
        return value.median / unit, value.low / unit, value.high / unit

    percent = row.percent
    return MeasureRow(
        scaled(row.base),
        scaled(row.end),
        scaled(row.change),
        None if percent is None else (percent.median, percent.low, percent.high),
        scaled(row.end_with_entered),
    )


def _changed(ground: Ground, found: Figure) -> Iterator[ChangedPlace]:
    """Places that changed, most probable first, then by land."""
    assert ground.holdings is not None
    first, last = ground.question.first_day.toordinal(), ground.question.last_day.toordinal()
    assessments = {item.place_id: item for item in ground.picture.assessments}
    context = claim_context(ground.picture, ground.gazetteer)
    rows = {item.claim.claim_id: item.claim for item in ground.picture.claims}
    share = np.maximum(found.lost, found.gained)
    order = sorted(np.flatnonzero(share >= SHOWN_FROM), key=lambda i: (-share[i], -ground.weights[i, 0], int(i)))
    for i in order:
        place = ground.holdings.places[i]
        item = assessments[place.place_id]
        before, after = (ground.holdings.belief(int(i), day) for day in (first, last))
        evidence = tuple(
            _evidence_row(claim_row(rows[e.claim_id], context), e.log_odds) for e in item.evidence if e.log_odds != 0
        )
        yield ChangedPlace(
            place_id=place.place_id,
            name=place.name,
            within=", ".join(part for part in (place.admin1, place.country) if part),
            lost=bool(found.lost[i] >= found.gained[i]),
            probability=float(share[i]),
            before=(_state_name(before[0], ground.picture), before[1]),
            after=(_state_name(after[0], ground.picture), after[1]),
            since_earliest=item.since_earliest,
            since_latest=item.since_latest,
            km2=float(ground.weights[i, 0]) / SQUARE_METRES_PER_KM2,
            population=place.population,
            evidence=evidence,
        )


EVIDENCE_FIELDS = (
    *("claim_id", "report_id", "start", "end", "quote", "kind", "speaker", "speaker_role", "publisher"),
    *("published_at", "time_earliest", "time_latest", "redacted"),
)


def _evidence_row(row: Mapping[str, Any], log_odds: float) -> dict[str, Any]:
    return {**{name: row[name] for name in EVIDENCE_FIELDS}, "log_odds": log_odds}


def _state_name(state: str, picture: Picture) -> str:
    return "Contested" if state == CONTESTED_STATE else picture.actor_names().get(state, state)

"""Published figures of territory in reports: read, held against published areas, and set in relation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tadmur.extract.figures import FigureReader
from tadmur.ingest.readers import ReportDefaults, read_reports
from tadmur.measure.published_checks import FigureCheck, ReadingKind, Verdict, as_stated, gravest
from tadmur.measure.published_figures import check_figures
from tadmur.measure.published_relations import FigureRelation, relations_of
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.reading import ReportReader
from tadmur.pipeline.settings import AUTOMATIC, RunSettings
from tadmur.reference.packs import available_packs
from tadmur.reference.published_areas import PublishedArea, published_areas
from tadmur.terms.clock import isoformat
from tadmur.terms.errors import NoReports, ReportError
from tadmur.terms.figure import StatedFigure
from tadmur.terms.report import Report


@dataclass(frozen=True, slots=True)
class CheckedFigures:
    """What was found in some reports.

    Attributes:
        figures: in order of their reports and words.
        checks: each with its readings; every figure is in at least one.
        actor_names: actor_id to neutral name.
    """

    reports: tuple[Report, ...]
    figures: tuple[StatedFigure, ...]
    checks: tuple[FigureCheck, ...]
    relations: tuple[FigureRelation, ...]
    areas: tuple[PublishedArea, ...]
    actor_names: dict[str, str]

    @property
    def verdict(self) -> Verdict:
        """The gravest of all checks."""
        return gravest([check.verdict for check in self.checks])

    def verdict_of(self, figure: StatedFigure) -> Verdict:
        """The gravest of the checks that a figure takes part in as the one that is checked."""
        nested = ReadingKind.POINTS_OF_FIRST_BASE
        own = [c for c in self.checks if figure == c.figures[0] or (c.kind is nested and figure in c.figures)]
        return gravest([check.verdict for check in own])


class FigureChecker:
    """Checks the figures in reports; readers are kept per pack."""

    def __init__(self, areas: Sequence[PublishedArea], *, pack: str = "auto") -> None:
        self._areas = tuple(areas)
        self._settings = RunSettings(pack=pack)
        self._reader = ReportReader(self._settings, Monitor())
        self._figures: dict[str | None, FigureReader] = {}

    def check(self, reports: Iterable[Report], areas: Sequence[PublishedArea] | None = None) -> CheckedFigures:
        """All figures of ``reports`` together; ``areas`` stand in for the checker's own."""
        listed = tuple(reports)
        known = self._areas if areas is None else tuple(areas)
        figures: list[StatedFigure] = []
        names: dict[str, str] = {}
        for report in listed:
            pack_id = self._pack_for(report.text, known)
            pack = self._reader.pack(pack_id)
            if pack is not None:
                names |= {actor.actor_id: actor.name for actor in pack.actors.values()}
            figures += self._figure_reader(pack_id).figures(report)
        texts = {report.report_id: f"{report.publisher or ''}\n{report.text}" for report in listed}
        checks = check_figures(figures, known, texts)
        return CheckedFigures(
            reports=listed,
            figures=tuple(figures),
            checks=tuple(checks),
            relations=tuple(relations_of(figures, checks, known)),
            areas=known,
            actor_names=names,
        )

    def _pack_for(self, text: str, areas: Sequence[PublishedArea]) -> str | None:
        """The pack as for any report; where only a party is named that several packs have, one with areas for it."""
        chosen = self._reader.pack_for(text)
        if self._settings.pack != AUTOMATIC:
            return chosen
        wanted = {area.actor_id for area in areas}
        pack = self._reader.pack(chosen)
        if pack is not None and (pack.find_cues(text) or wanted & set(pack.actors)):
            return chosen
        scopes = " ".join(sorted({area.scope for area in areas}))
        packs = [other for name in available_packs() if (other := self._reader.pack(name)) is not None]
        fitting = [
            other for other in packs if any(m.actor_id in wanted and not m.generic for m in other.find_actors(text))
        ]
        best = min(fitting, key=lambda other: (-len(other.find_cues(scopes)), other.pack_id), default=None)
        return chosen if best is None else best.pack_id

    def _figure_reader(self, pack_id: str | None) -> FigureReader:
        if pack_id not in self._figures:
            self._figures[pack_id] = FigureReader(self._reader.pack(pack_id), self._reader.recogniser)
        return self._figures[pack_id]


def contract(checked: CheckedFigures) -> dict[str, Any]:
    """The outcome in the fields that ``tadmur check-figures --format json`` prints."""
    reports = {report.report_id: report for report in checked.reports}
    return {
        "verdict": checked.verdict.value,
        "reports": [
            {
                "report_id": report.report_id,
                "report": report.caller_id or report.report_id,
                "publisher": report.publisher,
                "published_at": isoformat(report.published_at),
                "url": report.url,
            }
            for report in checked.reports
        ],
        "statements": [
            {
                "statement_id": figure.figure_id,
                "report": reports[figure.report_id].caller_id or figure.report_id,
                "report_id": figure.report_id,
                "start": figure.span.start,
                "end": figure.span.end,
                "quote": figure.span.exact,
                "sentence": figure.sentence,
                "stated": as_stated(figure),
                "party": figure.actor_id,
                "party_name": checked.actor_names.get(figure.actor_id or ""),
                "scope": list(figure.scope),
                "direction": figure.direction.value,
                "base": figure.whole.value,
                "figure": figure.value,
                "low": figure.low,
                "high": figure.high,
                "unit": figure.unit,
                "firmness": figure.firmness.value,
                "from": _iso(figure.first_day),
                "to": _iso(figure.last_day),
                "dated": figure.dated,
                "said_to_be_so": figure.checkable,
                "verdict": checked.verdict_of(figure).value,
            }
            for figure in checked.figures
        ],
        "checks": [
            {
                "kind": check.kind.value if check.kind else None,
                "statements": [figure.figure_id for figure in check.figures],
                "verdict": check.verdict.value,
                "sentence": check.sentence,
                "readings": [
                    {
                        "reading": reading.kind.value,
                        "computed": round(reading.computed, 2),
                        "stated": reading.stated,
                        "low": reading.low,
                        "high": reading.high,
                        "difference": round(reading.difference, 2),
                        "unit": reading.unit,
                        "holds": reading.holds,
                        "sentence": reading.sentence,
                    }
                    for reading in check.readings
                ],
                "areas": [_area(area) for area in check.areas],
            }
            for check in checked.checks
        ],
        "relations": [
            {
                "relation": item.relation.value,
                "statements": [figure.figure_id for figure in item.figures],
                "sentence": item.sentence,
            }
            for item in checked.relations
        ],
        "areas": [_area(area) for area in checked.areas],
    }


def _area(area: PublishedArea) -> dict[str, Any]:
    return {
        "actor": area.actor_id,
        "scope": area.scope,
        "as_of": area.as_of.isoformat(),
        "km2": area.area_km2,
        "publisher": area.publisher,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def check_files(
    paths: Sequence[Path], *, pack: str, reference: Path | None, on_error: Callable[[ReportError], None], now: datetime
) -> dict[str, Any]:
    """The figures in report files, all held against one another, as :func:`contract` gives them.

    Raises:
        NoReports: nothing readable stands at ``paths``.
        SettingsError: ``reference`` is no list of published areas.
    """
    checker = FigureChecker(published_areas(reference), pack=pack)
    reports = list(read_reports(paths, defaults=ReportDefaults(now=now), on_error=on_error))
    if not reports:
        raise NoReports(
            "there is no report here that can be read",
            where=", ".join(str(path) for path in paths),
            remedy="Give a .txt, .md or .jsonl file, e.g. tadmur check-figures examples/published-figures",
        )
    return contract(checker.check(reports))

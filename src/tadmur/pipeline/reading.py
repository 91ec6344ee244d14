"""Reading one report: the pack that fits it, its claims, and what their places mean."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from tadmur.extract.extractor import Extractor
from tadmur.extract.publisher import publisher_of
from tadmur.geocode.geocoder import Geocoder
from tadmur.geocode.recogniser import Recogniser
from tadmur.geocode.vague import named_place
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.settings import AUTOMATIC, RunSettings
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.pack_overlay import with_sources
from tadmur.reference.packs import Pack, choose_pack, load_pack
from tadmur.store.rows import LedgerClaim
from tadmur.terms.ids import digest
from tadmur.terms.report import Report

NO_PACK = "none"


class ReportReader:
    """Reads reports with one language model and one gazetteer; extractors are kept per pack."""

    def __init__(self, settings: RunSettings, monitor: Monitor) -> None:
        self._settings = settings
        self._monitor = monitor
        self._packs: dict[str, Pack | None] = {}
        self._extractors: dict[str, Extractor] = {}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The shipped gazetteer."""
        return Gazetteer.open()

    @cached_property
    def _recogniser(self) -> Recogniser:
        return Recogniser(self.gazetteer)

    @cached_property
    def _geocoder(self) -> Geocoder:
        return Geocoder(self.gazetteer)

    def pack(self, pack_id: str | None) -> Pack | None:
        """The pack by its id, with the monitor's own sources added."""
        name = pack_id or NO_PACK
        if name not in self._packs:
            pack = None if name == NO_PACK else load_pack(name)
            self._packs[name] = with_sources(pack, self._monitor.sources) if pack else None
        return self._packs[name]

    def pack_for(self, text: str) -> str | None:
        """The pack to read a text with: named in the command, by the folder, or chosen by the words of the text."""
        if self._settings.pack == NO_PACK:
            return None
        if self._settings.pack != AUTOMATIC:
            return self._settings.pack
        return self._monitor.pack or choose_pack(text)

    def extraction(self, pack_id: str | None) -> str:
        """What the reading of a report depends on beside its text; equal digests, equal claims."""
        pack = self.pack(pack_id)
        return digest([self.extractor(pack_id).fingerprint, pack.digest if pack else None, self.gazetteer.digest])

    def with_source(self, report: Report, pack_id: str | None) -> Report:
        """The report with its publisher tied to the pack's source, by its name or by the page's own signature."""
        pack = self.pack(pack_id)
        source = publisher_of(report, pack) if pack else None
        return replace(report, source_id=source.source_id, publisher=source.name) if source else report

    def read(self, report: Report, pack_id: str | None) -> list[LedgerClaim]:
        """The claims of a report, each with what its place means."""
        pack = self.pack(pack_id)
        countries = pack.countries if pack else ()
        claims = self.extractor(pack_id).extract(self.with_source(report, pack_id))
        mentions = [claim.place for claim in claims if claim.place is not None]
        names = sorted({mention.name for mention in mentions if mention.name})
        geocodings = iter(self._geocoder.resolve(mentions, countries=countries, report_names=names))
        rows = [LedgerClaim(claim, next(geocodings) if claim.place is not None else None) for claim in claims]
        return [_with_parties_of_the_country(row, pack) for row in rows] if pack else rows

    def extractor(self, pack_id: str | None) -> Extractor:
        """The extractor for a pack, made once."""
        name = pack_id or NO_PACK
        if name not in self._extractors:
            self._extractors[name] = Extractor(self.pack(pack_id), self._recogniser)
        return self._extractors[name]


def _with_parties_of_the_country(row: LedgerClaim, pack: Pack) -> LedgerClaim:
    """The claim with words that two governments share ("the army") settled by where its place lies."""
    claim, place = row.claim, named_place(row.geocoding)
    if place is None:
        return row
    actor, opponent = (
        pack.party_in(place.country, party, words) if party and words else party
        for party, words in ((claim.actor_id, claim.actor_mention), (claim.opponent_id, claim.opponent_mention))
    )
    return replace(row, claim=replace(claim, actor_id=actor, opponent_id=opponent))

"""Reading one report: the pack that fits it, its claims, and what their places mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from tadmur.extract.coarse import CoarseExtractor, coarse_languages
from tadmur.extract.extractor import Extractor
from tadmur.extract.llm.answers import Answers
from tadmur.extract.llm.extractor import Account, LlmExtractor, Model
from tadmur.extract.publisher import publisher_of
from tadmur.geocode.geocoder import Geocoder
from tadmur.geocode.recogniser import Recogniser
from tadmur.geocode.vague import named_place
from tadmur.pipeline.monitor import Monitor
from tadmur.pipeline.settings import AUTOMATIC, ExtractorChoice, RunSettings
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.layers import open_gazetteer
from tadmur.reference.pack_overlay import with_sources
from tadmur.reference.packs import Pack, choose_pack, load_pack
from tadmur.store.rows import LedgerClaim
from tadmur.terms.errors import SettingsError
from tadmur.terms.ids import digest
from tadmur.terms.report import Report

NO_PACK = "none"
AnyExtractor = Extractor | LlmExtractor | CoarseExtractor


@dataclass(frozen=True, slots=True)
class ModelReader:
    """A language model that reads reports, the answers that it gave before, and what it comes to."""

    model: Model
    answers: Answers
    account: Account


class ReportReader:
    """Reads reports with one parser and one gazetteer; extractors are kept per pack.

    ``by_model`` is needed where the settings want a language model to read.
    """

    def __init__(self, settings: RunSettings, monitor: Monitor, by_model: ModelReader | None = None) -> None:
        self._settings = settings
        self._monitor = monitor
        self._by_model = by_model
        self._packs: dict[str, Pack | None] = {}
        self._extractors: dict[str, Extractor] = {}
        self._llm_extractors: dict[str, LlmExtractor] = {}
        self._coarse_extractors: dict[tuple[str, str], CoarseExtractor] = {}

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The shipped gazetteer, with what the user has added and the monitor's own places."""
        return open_gazetteer(self._monitor.places)

    @cached_property
    def recogniser(self) -> Recogniser:
        return Recogniser(self.gazetteer)

    @cached_property
    def _geocoder(self) -> Geocoder:
        return Geocoder(self.gazetteer, self.recogniser)

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

    def extraction(self, report: Report, pack_id: str | None) -> str:
        """What the reading of a report depends on beside its text; equal digests, equal claims."""
        pack, extractor = self.pack(pack_id), self.extractor_for(report, pack_id)
        readers = [extractor.fingerprint, self._geocoder.fingerprint]
        return digest([*readers, pack.digest if pack else None, self.gazetteer.digest])

    def with_source(self, report: Report, pack_id: str | None) -> Report:
        """The report with its publisher tied to the pack's source, by its name or by the page's own signature."""
        pack = self.pack(pack_id)
        source = publisher_of(report, pack) if pack else None
        return replace(report, source_id=source.source_id, publisher=source.name) if source else report

    def read(self, report: Report, pack_id: str | None) -> list[LedgerClaim]:
        """The claims of a report, each with what its place means."""
        pack = self.pack(pack_id)
        countries = pack.countries if pack else ()
        claims = self.extractor_for(report, pack_id).extract(self.with_source(report, pack_id))
        context = self._geocoder.context(report.text, countries)
        stated = [claim.place for claim in claims if claim.place is not None]
        mentions = self._geocoder.complete(stated, report.text, context)
        geocodings = self._geocoder.resolve(mentions, countries=countries, text=report.text, context=context)
        placed = zip(mentions, geocodings, strict=True)
        rows = [
            LedgerClaim(replace(claim, place=found[0]), found[1])
            for claim in claims
            for found in (next(placed) if claim.place is not None else (None, None),)
        ]
        return [_with_parties_of_the_country(row, pack) for row in rows] if pack else rows

    def extractor_for(self, report: Report, pack_id: str | None) -> AnyExtractor:
        """Who reads a report: by the settings, and by its language."""
        choice, language = self._settings.extractor, primary_language(report)
        if choice is ExtractorChoice.LLM or (choice is ExtractorChoice.MIXED and language != "en"):
            return self.llm_extractor(pack_id)
        if language in coarse_languages():
            return self._coarse_extractor(language, pack_id)
        return self.extractor(pack_id)

    def _coarse_extractor(self, language: str, pack_id: str | None) -> CoarseExtractor:
        key = (language, pack_id or NO_PACK)
        if key not in self._coarse_extractors:
            self._coarse_extractors[key] = CoarseExtractor(language, self.pack(pack_id), self.recogniser)
        return self._coarse_extractors[key]

    def llm_extractor(self, pack_id: str | None) -> LlmExtractor:
        """The model's extractor for a pack, made once.

        Raises:
            SettingsError: no model was named.
        """
        if self._by_model is None:
            raise SettingsError(
                "no language model was named", remedy="Give --llm-url and --llm-model, or use --extractor frames"
            )
        name, by = pack_id or NO_PACK, self._by_model
        if name not in self._llm_extractors:
            self._llm_extractors[name] = LlmExtractor(self.pack(pack_id), by.model, by.answers, by.account)
        return self._llm_extractors[name]

    def extractor(self, pack_id: str | None) -> Extractor:
        """The frames' extractor for a pack, made once."""
        name = pack_id or NO_PACK
        if name not in self._extractors:
            self._extractors[name] = Extractor(self.pack(pack_id), self.recogniser)
        return self._extractors[name]


def primary_language(report: Report) -> str:
    """The language without its region ("en-GB" is "en"); a report that does not tell is read as English."""
    return (report.language or "en").split("-")[0].lower()


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

"""Text to claims: reads a report, parses what the gate lets through, finds frames, and ties each claim to its words."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import tadmur
from tadmur.extract.assembly import DraftedClaim, ReportAssembly, SeenSentence
from tadmur.extract.gate import load_gate
from tadmur.extract.holder_rows import Line, read_rows
from tadmur.extract.language_model import installed_model, load_language_model
from tadmur.extract.parsing import ParserInput, parse
from tadmur.extract.reading import Reading, Sentence, normalise, read
from tadmur.terms.claim import Claim
from tadmur.terms.ids import digest
from tadmur.terms.place import NameSpan, PlaceRecogniser
from tadmur.terms.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from tadmur.reference.packs import Pack


class Extractor:
    """Reads reports of one conflict.

    Args:
        pack: who is who; without one parties stay unresolved.
        recogniser: finds place names.
        nlp: a loaded spaCy pipeline with tagger, parser and lemmatiser; the shipped one when ``None``.
    """

    def __init__(self, pack: Pack | None, recogniser: PlaceRecogniser, nlp: Language | None = None) -> None:
        self.pack, self._recogniser, self._nlp = pack, recogniser, nlp
        self._countries: tuple[str, ...] = pack.countries if pack is not None else ()

    @property
    def nlp(self) -> Language:
        """The language model, loaded when first needed."""
        if self._nlp is None:
            self._nlp = load_language_model()
        return self._nlp

    @cached_property
    def fingerprint(self) -> str:
        """Digest of everything that decides what is read from a text: code, lexicons, pack and model."""
        room = files("tadmur.extract")
        entries = [entry for folder in (room, room.joinpath("data")) for entry in folder.iterdir() if entry.is_file()]
        sources = {entry.name: entry.read_text(encoding="utf-8") for entry in entries}
        return digest([tadmur.__version__, sources, self.pack.digest if self.pack else None, installed_model()])

    def extract(self, report: Report) -> list[Claim]:
        """Claims of ``report`` in the order of their spans. Each quote is exactly the report's own characters."""
        return [drafted.claim for drafted in self.extract_drafted(report)]

    def may_tell(self, report: Report) -> bool:
        """Whether ``report`` is worth reading: it names a party or has words of war (:mod:`tadmur.extract.gate`)."""
        return self._may_tell(report, self._salient_parties(report.text))

    def extract_drafted(self, report: Report) -> list[DraftedClaim]:
        """Like :meth:`extract`, with each claim's frame event and sentence."""
        salient = self._salient_parties(report.text)
        if not self._may_tell(report, salient):
            return []
        reading = read(report)
        seen = self._seen(reading, salient)
        opened = self._worth_parsing(seen)
        rows = read_rows([Line(s.sentence.index, s.sentence.text, s.mentions, s.names) for s in seen])
        if not opened and not rows:
            return []
        self._parse(reading, opened, seen)
        heading = normalise(report.title or "")
        topics = [heading[name.start : name.end] for name in self._names(heading)]
        return ReportAssembly(reading, seen, self.pack, report.title, topics, rows).claims()

    def _names(self, text: str) -> list[NameSpan]:
        return self._recogniser.recognise(text, countries=self._countries)

    def _sources(self, text: str) -> list[tuple[int, int]]:
        return [(source.start, source.end) for source in self.pack.find_sources(text)] if self.pack is not None else []

    def _may_tell(self, report: Report, salient: Sequence[str]) -> bool:
        return bool(salient) or load_gate().tells_of_conflict(f"{report.title or ''}\n{report.text}")

    def _salient_parties(self, text: str) -> list[str]:
        """Parties named by a name of their own, the one named most first."""
        if self.pack is None:
            return []
        counts = Counter(m.actor_id for m in self.pack.find_actors(text) if not m.generic)
        return sorted(counts, key=lambda actor: (-counts[actor], actor))

    def _seen(self, reading: Reading, salient: Sequence[str]) -> list[SeenSentence]:
        """Parties and place names of every sentence; shared words go to the parties named most in the report."""
        pack = self.pack
        return [
            SeenSentence(
                sentence,
                pack.find_actors(sentence.text, salient=salient) if pack is not None else [],
                self._names(sentence.text),
                self._sources(sentence.text),
            )
            for sentence in reading.sentences
        ]

    def _worth_parsing(self, seen: Sequence[SeenSentence]) -> list[Sentence]:
        """Sentences that may make a claim about somebody or something; see :mod:`tadmur.extract.gate`."""
        gate = load_gate()
        context = self.pack is None or any(
            found.mentions or (found.names and gate.opens(found.sentence.text)) for found in seen
        )
        worth: list[Sentence] = []
        for found in seen:
            text = found.sentence.text
            about = bool(found.mentions or found.names) or (context and gate.points(text))
            held = gate.holds(text, (start for start, _ in found.taken))
            held = held or gate.stands(text, (mention.end for mention in found.mentions))
            harmed = gate.counts(text)
            if harmed or (about and gate.opens(text)) or held or (found.mentions and gate.foretells(text)):
                worth.append(found.sentence)
        return worth

    def _parse(self, reading: Reading, opened: Sequence[Sentence], seen: Sequence[SeenSentence]) -> None:
        inputs = (ParserInput(s.text, seen[s.index].names, seen[s.index].taken) for s in opened)
        for sentence, doc in zip(opened, parse(self.nlp, inputs), strict=True):
            reading.parses[sentence.index] = doc

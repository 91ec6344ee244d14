"""Kinds of events in languages without frames, by word lists alone: little, unsure, and marked so.

It says what a sentence is about and which place it names; never who did it, when, or whether it is denied. So its
claims keep a report from being dropped in silence and move no record of control, which needs a party.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

import tadmur
from tadmur.extract.publisher import publisher_voice
from tadmur.extract.reading import Sentence, read
from tadmur.reference.coding import code_claim
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.ids import digest
from tadmur.terms.place import PlaceMention, PlaceRecogniser
from tadmur.terms.report import Report
from tadmur.terms.span import TextSpan

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

PROBABILITY = 0.3
"""That the sentence states such an event as having happened. A guess on the low side; see docs/quality.md."""
_ARABIC_JOINED = "(?:[وف]?(?:[بلكس]|ال|بال|لل|كال)?)"
"""The article and the words of one letter that Arabic writes onto the next word."""
_ALEFS = "\u0627\u0623\u0625\u0622"
"""Alef with and without hamza or madda: writers leave them out."""
_VOWEL_MARKS = "[\u0640\u064b-\u0652\u0670]"
_LEXICON = "coarse_events.yaml"


@cache
def coarse_languages() -> frozenset[str]:
    """BCP 47 codes of the languages that have a list."""
    return frozenset(_lists())


@cache
def _lists() -> dict[str, dict[ClaimKind, list[str]]]:
    source = files("tadmur.extract").joinpath("data", _LEXICON).read_text(encoding="utf-8")
    return {
        language: {ClaimKind(kind): stems for kind, stems in kinds.items()}
        for language, kinds in yaml.safe_load(source).items()
    }


@cache
def _patterns(language: str) -> tuple[tuple[ClaimKind, re.Pattern[str]], ...]:
    joined = _ARABIC_JOINED if language == "ar" else ""
    return tuple(
        (kind, re.compile(rf"(?<!\w){joined}(?:{'|'.join(map(_stem, stems))})\w*", re.IGNORECASE))
        for kind, stems in _lists()[language].items()
    )


def _stem(words: str) -> str:
    """A pattern for the beginnings of words, whatever marks of vowels and of length stand in an Arabic text."""
    return r"\w*\s+".join("".join(_letter(letter) for letter in word) for word in words.split())


def _letter(letter: str) -> str:
    spelt = f"[{_ALEFS}]" if letter in _ALEFS else re.escape(letter)
    return f"{spelt}{_VOWEL_MARKS}*" if "\u0621" <= letter <= "\u064a" else spelt


class CoarseExtractor:
    """Reads reports in one of :func:`coarse_languages`."""

    def __init__(self, language: str, pack: Pack | None, recogniser: PlaceRecogniser) -> None:
        self._language, self.pack, self._recogniser = language, pack, recogniser
        self._countries: tuple[str, ...] = pack.countries if pack is not None else ()

    @cached_property
    def fingerprint(self) -> str:
        """Digest of everything that decides what is read from a text."""
        room = files("tadmur.extract")
        sources = [
            room.joinpath(*path).read_text(encoding="utf-8")
            for path in (("coarse.py",), ("reading.py",), ("data", _LEXICON))
        ]
        return digest([tadmur.__version__, sources, self._language, self.pack.digest if self.pack else None])

    def extract(self, report: Report) -> list[Claim]:
        """At most one claim of each kind for a sentence and the first place it names, in the order of the text."""
        return [claim for sentence in read(report).sentences for claim in self._of_sentence(report, sentence)]

    def _of_sentence(self, report: Report, sentence: Sentence) -> Iterator[Claim]:
        for kind, pattern in _patterns(self._language):
            if (found := pattern.search(sentence.text)) is not None:
                yield self._claim(report, sentence, kind, found)

    def _claim(self, report: Report, sentence: Sentence, kind: ClaimKind, found: re.Match[str]) -> Claim:
        published = report.known_at
        codes = code_claim(kind, pack=self.pack, actor_id=None, opponent_id=None, asserted=True)
        return Claim(
            claim_id=digest([report.report_id, sentence.start, sentence.end, kind, "coarse"]),
            report_id=report.report_id,
            span=TextSpan.of(report.report_id, report.text, sentence.start, sentence.end),
            zone=sentence.zone,
            kind=kind,
            attribution=(publisher_voice(report, self.pack),),
            event_time=EventTime(None, published, Precision.PUBLISHED) if published else EventTime.unknown(),
            asserted=True,
            modality=Modality.ACTUAL,
            probability=PROBABILITY,
            trigger=report.text[sentence.start + found.start() : sentence.start + found.end()],
            extractor=f"coarse-{self._language}-{tadmur.__version__}",
            place=self._place(report, sentence),
            acled_sub_event_type=codes.acled_sub_event_type,
            plover_category=codes.plover_category,
        )

    def _place(self, report: Report, sentence: Sentence) -> PlaceMention | None:
        names = self._recogniser.recognise(sentence.text, countries=self._countries)
        if not names:
            return None
        start, end = sentence.start + names[0].start, sentence.start + names[0].end
        return PlaceMention(TextSpan.of(report.report_id, report.text, start, end), report.text[start:end])

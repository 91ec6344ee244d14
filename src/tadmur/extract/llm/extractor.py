"""Text to claims by a language model: the same contract as the frames, for any language that the model reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import tadmur
from tadmur.extract.llm.answers import Answers, answer_key
from tadmur.extract.llm.chunks import chunks
from tadmur.extract.llm.contract import CONTRACT_VERSION, INSTRUCTIONS, Answer, parse_answer
from tadmur.extract.llm.grounding import Dropped, Grounding
from tadmur.extract.reading import read
from tadmur.terms.claim import Claim
from tadmur.terms.errors import ReportError
from tadmur.terms.ids import digest
from tadmur.terms.report import Report

if TYPE_CHECKING:
    from tadmur.reference.packs import Pack

UNREADABLE_ATTEMPTS = 2
"""How often an answer that is not of the shape asked for is asked for again."""
CHARACTERS_PER_TOKEN = 3
"""Low for English, about right for Arabic and Cyrillic: an estimate of cost should not be too small."""
ANSWER_SHARE = 0.8
"""Tokens of answer for each token of text, on the safe side."""


class Model(Protocol):
    """Whoever answers: see :class:`tadmur.extract.llm.endpoint.Endpoint`."""

    @property
    def model(self) -> str:
        """Its name."""
        ...

    def ask(self, text: str, *, language: str | None) -> str:
        """The raw answer for one stretch of text."""
        ...


@dataclass
class Account:
    """What reading by a model came to.

    Attributes:
        requests: answers that the model gave in this run.
        kept: stretches whose answer was there already.
        unreadable: answers that were not of the shape asked for.
        dropped: what was pointed at and is no claim, by reason.
    """

    requests: int = 0
    kept: int = 0
    unreadable: int = 0
    dropped: Counter[Dropped] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reading some reports will ask of a model, before it starts; tokens are rough.

    ``kept`` counts stretches of text whose answer is there already.
    """

    reports: int
    requests: int
    kept: int
    tokens_in: int
    tokens_out: int

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(
            self.reports + other.reports,
            self.requests + other.requests,
            self.kept + other.kept,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
        )

    def cost(self, price_in: float, price_out: float) -> float:
        """In the currency of the prices, which are per million tokens."""
        return (self.tokens_in * price_in + self.tokens_out * price_out) / 1e6


class LlmExtractor:
    """Reads reports of one conflict by a model."""

    def __init__(self, pack: Pack | None, model: Model, answers: Answers, account: Account) -> None:
        self.pack, self._model, self._answers, self._account = pack, model, answers, account

    @cached_property
    def fingerprint(self) -> str:
        """Digest of everything that decides what is read from a text: model, instructions, code and pack."""
        rooms = (files("tadmur.extract"), files("tadmur.extract").joinpath("llm"))
        code = {
            f"{number}/{entry.name}": entry.read_text(encoding="utf-8")
            for number, room in enumerate(rooms)
            for entry in room.iterdir()
            if entry.name.endswith(".py")
        }
        return digest([tadmur.__version__, code, self.pack.digest if self.pack else None, self._model.model])

    def extract(self, report: Report) -> list[Claim]:
        """Claims of ``report`` in the order of their spans. Each quote is exactly the report's own characters.

        Raises:
            ReportError: the model does not answer for this report, or not in the shape asked for.
            ServiceError: it does not answer at all.
        """
        reading = read(report)
        grounding = Grounding(reading, self.pack, report.title, f"llm-{self._model.model}-{CONTRACT_VERSION}")
        found = [
            claim
            for chunk in chunks(reading)
            for claim in grounding.claims(chunk, self._answer(chunk.text, report).claims)
        ]
        self._account.dropped.update(grounding.dropped)
        return sorted(found, key=lambda claim: (claim.span.start, claim.span.end, claim.claim_id))

    def _answer(self, text: str, report: Report) -> Answer:
        key = self._key(text, report)
        content = self._answers.get(key)
        if content is not None:
            self._account.kept += 1
            return parse_answer(content)
        for _ in range(UNREADABLE_ATTEMPTS):
            content = self._model.ask(text, language=report.language)
            self._account.requests += 1
            try:
                answer = parse_answer(content)
            except ValueError:
                self._account.unreadable += 1
                continue
            self._answers.keep(key, content)
            return answer
        raise ReportError(
            f"the model's answers are not of the shape asked for, {UNREADABLE_ATTEMPTS} times",
            where=report.caller_id or report.report_id,
            remedy="Use a model that follows a JSON schema; the same command goes on where this one ended",
        )

    def _key(self, text: str, report: Report) -> str:
        contract = digest([CONTRACT_VERSION, INSTRUCTIONS])
        return answer_key(self._model.model, contract, text, report.language)

    def estimate(self, report: Report) -> Estimate:
        """What reading ``report`` will ask of the model, answers that are kept left out."""
        requests = kept = tokens_in = tokens_out = 0
        for chunk in chunks(read(report)):
            if self._answers.get(self._key(chunk.text, report)) is not None:
                kept += 1
                continue
            tokens = len(chunk.text) // CHARACTERS_PER_TOKEN + 1
            requests += 1
            tokens_in += tokens + len(INSTRUCTIONS) // CHARACTERS_PER_TOKEN
            tokens_out += int(tokens * ANSWER_SHARE) + 1
        return Estimate(1, requests, kept, tokens_in, tokens_out)

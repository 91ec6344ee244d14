"""Denials, contradictions, forecasts, assessments, territory figures, support, agreements, advances: our own gold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tadmur.extract.extractor import Extractor
from tadmur.geocode.recogniser import Recogniser
from tadmur.ingest.layout import recognise_layout
from tadmur.reference.gazetteer import Gazetteer
from tadmur.reference.packs import load_pack
from tadmur.terms.claim import Claim, ClaimKind
from tadmur.terms.report import Report

GOLD: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("gold_speech.yaml").read_text(encoding="utf-8"))
KINDS = frozenset(
    {ClaimKind.DENIAL, ClaimKind.CONTRADICTION, ClaimKind.FORECAST, ClaimKind.ASSESSMENT, ClaimKind.TERRITORY_FIGURE,
     ClaimKind.SUPPORT, ClaimKind.AGREEMENT, ClaimKind.ADVANCE}
)  # fmt: skip


@dataclass
class Score:
    """Counts over the sentences, and what went wrong in words."""

    hits: int = 0
    misses: int = 0
    spurious: int = 0
    right: int = 0
    fields: int = 0
    problems: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.spurious)

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.misses)


@cache
def _extractor(pack: str) -> Extractor:
    return Extractor(load_pack(pack), _recogniser())


@cache
def _recogniser() -> Recogniser:
    return Recogniser(Gazetteer.open())


def claims_of(text: str, pack: str = "syria-iraq") -> list[Claim]:
    """All claims of a text published on a day in 2016."""
    published = datetime(2016, 5, 6, tzinfo=UTC)
    report = Report("r", text, recognise_layout(text).segments, language="en", published_at=published)
    return _extractor(pack).extract(report)


def _fits(claim: Claim, expected: dict[str, Any], text: str) -> bool:
    """Of the kind, or of the kind that is denied; and of the words."""
    start = text.index(expected["words"]) if "words" in expected else 0
    end = start + len(expected["words"]) if "words" in expected else len(text)
    denied = expected["kind"] == "denial" and claim.kind == expected["of"] and not claim.asserted
    return (denied or claim.kind == expected["kind"]) and claim.span.start < end and start < claim.span.end


def _value(claim: Claim, key: str) -> Any:
    if key == "place":
        return claim.place.name if claim.place else None
    if key == "quantity":
        quantity = claim.quantity
        return [quantity.low, quantity.best, quantity.high, quantity.unit] if quantity else None
    if key == "words":
        return claim.span.exact
    if key == "supporters":
        return list(claim.supporter_ids)
    return getattr(claim, {"actor": "actor_id", "opponent": "opponent_id"}.get(key, key))


def _wrong(claim: Claim, expected: dict[str, Any]) -> list[str]:
    return [
        f"{key} {_value(claim, key)!r} for {wanted!r}"
        for key, wanted in expected.items()
        if key not in ("kind", "of")
        and (wanted not in _value(claim, key) if key == "words" else _value(claim, key) != wanted)
    ]


@cache
def score() -> Score:
    """All sentences against what was found in them; denied propositions count where they are expected as denials."""
    total, problems = Score(), []
    for passage in GOLD:
        text = passage["text"]
        left = claims_of(text, passage["pack"])
        for expected in passage["claims"]:
            fits = sorted((c for c in left if _fits(c, expected, text)), key=lambda c: len(_wrong(c, expected)))
            if not fits:
                total.misses += 1
                problems.append(f"missed {expected['kind']} in «{text}»")
                continue
            left.remove(fits[0])
            total.hits += 1
            wrong = _wrong(fits[0], expected)
            total.fields += len(expected) - 1 - ("of" in expected)
            total.right += len(expected) - 1 - ("of" in expected) - len(wrong)
            problems += [f"{expected['kind']}: {problem} in «{text}»" for problem in wrong]
        spurious = [c for c in left if c.kind in KINDS]
        total.spurious += len(spurious)
        problems += [f"spurious {c.kind} {c.actor_id} «{c.span.exact}» in «{text}»" for c in spurious]
        problems += [
            f"(beside: {c.kind} {c.asserted} {c.modality} {c.actor_id} «{c.span.exact}»)"
            for c in left
            if c.kind not in KINDS
        ]
    total.problems = tuple(problems)
    return total


def test_the_gold_is_large_enough() -> None:
    assert len(GOLD) >= 60


def test_the_gold_is_read() -> None:
    found = score()
    assert found.precision >= 0.9, found.problems
    assert found.recall >= 0.6, found.problems
    assert found.right >= 0.95 * found.fields, found.problems

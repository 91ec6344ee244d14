"""Control as news tells it: our own gold passages as a score with floors, and traps that must give nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.extract.gold_reading import extractor as extractor_of

from tadmur.terms.claim import Claim, ClaimKind
from tadmur.terms.report import Report, Segment, Zone

GOLD: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("gold_control_news.yaml").read_text("utf-8"))
KINDS = frozenset(
    {ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS, ClaimKind.CONTROL_HOLD, ClaimKind.CONTESTED, ClaimKind.BESIEGED}
)


@dataclass(frozen=True)
class Score:
    """Counts over the passages, and what went wrong in words."""

    hits: int = 0
    misses: int = 0
    spurious: int = 0
    wrong_fields: int = 0
    problems: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.spurious)

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.misses)


def claims_of(passage: dict[str, Any]) -> list[Claim]:
    """The claims of control in a passage; each line is a segment."""
    text, position, layout = passage["text"], 0, []
    for line in text.split("\n"):
        zone = Zone(passage.get("zone", "body")) if not layout else Zone.BODY
        layout.append(Segment(position, position + len(line), zone))
        position += len(line) + 1
    published = datetime(2023, 12, 20, tzinfo=UTC)
    report = Report("r", text, tuple(layout), published_at=published, published_precision="day")
    extractor = extractor_of(passage["pack"])
    if name := passage.get("publisher"):
        assert extractor.pack is not None
        source = extractor.pack.source_named(name)
        assert source is not None
        report = replace(report, publisher=source.name, source_id=source.source_id)
    return [claim for claim in extractor.extract(report) if claim.kind in KINDS]


def problems_of(passage: dict[str, Any]) -> Score:
    """One passage against what was found in it."""
    left, total, problems = claims_of(passage), Score(), []
    for expected in passage["claims"]:
        start = passage["text"].index(expected["words"])
        end = start + len(expected["words"])
        fits = [c for c in left if c.kind == expected["kind"] and c.span.start < end and start < c.span.end]
        wanted = (expected["place"], expected.get("actor"), expected.get("asserted", True))
        fits.sort(key=lambda c: _differences(c, wanted))
        if not fits:
            total = replace(total, misses=total.misses + 1)
            problems.append(f"{passage['id']}: missed {expected['kind']} «{expected['words']}»")
            continue
        left.remove(fits[0])
        wrong = _differences(fits[0], wanted)
        total = replace(total, hits=total.hits + 1, wrong_fields=total.wrong_fields + wrong)
        if wrong:
            problems.append(f"{passage['id']}: {_fields(fits[0])} for {wanted}")
    problems += [f"{passage['id']}: spurious {c.kind} {_fields(c)} «{c.span.exact}»" for c in left]
    return replace(total, spurious=len(left), problems=tuple(problems))


def _fields(claim: Claim) -> tuple[str | None, str | None, bool]:
    return claim.place.name if claim.place else None, claim.actor_id, claim.asserted


def _differences(claim: Claim, wanted: tuple[str, str | None, bool | None]) -> int:
    place, actor, asserted = _fields(claim)
    named = wanted[0] in (place or "") or (claim.place is not None and wanted[0] == claim.place.feature)
    return (not named) + (actor != wanted[1]) + (wanted[2] is not None and asserted is not wanted[2])


@cache
def score() -> Score:
    """All passages together."""
    scores = [problems_of(passage) for passage in GOLD]
    return Score(
        sum(s.hits for s in scores),
        sum(s.misses for s in scores),
        sum(s.spurious for s in scores),
        sum(s.wrong_fields for s in scores),
        tuple(problem for s in scores for problem in s.problems),
    )


def test_precision_before_recall() -> None:
    result = score()
    assert result.precision >= 0.97, result.problems
    assert result.recall >= 0.9, result.problems
    assert result.wrong_fields <= 6, result.problems


@pytest.mark.parametrize("passage", [p for p in GOLD if not p["claims"]], ids=lambda passage: passage["id"])
def test_trap_gives_nothing(passage: dict[str, Any]) -> None:
    assert claims_of(passage) == []


def test_the_enemy_is_who_the_report_names_against_the_speaker() -> None:
    passage = {
        "pack": "sudan",
        "publisher": "SUNA",
        "text": "The Rapid Support Forces shelled Kosti. The enemy fled from Singa.",
    }
    (loss,) = [claim for claim in claims_of(passage) if claim.kind is ClaimKind.CONTROL_LOSS]
    assert loss.actor_id == "rapid-support-forces"


def test_we_of_an_outlet_that_takes_no_side_is_no_party() -> None:
    passage = {"pack": "sudan", "publisher": "Sudan Tribune", "text": "We left Kosti on Monday. We took Singa by bus."}
    assert [claim.actor_id for claim in claims_of(passage) if claim.actor_id] == []


def test_a_table_without_a_column_of_holders_says_nothing() -> None:
    rows = "| Town | Garrison | {} |\n|---|---|---|\n| Kosti | two brigades | RSF |"
    assert claims_of({"pack": "sudan", "text": rows.format("Visited by")}) == []
    (hold,) = claims_of({"pack": "sudan", "text": rows.format("Holder")})
    assert (hold.place and hold.place.name, hold.actor_id) == ("Kosti", "rapid-support-forces")
    assert hold.span.exact == "Kosti | two brigades | RSF"


def test_a_list_of_one_party_alone_is_not_read_as_holds() -> None:
    assert claims_of({"pack": "sudan", "text": "RSF: Nyala, Zalingei"}) == []

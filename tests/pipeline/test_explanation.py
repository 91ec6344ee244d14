"""Every claim of the example set can be explained, and the explanation agrees with the ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tadmur.pipeline.explanation import explain_claim
from tadmur.store.ledger import View
from tadmur.terms.clock import Precision
from tadmur.terms.errors import LedgerError


def explained(demo: Path, claim_id: str) -> dict[str, object]:
    (line,) = explain_claim(demo / "ledger.duckdb", claim_id, "json")
    found: dict[str, object] = json.loads(line)
    return found


def test_explanation_repeats_what_the_ledger_says(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        claims = [row.claim for row in view.claims()]
    first_of_each_kind = {claim.kind: claim for claim in reversed(claims)}
    for kind, claim in first_of_each_kind.items():
        explanation = explained(demo, claim.claim_id)
        assert explanation["quote"] == claim.span.exact
        assert explanation["kind"]["kind"] == kind.value  # type: ignore[index]
        assert explanation["probability"]["claim"] == claim.probability  # type: ignore[index]
        assert len(explanation["attribution"]) == len(claim.attribution)  # type: ignore[arg-type]


def test_words_of_time_stand_in_the_sentence(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        claims = [row.claim for row in view.claims() if row.claim.event_time.precision is Precision.DAY][:12]
    worded = 0
    for claim in claims:
        explanation = explained(demo, claim.claim_id)
        words = explanation["time"]["words"]  # type: ignore[index]
        if words is not None:
            worded += 1
            assert " ".join(words.split()) in str(explanation["sentence"])
    assert worded > 3


def test_text_names_trigger_voice_and_place(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        row = next(row for row in view.claims() if row.claim.place and row.geocoding and row.geocoding.best)
    text = "\n".join(explain_claim(demo / "ledger.duckdb", row.claim.claim_id[:10], "text"))
    assert row.geocoding is not None
    assert row.geocoding.best is not None
    for words in (row.claim.trigger, row.geocoding.best.place.name, row.claim.speaker.role.value.replace("_", " ")):
        assert words in text


def test_unknown_and_short_ids_are_refused(demo: Path) -> None:
    for claim_id, message in (("zz", "no claim"), ("", "more than one claim")):
        with pytest.raises(LedgerError, match=message):
            explain_claim(demo / "ledger.duckdb", claim_id, "text")

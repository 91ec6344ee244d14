"""Our gold sentences: every claim a reader takes from them, and in the complete ones nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tadmur.extract.assembly import DraftedClaim
from tadmur.extract.extractor import Extractor
from tadmur.terms.report import Report

GOLD = yaml.safe_load((Path(__file__).parent / "gold_frames.yaml").read_text(encoding="utf-8"))


def found(drafted: DraftedClaim) -> dict[str, Any]:
    claim = drafted.claim
    return {
        "kind": str(claim.kind),
        "place": claim.place.name if claim.place else None,
        "actor": claim.actor_id,
        "opponent": claim.opponent_id,
        "asserted": claim.asserted,
        "modality": str(claim.modality),
        "relation": str(claim.place.relation) if claim.place else None,
        "unnamed": claim.place.unnamed if claim.place else False,
        "event": drafted.event,
    }


@pytest.mark.parametrize("entry", GOLD, ids=[entry["text"][:50] for entry in GOLD])
def test_sentence(
    entry: dict[str, Any], extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]
) -> None:
    extractor = extractor_for(entry.get("pack", "syria-iraq"))
    claims = [found(drafted) for drafted in extractor.extract_drafted(report_of(entry["text"]))]
    for expected in entry["claims"]:
        wanted = {"asserted": True, **expected}
        assert any(wanted.items() <= claim.items() for claim in claims), f"{wanted} not in {claims}"
    if entry.get("complete"):
        assert len(claims) == len(entry["claims"]), claims
    wanted_gains = {
        c["place"] for c in entry["claims"] if c["kind"] == "control_gain" and c.get("asserted", True) and "place" in c
    }
    asserted_gains = {c["place"] for c in claims if c["kind"] == "control_gain" and c["asserted"] and not c["unnamed"]}
    assert asserted_gains <= wanted_gains, "a gain that nobody claims"

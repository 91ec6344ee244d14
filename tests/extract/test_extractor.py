"""The extractor as a whole: exact spans on any text, the same answer twice, nothing from boilerplate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tadmur.extract.extractor import Extractor
from tadmur.terms.claim import Claim, ClaimKind, Modality
from tadmur.terms.report import Report, Segment, Zone

PIECES = [
    "The Syrian army captured Kafr\u00a0Saghir",
    "“ISIL withdrew from Hit,”",
    "said a resident\u200f.",
    "At least 12 people were killed in Douma 😀.",
    "Rebels — backed by Turkey — took Azaz, Marea and Jarablus;",
    "İdlib fell to the rebels.",
    "\n",
    "They hold it still.",
    "| Hit | Islamic State |",
    "Palmyra&nbsp;was bombed.",
    "Прорыв фронта",
    "سيطر الجيش على تدمر",
]


def claims_of(extractor: Extractor, report: Report) -> list[Claim]:
    claims = extractor.extract(report)
    for claim in claims:
        assert report.text[claim.span.start : claim.span.end] == claim.span.exact
        assert 0 < claim.probability < 1
        if claim.place is not None:
            span = claim.place.span
            assert report.text[span.start : span.end] == span.exact
    return claims


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_spans_quote_the_raw_text(
    extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report], text: str
) -> None:
    report = report_of(text)
    claims = claims_of(extractor_for("syria-iraq"), report)
    assert [c.span.start for c in claims] == sorted(c.span.start for c in claims)
    assert len({c.claim_id for c in claims}) == len(claims)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \u200b\u200f ",
        "captured " * 3_000,
        "Rebels took Azaz and " * 800,
        "x" * 100_000,
        "((((" * 2_000 + " rebels took Azaz " + "))))" * 2_000,
    ],
    ids=["empty", "invisible", "verbs only", "without a stop", "one word", "brackets"],
)
def test_hostile_text_gives_exact_spans_or_none(
    text: str, extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]
) -> None:
    claims_of(extractor_for("syria-iraq"), report_of(text))


def test_same_report_same_claims(extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]) -> None:
    report = report_of("The Syrian army took Mahin on Friday. Islamic State later recaptured the town.")
    extractor = extractor_for("syria-iraq")
    assert extractor.extract(report) == extractor.extract(report)


def test_boilerplate_and_repeats_claim_nothing(extractor_for: Callable[[str], Extractor]) -> None:
    line = "Syrian army captures Mahin"
    text = f"{line}\n{line}\nShare: rebels took Azaz"
    layout = (
        Segment(0, len(line), Zone.HEADLINE),
        Segment(len(line) + 1, 2 * len(line) + 1, Zone.HEADLINE, repeats=0),
        Segment(2 * len(line) + 2, len(text), Zone.BOILERPLATE),
    )
    claims = extractor_for("syria-iraq").extract(Report("r", text, layout))
    assert [(c.kind, c.zone, c.span.start) for c in claims] == [(ClaimKind.CONTROL_GAIN, Zone.HEADLINE, 0)]


def test_gain_and_conceded_loss_by_one_party(
    extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]
) -> None:
    report = report_of("Islamic State fighters regained two hills near Mahin after earlier losing them.")
    gain, loss = claims_of(extractor_for("syria-iraq"), report)
    assert (gain.kind, loss.kind) == (ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS)
    assert gain.actor_id == loss.actor_id == "islamic-state"
    assert gain.place is not None
    assert loss.place is not None
    assert (gain.place.name, loss.place.name, loss.place.unnamed) == ("Mahin", "Mahin", True)
    assert loss.span.exact == "after earlier losing them"


def test_the_town_is_the_one_spoken_of(
    extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]
) -> None:
    report = report_of("Fighting raged in the town of Mahin on Sunday. By noon Islamic State had taken the town.")
    gains = [c for c in claims_of(extractor_for("syria-iraq"), report) if c.kind is ClaimKind.CONTROL_GAIN]
    assert [c.place.name for c in gains if c.place] == ["Mahin"]
    assert gains[0].place is not None
    assert 0.4 <= gains[0].place.anaphora_probability < 1


def test_we_are_the_speakers_side(extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]) -> None:
    report = report_of("“We have taken Mahin,” an Islamic State commander said.")
    claims = claims_of(extractor_for("syria-iraq"), report)
    assert [c.actor_id for c in claims if c.kind is ClaimKind.CONTROL_GAIN] == ["islamic-state"]


def test_an_aim_is_not_asserted(extractor_for: Callable[[str], Extractor], report_of: Callable[..., Report]) -> None:
    report = report_of("The Syrian army launched an operation to capture Mahin.")
    claims = claims_of(extractor_for("syria-iraq"), report)
    gains = [c for c in claims if c.kind is ClaimKind.CONTROL_GAIN]
    assert [(c.asserted, c.modality) for c in gains] == [(False, Modality.PLANNED)]


def test_without_a_pack_parties_stay_unresolved(
    extractor_for: Callable[[str | None], Extractor], report_of: Callable[..., Report]
) -> None:
    report = report_of("The Syrian army captured Mahin.")
    claims = claims_of(extractor_for(None), report)
    assert all(c.actor_id is None for c in claims)


def test_fingerprint_tells_packs_apart(extractor_for: Callable[[str], Extractor]) -> None:
    assert extractor_for("syria-iraq").fingerprint != extractor_for("sudan").fingerprint

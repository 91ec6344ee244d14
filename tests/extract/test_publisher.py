"""A page is signed by a line at its top, not by whoever is quoted in it."""

from __future__ import annotations

import pytest

from tadmur.extract.publisher import publisher_of
from tadmur.ingest.layout import recognise_layout
from tadmur.reference.pack_overlay import with_sources
from tadmur.reference.packs import Pack, load_pack
from tadmur.terms.report import Report
from tadmur.terms.source import Source, SpeakerRole

BODY = "\n\nSoldiers entered the town of Halfaya on Friday, the Hill Post reported.\n"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return with_sources(load_pack("syria-iraq"), [Source("hill-post", "Hill Post", SpeakerRole.PUBLISHER)])


def report(text: str, publisher: str | None = None) -> Report:
    return Report("r", text, recognise_layout(text).segments, publisher=publisher)


@pytest.mark.parametrize(
    "head",
    [
        "Army takes Halfaya\n\nHill Post | 3 May 2015",
        "Army takes Halfaya\n\nHAMA, 3 May 2015 (Hill Post) —",
        "Hill Post\n\nArmy takes Halfaya",
        "HILL POST — evening edition, 3 May 2015",
    ],
)
def test_a_line_at_the_top_signs(pack: Pack, head: str) -> None:
    source = publisher_of(report(head + BODY), pack)
    assert source is not None
    assert source.source_id == "hill-post"


def test_a_source_that_is_quoted_does_not_sign(pack: Pack) -> None:
    inserted = "Army takes Halfaya\n\nThe town, the Hill Post, a local paper, said on Friday, has fallen."
    assert publisher_of(report(inserted + BODY), pack) is None
    assert publisher_of(report("Army takes Halfaya" + BODY), pack) is None


def test_the_publisher_given_is_believed(pack: Pack) -> None:
    assert publisher_of(report("Hill Post | 3 May 2015" + BODY, "Reuters"), pack) != pack.source_named("Hill Post")
    assert publisher_of(report("Hill Post | 3 May 2015" + BODY, "Nobody's Gazette"), pack) is None

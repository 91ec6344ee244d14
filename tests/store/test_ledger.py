"""What goes into the ledger comes out of it, in one order, and never half."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tadmur.store.ledger import View, Writer
from tadmur.store.rows import LedgerClaim
from tadmur.terms.claim import Claim, ClaimKind, Modality, Quantity
from tadmur.terms.clock import EventTime, Precision
from tadmur.terms.errors import LedgerError
from tadmur.terms.grading import Grading, Reliability
from tadmur.terms.place import Candidate, FeatureClass, Geocoding, Place, PlaceMention, PlaceName
from tadmur.terms.report import Report, Segment, Zone
from tadmur.terms.source import Source, SpeakerRole, Voice
from tadmur.terms.span import TextSpan

TEXT = "Dozens of families left Halfaya, the council said."


def report(report_id: str, *, day: int | None = 3, precision: str = "day") -> Report:
    published = None if day is None else datetime(2016, 3, day, tzinfo=UTC)
    return Report(
        report_id,
        TEXT,
        (Segment(0, len(TEXT), Zone.BODY),),
        published_at=published,
        published_precision=precision if published else None,
    )


def reading(report_id: str) -> LedgerClaim:
    span = TextSpan.of(report_id, TEXT, 0, 31)
    mention = PlaceMention(TextSpan.of(report_id, TEXT, 24, 31), "Halfaya")
    claim = Claim(
        f"claim-{report_id}",
        report_id,
        span,
        Zone.BODY,
        ClaimKind.DISPLACEMENT,
        (Voice("Orontes Wire", SpeakerRole.PUBLISHER), Voice(None, SpeakerRole.OFFICIAL)),
        EventTime.of_days(date(2016, 3, 1), date(2016, 3, 3), Precision.VAGUE),
        asserted=True,
        modality=Modality.ACTUAL,
        probability=0.9,
        trigger="left",
        extractor="test",
        place=mention,
        quantity=Quantity(24, None, None, "households", vague=True),
    )
    place = Place("wof:1", "Halfaya", FeatureClass.SETTLEMENT, 36.6, 35.2, "SY", names=(PlaceName("Halfaya", "en"),))
    return LedgerClaim(claim, Geocoding((Candidate(place, 0.95, "name and country"),), None, 1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.duckdb"


def fill(path: Path, ids: list[str]) -> None:
    with Writer(path) as writer:
        for report_id in ids:
            assert writer.add_report(report(report_id))
            writer.add_reading(report_id, pack_id="p", extraction="x", claims=[reading(report_id)])


def test_claim_and_report_survive_the_ledger(path: Path) -> None:
    fill(path, ["a"])
    with View(path) as view:
        assert view.claims() == [reading("a")]
        assert view.report("a").report == report("a")


def test_order_of_writing_does_not_matter(path: Path, tmp_path: Path) -> None:
    fill(path, ["a", "b", "c"])
    other = tmp_path / "other.duckdb"
    fill(other, ["c", "a", "b"])
    with View(path) as one, View(other) as two:
        assert one.claims() == two.claims()
        assert one.digest() == two.digest()


def test_a_known_report_is_not_added_again(path: Path) -> None:
    fill(path, ["a"])
    with Writer(path) as writer:
        assert not writer.add_report(report("a"))
        assert writer.extraction_of("a") == "x"
        assert writer.extraction_of("b") is None


def test_reading_again_replaces(path: Path) -> None:
    fill(path, ["a"])
    with Writer(path) as writer:
        writer.add_reading("a", pack_id="p", extraction="y", claims=[])
    with View(path) as view:
        assert view.claims() == []


def test_a_failed_reading_leaves_the_old_one(path: Path) -> None:
    fill(path, ["a"])
    with Writer(path) as writer, pytest.raises(AttributeError):
        writer.add_reading("a", pack_id="p", extraction="y", claims=[None])  # type: ignore[list-item]
    with View(path) as view:
        assert view.claims() == [reading("a")]


def test_known_by_hides_what_was_published_later(path: Path) -> None:
    with Writer(path) as writer:
        writer.add_report(report("early", day=2))
        writer.add_report(report("late", day=9))
        writer.add_report(report("undated", day=None))
    with View(path) as view:
        known = view.reports(known_by=datetime(2016, 3, 5, tzinfo=UTC))
        assert [r.report.report_id for r in known] == ["early"]
        assert len(view.reports()) == 3


def test_a_report_dated_to_the_day_is_known_at_its_end(path: Path) -> None:
    with Writer(path) as writer:
        writer.add_report(report("day", day=2))
        writer.add_report(report("instant", day=2, precision="instant"))
    with View(path) as view:
        known = view.reports(known_by=datetime(2016, 3, 2, 12, tzinfo=UTC))
        assert [r.report.report_id for r in known] == ["instant"]


def test_duplicates_are_marked_and_unmarked(path: Path) -> None:
    fill(path, ["a", "b"])
    with Writer(path) as writer:
        assert writer.mark_duplicates([("b", "a", 0.93)])
        assert not writer.mark_duplicates([("b", "a", 0.93)])
    with View(path) as view:
        assert view.report("b").report.duplicate_of == "a"


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_a_file_that_is_no_ledger_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="tadmur run"):
        View(path)


def test_a_missing_ledger_says_how_to_make_one(path: Path) -> None:
    with pytest.raises(LedgerError, match="tadmur run"):
        View(path)
    assert not path.exists()


def test_reading_changes_no_byte(path: Path) -> None:
    fill(path, ["a"])
    before = path.read_bytes()
    with View(path) as view:
        view.claims()
    assert path.read_bytes() == before


def test_ctrl_c_during_a_query_is_an_interrupt(path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Writer(path):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="something else"), Writer(path):
        raise RuntimeError("something else")


def test_own_sources_are_kept_and_the_newer_entry_wins(path: Path) -> None:
    wire = Source("wire", "Orontes Wire", SpeakerRole.NEWS_AGENCY, "independent", aliases=("Wire",))
    post = Source("post", "Zenobia Post", SpeakerRole.PUBLISHER)
    renamed = Source("wire", "Orontes News Wire", SpeakerRole.NEWS_AGENCY)
    with Writer(path) as writer:
        assert writer.keep_sources([wire, post]) == (post, wire)
        assert writer.keep_sources([renamed]) == (post, renamed)
    with View(path) as view:
        assert view.sources() == (post, renamed)


def test_a_claim_is_found_by_the_beginning_of_its_id(path: Path) -> None:
    fill(path, ["ab", "ac"])
    with View(path) as view:
        assert view.claim("claim-ab") == reading("ab")
        with pytest.raises(LedgerError, match="more than one claim"):
            view.claim("claim-a")
        with pytest.raises(LedgerError, match="no claim"):
            view.claim("x")


def test_gradings_echoes_and_the_title_are_content(path: Path, tmp_path: Path) -> None:
    fill(path, ["a", "b"])
    with View(path) as view:
        digests = [view.digest()]
    grading = Grading("x", Reliability.B, "desk", datetime(2026, 11, 1, tzinfo=UTC))
    for write in (
        lambda writer: writer.add_grading(grading),
        lambda writer: writer.mark_echoes([("b", "a", 0.9)]),
        lambda writer: writer.keep_title("The war in the east"),
    ):
        with Writer(path) as writer:
            write(writer)
        with View(path) as view:
            digests.append(view.digest())
    assert len(set(digests)) == 4
    with Writer(path) as writer:
        writer.keep_title(None)
    with View(path) as view:
        assert view.title() == "The war in the east"

"""Acts of review in the ledger: added and never changed, in conflict only over one claim, emptied with their report."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from tadmur.store.ledger import View, Writer
from tadmur.store.removal import remove_report
from tadmur.terms.errors import ConflictError, LedgerError
from tadmur.terms.grading import Reliability
from tadmur.terms.review import Act, Anchor, Changes, Review
from tests.store.test_ledger import fill, reading

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "ledger.duckdb"
    fill(file, ["a", "b"])
    return file


def act(name: str, report: str = "a", *, by: str = "ana", minute: int = 0, kind: Act = Act.ACCEPT) -> Review:
    anchor = Anchor.of(reading(report).claim)
    return Review(name, kind, by, NOON + timedelta(minutes=minute), report, anchor, comment="as it stands")


def add(path: Path, *acts: Review, expected: int | None = None) -> int:
    with Writer(path) as writer:
        return writer.add_reviews([(each, reading("a")) for each in acts], expected_revision=expected)


def test_acts_come_out_as_they_went_in_with_the_reading_they_concern(path: Path) -> None:
    assert add(path, act("1"), act("2", minute=1)) == 2
    with View(path) as view:
        stored = view.reviews()
        assert [(item.revision, item.review) for item in stored] == [(1, act("1")), (2, act("2", minute=1))]
        assert stored[0].reading == reading("a")
        assert view.review_revision() == 2


def test_each_act_has_a_line_in_the_audit_log(path: Path) -> None:
    add(path, act("1"), replace(act("2", minute=1), act=Act.UNDO, undoes="1"))
    with View(path) as view:
        lines = [(at, who, what) for at, who, what in view.audit() if what.startswith("review")]
    assert lines == [
        (NOON, "ana", "review 1: accept claim claim-a"),
        (NOON + timedelta(minutes=1), "ana", "review 2: undo of 1"),
    ]


def test_known_by_leaves_out_later_acts(path: Path) -> None:
    add(path, act("1"), act("2", minute=5))
    with View(path) as view:
        assert [item.review.act_id for item in view.reviews(known_by=NOON)] == ["1"]
        assert view.reviews(known_by=NOON - timedelta(seconds=1)) == []


def test_a_new_reading_leaves_the_acts(path: Path) -> None:
    add(path, act("1"))
    with Writer(path) as writer:
        writer.add_reading("a", pack_id="p", extraction="y", claims=[])
    with View(path) as view:
        assert [item.review for item in view.reviews()] == [act("1")]


def test_two_reviewers_collide_over_one_claim_only(path: Path) -> None:
    add(path, act("1", by="bo"))
    with pytest.raises(ConflictError, match="bo has acted on the same"):
        add(path, act("2", minute=1), expected=0)
    assert add(path, act("2", minute=1), expected=1) == 2
    assert add(path, act("3", "b", minute=2), expected=0) == 3
    assert add(path, act("4", by="ana", minute=3), expected=2) == 4, "one's own acts are no conflict"


def test_a_grade_collides_with_a_grade_of_the_same_source(path: Path) -> None:
    grade = Review("g1", Act.GRADE, "bo", NOON, source="wire", reliability=Reliability.B)
    add(path, grade)
    with pytest.raises(ConflictError):
        add(path, replace(grade, act_id="g2", by="ana"), expected=0)
    assert add(path, replace(grade, act_id="g3", by="ana", source="post"), expected=0) == 2


def test_acts_are_written_all_or_none(path: Path) -> None:
    add(path, act("1"))
    with pytest.raises(LedgerError):
        add(path, act("2", minute=1), act("1"))
    with View(path) as view:
        assert view.review_revision() == 1
        assert len(view.audit()) == 1


def test_removing_a_report_empties_its_acts_of_words(path: Path) -> None:
    words = Changes(("span",), span=reading("a").claim.span)
    add(path, replace(act("1", kind=Act.CORRECT), changes=words, comment="Halfaya is quoted here"), act("2", "b"))
    remove_report(path, "a", reason="asked", who="ana", at=NOON + timedelta(hours=1))
    with View(path) as view:
        first, second = view.reviews()
    assert (first.review.act_id, first.review.by, first.review.at) == ("1", "ana", NOON)
    assert (first.review.changes, first.review.comment, first.reading) == (None, "", None)
    assert second.review.comment == "as it stands"
    assert b"Halfaya is quoted here" not in path.read_bytes()


def test_a_ledger_without_acts_has_the_digest_it_had(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    fill(other, ["b", "a"])
    with View(path) as one, View(other) as two:
        assert one.digest() == two.digest()
    for file, order in ((path, ("1", "2")), (other, ("2", "1"))):
        for name in order:
            add(file, act(name, minute=int(name)))
    with View(path) as one, View(other) as two:
        assert one.digest() == two.digest(), "the order of writing is no content"


def test_a_ledger_made_before_reads_as_without_acts(path: Path) -> None:
    import duckdb

    with duckdb.connect(str(path)) as connection:
        connection.execute("DROP TABLE reviews")
    with View(path) as view:
        assert view.reviews() == []
        assert view.review_revision() == 0


def test_two_threads_that_write_at_once_lose_nothing_unsaid(path: Path) -> None:
    together = Barrier(2)

    def write(by: str) -> int:
        written = 0
        with Writer(path) as writer:
            together.wait()
            for number in range(15):
                one = act(f"{by}{number}", by=by, minute=number)
                try:
                    writer.add_reviews([(one, reading("a"))])
                except ConflictError:
                    continue
                written += 1
        return written

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(write, ("ana", "bo")))
    with View(path) as view:
        stored = view.reviews()
    assert len(stored) == sum(counts)
    assert [item.revision for item in stored] == list(range(1, len(stored) + 1))
    assert sum(counts) >= 15

"""The harm ledger of the example set, and its three forms."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tadmur.pipeline.harm import Grouping, actor_names, harm_ledger, harm_listing
from tadmur.store.ledger import View
from tadmur.terms.errors import InputError
from tadmur.terms.harm import EvidenceGrade, HarmKind, HarmStatus


def listed(demo: Path, form: str, *, grouping: Grouping = Grouping.KIND, list_events: bool = False) -> list[str]:
    return list(
        harm_listing(
            demo / "ledger.duckdb",
            form,
            first=None,
            last=None,
            grouping=grouping,
            known_by=None,
            list_events=list_events,
        )
    )


def test_events_of_the_example_set(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        found = harm_ledger(view, actor_names(view, None), first=date(2016, 3, 20), last=date(2016, 3, 24))
    assert found.copies > 0
    assert sum(len(event.claim_ids) for event in found.events) == found.statements
    soldiers = next(
        event for event in found.events if event.party == "syrian-government" and event.reading.kind is HarmKind.KILLED
    )
    assert (soldiers.low, soldiers.high, soldiers.reading.status) == (11, None, HarmStatus.COMBATANT)
    assert soldiers.grade is EvidenceGrade.FAIR


def test_the_period_and_the_time_of_knowledge_bound_what_is_counted(demo: Path) -> None:
    def count(**when: object) -> int:
        with View(demo / "ledger.duckdb") as view:
            return harm_ledger(view, {}, **when).statements  # type: ignore[arg-type]

    assert count(first=date(2019, 1, 1)) == count(last=date(2014, 1, 1)) == 0
    early = count(known_by=datetime(2015, 12, 1, tzinfo=UTC))
    assert 0 < early < count()


def test_unknown_figures_are_empty_cells_never_zero(demo: Path) -> None:
    rows = list(csv.DictReader(listed(demo, "csv")))
    unknown = [row for row in rows if row["events"] == row["without_figure"]]
    assert unknown
    assert all((row["at_least"], row["best"], row["at_most"]) == ("", "", "") for row in unknown)
    assert all(row["limits"] and row["review"] for row in rows)


@pytest.mark.parametrize("grouping", list(Grouping))
def test_hxl_has_a_row_of_tags(demo: Path, grouping: Grouping) -> None:
    header, tags, *rows = csv.reader(listed(demo, "hxl", grouping=grouping))
    assert len(header) == len(tags) == len(rows[0])
    assert all(tag.startswith("#") for tag in tags)
    assert len(set(tags)) == len(tags)


def test_every_event_leads_to_its_claims(demo: Path) -> None:
    with View(demo / "ledger.duckdb") as view:
        known = {row.claim.claim_id for row in view.claims()}
    for row in csv.DictReader(listed(demo, "csv", list_events=True)):
        claims = row["claim_ids"].split(";")
        assert set(claims) <= known
        assert row["rule"]


def test_tables_say_what_they_assume(demo: Path) -> None:
    text = "\n".join(listed(demo, "table", grouping=Grouping.PARTY))
    for words in ("Unknown is not zero", "Not for targeting", "copies of reports", "Islamic State"):
        assert words in text


def test_a_period_that_runs_backwards_is_refused(demo: Path) -> None:
    with pytest.raises(InputError, match="before it begins"):
        harm_listing(
            demo / "ledger.duckdb",
            "table",
            first=date(2016, 3, 2),
            last=date(2016, 3, 1),
            grouping=Grouping.KIND,
            known_by=None,
            list_events=False,
        )

"""Two ledgers of the same reports, read by different extractors, beside each other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tadmur.evaluate.extractors import Agreement, compare_readings
from tadmur.export.tables import text_table
from tadmur.store.ledger import View
from tadmur.terms.claim import Claim
from tadmur.terms.errors import InputError


def compare_ledgers(first: Path, second: Path, form: str) -> Iterator[str]:
    """Lines that say where two readings differ: a summary and each difference, or one JSON object a line.

    Raises:
        InputError: the ledgers have no report in common.
    """
    with View(first) as one, View(second) as other:
        shared = {item.report.report_id for item in one.reports()} & {item.report.report_id for item in other.reports()}
        if not shared:
            raise InputError(
                "the ledgers have no report in common",
                where=f"{first} and {second}",
                remedy="Read the same reports twice with tadmur run, into two folders and with another --extractor",
            )
        names = {item.report.report_id: item.report.caller_id or item.report.report_id for item in one.reports()}
        claims = [[row.claim for row in view.claims() if row.claim.report_id in shared] for view in (one, other)]
    agreement = compare_readings(*claims)
    return _json_lines(agreement, names) if form == "jsonl" else _text(agreement, claims, names)


def _text(agreement: Agreement, claims: Sequence[Sequence[Claim]], names: dict[str, str]) -> Iterator[str]:
    readers = [", ".join(sorted({claim.extractor for claim in side})) or "nothing read" for side in claims]
    share = f", {agreement.share:.0%} of all" if agreement.share is not None else ""
    yield f"First: {readers[0]}, {len(claims[0])} claims. Second: {readers[1]}, {len(claims[1])} claims."
    yield f"{len(agreement.pairs)} in common{share}; neither reading is taken for the truth."
    yield ""
    yield from text_table(("Kind", "Both", "Only first", "Only second"), _by_kind(agreement))
    if fields := agreement.fields():
        yield ""
        rows = [(name, str(count)) for name, count in sorted(fields.items(), key=lambda item: (-item[1], item[0]))]
        yield from text_table(("Field", "Differs"), rows)
    for head, side in (("Only in the first", agreement.only_first), ("Only in the second", agreement.only_second)):
        if side:
            yield ""
            yield head
            yield from (f"  {_line(claim, names)}" for claim in side)
    differing = [pair for pair in agreement.pairs if pair[2]]
    if differing:
        yield ""
        yield "In both, read differently"
    for one, _, differences in differing:
        yield f"  {_line(one, names)}"
        yield from (f"      {item.field}: {item.first} | {item.second}" for item in differences)


def _by_kind(agreement: Agreement) -> list[tuple[str, ...]]:
    columns = [
        Counter(claim.kind for claim in side)
        for side in ([one for one, _, _ in agreement.pairs], agreement.only_first, agreement.only_second)
    ]
    kinds = sorted({kind for column in columns for kind in column})
    return [(kind.value, *(str(column[kind]) for column in columns)) for kind in kinds]


def _line(claim: Claim, names: dict[str, str]) -> str:
    return f"{names[claim.report_id]}  {claim.kind.value}  “{' '.join(claim.span.exact.split())}”"


def _json_lines(agreement: Agreement, names: dict[str, str]) -> Iterator[str]:
    def row(one: Claim | None, other: Claim | None, **rest: object) -> str:
        claim = one or other
        assert claim is not None
        found = {
            "report": names[claim.report_id],
            "kind": claim.kind.value,
            "quote": claim.span.exact,
            "first": one.claim_id if one else None,
            "second": other.claim_id if other else None,
            **rest,
        }
        return json.dumps(found, ensure_ascii=False)

    for one, other, differences in agreement.pairs:
        yield row(one, other, differences={item.field: [item.first, item.second] for item in differences})
    yield from (row(claim, None) for claim in agreement.only_first)
    yield from (row(None, claim) for claim in agreement.only_second)

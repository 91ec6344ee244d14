"""The checks of published figures as text for a terminal and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from tadmur.export.limits import MACHINE_CODED

WIDTH = 100
CAVEAT = "An area stands in this list because it was published, not because it is right."


def figures_json(contract: Mapping[str, Any]) -> str:
    """The whole outcome as JSON."""
    return json.dumps(contract, ensure_ascii=False, indent=2)


def figures_text(contract: Mapping[str, Any]) -> Iterator[str]:
    """The outcome in lines: a report, its figures with a sentence each, then what belongs together."""
    statements, checks = contract["statements"], contract["checks"]
    if not statements:
        yield "No figure of territory was found in the reports."
        return
    yield _count(statements)
    for report in contract["reports"]:
        own = [s for s in statements if s["report_id"] == report["report_id"]]
        if not own:
            continue
        yield ""
        yield _heading(report)
        for statement in own:
            yield from _statement(statement, checks)
    together = [check for check in checks if len(check["statements"]) > 1 and check["kind"] != "own_areas"]
    if together:
        yield ""
        yield "Together"
        for check in together:
            yield from _wrapped(f"{check['verdict']:10} {check['sentence']}", indent="  ", hanging=13)
            if len(check["readings"]) > 1:
                for reading in check["readings"]:
                    yield from _wrapped(f"- {reading['sentence']}", indent=" " * 13, hanging=15)
    if contract["relations"]:
        yield ""
        yield "Relations"
        for item in contract["relations"]:
            yield from _wrapped(f"{item['relation'].replace('_', ' ')}: {item['sentence']}", indent="  ", hanging=4)
    yield ""
    yield from _wrapped(f"Held against {_areas(contract['areas'])}. {CAVEAT} Figures are {MACHINE_CODED}.", "", 0)


def _count(statements: list[Mapping[str, Any]]) -> str:
    order = ("agrees", "depends", "disagrees", "unchecked")
    words = {"agrees": "agree", "depends": "depend on the reading", "disagrees": "disagree", "unchecked": "not checked"}
    counts = [(sum(s["verdict"] == name for s in statements), words[name]) for name in order]
    parts = ", ".join(f"{number} {what}" for number, what in counts if number)
    return f"{len(statements)} {'figure' if len(statements) == 1 else 'figures'} of territory: {parts}."


def _heading(report: Mapping[str, Any]) -> str:
    about = ", ".join(part for part in (report["publisher"], (report["published_at"] or "")[:10]) if part)
    return f"{report['report']} ({about})" if about else str(report["report"])


def _statement(statement: Mapping[str, Any], checks: list[Mapping[str, Any]]) -> Iterator[str]:
    name = statement["party_name"] or "a party not named"
    where = f" in {' and '.join(statement['scope'])}" if statement["scope"] else ""
    quote = " ".join(statement["quote"].split())
    head = f"[{statement['statement_id'][:8]}] {name}{where}: {statement['stated']} (“{quote}”)"
    yield from _wrapped(head, indent="  ", hanging=4)
    alone = False
    for check in checks:
        if check["statements"][0] == statement["statement_id"] and (
            len(check["statements"]) == 1 or check["kind"] == "own_areas"
        ):
            said = check["sentence"].partition(" is not checked: ")[2] or check["sentence"]
            yield from _wrapped(f"{check['verdict']:10} {said}", indent="    ", hanging=15)
            alone = True
    if not alone:
        yield f"    {statement['verdict']:10} see “Together”"


def _areas(areas: list[Mapping[str, Any]]) -> str:
    """ "7 areas published by IHS Jane's for Syria and Iraq, 2015-01-01 to 2017-06-26"."""
    if not areas:
        return "no published areas"
    groups: dict[tuple[str, str], list[str]] = {}
    for area in areas:
        groups.setdefault((area["publisher"], area["scope"]), []).append(area["as_of"])
    return "; ".join(
        f"{len(days)} {'area' if len(days) == 1 else 'areas'} published by {publisher} for {scope}, "
        f"{min(days)} to {max(days)}"
        for (publisher, scope), days in sorted(groups.items())
    )


def _wrapped(text: str, indent: str, hanging: int) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )

"""Reports that rest on earlier ones, and the claims that they repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from tadmur.compare.echoes import EchoLink, find_echoes
from tadmur.compare.stories import Story, story_of
from tadmur.extract.number_words import NUMBER_PATTERN, number_value
from tadmur.terms.claim import Claim
from tadmur.terms.report import Report, Zone

NUMBER = re.compile(NUMBER_PATTERN)
TOLD = frozenset({Zone.HEADLINE, Zone.DECK, Zone.BODY})


def numbers_in(text: str) -> list[tuple[int, int, float]]:
    """(start, end, value) of the numbers in a text."""
    found = []
    for match in NUMBER.finditer(text):
        try:
            found.append((match.start(), match.end(), number_value(match.group())))
        except ValueError:
            continue
    return found


def story(report: Report) -> Story:
    """The details of a report's headline, deck and body."""
    kept = [s for s in report.layout if s.zone in TOLD and s.repeats is None]
    text = " ".join(report.text[segment.start : segment.end] for segment in kept) if kept else report.text
    return story_of(report.report_id, report.published_at, [report.publisher or ""], text, numbers_in)


def echo_links(reports: Sequence[Report]) -> dict[str, EchoLink]:
    """Links from each report that rests on an earlier one to the first of them."""
    return find_echoes([story(report) for report in reports])


def first_reports(reports: Sequence[Report], rests_on: Mapping[str, str]) -> dict[str, str]:
    """report_id to the first report that its account comes from, by copying or rewriting; its own id for its own."""
    known = {report.report_id for report in reports}
    links = {r.report_id: r.duplicate_of or rests_on.get(r.report_id) or r.report_id for r in reports}
    result: dict[str, str] = {}
    for name in links:
        root, seen = name, {name}
        while links[root] in known and links[root] not in seen:
            root = links[root]
            seen.add(root)
        result[name] = root
    return result


def claim_echoes(claims: Sequence[tuple[Claim, str | None]], firsts: Mapping[str, str]) -> dict[str, str]:
    """claim_id to that of the first printed statement, for statements that stand in several reports of one origin.

    The first one has its own id. A statement is repeated where kind, place, parties, what is asserted and the figure
    are the same; of several the one by the same speaker. What a rewrite adds of its own echoes nothing.

    Args:
        claims: with the key of the place, in the order of the ledger: what was known earlier comes first.
        firsts: as :func:`first_reports` gives it.
    """
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim, place in claims:
        groups[firsts.get(claim.report_id, claim.report_id), *_what_it_says(claim, place)].append(claim)
    result: dict[str, str] = {}
    for group in groups.values():
        if len({claim.report_id for claim in group}) < 2:
            continue
        heads: list[Claim] = []
        for claim in group:
            earlier = [head for head in heads if head.report_id != claim.report_id]
            by_one = [head for head in earlier if _speaker(head) == _speaker(claim)]
            if earlier:
                head = (by_one or earlier)[0]
                result[claim.claim_id] = result.setdefault(head.claim_id, head.claim_id)
            else:
                heads.append(claim)
    return result


def _what_it_says(claim: Claim, place: str | None) -> tuple[object, ...]:
    quantity = claim.quantity
    figure = None if quantity is None else (quantity.low, quantity.best, quantity.high, quantity.unit)
    return claim.kind, place, claim.actor_id, claim.opponent_id, claim.asserted, claim.modality, figure


def _speaker(claim: Claim) -> str | None:
    return claim.speaker.source_id or claim.speaker.name

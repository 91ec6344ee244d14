"""How much one page holds: what is left out of a very large report, and a sentence that says so."""

from __future__ import annotations

import dataclasses

from tadmur.export.situation import SituationPage

MAX_REPORTS = 400
"""Reports shown with their full text."""
MAX_CLAIMS = 6000
"""Rows in the table of claims."""


def fitted(
    page: SituationPage, *, max_reports: int = MAX_REPORTS, max_claims: int = MAX_CLAIMS
) -> tuple[SituationPage, str]:
    """``page`` cut to size, and a sentence about what was left out (empty when nothing was).

    Reports and claims that something on the page rests on (evidence, contradictions, figures, harm) come first;
    the rest follow in their order until the page is full. Nothing else is cut.
    """
    if len(page.reports) <= max_reports and len(page.claims) <= max_claims:
        return page, ""
    cited = {
        *(line.claim_id for place in page.places for line in place.evidence),
        *(claim_id for card in page.contradictions for claim_id in card.claim_ids),
        *(row.claim_id for row in page.figures),
        *(row.claim_id for row in page.harm),
    }
    kept_claims = _first([row["claim_id"] for row in page.claims], max(max_claims, len(cited)), preferred=cited)
    claims = tuple(row for row in page.claims if row["claim_id"] in kept_claims)
    reports_cited = {row["report_id"] for row in claims if row["claim_id"] in cited}
    kept_reports = _first([report.report_id for report in page.reports], max_reports, preferred=reports_cited)
    reports = tuple(report for report in page.reports if report.report_id in kept_reports)
    left_out = [
        f"{missing} {noun}"
        for missing, noun in (
            (len(page.reports) - len(reports), "reports without their text"),
            (len(page.claims) - len(claims), "claims"),
        )
        if missing
    ]
    note = (
        f"This page is full: it leaves out {' and '.join(left_out)}. "
        "Counts and probabilities include them; claims.jsonl and the ledger hold them all."
    )
    return dataclasses.replace(page, claims=claims, reports=reports), note


def _first(ids: list[str], limit: int, *, preferred: set[str]) -> set[str]:
    ranked = sorted(range(len(ids)), key=lambda index: (ids[index] not in preferred, index))
    return {ids[index] for index in ranked[:limit]}

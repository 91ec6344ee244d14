"""Where a report says that it mends or withdraws what was said before."""

from __future__ import annotations

import re

from tadmur.terms.report import Report, Zone

_SAID = "(?:claim|report|statement|item|post|story|announcement|figure|account|assertion|toll|count|estimate|number)"
CUE = re.compile(
    rf"""\b(?:
        corrections?\b(?!\ (?:cent|facilit|officer|official|colon)) | corrects\b | corrected\ (?:version|to)
      | corrigendum | erratum | clarification | retract(?:s|ed|ion|ing)?
      | (?:an?|this|our|the|its)\ (?:earlier|previous|morning)\ (?:version|item|{_SAID})
      | in\ error\b | misreported
      | (?:withdraw|withdraws|withdrew|withdrawn|took\ back|takes\ back|take\ back)\ (?:its|the|his|her|their|our|that)
        \ (?:earlier\ |previous\ )?{_SAID}
      | (?:wrongly|mistakenly|falsely|incorrectly)\ (?:said|stated|reported|gave|named|announced)
      | (?:that|this|it)\ (?:was|is)\ (?:wrong|a\ mistake|an\ error|mistaken|incorrect|inaccurate|not\ correct)
      | (?:deleted|deletes|removed|removes)\ (?:its|his|her|their|the|that)\ (?:post|item|claim|report|message)
      | backtrack(?:s|ed)? | (?:walked|walks|rowed)\ back | (?:counted|listed)\ twice | turned\ out\ to\ be
      | (?:revised|lowered|corrected|amended)\ (?:its|his|her|their|the|that)\ (?:earlier\ |death\ )?{_SAID}
      | revised\ down(?:wards)?
      | misinformed | (?:is|are|was|were|been)\ withdrawn\b(?!\ (?:from|to|into|towards|across|over))
      | should\ have\ (?:read|said) | (?:regret|apologi[sz]e\w*\ for)\ the\ (?:error|mistake)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words of a correction; the sentence or paragraph around them is what is corrected."""
HEADS = frozenset({Zone.HEADLINE, Zone.DECK})


def correcting_stretches(report: Report) -> list[tuple[int, int]]:
    """(start, end) of the paragraphs that say so, offsets into the raw text; the whole text where its head does."""
    found = []
    for segment in report.layout:
        if segment.zone is Zone.BOILERPLATE:
            continue
        if CUE.search(report.text, segment.start, segment.end):
            if segment.zone in HEADS:
                return [(0, len(report.text))]
            found.append((segment.start, segment.end))
    return found

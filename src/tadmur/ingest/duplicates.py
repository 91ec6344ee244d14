"""Exact and near duplicates: copies, reprints and lightly edited syndication.

What counts is how much of the *later* report had been printed before: its containment in the earlier one, over
shingles of words. An update that repeats an old story and adds news is therefore no duplicate, and a shortened reprint
is. Candidate pairs come from MinHash and locality-sensitive hashing (Broder 1997, doi:10.1109/SEQUEN.1997.666900);
their containment is then counted exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from tadmur.ingest.layout import recognise_layout
from tadmur.terms.report import Report, Zone

SHINGLE_WORDS = 4
NEAR = 0.5
"""Share of the later report's shingles that stand in the earlier one, from which on it is a near duplicate.

Measured on pairs of our own: docs/decisions/0051-duplicates.md."""
FEWEST_SHINGLES = 12
"""Shorter texts are duplicates only when they are equal: stock phrases are alike by chance."""
PERMUTATIONS = 128
BANDS, ROWS = 64, 2
"""Pairs whose Jaccard similarity is .2 become candidates with probability .93, of .3 with .998."""
SEED = 1

_READ_ZONES = frozenset({Zone.HEADLINE, Zone.DECK, Zone.BODY})
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DuplicateLink:
    """A report that repeats an earlier one. ``similarity`` is the share of its shingles that stand there, 0 to 1."""

    original_id: str
    similarity: float
    kind: Literal["exact", "near"]


def story_words(report: Report) -> list[str]:
    """The words of headline, deck and body, folded; without furniture, credits, dates and repeated headlines."""
    segments = report.layout or recognise_layout(report.text).segments
    kept = [s for s in segments if s.zone in _READ_ZONES and s.repeats is None]
    text = " ".join(report.text[segment.start : segment.end] for segment in kept or segments)
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _shingles(words: Sequence[str]) -> frozenset[str]:
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1))


def containment(later: frozenset[str], earlier: frozenset[str]) -> float:
    """Share of ``later`` that is in ``earlier``; 0 for an empty set."""
    return len(later & earlier) / len(later) if later else 0.0


def _order(report: Report) -> tuple[datetime, str]:
    return report.published_at or _LATEST, report.report_id


def find_duplicates(reports: Sequence[Report]) -> dict[str, DuplicateLink]:
    """Links from each duplicate's report_id to its original.

    The original is the earliest by (published_at, report_id), undated reports last; so the order of ``reports`` does
    not matter. A copy of a copy is linked to the first original.
    """
    from datasketch import MinHash, MinHashLSH

    links: dict[str, DuplicateLink] = {}
    first_with: dict[str, str] = {}
    shingles: dict[str, frozenset[str]] = {}
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    for report in sorted({report.report_id: report for report in reports}.values(), key=_order):
        words = story_words(report)
        original = first_with.setdefault(" ".join(words), report.report_id)
        if original != report.report_id:
            root = links[original].original_id if original in links else original
            links[report.report_id] = DuplicateLink(root, 1.0, "exact")
            continue
        own = _shingles(words)
        if len(own) < FEWEST_SHINGLES:
            continue
        sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in sorted(own)])
        scored = [(containment(own, shingles[other]), other) for other in sorted(index.query(sketch))]
        best, match = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        if best >= NEAR:
            root = links[match].original_id if match in links else match
            links[report.report_id] = DuplicateLink(root, round(best, 4), "near")
        shingles[report.report_id] = own
        index.insert(report.report_id, sketch)
    return links

"""Which report rests on an earlier one: reprints, translated quotes and rewrites told by the details that they share.

Candidates come from MinHash and locality-sensitive hashing over the details (Broder 1997,
doi:10.1109/SEQUEN.1997.666900); each is then scored on what a rewrite keeps: rare words and names, figures, and the
name of the outlet that it was taken from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from tadmur.compare.stories import Story

WITHIN = timedelta(days=7)
"""A report rests on one of at most so many days before."""
FEWEST_DETAILS = 6
"""Shorter reports are alike by chance."""
PERMUTATIONS = 96
BANDS, ROWS = 48, 2
"""Details of which a fifth are shared make a pair a candidate with probability .86, a third with .997."""
SEED = 1
THRESHOLD = 0.5
"""Probability from which on a report is taken to rest on another."""
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two reports share, each 0 to 1.

    Attributes:
        details: share of the later report's details that stand in the earlier one.
        figures: share of its figures that stand there; a half when it has none.
        credit: the later report names the earlier one's outlet.
        one_outlet: one outlet printed both: it goes on with a story, or uses its own form of words again. Its plain
            reprints are found as duplicates.
    """

    details: float
    figures: float
    credit: float
    one_outlet: float


WEIGHTS = Likeness(details=8.0, figures=3.3, credit=1.5, one_outlet=-8.0)
BIAS = -4.2
"""Log-odds for two reports that share nothing; a logistic regression on pairs of our own and the half of the blind ones
that may be looked at, rounded (docs/methods/contradictions.md)."""


@dataclass(frozen=True, slots=True)
class EchoLink:
    """A report that rests on an earlier one, with the probability that it does."""

    original_id: str
    probability: float


def likeness(later: Story, earlier: Story) -> Likeness:
    """How much of ``later`` could have been taken from ``earlier``."""
    bag, source = later.bag, earlier.bag
    shared = sum((bag & source).values())
    figures = [value in earlier.figures for value in later.figures]
    one_outlet = bool(later.publisher) and later.publisher == earlier.publisher
    return Likeness(
        details=shared / max(1, len(later.details)),
        figures=sum(figures) / len(figures) if figures else 0.5,
        credit=float(not one_outlet and any(name in later.text for name in earlier.publisher)),
        one_outlet=float(one_outlet),
    )


def probability(later: Story, earlier: Story) -> float:
    """That ``later`` rests on ``earlier``."""
    like = likeness(later, earlier)
    odds = BIAS + sum(getattr(WEIGHTS, each.name) * getattr(like, each.name) for each in fields(Likeness))
    return 1 / (1 + math.exp(-odds))


def find_echoes(stories: Sequence[Story]) -> dict[str, EchoLink]:
    """Links from each report that rests on another to the first of them.

    Only earlier reports are looked at, by (published_at, report_id), undated ones last: what comes later changes no
    link, and the order of ``stories`` does not matter. An echo of an echo is linked to the first original.
    """
    from datasketch import MinHash, MinHashLSH

    links: dict[str, EchoLink] = {}
    known: dict[str, Story] = {}
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    for story in sorted(stories, key=lambda s: (s.published_at or _LATEST, s.report_id)):
        if story.report_id in known or len(story.details) < FEWEST_DETAILS:
            continue
        sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update_batch([mark.encode("utf-8", "surrogatepass") for mark in sorted(story.marks)])
        near = [known[name] for name in sorted(index.query(sketch)) if _follows(story, known[name])]
        best = max(((probability(story, other), other.report_id) for other in near), default=(0.0, ""))
        if best[0] >= THRESHOLD:
            root = links[best[1]].original_id if best[1] in links else best[1]
            links[story.report_id] = EchoLink(root, round(best[0], 4))
        known[story.report_id] = story
        index.insert(story.report_id, sketch)
    return links


def _follows(later: Story, earlier: Story) -> bool:
    if later.published_at is None or earlier.published_at is None:
        return True
    return later.published_at - earlier.published_at <= WITHIN

"""Which claims concern the same matter: one place, one stretch of days; and which of them are copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import Position
from tadmur.compare.stories import folded, stem

Triples = frozenset[tuple[str, ...]]

MATTER_GAP = timedelta(days=14)
"""A place about which nothing is said for longer than this has a new matter afterwards."""
MATTER_LENGTH = timedelta(days=30)
"""A matter that goes on for longer than this is cut, so that a card stays readable."""
COPIED_SHARE = 0.8
"""Share of the shorter quote's word triples that the other must hold to be its copy."""
COPIED_SHARE_OF_COPY = 0.5
"""The same of two quotes whose reports are copies."""
LEAST_STEMS = 6
"""So many words that carry meaning must two statements share before their order is let go."""
EDGES = ".,;:!?\"'“”‘’()[]"
LEAST_TRIPLES = 6
"""Shorter quotes are alike by chance, and copies only where their reports are."""


def matters(positions: Iterable[Position]) -> list[tuple[Position, ...]]:
    """The positions by place, cut wherever ``MATTER_GAP`` passes between two, and after ``MATTER_LENGTH``.

    What counts is when an event or state ended at the latest. No pair of claims is formed across matters, so the
    work grows with the busiest month of a place, not with all claims.
    """
    by_place: dict[str, list[Position]] = defaultdict(list)
    for position in positions:
        if position.located.place_key is not None:
            by_place[position.located.place_key].append(position)
    result: list[tuple[Position, ...]] = []
    for place in sorted(by_place):
        matter: list[Position] = []
        for position in sorted(by_place[place], key=lambda p: (p.latest, p.order)):
            if matter and (
                position.latest - matter[-1].latest > MATTER_GAP or position.latest - matter[0].latest > MATTER_LENGTH
            ):
                result.append(tuple(matter))
                matter = []
            matter.append(position)
        result.append(tuple(matter))
    return result


def copies(positions: Sequence[Position]) -> list[tuple[Position, ...]]:
    """Groups of positions that are one statement, each in order of knowledge time; a lone one is a group of one.

    Copies say the same of the place and stand in copies of one report, or carry nearly the same words in different
    reports.
    """
    groups: dict[tuple[object, ...], list[tuple[Triples, list[Position]]]] = defaultdict(list)
    for position in sorted(positions, key=lambda p: p.order):
        triples = word_triples(position.located.claim.span.exact)
        alike = groups[stated(position)]
        for words, group in alike:
            if is_copy(group[0].located, position.located, words, triples):
                group.append(position)
                break
        else:
            alike.append((triples, [position]))
    return [tuple(group) for alike in groups.values() for _, group in alike]


def stated(position: Position) -> tuple[object, ...]:
    """What the position says, without who says it and when."""
    return position.holder, position.not_holder, position.event, position.partial


def is_copy(one: LocatedClaim, other: LocatedClaim, one_words: Triples, other_words: Triples) -> bool:
    """Whether two claims that state the same are one statement, printed twice."""
    if one.claim.report_id == other.claim.report_id:
        return False
    if one.original_report == other.original_report or (one.echo is not None and one.echo == other.echo):
        return True
    shorter = min(len(one_words), len(other_words))
    return shorter >= LEAST_TRIPLES and len(one_words & other_words) >= COPIED_SHARE * shorter


def is_reprint(a: LocatedClaim, b: LocatedClaim) -> bool:
    """Whether two claims in two reports have nearly the same words; in copies of one report half of them are enough.

    The words may come in another order where there are enough of them: "300,000 people, mostly on foot, left X".
    """
    words_a, words_b = word_triples(a.claim.span.exact), word_triples(b.claim.span.exact)
    shorter = min(len(words_a), len(words_b))
    if a.original_report == b.original_report:
        if not shorter:
            return a.claim.span.exact.casefold() == b.claim.span.exact.casefold()
        return len(words_a & words_b) >= COPIED_SHARE_OF_COPY * shorter
    if shorter >= LEAST_TRIPLES and len(words_a & words_b) >= COPIED_SHARE * shorter:
        return True
    stems_a, stems_b = _stems(a.claim.span.exact), _stems(b.claim.span.exact)
    shared = len(stems_a & stems_b)
    return shared >= LEAST_STEMS and shared >= COPIED_SHARE * min(len(stems_a), len(stems_b))


def _stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning, figures included."""
    words = (word for raw in folded(text).split() if (word := raw.strip(EDGES)))
    return frozenset(stem(word) for word in words if len(word) > 3 or word[0].isdigit())


def word_triples(text: str) -> Triples:
    """All runs of three words, in lower case and without punctuation at their edges."""
    words = [word for raw in text.casefold().split() if (word := raw.strip(EDGES))]
    return frozenset(zip(words, words[1:], words[2:], strict=False))

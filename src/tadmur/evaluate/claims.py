"""Predicted claims against gold: which were found, and what is right about those that were.

A gold line and a prediction may be a pair when they are of one report and one kind, their words overlap, and their
places are compatible. A denial agrees with the kind that it denies. Pairs are made one to one within each report so
that as many gold lines as possible find a partner, and among equal numbers the most alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tadmur.evaluate.places import NamesOf, compatible_places, only_its_name, same_place
from tadmur.evaluate.rows import GoldClaim, PredictedClaim
from tadmur.evaluate.scores import Score, Share
from tadmur.evaluate.speakers import SpeakerWords, same_speaker
from tadmur.reference.packs import Pack
from tadmur.terms.claim import ClaimKind

OVERLAP = 0.5
"""Least share of the shorter quote that both quotes have in common."""
OPTIONAL_WEIGHT = 0.5
"""A required gold line goes before an optional one when both want the same prediction."""

PartyOf = Callable[[str | None], str | None]
"""A party's id or name to the party whose control counts; ``None`` where it is no known party."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What the comparison needs to know of the world.

    Attributes:
        party_of: see :data:`PartyOf`.
        speaker_words: see :func:`tadmur.evaluate.speakers.load_speaker_words`.
        names_of: see :data:`tadmur.evaluate.places.NamesOf`.
    """

    party_of: PartyOf
    speaker_words: SpeakerWords
    names_of: NamesOf = only_its_name


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold line and the prediction that found it."""

    gold: GoldClaim
    predicted: PredictedClaim


@dataclass(frozen=True, slots=True)
class ClaimsScore:
    """The result for one set of reports.

    Attributes:
        pairs: gold lines with their predictions, optional ones included.
        missed: required gold lines without one.
        spurious: predictions without a gold line.
        by_kind: a pair counts under the kind of its gold line, a prediction without partner under its own.
        attributes: for each aspect, the share of pairs in which it is right; see :func:`verdicts`.
    """

    pairs: tuple[Pair, ...]
    missed: tuple[GoldClaim, ...]
    spurious: tuple[PredictedClaim, ...]
    by_kind: Mapping[str, Score]
    attributes: Mapping[str, Share]

    @property
    def total(self) -> Score:
        """Over all kinds."""
        return Score(len(self.pairs), len(self.missed), len(self.spurious))


def parties_of(pack: Pack) -> PartyOf:
    """A :data:`PartyOf` by the ids and names of a conflict pack."""

    def party_of(name: str | None) -> str | None:
        if name is None:
            return None
        actor = pack.actors.get(name) or pack.actor_named(name)
        return pack.holder_of(actor.actor_id) if actor else None

    return party_of


def score_claims(gold: Iterable[GoldClaim], predicted: Iterable[PredictedClaim], judge: Judge) -> ClaimsScore:
    """Pair ``predicted`` with ``gold`` and count; the order of either changes nothing."""
    gold_by_report: dict[str, list[GoldClaim]] = defaultdict(list)
    predicted_by_report: dict[str, list[PredictedClaim]] = defaultdict(list)
    for line in sorted(gold, key=lambda g: (g.report, g.spans, repr(g))):
        gold_by_report[line.report].append(line)
    for row in sorted(predicted, key=lambda p: (p.report, p.start, p.end, repr(p))):
        predicted_by_report[row.report].append(row)
    pairs: list[Pair] = []
    missed: list[GoldClaim] = []
    spurious: list[PredictedClaim] = []
    for report in sorted({*gold_by_report, *predicted_by_report}):
        there, here = gold_by_report[report], predicted_by_report[report]
        matches = _assign(there, here, judge)
        pairs += [Pair(there[i], here[j]) for i, j in sorted(matches.items())]
        missed += [line for i, line in enumerate(there) if i not in matches and not line.optional]
        spurious += [row for j, row in enumerate(here) if j not in matches.values()]
    return ClaimsScore(
        tuple(pairs), tuple(missed), tuple(spurious), _by_kind(pairs, missed, spurious), _attributes(pairs, judge)
    )


def add_scores(scores: Sequence[ClaimsScore]) -> ClaimsScore:
    """Several sets as one."""
    by_kind: dict[str, Score] = defaultdict(Score)
    attributes: dict[str, Share] = defaultdict(Share)
    for score in scores:
        for kind, counts in score.by_kind.items():
            by_kind[kind] += counts
        for name, share in score.attributes.items():
            attributes[name] += share
    return ClaimsScore(
        tuple(pair for score in scores for pair in score.pairs),
        tuple(line for score in scores for line in score.missed),
        tuple(row for score in scores for row in score.spurious),
        dict(by_kind),
        dict(attributes),
    )


def verdicts(pair: Pair, judge: Judge) -> dict[str, bool | None]:
    """What is right about a pair; ``None`` where there is nothing to judge.

    Parties are compared by the party whose control counts. Times are days: ``time_overlap`` when the intervals share
    one, ``time_equal`` when both ends agree. ``quantity`` compares low, best and high where either side states a
    figure, ``unit`` where both do.
    """
    gold, predicted = pair.gold, pair.predicted
    stated = gold.quantity is not None or predicted.quantity is not None
    both = gold.quantity is not None and predicted.quantity is not None
    return {
        "actor": judge.party_of(gold.actor) == judge.party_of(predicted.actor),
        "opponent": judge.party_of(gold.opponent) == judge.party_of(predicted.opponent),
        "speaker": same_speaker(gold, predicted, judge.speaker_words),
        "place": same_place(gold, predicted, judge.names_of),
        "place_relation": gold.relation == predicted.relation,
        "time_overlap": _not_before(gold.last, predicted.first) and _not_before(predicted.last, gold.first),
        "time_equal": (gold.first, gold.last) == (predicted.first, predicted.last),
        "asserted": gold.asserted == predicted.asserted,
        "modality": gold.modality == predicted.modality,
        "quantity": gold.quantity == predicted.quantity if stated else None,
        "unit": gold.unit == predicted.unit if both else None,
    }


def _not_before(last: date | None, first: date | None) -> bool:
    return last is None or first is None or last >= first


def may_pair(gold: GoldClaim, predicted: PredictedClaim, judge: Judge) -> bool:
    """Whether the two may be the same statement."""
    return (
        gold.report == predicted.report
        and same_kind(gold, predicted)
        and overlap(gold, predicted) >= OVERLAP
        and compatible_places(gold, predicted, judge.names_of)
    )


def same_kind(gold: GoldClaim, predicted: PredictedClaim) -> bool:
    """Same kind; the kind that is denied stands for the denial."""
    return predicted.kind == gold.kind or (gold.kind == ClaimKind.DENIAL and predicted.kind == gold.denied)


def overlap(gold: GoldClaim, predicted: PredictedClaim) -> float:
    """Characters in common as a share of the shorter quote, 0..1; at the best place where the gold quote stands."""
    return max(_overlap(start, end, predicted.start, predicted.end) for start, end in gold.spans)


def _overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    common = min(end, other_end) - max(start, other_start)
    return max(0, common) / min(end - start, other_end - other_start)


def _assign(gold: Sequence[GoldClaim], predicted: Sequence[PredictedClaim], judge: Judge) -> dict[int, int]:
    """Index of gold to index of prediction: maximum-weight bipartite matching.

    All weights of a pair's being there are far above those of its being alike, so that likeness only settles ties.
    """
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    if not gold or not predicted:
        return {}
    weights = np.zeros((len(gold), len(predicted)))
    small = OPTIONAL_WEIGHT / (2 * min(len(gold), len(predicted)))
    for i, line in enumerate(gold):
        for j, row in enumerate(predicted):
            if may_pair(line, row, judge):
                weights[i, j] = (OPTIONAL_WEIGHT if line.optional else 1.0) + small * _likeness(Pair(line, row), judge)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0}


def _likeness(pair: Pair, judge: Judge) -> float:
    """In 0..1: the mean of what is right about the pair, its words and its kind."""
    found = [float(verdict) for verdict in verdicts(pair, judge).values() if verdict is not None]
    found += [overlap(pair.gold, pair.predicted), float(pair.gold.kind == pair.predicted.kind)]
    return sum(found) / len(found)


def _by_kind(
    pairs: Sequence[Pair], missed: Sequence[GoldClaim], spurious: Sequence[PredictedClaim]
) -> dict[str, Score]:
    found: dict[str, Score] = defaultdict(Score)
    for pair in pairs:
        found[pair.gold.kind] += Score(hits=1)
    for line in missed:
        found[line.kind] += Score(misses=1)
    for row in spurious:
        found[row.kind] += Score(spurious=1)
    return {kind: found[kind] for kind in ClaimKind if kind in found}


def _attributes(pairs: Sequence[Pair], judge: Judge) -> dict[str, Share]:
    judged = [verdicts(pair, judge) for pair in pairs]
    names = list(judged[0]) if judged else []
    return {name: Share.of(verdict[name] for verdict in judged) for name in names}

"""Whether a prediction and a gold line speak about the same place, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tadmur.evaluate.rows import GoldClaim, PredictedClaim
from tadmur.reference.folding import folded_key

NamesOf = Callable[[str], Iterable[str]]
"""All names of a place by its place_id, the anchor's for a vague place; none for an id that is not known."""


def only_its_name(place_id: str) -> tuple[str, ...]:
    """A :data:`NamesOf` for want of a gazetteer: no name beside the one in the row."""
    return ()


def compatible_places(gold: GoldClaim, predicted: PredictedClaim, names_of: NamesOf) -> bool:
    """Whether the two may be about one place: one of them names none, or a name of one holds the words of another."""
    there = _gold_keys(gold)
    here = _predicted_keys(predicted, names_of)
    if not there or not here:
        return True
    return any(_holds(a, b) or _holds(b, a) for a in there for b in here)


def same_place(gold: GoldClaim, predicted: PredictedClaim, names_of: NamesOf) -> bool:
    """Whether both name none, or a name of the predicted place is that of the gold place or of its anchor."""
    there = _gold_keys(gold)
    here = _predicted_keys(predicted, names_of)
    return bool(there & here) if there and here else there == here


def _gold_keys(gold: GoldClaim) -> frozenset[str]:
    return frozenset(folded_key(name) for name in (gold.place, gold.anchor) if name)


def _predicted_keys(predicted: PredictedClaim, names_of: NamesOf) -> frozenset[str]:
    return frozenset(filter(None, map(folded_key, _predicted_names(predicted, names_of))))


def _predicted_names(predicted: PredictedClaim, names_of: NamesOf) -> Iterator[str]:
    if predicted.place_id is not None:
        yield from names_of(predicted.place_id)
    if predicted.place_name is not None:
        yield predicted.place_name
    elif predicted.place_mention is not None and any(map(str.isupper, predicted.place_mention)):
        yield predicted.place_mention


def _holds(longer: str, shorter: str) -> bool:
    return f" {shorter} " in f" {longer} "

"""How each voice speaks: P(state named | true state), learned from the claims around what its interest suggests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tadmur.reconcile.echoes import SECONDS_PER_DAY
from tadmur.reconcile.interest import favours
from tadmur.reconcile.observations import INDEPENDENT, Observations, Symbol
from tadmur.reconcile.settings import ReconcileSettings

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks in each row, and what is known beforehand of how such a voice speaks.

    A voice is a source with the parties whose gain it favours; rows without a source share one for each such set. A
    class is that set alone.

    Attributes:
        voice: (n,) index of each row's voice. kind: (n,) 0 for an event, 1 for a state.
        window: (n,) number of the stretch of time in which each row was published, from 1970 on.
        source, voice_class: (voices,) source (-1 for none) and class of each voice.
        classes: (classes, 1 + parties) stance (-1 independent, -2 not known, 0 sided) and parties favoured.
        prior: (classes, states, states) P(state named | true state) by interest alone.
    """

    voice: NDArray[np.int64]
    kind: NDArray[np.int64]
    window: NDArray[np.int64]
    source: NDArray[np.int64]
    voice_class: NDArray[np.int64]
    classes: NDArray[np.int64]
    prior: Array


@dataclass(frozen=True, slots=True)
class Learned:
    """How voices were found to speak; ``states`` by ``states`` tables of P(state named | true state).

    Attributes:
        voices: for whom. class_tables: (classes, 2, states, states). tables: (voices, windows, 2, states, states),
            windows from ``first_window`` on.
    """

    voices: Voices
    class_tables: Array
    tables: Array
    first_window: int

    def chosen(self, voices: Voices) -> Array:
        """The table of each row of these or other claims, shape (n, states, states).

        A voice not learned of speaks like its class, a class not learned of as its interest suggests, and a later
        stretch of time like the last one learned of.
        """
        known = {tuple(key): index for index, key in enumerate(self.voices.classes.tolist())}
        class_index = [known.get(tuple(key), -1) for key in voices.classes.tolist()]
        pairs = zip(self.voices.source.tolist(), self.voices.voice_class.tolist(), strict=True)
        known_voices = {pair: index for index, pair in enumerate(pairs)}
        windows = self.tables.shape[1]
        tables = np.empty((len(voices.source), *self.tables.shape[1:]))
        for voice, (source, kind) in enumerate(zip(voices.source.tolist(), voices.voice_class.tolist(), strict=True)):
            found = known_voices.get((source, class_index[kind]), -1)
            if found >= 0:
                tables[voice] = self.tables[found]
            elif class_index[kind] >= 0:
                tables[voice] = self.class_tables[class_index[kind]]
            else:
                tables[voice] = voices.prior[kind]
        window = np.clip(voices.window - self.first_window, 0, windows - 1)
        result: Array = tables[voices.voice, window, voices.kind]
        return result


def favoured(claims: Observations, parties: int) -> NDArray[np.bool_]:
    """Parties whose gain each row's voice favours, shape (n, parties).

    The speaker's own and its allies. Where the speaker stands with nobody known, a publisher that stands with a party
    picks what it prints: what flatters its side counts as said by that side.
    """
    everyone = np.eye(parties, dtype=bool)
    result = np.where((claims.speaker_party >= 0)[:, None], everyone[np.maximum(claims.speaker_party, 0)], False)
    if claims.speaker_allies is not None:
        result |= claims.speaker_allies & (claims.speaker_party >= 0)[:, None]
    publisher = everyone[np.maximum(claims.publisher_party, 0)]
    picked = (claims.speaker_party < 0) & (favours(claims, claims.publisher_party, publisher) > 0)
    return np.asarray(np.where(picked[:, None], publisher, result))


def voices_of(claims: Observations, parties: int, settings: ReconcileSettings) -> Voices:
    """The voices of rows in canonical order."""
    own = favoured(claims, parties)
    nobody = ~own.any(axis=1)
    stance = np.where(nobody, np.where(claims.speaker_party == INDEPENDENT, -1, -2), 0)
    classes, row_class = np.unique(np.column_stack((stance, own)), axis=0, return_inverse=True)
    row_class = row_class.reshape(-1)
    pairs, voice = np.unique(np.column_stack((claims.source, row_class)), axis=0, return_inverse=True)
    prior = np.array([_prior(int(line[0]), line[1:].astype(bool), parties, settings) for line in classes])
    newest = np.nanmax(claims.published) if np.isfinite(claims.published).any() else 0.0
    published = np.where(np.isnan(claims.published), newest, claims.published)
    return Voices(
        voice=voice.reshape(-1),
        kind=np.where(np.isin(claims.symbol, (Symbol.GAIN, Symbol.LOSS)), 0, 1),
        window=np.floor(published / (settings.window_days * SECONDS_PER_DAY)).astype(np.int64),
        source=pairs[:, 0],
        voice_class=pairs[:, 1].astype(np.int64),
        classes=classes.astype(np.int64),
        prior=prior.reshape(-1, parties + 1, parties + 1),
    )


def _prior(stance: int, own: NDArray[np.bool_], parties: int, settings: ReconcileSettings) -> Array:
    """P(state named | true state), shape (states, states), rows summing to one."""
    states = parties + 1
    if not own.any():
        rates = settings.independent if stance == INDEPENDENT else settings.unknown_alignment
        table = np.full((states, states), rates.when_false / 2)
        np.fill_diagonal(table, rates.when_true)
        return np.asarray(table / table.sum(axis=1, keepdims=True))
    flattering, harming = settings.own_favour, settings.against_interest
    table = np.full((states, states), harming.when_false)
    table[:, :parties][:, own] = flattering.when_false / own.sum()
    table[:, parties] = settings.contested_named
    for state in np.flatnonzero(own):
        table[state, :parties][own] = harming.when_false
    np.fill_diagonal(table, 0.0)
    np.fill_diagonal(table, 1.0 - table.sum(axis=1))
    return table


def before_learning(voices: Voices) -> Learned:
    """Every voice as its interest suggests."""
    both = np.repeat(voices.prior[:, None], 2, axis=1)
    first = int(voices.window.min()) if len(voices.window) else 0
    return Learned(voices, both, both[voices.voice_class][:, None], first)


def learned_from(
    voices: Voices, chosen: Array, belief: Array, fit: Array, share: Array, settings: ReconcileSettings
) -> Learned:
    """How voices speak given P(state) at each row: the M-step of Dawid and Skene (1979), with priors.

    Counts are shrunk step by step: the class towards its interest, the source towards its class, a stretch of time
    towards its source; near stretches count too, so that who changes sides is noticed and who does not is steady.

    Args:
        chosen: (n, states, states) the tables in use, for statements that name several states.
        belief: (n, states); fit: (n, states) states named; share: (n,) how far each row counts.
    """
    states = fit.shape[1]
    named = chosen * fit[:, None, :]
    named /= np.maximum(named.sum(axis=2, keepdims=True), 1e-300)
    weight = (share[:, None] * belief)[:, :, None] * named
    first = int(voices.window.min())
    windows = int(voices.window.max()) - first + 1
    count = len(voices.source)
    cell = (voices.voice * windows + voices.window - first) * 2 + voices.kind
    counts = np.empty((count * windows * 2, states, states))
    for true in range(states):
        for said in range(states):
            counts[:, true, said] = np.bincount(cell, weights=weight[:, true, said], minlength=len(counts))
    counts = counts.reshape(count, windows, 2, states, states)

    by_source = counts.sum(axis=1)
    by_class = np.zeros((len(voices.prior), 2, states, states))
    np.add.at(by_class, voices.voice_class, by_source)
    class_tables = _shrunk(by_class, voices.prior[:, None], settings.interest_claims)
    source_tables = _shrunk(by_source, class_tables[voices.voice_class], settings.class_claims)
    apart = np.abs(np.subtract.outer(np.arange(windows), np.arange(windows)))
    near = settings.window_memory ** apart.astype(float)
    smooth = np.tensordot(near, counts, axes=(1, 1)).transpose(1, 0, 2, 3, 4)
    return Learned(voices, class_tables, _shrunk(smooth, source_tables[:, None], settings.source_claims), first)


def _shrunk(counts: Array, towards: Array, worth: float) -> Array:
    """Rows of counts as probabilities, with ``worth`` claims about each true state from ``towards``."""
    raised = counts + worth * towards
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))

"""Published label aggregation on the same claims: crowd-kit and truthdiscovery, in retrospect only.

A task is a place in a fortnight, a worker is a source, a label the state that a claim speaks for. A fortnight without
claims keeps what the one before had. These methods know neither time nor neighbours; that is the point of having them.
"""

from __future__ import annotations

import importlib
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from simulators.war import Ints, War

from .baselines import LAST_CLAIM_DOUBT, claim_days, stated_states
from .scoring import Probabilities

FORTNIGHT = 14
CROWD_KIT: dict[str, tuple[str, dict[str, int]]] = {
    "Dawid-Skene": ("DawidSkene", {"n_iter": 40}),
    "one-coin Dawid-Skene": ("OneCoinDawidSkene", {"n_iter": 40}),
    "M-MSR": ("MMSR", {"n_iter": 500}),
    "MACE": ("MACE", {"n_restarts": 3, "n_iter": 25}),
}
"""Wawa and zero-based skill of crowd-kit 1.4.2 do not run with the pinned scikit-learn. GLAD takes a minute for 20,000
claims and was never the best (.333 of .317 on rumours-hard, .296 of .261 on front-hard, 500 places, seed 0)."""
TRUTH_DISCOVERY = ("TruthFinder", "Sums", "AverageLog", "Investment", "PooledInvestment")
"""Its CRH takes minutes for 8,000 tasks and is left out."""
RUNNER = Path(__file__).with_name("truthdiscovery_runner.py")
Labels = tuple[Ints, Ints]
"""(tasks, label of each)."""


def crowd_kit() -> dict[str, Callable[[War], Probabilities]]:
    """The aggregators of crowd-kit; none where it is not installed (`make peers`)."""
    try:
        importlib.import_module("crowdkit.aggregation")
    except ImportError:
        return {}
    return {f"crowd-kit {name}": partial(_by_fortnights, partial(_crowd_kit_labels, name)) for name in CROWD_KIT}


def truth_discovery(python: str) -> dict[str, Callable[[War], Probabilities]]:
    """The algorithms of truthdiscovery, run by a Python of its own: its pins exclude this project's scipy."""
    return {
        f"truthdiscovery {name}": partial(_by_fortnights, partial(_truth_discovery_labels, python, name))
        for name in TRUTH_DISCOVERY
    }


def _by_fortnights(aggregate: Callable[[Ints, Ints, Ints], Labels], war: War) -> Probabilities:
    places, days = war.state.shape
    count = -(-days // FORTNIGHT)
    task = war.claims["place"] * count + claim_days(war, online=False) // FORTNIGHT
    one_word = np.unique(np.stack([task, war.claims["source"]])[:, ::-1], axis=1, return_index=True)[1]
    newest = len(task) - 1 - one_word
    tasks, labels = aggregate(task[newest], war.claims["source"][newest], stated_states(war, online=False)[newest])
    fortnight = np.full((places, count), -1)
    fortnight[tasks // count, tasks % count] = labels
    last = war.places["start_state"].astype(int)
    belief = np.empty((places, days, war.parties + 1), np.float32)
    for number in range(count):
        last = np.where(fortnight[:, number] >= 0, fortnight[:, number], last)
        belief[:, number * FORTNIGHT : (number + 1) * FORTNIGHT] = _sure(last, war.parties)[:, None]
    return belief


def _sure(label: Ints, parties: int) -> Probabilities:
    belief = np.full((len(label), parties + 1), LAST_CLAIM_DOUBT / parties, np.float32)
    belief[np.arange(len(label)), label] = 1 - LAST_CLAIM_DOUBT
    return belief


def _crowd_kit_labels(name: str, task: Ints, worker: Ints, label: Ints) -> Labels:
    pandas: Any = importlib.import_module("pandas")
    cls, options = CROWD_KIT[name]
    aggregator = getattr(importlib.import_module("crowdkit.aggregation"), cls)(**options)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        result = aggregator.fit_predict(pandas.DataFrame({"task": task, "worker": worker, "label": label}))
    return result.index.to_numpy().astype(np.int64), result.to_numpy().astype(np.int64)


def _truth_discovery_labels(python: str, name: str, task: Ints, worker: Ints, label: Ints) -> Labels:
    with tempfile.TemporaryDirectory() as scratch:
        given, answer = Path(scratch, "in.npz"), Path(scratch, "out.npz")
        np.savez(given, task=task, worker=worker, label=label)
        command = [python, str(RUNNER), name, str(given), str(answer)]
        process = subprocess.run(command, capture_output=True, text=True, check=False)
        if process.returncode != 0:
            raise RuntimeError(f"{name} of truthdiscovery failed: {process.stderr.strip().splitlines()[-1:]}")
        with np.load(answer) as stored:
            return stored["task"], stored["label"]

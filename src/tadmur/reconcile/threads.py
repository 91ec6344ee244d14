"""Compiled kernels run over places by several threads, each place by one of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALL = 2_000_000
"""Work up to which one thread does all."""
SHARES = 16
"""Parts for each thread, so that none waits long for the last."""


def thread_count() -> int:
    """How many threads may compute at once."""
    return int(os.environ.get("NUMBA_NUM_THREADS", 0)) or os.cpu_count() or 1


def over_places(kernel: Callable[..., None], work: NDArray[Any], *arguments: Any) -> None:
    """Call ``kernel(from_place, to_place, *arguments)`` so that every place is in one call, by threads.

    The kernel fills in its results and holds no lock on the interpreter. ``work`` (places,) is about how much there is
    to do for each. NUMBA_NUM_THREADS is respected.
    """
    places = len(work)
    total = np.cumsum(work.astype(np.float64) + 1.0)
    threads = thread_count()
    if threads == 1 or places < 2 or total[-1] < SMALL:
        kernel(0, places, *arguments)
        return
    aims = total[-1] * np.arange(1, threads * SHARES) / (threads * SHARES)
    cuts = np.unique(np.concatenate(([0], np.searchsorted(total, aims), [places])))
    with ThreadPoolExecutor(threads) as pool:
        parts = [pool.submit(kernel, a, b, *arguments) for a, b in pairwise(cuts.tolist())]
        for part in parts:
            part.result()

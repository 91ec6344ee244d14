"""Simulated wars of several builds, none made after the model or after another simulator.

`simulate(name, seed, places)` gives the same war for the same arguments. See docs/methods/simulators.md.
"""

from __future__ import annotations

import zlib

import numpy as np

from .scenarios import MATCHED, SCENARIOS
from .war import War, read_war, write_war

__all__ = ["MATCHED", "SCENARIOS", "War", "read_war", "simulate", "write_war"]


def simulate(name: str, seed: int, places: int) -> War:
    """The war of a scenario; a function of its arguments alone.

    Raises:
        KeyError: there is no scenario of that name.
    """
    rng = np.random.default_rng([zlib.crc32(name.encode()), seed, places])
    return {**SCENARIOS, **MATCHED}[name](places, rng)

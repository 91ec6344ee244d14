"""One algorithm of the package truthdiscovery, run by a Python that has it: IN.npz (task, worker, label) to OUT.npz.

python3.11 -m venv out/truthdiscovery
out/truthdiscovery/bin/pip install --no-deps truthdiscovery==1.0.4 bidict==0.22.1
out/truthdiscovery/bin/pip install 'numpy<2' 'scipy<1.11'
python benchmarks/reconcile.py --truthdiscovery out/truthdiscovery/bin/python
"""

from __future__ import annotations

import importlib
import sys
from typing import Any
from unittest.mock import MagicMock

import numpy as np

DRAWING = ("cairo", "imageio", "imageio.v2")
"""Imported by the package for pictures of its graphs, which nobody asks for here."""


def main(algorithm: str, given: str, answer: str) -> None:
    """Write the most believed label of each task."""
    sys.modules.update({name: MagicMock() for name in DRAWING})
    package: Any = importlib.import_module("truthdiscovery")
    with np.load(given) as stored:
        triples = zip(*(stored[name].tolist() for name in ("worker", "task", "label")), strict=True)
        result = getattr(package, algorithm)().run(package.Dataset(list(triples)))
    tasks = sorted(result.belief)
    best = [max(sorted(result.belief[task].items()), key=lambda item: item[1])[0] for task in tasks]
    np.savez(answer, task=np.array(tasks), label=np.array(best))


if __name__ == "__main__":
    main(*sys.argv[1:])

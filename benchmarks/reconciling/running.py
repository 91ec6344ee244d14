"""Run one method on one war in one mode, score it, and remember the figures by content of everything they depend on."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simulators import War, read_war

from .baselines import BASELINES
from .peers import crowd_kit, truth_discovery
from .scoring import Prediction, Probabilities, Score, read_prediction, score
from .wars import Plan, code_digest, provide

REPOSITORY = Path(__file__).resolve().parents[2]
MODEL = "model"
MODES = ("retro", "online")
ONE_THREAD = {"NUMBA_NUM_THREADS": "1"}
"""Wars run beside each other, a process each; threads within one would only wait for the other's."""
MODEL_CODE = ("src/tadmur/reconcile", "src/tadmur/pipeline/simulated.py", "src/tadmur/evaluate/fusion.py")
BASELINE_CODE = ("benchmarks/reconciling/baselines.py",)
PEER_CODE = (*BASELINE_CODE, "benchmarks/reconciling/peers.py")
SCORING_CODE = ("benchmarks/reconciling/scoring.py",)


@dataclass(frozen=True, slots=True)
class Task:
    """One method on one war in one mode."""

    plan: Plan
    method: str
    mode: str
    folder: Path
    fusion: Path
    truth_discovery_python: str = ""

    def run(self) -> Score:
        """The figures, from the cache where they are there.

        Raises:
            SystemExit: the model failed.
        """
        prefix = provide(self.plan, self.folder, self.fusion)
        cache = self.folder / "scores" / f"{self.digest(prefix)}.json"
        if cache.is_file():
            return dict(json.loads(cache.read_text(encoding="utf-8")))
        war = read_war(prefix)
        start = time.perf_counter()
        if self.method == MODEL:
            figures = self._run_model(prefix, war)
        else:
            belief = methods(self.mode, self.truth_discovery_python)[self.method](war)
            figures = {"seconds": time.perf_counter() - start} | score(war, Prediction(belief))
        cache.parent.mkdir(parents=True, exist_ok=True)
        draft = cache.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(figures, indent=1), encoding="utf-8")
        draft.replace(cache)
        return figures

    def _run_model(self, prefix: Path, war: War) -> Score:
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch, "prediction.npz")
            options = ("--mode", self.mode, "--days", str(war.state.shape[1]), "--out", str(out))
            command = [sys.executable, "-m", "tadmur", "eval", "reconcile", str(prefix), *options]
            start = time.perf_counter()
            process = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ONE_THREAD)
            if process.returncode != 0:
                raise SystemExit(f"{' '.join(command[1:])} failed with {process.returncode}:\n{process.stderr}")
            return {"seconds": time.perf_counter() - start} | score(war, read_prediction(out))

    def digest(self, prefix: Path) -> str:
        """Of the war's files, the method and its code: the same content is never scored twice."""
        code = MODEL_CODE if self.method == MODEL else BASELINE_CODE if self.method in BASELINES else PEER_CODE
        whole = hashlib.sha256(repr((self.method, self.mode)).encode())
        for table in ("claims", "sources", "places"):
            whole.update(hashlib.sha256(Path(f"{prefix}.{table}.parquet").read_bytes()).digest())
        whole.update(hashlib.sha256(Path(f"{prefix}.truth.npz").read_bytes()).digest())
        whole.update(code_digest(REPOSITORY / part for part in (*code, *SCORING_CODE)).encode())
        return whole.hexdigest()[:24]


def methods(mode: str, truth_discovery_python: str) -> dict[str, Callable[[War], Probabilities]]:
    """What the model is held against in a mode."""
    online = mode == "online"
    found = {name: _in_mode(rule, online) for name, rule in BASELINES.items()}
    if not online:
        found |= crowd_kit()
        found |= truth_discovery(truth_discovery_python) if truth_discovery_python else {}
    return found


def _in_mode(rule: Callable[[War, bool], Probabilities], online: bool) -> Callable[[War], Probabilities]:
    return lambda war: rule(war, online)

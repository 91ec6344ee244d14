"""The wars of the benchmark as files: made once, then found by name, seed and size."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import simulators
from simulators import SCENARIOS, simulate, write_war

FRONT_PRESETS = ("front-easy", "front-medium", "front-hard")
"""Wars over a real front; their generator lies in a folder that is not part of the project."""
OURS = Path(simulators.__file__).parent


@dataclass(frozen=True, slots=True, order=True)
class Plan:
    """One war to be fought."""

    name: str
    seed: int
    places: int

    @property
    def build(self) -> str:
        """Which simulator: the name's first word."""
        return self.name.split("-")[0]

    def prefix(self, folder: Path, generator: Path) -> Path:
        """Where its files lie: another version of the generator has a folder of its own."""
        return folder / "wars" / code_digest([generator])[:12] / f"{self.name}_{self.seed}_{self.places}"


def code_digest(parts: Iterable[Path]) -> str:
    """Of Python files and folders of them, whatever their dates."""
    whole = hashlib.sha256()
    for part in parts:
        for file in sorted(part.rglob("*.py")) if part.is_dir() else [part]:
            whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def available(fusion: Path) -> tuple[list[str], str | None]:
    """Names of the wars that can be made here, and why some cannot."""
    ours = list(SCENARIOS)
    if not (fusion / "gen_claims.py").is_file():
        return ours, f"no wars over a real front: there is no {fusion / 'gen_claims.py'}"
    if importlib.util.find_spec("pandas") is None or importlib.util.find_spec("pyarrow") is None:
        return ours, "no wars over a real front: they need pandas and pyarrow (make peers)"
    return [*FRONT_PRESETS, *ours], None


def provide(plan: Plan, folder: Path, fusion: Path) -> Path:
    """The prefix of a war's files, written if they are not there."""
    prefix = plan.prefix(folder, fusion / "gen_claims.py" if plan.build == "front" else OURS)
    if Path(f"{prefix}.truth.npz").is_file():
        return prefix
    prefix.parent.mkdir(parents=True, exist_ok=True)
    if plan.build != "front":
        write_war(simulate(plan.name, plan.seed, plan.places), prefix)
        return prefix
    preset = plan.name.split("-")[1]
    options = ("--preset", preset, "--seed", str(plan.seed), "--places", str(plan.places), "--out", str(prefix))
    command = [sys.executable, str(fusion / "gen_claims.py"), *options]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise SystemExit(f"gen_claims.py failed with {process.returncode}:\n{process.stderr}")
    return prefix

"""Rooms import downwards only, and rooms on one floor never import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tadmur

PACKAGE = Path(tadmur.__file__).parent
FLOOR = {
    "terms": 1,
    "reference": 2,
    "ingest": 3,
    "extract": 3,
    "geocode": 3,
    "reconcile": 3,
    "compare": 3,
    "measure": 3,
    "export": 3,
    "evaluate": 3,
    "store": 3,
    "pipeline": 4,
    "web": 5,
    "cli": 6,
}


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Absolute names of all modules a file imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the room they point to"
            assert node.module is not None
            yield node.module


def import_pairs() -> Iterator[tuple[str, str, str]]:
    """(file, room of the file, room it imports) for every import of tadmur by tadmur."""
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        if len(relative.parts) == 1:
            continue
        room = relative.parts[0]
        for module in imported_modules(ast.parse(path.read_text(encoding="utf-8"))):
            parts = module.split(".")
            if parts[0] == "tadmur" and len(parts) > 1 and parts[1] != room:
                yield str(relative), room, parts[1]


def test_every_room_has_a_floor() -> None:
    rooms = {p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    assert rooms <= set(FLOOR), f"no floor for {sorted(rooms - set(FLOOR))}"


def test_imports_point_down() -> None:
    wrong = [
        f"{file}: {room} may not import {used}" for file, room, used in import_pairs() if FLOOR[used] >= FLOOR[room]
    ]
    assert not wrong, "\n".join(wrong)


def test_terms_needs_only_the_standard_library() -> None:
    import sys

    for path in sorted((PACKAGE / "terms").glob("*.py")):
        for module in imported_modules(ast.parse(path.read_text(encoding="utf-8"))):
            top = module.split(".")[0]
            assert top == "tadmur" or top in sys.stdlib_module_names, f"{path.name} imports {module}"


@pytest.mark.parametrize("heavy", ["spacy", "duckdb", "numpy", "shapely", "click"])
def test_importing_tadmur_does_nothing(heavy: str) -> None:
    import subprocess
    import sys

    script = f"import tadmur, sys; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

"""Manifests: what a figure or series was made from, and the same bytes made from it again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tadmur import __version__
from tadmur.export.atomic import write_whole, write_whole_bytes
from tadmur.pipeline.figure_question import FigureQuestion
from tadmur.pipeline.outputs import make_folder
from tadmur.pipeline.run import Progress
from tadmur.terms.errors import InputError

NAME = "manifest.json"
Files = Mapping[str, str | bytes]


def write_with_manifest(out: Path, ledger: Path, manifest: Mapping[str, Any], files: Files) -> list[str]:
    """Write ``files`` and the manifest into ``out``; returns a line for each.

    The manifest names the ledger by its place relative to ``out``, so that both can move together.

    Raises:
        OutputError: a file cannot be written.
    """
    make_folder(out)
    for name, content in files.items():
        write_whole_bytes(out / name, [_bytes(content)])
    document = {
        **manifest,
        "ledger": os.path.relpath(ledger, out),
        "outputs": {name: _sha256(content) for name, content in files.items()},
    }
    write_whole(out / NAME, [json.dumps(document, ensure_ascii=False, indent=1), "\n"])
    return [f"Wrote {out / name}" for name in (*files, NAME)]


def rebuild_from(path: Path, ledger: Path | None, out: Path | None, progress: Progress) -> list[str]:
    """Make the files of a manifest again; returns a line for each file, all the same bytes.

    ``ledger`` is taken instead of the one the manifest names; ``out`` is where the files go, by default nowhere.

    Raises:
        InputError: the manifest cannot be read, what it was made from has changed, or the bytes differ.
    """
    document = _read(path)
    question = FigureQuestion.from_json(document["question"], where=str(path))
    ledger = ledger or path.parent / document["ledger"]
    manifest, files = _made(ledger, question, progress)
    changed = sorted(name for name, value in manifest.items() if document.get(name) != value)
    if changed:
        raise InputError(
            f"what the figure was made from has changed: {', '.join(changed)}",
            where=str(path),
            remedy=f"Use the same ledger (--db) and the same tadmur ({document.get('tadmur')}, this is {__version__})",
        )
    different = [name for name, content in files.items() if document["outputs"].get(name) != _sha256(content)]
    if different:
        what = f"the same inputs gave other bytes: {', '.join(different)}"
        raise InputError(what, where=str(path), remedy="Compare the versions of the libraries; please report it")
    if out is not None:
        write_with_manifest(out, ledger, manifest, files)
    return [f"Same bytes  {name}  sha256 {_sha256(content)}" for name, content in files.items()]


def _made(ledger: Path, question: FigureQuestion, progress: Progress) -> tuple[Mapping[str, Any], Files]:
    from tadmur.pipeline.figure import figure_files, figure_page
    from tadmur.pipeline.series import series_files, series_page

    if question.every is None:
        page = figure_page(ledger, question, progress)
        return page.manifest, figure_files(page)
    series = series_page(ledger, question, progress)
    return series.manifest, series_files(series)


def _read(path: Path) -> dict[str, Any]:
    remedy = "Give the manifest.json that tadmur figure --out or tadmur series --out wrote"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError("there is no manifest here", where=str(path), remedy=remedy) from error
    except (OSError, ValueError) as error:
        raise InputError(f"the manifest cannot be read ({error})", where=str(path), remedy=remedy) from error
    if not isinstance(document, dict) or not {"question", "ledger", "outputs"} <= set(document):
        raise InputError("this is not a manifest of a figure", where=str(path), remedy=remedy)
    return document


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _sha256(content: str | bytes) -> str:
    return sha256(_bytes(content)).hexdigest()

"""Which files a list of paths stands for: files, folders and glob patterns."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tadmur.terms.errors import NoReports, ReportError

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
ROW_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = TEXT_SUFFIXES | ROW_SUFFIXES
PASSED_OVER_FOLDERS = frozenset({"truth"})
"""Folders inside a set of reports that hold known answers, not reports."""

_KINDS = ".txt, .md, .jsonl or .ndjson"


def _in_folder(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in PASSED_OVER_FOLDERS)
        for name in sorted(names):
            path = Path(root, name)
            hidden = name.startswith(".") or name.upper().startswith("README")
            if not hidden and path.suffix.lower() in SUFFIXES and path.is_file():
                yield path


def _expanded(path: Path) -> list[Path]:
    if path.exists() or not glob.has_magic(str(path)):
        return [path]
    return [Path(found) for found in sorted(glob.glob(str(path), recursive=True))]


def find_files(paths: Sequence[Path], on_error: Callable[[ReportError], None]) -> list[tuple[Path, str]]:
    """The report files that ``paths`` stand for, each with its name relative to the folder it was found in.

    Sorted, each file once, whatever the order of ``paths``. Folders are read with their subfolders; dot files,
    READMEs, ``truth/`` folders and files of other kinds in them are passed over. A file named outright must be of a
    known kind.

    Raises:
        NoReports: when nothing was found and nothing was reported to ``on_error``.
    """
    found: dict[Path, tuple[Path, str]] = {}
    complaints = 0

    def complain(what: str, path: Path, remedy: str) -> None:
        nonlocal complaints
        complaints += 1
        on_error(ReportError(what, where=str(path), remedy=remedy))

    for given in sorted(set(paths)):
        matches = _expanded(given)
        if not matches:
            complain("no file matches this pattern", given, "Check the pattern, and quote it in the shell")
        for path in matches:
            if path.is_dir():
                inside = list(_in_folder(path))
                for file in inside:
                    found.setdefault(file.resolve(), (file, file.relative_to(path).as_posix()))
                if not inside and len(paths) > 1:
                    complain("the folder holds no reports", path, f"Put {_KINDS} files into it")
            elif not path.exists():
                complain("there is no such file or folder", path, "Check the path")
            elif not path.is_file():
                complain("this is not a regular file", path, "Give a file or a folder")
            elif path.suffix.lower() not in SUFFIXES:
                if path == given:
                    complain(f"{path.suffix or 'no suffix'} is not a kind of report", path, f"Save it as {_KINDS}")
            else:
                found.setdefault(path.resolve(), (path, path.name))
    if not found and not complaints:
        names = ", ".join(str(path) for path in paths) or "the list of paths"
        raise NoReports(
            "there are no reports to read", where=names, remedy=f"Give files or folders with {_KINDS} files"
        )
    return [found[key] for key in sorted(found)]

"""Files that are either whole or not there: written beside their place, then moved into it."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from tadmur.terms.errors import OutputError

_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "Free some space or choose another folder"),
    errno.EDQUOT: ("the disk quota is used up", "Free some space or choose another folder"),
    errno.EACCES: ("the folder is not writable", "Choose a folder you may write to"),
    errno.EPERM: ("the folder is not writable", "Choose a folder you may write to"),
    errno.EROFS: ("the file system is read-only", "Choose a folder you may write to"),
    errno.ENOENT: ("the folder does not exist", "Create it, or check the path"),
    errno.ENOTDIR: ("part of the path is a file, not a folder", "Choose another folder"),
    errno.EISDIR: ("a folder of that name is in the way", "Move it away or choose another name"),
    errno.ENAMETOOLONG: ("the name is too long for this file system", "Choose a shorter name"),
}


def write_whole(path: Path, chunks: Iterable[str]) -> None:
    """Write ``chunks`` as UTF-8 to ``path``, or leave ``path`` as it was; see :func:`write_whole_bytes`."""
    write_whole_bytes(path, (chunk.encode("utf-8") for chunk in chunks))


def write_whole_bytes(path: Path, chunks: Iterable[bytes]) -> None:
    """Write ``chunks`` to ``path``, or leave ``path`` as it was.

    They go to a hidden file in the same folder, which is flushed to the disk and takes the name ``path`` in one
    step. Whatever interrupts that (a full disk, Ctrl-C, an error while the chunks are made) leaves an older
    ``path`` untouched and no half-written file behind.

    Raises:
        OutputError: the file cannot be written; it names the file, the cause and the remedy.
    """
    draft = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            with draft.open("xb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)
    except OSError as error:
        raise _as_output_error(path, error) from error


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write ``content`` to ``path`` unless it stands there already; whether it was written.

    Raises:
        OutputError: as of :func:`write_whole_bytes`.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    write_whole_bytes(path, [content])
    return True


def _flush_folder(folder: Path) -> None:
    """Make the new name itself last through a power cut, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_output_error(path: Path, error: OSError) -> OutputError:
    cause, remedy = _REMEDIES.get(
        error.errno or 0, (error.strerror or "the system refused", "Check the folder and try again")
    )
    return OutputError(f"cannot write the file: {cause}", where=str(path), remedy=remedy)

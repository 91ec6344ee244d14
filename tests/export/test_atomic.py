"""A file is whole or not there, and an error says which file and what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tadmur.export.atomic import write_whole
from tadmur.terms.errors import OutputError


def test_text_arrives_as_utf8_without_line_end_translation(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", ["Омдурман\r\n", "ام درمان\n"])
    assert (tmp_path / "a.txt").read_bytes() == "Омдурман\r\nام درمان\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError])
def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, interruption: type[BaseException]) -> None:
    target = tmp_path / "claims.jsonl"
    write_whole(target, ["old\n"])

    def chunks() -> Iterator[str]:
        yield "new\n"
        raise interruption

    with pytest.raises(interruption):
        write_whole(target, chunks())
    assert target.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["claims.jsonl"]


def test_a_full_disk_names_file_and_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "index.html", ["x"])
    assert "index.html" in str(caught.value)
    assert "the disk is full" in str(caught.value)
    assert "Free some space" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        write_whole(tmp_path / "no" / "index.html", ["x"])


def test_a_folder_in_the_way_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    with pytest.raises(OutputError, match="in the way"):
        write_whole(tmp_path / "index.html", ["x"])
    assert [p.name for p in tmp_path.iterdir()] == ["index.html"]

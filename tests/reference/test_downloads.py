"""Fetching over the network: interruption, resumption, checksums, absence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.reference.web import Site, serving

from tadmur.reference.downloads import fetch
from tadmur.terms.errors import InputError, OutputError, ReferenceMissing

CONTENT = bytes(range(256)) * 1200
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_arrives_whole_with_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    with serving(Site({"/a.bin": CONTENT})) as address:
        found = fetch(
            f"{address}/a.bin", tmp_path / "a.bin", sha256=CHECKSUM.upper(), progress=lambda *n: seen.append(n)
        )
    assert found == CHECKSUM
    assert (tmp_path / "a.bin").read_bytes() == CONTENT
    assert seen[0] == (0, len(CONTENT))
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]


def test_an_interrupted_download_goes_on_where_it_ended(tmp_path: Path) -> None:
    site = Site({"/a.bin": CONTENT}, break_after=100_000, breaks=1)
    with serving(site) as address:
        with pytest.raises(ReferenceMissing, match=r"100000 of 307200 bytes.*run it again"):
            fetch(f"{address}/a.bin", tmp_path / "a.bin", sha256=CHECKSUM)
        assert not (tmp_path / "a.bin").exists()
        assert fetch(f"{address}/a.bin", tmp_path / "a.bin", sha256=CHECKSUM) == CHECKSUM
    assert site.ranges == [None, "bytes=100000-"]
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("etags", [True, False])
def test_a_file_that_changed_meanwhile_is_fetched_anew(etags: bool, tmp_path: Path) -> None:
    site = Site({"/a.bin": b"old" * 100_000}, break_after=100_000, breaks=1, etags=etags)
    with serving(site) as address:
        with pytest.raises(ReferenceMissing):
            fetch(f"{address}/a.bin", tmp_path / "a.bin")
        site.files["/a.bin"], site.version = CONTENT, 2
        assert fetch(f"{address}/a.bin", tmp_path / "a.bin") == CHECKSUM


def test_a_wrong_checksum_is_refused_and_nothing_stays(tmp_path: Path) -> None:
    wrong = "0" * 64
    with (
        serving(Site({"/a.bin": CONTENT})) as address,
        pytest.raises(ReferenceMissing, match=f"checksum {CHECKSUM}, not {wrong}"),
    ):
        fetch(f"{address}/a.bin", tmp_path / "a.bin", sha256=wrong)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with serving(Site()) as address, pytest.raises(InputError, match="404"):
        fetch(f"{address}/QQ.zip", tmp_path / "QQ.zip")


def test_without_a_network_the_message_says_so(tmp_path: Path) -> None:
    with serving(Site()) as address:
        pass
    with pytest.raises(ReferenceMissing, match="needs a network"):
        fetch(f"{address}/a.bin", tmp_path / "a.bin")


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://example.org/a", "a.bin", ""])
def test_only_addresses_of_the_web_are_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no address of the web"):
        fetch(url, tmp_path / "a.bin")


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with serving(Site({"/a.bin": CONTENT})) as address, pytest.raises(OutputError, match="TADMUR_DATA"):
        fetch(f"{address}/a.bin", tmp_path / "file" / "a.bin")

"""The files that pages are made of: as fetched, without inline code, and without a way round the escaping of text."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

WEB = REPOSITORY / "src" / "tadmur" / "web"
STATIC = WEB / "static"
OWN = sorted(STATIC.glob("js/**/*.js"))


def test_vendored_files_are_those_recorded_with_versions_and_licences() -> None:
    for package in json.loads((STATIC / "vendor" / "VENDOR.json").read_text(encoding="utf-8")):
        assert package["version"]
        assert package["licence"]
        for file in package["files"]:
            assert hashlib.sha256((STATIC / "vendor" / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    ended = subprocess.run(
        [sys.executable, str(REPOSITORY / "tools" / "vendor_web.py")], capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stdout.decode()


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_scripts_never_make_markup_of_text(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser"):
        assert way not in code, way
    assert not re.search(r"https?://(?!www\.w3\.org/)", code), "an address of another host"


def test_every_import_of_a_script_is_there() -> None:
    for path in OWN:
        for target in re.findall(r'from "(\.[^"]+)"', path.read_text(encoding="utf-8")):
            assert (path.parent / target).is_file(), f"{path.name} imports {target}"


def test_every_name_imported_by_a_script_is_used() -> None:
    for path in OWN:
        code = path.read_text(encoding="utf-8")
        for names in re.findall(r"import \{([^}]*)\} from", code):
            for name in filter(None, map(str.strip, names.split(","))):
                assert len(re.findall(rf"\b{name}\b", code)) > 1, f"{path.name} does not use {name}"


def test_the_shell_has_no_inline_script_or_style() -> None:
    shell = (WEB / "templates" / "shell.html.j2").read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", shell)
    assert not re.search(r"<style|\sstyle=|\son\w+=", shell)

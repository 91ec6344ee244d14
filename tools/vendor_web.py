"""What the browser needs of others, under src/tadmur/web/static/vendor: verify it, or fetch it again.

python tools/vendor_web.py            compare every file with its checksum in VENDOR.json
python tools/vendor_web.py --fetch    download the packages from the npm registry first
python tools/vendor_web.py --record   after changing a version: fetch, and write the new checksums
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parents[1] / "src/tadmur/web/static/vendor"
REGISTRY = "https://registry.npmjs.org"


def fetched(package: dict[str, Any]) -> dict[str, bytes]:
    """File name here to content, for the members of a package that are listed; a file without one is our own."""
    name, version = package["package"], package["version"]
    address = f"{REGISTRY}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
    with urllib.request.urlopen(address, timeout=60) as answer:
        content = answer.read()
    members = {}
    archive = tarfile.open(fileobj=io.BytesIO(content))  # noqa: SIM115
    for file in package["files"]:
        if "member" not in file:
            continue
        stream = archive.extractfile(f"package/{file['member']}")
        if stream is None:
            raise SystemExit(f"{address} has no {file['member']}")
        members[file["name"]] = stream.read()
    return members


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fetch", action="store_true", help="download the files first")
    parser.add_argument("--record", action="store_true", help="download the files and write their checksums")
    wanted = parser.parse_args()
    listing = VENDOR / "VENDOR.json"
    packages = json.loads(listing.read_text(encoding="utf-8"))
    wrong = []
    for package in packages:
        contents = fetched(package) if wanted.fetch or wanted.record else {}
        for file in package["files"]:
            path = VENDOR / file["name"]
            content = contents.get(file["name"]) or (path.read_bytes() if path.is_file() else b"")
            found = hashlib.sha256(content).hexdigest()
            if wanted.record:
                file |= {"bytes": len(content), "sha256": found}
            elif found != file["sha256"]:
                wrong.append(f"{file['name']}: checksum {found[:12]}, not {file['sha256'][:12]}")
                continue
            if contents:
                path.write_bytes(content)
    if wanted.record:
        listing.write_text(json.dumps(packages, indent=1) + "\n", encoding="utf-8")
    strays = {p.name for p in VENDOR.iterdir()} - {f["name"] for p in packages for f in p["files"]} - {listing.name}
    wrong += [f"{name}: not listed in {listing.name}" for name in sorted(strays)]
    print("\n".join(wrong) or f"{sum(len(p['files']) for p in packages)} files, all as recorded")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

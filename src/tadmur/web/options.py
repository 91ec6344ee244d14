"""What a server is started with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from tadmur.pipeline.settings import RunSettings

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True)
class ServeOptions:
    """What ``tadmur serve`` was told.

    Attributes:
        cache: folder for copies of the ledger and what is made from them; may be deleted at any time.
        host, port: where it listens.
        hosts: names in the Host header that are answered beside those of the machine itself; "*" for any.
        reviewers: name of each reviewer to the token that logs in as them.
        proxy_header: header in which a reverse proxy names the reviewer; only ``proxies`` are believed.
        as_of: the day that pages begin with; ``None`` for the newest.
        limits: factor on the rate limits; 0 for none.
    """

    ledger: Path
    cache: Path
    host: str = "127.0.0.1"
    port: int = 8620
    hosts: tuple[str, ...] = ()
    reviewers: Mapping[str, str] = field(default_factory=dict)
    proxy_header: str | None = None
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    as_of: date | None = None
    title: str | None = None
    limits: float = 1.0
    settings: RunSettings = field(default_factory=RunSettings)

    @property
    def secret(self) -> str:
        """Key of sessions: the same after a restart, another one when tokens change."""
        parts = [f"{name}={token}" for name, token in sorted(self.reviewers.items())]
        return sha256("\n".join(["tadmur session", str(self.ledger), *parts]).encode()).hexdigest()

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def cache_folder(ledger: Path) -> Path:
    """Where copies of a ledger go unless told otherwise: beside it where that can be written, else the user's cache."""
    beside = ledger.resolve().parent / f".{ledger.name}.cache"
    if beside.is_dir() or os.access(beside.parent, os.W_OK):
        return beside
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "tadmur" / sha256(str(ledger.resolve()).encode()).hexdigest()[:16]

"""``python -m tadmur`` is the command ``tadmur``."""

from __future__ import annotations

from tadmur.cli import main

main()

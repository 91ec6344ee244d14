"""Ctrl-C that cannot get lost: a library that swallows it (some do while they are imported) only delays it."""

from __future__ import annotations

import signal
from types import FrameType

_pressed = False


def watch() -> None:
    """Take note of every Ctrl-C from now on, beside raising it."""
    signal.signal(signal.SIGINT, _interrupted)


def _interrupted(number: int, frame: FrameType | None) -> None:
    global _pressed
    _pressed = True
    raise KeyboardInterrupt


def check() -> None:
    """Raise an interrupt that somebody has swallowed.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed before.
    """
    if _pressed:
        raise KeyboardInterrupt

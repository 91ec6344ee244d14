"""Plain lists of words that the reading of frames asks for (``data/nouns.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def _lists() -> dict[str, frozenset[str]]:
    source = files("tadmur.extract").joinpath("data", "nouns.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in yaml.safe_load(source).items()}


def word_list(name: str) -> frozenset[str]:
    """The list ``name``: lemmas in lower case.

    Raises:
        KeyError: when there is no such list.
    """
    return _lists()[name]

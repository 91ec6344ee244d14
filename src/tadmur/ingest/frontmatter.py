"""YAML front matter of a Markdown file."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tadmur.terms.errors import ReportError

_FENCED = re.compile(r"---[ \t]*\r?\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
LONGEST_FRONT_MATTER = 20_000
"""Characters; what starts with a rule and has no second one nearby is text."""


def read_front_matter(text: str, where: str) -> tuple[dict[str, Any], int]:
    """The fields and the offset at which the article begins; no fields and 0 without front matter.

    Raises:
        ReportError: when the block is not YAML.
    """
    found = _FENCED.match(text, 0, LONGEST_FRONT_MATTER)
    if found is None:
        return {}, 0
    try:
        fields = yaml.safe_load(found["head"])
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 2}" if mark else ""
        raise ReportError(
            "the front matter is not valid YAML", where=f"{where}{line}", remedy="Put values with a colon in quotes"
        ) from error
    if not isinstance(fields, dict):
        return {}, 0
    return {str(name): value for name, value in fields.items()}, found.end()

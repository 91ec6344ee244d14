"""Where in a report: offsets into the raw text, with the quote itself beside them."""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT_CHARACTERS = 32
"""Length of the prefix and suffix kept beside a quote."""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of one report's raw text (W3C Web Annotation text-position and text-quote selectors).

    Attributes:
        start: offset of the first character (Unicode code points, not bytes).
        end: offset after the last character.
        exact: ``text[start:end]``, always.
        prefix, suffix: up to 32 characters before and after, to find the quote again in another copy.
    """

    report_id: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def of(cls, report_id: str, text: str, start: int, end: int) -> TextSpan:
        """The span ``text[start:end]`` with its context.

        Raises:
            ValueError: when the offsets are empty, reversed or outside the text.
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(text)} characters")
        return cls(
            report_id,
            start,
            end,
            text[start:end],
            text[max(0, start - CONTEXT_CHARACTERS) : start],
            text[end : end + CONTEXT_CHARACTERS],
        )

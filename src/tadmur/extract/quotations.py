"""Quoted stretches of a paragraph. Which of them are speech is for the cues around them to say."""

from __future__ import annotations

import re
from dataclasses import dataclass

MASK = " "
"""Stands for each quoted character where cues are looked for, so that nothing inside a quotation is taken for one."""

FEWEST_SENTENCE_WORDS = 4

_SINGLE_OPEN = re.compile(r"(?:(?<=^)|(?<=[\s(\[]))'(?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?])'(?!\w)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """``text[start:end]`` with its quotation marks; not ``closed`` when the paragraph ends first."""

    start: int
    end: int
    closed: bool

    def words(self, text: str) -> str:
        """What stands between the marks."""
        return text[self.start + 1 : self.end - 1 if self.closed else self.end].strip()

    def is_sentence(self, text: str) -> bool:
        """Whether it can stand alone as speech, rather than being a word or phrase set apart."""
        words = self.words(text)
        return (
            len(words.split()) >= FEWEST_SENTENCE_WORDS
            and (words[0].isupper() or not self.closed)
            and words[-1:] in ".,!?"
        )


def find_quotations(text: str) -> list[Quotation]:
    """Quotations of one normalised paragraph, in order. Single quotes count only where no double ones stand."""
    marks = [at for at, character in enumerate(text) if character == '"']
    if marks:
        pairs = [Quotation(first, last + 1, True) for first, last in zip(marks[::2], marks[1::2], strict=False)]
        if len(marks) % 2:
            pairs.append(Quotation(marks[-1], len(text), False))
        return pairs
    found: list[Quotation] = []
    at = 0
    while opening := _SINGLE_OPEN.search(text, at):
        closing = next((c for c in _SINGLE_CLOSE.finditer(text, opening.end()) if _ends_speech(text, c.start())), None)
        if closing is None:
            break
        if len(text[opening.end() : closing.start()].split()) >= FEWEST_SENTENCE_WORDS:
            found.append(Quotation(opening.start(), closing.end(), True))
        at = closing.end()
    return found


def _ends_speech(text: str, at: int) -> bool:
    return text[at - 1] in ".,!?" or text[at - 1].lower() != "s"


def masked(text: str, quotations: list[Quotation]) -> str:
    """``text`` with the words inside quotations blotted out, of the same length."""
    parts: list[str] = []
    at = 0
    for quotation in quotations:
        inner_end = quotation.end - 1 if quotation.closed else quotation.end
        parts += [
            text[at : quotation.start],
            '"',
            MASK * (inner_end - quotation.start - 1),
            '"' * (quotation.end - inner_end),
        ]
        at = quotation.end
    return "".join([*parts, text[at:]])

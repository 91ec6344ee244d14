"""What a report tells, as bags of details: the words, figures and names that two independent accounts seldom share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

Numbers = Callable[[str], Sequence[tuple[int, int, float]]]
"""Gives (start, end, value) of each number in a text, in figures or words."""

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COMMON_WORDS = """
a about above according after afternoon again against agency all almost also although among an and any april
are armed army around as at attack attacked august away back battle be because been before behind being
between both but by came can capture captured city civilians claim claimed clash clashes commander control
correspondent could countryside dawn day days dead death deaths december defence did died district do does
done down during each early east eastern eight end enemy even evening every february few fight fighter
fighters fighting first five for force forces four friday from front gave general get go goes gone government
governor group groups had has have having he held her here him his hold holds hour hours how i if in into is
it its itself january july june just kill killed killing last late later least left less like made make man
many march may me men midnight might militants military militia minister ministry monday monitor monitoring
month months more morning most much must my near new news next night nine no noon nor north northern not
nothing november now october of off official officials on once one only or other our out over own part people
place president province reached rebel rebels region report reported reports resident residents retake retook
road said same saturday saw say says second seize seized september seven she shelling should since six so
soldier soldiers some source sources south southern spokesman state statement still strike strikes such sunday
telephone ten than that the their them then there these they third this those three through thursday time to
today told tomorrow too took towards town towns troops tuesday two under units until up upon us very village
villages war was we wednesday week weeks went were west western what when where which while who whom whose why
will with withdraw withdrew without women would wounded year years yesterday yet you young
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Words of any report of a war; they tell nothing about where an account comes from."""
SUFFIXES = ("ations", "ation", "ings", "ing", "edly", "ied", "ies", "ed", "ers", "er", "es", "s", "ly", "e")
SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Story:
    """One report as details.

    Attributes:
        report_id: of the report.
        published_at: as the report states it, ``None`` when unknown.
        publisher: names that the outlet goes by, folded; empty when unknown.
        details: stems of uncommon words, names included, in the order of the text.
        figures: the numbers stated, without years.
        text: the folded text, in which other outlets' names are looked for.
    """

    report_id: str
    published_at: datetime | None
    publisher: frozenset[str]
    details: tuple[str, ...]
    figures: tuple[float, ...]
    text: str

    @property
    def bag(self) -> Counter[str]:
        """How often each detail stands."""
        return Counter(self.details)

    @property
    def marks(self) -> frozenset[str]:
        """Details and figures as one set of tokens."""
        return frozenset(self.details) | {f"#{value:g}" for value in self.figures}


def story_of(
    report_id: str, published_at: datetime | None, publisher: Sequence[str], text: str, numbers: Numbers
) -> Story:
    """The details of a text; ``publisher`` are the names of the outlet."""
    found = [(start, end, value) for start, end, value in numbers(text) if not 1900 <= value <= 2100]
    letters = list(text)
    for start, end, _ in found:
        letters[start:end] = " " * (end - start)
    names = frozenset(folded(name) for name in publisher if name)
    own = {part for name in names for part in name.split()}
    stems = [stem(word) for match in WORD.finditer("".join(letters)) if (word := folded(match.group())) not in COMMON]
    return Story(
        report_id=report_id,
        published_at=published_at,
        publisher=names,
        details=tuple(word for word in stems if len(word) > 2 and word not in own),
        figures=tuple(value for _, _, value in found if value > 2),
        text=folded(text),
    )


def folded(text: str) -> str:
    """Lower case, without accents and possessive endings, quotes and spaces levelled."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = plain.casefold().replace("’", "'")
    return " ".join(re.sub(r"'s\b", "", plain).split())


def stem(word: str) -> str:
    """A word without its commonest English endings: crude, the same for "shelled" and "shelling"."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word[: -len(suffix)]
    return word

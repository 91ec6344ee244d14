"""Counts and shares as intervals: which two figures can both be true, and which are about two things."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from tadmur.compare.located import LocatedClaim
from tadmur.terms.claim import ClaimKind

COUNTED = frozenset({ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT, ClaimKind.DAMAGE, ClaimKind.TERRITORY_FIGURE})
"""Kinds of claims whose figures are compared."""
ROUNDING = 0.1
"""Share by which two rounded figures may differ and still be one figure."""
EXACT_BELOW = 20
"""Smaller counts are taken at their word when they are not vague."""
SAME_EVENT = timedelta(days=2)
"""Figures of one place whose times lie no farther apart may be of one event."""
LONGER = 5
"""A period so many times as long as another is another scope: a day in a month."""
DEAD = re.compile(
    r"\b(?:dead|deaths?|die[ds]?|dying|kill\w*|slain|bodies|corpses|los(?:t|ing) (?:his|her|their) li\w+|victims)\b",
    re.I,
)
HURT = re.compile(r"\b(?:wound\w*|injur\w*|hurt)\b", re.I)
TAKEN = re.compile(r"\b(?:captur\w+|prisoners?|abduct\w+|kidnap\w+|detain\w+|arrest\w+|missing|hostages?)\b", re.I)
SUBSETS = {
    "children": re.compile(r"\b(?:child(?:ren)?|minors?|infants?|bab(?:y|ies)|boys?|girls?)\b", re.I),
    "women": re.compile(r"\b(?:wom[ae]n)\b", re.I),
    "civilians": re.compile(r"\b(?:civilians?|residents|villagers|shoppers|passengers)\b", re.I),
    "fighters": re.compile(
        r"\b(?:fighters?|militants?|soldiers?|troops|gunmen|combatants|servicemen|rebels|policemen)\b", re.I
    ),
    "named": re.compile(r"\b(?:names|identified|by name|confirmed|verified|documented)\b", re.I),
}
"""Words for some of the people counted; a figure of them is a part of the figure of all."""
NONE_OF_THEM = re.compile(r"\b(?:no|not|nor|without|none of)\s+\w+(?:\s+among them)?", re.IGNORECASE)
"""People who are said not to be among those counted."""
RISEN = re.compile(
    r"\b(?:ha[sd] risen|rose|rises|rising|climb\w*|up from|now stands|grew|grown|updated?|revis\w+|more bodies|so far|"
    r"earlier (?:count|toll|figure)|previous (?:count|toll|figure))\b",
    re.I,
)
"""Words of a count that goes on."""


class Outcome(Enum):
    """What happened to those who are counted."""

    DEAD = "dead"
    HURT = "hurt"
    TAKEN = "taken"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number as an interval.

    Attributes:
        low, high: bounds, both inclusive; ``high`` may be infinite.
        best: the number itself, where one is stated.
        subsets: the people it is restricted to, by the words; empty for all.
        party: the party counted or hit, where it is said.
    """

    located: LocatedClaim
    low: float
    high: float
    best: float | None
    unit: str
    outcome: Outcome
    subsets: frozenset[str]
    party: str | None
    first: date | None
    last: date | None


def figure_of(located: LocatedClaim) -> Figure | None:
    """The claim's figure, or ``None`` when it states none."""
    claim, quantity = located.claim, located.claim.quantity
    if claim.kind not in COUNTED or quantity is None or not claim.asserted:
        return None
    if quantity.low is None and quantity.best is None and quantity.high is None:
        return None
    low, high = _bounds(quantity.low, quantity.best, quantity.high, vague=quantity.vague)
    words = f"{claim.trigger} {claim.span.exact}"
    counted = NONE_OF_THEM.sub("", words)
    time = claim.event_time
    last = time.latest or located.published_at
    return Figure(
        located=located,
        low=low,
        high=high,
        best=quantity.best,
        unit=quantity.unit,
        outcome=_outcome(claim.trigger, words) if claim.kind is ClaimKind.CASUALTIES else Outcome.OTHER,
        subsets=frozenset(name for name, pattern in SUBSETS.items() if pattern.search(counted)),
        party=located.holder_actor,
        first=time.earliest.date() if time.earliest else None,
        last=last.date() if last else None,
    )


def _bounds(low: float | None, best: float | None, high: float | None, *, vague: bool) -> tuple[float, float]:
    rounded = best is not None and (vague or (best >= EXACT_BELOW and best % 10 == 0))
    slack = best * ROUNDING if rounded and best is not None else 0.0
    if best is not None and (low is None or low == best) and (high == best or (high is None and low is None)):
        return best - slack, best + slack
    least = low if low is not None else 0.0 if best is None else best - slack
    most = high if high is not None else math.inf if best is None or low is not None else best + slack
    return least, most


def _outcome(trigger: str, words: str) -> Outcome:
    for text in (trigger, words):
        for outcome, pattern in ((Outcome.DEAD, DEAD), (Outcome.HURT, HURT), (Outcome.TAKEN, TAKEN)):
            if pattern.search(text):
                return outcome
    return Outcome.OTHER


def comparable(a: Figure, b: Figure) -> bool:
    """Whether both count the same kind of thing at about one time, wherever it was."""
    if a.located.claim.kind is not b.located.claim.kind or a.unit != b.unit or a.outcome is not b.outcome:
        return False
    if a.party and b.party and a.party != b.party:
        return False
    if a.last is None or b.last is None:
        return a.located.claim.report_id == b.located.claim.report_id
    first_a, first_b = a.first or a.last, b.first or b.last
    return first_a - SAME_EVENT <= b.last and first_b - SAME_EVENT <= a.last


def other_scope(a: Figure, b: Figure) -> str | None:
    """Why the one is part of the other by its words or period, or ``None``; places are looked at elsewhere."""
    if a.best is not None and a.best == b.best:
        return None
    if a.subsets != b.subsets and (a.subsets <= b.subsets or b.subsets <= a.subsets):
        named = sorted(a.subsets ^ b.subsets)
        return f"the one counts {' and '.join('confirmed names' if n == 'named' else n for n in named)} only"
    if a.subsets != b.subsets:
        return "they count different people"
    spans = [_days(a), _days(b)]
    if None not in spans:
        short, long = sorted(span for span in spans if span is not None)
        if long >= LONGER * short and long > LONGER:
            return "the one covers a longer period than the other"
    return None


def _days(figure: Figure) -> int | None:
    """Length of a stated period; ``None`` where the words do not bound it."""
    precise = figure.located.claim.event_time.precision.value not in ("published", "unknown", "vague")
    if not precise or figure.first is None or figure.last is None:
        return None
    return (figure.last - figure.first).days + 1


def fit(a: Figure, b: Figure) -> bool:
    """Whether one number can satisfy both."""
    return a.low <= b.high and b.low <= a.high


def risen(earlier: Figure, later: Figure, *, fits: bool) -> bool:
    """Whether the later figure is the earlier one's count gone on: higher, and said to have grown or by one voice.

    Args:
        fits: one number can satisfy both; then only the words of a growing count tell the two apart.
    """
    if later.low <= earlier.low:
        return False
    one, other = earlier.located.claim, later.located.claim
    if RISEN.search(f"{other.span.prefix}{other.span.exact}{other.span.suffix}"):
        return True
    one_voice = other.speaker.name is not None and other.speaker.name == one.speaker.name
    return not fits and one_voice and one.report_id != other.report_id

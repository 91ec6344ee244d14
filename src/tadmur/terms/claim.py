"""One attributable statement, tied to the exact characters it came from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tadmur.terms.clock import EventTime
from tadmur.terms.place import PlaceMention
from tadmur.terms.report import Zone
from tadmur.terms.source import Voice
from tadmur.terms.span import TextSpan


class ClaimKind(StrEnum):
    """What is claimed. The names are part of the JSON contract."""

    CONTROL_GAIN = "control_gain"
    CONTROL_LOSS = "control_loss"
    CONTROL_HOLD = "control_hold"
    CONTESTED = "contested"
    BESIEGED = "besieged"
    ADVANCE = "advance"
    ATTACK = "attack"
    AIR_STRIKE = "air_strike"
    SHELLING = "shelling"
    CLASH = "clash"
    DISPLACEMENT = "displacement"
    DAMAGE = "damage"
    CASUALTIES = "casualties"
    TERRITORY_FIGURE = "territory_figure"
    AGREEMENT = "agreement"
    SUPPORT = "support"
    ASSESSMENT = "assessment"
    FORECAST = "forecast"
    DENIAL = "denial"
    CONTRADICTION = "contradiction"


CONTROL_KINDS = frozenset(
    {ClaimKind.CONTROL_GAIN, ClaimKind.CONTROL_LOSS, ClaimKind.CONTROL_HOLD, ClaimKind.CONTESTED, ClaimKind.BESIEGED}
)
"""Kinds that say something about who holds a place."""


class Modality(StrEnum):
    """Whether it is said to have happened at all."""

    ACTUAL = "actual"
    PLANNED = "planned"
    ATTEMPTED = "attempted"
    FAILED = "failed"
    CONDITIONAL = "conditional"
    FORECAST = "forecast"
    HISTORICAL = "historical"
    """It happened, but before the story at hand: background."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated. ``None`` is unknown, never zero.

    Attributes:
        low, best, high: bounds and the stated figure; "dozens" is low 24 with best and high unknown.
        unit: "persons", "percent", "km2", "settlements", "buildings", "households", ...
        vague: the words do not give an exact figure ("dozens", "almost 60").
        base: what a share is a share of, as stated ("its territories in Syria and Iraq"), else ``None``.
    """

    low: float | None
    best: float | None
    high: float | None
    unit: str
    vague: bool = False
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributable statement.

    Attributes:
        claim_id: hash of report, span and reading.
        span: the words that make the claim; ``report.text[span.start:span.end] == span.exact``.
        actor_id: pack id of who gains, loses, holds, attacks, flees or is counted; ``None`` where unresolved.
        actor_mention: the same as worded ("regime forces").
        opponent_id, opponent_mention: from whom, or against whom. An id without words is understood from the report,
            which names one enemy of the actor only; :attr:`stated_opponent_id` leaves it out.
        supporter_ids: parties said to support the actor.
        attribution: voices from the publisher inwards; the last one is the speaker.
        asserted: the speaker says that it is so. False for a denial, an aim, an attempt, a failure, a forecast.
        counted_mention: who or what is counted, harmed or damaged, as worded ("eleven civilians", "a school").
        hedge: words that weaken it ("reportedly"), as they stand.
        probability: that the text says this (calibration of the reading, not of the event).
        trigger: the word or words that made the claim ("recapturing").
        acled_sub_event_type, plover_category: the coding of other data sets, where one fits.
        extractor: name and version of what read the claim.
    """

    claim_id: str
    report_id: str
    span: TextSpan
    zone: Zone
    kind: ClaimKind
    attribution: tuple[Voice, ...]
    event_time: EventTime
    asserted: bool
    modality: Modality
    probability: float
    trigger: str
    extractor: str
    place: PlaceMention | None = None
    actor_id: str | None = None
    actor_mention: str | None = None
    opponent_id: str | None = None
    opponent_mention: str | None = None
    supporter_ids: tuple[str, ...] = ()
    counted_mention: str | None = None
    hedge: str | None = None
    quantity: Quantity | None = None
    acled_sub_event_type: str | None = None
    plover_category: str | None = None

    @property
    def stated_opponent_id(self) -> str | None:
        """The opponent where words of the sentence name it: what follows from a deed follows for nobody else."""
        return self.opponent_id if self.opponent_mention else None

    @property
    def speaker(self) -> Voice:
        """The innermost voice: who says it."""
        return self.attribution[-1]

    @property
    def publisher(self) -> Voice:
        """The outermost voice: who printed it."""
        return self.attribution[0]

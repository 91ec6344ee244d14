"""Every number the model takes for granted, in one frozen object that is hashed into the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from tadmur.terms.ids import digest


@dataclass(frozen=True, slots=True)
class TruthRates:
    """How often a kind of speaker makes a statement when it is true, and when it is false."""

    when_true: float
    when_false: float

    def __post_init__(self) -> None:
        if not 0 < self.when_false <= self.when_true < 1:
            raise ValueError(f"rates must obey 0 < when_false <= when_true < 1, got {self}")


@dataclass(frozen=True, slots=True)
class ReconcileSettings:
    """Settings of :func:`tadmur.reconcile.model.reconcile`; docs/methods/reconcile.md gives the reasons."""

    independent: TruthRates = TruthRates(0.92, 0.10)
    """A speaker who stands with no party."""
    unknown_alignment: TruthRates = TruthRates(0.90, 0.13)
    """A speaker of whom it is not known. Chosen by looking at one report: see decision 0071."""
    own_favour: TruthRates = TruthRates(0.93, 0.45)
    """A speaker whose own side the statement flatters."""
    against_interest: TruthRates = TruthRates(0.60, 0.02)
    """A speaker who admits what harms the own side: seldom said, and hardly ever when false."""

    contested_named: float = 0.015
    """How often a voice of a side calls a place contested that is not."""

    iterations: int = 4
    """Rounds in which voices are learned from the claims; 0 takes them as their interest suggests."""
    least_claims: int = 400
    """Claims from which on it is learned how far neighbours and the last word count; with fewer they do not."""
    interest_claims: float = 200.0
    """Claims about each true state that a class's interest is worth against what the class is seen to say."""
    class_claims: float = 40.0
    """Claims that a class is worth against what one of its sources is seen to say."""
    source_claims: float = 40.0
    """Claims that a source is worth against what it says in one stretch of time."""
    refit_days: int = 60
    """As things were known on each day: days after which voices are learned anew."""
    window_days: float = 90.0
    """Length of these stretches."""
    window_memory: float = 0.5
    """Weight of a stretch in the one beside it."""

    wrong_start_share: float = 0.25
    """Of the contrast between true and false, what is left when holder is right but the stated start is not."""
    before_share: float = 0.5
    """Weight of what a take-over from nobody in particular says about the day before it."""
    change_when_reported: float = 0.5
    """Chance of a change inside the interval of a report that opens the matter, before its speaker is judged."""
    matter_days: float = 30.0
    """Days within which reports of the same change concern one matter."""
    date_tolerance_days: int = 3
    """Days by which a change may have come before its stated date and still count as dated rightly."""

    contested_when_partial: float = 0.4
    """How well "X took part of it" fits X's holding all of it (1 as well as contested)."""

    contested_prior: float = 0.05
    """Chance that a place is contested when nothing is known; the parties share the rest equally."""
    hold_scale_days: float = 15.0
    """Lomax law of the time a party holds a place, S(t) = (1 + t / scale) ** -shape: its scale."""
    hold_shape: float = 0.2
    """Its shape; below one, long holds are common and a hold grows safer with age."""
    contested_scale_days: float = 10.0
    """Lomax law of the time a place stays contested: its scale."""
    contested_shape: float = 1.5
    """Its shape."""
    first_hold_age_days: float = 365.0
    """Age that a hold is taken to have on the first day."""
    contested_share: float = 0.25
    """Share of a party's losses that begin with the place contested."""

    same_source_shadow: float = 0.9
    """Weight that a claim takes from a later one of the same source saying the same."""
    same_source_days: float = 30.0
    """Days over which that wears off by 1 - 1/e."""
    same_side_shadow: float = 0.5
    """The same between speakers who stand with one party."""
    same_side_days: float = 365.0
    """Days over which that wears off by 1 - 1/e."""
    anyone_shadow: float = 0.1
    """The same between any two speakers: they read one another."""
    anyone_days: float = 5.0
    """Days over which that wears off by 1 - 1/e."""

    late_days: float = 3.0
    """Mean age of what is known when somebody says who holds a place and gives no day, before it is learned."""

    follow_days: float = 7.0
    """Days within which a source that says what another said may have it from there."""
    follow_claims: float = 10.0
    """Claims that it takes to tell a source that copies from one that happens to agree."""

    longest_step_days: int = 64
    """Longest stretch of days within which at most one change of hands is allowed."""

    def __post_init__(self) -> None:
        shares = (
            "wrong_start_share",
            "before_share",
            "change_when_reported",
            "contested_when_partial",
            "contested_prior",
            "contested_share",
            "same_source_shadow",
            "same_side_shadow",
            "anyone_shadow",
        )
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in shares and not 0 <= value <= 1:
                raise ValueError(f"{field.name} must lie in 0..1, got {value}")
            if field.name.endswith(("_days", "_shape")) and not value > 0:
                raise ValueError(f"{field.name} must be positive, got {value}")

    def digest(self) -> str:
        """Hash of all settings: equal settings, equal digest."""
        return digest(asdict(self))

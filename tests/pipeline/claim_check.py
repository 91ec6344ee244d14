"""Whether what a careful reader takes from a report is among the claims read from it."""

from __future__ import annotations

from dataclasses import dataclass

from tadmur.terms.claim import Claim, ClaimKind

ANY = "*"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement to be found: where its words stand, its kind or kinds, who says it, and whether it is asserted.

    ``speaker`` is part of the speaker's name or role, lower case; ``*`` takes anybody.
    """

    name: str
    start: int
    end: int
    kinds: tuple[ClaimKind, ...]
    speaker: str = ANY
    asserted: bool = True


def found_as(wanted: Wanted, claims: list[Claim]) -> Claim | None:
    """The claim that covers most of the wanted words and agrees in kind, speaker and stance; ``None`` without one."""

    def overlap(claim: Claim) -> int:
        return min(claim.span.end, wanted.end) - max(claim.span.start, wanted.start)

    agreeing = [
        claim
        for claim in claims
        if claim.kind in wanted.kinds
        and claim.asserted == wanted.asserted
        and _speaks(claim, wanted.speaker)
        and overlap(claim) * 2 >= min(wanted.end - wanted.start, claim.span.end - claim.span.start)
    ]
    return max(agreeing, key=lambda claim: (overlap(claim), claim.claim_id), default=None)


def _speaks(claim: Claim, speaker: str) -> bool:
    voice = claim.speaker
    said_by = f"{voice.name or ''} {voice.role.value} {voice.aligned_with or ''}".lower()
    return speaker == ANY or speaker in said_by

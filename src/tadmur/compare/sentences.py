"""The sentences on a card: neutral, made from names and labels only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tadmur.compare.located import LocatedClaim
from tadmur.compare.positions import Position
from tadmur.terms.claim import Modality
from tadmur.terms.source import INDEPENDENT, SpeakerRole

ROLE_NAMES = {
    SpeakerRole.PUBLISHER: "the publisher",
    SpeakerRole.NEWS_AGENCY: "a news agency",
    SpeakerRole.PARTY_MEDIA: "a party's own media",
    SpeakerRole.OFFICIAL: "an official",
    SpeakerRole.MILITARY: "a military source",
    SpeakerRole.ARMED_GROUP: "an armed group",
    SpeakerRole.MONITOR: "a monitor",
    SpeakerRole.ANALYST: "an analyst",
    SpeakerRole.UN: "a UN source",
    SpeakerRole.AID_GROUP: "an aid group",
    SpeakerRole.MEDIC: "a medic",
    SpeakerRole.ACTIVIST: "an activist",
    SpeakerRole.RESIDENT: "a resident",
    SpeakerRole.WITNESS: "a witness",
    SpeakerRole.JOURNALIST: "a journalist",
    SpeakerRole.UNNAMED: "an unnamed source",
}
TITLES_WITH_ARTICLE = frozenset(
    {"Army", "Authority", "Brigades", "Coalition", "Council", "Forces", "Front", "Movement", "Party", "Units"}
)
"""Last words of names in capitals that still take "the"."""
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def speaker_name(position: Position) -> str:
    """How the speaker of a position is called in a sentence."""
    return speaker_of(position.located)


def speaker_of(located: LocatedClaim) -> str:
    """How the speaker is called in a sentence; a private person by role alone."""
    speaker = located.claim.speaker
    return speaker.name if speaker.name and not speaker.private else ROLE_NAMES[speaker.role]


def place_name(position: Position) -> str:
    """How the place is called in a sentence."""
    return position.located.place_name or position.located.place_key or "the place"


def concession_sentence(position: Position, names: Mapping[str, str]) -> str:
    """What a speaker admits against the interest of its own side, in one sentence."""
    side = position.located.speaker_actor
    speaker = speaker_name(position)
    stance = "" if side is None or speaker == names.get(side) else f", standing with {name(side, names)},"
    return f"{upper_first(speaker)}{stance} says that {said(position, names)}."


def said(position: Position, names: Mapping[str, str]) -> str:
    """The clause after "says that"."""
    place = place_name(position)
    holder = name(position.holder, names)
    if position.holder and position.event:
        taken_from = f" from {name(position.before, names)}" if position.before else ""
        return f"{holder} took {part(position)}{place}{taken_from}"
    if position.holder:
        return f"{holder} holds {part(position)}{place}"
    loser = name(position.not_holder, names)
    if not position.event:
        return f"{loser} does not hold {part(position)}{place}"
    earlier = position.located.claim.modality is Modality.HISTORICAL
    return f"{loser} {'had lost' if earlier else 'lost'} {part(position)}{place}{' before' if earlier else ''}"


def sequence_sentence(
    positions: Sequence[Position], conceding: frozenset[str], names: Mapping[str, str], *, disputed: bool
) -> str:
    """Head of a card whose claims can all be true, one after the other."""
    place = upper_first(place_name(positions[0]))
    actors = {p.holder or p.not_holder for p in positions}
    holders = name_list((actor for actor in actors if actor), names)
    tail = f"; {concession(conceding, names)}" if conceding else ""
    if disputed:
        order = "can be true one after the other, but the present state is disputed"
        return f"{place}: the claims about {holders} {order}{tail}."
    return f"{place}: the claims about {holders} fit together, one after the other{tail}."


def dispute_sentence(
    pairs: Sequence[tuple[Position, Position]], conceding: frozenset[str], names: Mapping[str, str]
) -> str:
    """Head of a card with claims that cannot be true at one time."""
    ordered = sorted({p.order: p for pair in pairs for p in pair}.items())
    first = ordered[0][1]
    against = next(b if a is first else a for a, b in pairs if first in (a, b))
    tail = f"; {concession(conceding, names)}" if conceding else ""
    return (
        f"{upper_first(place_name(first))}: {speaker_name(first)} says that {said(first, names)}, "
        f"{speaker_name(against)} says that {said(against, names)}; both cannot be true at one time, "
        f"and neither accounts for the other{tail}."
    )


def corroboration_sentence(
    positions: Sequence[Position], conceding: Sequence[Position], names: Mapping[str, str]
) -> str:
    """Head of a card on which independent voices say the same."""
    voices = number(len(positions))
    first = next((p for p in positions if p.holder), positions[0])
    sentence = (
        f"{upper_first(place_name(first))}: {voices} voices independent of each other say that {said(first, names)}"
    )
    if conceding:
        sides = frozenset(p.located.speaker_actor for p in conceding if p.located.speaker_actor)
        sentence += f"; {concession(sides, names)}"
    return sentence + "."


def copy_sentence(positions: Sequence[Position], names: Mapping[str, str]) -> str:
    """Head of a card on which one statement stands in several reports."""
    first = positions[0]
    return (
        f"{upper_first(place_name(first))}: {number(len(positions))} reports carry one statement, "
        f"that {said(first, names)}; it counts once."
    )


def concession(sides: Iterable[str], names: Mapping[str, str]) -> str:
    """ "a source that stands with X says so against its own side"."""
    parties = " and ".join(sorted(name(side, names) for side in sides if side != INDEPENDENT))
    return f"a source that stands with {parties} concedes what speaks against its own side"


def part(position: Position) -> str:
    """ "part of " for a claim about part of the place."""
    return "part of " if position.partial else ""


def name(actor: str | None, names: Mapping[str, str]) -> str:
    """The neutral name of a party, as it stands inside a sentence: "the" before what is called by a common noun."""
    if actor is None:
        return "another party"
    label = names.get(actor)
    if label is None:
        return actor
    last = label.split()[-1]
    return f"the {label}" if last.islower() or last in TITLES_WITH_ARTICLE else label


def name_list(actors: Iterable[str], names: Mapping[str, str]) -> str:
    """ "A", "A and B", "A, B and C", in alphabetical order."""
    listed = sorted(name(actor, names) for actor in actors)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def number(count: int) -> str:
    """In words up to ten."""
    return SMALL_NUMBERS[count] if count < len(SMALL_NUMBERS) else str(count)


def upper_first(text: str) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]

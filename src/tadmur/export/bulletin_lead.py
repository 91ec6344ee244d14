"""What a situation report rests on and opens with: its input, what changed between the days, the first sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tadmur.export.bulletin import Sentence
from tadmur.export.harm import number
from tadmur.export.limits import coded_words
from tadmur.export.page_text import LABEL_WORDS, day_range, instant, percent
from tadmur.export.situation import PlaceRow, SituationPage
from tadmur.terms.assessment import CONTESTED_STATE, Label
from tadmur.terms.confidence import confidence_words
from tadmur.terms.harm import HarmEvent, HarmTotal

MOST_EVIDENCE = 4
"""Claims cited behind one place, strongest first."""
MOST_CHANGES_IN_LEAD = 3
EVEN = 0.5
"""Probability under which no holder is named."""
FIRM = 0.65
"""Probability from which a holder is told as such in the lead: "likely" and above."""


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A place whose holder or label differs between the two days; ``before`` is ``None`` when nothing was known."""

    before: PlaceRow | None
    after: PlaceRow
    claim_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulletinInput:
    """All that a report is written from.

    Attributes:
        before, after: pages of the first and the last day, with the same time of knowledge.
        totals, events: harm in the period.
        withheld: how many claims the publication delay keeps back; ``delay_hours`` for how long at most.
        scope: words for the places that the report is limited to, or empty.
        earlier_contradictions: whether some are left out, since their claims all speak of days before the period.
    """

    before: SituationPage
    after: SituationPage
    first: date
    last: date
    totals: tuple[HarmTotal, ...]
    events: tuple[HarmEvent, ...]
    withheld: int
    delay_hours: float
    scope: str
    earlier_contradictions: bool = False


def place_changes(before: Sequence[PlaceRow], after: Sequence[PlaceRow]) -> list[PlaceChange]:
    """Places whose holder or label differs, the surest change first."""
    known = {row.place_id: row for row in before}
    found = []
    for row in after:
        earlier = known.get(row.place_id)
        if row.label is Label.UNKNOWN or (earlier is not None and _state(earlier) == _state(row)):
            continue
        old = {line.claim_id for line in earlier.evidence} if earlier is not None else set()
        new = tuple(line.claim_id for line in row.evidence if line.claim_id not in old)
        claims = new[:MOST_EVIDENCE] or evidence_ids(row)
        found.append(PlaceChange(earlier, row, claims))
    return sorted(found, key=lambda change: (-_certainty(change.after), change.after.name, change.after.place_id))


def _state(row: PlaceRow) -> tuple[Label, str | None]:
    return row.label, row.probabilities[0][0] if row.probabilities else None


def _certainty(row: PlaceRow) -> float:
    return row.probabilities[0][1] if row.probabilities else 0.0


def evidence_ids(row: PlaceRow) -> tuple[str, ...]:
    """The strongest claims behind a place."""
    return tuple(line.claim_id for line in row.evidence[:MOST_EVIDENCE])


def holding(row: PlaceRow | None, names: Mapping[str, str], *, standing: bool = True) -> str:
    """ "Islamic State (very likely, 91%)", "contested (likely, 70%)", "undetermined", "not known".

    ``standing`` adds how the evidence stands where it is not simply assessed.
    """
    if row is None or row.label is Label.UNKNOWN or not row.probabilities:
        return "not known"
    state, probability = row.probabilities[0]
    if probability < EVEN:
        return "undetermined"
    who = "contested" if state == CONTESTED_STATE else names.get(state, state)
    plain = not standing or row.label in (Label.ASSESSED, Label.CONTESTED)
    note = "" if plain else f", {LABEL_WORDS[row.label].lower()}"
    return f"{who} ({confidence_words(probability)}, {percent(probability)}{note})"


def lead_sentences(
    given: BulletinInput, changes: Sequence[PlaceChange], names: Mapping[str, str]
) -> Iterator[Sentence]:
    """What a reader must know first: what changed hands, what is disputed, who died."""
    taken = [change for change in changes if _changed_hands(change)]
    if taken:
        claims = tuple(dict.fromkeys(claim_id for c in taken for claim_id in c.claim_ids))
        yield Sentence(f"{counted(len(taken), 'place')} changed hands between the two days, likely or surer.", claims)
        for change in taken[:MOST_CHANGES_IN_LEAD]:
            yield Sentence(f"{change.after.name}: {holding(change.after, names)}.", change.claim_ids)
    else:
        yield Sentence("No place is assessed to have changed hands in the period with fair confidence.")
    disputed = [card for card in given.after.contradictions if card.disputed]
    if disputed:
        claims = tuple(dict.fromkeys(claim_id for card in disputed for claim_id in card.claim_ids))
        yield Sentence(f"The reports contradict each other in {counted(len(disputed), 'matter')}.", claims)
    for total in given.totals:
        if total.kind.value == "killed" and total.unit == "persons" and total.low is not None:
            status = "" if total.status is None or total.status.value == "unknown" else f" {total.status.value}"
            who = f"{number(total.low)}{status} deaths" if status else f"{number(total.low)} deaths of people"
            yield Sentence(
                f"At least {who} {'whose status is not stated ' if not status else ''}are reported, from "
                f"{counted(total.events, 'event')}, {total.without_figure} of them without a figure.",
                total.claim_ids,
            )


def _changed_hands(change: PlaceChange) -> bool:
    """Whether a known holder gave way to another, likely or surer."""
    before, after = change.before, change.after
    if before is None or not before.probabilities or before.probabilities[0][1] < EVEN:
        return False
    held = after.probabilities[0][0] not in (CONTESTED_STATE, before.probabilities[0][0])
    return held and _certainty(after) >= FIRM and before.label is not Label.UNKNOWN


def facts_of(given: BulletinInput) -> Iterator[tuple[str, str]]:
    """(head, words) of what the report is about and for whom."""
    meta = given.after.meta
    yield "Period (event time)", day_range(given.first, given.last)
    yield "As known by", instant(meta.known_by) if meta.known_by else "everything in the ledger"
    if given.scope:
        yield "Limited to", given.scope
    yield "Conflict pack", meta.pack
    yield "Boundaries", f"{meta.boundary_set}, version {meta.boundary_version}"
    yield "For", "the public" if meta.public else "INTERNAL USE: names private persons, not for publication"
    yield "Review", coded_words(given.after.claims)


def counted(count: int, noun: str) -> str:
    """ "1 place", "4 places"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def placed(row: PlaceRow) -> str:
    """ "Palmyra (Homs, SY)"."""
    return f"{row.name} ({row.within})" if row.within else row.name

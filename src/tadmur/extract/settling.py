"""From all drafts of a sentence to those that stand: one reading for a trigger, nothing said twice, backers shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch
from tadmur.extract.syntax import agents
from tadmur.extract.violence_drafts import VIOLENCE
from tadmur.terms.claim import ClaimKind

_RANK = {
    ClaimKind.TERRITORY_FIGURE: 0,
    ClaimKind.CONTROL_GAIN: 1,
    ClaimKind.CONTROL_LOSS: 1,
    ClaimKind.CONTROL_HOLD: 1,
    ClaimKind.BESIEGED: 1,
    ClaimKind.DISPLACEMENT: 2,
    ClaimKind.ADVANCE: 3,
    ClaimKind.AIR_STRIKE: 3,
    ClaimKind.SHELLING: 4,
    ClaimKind.ATTACK: 5,
    ClaimKind.DAMAGE: 5,
}
"""Smallest for the most specific kind; the rest are 6."""
_HARM = frozenset({ClaimKind.DAMAGE, ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT})
_ANSWERS = frozenset({ClaimKind.DENIAL, ClaimKind.CONTRADICTION})


def settled(drafts: Sequence[Draft], matches: Sequence[FrameMatch], context: SentenceContext) -> list[Draft]:
    """The drafts that stand, each with its backers."""
    return _with_supporters(_one_for_each_trigger(_without_restatements(drafts)), matches, context)


def _without_restatements(drafts: Sequence[Draft]) -> list[Draft]:
    """Leaves out what another draft says: who held what was gained, the violence that did the harm, what is denied."""
    return [draft for draft in drafts if not any(_is_part_of(draft, other) for other in drafts if other is not draft)]


def _is_part_of(draft: Draft, other: Draft) -> bool:
    if not other.match.clause.is_ancestor(draft.match.trigger):
        return False
    if draft.kind is ClaimKind.CONTROL_HOLD:
        gained = other.kind is ClaimKind.CONTROL_GAIN and other.stance.asserted and other.opponent is not None
        return gained and other.opponent is not None and other.opponent.actor_id == draft.actor_id
    if draft.match.construction != "noun":
        doer = draft.match.trigger.i - 1
        means = draft.match.trigger.tag_ == "VBG" and any(token.i == doer for token in agents(other.match.clause))
        return means and draft.kind in VIOLENCE and other.kind in _HARM
    if draft.kind in VIOLENCE and other.kind is draft.kind and other.match.construction != "noun":
        return draft.match.trigger in agents(other.match.clause)
    between_two = draft.kind is ClaimKind.CLASH and draft.actor_id is not None and draft.opponent is not None
    return other.kind in _ANSWERS or (draft.kind in VIOLENCE and other.kind in _HARM and not between_two)


def _is_same_count(first: Draft, second: Draft) -> bool:
    counts = first.counted, second.counted
    return first.kind is second.kind and (None in counts or counts[0] == counts[1])


def _stands_beside(draft: Draft, other: Draft) -> bool:
    """What was counted as harmed is a claim of its own beside the violence, or the siege, of the same word."""
    if draft.match.construction == "beside":
        return True
    return draft.kind is ClaimKind.DAMAGE and draft.quantity is not None and other.kind in VIOLENCE


def _rank(draft: Draft) -> int:
    return _RANK.get(draft.kind, 6)


def _one_for_each_trigger(drafts: Sequence[Draft]) -> list[Draft]:
    """The more specific kind wins; a light verb with its noun beats either alone."""
    kept: list[Draft] = []
    for number, draft in enumerate(drafts):
        trigger = draft.match.trigger.i
        composed = [
            d for d in drafts if d.match.construction in ("light", "state") and trigger in {t.i for t in d.match.words}
        ]
        simple = draft.match.construction in ("verb", "noun") and draft.kind is not ClaimKind.TERRITORY_FIGURE
        if simple and any(_rank(other) <= _rank(draft) or other.match.construction == "light" for other in composed):
            continue
        rivals = [(n, d) for n, d in enumerate(drafts) if d is not draft and d.match.trigger.i == trigger]
        if any(
            (_rank(d) < _rank(draft) and not _stands_beside(draft, d)) or (_is_same_count(d, draft) and n < number)
            for n, d in rivals
        ):
            continue
        kept.append(draft)
    return kept


def _with_supporters(drafts: list[Draft], matches: Sequence[FrameMatch], context: SentenceContext) -> list[Draft]:
    """Parties said to back the actor, anywhere in the sentence, stand beside it in each of its claims."""
    backers: dict[str, list[str]] = {}
    for match in matches:
        if match.frame.kind is ClaimKind.SUPPORT:
            supporter = context.known_party(match.tokens("supporter"))
            supported = context.known_party(match.tokens("actor"))
            if supporter and supported and supporter.actor_id and supporter.actor_id != supported.actor_id:
                backers.setdefault(str(supported.actor_id), []).append(supporter.actor_id)
    for draft in drafts:
        if draft.kind is ClaimKind.SUPPORT and draft.actor_id:
            backers.setdefault(draft.actor_id, []).extend(draft.supporters)
    return [
        replace(d, supporters=tuple(dict.fromkeys([*d.supporters, *backers.get(d.actor_id or "", [])]))) for d in drafts
    ]

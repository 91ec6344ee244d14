"""From the frame matches of a sentence to drafts of its claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tadmur.extract.approach_drafts import approach_drafts
from tadmur.extract.casualty_drafts import counted_parts, unknown_tolls, with_bare_counts
from tadmur.extract.control_drafts import control_draft
from tadmur.extract.cue_drafts import turned
from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.event_drafts import agreement_draft, event_draft
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import FrameLexicon
from tadmur.extract.harm_counts import counted_harm, with_units
from tadmur.extract.harm_drafts import HARM
from tadmur.extract.matching import find_frames
from tadmur.extract.modality import Stance, read_stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.settling import settled
from tadmur.extract.siege_drafts import siege_draft
from tadmur.extract.speech_drafts import (
    answer_draft,
    assessment_draft,
    forecast_drafts,
    indispensable_drafts,
    support_draft,
)
from tadmur.extract.syntax import SUBJECTS, children
from tadmur.extract.territory_drafts import territory_drafts, without_wholes
from tadmur.extract.violence_drafts import VIOLENCE, repelled_attack, violence_draft
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind, Modality

_TO_BE_THERE = frozenset({"there", "possess"})
"""Frames of which a hope or plan is one of taking: "hopes to have the whole of X", "will be in X within days"."""
_TO_COME = frozenset({Modality.PLANNED, Modality.FORECAST, Modality.CONDITIONAL})
_MAKERS = {
    **dict.fromkeys(CONTROL_KINDS, control_draft),
    ClaimKind.BESIEGED: siege_draft,
    **dict.fromkeys(VIOLENCE, violence_draft),
    ClaimKind.SUPPORT: support_draft,
    ClaimKind.DENIAL: answer_draft,
    ClaimKind.CONTRADICTION: answer_draft,
    ClaimKind.ASSESSMENT: assessment_draft,
    ClaimKind.AGREEMENT: agreement_draft,
}


def sentence_drafts(context: SentenceContext, lexicon: FrameLexicon) -> list[Draft]:
    """Drafts of all claims of a parsed sentence, in the order of their triggers."""
    matches = find_frames(context.doc, lexicon)
    made = unknown_tolls(context, lexicon)
    asks = context.doc.text.rstrip("\"' ").endswith("?")
    for match in _in_reading_order(matches):
        if asks and _is_asked(match.clause):
            continue
        stance = _stance(match)
        base = Draft(match, _kind(match, stance), match.event, stance, match.frame.probability)
        for draft in _drafts_of(base, context):
            made.append(draft)
            context.made(draft)
    figures = territory_drafts(context)
    made = [*without_wholes(made, figures, context), *figures, *indispensable_drafts(context, lexicon)]
    made += approach_drafts(context, lexicon)
    made = with_bare_counts(made, context, lexicon)
    made += counted_harm(made, context, lexicon)
    made = with_units([*made, *counted_parts(made, context)], context)
    drafts = settled(turned(made, context), matches, context)
    taken = {token.i for draft in drafts for token in (*draft.match.words, draft.match.trigger)}
    drafts += forecast_drafts(context, lexicon, taken)
    return sorted(drafts, key=lambda draft: draft.match.trigger.i)


def _is_ruled_out(match: FrameMatch) -> bool:
    """ "The last town not under their control"."""
    first = min((word for word in match.words if word.pos_ == "ADP"), key=lambda word: word.i, default=None)
    return first is not None and first.i > 0 and first.nbor(-1).lower_ == "not" and first.nbor(-1).head != match.clause


def _is_asked(clause: Token) -> bool:
    """ "Has X fallen?", "Who holds X?": whether a clause of a question is what is asked."""
    subject = next(iter(children(clause, *SUBJECTS)), None)
    if subject is None:
        return clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX") and _is_asked(clause.head)
    helpers = (
        [clause, *children(clause, "aux", "auxpass")] if clause.pos_ == "AUX" else children(clause, "aux", "auxpass")
    )
    return subject.tag_ in ("WP", "WDT") or any(helper.i < subject.i for helper in helpers)


def _drafts_of(base: Draft, context: SentenceContext) -> list[Draft]:
    if base.kind in HARM:
        return HARM[base.kind](base, context)
    if base.match.frame.patient_nouns and (attack := repelled_attack(base, context)) is not None:
        return [attack]
    drafts = [_MAKERS.get(base.kind, event_draft)(base, context)]
    return [draft for draft in drafts if draft is not None]


def _in_reading_order(matches: Sequence[FrameMatch]) -> list[FrameMatch]:
    """By trigger, but losses last: a withdrawal may owe its place to the gain that it made room for."""
    return sorted(matches, key=lambda match: (match.frame.kind is ClaimKind.CONTROL_LOSS, match.trigger.i))


def _kind(match: FrameMatch, stance: Stance) -> ClaimKind:
    """The frame's kind; a state that was entered ("came under the control of"), or is to be, is a gain."""
    to_come = match.frame.name in _TO_BE_THERE and not stance.asserted and stance.modality in _TO_COME
    entered = (match.event == match.frame.became or to_come) and match.frame.kind is ClaimKind.CONTROL_HOLD
    return ClaimKind.CONTROL_GAIN if entered else match.frame.kind


def _stance(match: FrameMatch) -> Stance:
    """What a noun phrase takes for granted ("rebel-held Kesh") is asserted, whatever governs the phrase."""
    presupposed = match.construction == "held" or (match.construction == "state" and match.clause == match.trigger)
    if presupposed:
        return Stance()
    stance = read_stance(match.clause, match.trigger)
    if match.construction == "state" and stance.asserted and _is_ruled_out(match):
        return replace(stance, asserted=False)
    return Stance() if match.construction == "nobody" and stance.modality is Modality.ACTUAL else stance

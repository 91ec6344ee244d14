"""From the frame matches of a sentence to drafts of its claims."""

from __future__ import annotations

from collections.abc import Sequence

from tadmur.extract.approach_drafts import approach_drafts
from tadmur.extract.casualty_drafts import counted_parts, unknown_tolls, with_bare_counts
from tadmur.extract.control_drafts import control_draft
from tadmur.extract.cue_drafts import turned
from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.event_drafts import agreement_draft, event_draft
from tadmur.extract.frames import FrameLexicon
from tadmur.extract.harm_counts import counted_harm, with_units
from tadmur.extract.harm_drafts import HARM
from tadmur.extract.matching import FrameMatch, find_frames
from tadmur.extract.modality import Stance, read_stance
from tadmur.extract.settling import settled
from tadmur.extract.siege_drafts import siege_draft
from tadmur.extract.speech_drafts import (
    answer_draft,
    assessment_draft,
    forecast_drafts,
    indispensable_drafts,
    support_draft,
)
from tadmur.extract.territory_drafts import territory_drafts, without_wholes
from tadmur.extract.violence_drafts import VIOLENCE, repelled_attack, violence_draft
from tadmur.terms.claim import CONTROL_KINDS, ClaimKind

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
    for match in _in_reading_order(matches):
        base = Draft(match, _kind(match), match.event, _stance(match), match.frame.probability)
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


def _drafts_of(base: Draft, context: SentenceContext) -> list[Draft]:
    if base.kind in HARM:
        return HARM[base.kind](base, context)
    drafts = [_MAKERS.get(base.kind, event_draft)(base, context)]
    if base.match.frame.patient_nouns:
        drafts.append(repelled_attack(base, context))
    return [draft for draft in drafts if draft is not None]


def _in_reading_order(matches: Sequence[FrameMatch]) -> list[FrameMatch]:
    """By trigger, but losses last: a withdrawal may owe its place to the gain that it made room for."""
    return sorted(matches, key=lambda match: (match.frame.kind is ClaimKind.CONTROL_LOSS, match.trigger.i))


def _kind(match: FrameMatch) -> ClaimKind:
    """The frame's kind; a state that was entered ("came under the control of") is a gain."""
    entered = match.event == match.frame.became and match.frame.kind is ClaimKind.CONTROL_HOLD
    return ClaimKind.CONTROL_GAIN if entered else match.frame.kind


def _stance(match: FrameMatch) -> Stance:
    """What a noun phrase takes for granted ("rebel-held Kesh") is asserted, whatever governs the phrase."""
    presupposed = match.construction == "held" or (match.construction == "state" and match.clause == match.trigger)
    return Stance() if presupposed else read_stance(match.clause, match.trigger)

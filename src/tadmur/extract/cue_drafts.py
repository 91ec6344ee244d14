"""Drafts of turns of speech: what they deny or expect of the claims beside them, and what they claim themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tadmur.extract.cues import Cue, FoundCue, find_cues
from tadmur.extract.drafts import Draft, SentenceContext, patients_of
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import Frame, load_features
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.quantities import COUNT, PERSONS
from tadmur.extract.state_frames import COPULAS
from tadmur.extract.syntax import agents, children, subjects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind, Modality

_ANSWERS = frozenset({ClaimKind.DENIAL, ClaimKind.CONTRADICTION})
_SPOKEN = _ANSWERS | {ClaimKind.ASSESSMENT, ClaimKind.FORECAST, ClaimKind.SUPPORT, ClaimKind.AGREEMENT}
_ASIDE = frozenset({"advcl", "relcl", "acl", "pcomp"})
_ARGUMENTS = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "attr", "poss", "compound", "nmod"})
_INSIDE_NAMES = frozenset({"compound", "nmod", "poss"})
_PROBABILITY = 0.75
DENIED = Stance(Modality.ACTUAL, False, denied=True)
FORECAST = Stance(Modality.FORECAST, False)
_TURNING = {ClaimKind.DENIAL: DENIED, ClaimKind.FORECAST: FORECAST}
_STANCE = {**_TURNING, ClaimKind.ATTACK: Stance(Modality.PLANNED, False)}


def turned(drafts: Sequence[Draft], context: SentenceContext) -> list[Draft]:
    """The drafts of a sentence with denied and expected ones marked as such, and with those of the cues themselves.

    What a denial denies stands as a claim that is not asserted, in its own kind; the denial is a claim of its own only
    where nothing of what it denies was read. An expected event becomes a forecast.
    """
    made = list(drafts)
    for found in [*find_cues(context.doc), *_denials_by_frame(drafts)]:
        if _is_undone(found):
            continue
        affected = [number for number, draft in enumerate(made) if _is_turned(draft, found, made)]
        for number in affected:
            made[number] = _turn(made[number], found)
        if affected:
            made = [draft for draft in made if not _is_answer_itself(draft, found)]
        elif not any(_says_the_same(draft, found) for draft in made):
            own = _own_draft(found, context)
            if own is not None:
                made = [
                    draft
                    for draft in made
                    if draft.match.frame.name != "changed_hands" or not _share_words(draft, found)
                ]
                made.append(own)
    return [_denied(draft) for draft in made if not _is_no_denial(draft)]


def _denials_by_frame(drafts: Sequence[Draft]) -> Iterator[FoundCue]:
    """Denials that the frames found, as cues that turn what follows the verb, or stands before the adjective."""
    for draft in drafts:
        if draft.kind is ClaimKind.DENIAL:
            scope = "before" if draft.match.construction == "adjective" else "after"
            cue = Cue(draft.match.frame.name, ClaimKind.DENIAL, scope, "nothing", ())
            yield FoundCue(cue, (draft.match.trigger,), draft.match.clause)


def _is_answer_itself(draft: Draft, found: FoundCue) -> bool:
    return draft.kind in _ANSWERS and found.cue.kind is ClaimKind.DENIAL and _share_words(draft, found)


def _is_no_denial(draft: Draft) -> bool:
    """ "did not deny"."""
    verbal = draft.kind is ClaimKind.DENIAL and draft.match.construction == "verb"
    return verbal and bool(children(draft.match.clause, "neg"))


def _denied(draft: Draft) -> Draft:
    """A denial repeats what it denies: it is never asserted."""
    return replace(draft, stance=DENIED) if draft.kind is ClaimKind.DENIAL else draft


def _is_undone(found: FoundCue) -> bool:
    """ "did not deny that": whether the clause of a denial is itself negated, outside the words of the cue."""
    negations = [token for token in children(found.clause, "neg") if token not in found.words]
    return found.cue.kind is ClaimKind.DENIAL and bool(negations)


def _is_turned(draft: Draft, found: FoundCue, drafts: Sequence[Draft]) -> bool:
    trigger, cue = draft.match.trigger, found.cue
    if cue.kind not in _TURNING or draft.kind in _SPOKEN or draft.match.construction == "held":
        return False
    if not found.covers(trigger) or (cue.kind is ClaimKind.DENIAL and trigger in found.words):
        return False
    if cue.kind is ClaimKind.FORECAST and trigger.i < found.words[0].i and not _heads_subject(trigger, found.clause):
        return False
    return not any(
        _is_aside(draft, other) for other in drafts if other is not draft and found.covers(other.match.trigger)
    )


def _heads_subject(token: Token, clause: Token) -> bool:
    return token in subjects(clause) or token == clause or (token.dep_ in ("dobj", "attr") and token.head == clause)


def _is_aside(draft: Draft, other: Draft) -> bool:
    """Whether a draft is said in passing beside another: in a clause of its own that hangs on the other's."""
    node, top = draft.match.clause, other.match.clause
    while node not in (top, node.head):
        if node.dep_ in _ASIDE and top.is_ancestor(node):
            return True
        node = node.head
    return False


def _turn(draft: Draft, found: FoundCue) -> Draft:
    if found.cue.kind is ClaimKind.DENIAL:
        return replace(draft, stance=replace(DENIED, hedge=draft.stance.hedge))
    match, clause = draft.match, found.clause
    if clause.lemma_ in COPULAS and clause.is_ancestor(match.clause):
        match = replace(match, clause=clause, words=(*match.words, *found.words))
    return replace(draft, match=match, kind=ClaimKind.FORECAST, stance=FORECAST)


def _share_words(draft: Draft, found: FoundCue) -> bool:
    return bool({token.i for token in (*draft.match.words, draft.match.trigger)} & {token.i for token in found.words})


def _says_the_same(draft: Draft, found: FoundCue) -> bool:
    """Whether a draft of the same kind has words of the cue, or is another cue's in the same clause."""
    same_clause = draft.match.construction == "cue" and draft.match.clause == found.clause
    return draft.kind is found.cue.kind and (same_clause or _share_words(draft, found))


def _own_draft(found: FoundCue, context: SentenceContext) -> Draft | None:
    """The claim that a cue makes itself, where its clause names what it needs."""
    cue = found.cue
    party, places = _party(found, context), _named_places(found, context)
    counted = context.quantity_of(subjects(found.clause)) if cue.kind is ClaimKind.FORECAST else None
    counts_people = counted is not None and counted.unit in (PERSONS, COUNT)
    if not _has_what_it_needs(found, party, places, context) and not counts_people:
        return None
    frame = Frame(cue.name, cue.kind, _EVENTS[cue.kind], _PROBABILITY)
    match = FrameMatch(frame, found.trigger, found.clause, "cue", {}, frame.event, found.words)
    draft = Draft(match, cue.kind, frame.event, _STANCE.get(cue.kind, Stance()), frame.probability)
    return replace(draft.finished(party, None, places), quantity=counted)


def _has_what_it_needs(
    found: FoundCue, party: Party | None, places: Sequence[PlacePhrase], context: SentenceContext
) -> bool:
    match found.cue.needs:
        case "party":
            return party is not None
        case "place":
            return bool(places)
        case "claim":
            return _speaks_of_statement(found) and (party is not None or _is_about_the_war(found, places, context))
        case "either":
            return party is not None or _is_about_the_war(found, places, context)
    return True


_EVENTS = {
    ClaimKind.DENIAL: "denied",
    ClaimKind.CONTRADICTION: "contradicted",
    ClaimKind.FORECAST: "forecast",
    ClaimKind.ASSESSMENT: "assessed",
    ClaimKind.ATTACK: "attacked",
}


def _party(found: FoundCue, context: SentenceContext) -> Party | None:
    """Of whom it is said: the one worn down, the subject, else the first party of what is covered."""
    if found.cue.kind in _ANSWERS:
        return context.known_party(
            token for token in found.clause.subtree if found.covers(token) and token.pos_ in ("NOUN", "PROPN")
        )
    clause = found.clause
    doers = [*patients_of(clause), *agents(clause)] if clause.lemma_ not in COPULAS else subjects(clause)
    covered = (
        token for token in clause.subtree if token.pos_ in ("NOUN", "PROPN") and found.cue.kind is ClaimKind.FORECAST
    )
    return context.known_party(doers) or context.known_party(covered)


def _named_places(found: FoundCue, context: SentenceContext) -> list[PlacePhrase]:
    """The first place of what the cue turns, or of its clause where it turns nothing; a named one before "the city"."""
    last, denies = found.words[-1].i, found.cue.kind is ClaimKind.DENIAL
    labels = _ARGUMENTS if denies and found.cue.scope != "none" else _ARGUMENTS - _INSIDE_NAMES
    tokens = [t for t in found.clause.subtree if t.dep_ in labels]
    if denies:
        tokens = [t for t in tokens if found.covers(t) or (found.cue.scope == "none" and t.i > last)]
    tokens.sort(key=lambda token: (found.cue.scope == "after" and token.i < last, token.i))
    phrases = [phrase for token in tokens for phrase in context.places.phrases(token) if _is_headed_by(phrase, token)]
    return [p for p in phrases if p.name][:1] or [p for p in phrases if p.feature and found.cue.needs == "place"][:1]


def _is_headed_by(phrase: PlacePhrase, token: Token) -> bool:
    """Not a name inside another: in "the Kesh Monitor said" nothing is said of Kesh."""
    return token.dep_ not in ("nsubj", "nsubjpass") or token.pos_ != "PROPN" or phrase.start <= token.idx < phrase.end


def _is_about_the_war(found: FoundCue, places: Sequence[PlacePhrase], context: SentenceContext) -> bool:
    """Whether a clause without a resolved party speaks of what goes on: by its subject, or by words of war in it."""
    heads = subjects(found.clause)
    of_a_side = any(context.parties.party(token) is not None for token in heads)
    phrases = [phrase for token in heads for phrase in context.places.phrases(token)]
    if found.cue.kind not in (ClaimKind.DENIAL, ClaimKind.FORECAST):
        about = of_a_side or bool(phrases) or any(token.lemma_.lower() in word_list("warfare") for token in heads)
        return about and bool(places)
    of_a_town = any(phrase.name and phrase.feature not in load_features().site for phrase in phrases)
    covered = [token for token in found.clause.subtree if found.covers(token)]
    of_war = any(token.lemma_.lower() in word_list("warfare") for token in covered if token.pos_ == "NOUN")
    if found.cue.needs == "claim":
        return of_war
    operations = any(token.lemma_.lower() in word_list("operations") for token in covered)
    about_places = bool(places) and (of_a_side or of_a_town or of_war)
    return about_places or (operations and found.cue.kind is ClaimKind.FORECAST)


def _speaks_of_statement(found: FoundCue) -> bool:
    lemmas = {token.lemma_.lower() for head in subjects(found.clause) for token in (head, *head.children)}
    return bool(lemmas & word_list("statements"))

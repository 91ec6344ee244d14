"""Drafts about words and conditions: support, denial, contradiction, assessment, forecast."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tadmur.extract.drafts import Draft, SentenceContext, patients_of
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import FrameLexicon
from tadmur.extract.modality import Stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.parties import Party
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.syntax import agents, children
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind, Modality

_MEANS = frozenset({"with", "under", "through", "by", "amid"})
_ARGUMENTS = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})


def support_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Who helps whom: the supported party is the actor, its backers the supporters."""
    match = base.match
    supporter = context.known_party([*match.tokens("supporter"), *_behind(match.trigger)])
    if match.construction == "held" or supporter is None or supporter.actor_id is None:
        return None
    if match.construction == "noun":
        supported = _supported_by_noun(match, supporter, context)
    else:
        supported = context.known_party(match.tokens("actor"), excluded=(supporter.actor_id,))
        if supported is None and {token.lemma_.lower() for token in match.tokens("actor")} & word_list("of_a_party"):
            supported = _spoken_of(match.trigger, supporter, context)
    if supported is None or supported.actor_id == supporter.actor_id:
        return None
    return replace(base.finished(supported, None, []), supporters=(supporter.actor_id, *supporter.others))


def _supported_by_noun(match: FrameMatch, supporter: Party, context: SentenceContext) -> Party | None:
    """ "advanced with support from X": who advanced; "this was achieved with support from X": who was spoken of."""
    noun = match.trigger
    if noun.dep_ != "pobj" or not _names_means(noun.head):
        return None
    governor = noun.head.head.head if noun.head.lower_ == "to" else noun.head.head
    excluded = tuple(actor for actor in (supporter.actor_id, *supporter.others) if actor)
    nominal = [governor] if governor.pos_ in ("NOUN", "PROPN") else [*agents(governor), *patients_of(governor)]
    party = context.known_party(nominal, excluded=excluded)
    if party is not None:
        return party
    return _spoken_of(noun, supporter, context)


def _spoken_of(token: Token, supporter: Party, context: SentenceContext) -> Party | None:
    """The party that the text speaks of at ``token``, other than the supporter."""
    excluded = tuple(actor for actor in (supporter.actor_id, *supporter.others) if actor)
    found = context.discourse.party_for(context.index, token.idx, generic=None, excluded=excluded)
    return Party(found.name, "", found.probability, token.idx) if found is not None else None


def _behind(noun: Token) -> list[Token]:
    """ "with cover from X", where the parser hung "from X" on the verb."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    nominal = noun.pos_ == "NOUN" and after is not None and after.lower_ in ("from", "of", "by")
    return children(after, "pobj") if nominal and after is not None else []


def _names_means(preposition: Token) -> bool:
    return preposition.lower_ in _MEANS or (preposition.lower_ == "to" and preposition.head.lower_ == "thanks")


def indispensable_drafts(context: SentenceContext, lexicon: FrameLexicon) -> list[Draft]:
    """ "could not have done it without X": X supports whoever could not."""
    frame = lexicon.named("support")
    found: list[Draft] = []
    for without in (token for token in context.doc if token.lower_ == "without"):
        verb = next((t for t in without.ancestors if t.pos_ in ("VERB", "AUX")), None)
        if verb is None or not any(aux.lower_ in ("could", "would") for aux in children(verb, "aux")):
            continue
        supporter = context.known_party(children(without, "pobj"))
        if supporter is None or supporter.actor_id is None:
            continue
        supported = context.known_party(agents(verb), excluded=(supporter.actor_id,))
        if supported is None or supported.actor_id == supporter.actor_id:
            continue
        match = FrameMatch(frame, without, verb, "cue", {}, frame.event, (without,))
        draft = Draft(match, ClaimKind.SUPPORT, frame.event, Stance(), frame.probability)
        found.append(replace(draft.finished(supported, None, []), supporters=(supporter.actor_id, *supporter.others)))
    return found


def answer_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """Denials and contradictions: what is answered is in the object or the clause after it."""
    match = base.match
    if match.construction == "adjective":
        return base.finished(None, None, _first_named([match.clause], context))
    verb, needed = match.trigger, match.frame.needs_object
    answered = [*patients_of(verb), *children(verb, "ccomp", "xcomp")]
    marked = any(child.lower_ == "that" for token in answered for child in children(token, "mark"))
    lemmas = {token.lemma_.lower() for token in answered}
    party = context.parties.first(match.tokens("actor"))
    of_itself = party is not None and party.actor_id is not None and any(token.tag_ == "VBG" for token in answered)
    if needed and not lemmas & needed and not (marked and "that" in needed) and not of_itself:
        return None
    return base.finished(party, None, _first_named(answered, context))


def _first_named(tokens: Collection[Token], context: SentenceContext) -> list[PlacePhrase]:
    for token in tokens:
        for inner in token.subtree:
            named = [p for p in context.places.phrases(inner) if p.name] if inner.dep_ in _ARGUMENTS else []
            if named:
                return named[:1]
    return []


def assessment_draft(base: Draft, context: SentenceContext) -> Draft | None:
    """How a party stands."""
    party = context.known_party(token for token in base.match.tokens("actor") if token.pos_ not in ("VERB", "AUX"))
    if party is None:
        return None
    return base.finished(party, None, [place for place in context.location(base.match) if place.name][:1])


def forecast_drafts(context: SentenceContext, lexicon: FrameLexicon, taken: Collection[int]) -> list[Draft]:
    """What will be, said of a party by a verb that made no other claim; ``taken`` are tokens of other triggers."""
    frame = lexicon.named("expectation")
    found: list[Draft] = []
    heads = {token.head.i for token in context.doc if token.dep_ == "aux" and token.lower_ in ("will", "shall", "'ll")}
    for verb in (context.doc[head] for head in sorted(heads)):
        if verb.pos_ not in ("VERB", "AUX") or any(token.i in taken for token in verb.subtree):
            continue
        party = context.known_party(token for token in verb.subtree if token.pos_ in ("NOUN", "PROPN"))
        if party is not None:
            match = FrameMatch(frame, verb, verb, "verb", {}, frame.event, (verb,))
            probability = frame.probability * party.probability
            stance = Stance(Modality.FORECAST, False)
            found.append(Draft(match, ClaimKind.FORECAST, frame.event, stance, probability, party))
    return found

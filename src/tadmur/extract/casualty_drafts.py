"""Drafts of deaths and injuries: who was counted, how many, by whose hand; and what is said not to be known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from tadmur.extract.drafts import Draft, SentenceContext
from tadmur.extract.filling import FrameMatch
from tadmur.extract.frames import FrameLexicon
from tadmur.extract.modality import Stance, read_stance
from tadmur.extract.parse_tree import Token
from tadmur.extract.people import is_civilian, is_people
from tadmur.extract.place_phrases import PlacePhrase
from tadmur.extract.quantities import QuantitySpan
from tadmur.extract.scene import scene_of
from tadmur.extract.syntax import children, clause_of, conjuncts, prepositional_objects, subjects
from tadmur.extract.word_lists import word_list
from tadmur.terms.claim import ClaimKind, Modality, Quantity

NOBODY = Quantity(0, 0, 0, "persons")
"""Said outright: "nobody was hurt". A stated unknown is no number."""
_COUNTED = frozenset({ClaimKind.CASUALTIES, ClaimKind.DISPLACEMENT})
_PERSONS = "persons"
_PEOPLE_UNITS = frozenset({"persons", "count"})
_FIGURE_LINKS = frozenset({"prep", "pobj", "poss", "compound", "amod", "conj", "appos"})
_PART_REACH = 7
"""Tokens from the number of a part in which its noun may stand."""
_UNKNOWN_REACH = 60
"""Characters between the words for harm and those that say that the number is not known."""


def casualty_drafts(base: Draft, context: SentenceContext) -> list[Draft]:
    """Deaths and injuries, one draft for each count: the actor is the party whose people are counted.

    The opponent is who killed them, where the words say so.
    """
    match = base.match
    if match.construction == "verb":
        stands = "agent" if match.trigger.lemma_.lower() in match.frame.undergone else "patient"
        heads = [token for position, token in match.fillers["counted"] if position == stands]
    else:
        heads = match.tokens("counted")
    counted = [one for head in heads for one in conjuncts(head)]
    if match.trigger.lemma_.lower() in match.frame.needs_people and match.construction == "verb":
        counted = [token for token in counted if is_people(token, context)]
    if match.construction == "adjective" and match.trigger.dep_ == "amod":
        return _of_noun(base, [token for token in counted if is_people(token, context)], context)
    if match.construction == "noun":
        return _of_noun(base, counted, context)
    places = scene_of(base, context, counted) if counted else []
    apart = [token for token in counted if context.quantity_of([token]) or context.parties.party(token) is not None]
    several = len(apart) > 1
    return [_count(base, [token], places, context) for token in (apart if several else counted[:1])]


def _of_noun(base: Draft, counted: Sequence[Token], context: SentenceContext) -> list[Draft]:
    """ "31 dead", "a toll of 22", "the number of dead at six", "no casualties"."""
    noun = base.match.trigger
    if noun.dep_ == "compound":
        return []
    if noun.dep_ == "amod":
        if not counted:
            return []
        noun = noun.head
    quantity = context.quantity_of([noun, *counted]) or _figure_said_of(noun, context)
    if quantity is None and base.stance.asserted and not _is_among(noun):
        return []
    if quantity is not None and quantity.unit not in _PEOPLE_UNITS:
        return []
    if _is_among(noun):
        counted = [*counted, *children(noun.head.head, "attr"), *subjects(noun.head.head)]
    people = [*counted, noun]
    draft = _count(base, people, scene_of(base, context, people), context)
    return [replace(draft, quantity=quantity)]


def _is_among(noun: Token) -> bool:
    """ "Women and children were among the dead": nobody is counted, but that people died is said."""
    preposition = noun.head
    return noun.dep_ == "pobj" and preposition.lower_ == "among" and preposition.head.lemma_ == "be"


def _count(base: Draft, counted: Sequence[Token], places: Sequence[PlacePhrase], context: SentenceContext) -> Draft:
    match = base.match
    killers = [token for token in match.tokens("killer") if token not in counted]
    if match.trigger.lemma_.lower() in match.frame.owner:
        actor, opponent = context.known_party(killers), None
    else:
        actor = context.known_party(token for token in counted if not is_civilian(token, context))
        excluded = (actor.actor_id,) if actor and actor.actor_id else ()
        opponent = context.known_party(killers, excluded=excluded)
    draft = replace(base.finished(actor, opponent, places), counted=counted[0].i)
    if not any(token.lower_ in word_list("nobody") for token in counted):
        return replace(draft, quantity=context.quantity_of(counted) or _one_person(counted, context))
    happened = base.stance.modality is Modality.ACTUAL
    return replace(draft, quantity=NOBODY, stance=replace(base.stance, asserted=happened))


def _one_person(counted: Sequence[Token], context: SentenceContext) -> Quantity | None:
    """ "A Russian officer", "a nurse" is one; "a family", "a patrol" is not."""
    noun = counted[0]
    single = noun.tag_ == "NN" and any(child.lower_ in ("a", "an") for child in children(noun, "det"))
    if not single or noun.lower_ in word_list("several_in_one") or not is_people(noun, context):
        return None
    return Quantity(1, 1, 1, "persons")


def _figure_said_of(noun: Token, context: SentenceContext) -> Quantity | None:
    """The number that a verb gives for a noun: "rose to 22", "put ... at six", "stands at 40", "is 12"."""
    node = noun
    while node.dep_ in _FIGURE_LINKS and node.head.pos_ not in ("VERB", "AUX"):
        node = node.head
    verb = node.head
    if verb.pos_ not in ("VERB", "AUX"):
        return None
    if node.dep_ == "prep" and node.lower_ == "among":
        return context.quantity_of([*children(verb, "attr"), *subjects(verb)])
    sites = [verb, *children(verb, "dobj", "nsubj", "nsubjpass", "prep")]
    said = [token for site in sites for word in ("at", "to") for token in prepositional_objects(site).get(word, [])]
    if node.dep_ in ("nsubj", "nsubjpass"):
        said += children(verb, "attr", "dobj")
    for token in said:
        found = next((span for span in context.quantities if span.start <= token.idx < span.end), None)
        if found is not None and found.quantity.unit in _PEOPLE_UNITS:
            return replace(found.quantity, unit="persons")
    return None


def with_bare_counts(made: Sequence[Draft], context: SentenceContext, lexicon: FrameLexicon) -> list[Draft]:
    """``made`` with the counts that stand by themselves, whatever the parse: "31 dead, 80 wounded", "nobody hurt".

    They replace drafts of the same word that found no number.
    """
    frame = lexicon.named("casualties")
    known = [(d.quantity.low, d.quantity.best) for d in made if d.kind is frame.kind and d.quantity is not None]
    counts = [(token, quantity) for token, quantity in _counts(context) if (quantity.low, quantity.best) not in known]
    taken = {
        (draft.match.trigger.i, draft.quantity.best if draft.quantity else None)
        for draft in made
        if draft.quantity is not None or not draft.stance.asserted
    }
    counts = [
        (token, quantity) for token, quantity in counts if not {(token.i, quantity.best), (token.i, None)} & taken
    ]
    bare = {token.i for token, _ in counts}
    drafts = [draft for draft in made if draft.match.trigger.i not in bare]
    for token, quantity in counts:
        match = FrameMatch(frame, token, clause_of(token), "count", {}, frame.event, (token,))
        base = Draft(match, frame.kind, frame.event, read_stance(match.clause, token), frame.probability)
        drafts.append(replace(base.finished(None, None, scene_of(base, context)), quantity=quantity, counted=token.i))
    return drafts


def _counts(context: SentenceContext) -> Iterator[tuple[Token, Quantity]]:
    """Words for what befell people, with the number right before them."""
    befallen = [token for token in context.doc if token.lower_ in word_list("befallen")]
    for token in befallen:
        before = token.doc[max(0, token.i - 2) : token.i]
        nobody = any(t.lower_ in word_list("nobody") and t.lower_ != "one" for t in before)
        if nobody or before.text.lower() == "no one":
            yield token, NOBODY
        for span in context.quantities:
            adjacent = span.end <= token.idx and not context.doc.text[span.end : token.idx].strip()
            if span.quantity.unit in _PEOPLE_UNITS and (adjacent or span.start <= token.idx < span.end):
                yield token, replace(span.quantity, unit="persons")


_PART_BEHIND = re.compile(
    r"\s*(?:[\w-]+\s+){0,3}?(?:of|among)\s+(?:them|whom|these|those|the (?:dead|wounded|victims))\b", re.I
)
_PART_BEFORE = re.compile(
    r"\b(?:among them|among the dead|of whom|including|of them)\s+(?:at least |about |some )?$", re.I
)


_PART_SAID = re.compile(
    r"\s+(?:were|was|are|is)\s+(?:women|children|girls|boys|minors|infants|babies|civilians|elderly|pregnant|students|pupils"
    r"|teachers|doctors|medics|nurses|journalists|soldiers|fighters|officers|policemen|foreigners|armed|unarmed)\b",
    re.I,
)


def _part_named(span: QuantitySpan, context: SentenceContext) -> Token | None:
    """The noun for a part: that of its number, else one close behind it ("fifty of them women"), else the number."""
    if span.noun_start is not None:
        return context.token_at(span.noun_start)
    number = context.token_at(span.start)
    behind = number.doc[number.i + 1 : number.i + _PART_REACH] if number is not None else ()
    known = word_list("civilians") | word_list("fighters")
    return next((t for t in behind if t.idx >= span.end and t.lemma_.lower() in known), number)


def counted_parts(made: Sequence[Draft], context: SentenceContext) -> list[Draft]:
    """Parts counted apart: "30 children among them", "forty of them critically", "of whom seven were children".

    Each takes after the count before it, or else the one behind it; its figure is part of that one's.
    """
    wholes = [
        draft for draft in made if draft.kind in _COUNTED and draft.quantity is not None and draft.stance.asserted
    ]
    text, parts = context.doc.text, []
    for span in context.quantities:
        if span.quantity.unit not in _PEOPLE_UNITS or not wholes:
            continue
        behind = _PART_BEHIND.match(text, span.end) or _PART_SAID.match(text, span.end)
        if not (behind or _PART_BEFORE.search(text, 0, span.start)):
            continue
        token = _part_named(span, context)
        if token is None or any(draft.quantity == span.quantity for draft in wholes):
            continue
        whole = min(
            wholes, key=lambda draft: (draft.match.trigger.idx > span.start, abs(draft.match.trigger.idx - span.start))
        )
        own = replace(span.quantity, unit=_PERSONS)
        parts.append(replace(whole, actor=None, quantity=own, counted=token.i))
    return parts


_OF_A_NUMBER = re.compile(r"\b(?:number|figure|count|toll)s?\b", re.I)
"""A cue that says by itself what is not known may stand in a clause of its own: "...; the army gave no number"."""


def unknown_tolls(context: SentenceContext, lexicon: FrameLexicon) -> list[Draft]:
    """What is said not to be known: "no figures on casualties", "how many died is unclear". Not asserted, no number."""
    text = context.doc.text
    harm, unknown = _patterns()
    drafts: list[Draft] = []
    frame = lexicon.named("casualties")
    for cue in unknown.finditer(text):
        near = [
            m
            for m in harm.finditer(text)
            if min(abs(m.start() - cue.end()), abs(cue.start() - m.end())) < _UNKNOWN_REACH
        ]
        beside = [
            m for m in near if not re.search(r"[;.]", text[min(m.end(), cue.end()) : max(m.start(), cue.start())])
        ]
        beside.sort(key=lambda m: (m.start() < cue.start(), abs(m.start() - cue.start())))
        number = _OF_A_NUMBER.search(cue.group()) if near and not beside else None
        if not beside and number is None:
            continue
        at = beside[0].start(beside[0].lastgroup or 0) if beside else cue.start() + (number.start() if number else 0)
        token = context.token_at(at)
        if token is None or any(d.match.trigger.i == token.i for d in drafts):
            continue
        stated = context.token_at(cue.start())
        clause = clause_of(stated if stated is not None else token)
        match = FrameMatch(frame, token, clause, "unknown", {}, frame.event, (token,))
        base = Draft(match, frame.kind, frame.event, Stance(Modality.ACTUAL, False), frame.probability)
        actor = context.known_party([token])
        drafts.append(base.finished(actor, None, scene_of(base, context, [token])))
    return drafts


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = "|".join(sorted(word_list("toll_nouns"), key=len, reverse=True))
    verbs = "|".join(sorted(word_list("toll_verbs")))
    harm = rf"\b(?P<word>{nouns})\b|\bhow many\b[\w\s,'-]{{0,40}}?\b(?P<died>{verbs})\b"
    cues = "|".join(sorted(word_list("toll_unknown"), key=len, reverse=True))
    return re.compile(harm, re.I), re.compile(rf"\b(?:{cues})\b", re.I)
